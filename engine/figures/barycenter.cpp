#include "engine/figures/build.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::size_t kRanks = 200;

/// Smallest and largest of what is drawn at both ends of the path, so that the axis stands still while the
/// slider moves.
struct Reach {
    double low = 0.0, high = 0.0;
    bool any = false;

    void cover(double value)
    {
        low = any ? std::min(low, value) : value;
        high = any ? std::max(high, value) : value;
        any = true;
    }
    [[nodiscard]] double margin() const { return high > low ? 0.03 * (high - low) : 0.5; }
};

FigureLayer quantileLayer(
    const ScoreView& view, const std::vector<double>& ranks, const ShownGroup& shown, double t, bool faint)
{
    FigureLayer layer = groupLayer(Mark::Line, shown, view.groupNames, faint);
    layer.x = ranks;
    for (const double u : ranks)
        layer.y.push_back(view.path->quantile(shown.group, u, t));
    return layer;
}

Text quantileSummary(const ScoreView& view, const std::vector<ShownGroup>& shown, double t)
{
    const auto median = [&](std::size_t group, double strength) {
        return scoreNumber(view.task, view.path->quantile(group, 0.5, strength));
    };
    const std::string middle = scoreNumber(view.task, view.path->barycenterQuantile(0.5, 0.0));
    const auto [low, high] = extremeMedians(view, shown);
    if (!isRepaired(t))
        return text("The median score is %1 in “%2” and %3 in “%4”; in the barycenter, the average of the "
                    "groups weighted by "
                    "their shares, it is %5.",
            median(low, 0.0), view.groupNames[low], median(high, 0.0), view.groupNames[high], middle);
    return text("At strength %1 the median score of “%2” moves from %3 to %4 and that of “%5” from %6 to %7; "
                "the barycenter's "
                "is %8.",
        fixedNumber(t, 2), view.groupNames[low], median(low, 0.0), median(low, t), view.groupNames[high],
        median(high, 0.0), median(high, t), middle);
}

Text mapsSummary(const ScoreView& view, const std::vector<ShownGroup>& shown, double t)
{
    const auto [low, high] = extremeMedians(view, shown);
    const auto number = [&](double score) { return scoreNumber(view.task, score); };
    if (!isRepaired(t))
        return text("At strength 0.00 every score stays what it is: all maps lie on the diagonal, for “%1” "
                    "as for “%2”.",
            view.groupNames[low], view.groupNames[high]);
    return text("At strength %1 the middle score of “%2” becomes %4 instead of %3, and that of “%5” becomes "
                "%7 instead of %6.",
        fixedNumber(t, 2), view.groupNames[low], number(view.path->quantile(low, 0.5, 0.0)),
        number(view.path->quantile(low, 0.5, t)), view.groupNames[high],
        number(view.path->quantile(high, 0.5, 0.0)), number(view.path->quantile(high, 0.5, t)));
}

} // namespace

Figure barycenterQuantiles(const ScoreView& view, double t)
{
    const std::vector<double> counts = countsOf(view);
    const std::vector<ShownGroup> shown = shownGroups(counts);
    const Text title = text("What each rank is worth");
    if (shown.empty())
        return emptyFigure("barycenter_quantiles", title, view.dataLine, text("No group has any rows here."));
    Figure figure;
    figure.id = "barycenter_quantiles";
    figure.title = title;
    figure.subtitle = view.dataLine;
    figure.summary = quantileSummary(view, shown, t);
    figure.x = {text("rank inside the own group"), true, false, 0.0, 1.0, {}};
    figure.y.label = view.scoreName;
    figure.notes = groupNotes(counts, view.groupNames);
    if (isRepaired(t))
        figure.notes.push_back(beforeNote());

    const std::vector<double> ranks = midRanks(kRanks);
    Reach reach;
    for (const bool faint : {true, false}) {
        for (const ShownGroup& group : shown) {
            if (!faint || isRepaired(t))
                figure.layers.push_back(quantileLayer(view, ranks, group, faint ? 0.0 : t, faint));
            for (const double end : {0.0, 1.0}) {
                reach.cover(view.path->quantile(group.group, ranks.front(), end));
                reach.cover(view.path->quantile(group.group, ranks.back(), end));
            }
        }
    }
    FigureLayer barycenter;
    barycenter.name = text("barycenter");
    barycenter.x = ranks;
    for (const double u : ranks) {
        barycenter.y.push_back(view.path->barycenterQuantile(u, 0.0));
        reach.cover(barycenter.y.back());
    }
    figure.layers.push_back(std::move(barycenter));
    figure.y.minimum = reach.low - reach.margin();
    figure.y.maximum = reach.high + reach.margin();
    return figure;
}

Figure transportMaps(const ScoreView& view, double t)
{
    const std::vector<double> counts = countsOf(view);
    const std::vector<ShownGroup> shown = shownGroups(counts);
    const Text title = text("What the repair does to each score");
    if (shown.empty())
        return emptyFigure("transport_maps", title, view.dataLine, text("No group has any rows here."));
    Figure figure;
    figure.id = "transport_maps";
    figure.title = title;
    figure.subtitle = view.dataLine;
    figure.summary = mapsSummary(view, shown, t);
    figure.x.label = text("before: %1", view.scoreName.english());
    figure.y.label = text("score after the repair");
    figure.notes = groupNotes(counts, view.groupNames);
    figure.notes.push_back(mapEndsNote());

    const auto [low, high] = view.path->range();
    FigureLayer diagonal;
    diagonal.name = text("unchanged");
    diagonal.hue = Hue::Muted;
    diagonal.stroke = Stroke::Dashed;
    diagonal.x = {low, high};
    diagonal.y = diagonal.x;
    figure.layers.push_back(std::move(diagonal));
    const std::vector<double> ranks = midRanks(kRanks);
    for (const ShownGroup& group : shown) {
        FigureLayer layer = groupLayer(Mark::Line, group, view.groupNames, false);
        for (const double u : ranks) {
            layer.x.push_back(view.path->quantile(group.group, u, 0.0));
            layer.y.push_back(view.path->quantile(group.group, u, t));
        }
        figure.layers.push_back(std::move(layer));
    }
    const double margin = high > low ? 0.02 * (high - low) : 0.5;
    figure.x.minimum = figure.y.minimum = low - margin;
    figure.x.maximum = figure.y.maximum = high + margin;
    return figure;
}

} // namespace evenhand
