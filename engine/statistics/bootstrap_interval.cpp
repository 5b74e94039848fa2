#include "engine/statistics/bootstrap_interval.h"

#include "engine/statistics/normal.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace evenhand {

namespace {

/// Those that are defined; none when they are fewer than half.
std::vector<double> definedReplicates(std::span<const double> replicates)
{
    std::vector<double> defined;
    defined.reserve(replicates.size());
    std::ranges::copy_if(replicates, std::back_inserter(defined), [](double v) { return !std::isnan(v); });
    if (2 * defined.size() < replicates.size())
        defined.clear();
    return defined;
}

/// Quantile by linear interpolation of the order statistics; changes their order.
double quantile(std::vector<double>& values, double level)
{
    const double place = std::clamp(level, 0.0, 1.0) * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::ptrdiff_t>(std::floor(place));
    const auto at = values.begin() + below;
    std::nth_element(values.begin(), at, values.end());
    const double fraction = place - static_cast<double>(below);
    // Nothing to add where both neighbours are equal, also when they are infinite.
    if (fraction <= 0.0 || at + 1 == values.end())
        return *at;
    const double above = *std::min_element(at + 1, values.end());
    return above == *at ? *at : *at + fraction * (above - *at);
}

/// Efron's a: a sixth of the skewness of the jackknife.
double acceleration(std::span<const double> values, std::span<const double> multiplicities)
{
    double rows = 0.0;
    double mean = 0.0;
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
        if (std::isnan(values[cell]) || multiplicities[cell] <= 0.0)
            continue;
        rows += multiplicities[cell];
        mean += (values[cell] - mean) * multiplicities[cell] / rows;
    }
    double squares = 0.0;
    double cubes = 0.0;
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
        if (std::isnan(values[cell]))
            continue;
        const double influence = mean - values[cell];
        squares += multiplicities[cell] * influence * influence;
        cubes += multiplicities[cell] * influence * influence * influence;
    }
    const double cubedSpread = squares * std::sqrt(squares);
    return cubedSpread > 0.0 ? cubes / (6.0 * cubedSpread) : 0.0;
}

/// Efron's z0: how far the estimate is from the median of the replicates.
double biasCorrection(double estimate, std::span<const double> replicates)
{
    double below = 0.0;
    for (const double value : replicates)
        below += value < estimate ? 1.0 : (value == estimate ? 0.5 : 0.0);
    const auto n = static_cast<double>(replicates.size());
    // With all replicates on one side the correction is the largest that so many can tell from infinity.
    return normalQuantile(std::clamp(below / n, 0.5 / n, 1.0 - 0.5 / n));
}

} // namespace

std::optional<Interval> percentileInterval(std::span<const double> replicates, double confidence)
{
    std::vector<double> defined = definedReplicates(replicates);
    if (defined.empty())
        return std::nullopt;
    const double tail = 0.5 * (1.0 - confidence);
    const double low = quantile(defined, tail);
    return Interval {low, quantile(defined, 1.0 - tail)};
}

std::optional<Interval> bcaInterval(double estimate, std::span<const double> replicates,
    std::span<const double> jackknifeValues, std::span<const double> jackknifeMultiplicities,
    double confidence)
{
    std::vector<double> defined = definedReplicates(replicates);
    if (defined.empty())
        return std::nullopt;
    const double z0 = biasCorrection(estimate, defined);
    const double a = acceleration(jackknifeValues, jackknifeMultiplicities);
    const auto levelFor = [&](double z) {
        const double shifted = z0 + z;
        const double scale = 1.0 - a * shifted;
        // Past the pole of the transformation the level is at its end.
        return scale > 0.0 ? normalProbability(z0 + shifted / scale) : (shifted > 0.0 ? 1.0 : 0.0);
    };
    const double z = twoSidedQuantile(confidence);
    const double low = quantile(defined, levelFor(-z));
    return Interval {low, quantile(defined, levelFor(z))};
}

} // namespace evenhand
