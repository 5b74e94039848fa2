#include "engine/figures/figure_parts.h"
#include "engine/figures/representation_parts.h"
#include "engine/transport/kernel_density.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

using Eigen::Index;

constexpr std::size_t kMostPoints = 3000; ///< in one picture, over all groups
constexpr double kStrip = 0.28;           ///< height of the densities' strip, as a share of the points' range
constexpr std::size_t kGridSize = 256;

struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void cover(double value)
    {
        if (!std::isfinite(value))
            return;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    [[nodiscard]] double width() const { return high - low; }
    [[nodiscard]] bool isEmpty() const { return !(low <= high); }
};

/// Ranges of both clouds together, so that the pictures can be compared.
std::pair<Range, Range> rangesOf(const RepresentationInsight& insight)
{
    Range x;
    Range y;
    for (const Eigen::MatrixXd* const points : {&insight.before.points, &insight.after.points})
        for (Index i = 0; i < points->rows(); ++i) {
            x.cover((*points)(i, 0));
            y.cover((*points)(i, 1));
        }
    // Equal values everywhere, as a representation that has collapsed has them.
    for (Range* const range : {&x, &y})
        if (!range->isEmpty() && range->width() <= 0.0) {
            range->low -= 0.5;
            range->high += 0.5;
        }
    return {x, y};
}

std::vector<double> countsOf(const RepresentationInsight& insight)
{
    std::vector<double> counts(insight.groups.size(), 0.0);
    for (const std::int32_t group : insight.group)
        counts[static_cast<std::size_t>(group)] += 1.0;
    return counts;
}

/// Positions of a group's rows among the sample.
std::vector<Index> rowsOf(const RepresentationInsight& insight, std::size_t group)
{
    std::vector<Index> rows;
    for (std::size_t i = 0; i < insight.group.size(); ++i)
        if (insight.group[i] == static_cast<std::int32_t>(group))
            rows.push_back(static_cast<Index>(i));
    return rows;
}

/// Every so many-th of them, so that at most @p most are left.
std::vector<Index> thinned(const std::vector<Index>& rows, std::size_t most)
{
    if (rows.size() <= most)
        return rows;
    std::vector<Index> kept;
    for (std::size_t k = 0; k < most; ++k)
        kept.push_back(rows[k * rows.size() / most]);
    return kept;
}

std::vector<double> sortedColumn(const Eigen::MatrixXd& points, const std::vector<Index>& rows)
{
    std::vector<double> values;
    for (const Index row : rows)
        if (std::isfinite(points(row, 0)))
            values.push_back(points(row, 0));
    std::ranges::sort(values);
    return values;
}

/// Gaussian kernel density on the grid with Silverman's bandwidth, never narrower than the picture can show.
std::vector<double> densityOf(const std::vector<double>& sorted, const Range& x)
{
    const double bandwidth
        = std::max(silvermanBandwidth({sorted, {}}), 2.0 * x.width() / static_cast<double>(kGridSize));
    return kernelDensity({sorted, sorted, {}, 0.0}, x.low, x.high, kGridSize, bandwidth);
}

/// Distance of the centres of the two groups that lie furthest apart, in root mean squares of the spread
/// inside the groups.
struct Centres {
    std::size_t a = 0, b = 0;
    double distance = 0.0;
};

std::optional<Centres> centresOf(
    const RepresentationInsight& insight, const Eigen::MatrixXd& points, const std::vector<ShownGroup>& shown)
{
    std::vector<Eigen::RowVector2d> means;
    double within = 0.0;
    double n = 0.0;
    for (const ShownGroup& group : shown) {
        Eigen::RowVector2d mean = Eigen::RowVector2d::Zero();
        const std::vector<Index> rows = rowsOf(insight, group.group);
        for (const Index row : rows)
            mean += points.row(row).leftCols<2>() / static_cast<double>(rows.size());
        for (const Index row : rows)
            within += (points.row(row).leftCols<2>() - mean).squaredNorm();
        n += static_cast<double>(rows.size());
        means.push_back(mean);
    }
    if (means.size() < 2 || !(within > 0.0))
        return std::nullopt;
    Centres widest {shown[0].group, shown[1].group, -1.0};
    for (std::size_t i = 0; i < means.size(); ++i)
        for (std::size_t j = i + 1; j < means.size(); ++j)
            if (const double distance = (means[i] - means[j]).norm(); distance > widest.distance)
                widest = {shown[i].group, shown[j].group, distance};
    widest.distance /= std::sqrt(within / n);
    return widest;
}

void addStrip(Figure& figure, const RepresentationInsight& insight, const RepresentationState& state,
    const std::vector<ShownGroup>& shown, const std::vector<std::string>& names, const Range& x,
    const Range& y)
{
    const std::vector<double> grid = equallySpaced(x.low, x.high, kGridSize);
    std::vector<std::vector<double>> densities;
    double highest = 0.0;
    for (const ShownGroup& group : shown) {
        const std::vector<double> sorted = sortedColumn(state.points, rowsOf(insight, group.group));
        densities.push_back(sorted.empty() ? std::vector<double> {} : densityOf(sorted, x));
        for (const double d : densities.back())
            highest = std::max(highest, d);
    }
    if (!(highest > 0.0))
        return;
    const double foot = y.low - kStrip * y.width();
    const double scale = 0.82 * kStrip * y.width() / highest;
    for (std::size_t k = 0; k < shown.size(); ++k) {
        if (densities[k].empty())
            continue;
        for (const Mark mark : {Mark::Area, Mark::Line}) {
            FigureLayer layer = groupLayer(mark, shown[k], names, false);
            layer.name = text("%1, density along the first axis", names[shown[k].group]);
            layer.inLegend = false;
            layer.x = grid;
            std::vector<double>& top = mark == Mark::Area ? layer.high : layer.y;
            for (const double d : densities[k])
                top.push_back(foot + scale * d);
            if (mark == Mark::Area)
                layer.low.assign(grid.size(), foot);
            figure.layers.push_back(std::move(layer));
        }
    }
    addNote(figure, text("At the foot: the groups' densities along the first axis."));
}

Text titleOf(const RepresentationInsight& insight, RepresentationPart part)
{
    if (part == RepresentationPart::Before)
        return text("Before: no fairness term");
    return text(
        "After: %1, strength %2", divergenceName(insight.divergence), shortNumber(insight.after.strength, 4));
}

} // namespace

Figure representationScatter(
    const Report& report, std::size_t run, RepresentationPart part, std::optional<std::size_t> repeat)
{
    const bool isBefore = part == RepresentationPart::Before;
    const std::string id = isBefore ? "representation_before" : "representation_after";
    const Text general = isBefore ? text("Before: no fairness term") : text("After");
    if (run >= report.runs.size() || representationsOf(report.runs[run], repeat).empty())
        return noRepresentation(report, run, repeat, id, general);
    const RunResult& result = report.runs[run];
    const std::size_t shownRepeat = shownRepresentation(result, repeat);
    const RepresentationInsight& insight = *result.representations[shownRepeat];
    const RepresentationState& state = stateOf(insight, part);
    const Text subtitle = representationSubtitle(report, result, shownRepeat);
    if (state.points.rows() == 0 || state.points.cols() < 2)
        return emptyFigure(
            id, titleOf(insight, part), subtitle, text("Training was stopped before there was one to see."));
    std::vector<std::string> names;
    for (const std::string& name : insight.groups)
        names.push_back(groupOf(report, name));
    const std::vector<double> counts = countsOf(insight);
    const std::vector<ShownGroup> shown = shownGroups(counts);
    const auto [x, y] = rangesOf(insight);
    Figure figure;
    figure.id = id;
    figure.title = titleOf(insight, part);
    figure.subtitle = subtitle;
    const auto axis = [&](const char* label, double share) { return text(label, percentNumber(share, 0)); };
    figure.x = {axis("axis 1 (%1 of the variance)", state.explained[0]), false, false, x.low, x.high, {}};
    figure.y
        = {axis("axis 2 (%1)", state.explained[1]), false, false, y.low - kStrip * y.width(), y.high, {}};
    bool isThinned = false;
    for (const ShownGroup& group : shown) {
        FigureLayer layer = groupLayer(Mark::Points, group, names, false);
        const std::vector<Index> all = rowsOf(insight, group.group);
        const std::vector<Index> rows = thinned(all, kMostPoints / shown.size());
        isThinned = isThinned || rows.size() < all.size();
        for (const Index row : rows) {
            layer.x.push_back(state.points(row, 0));
            layer.y.push_back(state.points(row, 1));
        }
        figure.layers.push_back(std::move(layer));
    }
    addStrip(figure, insight, state, shown, names, x, y);
    const double explained = state.explained[0] + state.explained[1];
    const auto centres = centresOf(insight, state.points, shown);
    figure.summary = centres
        ? text("%1 test rows in the two axes that hold %2 of the representation's variance; the centres of "
               "“%3” and “%4” lie %5 times the spread inside a group apart.",
            insight.group.size(), percentNumber(explained, 0), names[centres->a], names[centres->b],
            fixedNumber(centres->distance, 2))
        : text("%1 test rows in the two axes that hold %2 of the representation's variance.",
            insight.group.size(), percentNumber(explained, 0));
    figure.notes.insert(figure.notes.begin(),
        text("Clouds that overlap in these two dimensions may still be told apart in all %1.",
            insight.dimensions));
    if (isThinned)
        addNote(figure,
            text("At most %1 rows of every group are drawn; densities count all.",
                kMostPoints / shown.size()));
    for (Text& note : groupNotes(counts, names))
        addNote(figure, std::move(note));
    return figure;
}

} // namespace evenhand
