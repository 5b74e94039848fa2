#pragma once

#include "engine/metrics/confusion.h"
#include "engine/tradeoff/tradeoff_axes.h"

namespace evenhand {

/// The two figures of a run on some rows.
struct RunFigures {
    std::optional<double> error, unfairness; ///< in the metrics' own units; absent: undefined
    bool isTrivial = false; ///< decides (nearly) the same for everybody, or predicts the same number
};

/// Some of the test rows of a repeat, on which any run's scores can be measured.
class RowSubset {
public:
    /// @param groupNames  must outlive this
    /// @param chosen      positions among the test rows
    RowSubset(const RepeatScores& rows, Task task, const std::vector<std::string>& groupNames,
        std::vector<Eigen::Index> chosen);

    [[nodiscard]] std::size_t size() const { return m_chosen.size(); }
    [[nodiscard]] std::span<const double> y() const { return m_y; }
    [[nodiscard]] std::span<const double> weight() const { return m_weight; }
    [[nodiscard]] std::span<const std::int32_t> group() const { return m_group; }
    /// Scores of all test rows, at these ones.
    [[nodiscard]] std::vector<double> take(const Eigen::VectorXd& scores) const;

    /// @param scores   of these rows, in their order
    /// @param decides  they are probabilities of a favourable decision, see MethodInfo::decides
    [[nodiscard]] RunFigures measure(
        const TradeoffAxes& axes, std::span<const double> scores, bool decides) const;

private:
    std::vector<Eigen::Index> m_chosen;
    std::vector<double> m_y, m_weight;
    std::vector<std::int32_t> m_group;
    Task m_task;
    double m_threshold;
    const std::vector<std::string>& m_groupNames;
};

/// 0 or 1 for each test row of a repeat: its half. Stratified by group and, in classification, outcome; a
/// function of the seed and the number of the repeat alone.
[[nodiscard]] std::vector<std::uint8_t> testHalves(
    const RepeatScores& rows, Task task, std::uint64_t seed, std::size_t repeat);
/// The test rows of one half.
[[nodiscard]] std::vector<Eigen::Index> rowsOfHalf(const std::vector<std::uint8_t>& halves, int half);

} // namespace evenhand
