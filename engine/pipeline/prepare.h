#pragma once

#include "engine/core/run_context.h"
#include "engine/data/groups.h"
#include "engine/data/table.h"
#include "engine/data/task_targets.h"

#include <Eigen/Core>

namespace evenhand {

/// The table as the study sees it, before anything is split: which rows can be used and what they mean.
struct Prepared {
    Groups groups;                     ///< codes for every table row
    std::vector<Eigen::Index> rows;    ///< usable rows (known target, positive weight), ascending
    std::vector<std::int32_t> stratum; ///< per entry of rows: group, or group and class in classification
    Eigen::VectorXd y;                 ///< (table rows,) 0/1 or the number; NaN where unknown
    Eigen::VectorXd weight;            ///< (table rows,) all ones without a weight column
    std::vector<std::string> features; ///< columns to encode
    TaskTargets tasks;                 ///< empty unless the roles have further targets or a task column
    std::vector<Text> warnings;        ///< dropped rows, tiny groups, features left out
};

/// Checks a study's roles against the table and derives what the stages need.
/// @errors InvalidArgument  unknown or contradictory column; no favourable outcome among several levels;
///                          further targets or a task column that readTasks() refuses
/// @errors InvalidData      target of the wrong type or with one value, one group only, negative or missing
/// weights
[[nodiscard]] Result<Prepared> prepare(const Roles& roles, const Table& table, const RunContext& ctx);

} // namespace evenhand
