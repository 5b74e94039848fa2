#include "engine/svm/free_set_factor.h"

#include <Eigen/Cholesky>

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

void FreeSetFactor::reserve(Index size)
{
    if (size <= m_factor.rows())
        return;
    const Index capacity = std::max<Index>(size, 2 * m_factor.rows());
    MatrixXd larger(capacity, capacity);
    larger.topLeftCorner(m_size, m_size) = m_factor.topLeftCorner(m_size, m_size);
    m_factor = std::move(larger);
}

Result<bool> FreeSetFactor::factorise(MatrixXd lower, const RunContext& ctx)
{
    // Panel by panel, so that a large one can be stopped; each panel takes off what those before it explain.
    constexpr Index kPanel = 96;
    const Index n = lower.rows();
    for (Index begin = 0; begin < n; begin += kPanel) {
        EH_CHECK(ctx.checkpoint());
        const Index count = std::min(kPanel, n - begin);
        const Index rest = n - begin;
        auto panel = lower.block(begin, begin, rest, count);
        if (begin > 0)
            panel.noalias()
                -= lower.block(begin, 0, rest, begin) * lower.block(begin, 0, count, begin).transpose();
        const Eigen::LLT<MatrixXd> corner(panel.topRows(count));
        if (corner.info() != Eigen::Success)
            return false;
        panel.topRows(count) = corner.matrixL();
        if (rest > count)
            corner.matrixU().solveInPlace<Eigen::OnTheRight>(panel.bottomRows(rest - count));
    }
    m_factor = std::move(lower);
    m_size = n;
    return true;
}

bool FreeSetFactor::append(const Eigen::Ref<const VectorXd>& column, double diagonal)
{
    reserve(m_size + 1);
    VectorXd row = column;
    m_factor.topLeftCorner(m_size, m_size).triangularView<Eigen::Lower>().solveInPlace(row);
    const double pivot = diagonal - row.squaredNorm();
    if (!(pivot > 0.0))
        return false;
    m_factor.row(m_size).head(m_size) = row.transpose();
    m_factor(m_size, m_size) = std::sqrt(pivot);
    ++m_size;
    return true;
}

void FreeSetFactor::remove(Index position)
{
    // Without the row, the factor below it has one column too many; plane rotations fold that column in.
    const Index last = m_size - 1;
    VectorXd column = m_factor.col(position).segment(position + 1, last - position);
    for (Index j = position; j < last; ++j) {
        // The old row and column j + 1 move to j.
        m_factor.row(j).head(position) = m_factor.row(j + 1).head(position);
        m_factor.col(j).segment(j, last - j) = m_factor.col(j + 1).segment(j + 1, last - j);
    }
    for (Index j = position; j < last; ++j) {
        const Index k = j - position;
        const double radius = std::hypot(m_factor(j, j), column[k]);
        const double c = m_factor(j, j) / radius;
        const double s = column[k] / radius;
        m_factor(j, j) = radius;
        const Index below = last - j - 1;
        auto own = m_factor.col(j).segment(j + 1, below);
        auto extra = column.segment(k + 1, below);
        const VectorXd rotated = c * own + s * extra;
        extra = c * extra - s * own;
        own = rotated;
    }
    m_size = last;
}

void FreeSetFactor::solve(Eigen::Ref<VectorXd> right) const
{
    const auto factor = m_factor.topLeftCorner(m_size, m_size);
    factor.triangularView<Eigen::Lower>().solveInPlace(right);
    factor.transpose().triangularView<Eigen::Upper>().solveInPlace(right);
}

} // namespace evenhand
