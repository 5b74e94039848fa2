#include "engine/methods/notion.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

ParamSpec notionParam()
{
    ParamSpec notion;
    notion.id = "notion";
    notion.name = "Fairness notion";
    notion.description
        = "Which rows are compared between groups: those with the favourable outcome (equal "
          "opportunity), those with either outcome apart (equalised odds), or all (demographic parity)";
    notion.kind = ParamKind::Choice;
    notion.choices.assign(kNotionIds.begin(), kNotionIds.end());
    return notion;
}

Notion notionOf(const ParamSet& params)
{
    const std::string& id = choice(params, "notion");
    return id == kNotionIds[0] ? Notion::EqualOpportunity
        : id == kNotionIds[1]  ? Notion::EqualizedOdds
                               : Notion::DemographicParity;
}

std::vector<NotionFamily> familiesOf(
    Notion notion, Task task, const EncodedData& rows, const std::vector<std::int32_t>& groups)
{
    std::vector<NotionFamily> families;
    const auto add = [&](const char* name, std::optional<double> outcome) {
        NotionFamily family {name, {}};
        family.member.reserve(rows.group.size());
        for (std::size_t i = 0; i < rows.group.size(); ++i) {
            const bool isIn = !outcome || rows.y[static_cast<Index>(i)] == *outcome;
            family.member.push_back(isIn ? groups[static_cast<std::size_t>(rows.group[i])] : -1);
        }
        families.push_back(std::move(family));
    };
    if (notion == Notion::DemographicParity || task == Task::Regression) {
        add("all", std::nullopt);
    } else {
        add("favourable", 1.0);
        if (notion == Notion::EqualizedOdds)
            add("unfavourable", 0.0);
    }
    return families;
}

Result<NotionConstraints> constrainNotion(
    Notion notion, Task task, const EncodedData& train, const std::vector<std::string>& groupNames)
{
    NotionConstraints made;
    std::vector<std::size_t> count(groupNames.size(), 0);
    for (const std::int32_t group : train.group)
        ++count[static_cast<std::size_t>(group)];
    std::vector<std::string> compared;
    for (std::size_t g = 0; g < count.size(); ++g) {
        made.groups.push_back(count[g] > 0 ? static_cast<std::int32_t>(compared.size()) : -1);
        if (count[g] > 0)
            compared.push_back(groupNames[g]);
        else
            made.warnings.push_back(
                text("group “%1” has no training row, so no constraint is put on it", groupNames[g]));
    }
    if (compared.size() < 2)
        return invalidData(
            text("a fairness constraint needs training rows of at least two groups; there is %1",
                compared.empty() ? std::string("none") : "only “" + compared.front() + "”"),
            text("choose a sensitive attribute with at least two values"));
    for (NotionFamily& rows : familiesOf(notion, task, train, made.groups)) {
        std::vector<double> total(compared.size(), 0.0);
        for (std::size_t i = 0; i < rows.member.size(); ++i)
            if (rows.member[i] >= 0)
                total[static_cast<std::size_t>(rows.member[i])] += train.weight[static_cast<Index>(i)];
        for (std::size_t g = 0; g < compared.size(); ++g)
            if (!(total[g] > 0.0))
                return invalidData(
                    text("group “%1” has no training row with the %2 outcome, so its mean cannot be "
                         "compared",
                        compared[g], rows.rows),
                    text("merge it with another group, leave its rows out, or choose demographic parity"));
        MeanConstraints::Family family {rows.rows, compared, std::move(rows.member), {}};
        family.share = Eigen::VectorXd::Zero(train.y.size());
        for (std::size_t i = 0; i < family.member.size(); ++i)
            if (family.member[i] >= 0)
                family.share[static_cast<Index>(i)]
                    = train.weight[static_cast<Index>(i)] / total[static_cast<std::size_t>(family.member[i])];
        made.constraints.families.push_back(std::move(family));
    }
    return made;
}

} // namespace evenhand
