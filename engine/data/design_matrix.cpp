#include "engine/data/design_matrix.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Rows that are worked on at once: a block of a few columns stays in the second-level cache.
constexpr Index kRowBlock = 2048;

/// Adds Σ_i weight_i·1[first_i = a, second_i = b] of rows [begin, end) to the cells (first.offset+a,
/// second.offset+b).
void addCellCounts(const DesignMatrix::OneHot& first, const DesignMatrix::OneHot& second, Index begin,
    Index end, const double* weight, MatrixXd& gram)
{
    double* const cells = gram.data() + second.offset * gram.rows() + first.offset;
    const Index stride = gram.rows();
    for (Index i = begin; i < end; ++i) {
        const std::int32_t a = first.codes[static_cast<std::size_t>(i)];
        const std::int32_t b = second.codes[static_cast<std::size_t>(i)];
        if (a >= 0 && b >= 0)
            cells[a + b * stride] += weight[i];
    }
}

/// Adds Σ_i values_i·1[code_i = a] of rows [begin, end) to sums[a].
void addLevelSums(
    const DesignMatrix::OneHot& block, Index begin, Index end, const double* values, double* sums)
{
    for (Index i = begin; i < end; ++i)
        if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
            sums[code] += values[i - begin];
}

} // namespace

void DesignMatrix::timesInto(
    const Eigen::Ref<const VectorXd>& w, Index begin, Index end, Eigen::Ref<VectorXd> out) const
{
    for (Index first = begin; first < end; first += kRowBlock) {
        const Index count = std::min(kRowBlock, end - first);
        // One column after another, never Eigen's matrix-vector product: its order of summation depends on
        // the number of rows, and a row's score must not depend on the rows beside it.
        auto part = out.segment(first, count);
        part.setZero();
        const auto column = [&](Index j) { return dense.col(j).segment(first, count); };
        Index j = 0;
        for (; j + 4 <= dense.cols(); j += 4)
            part = (((part + w[j] * column(j)) + w[j + 1] * column(j + 1)) + w[j + 2] * column(j + 2))
                + w[j + 3] * column(j + 3);
        for (; j < dense.cols(); ++j)
            part += w[j] * column(j);
        for (const OneHot& block : blocks) {
            const double* const levelWeight = w.data() + block.offset;
            for (Index i = 0; i < count; ++i)
                if (const std::int32_t code = block.codes[static_cast<std::size_t>(first + i)]; code >= 0)
                    part[i] += levelWeight[code];
        }
    }
}

void DesignMatrix::addTransposedTimes(
    const Eigen::Ref<const VectorXd>& v, Index begin, Index end, Eigen::Ref<VectorXd> out) const
{
    if (dense.cols() > 0)
        out.head(dense.cols()).noalias()
            += dense.middleRows(begin, end - begin).transpose() * v.segment(begin, end - begin);
    for (const OneHot& block : blocks)
        addLevelSums(block, begin, end, v.data() + begin, out.data() + block.offset);
}

void DesignMatrix::addLowerGram(
    const Eigen::Ref<const VectorXd>& weight, Index begin, Index end, MatrixXd& gram) const
{
    const Index p = dense.cols();
    MatrixXd weighted;
    for (Index first = begin; first < end; first += kRowBlock) {
        const Index last = std::min(first + kRowBlock, end);
        if (p > 0) {
            const auto part = dense.middleRows(first, last - first);
            weighted = part.array().colwise() * weight.segment(first, last - first).array();
            gram.topLeftCorner(p, p).triangularView<Eigen::Lower>() += part.transpose() * weighted;
        }
        for (std::size_t a = 0; a < blocks.size(); ++a) {
            for (Index j = 0; j < p; ++j)
                addLevelSums(
                    blocks[a], first, last, weighted.col(j).data(), gram.col(j).data() + blocks[a].offset);
            for (std::size_t b = 0; b < a; ++b)
                addCellCounts(blocks[a], blocks[b], first, last, weight.data(), gram);
            // A one-hot block against itself is diagonal.
            for (Index i = first; i < last; ++i)
                if (const std::int32_t code = blocks[a].codes[static_cast<std::size_t>(i)]; code >= 0)
                    gram(blocks[a].offset + code, blocks[a].offset + code) += weight[i];
        }
    }
}

VectorXd DesignMatrix::times(const Eigen::Ref<const VectorXd>& w) const
{
    VectorXd out(rows());
    timesInto(w, 0, rows(), out);
    return out;
}

VectorXd DesignMatrix::transposedTimes(const Eigen::Ref<const VectorXd>& v) const
{
    VectorXd out = VectorXd::Zero(features());
    for (Index first = 0; first < rows(); first += kRowBlock)
        addTransposedTimes(v, first, std::min(first + kRowBlock, rows()), out);
    return out;
}

MatrixXd DesignMatrix::weightedGram(const Eigen::Ref<const VectorXd>& weight) const
{
    MatrixXd gram = MatrixXd::Zero(features(), features());
    addLowerGram(weight, 0, rows(), gram);
    gram.triangularView<Eigen::StrictlyUpper>() = gram.transpose();
    return gram;
}

DesignMatrix DesignMatrix::select(const std::vector<Index>& rows) const
{
    DesignMatrix chosen;
    chosen.featureNames = featureNames;
    const auto n = static_cast<Index>(rows.size());
    chosen.dense.resize(n, dense.cols());
    for (Index j = 0; j < dense.cols(); ++j)
        for (Index i = 0; i < n; ++i)
            chosen.dense(i, j) = dense(rows[static_cast<std::size_t>(i)], j);
    chosen.blocks.reserve(blocks.size());
    for (const OneHot& block : blocks) {
        OneHot part {block.offset, block.levels, {}};
        part.codes.reserve(rows.size());
        for (const Index row : rows)
            part.codes.push_back(block.codes[static_cast<std::size_t>(row)]);
        chosen.blocks.push_back(std::move(part));
    }
    return chosen;
}

MatrixXd DesignMatrix::toDense() const
{
    MatrixXd all = MatrixXd::Zero(rows(), features());
    all.leftCols(dense.cols()) = dense;
    for (const OneHot& block : blocks)
        for (Index i = 0; i < rows(); ++i)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
                all(i, block.offset + code) = 1.0;
    return all;
}

} // namespace evenhand
