#pragma once

#include "engine/divergence/packed_cloud.h"
#include "engine/divergence/pair_tiles.h"

#include <span>
#include <vector>

namespace evenhand {

/// What is added up over the weights P_ij of all pairs.
enum class SweepSums : std::uint8_t {
    Total,     ///< only what the weights' function adds to ChunkSums::total
    Marginals, ///< also Σ_j P_ij and Σ_i P_ij
    Moments,   ///< also Σ_j P_ij y_j and Σ_i P_ij x_i
};

/// Sums of one chunk of the rows.
struct ChunkSums {
    double total = 0.0;
    PackedVector column;       ///< (columns,)
    PackedVector columnMoment; ///< (dims x columns,)
    PackedVector rowPartial;   ///< scratch: eight partial sums of a block's rows, of weights and of moments
};

enum class PairSymmetry : bool { None, OneTriangle };

/// A loop over all pairs of two clouds, or over the pairs i ≤ j of one cloud whose weights are symmetric.
class PairSweep {
public:
    /// Both clouds must outlive it, and are the same one when a triangle is enough.
    PairSweep(const PackedCloud& x, const PackedCloud& y, PairSymmetry symmetry);
    virtual ~PairSweep() = default;
    PairSweep(const PairSweep&) = delete;
    PairSweep& operator=(const PairSweep&) = delete;

    [[nodiscard]] bool isSymmetric() const { return m_isSymmetric; }
    [[nodiscard]] Eigen::Index blocks() const { return m_x.stride / kTileRows; }
    /// Fixed by the sizes alone, so that sums have the same bits for any number of threads.
    [[nodiscard]] std::size_t chunks() const { return m_chunks.size(); }
    [[nodiscard]] double pairs() const;

    /// Sets all sums to zero before a sweep.
    void begin(SweepSums sums);
    /// The rows of @p chunk: every chunks()-th block, so that those of a triangle are equally large.
    Result<void> runChunk(std::size_t chunk, const RunContext& ctx);
    /// Adds the chunks together, in their order.
    void finish();

    [[nodiscard]] double total() const { return m_total; }
    /// After finish(): (rows,) Σ_j P_ij; (dims x rows,) Σ_j P_ij y_j. Of a symmetric sweep, over all j.
    [[nodiscard]] const PackedVector& row() const { return m_row; }
    [[nodiscard]] const PackedVector& rowMoment() const { return m_rowMoment; }
    /// After finish(): the same of the columns; not of a symmetric sweep.
    [[nodiscard]] const PackedVector& column() const { return m_chunks.front().column; }
    [[nodiscard]] const PackedVector& columnMoment() const { return m_chunks.front().columnMoment; }

protected:
    /// Adds up the pairs of one block of rows.
    virtual void runBlock(Eigen::Index block, ChunkSums& out) = 0;

    [[nodiscard]] PointColumns rowPoints() const { return {m_x.coordinates.data(), m_x.stride, m_x.dims}; }
    [[nodiscard]] PointColumns columnPoints() const { return {m_y.coordinates.data(), m_y.stride, m_y.dims}; }
    [[nodiscard]] const PackedCloud& x() const { return m_x; }
    [[nodiscard]] const PackedCloud& y() const { return m_y; }

    /// The body of runBlock(): fill(place, tile, onDiagonal) writes the weights of a tile.
    template <class Fill> EVENHAND_INLINE void addBlock(Eigen::Index block, ChunkSums& out, const Fill& fill);
    EVENHAND_INLINE void addTileRows(const Tile& tile, const TilePlace& place, ChunkSums& out) const;
    EVENHAND_INLINE void keepRows(Eigen::Index first, const ChunkSums& out);

private:
    EVENHAND_INLINE void addTileColumns(const Tile& tile, const TilePlace& place, ChunkSums& out) const;

    const PackedCloud& m_x;
    const PackedCloud& m_y;
    bool m_isSymmetric;
    SweepSums m_sums = SweepSums::Total;
    double m_total = 0.0;
    PackedVector m_row, m_rowMoment;
    std::vector<ChunkSums> m_chunks;
};

/// Runs several sweeps at once, in parallel when there is enough to do.
/// @errors Cancelled  takes effect within a few milliseconds
Result<void> runSweeps(std::span<PairSweep* const> sweeps, SweepSums sums, const RunContext& ctx);

template <class Fill>
EVENHAND_INLINE void PairSweep::addBlock(Eigen::Index block, ChunkSums& out, const Fill& fill)
{
    const Eigen::Index first = block * kTileRows;
    const Eigen::Index rows = std::min(kTileRows, roundedUp(m_x.size - first, kRowStep));
    const Eigen::Index end = roundedUp(m_y.size, kPackSize);
    std::fill(out.rowPartial.begin(), out.rowPartial.end(), 0.0);
    Tile tile;
    Eigen::Index column = 0;
    if (isSymmetric()) {
        const TilePlace place {first, rows, first, std::min(kTileRows, end - first)};
        fill(place, tile, true);
        addTileRows(tile, place, out);
        column = first + kTileRows;
    }
    for (; column < end; column += kTileColumns) {
        const TilePlace place {first, rows, column, std::min(kTileColumns, end - column)};
        fill(place, tile, false);
        addTileRows(tile, place, out);
        addTileColumns(tile, place, out);
    }
    keepRows(first, out);
}

EVENHAND_INLINE void PairSweep::addTileRows(const Tile& tile, const TilePlace& place, ChunkSums& out) const
{
    if (m_sums != SweepSums::Total)
        addRowSums(tile, place, out.rowPartial.data());
    if (m_sums == SweepSums::Moments)
        addRowMoments(tile, place, columnPoints(), out.rowPartial.data() + kTileRows * kPackSize);
}

EVENHAND_INLINE void PairSweep::addTileColumns(const Tile& tile, const TilePlace& place, ChunkSums& out) const
{
    if (m_sums != SweepSums::Total)
        addColumnSums(tile, place, out.column.data());
    if (m_sums == SweepSums::Moments)
        addColumnMoments(tile, place, rowPoints(), out.columnMoment.data(), m_y.stride);
}

EVENHAND_INLINE void PairSweep::keepRows(Eigen::Index first, const ChunkSums& out)
{
    if (m_sums == SweepSums::Total)
        return;
    const double* from = out.rowPartial.data();
    for (Eigen::Index r = 0; r < kTileRows; ++r, from += kPackSize)
        m_row[static_cast<std::size_t>(first + r)] = sumOf(loadPack(from));
    if (m_sums != SweepSums::Moments)
        return;
    for (Eigen::Index k = 0; k < m_x.dims; ++k)
        for (Eigen::Index r = 0; r < kTileRows; ++r, from += kPackSize)
            m_rowMoment[static_cast<std::size_t>(k * m_x.stride + first + r)] = sumOf(loadPack(from));
}

} // namespace evenhand
