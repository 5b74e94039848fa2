#include "engine/learners/logistic_fit.h"

#include "engine/learners/logistic_objective.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr int kMostNewtonSteps = 100;
constexpr int kMostHalvings = 50;
/// Newton's method squares the relative error, so the step after one this small would change no digit that
/// counts.
constexpr double kLastStep = 1e-8;

/// Parameters: d coefficients, then the intercept if there is one.
struct Point {
    VectorXd theta;     ///< (d [+ 1],)
    VectorXd z;         ///< (n,) linear part
    double value = 0.0; ///< of the objective
};

class NewtonFit {
public:
    NewtonFit(const LogisticProblem& problem, const RunContext& ctx)
        : m_problem(problem)
        , m_ctx(ctx)
        , m_objective(problem.x, problem.y, problem.cost, problem.intercept, ctx)
        , m_d(m_objective.features())
        , m_size(m_objective.size())
    {
    }

    Result<LogisticSolution> run();

private:
    [[nodiscard]] Result<Point> start() const;
    Result<void> differentiate(const Point& point);
    [[nodiscard]] Result<IterativeSolution> solveIteratively(
        const Preconditioner& precondition, int most) const;
    [[nodiscard]] VectorXd solveKept(const VectorXd& right) const;
    [[nodiscard]] Result<VectorXd> newtonStep();
    [[nodiscard]] Result<VectorXd> stepWithDiagonal() const;
    /// @return whether the whole step was taken
    [[nodiscard]] Result<bool> moveAlong(const VectorXd& step, const VectorXd& stepZ, Point& point) const;

    const LogisticProblem& m_problem;
    const RunContext& m_ctx;
    LogisticObjective m_objective;
    Index m_d;                 ///< features
    Index m_size;              ///< features and intercept
    VectorXd m_gradient;       ///< of the objective in theta, along what the equations leave free
    VectorXd m_weightGradient; ///< (d,) all of it
    VectorXd m_curvature;      ///< (n,) second derivative of the loss in z
    double m_firstGradientNorm = 0.0;
    PositiveDefiniteSolver m_solver; ///< of an earlier or the present Hessian
    bool m_isFactorised = false;
    int m_iterations = 0; ///< of conjugate gradients in the last step
};

Result<Point> NewtonFit::start() const
{
    Point point {VectorXd::Zero(m_size), VectorXd::Zero(m_problem.y.size()), 0.0};
    const bool isAtZero = m_problem.start == nullptr && m_problem.equations.empty();
    if (!isAtZero) {
        if (m_problem.start != nullptr)
            point.theta = m_problem.equations.projected(*m_problem.start);
        if (!m_problem.equations.empty())
            point.theta.head(m_d) += m_problem.equations.smallest();
        EH_TRY(point.z, m_objective.linearPart(point.theta));
    } else if (m_problem.intercept) {
        const double share = m_problem.cost.dot(m_problem.y) / m_problem.cost.sum();
        point.theta[m_d] = std::log(share) - std::log1p(-share);
        point.z.setConstant(point.theta[m_d]);
    }
    EH_TRY(point.value, m_objective.value(point.theta, point.z));
    return point;
}

Result<void> NewtonFit::differentiate(const Point& point)
{
    EH_TRY(m_gradient, m_objective.gradient(point.theta, point.z, m_curvature));
    m_weightGradient = m_gradient.head(m_d);
    m_gradient = m_problem.equations.projected(std::move(m_gradient));
    return kOk;
}

Result<IterativeSolution> NewtonFit::solveIteratively(const Preconditioner& precondition, int most) const
{
    // Loose far from the solution, tighter in proportion to the gradient: Newton's quadratic speed is kept.
    const double tolerance = std::clamp(m_gradient.norm() / m_firstGradientNorm, 1e-10, 0.1);
    const LinearOperator apply = [this](const VectorXd& v) -> Result<VectorXd> {
        EH_TRY(VectorXd image, m_objective.hessianTimes(m_curvature, v));
        return m_problem.equations.projected(std::move(image));
    };
    return conjugateGradients(apply, m_gradient, precondition, tolerance, most, m_ctx);
}

/// H⁻¹·right among the steps that keep the equations, for the H that is factorised.
VectorXd NewtonFit::solveKept(const VectorXd& right) const
{
    VectorXd x = m_solver.solve(right);
    const WeightEquations& equations = m_problem.equations;
    if (equations.empty())
        return x;
    MatrixXd lifted(m_size, equations.right.size());
    for (Index k = 0; k < lifted.cols(); ++k) {
        VectorXd direction = VectorXd::Zero(m_size);
        direction.head(m_d) = equations.basis.col(k);
        lifted.col(k) = m_solver.solve(direction);
    }
    const MatrixXd schur = equations.basis.transpose() * lifted.topRows(m_d);
    x -= lifted * schur.ldlt().solve(equations.basis.transpose() * x.head(m_d));
    return equations.projected(std::move(x)); // rounding must not add up over the steps
}

Result<VectorXd> NewtonFit::stepWithDiagonal() const
{
    EH_TRY(const VectorXd diagonal, m_objective.hessianDiagonal(m_curvature));
    const int most = static_cast<int>(std::min<Index>(10 * m_size, 20'000));
    EH_TRY(const IterativeSolution solution,
        solveIteratively([&](const VectorXd& r)
                             -> VectorXd { return m_problem.equations.projected(r.cwiseQuotient(diagonal)); },
            most));
    return (-solution.x).eval();
}

Result<VectorXd> NewtonFit::newtonStep()
{
    if (m_d > kLargestLogisticGram)
        return stepWithDiagonal();
    // An earlier Hessian's factor makes conjugate gradients short. They are worth it as long as they cost
    // less than a new Gram matrix, which takes about a quarter of the number of columns as many products.
    const DesignMatrix& x = m_problem.x;
    const Index columns = x.dense.cols() + static_cast<Index>(x.blocks.size());
    const int worthwhile = static_cast<int>(std::clamp<Index>(columns / 4, 3, 60));
    if (m_isFactorised && 2 * m_iterations <= worthwhile) {
        EH_TRY(const IterativeSolution solution,
            solveIteratively([this](const VectorXd& r) { return solveKept(r); }, worthwhile));
        m_iterations = solution.iterations;
        if (solution.converged)
            return (-solution.x).eval();
    }
    EH_CHECK(m_objective.factoriseHessian(m_curvature, m_solver));
    m_isFactorised = true;
    m_iterations = 0;
    return (-solveKept(m_gradient)).eval();
}

Result<bool> NewtonFit::moveAlong(const VectorXd& step, const VectorXd& stepZ, Point& point) const
{
    constexpr double kSufficient = 1e-4; // Armijo's constant
    const double slope = m_gradient.dot(step);
    // Close to the solution the objective no longer tells two points apart; the step itself is exact there.
    const double rounding = 1e-12 * std::abs(point.value);
    double length = 1.0;
    for (int halving = 0; halving <= kMostHalvings; ++halving, length *= 0.5) {
        Point next {point.theta + length * step, point.z + length * stepZ, 0.0};
        EH_TRY(next.value, m_objective.value(next.theta, next.z));
        if (next.value <= point.value + kSufficient * length * slope + rounding) {
            point = std::move(next);
            return length == 1.0;
        }
    }
    return false;
}

Result<LogisticSolution> NewtonFit::run()
{
    EH_TRY(Point point, start());
    LogisticSolution solution;
    EH_CHECK(differentiate(point));
    m_firstGradientNorm = m_gradient.norm();
    while (solution.iterations < kMostNewtonSteps && m_gradient.norm() > 0.0) {
        ++solution.iterations;
        EH_TRY(const VectorXd step, newtonStep());
        EH_TRY(const VectorXd stepZ, m_objective.linearPart(step));
        EH_TRY(const bool full, moveAlong(step, stepZ, point));
        EH_CHECK(differentiate(point));
        const double size = point.theta.lpNorm<Eigen::Infinity>();
        if (full && step.lpNorm<Eigen::Infinity>() <= kLastStep * size) {
            solution.converged = true;
            break;
        }
    }
    solution.converged = solution.converged || m_gradient.norm() == 0.0;
    solution.gradientNorm = m_gradient.norm();
    solution.objective = point.value;
    solution.gradient = std::move(m_weightGradient);
    solution.coefficients = point.theta.head(m_d);
    solution.intercept = m_problem.intercept ? point.theta[m_d] : 0.0;
    return solution;
}

} // namespace

Result<LogisticSolution> fitLogistic(const LogisticProblem& problem, const RunContext& ctx)
{
    return NewtonFit(problem, ctx).run();
}

} // namespace evenhand
