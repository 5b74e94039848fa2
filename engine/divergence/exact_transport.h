#pragma once

#include "engine/divergence/divergence.h"

namespace evenhand {

enum class TransportCost : std::uint8_t { Distance, SquaredDistance };

/// Least mean cost ‖x-y‖ or ‖x-y‖² of moving one sample onto the other: W_1, or W_2². Exact up to the
/// rounding of costs to 2⁻⁴⁰ of the largest one, by the network simplex method.
///
/// @param x, y  (m, d), (n, d) finite, equal weights
/// @errors Internal  the method finds no answer, which never happens for samples that are not empty
/// @cost   about 0.5 s for 1,000 by 1,000 rows; memory O(m n). Cannot be stopped.
/// @source Bonneel, van de Panne, Paris, Heidrich (2011); LEMON's NetworkSimplex
[[nodiscard]] Result<double> exactTransport(
    const Eigen::MatrixXd& x, const Eigen::MatrixXd& y, TransportCost cost);

} // namespace evenhand
