#pragma once

#include "engine/core/rng.h"
#include "engine/transport/barycenter_map.h"
#include "engine/transport/sorted_groups.h"

#include <cmath>
#include <numeric>

namespace evenhand::test {

/// Scores with their groups, drawn, and what a map fitted on them makes of them.
struct GroupSample {
    std::vector<double> scores, weight;
    std::vector<std::int32_t> group;
    std::size_t nGroups = 0;

    void add(double score, std::size_t code)
    {
        scores.push_back(score);
        group.push_back(static_cast<std::int32_t>(code));
        nGroups = std::max(nGroups, code + 1);
    }
    [[nodiscard]] BarycenterMap fit(
        BarycenterEstimator estimator, const BarycenterOptions& options = {}) const
    {
        return BarycenterMap::fit(scores, group, weight, nGroups, estimator, options).value();
    }
    /// T of the sample's own scores.
    [[nodiscard]] GroupSample mappedBy(const BarycenterMap& map) const
    {
        GroupSample mapped = *this;
        (void)map.apply({scores, group, {}, 0}, mapped.scores).value();
        return mapped;
    }
    [[nodiscard]] SortedGroups sorted() const
    {
        return SortedGroups::create(scores, group, weight, nGroups).value();
    }
    [[nodiscard]] std::vector<double> sortedOf(std::size_t code) const
    {
        const SortedGroups groups = sorted();
        const SortedSample sample = groups.sample(code);
        return {sample.values.begin(), sample.values.end()};
    }
    [[nodiscard]] double meanScore() const
    {
        return std::accumulate(scores.begin(), scores.end(), 0.0) / static_cast<double>(scores.size());
    }
};

enum class Shape { Normal, Gamma, Ties };

inline double drawScore(Rng& rng, Shape shape, std::size_t group)
{
    const auto g = static_cast<double>(group);
    switch (shape) {
    case Shape::Normal:
        return rng.normal() * (1.0 + 0.3 * g) + 0.6 * g;
    case Shape::Gamma: // the sum of two exponentials: a gamma law of shape 2
        return (1.0 + 0.5 * g) * (-std::log1p(-rng.uniform()) - std::log1p(-rng.uniform())) - g;
    case Shape::Ties:
        break;
    }
    return static_cast<double>(rng.below(7)) + g;
}

/// One sample per entry of @p sizes.
inline GroupSample drawGroups(Rng& rng, const std::vector<std::size_t>& sizes, Shape shape)
{
    GroupSample sample;
    for (std::size_t g = 0; g < sizes.size(); ++g) {
        for (std::size_t i = 0; i < sizes[g]; ++i)
            sample.add(drawScore(rng, shape, g), g);
    }
    return sample;
}

inline std::vector<std::size_t> drawSizes(Rng& rng, std::size_t nGroups, std::size_t least, std::size_t most)
{
    std::vector<std::size_t> sizes(nGroups);
    for (std::size_t& size : sizes)
        size = least + rng.below(most - least + 1);
    return sizes;
}

inline constexpr BarycenterEstimator kAllEstimators[] {BarycenterEstimator::Smooth,
    BarycenterEstimator::Exact, BarycenterEstimator::Paper, BarycenterEstimator::PaperSplit};
/// Those that use all calibration rows on both sides.
inline constexpr BarycenterEstimator kWholeEstimators[] {
    BarycenterEstimator::Smooth, BarycenterEstimator::Exact, BarycenterEstimator::Paper};

inline double largestGap(const std::vector<double>& a, const std::vector<double>& b)
{
    double gap = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        gap = std::max(gap, std::abs(a[i] - b[i]));
    return gap;
}

} // namespace evenhand::test
