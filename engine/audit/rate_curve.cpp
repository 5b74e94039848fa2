#include "engine/audit/rate_curve.h"

#include "engine/statistics/penalised_spline.h"
#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kCells = 1024;
constexpr std::size_t kMostPoints = 200;
constexpr std::size_t kMostSingleDots = 120;
constexpr std::size_t kWideDots = 60;

/// Rows whose values fall into one cell.
struct Cell {
    MeanSum sum;
    double weightedValues = 0.0;
    double first = 0.0;
    bool isOneValue = true;

    void add(double x, double y, double w)
    {
        if (sum.rows == 0.0)
            first = x;
        isOneValue = isOneValue && x == first;
        weightedValues += w * x;
        sum.add(y, w);
    }
    [[nodiscard]] double value() const { return isOneValue ? first : weightedValues / sum.weight; }
};

struct Cells {
    std::vector<Cell> filled; ///< by value
    double low = 0.0, high = 0.0;
    double missing = 0.0;
    MeanSum all;
};

Result<Cells> cellsOf(std::span<const double> value, std::span<const double> hit,
    std::span<const double> weight, const RunContext& ctx)
{
    constexpr std::size_t kBlock = std::size_t {1} << 18U;
    Cells made;
    made.low = std::numeric_limits<double>::infinity();
    made.high = -made.low;
    for (std::size_t i = 0; i < value.size(); ++i)
        if (!std::isnan(value[i]) && !std::isnan(hit[i])) {
            made.low = std::min(made.low, value[i]);
            made.high = std::max(made.high, value[i]);
        }
    std::vector<Cell> cells(kCells);
    const double scale
        = made.high > made.low ? static_cast<double>(kCells - 1) / (made.high - made.low) : 0.0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (i % kBlock == 0)
            EH_CHECK(ctx.checkpoint());
        if (std::isnan(hit[i]))
            continue;
        if (std::isnan(value[i])) {
            made.missing += 1.0;
            continue;
        }
        const auto cell = static_cast<std::size_t>(std::nearbyint((value[i] - made.low) * scale));
        cells[std::min(cell, kCells - 1)].add(value[i], hit[i], weight.empty() ? 1.0 : weight[i]);
    }
    for (Cell& cell : cells)
        if (cell.sum.rows > 0.0) {
            made.all = made.all + cell.sum;
            made.filled.push_back(cell);
        }
    return made;
}

/// Whole numbers that are few enough have a point each; otherwise equal distances.
std::vector<double> pointsOf(const Cells& cells)
{
    const bool areWhole = std::ranges::all_of(cells.filled,
        [](const Cell& cell) { return cell.isOneValue && cell.first == std::nearbyint(cell.first); });
    const double range = cells.high - cells.low;
    const bool isEach = areWhole && range < static_cast<double>(kMostPoints);
    const std::size_t n = isEach ? static_cast<std::size_t>(range) + 1 : kMostPoints;
    std::vector<double> points(n);
    for (std::size_t i = 0; i < n; ++i)
        points[i] = cells.low + range * static_cast<double>(i) / static_cast<double>(n - 1);
    points.back() = cells.high;
    if (isEach)
        std::ranges::for_each(points, [](double& point) { point = std::nearbyint(point); });
    return points;
}

void addDots(const Cells& cells, RateCurve& curve)
{
    curve.dotsAreSingleValues
        = cells.filled.size() <= kMostSingleDots && std::ranges::all_of(cells.filled, &Cell::isOneValue);
    std::vector<Cell> dots = cells.filled;
    if (!curve.dotsAreSingleValues) {
        dots.assign(kWideDots, {});
        const double width = (cells.high - cells.low) / static_cast<double>(kWideDots);
        for (const Cell& cell : cells.filled) {
            const auto place = static_cast<std::size_t>((cell.value() - cells.low) / width);
            Cell& dot = dots[std::min(place, kWideDots - 1)];
            dot.sum = dot.sum + cell.sum;
            dot.weightedValues += cell.weightedValues;
            dot.isOneValue = false;
        }
        std::erase_if(dots, [](const Cell& dot) { return dot.sum.rows == 0.0; });
    }
    for (const Cell& dot : dots) {
        curve.dotValue.push_back(dot.value());
        curve.dotRate.push_back(dot.sum.mean());
        curve.dotRows.push_back(dot.sum.rows);
    }
}

/// Values below and above which one row in a hundred lies.
void addCommonRange(const Cells& cells, RateCurve& curve)
{
    constexpr double kTail = 0.01;
    double before = 0.0;
    curve.firstCommon = cells.high;
    for (const Cell& cell : cells.filled) {
        const double after = before + cell.sum.rows;
        if (after > kTail * curve.rows)
            curve.firstCommon = std::min(curve.firstCommon, cell.value());
        if (before < (1.0 - kTail) * curve.rows)
            curve.lastCommon = cell.value();
        before = after;
    }
}

/// Wilson's interval from the rows within a fifth of the range, fading with the distance; confident enough
/// for the five such windows that fit side by side.
void addConstantBand(const Cells& cells, RateCurve& curve)
{
    constexpr double kWindows = 5.0;
    const double reach = (cells.high - cells.low) / kWindows;
    const double kish = cells.all.effectiveCount() / cells.all.weight;
    const double confidence = 1.0 - (1.0 - curve.confidence) / kWindows;
    const double rate = *curve.overall.value;
    for (const double point : curve.value) {
        double nearby = 0.0;
        for (const Cell& cell : cells.filled) {
            const double distance = (cell.value() - point) / reach;
            nearby += std::abs(distance) < 1.0 ? (1.0 - distance * distance) * cell.sum.weight * kish : 0.0;
        }
        const Interval interval
            = nearby > 0.0 ? wilsonInterval(rate, nearby, confidence) : Interval {0.0, 1.0};
        curve.rate.push_back(rate);
        curve.low.push_back(interval.low);
        curve.high.push_back(interval.high);
    }
}

Result<void> addFittedBand(const Cells& cells, std::uint64_t seed, RateCurve& curve, const RunContext& ctx)
{
    // Weights count as so many equally heavy rows as Kish's effective number says.
    const double kish = cells.all.effectiveCount() / cells.all.weight;
    SplineBins bins;
    bins.isShare = curve.isShare;
    for (const Cell& cell : cells.filled) {
        bins.x.push_back(cell.value());
        bins.mean.push_back(cell.sum.mean());
        bins.weight.push_back(cell.sum.weight * kish);
        const double mean = cell.sum.mean();
        bins.withinSquares += kish * std::max(0.0, cell.sum.sumOfSquares - cell.sum.weight * mean * mean);
    }
    EH_TRY(const SplineFit fit, fitPenalisedSpline(bins, ctx));
    EH_TRY(const SplineCurve band, splineCurve(fit, curve.value, curve.confidence, seed, ctx));
    curve.critical = band.critical;
    curve.effectiveParameters = fit.effectiveParameters;
    const auto natural = [&](double eta) { return curve.isShare ? 1.0 / (1.0 + std::exp(-eta)) : eta; };
    for (Eigen::Index i = 0; i < band.value.size(); ++i) {
        const double half = band.critical * band.standardError[i];
        curve.rate.push_back(natural(band.value[i]));
        curve.low.push_back(natural(band.value[i] - half));
        curve.high.push_back(natural(band.value[i] + half));
    }
    return kOk;
}

} // namespace

Result<RateCurve> rateCurve(std::span<const double> value, std::span<const double> hit,
    std::span<const double> weight, bool isShare, double confidence, std::uint64_t seed,
    const RunContext& ctx)
{
    if (hit.size() != value.size() || (!weight.empty() && weight.size() != value.size()))
        return invalidArgument(text("rateCurve: columns of different length"));
    EH_TRY(const Cells cells, cellsOf(value, hit, weight, ctx));
    if (cells.all.rows < kSmallAuditGroup)
        return noAnswer(text("%1 rows are too few for a curve", shortNumber(cells.all.rows, 12)),
            text("a curve needs %1", kSmallAuditGroup));
    if (cells.filled.size() < 2)
        return noAnswer(text("all rows have the same value, so there is no curve"));
    if (!isShare && cells.all.variance(false) == 0.0)
        return noAnswer(text("all rows have the same number, so there is no curve"));
    RateCurve curve;
    curve.isShare = isShare;
    curve.confidence = confidence;
    curve.rows = cells.all.rows;
    curve.missing = cells.missing;
    curve.overall = cells.all.value(isShare, confidence, "no rows");
    curve.value = pointsOf(cells);
    addDots(cells, curve);
    addCommonRange(cells, curve);
    const bool isConstant = std::ranges::all_of(cells.filled, [&](const Cell& cell) {
        return isShare && (cell.sum.sum == 0.0 || cell.sum.sum == cell.sum.weight)
            && (cell.sum.sum == 0.0) == (cells.filled.front().sum.sum == 0.0);
    });
    if (isConstant)
        addConstantBand(cells, curve);
    else
        EH_CHECK(addFittedBand(cells, seed, curve, ctx));
    curve.constantFits = std::ranges::max(curve.low) <= std::ranges::min(curve.high);
    return curve;
}

Result<RateCurve> rateCurve(const AuditReport& report, const Table& table, const std::string& column,
    std::string_view metricId, const RunContext& ctx)
{
    EH_TRY(const Column* const source, table.column(column));
    const NumericColumn* const numbers = source->numeric();
    if (numbers == nullptr)
        return invalidArgument(
            text("“%1” is not numeric, so there is no curve along it", column), text("choose a number"));
    EH_TRY(const RateRows hits, rateRows(*report.rows, metricId));
    std::vector<double> values(report.rows->size());
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = numbers->values[static_cast<std::size_t>(report.rows->row[i])];
    EH_TRY(RateCurve curve,
        rateCurve(values, hits.value, report.rows->weight, hits.isShare, report.spec.confidence,
            report.spec.seed, ctx));
    curve.column = column;
    curve.metricId = metricId;
    curve.metricName = hits.name;
    describeCurve(curve);
    return curve;
}

} // namespace evenhand
