#include "engine/network/input_rows.h"

#include "engine/core/wide_loops.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// Row-wise features as the loops below see them.
struct Packed {
    const double* dense;
    Index denseColumns;
    const std::int32_t* codes;
    Index blocks;
};

EVENHAND_WIDE_LOOPS void productRows(const Packed& x, const double* __restrict weight,
    const double* __restrict bias, Index units, const Index* rows, Index n, double* __restrict out)
{
    for (Index i = 0; i < n; ++i) {
        double* const z = out + i * units;
        for (Index k = 0; k < units; ++k)
            z[k] = bias[k];
        const double* const dense = x.dense + rows[i] * x.denseColumns;
        for (Index j = 0; j < x.denseColumns; ++j) {
            const double value = dense[j];
            const double* const column = weight + j * units;
            for (Index k = 0; k < units; ++k)
                z[k] += value * column[k];
        }
        const std::int32_t* const codes = x.codes + rows[i] * x.blocks;
        for (Index b = 0; b < x.blocks; ++b) {
            if (codes[b] < 0)
                continue;
            const double* const column = weight + codes[b] * units;
            for (Index k = 0; k < units; ++k)
                z[k] += column[k];
        }
    }
}

EVENHAND_WIDE_LOOPS void outerRows(const Packed& x, const double* __restrict d, Index units,
    const Index* rows, Index n, double* __restrict gradient)
{
    for (Index i = 0; i < n; ++i) {
        const double* const own = d + i * units;
        const double* const dense = x.dense + rows[i] * x.denseColumns;
        for (Index j = 0; j < x.denseColumns; ++j) {
            const double value = dense[j];
            double* const column = gradient + j * units;
            for (Index k = 0; k < units; ++k)
                column[k] += value * own[k];
        }
        const std::int32_t* const codes = x.codes + rows[i] * x.blocks;
        for (Index b = 0; b < x.blocks; ++b) {
            if (codes[b] < 0)
                continue;
            double* const column = gradient + codes[b] * units;
            for (Index k = 0; k < units; ++k)
                column[k] += own[k];
        }
    }
}

} // namespace

InputRows::InputRows(const DesignMatrix& x)
    : m_rows(x.rows())
    , m_features(x.features())
    , m_dense(x.dense.transpose())
    , m_blocks(static_cast<Index>(x.blocks.size()))
    , m_codes(static_cast<std::size_t>(m_rows * m_blocks))
{
    for (Index b = 0; b < m_blocks; ++b) {
        const DesignMatrix::OneHot& block = x.blocks[static_cast<std::size_t>(b)];
        for (Index i = 0; i < m_rows; ++i) {
            const std::int32_t code = block.codes[static_cast<std::size_t>(i)];
            m_codes[static_cast<std::size_t>(i * m_blocks + b)]
                = code < 0 ? -1 : static_cast<std::int32_t>(block.offset) + code;
        }
    }
}

void InputRows::times(const Eigen::Ref<const Eigen::MatrixXd>& weight,
    const Eigen::Ref<const Eigen::VectorXd>& bias, std::span<const Index> rows,
    Eigen::Ref<Eigen::MatrixXd> out) const
{
    const Packed x {m_dense.data(), m_dense.rows(), m_codes.data(), m_blocks};
    productRows(x, weight.data(), bias.data(), weight.rows(), rows.data(), static_cast<Index>(rows.size()),
        out.data());
}

void InputRows::addOuter(const Eigen::Ref<const Eigen::MatrixXd>& d, std::span<const Index> rows,
    Eigen::Ref<Eigen::MatrixXd> gradient) const
{
    const Packed x {m_dense.data(), m_dense.rows(), m_codes.data(), m_blocks};
    outerRows(x, d.data(), d.rows(), rows.data(), static_cast<Index>(rows.size()), gradient.data());
}

} // namespace evenhand
