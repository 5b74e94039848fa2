#include "engine/methods/mixture_program.h"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr double kPrecision = 1e-11;   ///< of reduced costs and pivots; errors and violations are about 1
constexpr int kStepsWithoutCare = 200; ///< after which the smallest index is taken, which cannot circle
constexpr int kMostSteps = 5000;

/// Position that leaves when a direction is followed, or -1; of ties the variable with the smallest number.
Index leaving(const std::vector<Index>& basis, const VectorXd& value, const VectorXd& direction)
{
    Index at = -1;
    double least = HUGE_VAL;
    for (Index r = 0; r < value.size(); ++r) {
        if (direction[r] <= kPrecision)
            continue;
        const double ratio = std::max(value[r], 0.0) / direction[r];
        const bool tie = at >= 0 && ratio == least
            && basis[static_cast<std::size_t>(r)] < basis[static_cast<std::size_t>(at)];
        if (ratio < least || tie) {
            least = ratio;
            at = r;
        }
    }
    return at;
}

} // namespace

void MixtureProgram::add(double error, const VectorXd& violation)
{
    m_error.push_back(error);
    m_violation.push_back(violation);
    if (m_basis.empty())
        beginWithFirst();
}

void MixtureProgram::beginWithFirst()
{
    m_k = m_violation.front().size();
    for (Index k = 0; k < m_k; ++k)
        m_basis.push_back(k);
    Index worst = 0;
    if (m_k > 0 && m_violation.front().maxCoeff(&worst) > 0.0)
        m_basis[static_cast<std::size_t>(worst)] = m_k;
    m_basis.push_back(m_k + 1);
}

VectorXd MixtureProgram::column(Index variable) const
{
    VectorXd made = VectorXd::Zero(m_k + 1);
    if (variable < m_k) {
        made[variable] = 1.0;
    } else if (variable == m_k) {
        made.head(m_k).setConstant(-1.0);
    } else {
        made.head(m_k) = m_violation[static_cast<std::size_t>(variable - m_k - 1)];
        made[m_k] = 1.0;
    }
    return made;
}

double MixtureProgram::cost(Index variable, double penalty) const
{
    return variable < m_k ? 0.0
        : variable == m_k ? penalty
                          : m_error[static_cast<std::size_t>(variable - m_k - 1)];
}

Index MixtureProgram::entering(const VectorXd& prices, double penalty, bool smallest) const
{
    Index best = -1;
    double most = -kPrecision;
    for (Index v = 0; v < m_k + 1 + models(); ++v) {
        if (std::ranges::find(m_basis, v) != m_basis.end())
            continue;
        const double reduced = cost(v, penalty) - prices.dot(column(v));
        if (reduced < most) {
            best = v;
            most = reduced;
            if (smallest)
                break;
        }
    }
    return best;
}

Mixture MixtureProgram::solve(double penalty)
{
    const Index size = m_k + 1;
    const VectorXd right = VectorXd::Unit(size, m_k);
    VectorXd value, prices;
    for (int step = 0; step < kMostSteps; ++step) {
        MatrixXd basis(size, size);
        VectorXd costs(size);
        for (Index r = 0; r < size; ++r) {
            basis.col(r) = column(m_basis[static_cast<std::size_t>(r)]);
            costs[r] = cost(m_basis[static_cast<std::size_t>(r)], penalty);
        }
        const Eigen::PartialPivLU<MatrixXd> factor(basis);
        value = factor.solve(right);
        prices = factor.transpose().solve(costs);
        const Index enters = entering(prices, penalty, step > kStepsWithoutCare);
        if (enters < 0)
            break;
        const Index at = leaving(m_basis, value, factor.solve(column(enters)));
        if (at < 0)
            break; // cannot be: every variable with a bound is bounded by the simplex
        m_basis[static_cast<std::size_t>(at)] = enters;
    }
    Mixture mixture {VectorXd::Zero(models()), (-prices.head(m_k)).cwiseMax(0.0), prices[m_k], 0.0};
    for (Index r = 0; r < size; ++r) {
        const Index variable = m_basis[static_cast<std::size_t>(r)];
        if (variable == m_k)
            mixture.excess = std::max(value[r], 0.0);
        else if (variable > m_k)
            mixture.weights[variable - m_k - 1] = std::max(value[r], 0.0);
    }
    mixture.weights /= mixture.weights.sum();
    return mixture;
}

} // namespace evenhand
