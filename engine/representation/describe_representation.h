#pragma once

#include "engine/representation/divergence_readings.h"
#include "engine/representation/learn_representation.h"

namespace evenhand {

/// Rows on which representations are judged.
struct JudgedRows {
    const EncodedData& train; ///< on which auditors are trained; a sample of the training rows
    const EncodedData& test;
    const std::vector<std::string>& groupNames;
    std::vector<ComparedRows> comparisons; ///< of the test rows
    std::uint64_t seed = 0;
};

/// The value, or an empty one where a stop came before it: what is costly is left out, the rest is kept.
template <class T> [[nodiscard]] Result<T> unlessStopped(Result<T> result)
{
    if (result.has_error() && result.error().code == ErrorCode::Cancelled)
        return T {};
    return result;
}

/// What test rows say of one representation; without `points`. Auditors and divergences are left out when the
/// work has been asked to stop.
[[nodiscard]] Result<RepresentationState> describeRepresentation(
    const Representation& representation, double strength, const JudgedRows& rows, const RunContext& ctx);

/// Draws the rows of the pictures and puts both representations into the axes that they share.
/// @param before  may be null
void drawPoints(RepresentationInsight& insight, const Representation* before, const Representation& after,
    const EncodedData& test, std::uint64_t seed);

} // namespace evenhand
