#pragma once

#include "engine/core/pack.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>

namespace evenhand {

// The pieces of a loop over all pairs of two clouds, to be put together in functions marked
// EVENHAND_WIDE_LOOPS. Pairs are taken in tiles of a few rows by many columns: a tile's weights stay in the
// nearest cache while they are summed along rows and columns.

inline constexpr Eigen::Index kTileRows = 16;
inline constexpr Eigen::Index kTileColumns = 128;
inline constexpr Eigen::Index kRowStep = 4;

/// Coordinate k of point i at [k * stride + i].
struct PointColumns {
    const double* coordinates = nullptr;
    Eigen::Index stride = 0;
    Eigen::Index dims = 0;
};

/// Which pairs: row, … , row + rows - 1 with column, …, column + columns - 1. Rows are a multiple of
/// kRowStep, columns one of kPackSize.
struct TilePlace {
    Eigen::Index row = 0, rows = 0, column = 0, columns = 0;
};

struct Tile {
    alignas(64) std::array<double, static_cast<std::size_t>(kTileRows* kTileColumns)> weight;

    [[nodiscard]] EVENHAND_INLINE double* at(Eigen::Index row, Eigen::Index column)
    {
        return weight.data() + row * kTileColumns + column;
    }
    [[nodiscard]] EVENHAND_INLINE const double* at(Eigen::Index row, Eigen::Index column) const
    {
        return weight.data() + row * kTileColumns + column;
    }
};

enum class PairNumber : bool { SquaredDistance, Product };

/// Calls term(row, column, numbers) with the squared distances or the products of row and eight columns.
template <PairNumber kNumber, class Term>
EVENHAND_INLINE void forPairs(
    const PointColumns& x, const PointColumns& y, const TilePlace& place, const Term& term)
{
    const auto next = [](const Pack& point, double own) __attribute__((always_inline))
    {
        if constexpr (kNumber == PairNumber::Product)
            return point * own;
        const Pack gap = point - own;
        return gap * gap;
    };
    for (Eigen::Index r = 0; r < place.rows; r += kRowStep) {
        for (Eigen::Index c = 0; c < place.columns; c += kPackSize) {
            Pack sum0 {}, sum1 {}, sum2 {}, sum3 {};
            for (Eigen::Index k = 0; k < x.dims; ++k) {
                const double* const own = x.coordinates + k * x.stride + place.row + r;
                const Pack point = loadPack(y.coordinates + k * y.stride + place.column + c);
                sum0 += next(point, own[0]);
                sum1 += next(point, own[1]);
                sum2 += next(point, own[2]);
                sum3 += next(point, own[3]);
            }
            term(r, c, sum0);
            term(r + 1, c, sum1);
            term(r + 2, c, sum2);
            term(r + 3, c, sum3);
        }
    }
}

/// partial[row] += the tile's weights of the row, in eight partial sums.
EVENHAND_INLINE void addRowSums(const Tile& tile, const TilePlace& place, double* partial)
{
    for (Eigen::Index r = 0; r < place.rows; ++r) {
        Pack sum = loadPack(partial + r * kPackSize);
        for (Eigen::Index c = 0; c < place.columns; c += kPackSize)
            sum += loadPack(tile.at(r, c));
        storePack(partial + r * kPackSize, sum);
    }
}

/// partial[k][row] += Σ weight · coordinate k of the column, for kCount coordinates from @p first.
template <std::size_t kCount>
EVENHAND_INLINE void addRowMoment(
    const Tile& tile, const TilePlace& place, const PointColumns& y, Eigen::Index first, double* partial)
{
    const double* const points = y.coordinates + first * y.stride + place.column;
    double* const to = partial + first * kTileRows * kPackSize;
    const auto offset = [](std::size_t k) { return static_cast<Eigen::Index>(k) * kTileRows * kPackSize; };
    for (Eigen::Index r = 0; r < place.rows; r += 2) {
        std::array<Pack, 2 * kCount> sum;
        for (std::size_t k = 0; k < kCount; ++k) {
            sum[2 * k] = loadPack(to + offset(k) + r * kPackSize);
            sum[2 * k + 1] = loadPack(to + offset(k) + (r + 1) * kPackSize);
        }
        for (Eigen::Index c = 0; c < place.columns; c += kPackSize) {
            const Pack weight0 = loadPack(tile.at(r, c));
            const Pack weight1 = loadPack(tile.at(r + 1, c));
            for (std::size_t k = 0; k < kCount; ++k) {
                const Pack point = loadPack(points + static_cast<Eigen::Index>(k) * y.stride + c);
                sum[2 * k] += weight0 * point;
                sum[2 * k + 1] += weight1 * point;
            }
        }
        for (std::size_t k = 0; k < kCount; ++k) {
            storePack(to + offset(k) + r * kPackSize, sum[2 * k]);
            storePack(to + offset(k) + (r + 1) * kPackSize, sum[2 * k + 1]);
        }
    }
}

EVENHAND_INLINE void addRowMoments(
    const Tile& tile, const TilePlace& place, const PointColumns& y, double* partial)
{
    Eigen::Index k = 0;
    for (; k + 4 <= y.dims; k += 4)
        addRowMoment<4>(tile, place, y, k, partial);
    for (; k < y.dims; ++k)
        addRowMoment<1>(tile, place, y, k, partial);
}

/// sum[column] += the tile's weights of the column.
EVENHAND_INLINE void addColumnSums(const Tile& tile, const TilePlace& place, double* sum)
{
    for (Eigen::Index c = 0; c < place.columns; c += kPackSize) {
        Pack total = loadPack(sum + place.column + c);
        for (Eigen::Index r = 0; r < place.rows; ++r)
            total += loadPack(tile.at(r, c));
        storePack(sum + place.column + c, total);
    }
}

/// moment[k][column] += Σ weight · coordinate k of the row, for kCount coordinates from @p first.
template <std::size_t kCount>
EVENHAND_INLINE void addColumnMoment(const Tile& tile, const TilePlace& place, const PointColumns& x,
    Eigen::Index first, double* moment, Eigen::Index stride)
{
    const double* const points = x.coordinates + first * x.stride + place.row;
    double* const to = moment + first * stride + place.column;
    for (Eigen::Index c = 0; c < place.columns; c += kPackSize) {
        std::array<Pack, kCount> sum;
        for (std::size_t k = 0; k < kCount; ++k)
            sum[k] = loadPack(to + static_cast<Eigen::Index>(k) * stride + c);
        for (Eigen::Index r = 0; r < place.rows; ++r) {
            const Pack weight = loadPack(tile.at(r, c));
            for (std::size_t k = 0; k < kCount; ++k)
                sum[k] += weight * points[static_cast<Eigen::Index>(k) * x.stride + r];
        }
        for (std::size_t k = 0; k < kCount; ++k)
            storePack(to + static_cast<Eigen::Index>(k) * stride + c, sum[k]);
    }
}

EVENHAND_INLINE void addColumnMoments(
    const Tile& tile, const TilePlace& place, const PointColumns& x, double* moment, Eigen::Index stride)
{
    Eigen::Index k = 0;
    for (; k + 8 <= x.dims; k += 8)
        addColumnMoment<8>(tile, place, x, k, moment, stride);
    for (; k + 4 <= x.dims; k += 4)
        addColumnMoment<4>(tile, place, x, k, moment, stride);
    for (; k < x.dims; ++k)
        addColumnMoment<1>(tile, place, x, k, moment, stride);
}

} // namespace evenhand
