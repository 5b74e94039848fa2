#pragma once

#include "engine/learners/learner.h"
#include "engine/learners/linear_predictor.h"
#include "engine/learners/mean_windows.h"

namespace evenhand {

/// Equations basisᵀ·w = right on the weights of a linear model.
struct WeightEquations {
    Eigen::MatrixXd basis; ///< (d, m) orthonormal columns; m may be 0
    Eigen::VectorXd right; ///< (m,)

    [[nodiscard]] bool empty() const { return right.size() == 0; }
    /// v without its part along the basis; entries of v beyond the weights (an intercept) stay.
    [[nodiscard]] Eigen::VectorXd projected(Eigen::VectorXd v) const;
    /// The smallest weights that meet the equations.
    [[nodiscard]] Eigen::VectorXd smallest() const { return basis * right; }
};

/// A linear model that minimises its objective under equations.
struct LinearFit {
    Eigen::VectorXd coefficients; ///< (d,)
    double intercept = 0.0;
    double objective = 0.0;
    Eigen::VectorXd
        gradient; ///< (d,) of the objective in the weights; along the basis where equations hold it back
    std::vector<Text> warnings;
};

using FitUnderEquations = std::function<Result<LinearFit>(const WeightEquations&)>;

/// The path of a linear model over tolerances for the gaps between its group means, by a solver under
/// equations.
/// @param fit  called with warm starts in mind: from no equation and the largest tolerance to the smallest
/// @errors whatever @p fit returns;  Cancelled
[[nodiscard]] Result<ConstrainedPath> constrainedLinearPath(const EncodedData& train,
    const MeanConstraints& constraints, const std::vector<Tolerance>& tolerances, Link link,
    const FitUnderEquations& fit, const RunContext& ctx);

} // namespace evenhand
