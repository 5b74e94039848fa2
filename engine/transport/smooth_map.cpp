#include "engine/transport/smooth_map.h"

#include "engine/transport/convex_sum.h"
#include "engine/transport/interpolation.h"

namespace evenhand {

SmoothMap::SmoothMap(SortedGroups groups)
    : m_groups(std::move(groups))
    , m_place(m_groups.groups(), 0)
{
    for (const std::size_t g : m_groups.present()) {
        m_place[g] = m_knots.size();
        m_knots.push_back(makeKnots(m_groups.sample(g), m_groups.share(g)));
    }
}

SmoothMap::Knots SmoothMap::makeKnots(const SortedSample& sample, double share)
{
    Knots knots;
    knots.n = static_cast<double>(sample.size());
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
            knots.ranks.push_back((atMost - (atMost - below) / 2.0) / sample.total());
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

double SmoothMap::Knots::rankOf(double value) const
{
    if (value <= values.front())
        return rank(0);
    if (value >= values.back())
        return rank(values.size() - 1);
    const std::size_t j = byValue.countAtMost(values, value) - 1;
    return interpolate(value, values[j], values[j + 1], rank(j), rank(j + 1));
}

/// The j with rank(j) ≤ u < rank(j + 1), for u strictly inside the ranks.
std::size_t SmoothMap::Knots::cellOfRank(double u) const
{
    if (!ranks.empty())
        return byRank.countAtMost(ranks, u) - 1;
    auto j = static_cast<std::size_t>(std::max(0.0, u * n - 0.5));
    // The product is off by at most one rounding; the knots themselves decide.
    while (j > 0 && u < rank(j))
        --j;
    while (u >= rank(j + 1))
        ++j;
    return j;
}

double SmoothMap::Knots::quantile(double u) const
{
    if (u <= rank(0))
        return values.front();
    if (u >= rank(values.size() - 1))
        return values.back();
    const std::size_t j = cellOfRank(u);
    return interpolate(u, rank(j), rank(j + 1), values[j], values[j + 1]);
}

double SmoothMap::map(double score, std::size_t group) const
{
    const std::size_t own = m_place[group];
    const double u = m_knots[own].rankOf(score);
    ConvexSum sum;
    for (std::size_t k = 0; k < m_knots.size(); ++k) {
        const Knots& knots = m_knots[k];
        const double q
            = k == own ? std::clamp(score, knots.values.front(), knots.values.back()) : knots.quantile(u);
        sum.add(knots.share, q);
    }
    return sum.value();
}

void SmoothMap::apply(const ScoredRows& rows, std::span<double> out) const
{
    for (std::size_t i = 0; i < rows.size(); ++i)
        out[i] = map(rows.score[i] + 0.0, static_cast<std::size_t>(rows.group[i]));
}

} // namespace evenhand
