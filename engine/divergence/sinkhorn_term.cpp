#include "engine/divergence/sinkhorn_term.h"

#include "engine/core/wide_loops.h"
#include "engine/divergence/safe_rows.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Sums within have no part that was lost to underflow and matters.
constexpr double kSmallestSum = 1e-200;
constexpr double kLargestSum = 1e200;
/// Stored weights serve until factors reach exp(100).
constexpr double kLargestChange = 100.0;

EVENHAND_WIDE_LOOPS void computedBlock(SinkhornTerm& term, Index block, ChunkSums& out)
{
    term.addComputed(block, out);
}

EVENHAND_WIDE_LOOPS void storedBlock(SinkhornTerm& term, Index block, ChunkSums& out)
{
    term.addStored(block, out);
}

EVENHAND_WIDE_LOOPS void raisedBlock(SinkhornTerm& term, Index block, ChunkSums& out)
{
    term.addRaised(block, out);
}

bool areInRange(const PackedVector& sums, Index size)
{
    return std::all_of(sums.begin(), sums.begin() + size,
        [](double sum) { return sum > kSmallestSum && sum < kLargestSum; });
}

} // namespace

SinkhornTerm::SinkhornTerm(const PackedCloud& x, const PackedCloud& y)
    : PairSweep(x, y, &x == &y ? PairSymmetry::OneTriangle : PairSymmetry::None)
    , m_rows(x)
    , m_columns(y)
{
}

void SinkhornTerm::setEpsilon(double epsilon)
{
    const bool isSame = m_rows.epsilon == epsilon && !m_isToRaise;
    const bool isQuarter = m_rows.epsilon == 4.0 * epsilon && !m_isToRaise;
    m_isStored = m_isStored && (isSame || isQuarter);
    m_isToRaise = m_isStored && isQuarter;
    m_rows.setEpsilon(epsilon);
    if (!isSymmetric())
        m_columns.setEpsilon(epsilon);
}

std::size_t SinkhornTerm::storage() const
{
    const Index end = roundedUp(y().size, kPackSize);
    const Index blocks = this->blocks();
    const Index left = isSymmetric() ? kTileRows * blocks * (blocks - 1) / 2 : 0;
    return static_cast<std::size_t>((blocks * end - left) * kTileRows);
}

double* SinkhornTerm::storedAt(Index row, Index column)
{
    const Index end = roundedUp(y().size, kPackSize);
    const Index block = row / kTileRows;
    if (!isSymmetric())
        return m_storedPlan.data() + row * end + column;
    const Index before = (block * end - kTileRows * block * (block - 1) / 2) * kTileRows;
    const Index width = end - block * kTileRows;
    return m_storedPlan.data() + before + (row - block * kTileRows) * width + (column - block * kTileRows);
}

EVENHAND_INLINE void SinkhornTerm::addComputed(Index block, ChunkSums& out)
{
    const double perEpsilon = 1.0 / m_rows.epsilon;
    const bool isStoring = m_plan == Plan::Storing;
    // What is stored has no weights.
    const double* const rows = isStoring ? m_rows.stored.data() : m_rows.exponent.data();
    const double* const columns = isStoring ? columnSide().stored.data() : columnSide().exponent.data();
    addBlock(
        block, out, [&](const TilePlace& place, Tile& tile, bool) __attribute__((always_inline)) {
            const auto term = [&](Index r, Index c, const Pack& product) __attribute__((always_inline))
            {
                const Pack sides = loadPack(columns + place.column + c) + rows[place.row + r];
                storePack(tile.at(r, c), boundedExponential(product * perEpsilon + sides));
            };
            forPairs<PairNumber::Product>(rowPoints(), columnPoints(), place, term);
            if (isStoring)
                storeTile(place, tile);
        });
}

EVENHAND_INLINE void SinkhornTerm::storeTile(const TilePlace& place, Tile& tile)
{
    const double* const rows = m_rows.factor.data() + place.row;
    const double* const columns = columnSide().factor.data() + place.column;
    for (Index r = 0; r < place.rows; ++r) {
        double* const to = storedAt(place.row + r, place.column);
        for (Index c = 0; c < place.columns; c += kPackSize) {
            const Pack plan = loadPack(tile.at(r, c));
            storePack(to + c, plan);
            storePack(tile.at(r, c), plan * rows[r] * loadPack(columns + c));
        }
    }
}

template <SinkhornTerm::Plan kPlan>
EVENHAND_INLINE void SinkhornTerm::addFromStored(Index block, ChunkSums& out)
{
    const double* const rows = m_rows.factor.data();
    const double* const columns = columnSide().factor.data();
    addBlock(
        block, out, [&](const TilePlace& place, Tile& tile, bool) __attribute__((always_inline)) {
            for (Index r = 0; r < place.rows; ++r) {
                double* const stored = storedAt(place.row + r, place.column);
                for (Index c = 0; c < place.columns; c += kPackSize) {
                    Pack plan = loadPack(stored + c);
                    if constexpr (kPlan == Plan::Raising) {
                        plan *= plan;
                        plan *= plan;
                        storePack(stored + c, plan);
                    }
                    storePack(
                        tile.at(r, c), plan * rows[place.row + r] * loadPack(columns + place.column + c));
                }
            }
        });
}

EVENHAND_INLINE void SinkhornTerm::addStored(Index block, ChunkSums& out)
{
    addFromStored<Plan::Stored>(block, out);
}

EVENHAND_INLINE void SinkhornTerm::addRaised(Index block, ChunkSums& out)
{
    addFromStored<Plan::Raising>(block, out);
}

void SinkhornTerm::runBlock(Index block, ChunkSums& out)
{
    if (m_plan == Plan::Stored)
        storedBlock(*this, block, out);
    else if (m_plan == Plan::Raising)
        raisedBlock(*this, block, out);
    else
        computedBlock(*this, block, out);
}

void SinkhornTerm::raise()
{
    m_rows.raiseStored();
    m_columns.raiseStored();
    m_isToRaise = false;
}

void SinkhornTerm::prepare()
{
    m_plan = m_isToRaise ? Plan::Raising : Plan::Stored;
    if (m_isToRaise)
        raise();
    if (m_isStored) {
        const double rows = m_rows.findFactors();
        const double columns = isSymmetric() ? rows : m_columns.findFactors();
        m_isStored = std::max(rows, columns) < kLargestChange;
    }
    if (m_isStored)
        return;
    m_plan = m_isToStore ? Plan::Storing : Plan::Computed;
    if (!m_isToStore)
        return;
    m_storedPlan.resize(storage());
    m_rows.rememberStored();
    m_columns.rememberStored();
    m_isStored = true;
}

bool SinkhornTerm::isInRange() const
{
    return areInRange(row(), x().size) && (isSymmetric() || areInRange(column(), y().size));
}

Result<void> SinkhornTerm::measure(SweepSums sums, const RunContext& ctx)
{
    if (isInRange()) {
        m_rows.measure(row(), rowMoment(), {});
        if (!isSymmetric())
            m_columns.measure(column(), columnMoment(), {});
        return kOk;
    }
    m_isStored = false;
    EH_CHECK(measureSafely(m_rows, columnSide(), sums, ctx));
    return isSymmetric() ? Result<void> {kOk} : measureSafely(m_columns, m_rows, sums, ctx);
}

Result<void> SinkhornTerm::sweep(
    std::span<SinkhornTerm* const> terms, bool withMoments, const RunContext& ctx)
{
    const SweepSums sums = withMoments ? SweepSums::Moments : SweepSums::Marginals;
    std::vector<PairSweep*> sweeps;
    for (SinkhornTerm* const term : terms) {
        term->prepare();
        sweeps.push_back(term);
    }
    EH_CHECK(runSweeps(sweeps, sums, ctx));
    for (SinkhornTerm* const term : terms)
        EH_CHECK(term->measure(sums, ctx));
    return kOk;
}

double SinkhornTerm::marginalError() const
{
    const double rows = m_rows.marginalError();
    return isSymmetric() ? rows : std::max(rows, m_columns.marginalError());
}

void SinkhornTerm::update(double share)
{
    m_rows.update(share);
    if (!isSymmetric())
        m_columns.update(share);
}

double SinkhornTerm::value() const
{
    return m_rows.value() + (isSymmetric() ? m_rows.value() : m_columns.value());
}

} // namespace evenhand
