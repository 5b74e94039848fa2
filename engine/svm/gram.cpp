#include "engine/svm/gram.h"

#include "engine/core/parallel.h"
#include "engine/learners/row_blocks.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

KernelGram::KernelGram(std::shared_ptr<const KernelRows> rows, std::size_t bytes)
    : m_rows(std::move(rows))
    , m_diagonal(m_rows->rows())
    , m_kept(static_cast<std::size_t>(m_rows->rows()))
{
    const auto n = static_cast<std::size_t>(m_rows->rows());
    m_most = std::max<std::size_t>(2, bytes / (std::max<std::size_t>(n, 1) * sizeof(double)));
    m_allFit = m_most >= n;
    if (!m_allFit)
        m_place.assign(n, m_order.end());
    for (Index i = 0; i < m_rows->rows(); ++i)
        m_diagonal[i] = m_rows->diagonal(i);
}

const double* KernelGram::row(Index i)
{
    const auto at = static_cast<std::size_t>(i);
    if (m_kept[at]) {
        if (!m_allFit)
            m_order.splice(m_order.begin(), m_order, m_place[at]);
        return m_kept[at].get();
    }
    const auto n = static_cast<std::size_t>(rows());
    if (m_nKept == m_most) {
        const auto oldest = static_cast<std::size_t>(m_order.back());
        m_kept[at] = std::move(m_kept[oldest]);
        m_order.pop_back();
    } else {
        m_kept[at] = std::make_unique_for_overwrite<double[]>(n);
        ++m_nKept;
    }
    if (!m_allFit) {
        m_order.push_front(i);
        m_place[at] = m_order.begin();
    }
    m_rows->fillRow(i, 0, {m_kept[at].get(), n});
    ++m_computed;
    return m_kept[at].get();
}

void KernelGram::entries(Index i, std::span<const Index> which, double* to)
{
    const double* const all = row(i);
    for (std::size_t k = 0; k < which.size(); ++k)
        to[k] = all[which[k]];
}

Result<void> KernelGram::addCombination(
    std::span<const Index> which, std::span<const double> change, VectorXd& f, const RunContext& ctx)
{
    constexpr std::size_t kRowsAtOnce = 64;
    for (std::size_t k = 0; k < which.size(); ++k) {
        if (k % kRowsAtOnce == 0)
            EH_CHECK(ctx.checkpoint());
        if (change[k] != 0.0)
            f += change[k] * Eigen::Map<const VectorXd>(row(which[k]), f.size());
    }
    return kOk;
}

Result<MatrixXd> KernelGram::times(const MatrixXd& weights, const RunContext& ctx)
{
    // Columns of the result in blocks, each on one thread: a sum has the same order for any number of
    // threads. The rows are not kept: there are more of them than the solver will need.
    const Index n = rows();
    constexpr Index kBlock = 1024;
    const Index blocks = (n + kBlock - 1) / kBlock;
    MatrixXd product = MatrixXd::Zero(n, weights.cols());
    std::vector<Index> used;
    for (Index i = 0; i < n; ++i)
        if ((weights.row(i).array() != 0.0).any())
            used.push_back(i);
    const auto ofBlock = [&](std::size_t block) -> Result<void> {
        const Index first = static_cast<Index>(block) * kBlock;
        const Index count = std::min(kBlock, n - first);
        VectorXd part(count);
        for (std::size_t k = 0; k < used.size(); ++k) {
            if (k % 32 == 0)
                EH_CHECK(ctx.checkpoint());
            const Index i = used[k];
            if (const double* const kept = m_kept[static_cast<std::size_t>(i)].get())
                part = Eigen::Map<const VectorXd>(kept + first, count);
            else
                m_rows->fillRow(i, first, {part.data(), static_cast<std::size_t>(count)});
            for (Index q = 0; q < weights.cols(); ++q)
                if (weights(i, q) != 0.0)
                    product.col(q).segment(first, count) += weights(i, q) * part;
        }
        return kOk;
    };
    EH_CHECK(parallelFor(static_cast<std::size_t>(blocks), ctx, ofBlock));
    return product;
}

LinearGram::LinearGram(const DesignMatrix& x)
    : m_x(x)
    , m_diagonal(VectorXd::Zero(x.rows()))
    , m_row(x.rows())
    , m_weights(x.features())
{
    for (Index j = 0; j < x.dense.cols(); ++j)
        m_diagonal.array() += x.dense.col(j).array().square();
    for (const DesignMatrix::OneHot& block : x.blocks)
        for (Index i = 0; i < x.rows(); ++i)
            m_diagonal[i] += block.codes[static_cast<std::size_t>(i)] >= 0 ? 1.0 : 0.0;
}

void LinearGram::addRow(Index i, double change, VectorXd& w) const
{
    for (Index j = 0; j < m_x.dense.cols(); ++j)
        w[j] += change * m_x.dense(i, j);
    for (const DesignMatrix::OneHot& block : m_x.blocks)
        if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
            w[block.offset + code] += change;
}

const double* LinearGram::row(Index i)
{
    m_weights.setZero();
    addRow(i, 1.0, m_weights);
    m_x.timesInto(m_weights, 0, m_x.rows(), m_row);
    return m_row.data();
}

void LinearGram::entries(Index i, std::span<const Index> which, double* to)
{
    m_weights.setZero();
    addRow(i, 1.0, m_weights);
    for (std::size_t k = 0; k < which.size(); ++k) {
        const Index other = which[k];
        double sum = 0.0;
        for (Index j = 0; j < m_x.dense.cols(); ++j)
            sum += m_weights[j] * m_x.dense(other, j);
        for (const DesignMatrix::OneHot& block : m_x.blocks)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(other)]; code >= 0)
                sum += m_weights[block.offset + code];
        to[k] = sum;
    }
}

Result<void> LinearGram::addCombination(
    std::span<const Index> which, std::span<const double> change, VectorXd& f, const RunContext& ctx)
{
    m_weights.setZero();
    if (static_cast<Index>(which.size()) * 8 > m_x.rows()) {
        // Column by column over all rows is faster than row by row over many of them.
        VectorXd all = VectorXd::Zero(m_x.rows());
        for (std::size_t k = 0; k < which.size(); ++k)
            all[which[k]] = change[k];
        EH_TRY(m_weights, blockwiseTransposedTimes(m_x, all, ctx));
    } else {
        for (std::size_t k = 0; k < which.size(); ++k)
            addRow(which[k], change[k], m_weights);
    }
    EH_TRY(const VectorXd product, blockwiseTimes(m_x, m_weights, ctx));
    f += product;
    return kOk;
}

Result<MatrixXd> LinearGram::times(const MatrixXd& weights, const RunContext& ctx)
{
    MatrixXd product(m_x.rows(), weights.cols());
    for (Index q = 0; q < weights.cols(); ++q) {
        EH_TRY(const VectorXd mean, blockwiseTransposedTimes(m_x, weights.col(q), ctx));
        EH_TRY(product.col(q), blockwiseTimes(m_x, mean, ctx));
    }
    return product;
}

} // namespace evenhand
