#include "engine/learners/row_blocks.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

Index rowsPerBlock(const DesignMatrix& x, Index operationsPerRow)
{
    // About ten million operations take a few milliseconds.
    constexpr Index kOperations = 10'000'000;
    constexpr Index kFewestRows = 64;
    const Index rows = kOperations / std::max<Index>(operationsPerRow, 1);
    return std::clamp(rows, kFewestRows, std::max(kFewestRows, x.rows()));
}

namespace {

Index tableColumns(const DesignMatrix& x)
{
    return x.dense.cols() + static_cast<Index>(x.blocks.size());
}

template <class Body>
Result<void> overBlocks(
    const DesignMatrix& x, Index operationsPerRow, const RunContext& ctx, const Body& body)
{
    const Index step = rowsPerBlock(x, operationsPerRow);
    for (Index begin = 0; begin < x.rows(); begin += step) {
        EH_CHECK(ctx.checkpoint());
        body(begin, std::min(begin + step, x.rows()));
    }
    return kOk;
}

} // namespace

Result<VectorXd> blockwiseTimes(
    const DesignMatrix& x, const Eigen::Ref<const VectorXd>& w, const RunContext& ctx)
{
    VectorXd out(x.rows());
    EH_CHECK(overBlocks(
        x, tableColumns(x), ctx, [&](Index begin, Index end) { x.timesInto(w, begin, end, out); }));
    return out;
}

Result<VectorXd> blockwiseTransposedTimes(
    const DesignMatrix& x, const Eigen::Ref<const VectorXd>& v, const RunContext& ctx)
{
    VectorXd out = VectorXd::Zero(x.features());
    EH_CHECK(overBlocks(
        x, tableColumns(x), ctx, [&](Index begin, Index end) { x.addTransposedTimes(v, begin, end, out); }));
    return out;
}

Result<Eigen::MatrixXd> blockwiseLowerGram(
    const DesignMatrix& x, const Eigen::Ref<const VectorXd>& weight, const RunContext& ctx)
{
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(x.features(), x.features());
    const Index columns = tableColumns(x);
    EH_CHECK(overBlocks(x, columns * columns, ctx,
        [&](Index begin, Index end) { x.addLowerGram(weight, begin, end, gram); }));
    return gram;
}

} // namespace evenhand
