#include "engine/transport/paper_map.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/transport/convex_sum.h"

#include <array>

namespace evenhand {

namespace {

constexpr std::uint64_t kRankStream = 0x72616e6b; // "rank"
/// Shares of weights that are not whole numbers count as reached when they are short by rounding alone.
constexpr double kShareTolerance = 1e-12;

/// Quantiles of a sample at the ranks k = 0, 1, … of another, which only move forward.
class StepQuantiles {
public:
    StepQuantiles(const SortedSample& sample, const SortedSample& ranks)
        : m_sample(sample)
        , m_ranks(ranks)
        , m_isWeighted(sample.isWeighted() || ranks.isWeighted())
        , m_tolerance(kShareTolerance * sample.total() * ranks.total())
    {
    }

    double at(std::size_t k)
    {
        while (m_row + 1 < m_sample.size() && !reaches(m_row + 1, k))
            ++m_row;
        return m_sample.values[m_row];
    }

private:
    /// Whether the first @p rows hold at least the share that the first @p k of the rank sample hold.
    [[nodiscard]] bool reaches(std::size_t rows, std::size_t k) const
    {
        if (!m_isWeighted)
            return rows * m_ranks.size() >= k * m_sample.size();
        return m_sample.weightOf(rows) * m_ranks.total()
            >= m_ranks.weightOf(k) * m_sample.total() - m_tolerance;
    }

    SortedSample m_sample, m_ranks;
    bool m_isWeighted;
    double m_tolerance;
    std::size_t m_row = 0;
};

} // namespace

PaperMap::Steps PaperMap::makeSteps(
    const SortedGroups& quantiles, const SortedSample& own, const std::vector<double>& shares)
{
    std::vector<StepQuantiles> others;
    std::vector<double> present;
    for (const std::size_t g : quantiles.present()) {
        others.emplace_back(quantiles.sample(g), own);
        present.push_back(shares[g]);
    }
    Steps steps;
    steps.values.assign(own.values.begin(), own.values.end());
    steps.mapped.reserve(own.size() + 1);
    for (std::size_t k = 0; k <= own.size(); ++k) {
        ConvexSum sum;
        for (std::size_t j = 0; j < others.size(); ++j)
            sum.add(present[j], others[j].at(k));
        steps.mapped.push_back(sum.value());
    }
    steps.guide = BucketGuide(steps.values);
    return steps;
}

Result<std::unique_ptr<const PaperMap>> PaperMap::fit(const SortedGroups& quantiles,
    const SortedGroups& ranks, const std::vector<double>& shares, std::optional<std::uint64_t> seed,
    const RunContext& ctx)
{
    std::unique_ptr<PaperMap> map(new PaperMap());
    map->m_seed = seed;
    map->m_steps.resize(ranks.groups());
    const std::vector<std::size_t> present = ranks.present();
    const auto makeOne = [&](std::size_t k) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        map->m_steps[present[k]] = makeSteps(quantiles, ranks.sample(present[k]), shares);
        return kOk;
    };
    EH_CHECK(parallelFor(present.size(), ctx, makeOne));
    return std::unique_ptr<const PaperMap>(std::move(map));
}

std::size_t PaperMap::Steps::countAtMost(double score) const
{
    if (score < values.front())
        return 0;
    return score >= values.back() ? values.size() : guide.countAtMost(values, score);
}

std::size_t PaperMap::Steps::countBelow(double score) const
{
    if (score <= values.front())
        return 0;
    return score > values.back() ? values.size() : guide.countBelow(values, score);
}

std::size_t PaperMap::randomRank(const Steps& steps, double score, std::int64_t rowId) const
{
    const std::size_t below = steps.countBelow(score);
    const std::size_t atMost = steps.countAtMost(score);
    const auto block = Rng::block(*m_seed, kRankStream, static_cast<std::uint64_t>(rowId));
    const std::uint64_t bits = (static_cast<std::uint64_t>(block[1]) << 32U) | block[0];
    const double uniform = static_cast<double>(bits >> 11U) * 0x1.0p-53;
    return std::min(
        atMost, below + static_cast<std::size_t>(uniform * static_cast<double>(atMost - below + 1)));
}

void PaperMap::applyBlock(const ScoredRows& rows, std::span<double> out) const
{
    std::array<BucketGuide::Between, kBlock> between {};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Steps& steps = m_steps[static_cast<std::size_t>(rows.group[i])];
        between[i] = steps.guide.lookUp(std::clamp(rows.score[i], steps.values.front(), steps.values.back()));
        __builtin_prefetch(steps.values.data() + between[i].first);
        __builtin_prefetch(steps.mapped.data() + between[i].first);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Steps& steps = m_steps[static_cast<std::size_t>(rows.group[i])];
        const double score = rows.score[i];
        const bool isBelow = score < steps.values.front();
        out[i] = steps.mapped[isBelow ? 0 : BucketGuide::countAtMost(steps.values, score, between[i])];
    }
}

void PaperMap::apply(const ScoredRows& rows, std::span<double> out) const
{
    if (m_seed) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Steps& steps = m_steps[static_cast<std::size_t>(rows.group[i])];
            out[i] = steps.mapped[randomRank(steps, rows.score[i], rows.id(i))];
        }
        return;
    }
    for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
        const std::size_t count = std::min(kBlock, rows.size() - begin);
        applyBlock(rows.part(begin, count), out.subspan(begin, count));
    }
}

} // namespace evenhand
