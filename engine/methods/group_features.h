#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

#include <span>

namespace evenhand {

/// Weighted means of the features.
struct FeatureMeans {
    Eigen::MatrixXd byGroup; ///< (d, groups) of a group without rows: the overall mean
    Eigen::VectorXd overall; ///< (d,)
};

/// @param weight   (n,) > 0
/// @param group    (n,) in [0, nGroups)
/// @errors Cancelled
/// @cost O(n · columns of the table)
[[nodiscard]] Result<FeatureMeans> featureMeans(const DesignMatrix& x, const Eigen::VectorXd& weight,
    std::span<const std::int32_t> group, std::size_t nGroups, const RunContext& ctx);

/// All features written out, every row less its group's column of @p shift (d, groups): features that are
/// moved by group are one-hot no longer.
/// @return names as those of @p x, no blocks
/// @errors InvalidData  more than 4 GiB of numbers: the text says how many;  Cancelled
[[nodiscard]] Result<DesignMatrix> shiftedByGroup(const DesignMatrix& x, std::span<const std::int32_t> group,
    const Eigen::MatrixXd& shift, const RunContext& ctx);

/// The rows with other features.
[[nodiscard]] EncodedData withFeatures(const EncodedData& rows, DesignMatrix x);

} // namespace evenhand
