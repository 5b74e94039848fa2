#include "engine/metrics/intervals.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/statistics/bootstrap_interval.h"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

/// Streams of the seed that belong to the bootstrap; each replicate has its own.
constexpr std::uint64_t kBootstrapStream = 0x424F'4F54'0000'0000ULL;

/// Rows of an input drawn anew.
struct Resample {
    std::vector<double> score, y, weight, decision;
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
    const std::size_t n = rowCount(input);
    std::vector<std::size_t> rows(n);
    for (std::size_t& row : rows)
        row = static_cast<std::size_t>(rng.below(n));
    Resample drawn;
    take(input.score, rows, drawn.score);
    take(input.y, rows, drawn.y);
    take(input.weight, rows, drawn.weight);
    take(input.group, rows, drawn.group);
    take(input.decision, rows, drawn.decision);
    MetricInput resampled = input;
    resampled.score = drawn.score;
    resampled.y = drawn.y;
    resampled.weight = drawn.weight;
    resampled.group = drawn.group;
    resampled.decision = drawn.decision;
    return metric.compute(resampled);
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
    std::vector<double> values(replicates);
    const auto compute = [&](std::size_t replicate) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        values[replicate] = computeResampled(input, metric, Rng(seed, kBootstrapStream + replicate))
                                .value.value_or(std::numeric_limits<double>::quiet_NaN());
        return kOk;
    };
    EH_CHECK(parallelFor(replicates, ctx, compute));
    return percentileInterval(values, confidence);
}

} // namespace evenhand
