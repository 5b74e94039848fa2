#pragma once

#include "engine/core/run_context.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// Replicates of the row bootstrap that gives a study with a single split its intervals.
inline constexpr std::size_t kBootstrapReplicates = 100;
/// Test rows up to which that bootstrap is done; beyond, it would take longer than another repeat of the
/// study.
inline constexpr std::size_t kBootstrapRows = 20'000;

/// All metrics of one set of scores, in the order of metricsFor().
struct Evaluation {
    std::vector<MetricValue> overall;              ///< roles Error and Unfairness
    std::vector<std::vector<MetricValue>> byGroup; ///< [group][metric of role Group]
};

/// The metrics of the registry that fit a task, in its order.
struct MetricSelection {
    std::vector<const MetricInfo*> overall; ///< roles Error and Unfairness
    std::vector<const MetricInfo*> group;   ///< role Group
};
[[nodiscard]] MetricSelection metricsFor(Task task);

/// Rows of a repeat by group, found once and used for every run's scores.
class GroupedRows {
public:
    GroupedRows(const RepeatScores& rows, std::size_t nGroups);

    [[nodiscard]] std::size_t count(std::size_t group) const { return m_rows[group].size(); }
    [[nodiscard]] double weight(std::size_t group) const { return m_totalWeight[group]; }
    /// @param decides        the scores are decisions, see MethodInfo::decides
    /// @param bootstrapSeed  when given, every metric gets its interval from resampled rows; the same rows
    /// for every run
    [[nodiscard]] Result<Evaluation> evaluate(const Eigen::VectorXd& scores, bool decides, Task task,
        const std::vector<std::string>& groupNames, std::optional<std::uint64_t> bootstrapSeed,
        const RunContext& ctx) const;

private:
    [[nodiscard]] static Result<MetricValue> measure(const MetricInput& input, const GroupCells& cells,
        const MetricInfo& metric, std::optional<std::uint64_t> bootstrapSeed, const RunContext& ctx);

    const RepeatScores& m_all;
    std::vector<std::vector<Eigen::Index>> m_rows;
    std::vector<std::vector<double>> m_y, m_weight;
    std::vector<std::vector<std::int32_t>> m_code;
    std::vector<double> m_totalWeight;
};

} // namespace evenhand
