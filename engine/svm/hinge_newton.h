#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

namespace evenhand {

/// min ½‖w‖² + Σ_i cost_i·max(0, 1 - y_i(x_i·w + b)) subject to Uᵀw = r; the intercept b is not penalised.
struct HingeProblem {
    const DesignMatrix& x;    ///< (n, d)
    const Eigen::VectorXd& y; ///< (n,) -1 or 1
    Eigen::VectorXd cost;     ///< (n,) > 0
    Eigen::MatrixXd u;        ///< (d, m) linearly independent columns; m may be 0
    Eigen::VectorXd right;    ///< (m,)
    bool hasBias = true;      ///< false: b is 0
};

struct HingePoint {
    Eigen::VectorXd w; ///< (d,)
    double b = 0.0;
    Eigen::VectorXd value; ///< (n,) x·w + b
    double width = 0.0;    ///< of the smoothed corner at which it was found
    int steps = 0;
};

/// Signed dual variables β_i = y_i·cost_i·φ'(1 - y_i·value_i) of the smoothed hinge; within [0, cost] times
/// y.
[[nodiscard]] Eigen::VectorXd dualOf(const HingeProblem& problem, const HingePoint& point);

/// Newton's method on the hinge with a rounded corner of a width that shrinks to @p lastWidth: within the
/// corner the loss is quadratic, elsewhere it is the hinge itself, so at the end the objective is off by at
/// most width/8 per row in the corner.
///
/// A step costs two passes over the features and one (d, d) system; the number of steps hardly depends on the
/// number of rows.
/// @param point       start; an empty w starts from zero
/// @param firstWidth  of the corner; 1 for a cold start
/// @errors Cancelled  within 50 ms;  NoAnswer  the system cannot be solved
/// @source Chapelle (2007), Training a support vector machine in the primal, Neural Computation 19
[[nodiscard]] Result<HingePoint> fitHingeNewton(const HingeProblem& problem, HingePoint point,
    double firstWidth, double lastWidth, const RunContext& ctx);

} // namespace evenhand
