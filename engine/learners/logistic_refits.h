#pragma once

#include "engine/learners/centring.h"
#include "engine/learners/linear_predictor.h"

namespace evenhand {

/// Logistic regression fitted again and again to the same features while the outcomes and weights of whole
/// cells of rows change: what a reduction asks of its learner.
///
/// Rows are sorted by cell once, and the derivatives of each cell's loss are computed once, at the first
/// model: the first ones, whose weighted sum is the gradient where every fit begins, and, on enough of the
/// cell's rows, the second ones, whose weighted sum is close to the second derivative of every fit. So L-BFGS
/// that begins with them needs a few passes over the rows and no Gram matrix. A fit is a function of its
/// arguments and the first model alone, whatever was fitted before, and several threads may ask for fits at
/// once.
/// @source Nocedal, Wright (2006), Numerical Optimization, algorithm 7.4 with a problem's own initial matrix
class LogisticRefits {
public:
    /// Whether the matrices of that many cells are small enough.
    [[nodiscard]] static bool isWorthwhile(const DesignMatrix& x, Eigen::Index cells);

    /// @param cost   (n,) > 0: C times the row's weight
    /// @param cell   (n,) in [0, cells)
    /// @param first  a model near by, usually of the rows' own outcomes; null: no coefficients
    /// @errors Cancelled
    [[nodiscard]] static Result<std::shared_ptr<const LogisticRefits>> prepare(const EncodedData& train,
        const Eigen::VectorXd& cost, bool intercept, const std::vector<std::int32_t>& cell,
        Eigen::Index cells, const LinearPredictor* first, const RunContext& ctx);

    struct Fit {
        Eigen::VectorXd coefficients;
        double intercept = 0.0;
        Eigen::VectorXd linear; ///< (n,) linear part of the training rows, in their own order
        int passes = 0;         ///< over the rows
        bool converged = false;
    };
    /// Minimises ½‖w‖² + Σ_i cost_i·factor_c(i)·log-loss(label_c(i), x_i·w + b).
    /// @param label   (cells,) 0 or 1, not all the same;  @param factor  (cells,) > 0
    /// @errors Cancelled; NoAnswer  the starting matrix is not positive definite
    [[nodiscard]] Result<Fit> fit(
        const Eigen::VectorXd& label, const Eigen::VectorXd& factor, const RunContext& ctx) const;

private:
    friend class RefitSearch;
    LogisticRefits() = default;
    Result<void> addCurvature(Eigen::Index cell, const RunContext& ctx);
    Result<void> addSlopes(Eigen::Index cell, const RunContext& ctx);

    DesignMatrix m_x; ///< centred, sorted by cell
    Eigen::VectorXd m_shift;
    Eigen::VectorXd m_cost;
    std::vector<Eigen::Index> m_order;        ///< own row of each sorted one
    std::vector<Eigen::Index> m_cellBegin;    ///< (cells + 1,)
    std::vector<Eigen::MatrixXd> m_curvature; ///< of each cell, lower triangles (p [+ 1],)²
    // Sums over each cell of cost·p·(x, 1) at the first model and of cost·(x, 1): (d [+ 1], cells).
    Eigen::MatrixXd m_expected, m_mean;
    Eigen::VectorXd m_first;       ///< (d [+ 1],)
    Eigen::VectorXd m_firstLinear; ///< (n,)
    bool m_intercept = true;
};

} // namespace evenhand
