#include "engine/figures/tradeoff_parts.h"

#include <algorithm>
#include <limits>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// The region that the runs and the frontier take: a common threshold that selects nearly nobody would
/// otherwise decide how much room the runs get.
struct Region {
    double xLow = 0.0, xHigh = 0.0, yLow = 0.0, yHigh = 0.0;

    [[nodiscard]] bool holds(double x, double y) const
    {
        return x >= xLow && x <= xHigh && y >= yLow && y <= yHigh;
    }
};

Region regionOf(const std::vector<PlacedRun>& placed, const ReportFrontier& frontier)
{
    Region region {0.0, frontier.tolerances.back(), std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity()};
    const auto cover = [&](double y) {
        region.yLow = std::min(region.yLow, y);
        region.yHigh = std::max(region.yHigh, y);
    };
    for (const PlacedRun& one : placed) {
        cover(one.y->low.value_or(*one.y->mean));
        cover(one.y->high.value_or(*one.y->mean));
    }
    for (const RepeatedMetric& point : frontier.randomised)
        cover(*point.mean);
    const double slack = 0.1 * (region.yHigh - region.yLow);
    region.yLow -= slack;
    region.yHigh += slack;
    return region;
}

FigureLayer lineOf(const std::vector<double>& tolerances, const std::vector<RepeatedMetric>& points)
{
    FigureLayer line;
    line.x = tolerances;
    for (const RepeatedMetric& point : points)
        line.y.push_back(point.mean.value_or(kNone));
    return line;
}

void addFrontier(Figure& figure, const ReportFrontier& frontier, const Region& region)
{
    FigureLayer band;
    band.mark = Mark::Area;
    band.name = text("Group thresholds, 95 % band");
    band.hue = Hue::Muted;
    band.inLegend = false;
    for (std::size_t k = 0; k < frontier.tolerances.size(); ++k) {
        const RepeatedMetric& point = frontier.randomised[k];
        if (!point.low || !point.high)
            continue;
        band.x.push_back(frontier.tolerances[k]);
        band.low.push_back(*point.low);
        band.high.push_back(*point.high);
    }
    if (!band.x.empty())
        figure.layers.push_back(std::move(band));
    FigureLayer fixed = lineOf(frontier.tolerances, frontier.deterministic);
    fixed.name = text("Fixed thresholds");
    fixed.hue = Hue::Neutral;
    fixed.stroke = Stroke::Dashed;
    fixed.faint = true;
    // Without lots a tolerance of 0 may leave nothing but deciding the same for everybody.
    for (std::size_t k = 0; k < fixed.x.size(); ++k)
        fixed.y[k] = region.holds(fixed.x[k], fixed.y[k]) ? fixed.y[k] : kNone;
    figure.layers.push_back(std::move(fixed));
    FigureLayer drawn = lineOf(frontier.tolerances, frontier.randomised);
    drawn.name = text("Group thresholds");
    drawn.hue = Hue::Neutral;
    figure.layers.push_back(std::move(drawn));
}

} // namespace

void addThresholds(Figure& figure, const std::vector<PlacedRun>& placed, const TradeoffOptions& options)
{
    if (options.frontier == nullptr || options.frontier->tolerances.empty())
        return;
    const ReportFrontier& frontier = *options.frontier;
    const Region region = regionOf(placed, frontier);
    if (options.withFrontier)
        addFrontier(figure, frontier, region);
    if (options.withSingleThreshold) {
        FigureLayer common;
        common.name = text("One threshold");
        common.hue = Hue::Muted;
        common.stroke = Stroke::Dotted;
        for (const CommonCut& cut : frontier.singleThreshold) {
            common.x.push_back(cut.unfairness);
            common.y.push_back(region.holds(cut.unfairness, cut.error) ? cut.error : kNone);
        }
        figure.layers.push_back(std::move(common));
    }
    if (options.withFrontier)
        figure.notes.insert(figure.notes.end(), frontier.notes.begin(), frontier.notes.end());
}

} // namespace evenhand
