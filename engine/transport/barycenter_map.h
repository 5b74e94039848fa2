#pragma once

#include "engine/core/run_context.h"
#include "engine/transport/row_map.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

/// How the distribution function of the own group and the quantile functions of all groups are estimated.
enum class BarycenterEstimator : std::uint8_t {
    Smooth,     ///< mid-ranks, linear in between (Hazen); strictly increasing; the default
    Exact,      ///< projection of the exact optimal plan; keeps the mean to rounding
    Paper,      ///< step functions of all rows
    PaperSplit, ///< the paper's Algorithm 1: quantiles from one half of the rows, ranks in the other
};

/// "smooth", "exact", "paper", "paper-split", in the order of BarycenterEstimator.
inline constexpr std::array<std::string_view, 4> kBarycenterEstimatorIds {
    "smooth", "exact", "paper", "paper-split"};
/// @errors InvalidArgument  no such estimator; the hint lists them
[[nodiscard]] Result<BarycenterEstimator> findBarycenterEstimator(std::string_view id);

struct BarycenterOptions {
    /// Of PaperSplit. Absent: even rows of each group, in the order given, are the quantile half, odd rows
    /// the rank half, and ranks are not random. Present: a random split, and random ranks keyed by (seed, row
    /// id).
    std::optional<std::uint64_t> seed;
    std::vector<std::string> groupNames; ///< for messages; may be empty
};

/// The monotone maps T_s(v) = Σ_s' p_s' Q_s'(F_s(v)) that give every group the same law of scores at the
/// least mean squared change: the law of the Wasserstein barycenter with the groups' weight shares p.
/// Immutable; copies share their tables.
///
/// Outside a group's calibration range T_s is held at its end. A group with one row is mapped to the centre
/// of the barycenter (smooth, exact) or to a step of it (paper); PaperSplit uses such a row in both halves.
/// @source Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Fair regression with Wasserstein barycenters,
/// equation (2) and
///         Algorithm 1
class BarycenterMap {
public:
    /// @param scores  (n,) finite calibration scores, best out of sample
    /// @param group   (n,) in [0, nGroups); groups without rows take no part
    /// @param weight  (n,) > 0, or empty: all ones. A weight of k counts like k rows (in PaperSplit: inside
    /// its half).
    /// @errors InvalidArgument  lengths that differ, groups outside their range
    /// @errors InvalidData      no row; scores that are not finite; weights that are not positive
    /// @errors Cancelled
    /// @cost O(n) for Smooth, O(groups · n) for the others
    [[nodiscard]] static Result<BarycenterMap> fit(std::span<const double> scores,
        std::span<const std::int32_t> group, std::span<const double> weight, std::size_t nGroups,
        BarycenterEstimator estimator, const BarycenterOptions& options = {}, const RunContext& ctx = {});

    /// T_group(score) of one row, with the same bits as in any batch.
    /// @errors InvalidArgument  a group outside its range;  InvalidData  a group without calibration rows, a
    /// score that
    ///         is not finite
    [[nodiscard]] Result<double> apply(double score, std::int32_t group, std::int64_t rowId = 0) const;

    /// out[i] = T(score[i]); @p out may be the scores themselves. Parallel over chunks of 65,536 rows.
    /// @return how many rows lie outside the calibration range of their group
    /// @errors as above, with counts;  Cancelled
    [[nodiscard]] Result<std::size_t> apply(
        const ScoredRows& rows, std::span<double> out, const RunContext& ctx = {}) const;

    [[nodiscard]] BarycenterEstimator estimator() const { return m_estimator; }
    [[nodiscard]] std::size_t groups() const { return m_summaries.size(); }
    [[nodiscard]] std::size_t calibrationRows(std::size_t group) const { return m_summaries[group].rows; }
    /// Weight share p_s of a group in the calibration rows.
    [[nodiscard]] double share(std::size_t group) const { return m_summaries[group].share; }
    /// Smallest and largest calibration score of a group that has rows.
    [[nodiscard]] std::pair<double, double> range(std::size_t group) const
    {
        return {m_summaries[group].minimum, m_summaries[group].maximum};
    }
    /// Groups with few calibration rows, groups with a single row or a single score.
    [[nodiscard]] const std::vector<Text>& warnings() const { return m_warnings; }

private:
    struct Summary {
        std::string name;
        std::size_t rows = 0;
        double share = 0.0;
        double minimum = 0.0, maximum = 0.0;
    };
    BarycenterMap() = default;
    [[nodiscard]] Result<void> check(const ScoredRows& rows) const;
    [[nodiscard]] std::size_t countOutside(const ScoredRows& rows) const;
    void warn();

    BarycenterEstimator m_estimator = BarycenterEstimator::Smooth;
    std::vector<Summary> m_summaries;
    std::shared_ptr<const RowMap> m_map;
    std::vector<Text> m_warnings;
};

} // namespace evenhand
