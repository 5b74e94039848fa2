#include "engine/transport/exact_map.h"

#include "engine/core/parallel.h"
#include "engine/transport/convex_sum.h"
#include "engine/transport/interpolation.h"

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <utility>

namespace evenhand {

namespace {

/// Mean of a sample's quantile function over cells of [0, 1] that come one after another, by differences of
/// prefix sums as the specification has it: means over all cells then telescope, which is what keeps group
/// means to rounding.
class CellMeans {
public:
    explicit CellMeans(const SortedSample& sample)
        : m_sample(sample)
    {
    }

    /// @param begin, end  the cell in units of weight of a sample with weight @p total; it begins where the
    /// last ended
    double mean(double begin, double end, double total)
    {
        const double integral = integralTo(end, total);
        const double mean = (integral - std::exchange(m_integral, integral)) / ((end - begin) / total);
        // Prefix sums of scores near the largest double overflow.
        return std::isfinite(mean) ? mean : m_sample.values[m_row];
    }

private:
    /// ∫₀ᵘ Q for u = position / total
    double integralTo(double position, double total)
    {
        // Multiplied by both totals, positions are exact for counts and whole-number weights.
        const double u = position * m_sample.total();
        while (m_row + 1 < m_sample.size() && m_sample.weightOf(m_row + 1) * total < u)
            m_prefix += rowWeight() * m_sample.values[m_row++];
        const double rest = (u - m_sample.weightOf(m_row) * total) / total;
        return (m_prefix + rest * m_sample.values[m_row]) / m_sample.total();
    }
    [[nodiscard]] double rowWeight() const { return m_sample.weightOf(m_row + 1) - m_sample.weightOf(m_row); }

    SortedSample m_sample;
    std::size_t m_row = 0;   ///< the row that holds the end of the last cell
    double m_prefix = 0.0;   ///< Σ weight · value of the rows before it
    double m_integral = 0.0; ///< up to the end of the last cell
};

/// Smallest and largest score of all groups.
std::pair<double, double> rangeOf(const SortedGroups& groups)
{
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (const std::size_t g : groups.present()) {
        least = std::min(least, groups.sample(g).values.front());
        most = std::max(most, groups.sample(g).values.back());
    }
    return {least, most};
}

} // namespace

ExactMap::Line ExactMap::makeLine(const SortedGroups& groups, std::size_t group)
{
    std::vector<CellMeans> others;
    std::vector<double> shares;
    for (const std::size_t g : groups.present()) {
        others.emplace_back(groups.sample(g));
        shares.push_back(groups.share(g));
    }
    const SortedSample own = groups.sample(group);
    const auto [least, most] = rangeOf(groups);
    Line line;
    line.values.reserve(own.size());
    line.mapped.reserve(own.size());
    double below = 0.0;
    for (std::size_t i = 0; i < own.size(); ++i) {
        if (i + 1 < own.size() && own.values[i + 1] == own.values[i])
            continue;
        const double atMost = own.weightOf(i + 1);
        ConvexSum sum;
        for (std::size_t k = 0; k < others.size(); ++k)
            sum.add(shares[k], others[k].mean(below, atMost, own.total()));
        // Rounding must neither turn two neighbours around nor leave the range of the scores.
        const double floor = line.mapped.empty() ? least : line.mapped.back();
        line.values.push_back(own.values[i]);
        line.mapped.push_back(std::clamp(sum.value(), floor, most));
        below = atMost;
    }
    line.guide = BucketGuide(line.values);
    return line;
}

Result<std::unique_ptr<const ExactMap>> ExactMap::fit(const SortedGroups& groups, const RunContext& ctx)
{
    std::unique_ptr<ExactMap> map(new ExactMap());
    map->m_lines.resize(groups.groups());
    const std::vector<std::size_t> present = groups.present();
    const auto makeOne = [&](std::size_t k) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        map->m_lines[present[k]] = makeLine(groups, present[k]);
        return kOk;
    };
    EH_CHECK(parallelFor(present.size(), ctx, makeOne));
    return std::unique_ptr<const ExactMap>(std::move(map));
}

void ExactMap::applyBlock(const ScoredRows& rows, std::span<double> out) const
{
    std::array<double, kBlock> score {};
    std::array<BucketGuide::Between, kBlock> between {};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Line& line = m_lines[static_cast<std::size_t>(rows.group[i])];
        score[i] = std::clamp(rows.score[i] + 0.0, line.values.front(), line.values.back());
        between[i] = line.guide.lookUp(score[i]);
        __builtin_prefetch(line.values.data() + between[i].first);
        __builtin_prefetch(line.mapped.data() + between[i].first);
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Line& line = m_lines[static_cast<std::size_t>(rows.group[i])];
        if (line.values.size() < 2) {
            out[i] = line.mapped.front();
            continue;
        }
        const std::size_t atMost = BucketGuide::countAtMost(line.values, score[i], between[i]);
        const std::size_t j = std::min(atMost - 1, line.values.size() - 2);
        out[i]
            = interpolate(score[i], line.values[j], line.values[j + 1], line.mapped[j], line.mapped[j + 1]);
    }
}

void ExactMap::apply(const ScoredRows& rows, std::span<double> out) const
{
    for (std::size_t begin = 0; begin < rows.size(); begin += kBlock) {
        const std::size_t count = std::min(kBlock, rows.size() - begin);
        applyBlock(rows.part(begin, count), out.subspan(begin, count));
    }
}

} // namespace evenhand
