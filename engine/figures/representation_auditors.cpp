#include "engine/figures/figure_parts.h"
#include "engine/figures/representation_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kBeside = 0.17; ///< the two auditors lie this far above and below the middle of a row

/// One row of the figure: an input for one group.
struct Row {
    std::string name;
    const RepeatedMetric* linear = nullptr;
    const RepeatedMetric* nonlinear = nullptr;
};

const AuditorChange* findGroup(const std::vector<AuditorChange>& all, const std::string& group)
{
    const auto found = std::ranges::find(all, group, &AuditorChange::group);
    return found == all.end() ? nullptr : &*found;
}

/// From top to bottom: group by group the features, before, after.
std::vector<Row> rowsOf(const Report& report, const AuditorChanges& changes)
{
    std::vector<std::string> groups;
    for (const auto* const side : {&changes.linear, &changes.nonlinear})
        for (const AuditorChange& change : *side)
            if (std::ranges::find(groups, change.group) == groups.end())
                groups.push_back(change.group);
    if (groups.size() > kMostGroups)
        groups.resize(kMostGroups);
    std::vector<Row> rows;
    using Input = std::pair<const char*, RepeatedMetric AuditorChange::*>;
    for (const std::string& group : groups)
        for (const auto& [name, member] : {Input {"features", &AuditorChange::features},
                 Input {"before", &AuditorChange::before}, Input {"after", &AuditorChange::after}}) {
            const AuditorChange* const linear = findGroup(changes.linear, group);
            const AuditorChange* const nonlinear = findGroup(changes.nonlinear, group);
            Row row {groups.size() > 1 ? groupOf(report, group) + ", " + name : name,
                linear != nullptr ? &(linear->*member) : nullptr,
                nonlinear != nullptr ? &(nonlinear->*member) : nullptr};
            if ((row.linear && row.linear->mean) || (row.nonlinear && row.nonlinear->mean))
                rows.push_back(row);
        }
    return rows;
}

void addPoint(FigureLayer& layer, const RepeatedMetric* value, double y, const std::string& name)
{
    if (value == nullptr || !value->mean)
        return;
    layer.x.push_back(*value->mean);
    layer.y.push_back(y);
    layer.xLow.push_back(value->low.value_or(kNone));
    layer.xHigh.push_back(value->high.value_or(kNone));
    layer.labels.push_back(text("%1\nAUC %2", name, withInterval(*value)));
}

void addRows(Figure& figure, const std::vector<Row>& rows)
{
    FigureLayer linear;
    linear.mark = Mark::Points;
    linear.name = text("linear");
    linear.hue = Hue::Method;
    linear.hollow = true;
    FigureLayer nonlinear = linear;
    nonlinear.name = text("nonlinear");
    nonlinear.index = 1;
    nonlinear.hollow = false;
    double lowest = 0.5;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto y = static_cast<double>(rows.size() - 1 - i);
        figure.y.categories.insert(figure.y.categories.begin(), rows[i].name);
        addPoint(linear, rows[i].linear, y + kBeside, rows[i].name);
        addPoint(nonlinear, rows[i].nonlinear, y - kBeside, rows[i].name);
    }
    for (const FigureLayer* const layer : {&linear, &nonlinear})
        for (std::size_t i = 0; i < layer->x.size(); ++i)
            lowest = std::min(lowest, std::isfinite(layer->xLow[i]) ? layer->xLow[i] : layer->x[i]);
    FigureLayer chance;
    chance.mark = Mark::VerticalRule;
    chance.name = text("chance");
    chance.hue = Hue::Muted;
    chance.stroke = Stroke::Dashed;
    chance.x = {0.5};
    figure.layers.push_back(std::move(chance));
    for (FigureLayer* const layer : {&linear, &nonlinear})
        if (!layer->x.empty())
            figure.layers.push_back(std::move(*layer));
    figure.x.minimum = std::max(0.0, std::floor(lowest * 20.0 - 0.5) / 20.0);
    figure.x.maximum = 1.0;
}

/// The group whose nonlinear auditor does best after.
const AuditorChange* clearest(const AuditorChanges& changes)
{
    const AuditorChange* best = nullptr;
    for (const AuditorChange& change : changes.nonlinear)
        if (change.after.mean && (best == nullptr || *change.after.mean > *best->after.mean))
            best = &change;
    return best;
}

Text summaryOf(const Report& report, const AuditorChanges& changes)
{
    const AuditorChange* const nonlinear = clearest(changes);
    const AuditorChange* const linear = nonlinear != nullptr ? findGroup(changes.linear, nonlinear->group)
        : changes.linear.empty()                             ? nullptr
                                                             : &changes.linear.front();
    if (nonlinear == nullptr || linear == nullptr)
        return text("Only one of the two auditors could be asked, so the figure says little.");
    return text(
        "A linear auditor tells “%1” from the others with AUC %2 before and %3 after, a nonlinear one "
        "with %4 and %5; chance is 0.5.",
        groupOf(report, nonlinear->group), withInterval(linear->before), withInterval(linear->after),
        withInterval(nonlinear->before), withInterval(nonlinear->after));
}

} // namespace

Figure representationAuditors(const Report& report, std::size_t run, std::optional<std::size_t> repeat)
{
    const std::string id = "representation_auditors";
    const Text title = text("Can an auditor tell the group?");
    if (run >= report.runs.size() || representationsOf(report.runs[run], repeat).empty())
        return noRepresentation(report, run, repeat, id, title);
    const RunResult& result = report.runs[run];
    const Text subtitle = representationSubtitle(report, result, repeat);
    const AuditorChanges changes = auditorChanges(report, result, representationsOf(result, repeat));
    const std::vector<Row> rows = rowsOf(report, changes);
    if (rows.empty())
        return emptyFigure(id, title, subtitle,
            text("No auditor was asked: training was stopped before, or a group is too small."));
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = summaryOf(report, changes);
    figure.x.label = text("AUC of the auditor, test rows");
    addRows(figure, rows);
    addNote(figure,
        text("Linear: logistic regression. Nonlinear: boosted trees. Both are trained on "
             "training rows and asked on test rows."));
    addNote(figure,
        text("An auditor that fails proves nothing about those that were not asked: another may succeed."));
    const AuditorChange* const left = clearest(changes);
    if (left != nullptr && left->after.low.value_or(*left->after.mean) > 0.5)
        addNote(figure,
            text("After training “%1” can still be told apart (AUC %2, nonlinear auditor).",
                groupOf(report, left->group), withInterval(left->after)));
    return figure;
}

} // namespace evenhand
