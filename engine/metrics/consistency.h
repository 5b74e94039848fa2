#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Core>

#include <span>

namespace evenhand {

/// Whether a person is the nearest of their own neighbours. AI Fairness 360 counts it so, which makes
/// everybody agree with themselves and the number look better.
enum class OwnNeighbour : std::uint8_t { Excluded, Included };

/// How alike the decisions on people with like features are: 1 - mean |y_i - mean of y over the k nearest
/// neighbours of i| in Euclidean distance; of people at equal distance the first rows count as nearer.
///
/// @param features  shape (n, d), finite; the caller chooses columns and units
/// @param y         (n,) decisions or outcomes in [0,1]
/// @param k         neighbours, the person included where @p own says so
/// @return          in [0,1]; 1 when neighbours always agree
/// @errors InvalidArgument  k = 0 or more neighbours than people, sizes that differ, values not finite;
///                          Cancelled
/// @cost   O(n² d) time, O(n) memory per thread; the same bits for any number of threads
/// @source Zemel et al. (2013), Learning fair representations, section 4.2
[[nodiscard]] Result<double> consistency(const Eigen::Ref<const Eigen::MatrixXd>& features,
    std::span<const double> y, std::size_t k, OwnNeighbour own, const RunContext& ctx);

} // namespace evenhand
