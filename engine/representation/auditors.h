#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"
#include "engine/representation/representation_insight.h"

namespace evenhand {

/// Trains a linear auditor (logistic regression) and a nonlinear one (boosted trees) to tell each group from
/// all others by the features, and reads them on test rows. Both weigh the two sides alike. At most six
/// groups, the largest; of two groups only the first is told from the other.
///
/// A group with fewer than 20 rows on either side is left out.
/// @param train  at most 20,000 rows of it are used, drawn with the seed
/// @errors Cancelled
[[nodiscard]] Result<AuditorReadings> askAuditors(const EncodedData& train, const EncodedData& test,
    const std::vector<std::string>& groupNames, std::uint64_t seed, const RunContext& ctx);

} // namespace evenhand
