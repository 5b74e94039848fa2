#include "engine/figures/constraint_parts.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

/// The @p most changes of which @p size is largest, the largest first; what is no number is left out.
template <class Size>
std::vector<FeatureChange> largest(std::vector<FeatureChange> changes, std::size_t most, const Size& size)
{
    std::erase_if(changes, [&](const FeatureChange& change) { return !std::isfinite(size(change)); });
    std::ranges::stable_sort(changes, std::greater {}, size);
    if (changes.size() > most)
        changes.resize(most);
    return changes;
}

FigureLayer zeroRule()
{
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("zero");
    rule.hue = Hue::Muted;
    rule.inLegend = false;
    rule.x = {0.0};
    return rule;
}

void addPoint(FigureLayer& layer, const RepeatedMetric& value, double row, Text label)
{
    layer.x.push_back(*value.mean);
    layer.y.push_back(row);
    layer.xLow.push_back(value.low.value_or(kGap));
    layer.xHigh.push_back(value.high.value_or(kGap));
    layer.labels.push_back(std::move(label));
}

/// A stroke from one value to another in a row.
void addStroke(FigureLayer& layer, double from, double to, double row)
{
    layer.x.insert(layer.x.end(), {from, to, to});
    layer.y.insert(layer.y.end(), {row, row, kGap});
}

std::string withInterval(const RepeatedMetric& metric)
{
    const std::string value = shortNumber(*metric.mean, 3);
    return metric.low && metric.high
        ? text("%1 (%2 to %3)", value, shortNumber(*metric.low, 3), shortNumber(*metric.high, 3)).english()
        : value;
}

/// The colour of a group, by its place in the report; none where there are too many.
void colourAs(FigureLayer& layer, const Report& report, const std::string& readable)
{
    const std::vector<std::string> names = readableGroupNames(report.groups);
    const auto found = std::ranges::find(names, readable);
    layer.hue = Hue::Neutral;
    if (found == names.end() || names.size() > kMostGroups)
        return;
    layer.hue = Hue::Group;
    layer.index = static_cast<int>(found - names.begin());
}

Text noWeights()
{
    return text("A kernel model has no weights of single features to show.");
}

/// More than rounding.
bool changes(const FeatureChange& change)
{
    return std::abs(change.change()) > 1e-9 * (1.0 + std::abs(*change.before.mean));
}

Text weightsSummary(const std::vector<FeatureChange>& shown, std::size_t all)
{
    const FeatureChange& first = shown.front();
    if (!changes(first))
        return text(
            "The constraint is inactive: none of the %1 weights changes. The largest is that of “%2”, %3.",
            all, first.feature, shortNumber(*first.before.mean, 3));
    if (shown.size() == 1)
        return text("The weight of “%1” goes from %2 to %3.", first.feature,
            shortNumber(*first.before.mean, 3), shortNumber(*first.after.mean, 3));
    const FeatureChange& second = shown[1];
    return text("Of %1 features the constraint changes the weight of “%2” most, from %3 to %4, then that of "
                "“%5”, from %6 to %7.",
        all, first.feature, shortNumber(*first.before.mean, 3), shortNumber(*first.after.mean, 3),
        second.feature, shortNumber(*second.before.mean, 3), shortNumber(*second.after.mean, 3));
}

Text directionSummary(const std::vector<FeatureChange>& shown, const std::string& a, const std::string& b,
    const std::string& people)
{
    const FeatureChange& first = shown.front();
    return text("Among %1 the groups “%2” and “%3” differ most in “%4”: on average it is %5 %6 for “%2”.",
        people, a, b, first.feature, shortNumber(std::abs(*first.u.mean), 3),
        *first.u.mean < 0.0 ? "lower" : "higher");
}

} // namespace

Figure constraintWeights(const Report& report, std::size_t run, ShownRepeat repeat, std::size_t most)
{
    const std::string id = "constraint_weights";
    const Text title = text("Weights before and after");
    if (run >= report.runs.size() || !hasInsight(report.runs[run]))
        return emptyFigure(id, title, {}, text("This run has no fairness constraint."));
    const Text subtitle = constraintSubtitle(report, report.runs[run], repeat);
    const std::vector<FeatureChange> all = featureChanges(insightsOf(report.runs[run], repeat), 0);
    std::vector<FeatureChange> shown
        = largest(all, most, [](const FeatureChange& change) { return std::abs(change.change()); });
    const bool isActive = !shown.empty() && changes(shown.front());
    if (!isActive)
        shown = largest(all, most, [](const FeatureChange& change) { return std::abs(*change.before.mean); });
    if (shown.empty())
        return emptyFigure(id, title, subtitle, noWeights());
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = weightsSummary(shown, all.size());
    figure.x.label = text("weight w of the feature");
    FigureLayer strokes;
    strokes.name = text("change");
    strokes.hue = Hue::Muted;
    strokes.inLegend = false;
    FigureLayer before;
    before.mark = Mark::Points;
    before.name = text("unconstrained");
    before.hue = Hue::Method;
    before.index = 1;
    before.hollow = true;
    FigureLayer after = before;
    after.name = text("under the constraint");
    after.index = 0;
    after.hollow = false;
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const FeatureChange& change = shown[i];
        const double row = static_cast<double>(shown.size() - 1 - i);
        figure.y.categories.insert(figure.y.categories.begin(), change.feature);
        addStroke(strokes, *change.before.mean, *change.after.mean, row);
        const Text label = text("%1\nunconstrained: %2\nunder the constraint: %3", change.feature,
            withInterval(change.before), withInterval(change.after));
        addPoint(before, change.before, row, label);
        addPoint(after, change.after, row, label);
    }
    // Two intervals in one row cannot be told apart; those of before are in its label.
    before.xLow.clear();
    before.xHigh.clear();
    figure.layers = {zeroRule(), std::move(strokes), std::move(before), std::move(after)};
    if (!isActive)
        figure.notes.push_back(text(
            "The constraint is inactive: no weight changes (%1 of %2 shown).", shown.size(), all.size()));
    else if (shown.size() < all.size())
        figure.notes.push_back(text("The %1 features whose weights change most; %2 more change less.",
            shown.size(), all.size() - shown.size()));
    return figure;
}

Figure constraintDirection(
    const Report& report, std::size_t run, std::size_t family, ShownRepeat repeat, std::size_t most)
{
    const std::string id = "constraint_direction";
    const Text title = text("The direction the weights must avoid");
    if (run >= report.runs.size() || !hasInsight(report.runs[run]))
        return emptyFigure(id, title, {}, text("This run has no fairness constraint."));
    const Text subtitle = constraintSubtitle(report, report.runs[run], repeat);
    const Insights insights = insightsOf(report.runs[run], repeat);
    const std::vector<FeatureChange> all = featureChanges(insights, family);
    const std::vector<FeatureChange> shown = largest(
        all, most, [](const FeatureChange& change) { return std::abs(change.u.mean.value_or(kGap)); });
    if (shown.empty())
        return emptyFigure(id, title, subtitle, noWeights());
    const auto [a, b] = uGroups(report, insights, family);
    const std::string people = familyWords(insights.front()->families[family].rows).people;
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = directionSummary(shown, a, b, people);
    figure.x.label = text("component of u: “%1” minus “%2”", a, b);
    std::vector<FigureLayer> layers {zeroRule()};
    for (const bool isPositive : {true, false}) {
        FigureLayer strokes;
        FigureLayer points;
        points.mark = Mark::Points;
        points.name = text("higher for “%1”", isPositive ? a : b);
        strokes.name = points.name;
        strokes.inLegend = false;
        points.index = isPositive ? 0 : 1; // the shape of the mark, where there is no colour of a group
        colourAs(points, report, isPositive ? a : b);
        colourAs(strokes, report, isPositive ? a : b);
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const FeatureChange& change = shown[i];
            if ((*change.u.mean >= 0.0) != isPositive)
                continue;
            const double row = static_cast<double>(shown.size() - 1 - i);
            addStroke(strokes, 0.0, *change.u.mean, row);
            addPoint(points, change.u, row, text("%1\nu: %2", change.feature, withInterval(change.u)));
        }
        if (points.x.empty())
            continue;
        layers.push_back(std::move(strokes));
        layers.push_back(std::move(points));
    }
    for (const FeatureChange& change : shown)
        figure.y.categories.insert(figure.y.categories.begin(), change.feature);
    figure.layers = std::move(layers);
    if (shown.size() < all.size())
        figure.notes.push_back(text("The %1 largest components of u; %2 smaller ones are left out.",
            shown.size(), all.size() - shown.size()));
    const auto turned = static_cast<std::size_t>(std::ranges::count_if(
        shown.front().u.repeats, [](const std::optional<double>& value) { return value.has_value(); }));
    if (turned < insights.size())
        figure.notes.push_back(
            text("Mean of the %1 of %2 repeats in which these two groups lay furthest apart.", turned,
                insights.size()));
    return figure;
}

} // namespace evenhand
