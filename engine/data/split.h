#pragma once

#include "engine/core/result.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

#include <Eigen/Core>

#include <span>

namespace evenhand {

/// Disjoint rows of the table, each list ascending.
struct Split {
    std::vector<Eigen::Index> train, calibrate, test;
};

/// All splits of a study, one per repeat (or per fold), from its seed alone.
///
/// Holdout and k folds are stratified: inside every stratum the rows are shuffled and dealt out so that each
/// part gets its share to within one row. A stratum with a single row goes to training.
/// @param rows     usable rows of the table (those with a target), ascending
/// @param stratum  one number per entry of @p rows: the group, or group and target class in classification
/// @errors InvalidArgument  fractions outside (0,1) or adding up to 1 or more; folds < 2; unknown split
/// column or value
/// @errors InvalidData      a part would be empty
[[nodiscard]] Result<std::vector<Split>> makeSplits(const SplitSpec& spec, const Table& table,
    const std::vector<Eigen::Index>& rows, const std::vector<std::int32_t>& stratum);

/// Fold number in [0, folds) of each entry, stratified and seeded as above; for out-of-fold scores.
[[nodiscard]] std::vector<std::int32_t> stratifiedFolds(
    std::span<const std::int32_t> stratum, int folds, std::uint64_t seed);

} // namespace evenhand
