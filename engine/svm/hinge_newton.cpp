#include "engine/svm/hinge_newton.h"

#include "engine/learners/row_blocks.h"
#include "engine/learners/symmetric_solver.h"

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kShrink = 0.2;        ///< from one width to the next
constexpr int kMostSteps = 60;         ///< per width
constexpr int kMostTrials = 40;        ///< of a line search
constexpr Index kLargestDirect = 1000; ///< features up to which the Newton system is factorised

/// Derivative of the rounded hinge in t = 1 - y·f: 0 below -width/2, 1 above width/2, linear between.
double slope(double t, double width)
{
    return std::clamp(t / width + 0.5, 0.0, 1.0);
}

class Newton {
public:
    Newton(const HingeProblem& problem, HingePoint& point, const RunContext& ctx)
        : m_problem(problem)
        , m_point(point)
        , m_ctx(ctx)
        , m_n(problem.x.rows())
        , m_d(problem.x.features())
    {
    }

    Result<void> minimise(double width);

private:
    Result<void> differentiate(double width);
    Result<void> solveForStep(double width);
    Result<void> prepareSystem(const DesignMatrix& rows, const VectorXd& curvature, double width);
    [[nodiscard]] Result<VectorXd> solveSystem(const VectorXd& right) const;
    [[nodiscard]] double slopeAlong(double length, double width) const;
    [[nodiscard]] Result<double> lengthOfStep(double width) const;

    const HingeProblem& m_problem;
    HingePoint& m_point;
    const RunContext& m_ctx;
    Index m_n, m_d;
    VectorXd m_gradient;           ///< (d + 1,)
    VectorXd m_step;               ///< (d + 1,)
    VectorXd m_stepValue;          ///< (n,) change of the values along the whole step
    VectorXd m_pull;               ///< (n,) y·cost·slope
    Eigen::LLT<MatrixXd> m_factor; ///< of the Newton system with few features
    // With many, what its products need.
    const DesignMatrix* m_rows = nullptr; ///< in the corner
    VectorXd m_curvature, m_border;
    double m_cornerCurvature = 0.0;
};

Result<void> Newton::differentiate(double width)
{
    m_pull.resize(m_n);
    for (Index i = 0; i < m_n; ++i) {
        const double y = m_problem.y[i];
        m_pull[i] = y * m_problem.cost[i] * slope(1.0 - y * m_point.value[i], width);
    }
    EH_TRY(const VectorXd features, blockwiseTransposedTimes(m_problem.x, m_pull, m_ctx));
    m_gradient.resize(m_d + 1);
    m_gradient.head(m_d) = m_point.w - features;
    m_gradient[m_d] = m_problem.hasBias ? -m_pull.sum() : 0.0;
    return kOk;
}

Result<void> Newton::solveForStep(double width)
{
    // Few rows lie in a narrow corner: only they have curvature.
    std::vector<Index> corner;
    for (Index i = 0; i < m_n; ++i)
        if (std::abs(1.0 - m_problem.y[i] * m_point.value[i]) < 0.5 * width)
            corner.push_back(i);
    const auto size = static_cast<Index>(corner.size());
    VectorXd curvature(size);
    for (Index k = 0; k < size; ++k)
        curvature[k] = m_problem.cost[corner[static_cast<std::size_t>(k)]] / width;
    const DesignMatrix rows = m_problem.x.select(corner);
    EH_CHECK(prepareSystem(rows, curvature, width));
    EH_TRY(m_step, solveSystem(-m_gradient));
    const Index m = m_problem.u.cols();
    if (m > 0) {
        MatrixXd lifted(m_d + 1, m);
        for (Index k = 0; k < m; ++k) {
            VectorXd u = VectorXd::Zero(m_d + 1);
            u.head(m_d) = m_problem.u.col(k);
            EH_TRY(lifted.col(k), solveSystem(u));
        }
        const MatrixXd schur = m_problem.u.transpose() * lifted.topRows(m_d);
        const VectorXd violation = m_problem.u.transpose() * (m_point.w + m_step.head(m_d)) - m_problem.right;
        m_step -= lifted * schur.fullPivLu().solve(violation);
    }
    EH_TRY(m_stepValue, blockwiseTimes(m_problem.x, m_step.head(m_d), m_ctx));
    m_stepValue.array() += m_step[m_d];
    return kOk;
}

/// H = [I + Σ curvature·x·xᵀ, border; borderᵀ, Σ curvature] over the rows in the corner.
Result<void> Newton::prepareSystem(const DesignMatrix& rows, const VectorXd& curvature, double width)
{
    VectorXd border = VectorXd::Zero(m_d);
    // Without a row in the corner nothing bends along the intercept; a little curvature keeps the step
    // finite.
    double corner = curvature.sum() + 1e-10 * (1.0 + m_problem.cost.sum() / width);
    if (m_problem.hasBias) {
        EH_TRY(border, blockwiseTransposedTimes(rows, curvature, m_ctx));
    } else {
        corner = 1.0;
    }
    if (m_d > kLargestDirect) {
        m_rows = &rows;
        m_curvature = curvature;
        m_border = std::move(border);
        m_cornerCurvature = corner;
        return kOk;
    }
    MatrixXd hessian = MatrixXd::Zero(m_d + 1, m_d + 1);
    EH_TRY(hessian.topLeftCorner(m_d, m_d), blockwiseLowerGram(rows, curvature, m_ctx));
    hessian.diagonal().head(m_d).array() += 1.0;
    hessian.row(m_d).head(m_d) = border.transpose();
    hessian(m_d, m_d) = corner;
    EH_CHECK(m_ctx.checkpoint());
    m_factor.compute(hessian);
    if (m_factor.info() != Eigen::Success)
        return noAnswer(text("the support vector machine's Newton system cannot be solved"),
            text("try features on a smaller scale (standardise) or a smaller C"));
    return kOk;
}

Result<VectorXd> Newton::solveSystem(const VectorXd& right) const
{
    if (m_d <= kLargestDirect)
        return VectorXd(m_factor.solve(right));
    const LinearOperator apply = [this](const VectorXd& v) -> Result<VectorXd> {
        EH_TRY(VectorXd z, blockwiseTimes(*m_rows, v.head(m_d), m_ctx));
        z.array() *= m_curvature.array();
        VectorXd image(m_d + 1);
        EH_TRY(const VectorXd features, blockwiseTransposedTimes(*m_rows, z, m_ctx));
        image.head(m_d) = v.head(m_d) + features + v[m_d] * m_border;
        image[m_d] = m_border.dot(v.head(m_d)) + m_cornerCurvature * v[m_d];
        return image;
    };
    constexpr double kTolerance = 1e-10;
    constexpr int kMostIterations = 2000;
    EH_TRY(
        IterativeSolution solution, conjugateGradients(apply, right, {}, kTolerance, kMostIterations, m_ctx));
    return std::move(solution.x);
}

double Newton::slopeAlong(double length, double width) const
{
    const double own = m_step.head(m_d).dot(m_point.w) + length * m_step.head(m_d).squaredNorm();
    // Four sums side by side: the compiler may not reorder one, but can work on four at once.
    std::array<double, 4> sums {};
    const double perWidth = 1.0 / width;
    const auto term = [&](Index i) {
        const double y = m_problem.y[i];
        const double t = 1.0 - y * (m_point.value[i] + length * m_stepValue[i]);
        const double part = std::min(1.0, std::max(0.0, t * perWidth + 0.5));
        return y * m_problem.cost[i] * m_stepValue[i] * part;
    };
    Index i = 0;
    for (; i + 4 <= m_n; i += 4)
        for (std::size_t k = 0; k < 4; ++k)
            sums[k] += term(i + static_cast<Index>(k));
    for (; i < m_n; ++i)
        sums[0] += term(i);
    return own - ((sums[0] + sums[1]) + (sums[2] + sums[3]));
}

/// The minimum along the step: its derivative there is increasing and piecewise linear.
Result<double> Newton::lengthOfStep(double width) const
{
    double low = 0.0;
    double atLow = slopeAlong(0.0, width);
    if (!(atLow < 0.0))
        return 0.0;
    double high = 1.0;
    double atHigh = slopeAlong(high, width);
    while (atHigh < 0.0 && high < 1e6) {
        EH_CHECK(m_ctx.checkpoint());
        low = high;
        atLow = atHigh;
        high *= 2.0;
        atHigh = slopeAlong(high, width);
    }
    const double enough = 1e-3 * std::abs(atLow);
    for (int trial = 0; trial < kMostTrials && high - low > 1e-12 * high; ++trial) {
        EH_CHECK(m_ctx.checkpoint());
        // Regula falsi, with a bisection in between so that neither end stays for ever.
        const double share = trial % 3 == 2 ? 0.5 : atLow / (atLow - atHigh);
        const double middle = low + share * (high - low);
        const double at = slopeAlong(middle, width);
        if (std::abs(at) <= enough)
            return middle;
        (at < 0.0 ? low : high) = middle;
        (at < 0.0 ? atLow : atHigh) = at;
    }
    return low > 0.0 ? low : high;
}

Result<void> Newton::minimise(double width)
{
    m_point.width = width;
    for (int step = 0; step < kMostSteps; ++step) {
        EH_CHECK(m_ctx.checkpoint());
        EH_CHECK(differentiate(width));
        EH_CHECK(solveForStep(width));
        ++m_point.steps;
        const double whole = slopeAlong(1.0, width);
        const double start = slopeAlong(0.0, width);
        const bool isWhole = std::abs(whole) <= 1e-2 * std::abs(start);
        double length = 1.0;
        if (!isWhole) {
            EH_TRY(length, lengthOfStep(width));
        }
        m_point.w += length * m_step.head(m_d);
        m_point.b += length * m_step[m_d];
        m_point.value += length * m_stepValue;
        // A change of values that is small beside the corner moves no row across it.
        if (length * m_stepValue.lpNorm<Eigen::Infinity>() <= (isWhole ? 0.05 : 0.002) * width)
            break;
    }
    EH_TRY(m_point.value, blockwiseTimes(m_problem.x, m_point.w, m_ctx));
    m_point.value.array() += m_point.b;
    return kOk;
}

} // namespace

VectorXd dualOf(const HingeProblem& problem, const HingePoint& point)
{
    VectorXd beta(problem.y.size());
    for (Index i = 0; i < beta.size(); ++i) {
        const double y = problem.y[i];
        beta[i] = y * problem.cost[i] * slope(1.0 - y * point.value[i], point.width);
    }
    return beta;
}

Result<HingePoint> fitHingeNewton(
    const HingeProblem& problem, HingePoint point, double firstWidth, double lastWidth, const RunContext& ctx)
{
    if (point.w.size() == 0)
        point.w = VectorXd::Zero(problem.x.features());
    // Every step keeps the equations, so the first point must meet them.
    if (problem.u.cols() > 0)
        point.w += problem.u
            * (problem.u.transpose() * problem.u)
                  .fullPivLu()
                  .solve(problem.right - problem.u.transpose() * point.w);
    EH_TRY(point.value, blockwiseTimes(problem.x, point.w, ctx));
    point.value.array() += point.b;
    point.steps = 0;
    Newton newton(problem, point, ctx);
    for (double width = firstWidth;; width = std::max(width * kShrink, lastWidth)) {
        EH_CHECK(newton.minimise(width));
        if (width <= lastWidth)
            break;
    }
    return point;
}

} // namespace evenhand
