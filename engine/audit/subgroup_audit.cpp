#include "engine/audit/subgroup_audit.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// Which rows a rate is made of, and which of them count.
struct RateRows {
    const char* id;
    bool needsOutcome;
    bool (*isIncluded)(double decision, double outcome);
    bool (*isHit)(double decision, double outcome);
};

constexpr auto kEverybody = [](double, double) { return true; };
constexpr auto kSelected = [](double decision, double) { return decision == 1.0; };
constexpr auto kPositive = [](double, double outcome) { return outcome == 1.0; };
constexpr auto kNegative = [](double, double outcome) { return outcome == 0.0; };
constexpr auto kCorrect = [](double decision, double outcome) { return decision == outcome; };

constexpr std::array<RateRows, 5> kRates {{
    {"selection_rate", false, kEverybody, kSelected},
    {"true_positive_rate", true, kPositive, kSelected},
    {"false_positive_rate", true, kNegative, kSelected},
    {"precision", true, kSelected, kPositive},
    {"accuracy", true, kEverybody, kCorrect},
}};

Result<RateRows> rateOf(const AuditReport& audit, const std::string& metricId)
{
    const auto rate = std::ranges::find_if(kRates, [&](const RateRows& r) { return metricId == r.id; });
    if (rate == kRates.end())
        return invalidArgument(text("subgroups cannot be searched by “%1”", metricId),
            text("choose selection_rate, true_positive_rate, false_positive_rate, precision or accuracy"));
    if (audit.task != Task::Classification || audit.rows == nullptr || audit.rows->decision.empty())
        return invalidArgument(text("there are no decisions to search for subgroups"));
    if (rate->needsOutcome && audit.rows->y.empty())
        return invalidArgument(
            text("this rate needs true outcomes, and the table has none"), text("choose selection_rate"));
    return *rate;
}

std::vector<std::string> searchedColumns(
    const AuditReport& audit, const Table& table, const std::vector<std::string>& columns)
{
    if (!columns.empty())
        return columns;
    std::vector<std::string> searched;
    for (const Column& column : table.columns())
        if (column.name != audit.roles.target && column.name != audit.roles.weight
            && column.name != audit.spec.prediction && column.name != audit.spec.score)
            searched.push_back(column.name);
    return searched;
}

} // namespace

Result<SubgroupReport> worstSubgroups(const AuditReport& audit, const Table& table,
    const std::string& metricId, const std::vector<std::string>& columns, const SubgroupSearch& search,
    const RunContext& ctx)
{
    EH_TRY(const RateRows rate, rateOf(audit, metricId));
    const AuditRows& audited = *audit.rows;
    std::vector<Eigen::Index> rows;
    std::vector<double> hit;
    std::vector<double> weight;
    for (std::size_t i = 0; i < audited.size(); ++i) {
        const double outcome = audited.y.empty() ? 0.0 : audited.y[i];
        if (!rate.isIncluded(audited.decision[i], outcome))
            continue;
        rows.push_back(audited.row[i]);
        hit.push_back(rate.isHit(audited.decision[i], outcome) ? 1.0 : 0.0);
        if (!audited.weight.empty())
            weight.push_back(audited.weight[i]);
    }
    if (rows.empty())
        return invalidData(text("there is no row that this rate is made of"));
    EH_TRY(CodedColumns coded,
        codeColumns(table, searchedColumns(audit, table, columns), rows, ctx.slice(0.0, 0.1)));
    if (coded.columns.empty())
        return invalidData(text("no column can be searched for subgroups"),
            text("columns with a few levels or with numbers can"));
    EH_TRY(SubgroupReport report, findSubgroups(coded.columns, hit, weight, search, ctx.slice(0.1, 1.0)));
    report.notes.insert(report.notes.end(), coded.notes.begin(), coded.notes.end());
    return report;
}

} // namespace evenhand
