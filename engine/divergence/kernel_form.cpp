#include "engine/divergence/kernel_form.h"

#include "engine/core/wide_loops.h"
#include "engine/divergence/kernel_pack.h"
#include "engine/divergence/pair_sweep.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

class KernelSweep : public PairSweep {
public:
    KernelSweep(
        const PackedCloud& cloud, const WeightedRows& rows, const MmdKernel& kernel, bool withGradient)
        : PairSweep(cloud, cloud, PairSymmetry::OneTriangle)
        , m_kind(kernel.kind)
        , m_withGradient(withGradient)
        , m_bandwidths(kernel.bandwidths)
        , m_group(rows.group)
    {
        m_group.resize(static_cast<std::size_t>(cloud.stride), 0);
        fillColumnWeights(rows);
    }

    template <class Kernel>
    EVENHAND_INLINE void addKernelBlock(Index block, ChunkSums& out, const Kernel& kernel)
    {
        addBlock(
            block,
            out, [&](const TilePlace& place, Tile& tile, bool onDiagonal) __attribute__((always_inline)) {
                Pack total {};
                const auto term = [&](Index r, Index c, const Pack& squared) __attribute__((always_inline))
                {
                    const auto row = static_cast<std::size_t>(place.row + r);
                    const double* const columnWeight = m_columnWeight.data() + m_group[row] * x().stride;
                    const Pack weight = loadPack(columnWeight + place.column + c) * x().weight[row];
                    const KernelPack pack = kernel(squared);
                    total += weight * pack.value;
                    if (m_withGradient)
                        storePack(tile.at(r, c), weight * pack.slope);
                };
                forPairs<PairNumber::SquaredDistance>(rowPoints(), columnPoints(), place, term);
                out.total += onDiagonal ? sumOf(total) : 2.0 * sumOf(total);
            });
    }

    [[nodiscard]] const std::vector<double>& inverseSquares() const { return m_bandwidths.inverseSquares; }

protected:
    void runBlock(Index block, ChunkSums& out) override;

private:
    void fillColumnWeights(const WeightedRows& rows)
    {
        const Index groups = rows.coefficients.rows();
        const double share = m_kind == MmdKernelKind::Energy
            ? 1.0
            : 1.0 / static_cast<double>(m_bandwidths.inverseSquares.size());
        m_columnWeight.assign(static_cast<std::size_t>(groups * x().stride), 0.0);
        for (Index g = 0; g < groups; ++g)
            for (Index j = 0; j < x().size; ++j)
                m_columnWeight[static_cast<std::size_t>(g * x().stride + j)]
                    = share * rows.weight[j] * rows.coefficients(g, rows.group[static_cast<std::size_t>(j)]);
    }

    MmdKernelKind m_kind;
    bool m_withGradient;
    FallingBandwidths m_bandwidths;
    std::vector<std::int32_t> m_group;
    PackedVector m_columnWeight; ///< (groups x stride): w_j A[g][g_j] / bandwidths
};

EVENHAND_WIDE_LOOPS void halvedBlock(KernelSweep& sweep, Index block, ChunkSums& out)
{
    sweep.addKernelBlock(block, out, HalvedBandwidths {sweep.inverseSquares()});
}

EVENHAND_WIDE_LOOPS void gaussianBlock(KernelSweep& sweep, Index block, ChunkSums& out)
{
    sweep.addKernelBlock(block, out, AnyBandwidths {sweep.inverseSquares()});
}

EVENHAND_WIDE_LOOPS void energyBlock(KernelSweep& sweep, Index block, ChunkSums& out)
{
    sweep.addKernelBlock(block, out, NegativeDistance {});
}

void KernelSweep::runBlock(Index block, ChunkSums& out)
{
    if (m_kind == MmdKernelKind::Energy)
        energyBlock(*this, block, out);
    else if (m_bandwidths.areHalved)
        halvedBlock(*this, block, out);
    else
        gaussianBlock(*this, block, out);
}

} // namespace

Result<void> checkKernel(const MmdKernel& kernel)
{
    if (kernel.kind == MmdKernelKind::Energy)
        return kOk;
    if (kernel.bandwidths.empty())
        return invalidArgument(text("a Gaussian kernel needs a bandwidth"));
    for (const double bandwidth : kernel.bandwidths)
        if (!(bandwidth > 0.0) || !std::isfinite(bandwidth))
            return invalidArgument(text("a bandwidth must be positive, not %1", bandwidth));
    return kOk;
}

Result<KernelForm> kernelForm(
    const WeightedRows& rows, const MmdKernel& kernel, bool withGradient, const RunContext& ctx)
{
    EH_CHECK(checkKernel(kernel));
    // Distances do not depend on the centre, but the digits that moments lose do.
    const PackedCloud cloud = PackedCloud::of(rows.points, rows.points.colwise().mean(), rows.weight);
    KernelSweep sweep(cloud, rows, kernel, withGradient);
    PairSweep* const sweeps[] = {&sweep};
    EH_CHECK(runSweeps(sweeps, withGradient ? SweepSums::Moments : SweepSums::Total, ctx));
    KernelForm form;
    form.value = sweep.total();
    if (!withGradient)
        return form;
    form.gradient.resize(cloud.size, cloud.dims);
    for (Index k = 0; k < cloud.dims; ++k)
        for (Index i = 0; i < cloud.size; ++i) {
            const auto at = static_cast<std::size_t>(k * cloud.stride + i);
            form.gradient(i, k) = -2.0
                * (cloud.coordinates[at] * sweep.row()[static_cast<std::size_t>(i)] - sweep.rowMoment()[at]);
        }
    return form;
}

} // namespace evenhand
