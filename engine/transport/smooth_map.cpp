#include "engine/transport/smooth_map.h"

#include "engine/transport/convex_sum.h"
#include "engine/transport/interpolation.h"

#include <array>
#include <cmath>

namespace evenhand {

SmoothMap::SmoothMap(SortedGroups groups)
    : m_groups(std::move(groups))
    , m_place(m_groups.groups(), 0)
{
    const std::vector<std::size_t> present = m_groups.present();
    m_knots.reserve(present.size());
    for (const std::size_t g : present) {
        m_place[g] = m_knots.size();
        m_knots.push_back(makeKnots(m_groups.sample(g), m_groups.share(g)));
    }
    for (const Knots& own : m_knots) {
        for (const Knots& other : m_knots)
            m_ratio.push_back(other.total / own.total);
    }
}

SmoothMap::Knots SmoothMap::makeKnots(const SortedSample& sample, double share)
{
    Knots knots;
    knots.total = sample.total();
    knots.share = share;
    const std::span<const double> values = sample.values;
    const bool hasTies = std::adjacent_find(values.begin(), values.end()) != values.end();
    if (hasTies || sample.isWeighted()) {
        double below = 0.0;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i + 1 < values.size() && values[i + 1] == values[i])
                continue;
            const double atMost = sample.weightOf(i + 1);
            knots.distinct.push_back(values[i]);
            knots.ranks.push_back(atMost - (atMost - below) / 2.0);
            below = atMost;
        }
        knots.values = knots.distinct;
        knots.byRank = BucketGuide(knots.ranks);
    } else {
        knots.values = values;
    }
    knots.byValue = BucketGuide(knots.values);
    return knots;
}

/// The cell j, from knot j to the next, that holds the clamped rank @p r.
std::size_t SmoothMap::Knots::cellOfRank(double r) const
{
    if (ranks.empty())
        return std::min(static_cast<std::size_t>(r - 0.5), lastCell());
    return std::min(byRank.countAtMost(ranks, r) - 1, lastCell());
}

/// F · total at a clamped score.
double SmoothMap::Knots::rankOf(double score, std::size_t cell) const
{
    if (values.size() < 2)
        return rank(0);
    return interpolate(score, values[cell], values[cell + 1], rank(cell), rank(cell + 1));
}

/// Q at a clamped rank.
double SmoothMap::Knots::quantile(double r, std::size_t cell) const
{
    if (values.size() < 2)
        return values.front();
    const double low = values[cell];
    const double high = values[cell + 1];
    if (!ranks.empty())
        return interpolate(r, ranks[cell], ranks[cell + 1], low, high);
    const double onTheWay = r - 0.5 - static_cast<double>(cell);
    const double q = low + onTheWay * (high - low);
    return std::isfinite(q) ? std::clamp(q, low, high) : interpolateByShare(onTheWay, 0.0, 1.0, low, high);
}

void SmoothMap::applyBlock(const ScoredRows& rows, std::span<double> out) const
{
    const std::size_t n = rows.size();
    std::array<std::size_t, kBlock> own {};
    std::array<double, kBlock> score {};
    std::array<double, kBlock> ownRank {};
    std::array<double, kBlock> rank {};
    std::array<BucketGuide::Between, kBlock> between {};
    std::array<std::size_t, kBlock> cell {};
    std::array<ConvexSum, kBlock> sum {};
    for (std::size_t i = 0; i < n; ++i) {
        own[i] = m_place[static_cast<std::size_t>(rows.group[i])];
        const Knots& knots = m_knots[own[i]];
        score[i] = knots.clampScore(rows.score[i] + 0.0);
        between[i] = knots.byValue.lookUp(score[i]);
        __builtin_prefetch(knots.values.data() + between[i].first);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const Knots& knots = m_knots[own[i]];
        const std::size_t atMost = BucketGuide::countAtMost(knots.values, score[i], between[i]);
        ownRank[i] = knots.rankOf(score[i], std::min(atMost - 1, knots.lastCell()));
    }
    for (std::size_t k = 0; k < m_knots.size(); ++k) {
        const Knots& knots = m_knots[k];
        for (std::size_t i = 0; i < n; ++i) {
            rank[i] = knots.clampRank(ownRank[i] * m_ratio[own[i] * m_knots.size() + k]);
            cell[i] = knots.cellOfRank(rank[i]);
            __builtin_prefetch(knots.values.data() + cell[i]);
        }
        for (std::size_t i = 0; i < n; ++i) {
            // Q_s(F_s(v)) is v itself, without the rounding of going there and back.
            sum[i].add(knots.share, own[i] == k ? score[i] : knots.quantile(rank[i], cell[i]));
        }
    }
    for (std::size_t i = 0; i < n; ++i)
        out[i] = sum[i].value();
}

void SmoothMap::apply(const ScoredRows& rows, std::span<double> out) const
{
    for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
        const std::size_t count = std::min(kBlock, rows.size() - begin);
        applyBlock(rows.part(begin, count), out.subspan(begin, count));
    }
}

} // namespace evenhand
