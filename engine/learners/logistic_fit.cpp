#include "engine/learners/logistic_fit.h"

#include "engine/learners/linear_predictor.h"
#include "engine/learners/row_blocks.h"
#include "engine/learners/symmetric_solver.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
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
        , m_size(m_d + (problem.intercept ? 1 : 0))
    {
    }

    Result<LogisticSolution> run();

private:
    [[nodiscard]] Result<Point> start() const;
    [[nodiscard]] Result<double> objective(const VectorXd& theta, const VectorXd& z) const;
    [[nodiscard]] Result<VectorXd> linearPart(const VectorXd& theta) const;
    Result<void> differentiate(const Point& point);
    [[nodiscard]] Result<VectorXd> hessianTimes(const VectorXd& v) const;
    Result<void> factoriseHessian();
    [[nodiscard]] Result<VectorXd> curvatureDiagonal() const;
    [[nodiscard]] Result<IterativeSolution> solveIteratively(
        const Preconditioner& precondition, int most) const;
    [[nodiscard]] VectorXd solveKept(const VectorXd& right) const;
    [[nodiscard]] Result<VectorXd> newtonStep();
    [[nodiscard]] Result<VectorXd> stepWithDiagonal() const;
    /// @return whether the whole step was taken
    [[nodiscard]] Result<bool> moveAlong(const VectorXd& step, const VectorXd& stepZ, Point& point) const;

    const LogisticProblem& m_problem;
    const RunContext& m_ctx;
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

/// Calls body(begin, end) for blocks of rows that take a few milliseconds.
template <class Body> Result<void> overRows(Index n, const RunContext& ctx, const Body& body)
{
    constexpr Index kRows = 100'000;
    for (Index begin = 0; begin < n; begin += kRows) {
        EH_CHECK(ctx.checkpoint());
        body(begin, std::min(begin + kRows, n));
    }
    return kOk;
}

Result<Point> NewtonFit::start() const
{
    Point point {VectorXd::Zero(m_size), VectorXd::Zero(m_problem.y.size()), 0.0};
    const bool isAtZero = m_problem.start == nullptr && m_problem.equations.empty();
    if (!isAtZero) {
        if (m_problem.start != nullptr)
            point.theta = m_problem.equations.projected(*m_problem.start);
        if (!m_problem.equations.empty())
            point.theta.head(m_d) += m_problem.equations.smallest();
        EH_TRY(point.z, linearPart(point.theta));
    } else if (m_problem.intercept) {
        const double share = m_problem.cost.dot(m_problem.y) / m_problem.cost.sum();
        point.theta[m_d] = std::log(share) - std::log1p(-share);
        point.z.setConstant(point.theta[m_d]);
    }
    EH_TRY(point.value, objective(point.theta, point.z));
    return point;
}

Result<double> NewtonFit::objective(const VectorXd& theta, const VectorXd& z) const
{
    double loss = 0.0;
    EH_CHECK(overRows(z.size(), m_ctx, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const double y = m_problem.y[i];
            const double each = y == 1.0 ? softplus(-z[i])
                : y == 0.0               ? softplus(z[i])
                                         : softplus(z[i]) - y * z[i];
            loss += m_problem.cost[i] * each;
        }
    }));
    return 0.5 * theta.head(m_d).squaredNorm() + loss;
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
    EH_CHECK(overRows(n, m_ctx, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const double e = std::exp(-std::abs(point.z[i]));
            const double smaller = e / (1.0 + e);
            const double p = point.z[i] >= 0.0 ? 1.0 / (1.0 + e) : smaller;
            residual[i] = m_problem.cost[i] * (p - m_problem.y[i]);
            m_curvature[i] = m_problem.cost[i] * smaller / (1.0 + e);
        }
    }));
    EH_TRY(const VectorXd features, blockwiseTransposedTimes(m_problem.x, residual, m_ctx));
    m_gradient.resize(m_size);
    m_gradient.head(m_d) = features + point.theta.head(m_d);
    m_weightGradient = m_gradient.head(m_d);
    if (m_problem.intercept)
        m_gradient[m_d] = residual.sum();
    m_gradient = m_problem.equations.projected(std::move(m_gradient));
    return kOk;
}

Result<VectorXd> NewtonFit::hessianTimes(const VectorXd& v) const
{
    // Both products block by block, so that a block of the features is read from memory once.
    constexpr Index kRows = 1024;
    const DesignMatrix& x = m_problem.x;
    const double shift = m_problem.intercept ? v[m_d] : 0.0;
    VectorXd z(x.rows());
    VectorXd features = VectorXd::Zero(m_d);
    double sum = 0.0;
    for (Index begin = 0; begin < x.rows(); begin += kRows) {
        EH_CHECK(m_ctx.checkpoint());
        const Index end = std::min(begin + kRows, x.rows());
        x.timesInto(v.head(m_d), begin, end, z);
        const auto curvature = m_curvature.segment(begin, end - begin).array();
        z.segment(begin, end - begin).array() = (z.segment(begin, end - begin).array() + shift) * curvature;
        x.addTransposedTimes(z, begin, end, features);
        sum += z.segment(begin, end - begin).sum();
    }
    VectorXd image(m_size);
    image.head(m_d) = features + v.head(m_d);
    if (m_problem.intercept)
        image[m_d] = sum;
    return image;
}

Result<void> NewtonFit::factoriseHessian()
{
    EH_TRY(const Eigen::MatrixXd gram, blockwiseLowerGram(m_problem.x, m_curvature, m_ctx));
    Eigen::MatrixXd hessian = Eigen::MatrixXd::Zero(m_size, m_size);
    hessian.topLeftCorner(m_d, m_d) = gram;
    hessian.topLeftCorner(m_d, m_d).diagonal().array() += 1.0;
    if (m_problem.intercept) {
        EH_TRY(const VectorXd border, blockwiseTransposedTimes(m_problem.x, m_curvature, m_ctx));
        hessian.row(m_d).head(m_d) = border.transpose();
        hessian(m_d, m_d) = m_curvature.sum();
    }
    EH_CHECK(m_ctx.checkpoint());
    // With every row far from the boundary the intercept's curvature can vanish; a little is added then.
    for (double extra = 1e-14; !m_solver.factorise(hessian); extra *= 100.0) {
        if (!(extra < 1e6))
            return noAnswer(text("logistic regression: the Newton system cannot be solved"));
        hessian.diagonal().array() += extra * hessian.diagonal().array().abs().maxCoeff();
    }
    m_isFactorised = true;
    m_iterations = 0;
    return kOk;
}

Result<VectorXd> NewtonFit::curvatureDiagonal() const
{
    const DesignMatrix& x = m_problem.x;
    VectorXd diagonal = VectorXd::Ones(m_size);
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

Result<IterativeSolution> NewtonFit::solveIteratively(const Preconditioner& precondition, int most) const
{
    // Loose far from the solution, tighter in proportion to the gradient: Newton's quadratic speed is kept.
    const double tolerance = std::clamp(m_gradient.norm() / m_firstGradientNorm, 1e-10, 0.1);
    const LinearOperator apply = [this](const VectorXd& v) -> Result<VectorXd> {
        EH_TRY(VectorXd image, hessianTimes(v));
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
    EH_TRY(const VectorXd diagonal, curvatureDiagonal());
    const int most = static_cast<int>(std::min<Index>(10 * m_size, 20'000));
    EH_TRY(const IterativeSolution solution,
        solveIteratively([&](const VectorXd& r)
                             -> VectorXd { return m_problem.equations.projected(r.cwiseQuotient(diagonal)); },
            most));
    return (-solution.x).eval();
}

Result<VectorXd> NewtonFit::newtonStep()
{
    if (m_d > kLargestGram)
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
    EH_CHECK(factoriseHessian());
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
        EH_TRY(next.value, objective(next.theta, next.z));
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
        EH_TRY(const VectorXd stepZ, linearPart(step));
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
