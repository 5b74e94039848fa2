#include "engine/divergence/permuted_forms.h"

#include "engine/core/parallel.h"
#include "engine/core/wide_loops.h"
#include "engine/divergence/kernel_pack.h"
#include "engine/divergence/pair_sweep.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// What one chunk of rows adds to the forms.
struct ChunkForms {
    std::vector<double> sums;
    PackedVector partial; ///< scratch: eight partial sums for every row of a block and every vector
};

class FormsSweep {
public:
    FormsSweep(const PackedCloud& cloud, const PackedCloud& vectors, const MmdKernel& kernel)
        : m_points {cloud.coordinates.data(), cloud.stride, cloud.dims}
        , m_vectors {vectors.coordinates.data(), vectors.stride, vectors.dims}
        , m_size(cloud.size)
        , m_kind(kernel.kind)
        , m_bandwidths(kernel.bandwidths)
    {
    }

    [[nodiscard]] Index blocks() const { return m_points.stride / kTileRows; }
    [[nodiscard]] const FallingBandwidths& bandwidths() const { return m_bandwidths; }
    [[nodiscard]] MmdKernelKind kind() const { return m_kind; }

    template <class Kernel>
    EVENHAND_INLINE void addBlock(Index block, ChunkForms& out, const Kernel& kernel) const
    {
        const Index first = block * kTileRows;
        const Index rows = std::min(kTileRows, roundedUp(m_size - first, kRowStep));
        const Index end = roundedUp(m_size, kPackSize);
        addTile({first, rows, first, std::min(kTileRows, end - first)}, out, kernel);
        keep(first, 1.0, out);
        for (Index column = first + kTileRows; column < end; column += kTileColumns)
            addTile({first, rows, column, std::min(kTileColumns, end - column)}, out, kernel);
        keep(first, 2.0, out);
    }

private:
    template <class Kernel>
    EVENHAND_INLINE void addTile(const TilePlace& place, ChunkForms& out, const Kernel& kernel) const
    {
        Tile tile;
        const auto term = [&](Index r, Index c, const Pack& squared) __attribute__((always_inline))
        {
            storePack(tile.at(r, c), kernel(squared).value);
        };
        forPairs<PairNumber::SquaredDistance>(m_points, m_points, place, term);
        addRowMoments(tile, place, m_vectors, out.partial.data());
    }

    /// Adds factor · s_i Σ_j K_ij s_j of the block's rows, and begins anew.
    EVENHAND_INLINE void keep(Index first, double factor, ChunkForms& out) const
    {
        for (Index v = 0; v < m_vectors.dims; ++v) {
            const double* const own = m_vectors.coordinates + v * m_vectors.stride + first;
            const double* const partial = out.partial.data() + v * kTileRows * kPackSize;
            double sum = 0.0;
            for (Index r = 0; r < kTileRows; ++r)
                sum += own[r] * sumOf(loadPack(partial + r * kPackSize));
            out.sums[static_cast<std::size_t>(v)] += factor * sum;
        }
        std::fill(out.partial.begin(), out.partial.end(), 0.0);
    }

    PointColumns m_points, m_vectors;
    Index m_size;
    MmdKernelKind m_kind;
    FallingBandwidths m_bandwidths;
};

EVENHAND_WIDE_LOOPS void halvedBlock(const FormsSweep& sweep, Index block, ChunkForms& out)
{
    sweep.addBlock(block, out, HalvedBandwidths {sweep.bandwidths().inverseSquares});
}

EVENHAND_WIDE_LOOPS void gaussianBlock(const FormsSweep& sweep, Index block, ChunkForms& out)
{
    sweep.addBlock(block, out, AnyBandwidths {sweep.bandwidths().inverseSquares});
}

EVENHAND_WIDE_LOOPS void energyBlock(const FormsSweep& sweep, Index block, ChunkForms& out)
{
    sweep.addBlock(block, out, NegativeDistance {});
}

void runBlock(const FormsSweep& sweep, Index block, ChunkForms& out)
{
    if (sweep.kind() == MmdKernelKind::Energy)
        energyBlock(sweep, block, out);
    else if (sweep.bandwidths().areHalved)
        halvedBlock(sweep, block, out);
    else
        gaussianBlock(sweep, block, out);
}

} // namespace

Result<Eigen::VectorXd> permutedForms(const Eigen::MatrixXd& points, const Eigen::MatrixXd& vectors,
    const MmdKernel& kernel, const RunContext& ctx)
{
    EH_CHECK(checkKernel(kernel));
    const Index n = points.rows();
    const Eigen::VectorXd none = Eigen::VectorXd::Zero(n);
    const PackedCloud cloud = PackedCloud::of(points, points.colwise().mean(), none);
    const PackedCloud packed = PackedCloud::of(vectors, Eigen::RowVectorXd::Zero(vectors.cols()), none);
    const FormsSweep sweep(cloud, packed, kernel);
    constexpr Index kChunks = 16;
    std::vector<ChunkForms> chunks(static_cast<std::size_t>(kChunks));
    const auto run = [&](std::size_t c) -> Result<void> {
        chunks[c].sums.assign(static_cast<std::size_t>(vectors.cols()), 0.0);
        chunks[c].partial.assign(static_cast<std::size_t>(vectors.cols() * kTileRows * kPackSize), 0.0);
        for (auto block = static_cast<Index>(c); block < sweep.blocks(); block += kChunks) {
            EH_CHECK(ctx.checkpoint());
            runBlock(sweep, block, chunks[c]);
        }
        return kOk;
    };
    EH_CHECK(parallelFor(chunks.size(), ctx, run));
    Eigen::VectorXd forms = Eigen::VectorXd::Zero(vectors.cols());
    const double share
        = kernel.bandwidths.empty() ? 1.0 : 1.0 / static_cast<double>(kernel.bandwidths.size());
    for (const ChunkForms& chunk : chunks)
        forms += share * Eigen::Map<const Eigen::VectorXd>(chunk.sums.data(), forms.size());
    return forms;
}

} // namespace evenhand
