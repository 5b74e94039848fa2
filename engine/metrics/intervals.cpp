#include "engine/metrics/intervals.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// Streams of the seed that belong to the bootstrap; each replicate has its own.
constexpr std::uint64_t kBootstrapStream = 0x424F'4F54'0000'0000ULL;

/// Rows of an input drawn anew.
struct Resample {
    std::vector<double> score, y, weight;
    std::vector<std::int32_t> group;
};

template <class T>
void take(std::span<const T> from, const std::vector<std::size_t>& rows, std::vector<T>& to)
{
    if (from.empty())
        return;
    to.reserve(rows.size());
    for (const std::size_t row : rows)
        to.push_back(from[row]);
}

MetricValue computeResampled(const MetricInput& input, const MetricInfo& metric, Rng rng)
{
    const std::size_t n = std::max(input.score.size(), input.y.size());
    std::vector<std::size_t> rows(n);
    for (std::size_t& row : rows)
        row = static_cast<std::size_t>(rng.below(n));
    Resample drawn;
    take(input.score, rows, drawn.score);
    take(input.y, rows, drawn.y);
    take(input.weight, rows, drawn.weight);
    take(input.group, rows, drawn.group);
    MetricInput resampled = input;
    resampled.score = drawn.score;
    resampled.y = drawn.y;
    resampled.weight = drawn.weight;
    resampled.group = drawn.group;
    return metric.compute(resampled);
}

/// Quantile of ascending values by linear interpolation of the order statistics.
double quantile(const std::vector<double>& ascending, double level)
{
    const double place = level * static_cast<double>(ascending.size() - 1);
    const auto below = static_cast<std::size_t>(std::floor(place));
    const std::size_t above = std::min(below + 1, ascending.size() - 1);
    return ascending[below] + (place - static_cast<double>(below)) * (ascending[above] - ascending[below]);
}

} // namespace

Interval correctedResampledInterval(
    double mean, double standardDeviation, std::size_t repeats, double testToTrainRatio, double confidence)
{
    const auto n = static_cast<double>(repeats);
    const double t = boost::math::quantile(boost::math::students_t(n - 1.0), 0.5 + 0.5 * confidence);
    const double half = t * standardDeviation * std::sqrt(1.0 / n + testToTrainRatio);
    return {mean - half, mean + half};
}

Result<std::optional<Interval>> bootstrapInterval(const MetricInput& input, const MetricInfo& metric,
    std::size_t replicates, std::uint64_t seed, const RunContext& ctx, double confidence)
{
    constexpr std::size_t kFewestReplicates = 20;
    if (replicates < kFewestReplicates)
        return invalidArgument(text(
            "a bootstrap of %1 replicates says nothing; take at least %2", replicates, kFewestReplicates));
    if (input.score.empty() && input.y.empty())
        return std::optional<Interval> {};
    std::vector<std::optional<double>> values(replicates);
    const auto compute = [&](std::size_t replicate) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        values[replicate] = computeResampled(input, metric, Rng(seed, kBootstrapStream + replicate)).value;
        return kOk;
    };
    EH_CHECK(parallelFor(replicates, ctx, compute));
    std::vector<double> defined;
    for (const std::optional<double>& value : values)
        if (value)
            defined.push_back(*value);
    if (2 * defined.size() < replicates)
        return std::optional<Interval> {};
    std::ranges::sort(defined);
    const double tail = 0.5 * (1.0 - confidence);
    return std::optional<Interval>(Interval {quantile(defined, tail), quantile(defined, 1.0 - tail)});
}

} // namespace evenhand
