#include "engine/svm/constrained_svm.h"

#include "engine/learners/row_blocks.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Free support vectors up to which a dense factor is kept: 3000² numbers are 72 MB.
constexpr Index kMostFree = 3000;
/// Optimality conditions hold to this many margins.
constexpr double kTolerance = 1e-9;
/// Rows of the sample on which Newton's method begins: while the corner of the hinge is wide, a step costs
/// rows·d².
Index sampleSize(Index features)
{
    constexpr double kOperations = 1e9;
    constexpr Index kMost = 20'000;
    const double d = static_cast<double>(features) + 1.0;
    return std::clamp<Index>(static_cast<Index>(kOperations / (d * d)), std::min(kMost, 4 * features), kMost);
}

} // namespace

Result<std::unique_ptr<ConstrainedSvm>> ConstrainedSvm::create(std::unique_ptr<Gram> gram,
    const DesignMatrix* linear, VectorXd y, VectorXd cost, MatrixXd weights, bool hasBias,
    const RunContext& ctx)
{
    std::unique_ptr<ConstrainedSvm> svm(new ConstrainedSvm);
    svm->m_gram = std::move(gram);
    svm->m_linear = linear;
    svm->m_y = std::move(y);
    svm->m_cost = std::move(cost);
    svm->m_weights = std::move(weights);
    svm->m_hasBias = hasBias;
    const Index n = svm->m_y.size();
    svm->m_lower = (svm->m_y.array() > 0.0).select(VectorXd::Zero(n), -svm->m_cost);
    svm->m_upper = (svm->m_y.array() > 0.0).select(svm->m_cost, VectorXd::Zero(n));
    for (Index i = 0; i < n; ++i)
        svm->m_largestDiagonal = std::max(svm->m_largestDiagonal, svm->m_gram->diagonal(i));
    EH_TRY(svm->m_means, svm->m_gram->times(svm->m_weights, ctx));
    svm->m_meanGram = svm->m_weights.transpose() * svm->m_means;
    svm->m_point = DualPoint::zero(n);
    svm->m_activeSet = std::make_unique<ActiveSet>(kMostFree);
    return svm;
}

ConstrainedSvm::Deflation ConstrainedSvm::deflationOf(const MeanEquations& equations) const
{
    Deflation deflation {MatrixXd(m_weights.cols(), 0), MatrixXd(m_y.size(), 0), VectorXd(0)};
    if (equations.combination.cols() == 0)
        return deflation;
    // Equations along directions in which the means do not differ say nothing: they are left out.
    const MatrixXd gram = equations.combination.transpose() * m_meanGram * equations.combination;
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(gram);
    const double largest = eigen.eigenvalues().maxCoeff();
    const double cut = std::max(1e-12 * largest, 1e-12 * m_largestDiagonal);
    std::vector<Index> kept;
    for (Index k = 0; k < gram.cols(); ++k)
        if (eigen.eigenvalues()[k] > cut)
            kept.push_back(k);
    const auto m = static_cast<Index>(kept.size());
    deflation.combination.resize(m_weights.cols(), m);
    deflation.right.resize(m);
    for (Index k = 0; k < m; ++k) {
        const Index at = kept[static_cast<std::size_t>(k)];
        const VectorXd scaled = eigen.eigenvectors().col(at) / std::sqrt(eigen.eigenvalues()[at]);
        deflation.combination.col(k) = equations.combination * scaled;
        deflation.right[k] = equations.right.dot(scaled);
    }
    deflation.columns = m_means * deflation.combination;
    return deflation;
}

Result<void> ConstrainedSvm::startByNewton(const BoxDual& problem, const Deflation& deflation,
    double firstWidth, double lastWidth, const RunContext& ctx)
{
    HingeProblem primal {
        *m_linear, m_y, m_cost, MatrixXd(m_linear->features(), deflation.right.size()), deflation.right};
    for (Index k = 0; k < deflation.right.size(); ++k) {
        EH_TRY(primal.u.col(k),
            blockwiseTransposedTimes(*m_linear, m_weights * deflation.combination.col(k), ctx));
    }
    primal.hasBias = m_hasBias;
    HingePoint start = m_newton ? std::move(*m_newton) : HingePoint {};
    const Index sampled = sampleSize(m_linear->features());
    constexpr double kSampleWidth = 0.04;
    if (firstWidth > kSampleWidth && m_y.size() >= 2 * sampled) {
        // While the corner is wide most rows lie in it and a step is dear; a sample of them finds the way.
        const Index stride = m_y.size() / sampled;
        std::vector<Index> rows;
        for (Index i = 0; i < m_y.size(); i += stride)
            rows.push_back(i);
        const DesignMatrix x = m_linear->select(rows);
        const VectorXd y = m_y(rows);
        const HingeProblem sample {
            x, y, m_cost(rows) * (m_cost.sum() / m_cost(rows).sum()), primal.u, primal.right, primal.hasBias};
        EH_TRY(start, fitHingeNewton(sample, std::move(start), firstWidth, kSampleWidth, ctx));
        firstWidth = kSampleWidth;
    }
    EH_TRY(HingePoint found, fitHingeNewton(primal, std::move(start), firstWidth, lastWidth, ctx));
    m_point.beta = dualOf(primal, found);
    m_point.bias = found.b;
    m_newton = std::move(found);
    m_activeSet->forget();
    return refreshValue(problem, m_point, ctx);
}

/// Along a path only rows near the margin change sides: solves for these, the others held, until none of the
/// others objects. A step costs a pass over the near rows instead of one over all.
Result<DualOutcome> ConstrainedSvm::solveNear(const BoxDual& problem, const RunContext& ctx)
{
    constexpr int kMostRounds = 8;
    constexpr Index kFewest = 400;
    const Index n = problem.rows();
    VectorXd slack(n);
    std::vector<Index> order(static_cast<std::size_t>(n));
    DualOutcome outcome;
    for (int round = 0; round < kMostRounds; ++round) {
        EH_CHECK(ctx.checkpoint());
        for (Index i = 0; i < n; ++i) {
            const bool isFree = m_point.beta[i] > problem.lower[i] && m_point.beta[i] < problem.upper[i];
            const double gradient = problem.target[i] - m_point.value[i] - m_point.bias;
            const bool objects = m_point.beta[i] < problem.upper[i] ? gradient > 0.0 : gradient < 0.0;
            slack[i] = isFree || objects ? 0.0 : std::abs(gradient) / std::sqrt(1.0 + problem.diagonal(i));
            order[static_cast<std::size_t>(i)] = i;
        }
        const Index count = std::min(n, std::max(kFewest, n >> std::max(0, 6 - round)));
        std::ranges::nth_element(order, order.begin() + static_cast<std::ptrdiff_t>(count - 1),
            [&](Index a, Index b) { return slack[a] < slack[b] || (slack[a] == slack[b] && a < b); });
        std::vector<Index> near(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
        std::ranges::sort(near);

        const DesignMatrix rows = m_linear->select(near);
        LinearGram gram(rows);
        DualPoint point {m_point.beta(near), VectorXd(count), m_point.bias};
        BoxDual part {gram, problem.lower(near), problem.upper(near), VectorXd(count),
            problem.deflation(near, Eigen::all), point.beta.sum(), problem.hasBias};
        EH_CHECK(refreshValue(part, point, ctx));
        part.target = problem.target(near) - m_point.value(near) + point.value;
        ActiveSet sets(kMostFree);
        const long most = 200 + 4 * static_cast<long>(m_linear->features()) + count / 4;
        EH_TRY(const ActiveSetOutcome done, sets.solve(part, point, kTolerance, most, ctx));
        outcome.setSteps += done.steps;
        for (Index k = 0; k < count; ++k)
            m_point.beta[near[static_cast<std::size_t>(k)]] = point.beta[k];
        m_point.bias = point.bias;
        EH_CHECK(refreshValue(problem, m_point, ctx));
        outcome.violation = largestViolation(problem, m_point);
        outcome.converged = done.finished && outcome.violation <= 10.0 * kTolerance;
        if (outcome.converged || !done.finished)
            break;
    }
    m_activeSet->forget();
    m_newton.reset();
    return outcome;
}

/// @param jump  how far the group means must move from the last solution, as a share of the first gap
Result<DualOutcome> ConstrainedSvm::solveLinear(
    const BoxDual& problem, const Deflation& deflation, double jump, const RunContext& ctx)
{
    constexpr double kSmallJump = 0.25;
    DualOutcome outcome;
    if (jump <= kSmallJump) {
        EH_TRY(outcome, solveNear(problem, ctx));
        if (outcome.converged)
            return outcome;
    }
    // Elsewhere Newton's method finds the free set, with a corner that is narrowed until it does.
    for (const double width : {1e-3, 1e-5, 1e-7, 1e-9}) {
        EH_CHECK(startByNewton(problem, deflation, width == 1e-3 ? 1.0 : 10.0 * width, width, ctx));
        const long most = 50 + 2 * static_cast<long>(m_linear->features());
        EH_TRY(const ActiveSetOutcome sets, m_activeSet->solve(problem, m_point, kTolerance, most, ctx));
        outcome.setSteps += sets.steps;
        outcome.violation = sets.violation;
        outcome.converged = sets.finished;
        if (outcome.converged)
            break;
    }
    return outcome;
}

SvmSolution ConstrainedSvm::solutionAt(const Deflation& deflation) const
{
    SvmSolution solution;
    solution.beta = m_point.beta;
    solution.bias = m_point.bias;
    // In the orthonormal combination G is the identity.
    const VectorXd lambda = deflation.columns.transpose() * m_point.beta - deflation.right;
    solution.response.forces = deflation.combination * lambda;
    solution.response.means = m_means.transpose() * m_point.beta - m_meanGram * solution.response.forces;
    solution.theta = m_point.beta - m_weights * solution.response.forces;
    const double own = m_point.beta.dot(m_point.value);
    const double offset = deflation.right.squaredNorm();
    solution.squaredNorm = own + offset;
    solution.value = m_point.value + deflation.columns * deflation.right;
    solution.value.array() += m_point.bias;
    double loss = 0.0;
    for (Index i = 0; i < m_y.size(); ++i)
        loss += m_cost[i] * std::max(0.0, 1.0 - m_y[i] * solution.value[i]);
    solution.objective = 0.5 * solution.squaredNorm + loss;
    const double pull = m_point.beta.dot(m_y - deflation.columns * deflation.right);
    const double dual = 0.5 * offset + pull - 0.5 * own;
    solution.dualityGap = (solution.objective - dual) / std::max(std::abs(solution.objective), 1e-300);
    return solution;
}

Result<SvmSolution> ConstrainedSvm::solve(const MeanEquations& equations, const RunContext& ctx)
{
    const Deflation deflation = deflationOf(equations);
    const BoxDual problem {*m_gram, m_lower, m_upper, m_y - deflation.columns * deflation.right,
        deflation.columns, 0.0, m_hasBias};
    const bool sameMatrix = m_last && m_last->combination.cols() == equations.combination.cols()
        && m_last->combination == equations.combination;
    if (!sameMatrix) {
        m_activeSet->forget();
        EH_CHECK(refreshValue(problem, m_point, ctx));
    }
    // How far the means must move, as a share of the first gap that was seen.
    double jump = 1.0;
    if (m_lastMeans.size() > 0) {
        const VectorXd move = equations.combination.transpose() * m_lastMeans - equations.right;
        m_firstMove
            = m_firstMove > 0.0 ? m_firstMove : (m_lastMeans.array() - m_lastMeans.mean()).matrix().norm();
        jump = m_firstMove > 0.0 && move.size() > 0 ? move.norm() / m_firstMove : 0.0;
    }
    DualOutcome outcome;
    if (m_linear != nullptr) {
        EH_TRY(outcome, solveLinear(problem, deflation, jump, ctx));
    } else {
        EH_TRY(outcome, solveDual(problem, m_point, *m_activeSet, kTolerance, ctx));
    }
    m_last = equations;
    SvmSolution solution = solutionAt(deflation);
    solution.converged = outcome.converged;
    solution.violation = outcome.violation;
    m_lastMeans = solution.response.means;
    return solution;
}

} // namespace evenhand
