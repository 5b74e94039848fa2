#include "engine/learners/bounded_logistic_fit.h"

#include "engine/learners/logistic_objective.h"

#include <Eigen/LU>
#include <Eigen/QR>

#include <cmath>
#include <optional>
#include <vector>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int kMostNewtonSteps = 200;
constexpr int kMostHalvings = 50;
constexpr double kSmallestTolerance = 1e-11; ///< of conjugate gradients
/// Newton's method squares the relative error, so the step after one this small would change no digit that
/// counts.
constexpr double kLastStep = 1e-8;

/// The solution in the rows that are held, if their signs and the others' bounds agree with it.
std::optional<VectorXd> exactMultipliers(
    const MatrixXd& gram, const VectorXd& right, const VectorXd& bound, const VectorXd& near)
{
    std::vector<Index> held;
    for (Index k = 0; k < near.size(); ++k)
        if (near[k] != 0.0)
            held.push_back(k);
    VectorXd exact = VectorXd::Zero(near.size());
    if (!held.empty()) {
        const VectorXd signs = near(held).cwiseSign();
        Eigen::CompleteOrthogonalDecomposition<MatrixXd> solver;
        solver.setThreshold(1e-12);
        solver.compute(gram(held, held));
        const VectorXd own = right(held) - bound(held).cwiseProduct(signs);
        const VectorXd solved = solver.solve(own);
        exact(held) = solved;
        for (const Index k : held)
            if (exact[k] * near[k] < 0.0)
                return std::nullopt;
    }
    const VectorXd left = (right - gram * exact).cwiseAbs();
    const double rounding = 1e-12 * std::max(right.cwiseAbs().maxCoeff(), bound.maxCoeff());
    if (((left - bound).array() > rounding).any())
        return std::nullopt;
    return exact;
}

class BoundedNewton {
public:
    BoundedNewton(const BoundedLogisticProblem& problem, const RunContext& ctx)
        : m_problem(problem)
        , m_ctx(ctx)
        , m_objective(problem.x, problem.y, problem.cost, problem.intercept, ctx)
        , m_d(m_objective.features())
        , m_size(m_objective.size())
        , m_theta(VectorXd::Zero(m_size))
    {
        m_theta.head(m_d) = problem.start;
        Eigen::ColPivHouseholderQR<MatrixXd> qr(problem.directions);
        qr.setThreshold(1e-12);
        const Index rank = problem.directions.cols() > 0 ? qr.rank() : 0;
        m_basis = qr.householderQ() * MatrixXd::Identity(m_d, rank);
        m_coordinates = m_basis.transpose() * problem.directions;
        if (problem.intercept)
            m_theta[m_d] = problem.startIntercept;
    }

    Result<BoundedLogisticSolution> run();

private:
    Result<void> factorise();
    [[nodiscard]] Result<VectorXd> solve(const VectorXd& right) const;
    [[nodiscard]] Result<VectorXd> step();
    /// @return whether the whole step was taken
    [[nodiscard]] Result<bool> moveAlong(const VectorXd& step);

    const BoundedLogisticProblem& m_problem;
    const RunContext& m_ctx;
    LogisticObjective m_objective;
    Index m_d;    ///< features
    Index m_size; ///< features and intercept
    VectorXd m_theta;
    VectorXd m_z; ///< (n,) linear part
    double m_value = 0.0;
    VectorXd m_gradient;
    VectorXd m_curvature; ///< (n,) second derivative of the loss in z
    VectorXd m_diagonal;  ///< of the Hessian, where it is not factorised
    PositiveDefiniteSolver m_solver;
    VectorXd m_multipliers;
    MatrixXd m_basis;          ///< (d, rank) orthonormal, of the directions
    MatrixXd m_coordinates;    ///< (rank, q) of the directions in it
    double m_tolerance = 1e-3; ///< of conjugate gradients, tighter as the steps get shorter
};

Result<void> BoundedNewton::factorise()
{
    if (m_d <= kLargestLogisticGram)
        return m_objective.factoriseHessian(m_curvature, m_solver);
    EH_TRY(m_diagonal, m_objective.hessianDiagonal(m_curvature));
    return kOk;
}

Result<VectorXd> BoundedNewton::solve(const VectorXd& right) const
{
    if (m_d <= kLargestLogisticGram)
        return m_solver.solve(right);
    const int most = static_cast<int>(std::min<Index>(10 * m_size, 20'000));
    EH_TRY(const IterativeSolution solution,
        conjugateGradients([this](const VectorXd& v) { return m_objective.hessianTimes(m_curvature, v); },
            right, [this](const VectorXd& r) -> VectorXd { return r.cwiseQuotient(m_diagonal); }, m_tolerance,
            most, m_ctx));
    return solution.x;
}

/// With the multipliers ν the step is p = -H⁻¹(g + Aν); that the bounds hold after it, r - Qν = Aᵀ(w + p)
/// with Q = AᵀH⁻¹A and r = Aᵀ(w - H⁻¹g), is what makes ν the solution of a lasso. Dividing by the response as
/// it was computed keeps the bounds to rounding even where H⁻¹ is applied by conjugate gradients.
Result<VectorXd> BoundedNewton::step()
{
    EH_CHECK(factorise());
    EH_TRY(const VectorXd plain, solve(m_gradient));
    MatrixXd response(m_size, m_basis.cols());
    for (Index k = 0; k < m_basis.cols(); ++k) {
        VectorXd direction = VectorXd::Zero(m_size);
        direction.head(m_d) = m_basis.col(k);
        EH_TRY(response.col(k), solve(direction));
    }
    const MatrixXd computed = m_basis.transpose() * response.topRows(m_d);
    const MatrixXd symmetric = 0.5 * (computed + computed.transpose());
    const VectorXd right
        = m_coordinates.transpose() * (m_basis.transpose() * (m_theta.head(m_d) - plain.head(m_d)));
    m_multipliers
        = boundMultipliers(m_coordinates.transpose() * symmetric * m_coordinates, right, m_problem.bound);
    const VectorXd change = symmetric * (m_coordinates * m_multipliers);
    return (-plain - response * computed.partialPivLu().solve(change)).eval();
}

Result<bool> BoundedNewton::moveAlong(const VectorXd& step)
{
    constexpr double kSufficient = 1e-4; // Armijo's constant
    const double slope = m_gradient.dot(step);
    // Close to the solution the objective no longer tells two points apart; the step itself is exact there.
    const double rounding = 1e-12 * std::abs(m_value);
    EH_TRY(const VectorXd stepZ, m_objective.linearPart(step));
    double length = 1.0;
    for (int halving = 0; halving <= kMostHalvings; ++halving, length *= 0.5) {
        const VectorXd theta = m_theta + length * step;
        const VectorXd z = m_z + length * stepZ;
        EH_TRY(const double value, m_objective.value(theta, z));
        if (value <= m_value + kSufficient * length * slope + rounding) {
            m_theta = theta;
            m_z = z;
            m_value = value;
            return length == 1.0;
        }
    }
    return false;
}

Result<BoundedLogisticSolution> BoundedNewton::run()
{
    EH_TRY(m_z, m_objective.linearPart(m_theta));
    EH_TRY(m_value, m_objective.value(m_theta, m_z));
    BoundedLogisticSolution solution;
    while (!solution.converged && solution.iterations < kMostNewtonSteps) {
        ++solution.iterations;
        EH_TRY(m_gradient, m_objective.gradient(m_theta, m_z, m_curvature));
        EH_TRY(const VectorXd next, step());
        if (!next.allFinite())
            return noAnswer(text("logistic regression under bounds: the coefficients are not finite"));
        EH_TRY(const bool full, moveAlong(next));
        const double size = std::max(m_theta.lpNorm<Eigen::Infinity>(), 1e-8);
        const double length = next.lpNorm<Eigen::Infinity>() / size;
        solution.converged = full && length <= kLastStep;
        // A step that could not be taken whole may have been too inexact.
        m_tolerance = std::clamp(full ? 1e-2 * length : 1e-3 * m_tolerance, kSmallestTolerance, m_tolerance);
    }
    solution.coefficients = m_theta.head(m_d);
    solution.intercept = m_problem.intercept ? m_theta[m_d] : 0.0;
    solution.multipliers = m_multipliers;
    return solution;
}

} // namespace

VectorXd boundMultipliers(const MatrixXd& gram, const VectorXd& right, const VectorXd& bound)
{
    constexpr int kMostSweeps = 20'000;
    constexpr int kSweepsBetweenSolves = 20;
    VectorXd nu = VectorXd::Zero(right.size());
    if (right.size() == 0)
        return nu;
    if (bound.maxCoeff() == 0.0) {
        Eigen::CompleteOrthogonalDecomposition<MatrixXd> solver;
        solver.setThreshold(1e-12);
        solver.compute(gram);
        return solver.solve(right);
    }
    // Coordinate descent, and now and then the exact solution for what it says is held.
    for (int sweep = 1; sweep <= kMostSweeps; ++sweep) {
        double change = 0.0;
        for (Index k = 0; k < nu.size(); ++k) {
            if (!(gram(k, k) > 0.0))
                continue;
            const double pull = right[k] - gram.row(k).dot(nu) + gram(k, k) * nu[k];
            const double soft = std::max(std::abs(pull) - bound[k], 0.0);
            const double next = std::copysign(soft, pull) / gram(k, k);
            change = std::max(change, std::abs(next - nu[k]) * gram(k, k));
            nu[k] = soft > 0.0 ? next : 0.0;
        }
        const bool isStill = change <= 1e-15 * right.cwiseAbs().maxCoeff();
        if (isStill || sweep % kSweepsBetweenSolves == 0)
            if (const std::optional<VectorXd> exact = exactMultipliers(gram, right, bound, nu))
                return *exact;
        if (isStill)
            break;
    }
    return nu;
}

Result<BoundedLogisticSolution> fitBoundedLogistic(
    const BoundedLogisticProblem& problem, const RunContext& ctx)
{
    return BoundedNewton(problem, ctx).run();
}

} // namespace evenhand
