#include "engine/divergence/safe_rows.h"

#include "engine/core/wide_loops.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

class SafeRows : public PairSweep {
public:
    SafeRows(const TransportSide& rows, const TransportSide& columns)
        : PairSweep(*rows.cloud, *columns.cloud, PairSymmetry::None)
        , m_rows(rows)
        , m_columns(columns)
        , m_shift(rows.exponent.size(), 0.0)
    {
    }
    [[nodiscard]] const PackedVector& shift() const { return m_shift; }

    EVENHAND_INLINE void addRows(Index block, ChunkSums& out)
    {
        const Index first = block * kTileRows;
        const Index rows = std::min(kTileRows, roundedUp(x().size - first, kRowStep));
        findShifts(first, rows);
        std::fill(out.rowPartial.begin(), out.rowPartial.end(), 0.0);
        Tile tile;
        forTiles(
            first, rows, [&](const TilePlace& place) __attribute__((always_inline)) {
                forExponents(
                    place, [&](Index r, Index c, const Pack& exponent) __attribute__((always_inline)) {
                        const double shift = m_shift[static_cast<std::size_t>(place.row + r)];
                        storePack(tile.at(r, c), boundedExponential(exponent - shift));
                    });
                addTileRows(tile, place, out);
            });
        keepRows(first, out);
    }

protected:
    void runBlock(Index block, ChunkSums& out) override;

private:
    template <class Body> EVENHAND_INLINE void forTiles(Index first, Index rows, const Body& body) const
    {
        const Index end = roundedUp(y().size, kPackSize);
        for (Index column = 0; column < end; column += kTileColumns)
            body(TilePlace {first, rows, column, std::min(kTileColumns, end - column)});
    }

    template <class Body> EVENHAND_INLINE void forExponents(const TilePlace& place, const Body& body) const
    {
        const double perEpsilon = 1.0 / m_rows.epsilon;
        const auto term = [&](Index r, Index c, const Pack& product) __attribute__((always_inline))
        {
            const Pack sides = loadPack(m_columns.exponent.data() + place.column + c)
                + m_rows.exponent[static_cast<std::size_t>(place.row + r)];
            body(r, c, product * perEpsilon + sides);
        };
        forPairs<PairNumber::Product>(rowPoints(), columnPoints(), place, term);
    }

    EVENHAND_INLINE void findShifts(Index first, Index rows)
    {
        alignas(64) std::array<double, static_cast<std::size_t>(kTileRows * kPackSize)> largest;
        largest.fill(-1e300);
        forTiles(
            first, rows, [&](const TilePlace& place) __attribute__((always_inline)) {
                forExponents(
                    place, [&](Index r, Index c, const Pack& exponent) __attribute__((always_inline)) {
                        static_cast<void>(c);
                        double* const to = largest.data() + r * kPackSize;
                        storePack(to, larger(loadPack(to), exponent));
                    });
            });
        for (Index r = 0; r < rows; ++r)
            m_shift[static_cast<std::size_t>(first + r)]
                = *std::max_element(largest.data() + r * kPackSize, largest.data() + (r + 1) * kPackSize);
    }

    const TransportSide& m_rows;
    const TransportSide& m_columns;
    PackedVector m_shift;
};

EVENHAND_WIDE_LOOPS void safeBlock(SafeRows& sweep, Index block, ChunkSums& out)
{
    sweep.addRows(block, out);
}

void SafeRows::runBlock(Index block, ChunkSums& out)
{
    safeBlock(*this, block, out);
}

} // namespace

Result<void> measureSafely(
    TransportSide& rows, const TransportSide& columns, SweepSums sums, const RunContext& ctx)
{
    SafeRows sweep(rows, columns);
    PairSweep* const sweeps[] = {&sweep};
    EH_CHECK(runSweeps(sweeps, sums, ctx));
    rows.measure(sweep.row(), sweep.rowMoment(), sweep.shift());
    return kOk;
}

} // namespace evenhand
