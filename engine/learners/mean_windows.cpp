#include "engine/learners/mean_windows.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

MeanWindows::MeanWindows(std::vector<std::size_t> groups)
{
    m_begin.push_back(0);
    for (const std::size_t count : groups)
        m_begin.push_back(m_begin.back() + count);
    m_side.assign(m_begin.back(), Side::Inside);
}

double MeanWindows::largestGap(const VectorXd& means) const
{
    double largest = 0.0;
    for (std::size_t f = 0; f + 1 < m_begin.size(); ++f) {
        const auto own
            = means.segment(static_cast<Index>(m_begin[f]), static_cast<Index>(m_begin[f + 1] - m_begin[f]));
        largest = std::max(largest, own.maxCoeff() - own.minCoeff());
    }
    return largest;
}

MeanEquations MeanWindows::equations(double epsilon) const
{
    MeanEquations equations;
    std::vector<VectorXd> columns;
    std::vector<double> right;
    const auto add = [&](std::size_t plus, std::size_t minus, double value) {
        VectorXd column = VectorXd::Zero(static_cast<Index>(size()));
        column[static_cast<Index>(plus)] = 1.0;
        column[static_cast<Index>(minus)] = -1.0;
        columns.push_back(std::move(column));
        right.push_back(value);
    };
    for (std::size_t f = 0; f + 1 < m_begin.size(); ++f) {
        std::optional<std::size_t> top;
        std::optional<std::size_t> bottom;
        for (std::size_t k = m_begin[f]; k < m_begin[f + 1]; ++k) {
            if (m_side[k] == Side::Inside)
                continue;
            std::optional<std::size_t>& first = m_side[k] == Side::Top ? top : bottom;
            if (first)
                add(k, *first, 0.0); // level with the others of its side
            else
                first = k;
        }
        if (top && bottom)
            add(*top, *bottom, epsilon);
    }
    equations.combination.resize(static_cast<Index>(size()), static_cast<Index>(columns.size()));
    equations.right.resize(static_cast<Index>(columns.size()));
    for (std::size_t c = 0; c < columns.size(); ++c) {
        equations.combination.col(static_cast<Index>(c)) = columns[c];
        equations.right[static_cast<Index>(c)] = right[c];
    }
    return equations;
}

void MeanWindows::holdExtremes(std::size_t family, const VectorXd& means)
{
    const auto begin = static_cast<Index>(m_begin[family]);
    const auto own = means.segment(begin, static_cast<Index>(m_begin[family + 1]) - begin);
    Index top = 0;
    Index bottom = 0;
    own.maxCoeff(&top);
    own.minCoeff(&bottom);
    m_side[static_cast<std::size_t>(begin + top)] = Side::Top;
    m_side[static_cast<std::size_t>(begin + bottom)] = Side::Bottom;
}

/// Changes which groups are held where the response contradicts it.
/// @return whether anything was changed
bool MeanWindows::adjust(double epsilon, const MeanResponse& response)
{
    bool changed = false;
    for (std::size_t f = 0; f + 1 < m_begin.size(); ++f) {
        const auto begin = static_cast<Index>(m_begin[f]);
        const auto count = static_cast<Index>(m_begin[f + 1]) - begin;
        const auto means = response.means.segment(begin, count);
        const auto forces = response.forces.segment(begin, count);
        const double tolerance = 1e-9 * std::max(1.0, means.lpNorm<Eigen::Infinity>());
        const auto side = [&](Index k) -> Side& { return m_side[static_cast<std::size_t>(begin + k)]; };
        std::vector<Index> held;
        for (Index k = 0; k < count; ++k)
            if (side(k) != Side::Inside)
                held.push_back(k);
        if (held.empty()) {
            if (means.maxCoeff() - means.minCoeff() > epsilon + tolerance) {
                holdExtremes(f, response.means);
                changed = true;
            }
            continue;
        }
        // A force must push towards the middle: down at the top, up at the bottom. The worst one goes.
        const double forceTolerance = 1e-9 * std::max(1e-12, forces.lpNorm<Eigen::Infinity>());
        const auto outward = [&](Index k) { return side(k) == Side::Top ? -forces[k] : forces[k]; };
        const Index worst = *std::ranges::max_element(held, {}, outward);
        if (outward(worst) > forceTolerance) {
            const bool isPair = held.size() == 2;
            for (const Index k : held)
                if (k == worst || isPair)
                    side(k) = Side::Inside;
            changed = true;
            continue;
        }
        double top = 0.0;
        double bottom = 0.0;
        for (const Index k : held)
            (side(k) == Side::Top ? top : bottom) = means[k];
        Index out = -1;
        double by = tolerance;
        for (Index k = 0; k < count; ++k) {
            const double outside = std::max(means[k] - top, bottom - means[k]);
            if (side(k) == Side::Inside && outside > by) {
                by = outside;
                out = k;
            }
        }
        if (out >= 0) {
            side(out) = means[out] > top ? Side::Top : Side::Bottom;
            changed = true;
        }
    }
    return changed;
}

Result<MeanResponse> MeanWindows::solve(
    double epsilon, const MeanResponse& unconstrained, const SolveUnderEquations& solve)
{
    if (largestGap(unconstrained.means) <= epsilon) {
        std::ranges::fill(m_side, Side::Inside);
        return solve(equations(epsilon));
    }
    if (epsilon == 0.0) {
        // All means of a family are equal: one equation for each group but the first, whatever its force.
        std::ranges::fill(m_side, Side::Top);
        return solve(equations(0.0));
    }
    for (std::size_t f = 0; f + 1 < m_begin.size(); ++f) {
        const auto isSide = [&](Side wanted) {
            return std::find(m_side.begin() + static_cast<std::ptrdiff_t>(m_begin[f]),
                       m_side.begin() + static_cast<std::ptrdiff_t>(m_begin[f + 1]), wanted)
                != m_side.begin() + static_cast<std::ptrdiff_t>(m_begin[f + 1]);
        };
        if (!isSide(Side::Top) || !isSide(Side::Bottom))
            for (std::size_t k = m_begin[f]; k < m_begin[f + 1]; ++k)
                m_side[k] = Side::Inside;
    }
    if (std::ranges::all_of(m_side, [](Side side) { return side == Side::Inside; }))
        (void)adjust(epsilon, unconstrained);
    const std::size_t mostTries = 8 * size() + 16;
    for (std::size_t tries = 0; tries < mostTries; ++tries) {
        EH_TRY(MeanResponse response, solve(equations(epsilon)));
        if (!adjust(epsilon, response))
            return response;
    }
    return noAnswer(text("the groups that a tolerance of %1 holds could not be determined", epsilon),
        text("try a tolerance of 0"));
}

MatrixXd meanWeights(const MeanConstraints& constraints, Index rows)
{
    Index q = 0;
    for (const MeanConstraints::Family& family : constraints.families)
        q += static_cast<Index>(family.groups.size());
    MatrixXd weights = MatrixXd::Zero(rows, q);
    Index first = 0;
    for (const MeanConstraints::Family& family : constraints.families) {
        for (Index i = 0; i < rows; ++i)
            if (const std::int32_t group = family.member[static_cast<std::size_t>(i)]; group >= 0)
                weights(i, first + group) = family.share[i];
        first += static_cast<Index>(family.groups.size());
    }
    return weights;
}

std::vector<std::size_t> groupCounts(const MeanConstraints& constraints)
{
    std::vector<std::size_t> counts;
    for (const MeanConstraints::Family& family : constraints.families)
        counts.push_back(family.groups.size());
    return counts;
}

std::vector<std::vector<double>> byFamily(const VectorXd& values, const std::vector<std::size_t>& groups)
{
    std::vector<std::vector<double>> lists;
    Index next = 0;
    for (const std::size_t count : groups) {
        std::vector<double>& list = lists.emplace_back();
        for (std::size_t g = 0; g < count; ++g)
            list.push_back(values[next++]);
    }
    return lists;
}

} // namespace evenhand
