#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Core>

#include <functional>

namespace evenhand {

/// Limited-memory BFGS of the library liblbfgs.
struct LbfgsProblem {
    /// Value and gradient at a point.
    std::function<Result<double>(const Eigen::VectorXd& point, Eigen::VectorXd& gradient)> evaluate;
    /// Called after every iteration with its number from 1 on and the point; false ends the search.
    std::function<bool(int iteration, const Eigen::VectorXd& point)> iterated;
    int iterations = 100; ///< at most
};

/// Minimises from @p point on; ends at the iterations, at a stationary point, or where no step helps further.
/// @return  the last point
/// @errors  those of evaluate
/// @source Liu, Nocedal (1989), On the limited memory BFGS method for large scale optimization
[[nodiscard]] Result<Eigen::VectorXd> minimiseLbfgs(const LbfgsProblem& problem, Eigen::VectorXd point);

} // namespace evenhand
