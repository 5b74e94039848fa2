#include "engine/transport/sorted_groups.h"

#include "engine/core/parallel.h"
#include "engine/transport/radix_sort.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand {

namespace {

Result<void> checkLengths(std::size_t scores, std::size_t group, std::size_t weight)
{
    if (group != scores)
        return invalidArgument(text("%1 scores but %2 groups", scores, group));
    if (weight != 0 && weight != scores)
        return invalidArgument(text("%1 scores but %2 weights", scores, weight));
    return kOk;
}

Result<void> checkScores(std::span<const double> scores)
{
    std::size_t nNan = 0;
    std::size_t nInfinite = 0;
    for (const double score : scores) {
        if (!std::isfinite(score)) [[unlikely]]
            ++(std::isnan(score) ? nNan : nInfinite);
    }
    if (nNan + nInfinite > 0)
        return invalidData(text("%1 of %2 scores are not finite: %3 NaN, %4 infinite", nNan + nInfinite,
                               scores.size(), nNan, nInfinite),
            text("remove these rows or repair their scores"));
    return kOk;
}

Result<void> checkWeights(std::span<const double> weight)
{
    const auto bad = std::count_if(
        weight.begin(), weight.end(), [](double w) { return !(std::isfinite(w) && w > 0.0); });
    if (bad > 0)
        return invalidData(text("%1 of %2 weights are not positive numbers", bad, weight.size()),
            text("remove rows without weight"));
    return kOk;
}

bool allEqual(std::span<const double> weight)
{
    return std::all_of(weight.begin(), weight.end(), [&](double w) { return w == weight.front(); });
}

Result<std::vector<std::size_t>> groupBegins(std::span<const std::int32_t> group, std::size_t nGroups)
{
    std::vector<std::size_t> begin(nGroups + 1, 0);
    for (const std::int32_t code : group) {
        if (code < 0 || static_cast<std::size_t>(code) >= nGroups)
            return invalidArgument(text("group %1 is not one of the %2 groups", code, nGroups));
        ++begin[static_cast<std::size_t>(code) + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
    return begin;
}

} // namespace

Result<SortedGroups> SortedGroups::create(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    EH_CHECK(checkLengths(scores.size(), group.size(), weight.size()));
    EH_CHECK(checkScores(scores));
    EH_CHECK(checkWeights(weight));
    SortedGroups made;
    EH_TRY(made.m_begin, groupBegins(group, nGroups));
    const std::span<const double> used = allEqual(weight) ? std::span<const double> {} : weight;
    made.place(scores, group, used);
    std::vector<double> weights = std::move(made.m_cumulative);
    const auto sortOne = [&](std::size_t g) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        made.sortGroup(g, weights);
        return kOk;
    };
    EH_CHECK(parallelFor(nGroups, ctx, sortOne));
    made.m_cumulative = std::move(weights);
    made.computeShares();
    return made;
}

void SortedGroups::place(
    std::span<const double> scores, std::span<const std::int32_t> group, std::span<const double> weight)
{
    m_values.resize(scores.size());
    m_cumulative.resize(weight.size());
    std::vector<std::size_t> next(m_begin.begin(), m_begin.end() - 1);
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t to = next[static_cast<std::size_t>(group[i])]++;
        m_values[to] = scores[i] + 0.0; // turns -0.0 into +0.0
        if (!weight.empty())
            m_cumulative[to] = weight[i];
    }
}

void SortedGroups::sortGroup(std::size_t group, std::span<double> weights)
{
    const std::span<double> values = std::span(m_values).subspan(m_begin[group], count(group));
    if (weights.empty()) {
        sortAscending(values);
        return;
    }
    const std::span<double> mine = weights.subspan(m_begin[group], count(group));
    sortAscending(values, mine);
    std::partial_sum(mine.begin(), mine.end(), mine.begin());
}

void SortedGroups::computeShares()
{
    double total = 0.0;
    for (std::size_t g = 0; g < groups(); ++g)
        total += sample(g).total();
    m_share.resize(groups());
    for (std::size_t g = 0; g < groups(); ++g)
        m_share[g] = total > 0.0 ? sample(g).total() / total : 0.0;
}

SortedSample SortedGroups::sample(std::size_t group) const
{
    const std::size_t begin = m_begin[group];
    const std::size_t n = count(group);
    return {std::span(m_values).subspan(begin, n),
        isWeighted() ? std::span(m_cumulative).subspan(begin, n) : std::span<const double> {}};
}

std::vector<std::size_t> SortedGroups::present() const
{
    std::vector<std::size_t> found;
    for (std::size_t g = 0; g < groups(); ++g) {
        if (count(g) > 0)
            found.push_back(g);
    }
    return found;
}

} // namespace evenhand
