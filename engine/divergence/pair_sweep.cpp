#include "engine/divergence/pair_sweep.h"

#include "engine/core/parallel.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// Below, the work of a sweep is not worth a thread, and its rows are one chunk.
constexpr double kPairsOfManyChunks = 4e5;
constexpr std::size_t kChunks = 16;

void addTo(PackedVector& to, const PackedVector& from)
{
    for (std::size_t i = 0; i < from.size(); ++i)
        to[i] += from[i];
}

} // namespace

PairSweep::PairSweep(const PackedCloud& x, const PackedCloud& y, PairSymmetry symmetry)
    : m_x(x)
    , m_y(y)
    , m_isSymmetric(symmetry == PairSymmetry::OneTriangle)
{
    m_chunks.resize(pairs() < kPairsOfManyChunks ? 1 : kChunks);
}

double PairSweep::pairs() const
{
    const double all = static_cast<double>(m_x.size) * static_cast<double>(m_y.size);
    return isSymmetric() ? all / 2.0 : all;
}

void PairSweep::begin(SweepSums sums)
{
    m_sums = sums;
    const bool marginals = sums != SweepSums::Total;
    const bool moments = sums == SweepSums::Moments;
    const auto rows = static_cast<std::size_t>(m_x.stride);
    const auto columns = static_cast<std::size_t>(m_y.stride);
    const auto dims = static_cast<std::size_t>(m_x.dims);
    const auto partials = static_cast<std::size_t>(kTileRows * kPackSize);
    m_row.assign(marginals ? rows : 0, 0.0);
    m_rowMoment.assign(moments ? rows * dims : 0, 0.0);
    for (ChunkSums& chunk : m_chunks) {
        chunk.total = 0.0;
        chunk.column.assign(marginals ? columns : 0, 0.0);
        chunk.columnMoment.assign(moments ? columns * dims : 0, 0.0);
        chunk.rowPartial.resize((marginals ? partials : 0) + (moments ? partials * dims : 0));
    }
}

Result<void> PairSweep::runChunk(std::size_t chunk, const RunContext& ctx)
{
    for (auto block = static_cast<Index>(chunk); block < blocks(); block += static_cast<Index>(chunks())) {
        EH_CHECK(ctx.checkpoint());
        runBlock(block, m_chunks[chunk]);
    }
    return kOk;
}

void PairSweep::finish()
{
    ChunkSums& all = m_chunks.front();
    for (std::size_t c = 1; c < m_chunks.size(); ++c) {
        all.total += m_chunks[c].total;
        addTo(all.column, m_chunks[c].column);
        addTo(all.columnMoment, m_chunks[c].columnMoment);
    }
    m_total = all.total;
    if (isSymmetric()) {
        addTo(m_row, all.column);
        addTo(m_rowMoment, all.columnMoment);
    }
}

Result<void> runSweeps(std::span<PairSweep* const> sweeps, SweepSums sums, const RunContext& ctx)
{
    double pairs = 0.0;
    std::vector<std::pair<PairSweep*, std::size_t>> jobs;
    for (PairSweep* const sweep : sweeps) {
        sweep->begin(sums);
        pairs += sweep->pairs();
        for (std::size_t chunk = 0; chunk < sweep->chunks(); ++chunk)
            jobs.emplace_back(sweep, chunk);
    }
    const auto run = [&](std::size_t job) { return jobs[job].first->runChunk(jobs[job].second, ctx); };
    if (pairs < kPairsOfManyChunks) {
        for (std::size_t job = 0; job < jobs.size(); ++job)
            EH_CHECK(run(job));
    } else {
        EH_CHECK(parallelFor(jobs.size(), ctx, run));
    }
    for (PairSweep* const sweep : sweeps)
        sweep->finish();
    return kOk;
}

} // namespace evenhand
