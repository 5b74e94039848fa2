#include "engine/audit/subgroup_counts.h"

#include "engine/core/parallel.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kBetweenCheckpoints = std::size_t {1} << 20U;

/// Up to three columns, ascending; -1: none.
using Cross = std::array<std::int16_t, 3>;

std::vector<Cross> crossesOf(std::size_t nColumns, int depth)
{
    const auto end = static_cast<std::int16_t>(nColumns);
    std::vector<Cross> crosses;
    for (std::int16_t a = 0; a < end; ++a)
        crosses.push_back({a, -1, -1});
    for (std::int16_t a = 0; a < end && depth >= 2; ++a)
        for (std::int16_t b = a + 1; b < end; ++b)
            crosses.push_back({a, b, -1});
    for (std::int16_t a = 0; a < end && depth >= 3; ++a)
        for (std::int16_t b = a + 1; b < end; ++b)
            for (std::int16_t c = b + 1; c < end; ++c)
                crosses.push_back({a, b, c});
    return crosses;
}

/// A dimension of a cross: a column, or the trivial one that fills up to three.
struct Dimension {
    std::span<const std::int32_t> codes; ///< empty: every row is in level 0
    std::size_t levels = 1;
    std::vector<LevelRange> conditions; ///< after those of the column, all levels together

    [[nodiscard]] std::size_t any() const { return conditions.size() - 1; }
};

Dimension dimensionOf(const SubgroupRows& rows, std::int16_t column)
{
    Dimension dimension;
    if (column >= 0) {
        const CodedColumn& coded = rows.columns[static_cast<std::size_t>(column)];
        dimension.codes = coded.codes;
        dimension.levels = coded.levels.size();
        dimension.conditions = conditionsOf(coded);
    }
    dimension.conditions.push_back({0, static_cast<std::int32_t>(dimension.levels) - 1});
    return dimension;
}

/// Sums of every cell in one pass over the rows.
Result<std::vector<SubgroupSums>> countCells(
    const SubgroupRows& rows, const std::array<Dimension, 3>& dimensions, const RunContext& ctx)
{
    std::vector<SubgroupSums> cells(dimensions[0].levels * dimensions[1].levels * dimensions[2].levels);
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row % kBetweenCheckpoints == 0)
            EH_CHECK(ctx.checkpoint());
        std::size_t cell = 0;
        for (const Dimension& dimension : dimensions)
            if (!dimension.codes.empty())
                cell = cell * dimension.levels + static_cast<std::size_t>(dimension.codes[row]);
        const double w = rows.weightAt(row);
        cells[cell] += {1.0, w, w * w, w * rows.hit[row]};
    }
    return cells;
}

/// Replaces the levels of one dimension by its conditions: (outer, levels, inner) → (outer, conditions,
/// inner).
std::vector<SubgroupSums> joinLevels(
    const std::vector<SubgroupSums>& cells, const Dimension& dimension, std::size_t inner)
{
    const std::size_t outer = cells.size() / (dimension.levels * inner);
    std::vector<SubgroupSums> joined(outer * dimension.conditions.size() * inner);
    for (std::size_t o = 0; o < outer; ++o)
        for (std::size_t c = 0; c < dimension.conditions.size(); ++c) {
            const LevelRange range = dimension.conditions[c];
            for (auto level = range.first; level <= range.last; ++level) {
                const std::size_t from = (o * dimension.levels + static_cast<std::size_t>(level)) * inner;
                const std::size_t to = (o * dimension.conditions.size() + c) * inner;
                for (std::size_t i = 0; i < inner; ++i)
                    joined[to + i] += cells[from + i];
            }
        }
    return joined;
}

double pValue(const RateGap& rates)
{
    const double rows = std::round(rates.count);
    const double restRows = std::round(rates.restCount);
    const double with = std::round(rates.rate * rows);
    const double restWith = std::round(rates.restRate * restRows);
    const std::array<double, 2> hits {with, restWith};
    const std::array<double, 2> others {rows - with, restRows - restWith};
    const auto quick = chiSquareTest(hits, others, true);
    // Far out in the tail the chi-square test is too bold when hits are few, and there it would matter.
    constexpr double kNearRejection = 0.1;
    if (!quick || quick->pValue > kNearRejection)
        return quick ? quick->pValue : 1.0;
    const TwoByTwo table {static_cast<std::int64_t>(with), static_cast<std::int64_t>(rows - with),
        static_cast<std::int64_t>(restWith), static_cast<std::int64_t>(restRows - restWith)};
    return fisherExactTest(table).pValue;
}

/// The combinations of a cross whose conditions all matter: dropping one brings in further rows.
class CrossTests {
public:
    CrossTests(const SubgroupSums& all, double minimumRows, Cross cross, std::array<Dimension, 3> dimensions)
        : m_all(all)
        , m_minimumRows(minimumRows)
        , m_cross(cross)
        , m_dimensions(std::move(dimensions))
    {
    }

    Result<std::vector<SubgroupCandidate>> run(const SubgroupRows& rows, const RunContext& ctx)
    {
        EH_TRY(m_sums, countCells(rows, m_dimensions, ctx));
        m_sums = joinLevels(m_sums, m_dimensions[2], 1);
        const std::size_t inner = m_dimensions[2].conditions.size();
        m_sums = joinLevels(m_sums, m_dimensions[1], inner);
        m_sums = joinLevels(m_sums, m_dimensions[0], inner * m_dimensions[1].conditions.size());
        std::vector<SubgroupCandidate> tested;
        for (std::size_t a = 0; a < choices(0); ++a) {
            EH_CHECK(ctx.checkpoint());
            for (std::size_t b = 0; b < choices(1); ++b)
                for (std::size_t c = 0; c < choices(2); ++c)
                    test({a, b, c}, tested);
        }
        return tested;
    }

private:
    using Place = std::array<std::size_t, 3>;

    [[nodiscard]] std::size_t choices(std::size_t d) const
    {
        return m_cross[d] < 0 ? 1 : m_dimensions[d].any();
    }
    [[nodiscard]] const SubgroupSums& at(const Place& place) const
    {
        return m_sums[(place[0] * m_dimensions[1].conditions.size() + place[1])
                * m_dimensions[2].conditions.size()
            + place[2]];
    }
    [[nodiscard]] bool isWorthTesting(const Place& place) const
    {
        const double rows = at(place).rows;
        if (rows < m_minimumRows || m_all.rows - rows < m_minimumRows)
            return false;
        for (std::size_t d = 0; d < place.size() && m_cross[1] >= 0; ++d) {
            Place parent = place;
            parent[d] = m_dimensions[d].any();
            if (m_cross[d] >= 0 && at(parent).rows == rows)
                return false;
        }
        return true;
    }
    void test(const Place& place, std::vector<SubgroupCandidate>& tested) const
    {
        if (!isWorthTesting(place))
            return;
        SubgroupCandidate& candidate = tested.emplace_back();
        candidate.column = m_cross;
        for (std::size_t d = 0; d < place.size(); ++d)
            candidate.condition[d] = static_cast<std::int16_t>(place[d]);
        candidate.sums = at(place);
        candidate.p = pValue(gapOf(candidate.sums, m_all));
    }

    SubgroupSums m_all;
    double m_minimumRows;
    Cross m_cross;
    std::array<Dimension, 3> m_dimensions;
    std::vector<SubgroupSums> m_sums; ///< of every combination of conditions
};

} // namespace

SubgroupSums& SubgroupSums::operator+=(const SubgroupSums& other)
{
    rows += other.rows;
    weight += other.weight;
    squares += other.squares;
    hits += other.hits;
    return *this;
}

std::vector<LevelRange> conditionsOf(const CodedColumn& column)
{
    const auto levels = static_cast<std::int32_t>(column.levels.size());
    std::vector<LevelRange> conditions;
    if (levels < 2)
        return conditions;
    for (std::int32_t level = 0; level < levels; ++level)
        conditions.push_back({level, level});
    // All values together would be the rows that are not missing, whose complement is looked at already.
    const std::int32_t values = column.hasMissing() ? levels - 1 : levels;
    for (std::int32_t first = 0; first < values && column.ordered; ++first)
        for (std::int32_t last = first + 1; last < values; ++last)
            if (last - first + 1 < values)
                conditions.push_back({first, last});
    return conditions;
}

RateGap gapOf(const SubgroupSums& part, const SubgroupSums& all)
{
    const double restWeight = all.weight - part.weight;
    const double pooled = all.hits / all.weight;
    RateGap rates;
    rates.rate = std::clamp(part.hits / part.weight, 0.0, 1.0);
    rates.count = part.weight * part.weight / part.squares;
    rates.restRate = std::clamp((all.hits - part.hits) / restWeight, 0.0, 1.0);
    rates.restCount = restWeight * restWeight / (all.squares - part.squares);
    rates.variance = pooled * (1.0 - pooled) * (1.0 / rates.count + 1.0 / rates.restCount);
    return rates;
}

SubgroupSums sumsOf(const SubgroupRows& rows)
{
    SubgroupSums sums;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const double w = rows.weightAt(row);
        sums += {1.0, w, w * w, w * rows.hit[row]};
    }
    return sums;
}

double combinations(std::span<const CodedColumn> columns, int depth)
{
    std::array<double, 4> products {1.0, 0.0, 0.0, 0.0}; // elementary symmetric polynomials
    for (const CodedColumn& column : columns) {
        const auto conditions = static_cast<double>(conditionsOf(column).size());
        for (std::size_t d = 3; d >= 1; --d)
            products[d] += products[d - 1] * conditions;
    }
    double sum = 0.0;
    for (std::size_t d = 1; d <= static_cast<std::size_t>(depth); ++d)
        sum += products[d];
    return sum;
}

Result<std::vector<SubgroupCandidate>> testSubgroups(
    const SubgroupRows& rows, const SubgroupSums& all, int depth, double minimumRows, const RunContext& ctx)
{
    const std::vector<Cross> crosses = crossesOf(rows.columns.size(), depth);
    std::vector<std::vector<SubgroupCandidate>> tested(crosses.size());
    const auto testOne = [&](std::size_t i) -> Result<void> {
        EH_CHECK(ctx.checkpoint(static_cast<double>(i) / static_cast<double>(crosses.size())));
        const Cross cross = crosses[i];
        CrossTests tests(all, minimumRows, cross,
            {dimensionOf(rows, cross[0]), dimensionOf(rows, cross[1]), dimensionOf(rows, cross[2])});
        EH_TRY(tested[i], tests.run(rows, ctx));
        return kOk;
    };
    EH_CHECK(parallelFor(crosses.size(), ctx, testOne));
    std::vector<SubgroupCandidate> candidates;
    for (std::vector<SubgroupCandidate>& some : tested) {
        candidates.insert(candidates.end(), some.begin(), some.end());
        std::vector<SubgroupCandidate>().swap(some);
    }
    return candidates;
}

} // namespace evenhand
