#pragma once

#include "engine/boosting/compressed_rows.h"

namespace evenhand {

/// Which trees of a booster are asked, and for what.
struct TreeRange {
    int begin = 0;
    int end = 0;
    bool margin = false; ///< sums of leaf values instead of what the loss makes of them; base score included
};

/// @param booster  XGBoost's handle, trained
/// @param out      one number per row of @p rows
/// @errors Internal  what the library reports
[[nodiscard]] Result<void> predictTrees(void* booster, const CompressedRows& rows, Eigen::Index features,
    const TreeRange& range, Eigen::Ref<Eigen::VectorXd> out);

} // namespace evenhand
