#pragma once

#include "engine/core/run_context.h"
#include "engine/pipeline/report.h"

namespace evenhand {

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
    [[nodiscard]] Result<Evaluation> evaluate(const Eigen::VectorXd& scores, Task task,
        const std::vector<std::string>& groupNames, const RunContext& ctx) const;

private:
    const RepeatScores& m_all;
    std::vector<std::vector<Eigen::Index>> m_rows;
    std::vector<std::vector<double>> m_y, m_weight;
    std::vector<std::vector<std::int32_t>> m_code;
    std::vector<double> m_totalWeight;
};

} // namespace evenhand
