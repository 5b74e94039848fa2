#include "engine/divergence/random_features.h"

#include "engine/core/pack_cosine.h"
#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/core/wide_loops.h"
#include "engine/divergence/packed_cloud.h"
#include "engine/divergence/pair_tiles.h"

#include <cmath>
#include <functional>
#include <numbers>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr std::int64_t kCosine = 0;
constexpr std::int64_t kSine = 3;
/// Above, the cosine loses digits.
constexpr double kLargestAngle = 9e4;
/// Fixed, so that sums have the same bits for any number of threads.
constexpr Index kChunks = 16;
/// Below, threads cost more than they save.
constexpr Index kNumbersOfThreads = 1'000'000;

/// Rows against features: cos or sin of Ω x + b in tiles, as other pairs.
struct FeatureTiles {
    PackedCloud rows, frequencies;
    PackedCloud shares; ///< of each row in each group
    PackedVector phase; ///< (features)
    PackedVector pull;  ///< (groups x features), 2·scale·A·means

    [[nodiscard]] static PointColumns columnsOf(const PackedCloud& cloud)
    {
        return {cloud.coordinates.data(), cloud.stride, cloud.dims};
    }
    [[nodiscard]] Index blocks() const { return rows.stride / kTileRows; }

    template <class Body> EVENHAND_INLINE void forTiles(Index block, const Body& body) const
    {
        const Index first = block * kTileRows;
        const Index count = std::min(kTileRows, roundedUp(rows.size - first, kRowStep));
        const Index end = roundedUp(frequencies.size, kPackSize);
        for (Index column = 0; column < end; column += kTileColumns)
            body(TilePlace {first, count, column, std::min(kTileColumns, end - column)});
    }

    template <class Term>
    EVENHAND_INLINE void fill(
        const TilePlace& place, Tile& tile, std::int64_t quarters, const Term& factor) const
    {
        const auto term = [&](Index r, Index c, const Pack& product) __attribute__((always_inline))
        {
            const Pack angle = product + loadPack(phase.data() + place.column + c);
            storePack(tile.at(r, c), cosineOf(angle, quarters) * factor(r, c));
        };
        forPairs<PairNumber::Product>(columnsOf(rows), columnsOf(frequencies), place, term);
    }
};

/// means (groups x features) += Σ_i share of row i in the group · cos.
EVENHAND_WIDE_LOOPS void addMeans(const FeatureTiles& tiles, Index block, double* means)
{
    Tile tile;
    tiles.forTiles(
        block, [&](const TilePlace& place) __attribute__((always_inline)) {
            tiles.fill(
                place, tile, kCosine,
                [](Index, Index) __attribute__((always_inline)) { return packOf(1.0); });
            addColumnMoments(
                tile, place, FeatureTiles::columnsOf(tiles.shares), means, tiles.frequencies.stride);
        });
}

/// partial (dims x rows of the block, eight sums each) = Σ_f pull · sin · ω_f.
EVENHAND_WIDE_LOOPS void addSlopes(
    const FeatureTiles& tiles, Index block, const std::vector<std::int32_t>& group, double* partial)
{
    Tile tile;
    tiles.forTiles(
        block, [&](const TilePlace& place) __attribute__((always_inline)) {
            tiles.fill(
                place, tile, kSine, [&](Index r, Index c) __attribute__((always_inline)) {
                    const Index own = group[static_cast<std::size_t>(place.row + r)];
                    return loadPack(tiles.pull.data() + own * tiles.frequencies.stride + place.column + c);
                });
            addRowMoments(tile, place, FeatureTiles::columnsOf(tiles.frequencies), partial);
        });
}

FeatureTiles tilesOf(const WeightedRows& rows, const RandomFeatures& features)
{
    const Index n = rows.points.rows();
    const Index groups = rows.coefficients.rows();
    Eigen::MatrixXd shares = Eigen::MatrixXd::Zero(n, groups);
    for (Index i = 0; i < n; ++i)
        shares(i, rows.group[static_cast<std::size_t>(i)]) = rows.weight[i];
    const Index dims = rows.points.cols();
    FeatureTiles tiles;
    tiles.rows = PackedCloud::of(rows.points, Eigen::RowVectorXd::Zero(dims), rows.weight);
    tiles.shares = PackedCloud::of(shares, Eigen::RowVectorXd::Zero(groups), rows.weight);
    tiles.frequencies = PackedCloud::of(features.frequency, Eigen::RowVectorXd::Zero(dims), features.phase);
    tiles.phase = tiles.frequencies.weight;
    return tiles;
}

Result<void> forChunks(
    const FeatureTiles& tiles, const RunContext& ctx, const std::function<void(std::size_t, Index)>& body)
{
    const auto run = [&](std::size_t chunk) -> Result<void> {
        for (auto block = static_cast<Index>(chunk); block < tiles.blocks(); block += kChunks) {
            EH_CHECK(ctx.checkpoint());
            body(chunk, block);
        }
        return kOk;
    };
    const bool isLarge = tiles.rows.size * tiles.frequencies.size >= kNumbersOfThreads;
    return parallelFor(static_cast<std::size_t>(kChunks), isLarge ? ctx : ctx.silent(), run);
}

/// Mean of the features in each group, (groups, features).
Result<Eigen::MatrixXd> featureMeans(const FeatureTiles& tiles, double scale, const RunContext& ctx)
{
    const Index groups = tiles.shares.dims;
    const Index stride = tiles.frequencies.stride;
    std::vector<PackedVector> sums(
        static_cast<std::size_t>(kChunks), PackedVector(static_cast<std::size_t>(groups * stride), 0.0));
    EH_CHECK(forChunks(
        tiles, ctx, [&](std::size_t chunk, Index block) { addMeans(tiles, block, sums[chunk].data()); }));
    Eigen::MatrixXd means = Eigen::MatrixXd::Zero(groups, tiles.frequencies.size);
    for (const PackedVector& sum : sums)
        for (Index g = 0; g < groups; ++g)
            for (Index f = 0; f < means.cols(); ++f)
                means(g, f) += scale * sum[static_cast<std::size_t>(g * stride + f)];
    return means;
}

Result<Eigen::MatrixXd> featureGradient(
    FeatureTiles& tiles, const WeightedRows& rows, const Eigen::MatrixXd& pull, const RunContext& ctx)
{
    const Index stride = tiles.frequencies.stride;
    tiles.pull.assign(static_cast<std::size_t>(pull.rows() * stride), 0.0);
    for (Index g = 0; g < pull.rows(); ++g)
        for (Index f = 0; f < pull.cols(); ++f)
            tiles.pull[static_cast<std::size_t>(g * stride + f)] = pull(g, f);
    std::vector<std::int32_t> group = rows.group;
    group.resize(static_cast<std::size_t>(tiles.rows.stride), 0);
    Eigen::MatrixXd gradient(rows.points.rows(), rows.points.cols());
    const auto numbers = static_cast<std::size_t>(gradient.cols() * kTileRows * kPackSize);
    EH_CHECK(forChunks(tiles, ctx, [&](std::size_t, Index block) {
        PackedVector partial(numbers, 0.0);
        addSlopes(tiles, block, group, partial.data());
        const Index first = block * kTileRows;
        for (Index k = 0; k < gradient.cols(); ++k)
            for (Index r = 0; r < std::min(kTileRows, gradient.rows() - first); ++r)
                gradient(first + r, k) = -rows.weight[first + r]
                    * sumOf(loadPack(partial.data() + (k * kTileRows + r) * kPackSize));
    }));
    return gradient;
}

} // namespace

RandomFeatures RandomFeatures::drawn(
    Index count, Index dims, std::span<const double> bandwidths, std::uint64_t seed)
{
    RandomFeatures features {Eigen::MatrixXd(count, dims), Eigen::VectorXd(count)};
    Rng rng(seed);
    for (Index f = 0; f < count; ++f) {
        const double bandwidth = bandwidths[static_cast<std::size_t>(f) % bandwidths.size()];
        for (Index k = 0; k < dims; ++k)
            features.frequency(f, k) = rng.normal() / bandwidth;
        features.phase[f] = 2.0 * std::numbers::pi * rng.uniform();
    }
    return features;
}

Result<KernelForm> featureForm(
    const WeightedRows& rows, const RandomFeatures& features, bool withGradient, const RunContext& ctx)
{
    if (features.frequency.cols() != rows.points.cols())
        return invalidArgument(text("features of %1 coordinates cannot serve points of %2",
            features.frequency.cols(), rows.points.cols()));
    const double largestAngle
        = rows.points.rowwise().norm().maxCoeff() * features.frequency.rowwise().norm().maxCoeff();
    if (!(largestAngle < kLargestAngle))
        return invalidData(text("the points are too far from the origin for random features"),
            text("centre them, or choose a larger bandwidth"));
    const double scale = std::sqrt(2.0 / static_cast<double>(features.frequency.rows()));
    FeatureTiles tiles = tilesOf(rows, features);
    EH_TRY(const Eigen::MatrixXd means, featureMeans(tiles, scale, ctx));
    const Eigen::MatrixXd pull = rows.coefficients * means;
    KernelForm form;
    form.value = pull.cwiseProduct(means).sum();
    if (withGradient) {
        EH_TRY(form.gradient, featureGradient(tiles, rows, 2.0 * scale * pull, ctx));
    }
    return form;
}

} // namespace evenhand
