#pragma once

#include "engine/transport/bucket_guide.h"
#include "engine/transport/row_map.h"
#include "engine/transport/sorted_groups.h"

namespace evenhand {

/// The exact estimator: the barycentric projection of the optimal plan between each group's sample and the
/// barycenter of all samples. T_s at a calibration value is Σ_s' p_s' · (mean of the quantile function of s'
/// over the value's cell [weight below, weight at most] / total); ties share one cell; linear between
/// calibration values, held outside. Keeps the overall mean and makes all groups' means equal on the
/// calibration sample.
class ExactMap final : public RowMap {
public:
    /// @errors Cancelled
    /// @cost O(groups · n); groups in parallel
    [[nodiscard]] static Result<std::unique_ptr<const ExactMap>> fit(
        const SortedGroups& groups, const RunContext& ctx);

    void apply(const ScoredRows& rows, std::span<double> out) const override;

private:
    struct Line {
        std::vector<double> values; ///< distinct, ascending
        std::vector<double> mapped; ///< T there
        BucketGuide guide;
    };
    static constexpr std::size_t kBlock = 128;

    ExactMap() = default;
    void applyBlock(const ScoredRows& rows, std::span<double> out) const;
    static Line makeLine(const SortedGroups& groups, std::size_t group);

    std::vector<Line> m_lines; ///< one per group; empty for groups without rows
};

} // namespace evenhand
