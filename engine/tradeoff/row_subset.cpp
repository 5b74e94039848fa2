#include "engine/tradeoff/row_subset.h"

#include "engine/core/rng.h"
#include "engine/pipeline/selection.h"

#include <algorithm>
#include <map>

namespace evenhand {

namespace {

/// Streams of the study's seed that halve the test rows; each repeat has its own.
constexpr std::uint64_t kHalvesStream = 0x4841'4C56'0000'0000ULL;

std::optional<double> valueOf(
    const MetricInfo& metric, const MetricInput& input, const std::vector<Confusion>& cells)
{
    if (metric.ofGroupCells != nullptr)
        return metric.ofGroupCells({cells, input.groupNames, largestGroup(cells)}).value;
    if (metric.ofCells != nullptr)
        return metric.ofCells(pooled(cells)).value;
    return metric.compute(input).value;
}

/// As in the two-step selection: perfectly fair because nobody is told apart.
bool isTrivialDecision(const std::vector<Confusion>& cells)
{
    const Confusion all = pooled(cells);
    if (all.selected().weight <= 0.0 || all.notSelected().weight <= 0.0)
        return true;
    bool anyPositives = false;
    for (const Confusion& own : cells) {
        const double positives = own.positives().weight;
        if (positives > 0.0 && own.truePositive.weight >= kLowestRate * positives)
            return false;
        anyPositives = anyPositives || positives > 0.0;
    }
    return anyPositives;
}

} // namespace

RowSubset::RowSubset(const RepeatScores& rows, Task task, const std::vector<std::string>& groupNames,
    std::vector<Eigen::Index> chosen)
    : m_chosen(std::move(chosen))
    , m_task(task)
    , m_threshold(rows.threshold)
    , m_groupNames(groupNames)
{
    for (const Eigen::Index row : m_chosen) {
        m_y.push_back(rows.y[row]);
        m_weight.push_back(rows.weight[row]);
        m_group.push_back(rows.group[static_cast<std::size_t>(row)]);
    }
}

std::vector<double> RowSubset::take(const Eigen::VectorXd& scores) const
{
    std::vector<double> own;
    own.reserve(m_chosen.size());
    for (const Eigen::Index row : m_chosen)
        own.push_back(scores[row]);
    return own;
}

RunFigures RowSubset::measure(const TradeoffAxes& axes, std::span<const double> scores, bool decides) const
{
    MetricInput input;
    input.task = m_task;
    input.groupNames = &m_groupNames;
    input.threshold = m_threshold;
    (decides ? input.decision : input.score) = scores;
    input.y = m_y;
    input.weight = m_weight;
    input.group = m_group;
    RunFigures figures;
    std::vector<Confusion> cells(m_groupNames.size());
    if (m_task == Task::Classification) {
        cells = confusionByGroup(input);
        figures.isTrivial = isTrivialDecision(cells);
    } else {
        const auto [least, most] = std::ranges::minmax_element(scores);
        figures.isTrivial = scores.empty() || *least == *most;
    }
    figures.error = valueOf(*axes.error, input, cells);
    figures.unfairness = valueOf(*axes.unfairness, input, cells);
    return figures;
}

std::vector<std::uint8_t> testHalves(
    const RepeatScores& rows, Task task, std::uint64_t seed, std::size_t repeat)
{
    std::map<std::int32_t, std::vector<std::size_t>> strata;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const bool positive = task == Task::Classification && rows.y[static_cast<Eigen::Index>(i)] == 1.0;
        strata[2 * rows.group[i] + (positive ? 1 : 0)].push_back(i);
    }
    std::vector<std::uint8_t> halves(rows.group.size());
    Rng rng(seed, kHalvesStream + repeat);
    std::size_t dealt = 0; // goes on across strata, so that odd ones do not all favour the same half
    for (auto& [stratum, members] : strata) {
        rng.shuffle(std::span(members));
        for (const std::size_t row : members)
            halves[row] = static_cast<std::uint8_t>(dealt++ % 2);
    }
    return halves;
}

std::vector<Eigen::Index> rowsOfHalf(const std::vector<std::uint8_t>& halves, int half)
{
    std::vector<Eigen::Index> rows;
    for (std::size_t i = 0; i < halves.size(); ++i)
        if (halves[i] == half)
            rows.push_back(static_cast<Eigen::Index>(i));
    return rows;
}

} // namespace evenhand
