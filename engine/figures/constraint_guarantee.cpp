#include "engine/figures/constraint_parts.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kDelta = 0.05;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
const char* const kPromise = "training rows, at most ½ε + Δ̂";

struct Row {
    std::string name;
    RepeatedMetric value;
    bool isPromise = false;
};

/// A number of the guarantee over the repeats; a single repeat has the interval of its own, if it has one.
template <class Number>
RepeatedMetric numberOf(const Insights& insights, std::size_t family, const Number& number)
{
    return overInsights(insights, [&](const ConstraintInsight& insight) -> std::optional<double> {
        return number(guaranteeOf(insight, family, kDelta));
    });
}

std::optional<double> gap(const std::optional<WidestGap>& widest, double factor = 1.0)
{
    return widest ? std::optional(factor * widest->gap) : std::nullopt;
}

RepeatedMetric testHardOf(const Insights& insights, std::size_t family)
{
    RepeatedMetric value
        = numberOf(insights, family, [](const FairnessGuarantee& g) { return gap(g.testHard); });
    if (insights.size() == 1) {
        if (const auto interval = guaranteeOf(*insights.front(), family, kDelta).testHardInterval) {
            value.low = interval->low;
            value.high = interval->high;
        }
    }
    return value;
}

std::vector<Row> rowsOf(const Insights& insights, std::size_t family, const std::string& rate, Task task)
{
    using G = FairnessGuarantee;
    const auto number = [&](const auto& of) { return numberOf(insights, family, of); };
    // In regression f is the prediction itself; the linear loss of classification is half as far apart.
    const bool isClass = task == Task::Classification;
    const double unit = isClass ? 0.5 : 1.0;
    const std::string what = isClass ? "linear loss" : "mean prediction";
    std::vector<Row> rows;
    rows.push_back({rate + ", training rows", number([](const G& g) { return gap(g.trainHard); })});
    rows.push_back({rate + ", test rows", testHardOf(insights, family)});
    rows.push_back({kPromise, number([](const G& g) { return g.hardBound; }), true});
    rows.push_back({what + ", training rows", number([&](const G& g) { return gap(g.trainLinear, unit); })});
    rows.push_back({what + ", test rows", number([&](const G& g) { return gap(g.testLinear, unit); })});
    rows.push_back({what + ", everybody: bound", number([&](const G& g) {
                        return g.lossBound ? std::optional(*g.lossBound * unit / 0.5) : std::nullopt;
                    }),
        true});
    std::erase_if(rows, [](const Row& row) { return !row.value.mean; });
    return rows;
}

std::string capitalised(std::string name)
{
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string withInterval(const RepeatedMetric& value)
{
    const std::string mean = fixedNumber(*value.mean, 3);
    return value.low && value.high
        ? text("%1 (%2 to %3)", mean, fixedNumber(std::max(*value.low, 0.0), 3), fixedNumber(*value.high, 3))
              .english()
        : mean;
}

/// What has room on the axis: a bound far beyond every measurement would press them together.
double reachOf(const std::vector<Row>& rows)
{
    constexpr double kFar = 4.0;
    double reach = 0.0;
    for (const Row& row : rows)
        if (!row.isPromise)
            reach = std::max({reach, *row.value.mean, row.value.high.value_or(0.0)});
    const double limit = std::max(1.0, kFar * reach);
    for (const Row& row : rows)
        if (row.isPromise && *row.value.mean <= limit)
            reach = std::max({reach, *row.value.mean, std::min(row.value.high.value_or(0.0), limit)});
    return reach > 0.0 ? 1.1 * reach : 1.0;
}

void addRows(Figure& figure, const std::vector<Row>& rows, double reach)
{
    FigureLayer measured;
    measured.mark = Mark::Points;
    measured.name = text("measured");
    measured.hue = Hue::Method;
    FigureLayer promised = measured;
    promised.name = text("promised at most");
    promised.index = 1;
    promised.hollow = true;
    FigureLayer beyond;
    beyond.name = text("beyond the axis");
    beyond.hue = Hue::Method;
    beyond.index = 1;
    beyond.stroke = Stroke::Dashed;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double y = static_cast<double>(rows.size() - 1 - i);
        const RepeatedMetric& value = rows[i].value;
        figure.y.categories.insert(figure.y.categories.begin(), capitalised(rows[i].name));
        if (*value.mean > reach) {
            beyond.x.insert(beyond.x.end(), {0.0, reach, reach});
            beyond.y.insert(beyond.y.end(), {y, y, kNone});
            continue;
        }
        FigureLayer& layer = rows[i].isPromise ? promised : measured;
        layer.x.push_back(*value.mean);
        layer.y.push_back(y);
        layer.xLow.push_back(value.low ? std::max(*value.low, 0.0) : kNone);
        layer.xHigh.push_back(value.high ? std::min(*value.high, reach) : kNone);
        layer.labels.push_back(text("%1\n%2", capitalised(rows[i].name), withInterval(value)));
    }
    for (FigureLayer* const layer : {&measured, &promised, &beyond})
        if (!layer->x.empty())
            figure.layers.push_back(std::move(*layer));
}

void addNotes(Figure& figure, const Report& report, const Insights& insights, std::size_t family)
{
    using G = FairnessGuarantee;
    const auto mean = [&](const auto& of) { return numberOf(insights, family, of).mean; };
    const auto bound = mean([](const G& g) { return g.lossBound; });
    const auto surrogate = mean([](const G& g) { return g.surrogate; });
    if (bound && *bound > 1.0 && report.study.roles.task == Task::Classification)
        figure.notes.push_back(text("The bound for everybody is %1. Above 1 it says nothing about rates "
                                    "(vacuous); it does say how certainty grows: four times the rows halve "
                                    "what it adds.",
            shortNumber(*bound, 3)));
    if (surrogate)
        figure.notes.push_back(text(
            "Δ̂ = %1: how far the decisions may stray from the mean scores.", fixedNumber(*surrogate, 3)));
    if (bound)
        figure.notes.push_back(text("Bound: probability %1 %, norm Λ and radius R taken as fixed before.",
            shortNumber(100.0 * (1.0 - kDelta))));
    if (!report.study.roles.weight.empty())
        figure.notes.push_back(text(
            "Intervals and bound count all rows alike, whatever their “%1”.", report.study.roles.weight));
}

Text summaryOf(const std::vector<Row>& rows, const std::string& rate, const std::string& between)
{
    const auto row = [&](const std::string& name) {
        const auto found = std::ranges::find(rows, name, &Row::name);
        return found == rows.end() ? nullptr : &*found;
    };
    const Row* const test = row(rate + ", test rows");
    const Row* const train = row(rate + ", training rows");
    const Row* const promise = row(kPromise);
    if (test == nullptr || train == nullptr || promise == nullptr)
        return text("The gap (%1) %2 is %3.", rows.front().name, between, withInterval(rows.front().value));
    return text("The gap of the %1 %2 is %3 on training rows, where at most %4 is promised, and %5 on test "
                "rows.",
        rate, between, fixedNumber(*train->value.mean, 3), fixedNumber(*promise->value.mean, 3),
        withInterval(test->value));
}

} // namespace

Figure constraintGuarantee(const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat)
{
    const std::string id = "constraint_guarantee";
    const Text title = text("What is promised, and what came of it");
    if (run >= report.runs.size() || !hasInsight(report.runs[run]))
        return emptyFigure(id, title, {}, text("This run has no fairness constraint."));
    const Text subtitle = constraintSubtitle(report, report.runs[run], repeat);
    const Insights insights = insightsOf(report.runs[run], repeat);
    if (insights.empty() || family >= insights.front()->families.size())
        return emptyFigure(id, title, subtitle, text("This repeat has no such constraint."));
    const std::string rate = familyWords(insights.front()->families[family].rows).rate;
    const std::vector<Row> rows = rowsOf(insights, family, rate, report.study.roles.task);
    if (rows.empty())
        return emptyFigure(id, title, subtitle, text("Fewer than two groups have rows to compare."));
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    const auto [a, b] = uGroups(report, insights, family);
    figure.summary = summaryOf(rows, rate,
        insights.front()->families[family].groups.size() == 2 ? text("between “%1” and “%2”", a, b).english()
                                                              : "between the groups");
    const double reach = reachOf(rows);
    figure.x = {text("gap between the groups"), false, false, -0.02 * reach, reach, {}};
    addRows(figure, rows, reach);
    addNotes(figure, report, insights, family);
    return figure;
}

} // namespace evenhand
