#include "engine/svm/kernel.h"

#include "engine/core/exponentials.h"
#include "engine/core/wide_loops.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

double power(double base, int exponent)
{
    double result = 1.0;
    for (int left = exponent; left > 0; left >>= 1) {
        if ((left & 1) != 0)
            result *= base;
        base *= base;
    }
    return result;
}

EVENHAND_WIDE_LOOPS void addScaled(double* to, const double* from, double factor, Index n)
{
    for (Index k = 0; k < n; ++k)
        to[k] += factor * from[k];
}

EVENHAND_WIDE_LOOPS void addMatches(double* to, const std::int32_t* codes, std::int32_t code, Index n)
{
    for (Index k = 0; k < n; ++k)
        to[k] += codes[k] == code ? 1.0 : 0.0;
}

EVENHAND_WIDE_LOOPS void toExponents(double* to, const double* norms, double own, double gamma, Index n)
{
    for (Index k = 0; k < n; ++k)
        to[k] = -gamma * std::max(0.0, (own - to[k]) + (norms[k] - to[k]));
}

} // namespace

KernelRows::KernelRows(const DesignMatrix& x, const KernelSpec& spec)
    : m_spec(spec)
    , m_rows(x.rows())
    , m_dense(x.dense)
    , m_norm(x.rows())
{
    for (const DesignMatrix::OneHot& block : x.blocks)
        m_blocks.push_back(block.codes);
    // In the order of fill(), so that the distance of equal rows is exactly zero.
    m_norm.setZero();
    for (Index j = 0; j < m_dense.cols(); ++j)
        m_norm.array() += m_dense.col(j).array() * m_dense.col(j).array();
    for (const std::vector<std::int32_t>& codes : m_blocks)
        for (Index i = 0; i < m_rows; ++i)
            m_norm[i] += codes[static_cast<std::size_t>(i)] >= 0 ? 1.0 : 0.0;
}

void KernelRows::fill(const KernelRows& left, Index i, Index first, std::span<double> out) const
{
    const auto n = static_cast<Index>(out.size());
    double* const to = out.data();
    std::fill(out.begin(), out.end(), 0.0);
    for (Index j = 0; j < m_dense.cols(); ++j)
        if (const double value = left.m_dense(i, j); value != 0.0) // written-out levels are mostly zeros
            addScaled(to, m_dense.col(j).data() + first, value, n);
    for (std::size_t b = 0; b < m_blocks.size(); ++b)
        if (const std::int32_t code = left.m_blocks[b][static_cast<std::size_t>(i)]; code >= 0)
            addMatches(to, m_blocks[b].data() + first, code, n);
    if (m_spec.kind == KernelKind::Rbf) {
        toExponents(to, m_norm.data() + first, left.m_norm[i], m_spec.gamma, n);
        exponentials(out);
    } else if (m_spec.kind == KernelKind::Polynomial) {
        for (Index k = 0; k < n; ++k)
            to[k] = power(m_spec.gamma * to[k] + m_spec.offset, m_spec.degree);
    }
}

void KernelRows::fillRow(Index i, Index first, std::span<double> out) const
{
    fill(*this, i, first, out);
}

void KernelRows::fillCrossRow(const KernelRows& other, Index i, std::span<double> out) const
{
    fill(other, i, 0, out);
}

double KernelRows::diagonal(Index i) const
{
    switch (m_spec.kind) {
    case KernelKind::Rbf:
        return 1.0;
    case KernelKind::Polynomial:
        return power(m_spec.gamma * m_norm[i] + m_spec.offset, m_spec.degree);
    case KernelKind::Linear:
        break;
    }
    return m_norm[i];
}

} // namespace evenhand
