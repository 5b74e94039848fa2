#include "engine/figures/constraint_parts.h"
#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

using GroupMean = ConstraintInsight::GroupMean;

constexpr int kTrainColour = 1;
constexpr int kTestColour = 0;
constexpr double kRoom = 0.03; ///< below zero, as a share of the axis

/// One run of the path.
struct Stop {
    std::size_t run = 0;
    double epsilon = 0.0; ///< in force
    double x = 0.0;       ///< where it is drawn
    RepeatedMetric train, test;
};

/// Which gap is drawn.
struct Gap {
    std::optional<double> GroupMean::*value = nullptr;
    bool isHard = false;
    std::size_t family = 0;
};

struct Path {
    std::vector<Stop> stops; ///< strictest first
    double limit = 0.0;      ///< the tolerance from which on nothing is constrained
    double reach = 0.0;      ///< end of the x axis
    std::size_t beyond = 0;  ///< stops that lie further right and stand at the end of the axis
};

Path pathOf(const Report& report, std::size_t run, const Gap& gap, ShownRepeat repeat)
{
    Path path;
    double tightest = 0.0;
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const Insights insights = insightsOf(report.runs[i], repeat);
        if (insights.empty() || !isSamePath(report.runs[i], report.runs[run]))
            continue;
        Stop stop {i, meanEpsilon(insights), 0.0,
            gapOf(insights, gap.family, ConstraintPart::Train, gap.value),
            gapOf(insights, gap.family, ConstraintPart::Test, gap.value)};
        if (stop.train.mean || stop.test.mean)
            path.stops.push_back(std::move(stop));
        if (i == run)
            path.limit = unconstrainedGap(insights);
        tightest = tightest > 0.0 ? std::min(tightest, meanEpsilon(insights)) : meanEpsilon(insights);
    }
    std::ranges::stable_sort(path.stops, {}, &Stop::epsilon);
    // Far beyond the limit nothing changes any more: a tolerance of 100 must not press the others into the
    // origin.
    path.reach = path.limit > 0.0 ? 1.12 * path.limit : std::isfinite(tightest) ? 1.12 * tightest : 1.0;
    for (Stop& stop : path.stops) {
        path.beyond += stop.epsilon > path.reach ? 1 : 0;
        stop.x = std::min(stop.epsilon, path.reach);
    }
    return path;
}

double highestOf(const Path& path)
{
    double highest = 0.0;
    for (const Stop& stop : path.stops)
        for (const RepeatedMetric* const gap : {&stop.train, &stop.test})
            highest = std::max({highest, gap->mean.value_or(0.0), gap->high.value_or(0.0)});
    return highest > 0.0 ? highest : 1.0;
}

std::string gapNumber(const Gap& gap, double value)
{
    return gap.isHard ? pointsNumber(value) + " points" : shortNumber(value, 3);
}

std::string withInterval(const Gap& gap, const RepeatedMetric& metric)
{
    if (!metric.mean)
        return "undefined";
    if (!metric.low || !metric.high)
        return gapNumber(gap, *metric.mean);
    return text("%1 (%2 to %3)", gapNumber(gap, *metric.mean), gapNumber(gap, std::max(*metric.low, 0.0)),
        gapNumber(gap, *metric.high))
        .english();
}

void addLineAndPoints(Figure& figure, const Path& path, const Gap& gap, ConstraintPart part)
{
    constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
    const bool isTest = part == ConstraintPart::Test;
    FigureLayer points;
    points.mark = Mark::Points;
    points.name = isTest ? text("test rows") : text("training rows");
    points.hue = Hue::Method;
    points.index = isTest ? kTestColour : kTrainColour;
    points.hollow = !isTest;
    for (const Stop& stop : path.stops) {
        const RepeatedMetric& metric = isTest ? stop.test : stop.train;
        if (!metric.mean)
            continue;
        points.x.push_back(stop.x);
        points.y.push_back(*metric.mean);
        // A gap cannot be negative, whatever the t interval of few repeats says.
        points.low.push_back(metric.low ? std::max(*metric.low, 0.0) : kNone);
        points.high.push_back(metric.high.value_or(kNone));
        points.labels.push_back(text("tolerance in force %1\n%2: %3", shortNumber(stop.epsilon, 3),
            isTest ? "test rows" : "training rows", withInterval(gap, metric)));
        points.ids.push_back(static_cast<int>(stop.run));
    }
    if (points.x.empty())
        return;
    FigureLayer line;
    line.name = isTest ? text("test rows, path") : text("training rows, path");
    line.hue = points.hue;
    line.index = points.index;
    line.stroke = isTest ? Stroke::Solid : Stroke::Dashed;
    line.inLegend = false;
    line.x = points.x;
    line.y = points.y;
    if (points.x.size() > 1)
        figure.layers.push_back(std::move(line));
    figure.layers.push_back(std::move(points));
}

void addReferences(Figure& figure, const Path& path, const Gap& gap)
{
    if (!gap.isHard) {
        FigureLayer diagonal;
        diagonal.name = text("gap = ε");
        diagonal.hue = Hue::Muted;
        diagonal.stroke = Stroke::Dashed;
        diagonal.x = diagonal.y = {0.0, path.limit > 0.0 ? path.limit : path.reach};
        figure.layers.push_back(std::move(diagonal));
    }
    if (!(path.limit > 0.0))
        return;
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("inactive");
    rule.hue = Hue::Muted;
    rule.stroke = Stroke::Dotted;
    rule.x = {path.limit};
    figure.layers.push_back(std::move(rule));
}

/// The first place where a larger tolerance has a smaller gap; finite data need not be monotone.
void addMonotoneNote(Figure& figure, const Path& path, const Gap& gap)
{
    for (const ConstraintPart part : {ConstraintPart::Test, ConstraintPart::Train}) {
        const bool isTest = part == ConstraintPart::Test;
        const Stop* last = nullptr;
        for (const Stop& stop : path.stops) {
            const RepeatedMetric& metric = isTest ? stop.test : stop.train;
            if (!metric.mean)
                continue;
            const RepeatedMetric* const before = last == nullptr ? nullptr
                : isTest                                         ? &last->test
                                                                 : &last->train;
            if (before != nullptr && stop.epsilon > last->epsilon && *metric.mean < *before->mean - 1e-9) {
                figure.notes.push_back(text("Not monotone: on %1 rows the gap is %2 at ε = %3 but %4 at the "
                                            "larger ε = %5; the constraint binds mean scores, not decisions.",
                    isTest ? "test" : "training", gapNumber(gap, *before->mean),
                    shortNumber(last->epsilon, 3), gapNumber(gap, *metric.mean),
                    shortNumber(stop.epsilon, 3)));
                return;
            }
            last = &stop;
        }
    }
}

Text summaryOf(
    const Report& report, std::size_t run, const Path& path, const Gap& gap, const Insights& insights)
{
    const FamilyWords words = familyWords(insights.front()->families[gap.family].rows);
    const auto [a, b] = uGroups(report, insights, gap.family);
    const auto own = std::ranges::find(path.stops, run, &Stop::run);
    const Stop& stop = own == path.stops.end() ? path.stops.front() : *own;
    const bool isPair = insights.front()->families[gap.family].groups.size() == 2;
    const std::string between = isPair || a.empty()
        ? text("between “%1” and “%2”", a, b).english()
        : text("between the groups (“%1” and “%2” lay furthest apart)", a, b).english();
    const std::string train = withInterval(gap, stop.train);
    const std::string test = withInterval(gap, stop.test);
    if (gap.isHard)
        return text("With tolerance ε = %1 the gap of the %2 %3 is %4 on training rows and %5 on test rows.",
            shortNumber(stop.epsilon, 3), words.rate, between, train, test);
    return text("With tolerance ε = %1 the gap of the mean scores of %2 %3 is %4 on training rows and %5 on "
                "test rows; from ε = %6 on the constraint does nothing.",
        shortNumber(stop.epsilon, 3), words.people, between, train, test, shortNumber(path.limit, 3));
}

Figure pathFigure(const Report& report, std::size_t run, const Gap& gap, ShownRepeat repeat)
{
    const std::string id = gap.isHard ? "constraint_decisions" : "constraint_scores";
    const Text general = gap.isHard ? text("Gap of the decisions") : text("Gap of the mean scores");
    if (run >= report.runs.size() || !hasInsight(report.runs[run]))
        return emptyFigure(id, general, {}, text("This run has no fairness constraint."));
    const Text subtitle = constraintSubtitle(report, report.runs[run], repeat);
    const Insights insights = insightsOf(report.runs[run], repeat);
    if (insights.empty() || gap.family >= insights.front()->families.size())
        return emptyFigure(id, general, subtitle, text("This repeat has no such constraint."));
    const FamilyWords words = familyWords(insights.front()->families[gap.family].rows);
    const Path path = pathOf(report, run, gap, repeat);
    if (path.stops.empty())
        return emptyFigure(id, general, subtitle,
            gap.isHard ? text("There are no decisions whose rates could be compared.")
                       : text("Fewer than two groups have a mean score."));
    Figure figure;
    figure.id = id;
    figure.title = gap.isHard ? text("Gap of the %1", words.rate) : general;
    figure.subtitle = subtitle;
    figure.summary = summaryOf(report, run, path, gap, insights);
    figure.selectedId = static_cast<int>(run);
    // Points at zero, where the exact constraint is, have room for their marks and the ring of the selection.
    figure.x = {text("tolerance ε in force"), false, false, -kRoom * path.reach, path.reach, {}};
    figure.y = {gap.isHard ? text("gap of the %1", words.rate) : text("gap of the mean score f(x)"),
        gap.isHard, false, -kRoom * highestOf(path), {}, {}};
    addReferences(figure, path, gap);
    for (const ConstraintPart part : {ConstraintPart::Train, ConstraintPart::Test})
        addLineAndPoints(figure, path, gap, part);
    if (gap.isHard) {
        addMonotoneNote(figure, path, gap);
    } else {
        figure.notes.push_back(text("On the diagonal the constraint is active; right of the dotted line it "
                                    "does nothing."));
        if (report.study.roles.task == Task::Classification)
            figure.notes.push_back(text("The gap of the linear loss (1 − y·f)/2 is half of this one."));
    }
    if (path.beyond > 0)
        figure.notes.push_back(
            text("Larger tolerances stand at the right edge: %1 of %2.", path.beyond, path.stops.size()));
    return figure;
}

} // namespace

Figure constraintLinearPath(const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat)
{
    return pathFigure(report, run, {&GroupMean::linear, false, family}, repeat);
}

Figure constraintHardPath(const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat)
{
    return pathFigure(report, run, {&GroupMean::rate, true, family}, repeat);
}

} // namespace evenhand
