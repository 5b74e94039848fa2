#include "engine/metrics/confusion.h"

#include "engine/core/parallel.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

constexpr std::size_t kKinds = 4; ///< kinds of rows: 2·selected + positive
constexpr std::size_t kBlockRows = 1U << 16U;
constexpr std::size_t kMostBlocks = 256; ///< bounds the memory for tables with many groups

/// Rows of one block by group and kind.
struct Tally {
    std::vector<double> rows, weight, squares; ///< the last two stay empty without weights
};

/// Calls body(kindOf): kindOf(row) = 2·selected + positive, made for the columns that the input has, so that
/// nothing is decided row by row.
template <class Body> void withKinds(const MetricInput& input, const Body& body)
{
    const auto withOutcome = [&](const auto& selected) {
        if (input.y.empty())
            body([&selected](std::size_t row) { return 2U * selected(row); });
        else
            body([&selected, y = input.y.data()](
                     std::size_t row) { return 2U * selected(row) + static_cast<unsigned>(y[row] == 1.0); });
    };
    if (!input.decision.empty())
        withOutcome([given = input.decision.data()](
                        std::size_t row) { return static_cast<unsigned>(given[row] == 1.0); });
    else if (!input.score.empty())
        withOutcome([score = input.score.data(), threshold = input.threshold](
                        std::size_t row) { return static_cast<unsigned>(score[row] >= threshold); });
    else
        withOutcome([](std::size_t) { return 0U; });
}

/// Made with a probability. Whatever else is not 1 (other codes, not a number) is a decision against.
constexpr bool isDraw(double decision)
{
    return decision > 0.0 && decision < 1.0;
}

/// Whether a block has decisions that are made with a probability.
bool hasDraws(const MetricInput& input, std::size_t begin, std::size_t end)
{
    return !input.decision.empty() && std::ranges::any_of(input.decision.subspan(begin, end - begin), isDraw);
}

/// Counts that are expected ones: a row is selected in part.
template <class GroupOf>
void countDraws(const MetricInput& input, std::size_t begin, std::size_t end, const GroupOf& groupOf,
    std::size_t nGroups, Tally& tally)
{
    for (std::vector<double>* const sums : {&tally.rows, &tally.weight, &tally.squares})
        sums->assign(nGroups * kKinds, 0.0);
    for (std::size_t row = begin; row < end; ++row) {
        const double weight = input.weight.empty() ? 1.0 : input.weight[row];
        const std::size_t positive = !input.y.empty() && input.y[row] == 1.0 ? 1 : 0;
        const double decision = input.decision[row];
        const double chance = isDraw(decision) ? decision : (decision == 1.0 ? 1.0 : 0.0);
        for (const std::size_t selected : {std::size_t {0}, std::size_t {1}}) {
            const double share = selected == 1 ? chance : 1.0 - chance;
            const std::size_t cell = groupOf(row) * kKinds + 2 * selected + positive;
            tally.rows[cell] += share;
            tally.weight[cell] += share * weight;
            tally.squares[cell] += share * weight * weight;
        }
    }
}

template <class GroupOf>
void countBlock(const MetricInput& input, std::size_t begin, std::size_t end, const GroupOf& groupOf,
    std::size_t nGroups, Tally& tally)
{
    const std::size_t nCells = nGroups * kKinds;
    if (hasDraws(input, begin, end)) {
        countDraws(input, begin, end, groupOf, nGroups, tally);
        return;
    }
    withKinds(input, [&](const auto& kindOf) {
        std::vector<std::uint32_t> rows(nCells, 0U);
        if (input.weight.empty()) {
            for (std::size_t row = begin; row < end; ++row)
                ++rows[groupOf(row) * kKinds + kindOf(row)];
        } else {
            tally.weight.assign(nCells, 0.0);
            tally.squares.assign(nCells, 0.0);
            for (std::size_t row = begin; row < end; ++row) {
                const std::size_t cell = groupOf(row) * kKinds + kindOf(row);
                const double weight = input.weight[row];
                ++rows[cell];
                tally.weight[cell] += weight;
                tally.squares[cell] += weight * weight;
            }
        }
        tally.rows.assign(rows.begin(), rows.end());
    });
}

void addTo(std::vector<Confusion>& cells, const Tally& tally)
{
    const bool isWeighted = !tally.weight.empty();
    for (std::size_t group = 0; group < cells.size(); ++group) {
        Confusion& own = cells[group];
        const std::array<RowSum*, kKinds> kinds {
            &own.trueNegative, &own.falseNegative, &own.falsePositive, &own.truePositive};
        for (std::size_t kind = 0; kind < kKinds; ++kind) {
            const std::size_t cell = group * kKinds + kind;
            const double rows = tally.rows[cell];
            *kinds[kind]
                += {isWeighted ? tally.weight[cell] : rows, isWeighted ? tally.squares[cell] : rows, rows};
        }
    }
}

template <class GroupOf>
Result<std::vector<Confusion>> countAll(
    const MetricInput& input, std::size_t nGroups, const GroupOf& groupOf, const RunContext& ctx)
{
    const std::size_t n = rowCount(input);
    const std::size_t blockRows = std::max(kBlockRows, (n + kMostBlocks - 1) / kMostBlocks);
    const std::size_t nBlocks = (n + blockRows - 1) / blockRows;
    std::vector<Tally> tallies(nBlocks);
    const auto countOne = [&](std::size_t block) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const std::size_t begin = block * blockRows;
        countBlock(input, begin, std::min(n, begin + blockRows), groupOf, nGroups, tallies[block]);
        return kOk;
    };
    EH_CHECK(parallelFor(nBlocks, ctx, countOne));
    std::vector<Confusion> cells(nGroups);
    for (const Tally& tally : tallies)
        addTo(cells, tally);
    return cells;
}

} // namespace

Confusion& Confusion::operator+=(const Confusion& other)
{
    truePositive += other.truePositive;
    falsePositive += other.falsePositive;
    falseNegative += other.falseNegative;
    trueNegative += other.trueNegative;
    return *this;
}

Confusion confusionOf(const MetricInput& input)
{
    // Nobody can stop a default context, so this cannot fail.
    return countAll(
        input, 1, [](std::size_t) { return std::size_t {0}; }, RunContext {})
        .value()
        .front();
}

Result<std::vector<Confusion>> confusionByGroup(const MetricInput& input, const RunContext& ctx)
{
    const auto groupOf
        = [group = input.group.data()](std::size_t row) { return static_cast<std::size_t>(group[row]); };
    return countAll(input, input.groupNames->size(), groupOf, ctx);
}

std::vector<Confusion> confusionByGroup(const MetricInput& input)
{
    return confusionByGroup(input, RunContext {}).value();
}

Confusion pooled(std::span<const Confusion> cells)
{
    Confusion all;
    for (const Confusion& own : cells)
        all += own;
    return all;
}

std::size_t largestGroup(std::span<const Confusion> cells)
{
    const auto largest = std::ranges::max_element(
        cells, {}, [](const Confusion& own) { return own.all().weight; }); // the first of equals
    return largest == cells.end() ? 0 : static_cast<std::size_t>(largest - cells.begin());
}

} // namespace evenhand
