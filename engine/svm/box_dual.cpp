#include "engine/svm/box_dual.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// At the optimum the bias lies between `most` and `least`; before, most - least is the violation.
struct BiasRange {
    Index up = -1;            ///< of the variables that may grow, the one that wants to most
    double most = -kInfinity; ///< its p - value
    double least = kInfinity; ///< smallest p - value of those that may shrink
};

BiasRange biasRange(const BoxDual& problem, const DualPoint& point)
{
    BiasRange range;
    for (Index i = 0; i < problem.rows(); ++i) {
        const double gradient = problem.target[i] - point.value[i];
        if (point.beta[i] < problem.upper[i] && gradient > range.most) {
            range.most = gradient;
            range.up = i;
        }
        if (point.beta[i] > problem.lower[i])
            range.least = std::min(range.least, gradient);
    }
    return range;
}

/// The partner of @p i that promises the largest gain.
Index partnerOf(const BoxDual& problem, const DualPoint& point, const BiasRange& range, const double* row,
    const VectorXd& diagonal, VectorXd& deflated)
{
    const Index n = problem.rows();
    const Index i = range.up;
    deflated = Eigen::Map<const VectorXd>(row, n);
    for (Index k = 0; k < problem.deflation.cols(); ++k)
        deflated -= problem.deflation(i, k) * problem.deflation.col(k);
    constexpr double kSmallest = 1e-12; // curvature of a pair of equal rows
    const double own = diagonal[i];
    Index best = -1;
    double bestGain = 0.0;
    for (Index j = 0; j < n; ++j) {
        if (!(point.beta[j] > problem.lower[j]))
            continue;
        const double difference = range.most - (problem.target[j] - point.value[j]);
        if (!(difference > 0.0))
            continue;
        const double curvature = std::max(own + diagonal[j] - 2.0 * deflated[j], kSmallest);
        const double gain = difference * difference / curvature;
        if (gain > bestGain) {
            bestGain = gain;
            best = j;
        }
    }
    return best;
}

void movePair(
    const BoxDual& problem, DualPoint& point, Index i, Index j, double step, const VectorXd& deflatedI)
{
    // The row of i may be gone from the cache once that of j is asked for; its deflated copy is here.
    point.beta[i] += step;
    point.beta[j] -= step;
    point.value += step * deflatedI;
    point.value -= step * Eigen::Map<const VectorXd>(problem.gram.row(j), problem.rows());
    for (Index k = 0; k < problem.deflation.cols(); ++k)
        point.value += (step * problem.deflation(j, k)) * problem.deflation.col(k);
}

} // namespace

double largestViolation(const BoxDual& problem, const DualPoint& point)
{
    double worst = 0.0;
    for (Index i = 0; i < problem.rows(); ++i) {
        const double gradient = problem.target[i] - point.value[i] - point.bias;
        if (point.beta[i] < problem.upper[i])
            worst = std::max(worst, gradient);
        if (point.beta[i] > problem.lower[i])
            worst = std::max(worst, -gradient);
    }
    return worst;
}

Result<void> refreshValue(const BoxDual& problem, DualPoint& point, const RunContext& ctx)
{
    std::vector<Index> which;
    std::vector<double> change;
    for (Index i = 0; i < problem.rows(); ++i)
        if (point.beta[i] != 0.0) {
            which.push_back(i);
            change.push_back(point.beta[i]);
        }
    point.value.setZero();
    EH_CHECK(problem.gram.addCombination(which, change, point.value, ctx));
    if (problem.deflation.cols() > 0)
        point.value -= problem.deflation * (problem.deflation.transpose() * point.beta);
    return kOk;
}

/// Without a bias there is no equation to keep: one variable at a time, the one that promises the largest
/// gain.
static Result<SmoOutcome> solveByCoordinates(
    const BoxDual& problem, DualPoint& point, double tolerance, long mostIterations, const RunContext& ctx)
{
    const Index n = problem.rows();
    SmoOutcome outcome;
    while (outcome.iterations < mostIterations) {
        EH_CHECK(ctx.checkpoint());
        Index best = -1;
        double bestGain = 0.0;
        double worst = 0.0;
        for (Index i = 0; i < n; ++i) {
            const double gradient = problem.target[i] - point.value[i];
            if (gradient > 0.0 ? !(point.beta[i] < problem.upper[i]) : !(point.beta[i] > problem.lower[i]))
                continue;
            worst = std::max(worst, std::abs(gradient));
            const double gain = gradient * gradient / std::max(problem.diagonal(i), 1e-12);
            if (gain > bestGain) {
                bestGain = gain;
                best = i;
            }
        }
        if (worst <= tolerance || best < 0) {
            outcome.converged = true;
            break;
        }
        const double wanted
            = (problem.target[best] - point.value[best]) / std::max(problem.diagonal(best), 1e-12);
        const double next = std::clamp(point.beta[best] + wanted, problem.lower[best], problem.upper[best]);
        const double step = next - point.beta[best];
        point.beta[best] = next;
        point.value += step * Eigen::Map<const VectorXd>(problem.gram.row(best), n);
        for (Index k = 0; k < problem.deflation.cols(); ++k)
            point.value -= (step * problem.deflation(best, k)) * problem.deflation.col(k);
        ++outcome.iterations;
    }
    return outcome;
}

Result<SmoOutcome> solveBySmo(
    const BoxDual& problem, DualPoint& point, double tolerance, long mostIterations, const RunContext& ctx)
{
    if (!problem.hasBias)
        return solveByCoordinates(problem, point, tolerance, mostIterations, ctx);
    const Index n = problem.rows();
    VectorXd diagonal(n);
    for (Index i = 0; i < n; ++i)
        diagonal[i] = problem.diagonal(i);
    VectorXd deflated(n);
    SmoOutcome outcome;
    while (outcome.iterations < mostIterations) {
        EH_CHECK(ctx.checkpoint());
        const BiasRange range = biasRange(problem, point);
        if (range.up < 0 || range.least == kInfinity)
            break; // no variable can move one of the two ways: the point is the only feasible one
        point.bias = 0.5 * (range.most + range.least);
        if (range.most - range.least <= tolerance) {
            outcome.converged = true;
            break;
        }
        const Index i = range.up;
        const Index j = partnerOf(problem, point, range, problem.gram.row(i), diagonal, deflated);
        if (j < 0)
            break;
        const double difference = range.most - (problem.target[j] - point.value[j]);
        const double curvature = std::max(diagonal[i] + diagonal[j] - 2.0 * deflated[j], 1e-12);
        const double roomUp = problem.upper[i] - point.beta[i];
        const double roomDown = point.beta[j] - problem.lower[j];
        const double step = std::min({difference / curvature, roomUp, roomDown});
        movePair(problem, point, i, j, step, deflated);
        // Exactly on the bound, not a rounding beside it.
        if (step == roomUp)
            point.beta[i] = problem.upper[i];
        if (step == roomDown)
            point.beta[j] = problem.lower[j];
        ++outcome.iterations;
    }
    return outcome;
}

} // namespace evenhand
