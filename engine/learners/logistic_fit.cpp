#include "engine/learners/logistic_fit.h"

#include "engine/learners/linear_predictor.h"
#include "engine/learners/row_blocks.h"
#include "engine/learners/symmetric_solver.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr Index kLargestGram = 1000;
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
        , m_d(problem.x.features())
    {
    }

    Result<LogisticSolution> run();

private:
    [[nodiscard]] Point start() const;
    [[nodiscard]] double objective(const VectorXd& theta, const VectorXd& z) const;
    [[nodiscard]] Result<VectorXd> withIntercept(Result<VectorXd> features, const VectorXd& perRow) const;
    [[nodiscard]] Result<VectorXd> linearPart(const VectorXd& theta) const;
    Result<void> differentiate(const Point& point);
    [[nodiscard]] Result<VectorXd> newtonStep() const;
    [[nodiscard]] Result<VectorXd> stepByCholesky() const;
    [[nodiscard]] Result<VectorXd> stepByConjugateGradients() const;
    [[nodiscard]] Result<VectorXd> curvatureDiagonal() const;
    [[nodiscard]] bool moveAlong(const VectorXd& step, const VectorXd& stepZ, Point& point) const;

    const LogisticProblem& m_problem;
    const RunContext& m_ctx;
    Index m_d;
    VectorXd m_gradient;  ///< of the objective in theta
    VectorXd m_curvature; ///< (n,) second derivative of the loss in z
    double m_firstGradientNorm = 0.0;
};

Point NewtonFit::start() const
{
    Point point {
        VectorXd::Zero(m_d + (m_problem.intercept ? 1 : 0)), VectorXd::Zero(m_problem.y.size()), 0.0};
    if (m_problem.intercept) {
        const double share = m_problem.cost.dot(m_problem.y) / m_problem.cost.sum();
        point.theta[m_d] = std::log(share) - std::log1p(-share);
        point.z.setConstant(point.theta[m_d]);
    }
    point.value = objective(point.theta, point.z);
    return point;
}

double NewtonFit::objective(const VectorXd& theta, const VectorXd& z) const
{
    double loss = 0.0;
    for (Index i = 0; i < z.size(); ++i) {
        const double y = m_problem.y[i];
        const double each = y == 1.0 ? softplus(-z[i])
            : y == 0.0               ? softplus(z[i])
                                     : softplus(z[i]) - y * z[i];
        loss += m_problem.cost[i] * each;
    }
    return 0.5 * theta.head(m_d).squaredNorm() + loss;
}

Result<VectorXd> NewtonFit::withIntercept(Result<VectorXd> features, const VectorXd& perRow) const
{
    EH_TRY(const VectorXd own, std::move(features));
    VectorXd all(m_d + (m_problem.intercept ? 1 : 0));
    all.head(m_d) = own;
    if (m_problem.intercept)
        all[m_d] = perRow.sum();
    return all;
}

Result<VectorXd> NewtonFit::linearPart(const VectorXd& theta) const
{
    EH_TRY(VectorXd z, blockwiseTimes(m_problem.x, theta.head(m_d), m_ctx));
    if (m_problem.intercept)
        z.array() += theta[m_d];
    return z;
}

Result<void> NewtonFit::differentiate(const Point& point)
{
    const Index n = point.z.size();
    VectorXd residual(n);
    m_curvature.resize(n);
    for (Index i = 0; i < n; ++i) {
        const double e = std::exp(-std::abs(point.z[i]));
        const double smaller = e / (1.0 + e);
        const double p = point.z[i] >= 0.0 ? 1.0 / (1.0 + e) : smaller;
        residual[i] = m_problem.cost[i] * (p - m_problem.y[i]);
        m_curvature[i] = m_problem.cost[i] * smaller / (1.0 + e);
    }
    EH_TRY(m_gradient, withIntercept(blockwiseTransposedTimes(m_problem.x, residual, m_ctx), residual));
    m_gradient.head(m_d) += point.theta.head(m_d);
    return kOk;
}

Result<VectorXd> NewtonFit::stepByCholesky() const
{
    const Index size = m_gradient.size();
    EH_TRY(const Eigen::MatrixXd gram, blockwiseLowerGram(m_problem.x, m_curvature, m_ctx));
    Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(size, size);
    hessian.topLeftCorner(m_d, m_d) = gram;
    hessian.topLeftCorner(m_d, m_d).diagonal().array() += 1.0;
    if (m_problem.intercept) {
        EH_TRY(const VectorXd border,
            withIntercept(blockwiseTransposedTimes(m_problem.x, m_curvature, m_ctx), m_curvature));
        hessian.row(m_d) = border.transpose();
    }
    EH_CHECK(m_ctx.checkpoint());
    PositiveDefiniteSolver solver;
    // With every row far from the boundary the curvature of the intercept can vanish: the gradient's own
    // scale then.
    for (double extra = 1e-14; !solver.factorise(hessian); extra *= 100.0) {
        if (!(extra < 1e6))
            return Failure {noAnswer(text("logistic regression: the Newton system cannot be solved"))};
        hessian.diagonal().array() += extra * hessian.diagonal().array().abs().maxCoeff();
    }
    VectorXd step = solver.solve(m_gradient);
    return (-step).eval();
}

Result<VectorXd> NewtonFit::curvatureDiagonal() const
{
    const DesignMatrix& x = m_problem.x;
    VectorXd diagonal = VectorXd::Ones(m_gradient.size());
    for (Index j = 0; j < x.dense.cols(); ++j) {
        EH_CHECK(m_ctx.checkpoint());
        diagonal[j] += (x.dense.col(j).array().square() * m_curvature.array()).sum();
    }
    for (const DesignMatrix::OneHot& block : x.blocks) {
        EH_CHECK(m_ctx.checkpoint());
        for (Index i = 0; i < x.rows(); ++i)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
                diagonal[block.offset + code] += m_curvature[i];
    }
    if (m_problem.intercept)
        diagonal[m_d] = std::max(m_curvature.sum(), 1e-300);
    return diagonal;
}

Result<VectorXd> NewtonFit::stepByConjugateGradients() const
{
    EH_TRY(const VectorXd diagonal, curvatureDiagonal());
    const LinearOperator hessian = [this](const VectorXd& v) -> Result<VectorXd> {
        EH_TRY(VectorXd z, linearPart(v));
        z.array() *= m_curvature.array();
        EH_TRY(VectorXd image, withIntercept(blockwiseTransposedTimes(m_problem.x, z, m_ctx), z));
        image.head(m_d) += v.head(m_d);
        return image;
    };
    // Loose far from the solution, tighter in proportion to the gradient: Newton's quadratic speed is kept.
    const double tolerance = std::clamp(m_gradient.norm() / m_firstGradientNorm, 1e-10, 0.1);
    const int most = static_cast<int>(std::min<Index>(10 * m_gradient.size(), 20'000));
    EH_TRY(const IterativeSolution solution,
        conjugateGradients(hessian, m_gradient, diagonal, tolerance, most, m_ctx));
    return (-solution.x).eval();
}

Result<VectorXd> NewtonFit::newtonStep() const
{
    return m_d <= kLargestGram ? stepByCholesky() : stepByConjugateGradients();
}

bool NewtonFit::moveAlong(const VectorXd& step, const VectorXd& stepZ, Point& point) const
{
    constexpr double kSufficient = 1e-4; // Armijo's constant
    const double slope = m_gradient.dot(step);
    // Close to the solution the objective no longer tells two points apart; the step itself is exact there.
    const double rounding = 1e-12 * std::abs(point.value);
    double length = 1.0;
    for (int halving = 0; halving <= kMostHalvings; ++halving, length *= 0.5) {
        Point next {point.theta + length * step, point.z + length * stepZ, 0.0};
        next.value = objective(next.theta, next.z);
        if (next.value <= point.value + kSufficient * length * slope + rounding) {
            point = std::move(next);
            return length == 1.0;
        }
    }
    return false;
}

Result<LogisticSolution> NewtonFit::run()
{
    Point point = start();
    LogisticSolution solution;
    EH_CHECK(differentiate(point));
    m_firstGradientNorm = m_gradient.norm();
    while (solution.iterations < kMostNewtonSteps && m_gradient.norm() > 0.0) {
        ++solution.iterations;
        EH_TRY(const VectorXd step, newtonStep());
        EH_TRY(const VectorXd stepZ, linearPart(step));
        EH_CHECK(m_ctx.checkpoint());
        const bool full = moveAlong(step, stepZ, point);
        EH_CHECK(differentiate(point));
        const double size = point.theta.lpNorm<Eigen::Infinity>();
        if (full && step.lpNorm<Eigen::Infinity>() <= kLastStep * size) {
            solution.converged = true;
            break;
        }
    }
    solution.converged = solution.converged || m_gradient.norm() == 0.0;
    solution.gradientNorm = m_gradient.norm();
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
