#pragma once

#include "engine/core/run_context.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

#include <Eigen/Core>

namespace evenhand {

/// The tasks that one representation serves, for every row of a table: either several target columns (every
/// row belongs to every task whose value it has), or one target and a column that says which task a row
/// belongs to.
struct TaskTargets {
    std::vector<std::string>
        names; ///< of the tasks, for people: "income = >50K", "hours-per-week > 40", "school 12"
    std::vector<Task> kinds; ///< of the tasks
    /// (table rows, targets): 0/1 or the number, NaN where unknown. Several target columns: one per task, the
    /// study's own target first. A task column: the study's target alone.
    Eigen::MatrixXd y;
    std::vector<std::int32_t> taskOfRow; ///< with a task column: index into names, -1 missing; else empty

    [[nodiscard]] std::size_t count() const { return names.size(); }
    [[nodiscard]] bool byRow() const { return !taskOfRow.empty(); }
    /// Value of a task's target in a row; NaN where the row is not of that task or it is unknown.
    [[nodiscard]] double value(std::size_t task, std::size_t row) const;
};

/// Name of a further target for people: "hours-per-week > 40", "marital-status = Married-civ-spouse or …".
[[nodiscard]] std::string taskName(const TaskTarget& target);

/// Name of the study's own target among them: "income = >50K", or "wage" in regression.
[[nodiscard]] std::string ownTaskName(const Roles& roles);

/// Reads the tasks of a study.
/// @param y  (table rows,) the study's own target as prepared: 0/1 or the number, NaN where unknown
/// @errors InvalidArgument  unknown column; a level that the column does not have; a column that plays
/// another part or is named twice; further targets together with a task column
/// @errors InvalidData      a target of the wrong type or with one value; fewer than one task
[[nodiscard]] Result<TaskTargets> readTasks(
    const Roles& roles, const Table& table, const Eigen::VectorXd& y, const RunContext& ctx);

} // namespace evenhand
