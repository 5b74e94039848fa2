#include "engine/pipeline/evaluate.h"

#include "engine/metrics/confusion.h"
#include "engine/metrics/intervals.h"

namespace evenhand {

namespace {

template <class T> std::span<const T> spanOf(const std::vector<T>& values)
{
    return {values.data(), values.size()};
}
std::span<const double> spanOf(const Eigen::VectorXd& values)
{
    return {values.data(), static_cast<std::size_t>(values.size())};
}

} // namespace

MetricSelection metricsFor(Task task)
{
    MetricSelection selection;
    for (const MetricInfo& metric : metrics()) {
        if (task == Task::Classification ? !metric.classification : !metric.regression)
            continue;
        (metric.role == MetricRole::Group ? selection.group : selection.overall).push_back(&metric);
    }
    return selection;
}

GroupedRows::GroupedRows(const RepeatScores& rows, std::size_t nGroups)
    : m_all(rows)
    , m_rows(nGroups)
    , m_y(nGroups)
    , m_weight(nGroups)
    , m_code(nGroups)
    , m_totalWeight(nGroups, 0.0)
{
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto group = static_cast<std::size_t>(rows.group[i]);
        const auto row = static_cast<Eigen::Index>(i);
        m_rows[group].push_back(row);
        m_y[group].push_back(rows.y[row]);
        m_weight[group].push_back(rows.weight[row]);
        m_code[group].push_back(rows.group[i]);
        m_totalWeight[group] += rows.weight[row];
    }
}

/// @param cells  confusion matrices of the input's rows: one per group for a disparity, else one of all
Result<MetricValue> GroupedRows::measure(const MetricInput& input, const GroupCells& cells,
    const MetricInfo& metric, std::optional<std::uint64_t> bootstrapSeed, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    MetricValue value = metric.ofGroupCells != nullptr ? metric.ofGroupCells(cells)
        : metric.ofCells != nullptr                    ? metric.ofCells(pooled(cells.cells))
                                                       : metric.compute(input);
    if (bootstrapSeed && value.value) {
        EH_TRY(const std::optional<Interval> interval,
            bootstrapInterval(input, metric, kBootstrapReplicates, *bootstrapSeed, ctx));
        value.low = interval ? std::optional(interval->low) : std::nullopt;
        value.high = interval ? std::optional(interval->high) : std::nullopt;
    }
    return value;
}

Result<Evaluation> GroupedRows::evaluate(const Eigen::VectorXd& scores, bool decides, Task task,
    const std::vector<std::string>& groupNames, std::optional<std::uint64_t> bootstrapSeed,
    const RunContext& ctx) const
{
    const MetricSelection selection = metricsFor(task);
    Evaluation evaluation;
    MetricInput input;
    input.task = task;
    input.groupNames = &groupNames;
    input.threshold = m_all.threshold;
    (decides ? input.decision : input.score) = spanOf(scores);
    input.y = spanOf(m_all.y);
    input.weight = spanOf(m_all.weight);
    input.group = spanOf(m_all.group);
    // Rows are counted once for all metrics that the counts determine.
    const bool isClass = task == Task::Classification;
    const std::vector<Confusion> cells
        = isClass ? confusionByGroup(input) : std::vector<Confusion>(m_rows.size());
    const GroupCells all {cells, &groupNames, largestGroup(cells)};
    for (const MetricInfo* const metric : selection.overall) {
        EH_TRY(MetricValue value, measure(input, all, *metric, bootstrapSeed, ctx));
        evaluation.overall.push_back(std::move(value));
    }
    std::vector<double> own;
    for (std::size_t g = 0; g < m_rows.size(); ++g) {
        own.clear();
        for (const Eigen::Index row : m_rows[g])
            own.push_back(scores[row]);
        (decides ? input.decision : input.score) = spanOf(own);
        input.y = spanOf(m_y[g]);
        input.weight = spanOf(m_weight[g]);
        input.group = spanOf(m_code[g]);
        std::vector<MetricValue>& values = evaluation.byGroup.emplace_back();
        const GroupCells only {std::span(cells).subspan(g, 1), &groupNames, 0};
        for (const MetricInfo* const metric : selection.group) {
            EH_TRY(MetricValue value, measure(input, only, *metric, bootstrapSeed, ctx));
            values.push_back(std::move(value));
        }
    }
    return evaluation;
}

} // namespace evenhand
