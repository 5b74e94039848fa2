#include "engine/divergence/kernel_form.h"

#include "engine/core/wide_loops.h"
#include "engine/divergence/pair_sweep.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Kernel values and the factors of the gradient for eight squared distances.
struct KernelPack {
    Pack value, slope;
};

/// Bandwidths of which each is half the one before: one exponential serves them all, because
/// exp(-d²/2(σ/2)²) = exp(-d²/2σ²)⁴.
struct HalvedBandwidths {
    const std::vector<double>& inverseSquares; ///< 1/σ², falling σ

    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        Pack power = boundedExponential(squared * (-0.5 * inverseSquares.front()));
        KernelPack sum {power, power * inverseSquares.front()};
        for (std::size_t s = 1; s < inverseSquares.size(); ++s) {
            power *= power;
            power *= power;
            sum.value += power;
            sum.slope += power * inverseSquares[s];
        }
        return sum;
    }
};

struct AnyBandwidths {
    const std::vector<double>& inverseSquares;

    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        KernelPack sum {};
        for (const double inverse : inverseSquares) {
            const Pack value = boundedExponential(squared * (-0.5 * inverse));
            sum.value += value;
            sum.slope += value * inverse;
        }
        return sum;
    }
};

struct NegativeDistance {
    [[nodiscard]] EVENHAND_INLINE KernelPack operator()(const Pack& squared) const
    {
        const Pack distance = rootOf(squared);
        // No direction at distance 0: the derivative there is taken to be 0.
        const Pack inverse = 1.0 / distance;
        return {-distance, squared > 0.0 ? inverse : packOf(0.0)};
    }
};

class KernelSweep : public PairSweep {
public:
    KernelSweep(
        const PackedCloud& cloud, const WeightedRows& rows, const MmdKernel& kernel, bool withGradient)
        : PairSweep(cloud, cloud, PairSymmetry::OneTriangle)
        , m_kind(kernel.kind)
        , m_withGradient(withGradient)
        , m_group(rows.group)
    {
        std::vector<double> falling = kernel.bandwidths;
        std::sort(falling.begin(), falling.end(), std::greater<>());
        for (std::size_t s = 0; s < falling.size(); ++s) {
            m_areHalved = m_areHalved && (s == 0 || falling[s - 1] == 2.0 * falling[s]);
            m_inverseSquares.push_back(1.0 / (falling[s] * falling[s]));
        }
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

    [[nodiscard]] const std::vector<double>& inverseSquares() const { return m_inverseSquares; }

protected:
    void runBlock(Index block, ChunkSums& out) override;

private:
    void fillColumnWeights(const WeightedRows& rows)
    {
        const Index groups = rows.coefficients.rows();
        const double share
            = m_kind == MmdKernelKind::Energy ? 1.0 : 1.0 / static_cast<double>(m_inverseSquares.size());
        m_columnWeight.assign(static_cast<std::size_t>(groups * x().stride), 0.0);
        for (Index g = 0; g < groups; ++g)
            for (Index j = 0; j < x().size; ++j)
                m_columnWeight[static_cast<std::size_t>(g * x().stride + j)]
                    = share * rows.weight[j] * rows.coefficients(g, rows.group[static_cast<std::size_t>(j)]);
    }

    MmdKernelKind m_kind;
    bool m_withGradient;
    bool m_areHalved = true;
    std::vector<std::int32_t> m_group;
    std::vector<double> m_inverseSquares;
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
    else if (m_areHalved)
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
