#include "engine/network/batches.h"

#include "engine/core/rng.h"

namespace evenhand {

using Eigen::Index;

namespace {

std::vector<std::vector<Index>> rowsByStratum(std::span<const std::int32_t> stratum)
{
    std::vector<std::vector<Index>> strata;
    for (std::size_t i = 0; i < stratum.size(); ++i) {
        const auto own = static_cast<std::size_t>(stratum[i]);
        if (own >= strata.size())
            strata.resize(own + 1);
        strata[own].push_back(static_cast<Index>(i));
    }
    std::erase_if(strata, [](const std::vector<Index>& rows) { return rows.empty(); });
    return strata;
}

} // namespace

BatchDrawer::BatchDrawer(std::span<const std::int32_t> stratum, Index size, Index atLeast, std::uint64_t seed)
    : m_strata(rowsByStratum(stratum))
    , m_atLeast(atLeast)
    , m_seed(seed)
{
    if (const auto n = static_cast<Index>(stratum.size()); size > 0 && size < n)
        m_batches = static_cast<std::size_t>((n + size / 2) / size);
}

std::vector<Batch> BatchDrawer::epoch(int number) const
{
    std::vector<Batch> drawn(m_batches);
    if (m_batches == 1) {
        for (const std::vector<Index>& rows : m_strata)
            drawn.front().rows.insert(drawn.front().rows.end(), rows.begin(), rows.end());
        return drawn;
    }
    for (std::size_t s = 0; s < m_strata.size(); ++s) {
        std::vector<Index> rows = m_strata[s];
        const std::size_t n = rows.size();
        Rng rng(m_seed, (static_cast<std::uint64_t>(number) << 16U) + s);
        rng.shuffle(std::span<Index>(rows));
        const std::size_t least = std::min(n, static_cast<std::size_t>(m_atLeast));
        for (std::size_t b = 0; b < m_batches; ++b) {
            const std::size_t begin = b * n / m_batches;
            const std::size_t count = std::max(least, (b + 1) * n / m_batches - begin);
            for (std::size_t i = 0; i < count; ++i) {
                drawn[b].rows.push_back(rows[(begin + i) % n]);
                drawn[b].scale.push_back(static_cast<double>(n) / static_cast<double>(count));
            }
        }
    }
    return drawn;
}

Batch stratifiedSample(std::span<const std::int32_t> stratum, Index size, std::uint64_t seed)
{
    const double share = std::min(1.0, static_cast<double>(size) / static_cast<double>(stratum.size()));
    Batch sample;
    std::uint64_t stream = 0;
    for (std::vector<Index>& rows : rowsByStratum(stratum)) {
        Rng rng(seed, stream++);
        rng.shuffle(std::span<Index>(rows));
        const auto count = static_cast<std::size_t>(std::ceil(share * static_cast<double>(rows.size())));
        sample.rows.insert(sample.rows.end(), rows.begin(),
            rows.begin() + static_cast<std::ptrdiff_t>(std::min(count, rows.size())));
    }
    return sample;
}

} // namespace evenhand
