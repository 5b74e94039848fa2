#include "engine/svm/active_set.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void ActiveSet::entriesOf(const BoxDual& problem, Index i, VectorXd& to) const
{
    to.resize(static_cast<Index>(m_free.size()));
    problem.gram.entries(i, m_free, to.data());
    for (Index k = 0; k < problem.deflation.cols(); ++k) {
        const double own = problem.deflation(i, k);
        for (std::size_t f = 0; f < m_free.size(); ++f)
            to[static_cast<Index>(f)] -= own * problem.deflation(m_free[f], k);
    }
}

Result<bool> ActiveSet::start(const BoxDual& problem, const DualPoint& point, const RunContext& ctx)
{
    const Index n = problem.rows();
    m_free.clear();
    m_isFree.assign(static_cast<std::size_t>(n), 0);
    m_moved.clear();
    m_change = VectorXd::Zero(n);
    double meanDiagonal = 0.0;
    for (Index i = 0; i < n; ++i) {
        meanDiagonal += problem.diagonal(i) / static_cast<double>(n);
        if (point.beta[i] > problem.lower[i] && point.beta[i] < problem.upper[i]) {
            m_free.push_back(i);
            m_isFree[static_cast<std::size_t>(i)] = 1;
        }
    }
    const auto size = static_cast<Index>(m_free.size());
    if (size > m_mostFree)
        return false;
    MatrixXd matrix(size, size);
    VectorXd entries;
    for (Index k = 0; k < size; ++k) {
        EH_CHECK(ctx.checkpoint());
        entriesOf(problem, m_free[static_cast<std::size_t>(k)], entries);
        matrix.col(k) = entries;
    }
    constexpr double kRelativeRidge = 1e-10;
    m_ridge = kRelativeRidge * std::max(meanDiagonal, 1e-300);
    for (int tries = 0; tries < 4; ++tries, m_ridge *= 100.0) {
        MatrixXd regular = matrix;
        regular.diagonal().array() += m_ridge;
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const bool isDefinite, m_factor.factorise(std::move(regular), ctx));
        if (isDefinite) {
            m_isReady = true;
            return true;
        }
    }
    return false;
}

void ActiveSet::release(Index position)
{
    m_isFree[static_cast<std::size_t>(m_free[static_cast<std::size_t>(position)])] = 0;
    m_free.erase(m_free.begin() + position);
    m_factor.remove(position);
    const Index below = m_residual.size() - position - 1;
    m_residual.segment(position, below) = m_residual.tail(below).eval();
    m_residual.conservativeResize(m_residual.size() - 1);
}

Index ActiveSet::blockedStep(
    const BoxDual& problem, const DualPoint& point, const VectorXd& direction, double& length) const
{
    length = 1.0;
    Index blocked = -1;
    for (std::size_t k = 0; k < m_free.size(); ++k) {
        const Index i = m_free[k];
        const double change = direction[static_cast<Index>(k)];
        const double room
            = change > 0.0 ? problem.upper[i] - point.beta[i] : problem.lower[i] - point.beta[i];
        if (change != 0.0 && room / change < length) {
            length = std::max(0.0, room / change);
            blocked = static_cast<Index>(k);
        }
    }
    return blocked;
}

/// Goes to the optimum of the free variables; those that meet a bound on the way stay there.
Result<void> ActiveSet::moveInside(const BoxDual& problem, DualPoint& point, const RunContext& ctx)
{
    while (!m_free.empty()) {
        EH_CHECK(ctx.checkpoint());
        VectorXd direction = m_residual;
        m_factor.solve(direction);
        double bias = 0.0;
        if (problem.hasBias) {
            VectorXd ones = VectorXd::Ones(m_factor.size());
            m_factor.solve(ones);
            bias = (direction.sum() + point.beta.sum() - problem.total) / ones.sum();
            direction -= bias * ones;
        }
        double length = 1.0;
        const Index blocked = blockedStep(problem, point, direction, length);
        for (std::size_t k = 0; k < m_free.size(); ++k) {
            const Index i = m_free[k];
            const bool isBlocked = static_cast<Index>(k) == blocked;
            const double old = point.beta[i];
            point.beta[i] = isBlocked ? (direction[blocked] > 0.0 ? problem.upper[i] : problem.lower[i])
                                      : old + length * direction[static_cast<Index>(k)];
            if (m_change[i] == 0.0)
                m_moved.push_back(i);
            m_change[i] += point.beta[i] - old;
        }
        point.bias += length * bias;
        m_residual = (1.0 - length) * m_residual + (length * m_ridge) * direction;
        if (blocked < 0)
            break;
        release(blocked);
    }
    return kOk;
}

Result<void> ActiveSet::updateValue(const BoxDual& problem, DualPoint& point, const RunContext& ctx)
{
    std::vector<double> change;
    // In the order of the rows: the sum must not depend on the way here.
    std::ranges::sort(m_moved);
    m_moved.erase(std::unique(m_moved.begin(), m_moved.end()), m_moved.end());
    VectorXd deflated = VectorXd::Zero(problem.deflation.cols());
    for (const Index i : m_moved) {
        change.push_back(m_change[i]);
        deflated += m_change[i] * problem.deflation.row(i).transpose();
        m_change[i] = 0.0;
    }
    EH_CHECK(problem.gram.addCombination(m_moved, change, point.value, ctx));
    if (deflated.size() > 0)
        point.value -= problem.deflation * deflated;
    m_moved.clear();
    return kOk;
}

/// @return the largest violation
double ActiveSet::addViolators(const BoxDual& problem, const DualPoint& point, double tolerance)
{
    struct Violator {
        double size;
        Index row;
    };
    std::vector<Violator> violators;
    double worst = m_residual.size() > 0 ? m_residual.lpNorm<Eigen::Infinity>() : 0.0;
    for (Index i = 0; i < problem.rows(); ++i) {
        // Up where there is room above, down where there is room below; free rows are in the residual
        // already.
        const double gradient = problem.target[i] - point.value[i] - point.bias;
        const double up = point.beta[i] < problem.upper[i] ? gradient : 0.0;
        const double down = point.beta[i] > problem.lower[i] ? -gradient : 0.0;
        const double size = std::max(up, down);
        if (size <= tolerance || m_isFree[static_cast<std::size_t>(i)] != 0)
            continue;
        violators.push_back({size, i});
        worst = std::max(worst, size);
    }
    // A tenth of the free set at once: more would mostly be driven straight back.
    const std::size_t most = std::min(violators.size(), std::max<std::size_t>(4, m_free.size() / 10));
    std::ranges::partial_sort(violators, violators.begin() + static_cast<std::ptrdiff_t>(most),
        [](const Violator& a, const Violator& b) {
            return a.size > b.size || (a.size == b.size && a.row < b.row);
        });
    VectorXd entries;
    for (std::size_t v = 0; v < most; ++v) {
        const Index i = violators[v].row;
        entriesOf(problem, i, entries);
        if (!m_factor.append(entries, problem.diagonal(i) + m_ridge))
            continue;
        m_free.push_back(i);
        m_isFree[static_cast<std::size_t>(i)] = 1;
        m_residual.conservativeResize(m_residual.size() + 1);
        m_residual[m_residual.size() - 1] = problem.target[i] - point.value[i] - point.bias;
    }
    return worst;
}

Result<ActiveSetOutcome> ActiveSet::solve(
    const BoxDual& problem, DualPoint& point, double tolerance, long mostSteps, const RunContext& ctx)
{
    ActiveSetOutcome outcome;
    if (!m_isReady) {
        EH_TRY(const bool started, start(problem, point, ctx));
        if (!started) {
            outcome.violation = largestViolation(problem, point);
            return outcome;
        }
    }
    while (outcome.steps < mostSteps && static_cast<Index>(m_free.size()) <= m_mostFree) {
        EH_CHECK(ctx.checkpoint());
        m_residual.resize(static_cast<Index>(m_free.size()));
        for (std::size_t k = 0; k < m_free.size(); ++k)
            m_residual[static_cast<Index>(k)]
                = problem.target[m_free[k]] - point.value[m_free[k]] - point.bias;
        EH_CHECK(moveInside(problem, point, ctx));
        EH_CHECK(updateValue(problem, point, ctx));
        ++outcome.steps;
        for (std::size_t k = 0; k < m_free.size(); ++k)
            m_residual[static_cast<Index>(k)]
                = problem.target[m_free[k]] - point.value[m_free[k]] - point.bias;
        outcome.violation = addViolators(problem, point, tolerance);
        if (outcome.violation <= tolerance) {
            outcome.finished = true;
            break;
        }
    }
    outcome.nFree = static_cast<Index>(m_free.size());
    return outcome;
}

} // namespace evenhand
