#pragma once

#include "engine/data/design_matrix.h"
#include "engine/data/task_targets.h"
#include "engine/network/objective.h"

namespace evenhand {

/// The tasks that a representation is learned for: the study's own target alone, or some of several.
struct ServedTasks {
    Task own = Task::Classification;    ///< of EncodedData::y
    std::string ownName;                ///< of the study's target
    const TaskTargets* tasks = nullptr; ///< null: the study's own target alone
    std::vector<std::size_t> served;    ///< indices into tasks, ascending; ignored without tasks

    [[nodiscard]] std::size_t count() const { return tasks == nullptr ? 1 : served.size(); }
    [[nodiscard]] Task kind(std::size_t k) const { return tasks == nullptr ? own : tasks->kinds[served[k]]; }
    [[nodiscard]] std::vector<std::string> names() const;
    /// All tasks of a study.
    [[nodiscard]] static ServedTasks all(Task own, std::string ownName, const TaskTargets* tasks);
};

/// Mean and spread of numeric targets in training, per column of HeadTargets::y; 0 and 1 for classes. Heads
/// predict standardised numbers, so that tasks count alike.
struct TargetScale {
    Eigen::VectorXd mean, sd;
};
/// Population moments of the weighted rows.
[[nodiscard]] TargetScale targetScale(const ServedTasks& tasks, const EncodedData& rows);

/// What heads have to predict in some rows, standardised, with the shares of their losses.
[[nodiscard]] HeadTargets headTargets(
    const ServedTasks& tasks, const EncodedData& rows, const TargetScale& scale);

/// The given rows, in that order.
[[nodiscard]] EncodedData selectRows(const EncodedData& data, const std::vector<Eigen::Index>& rows);

} // namespace evenhand
