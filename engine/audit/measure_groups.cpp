#include "engine/audit/measure.h"

#include "engine/audit/calibration_interval.h"
#include "engine/audit/cell_resampling.h"
#include "engine/audit/group_columns.h"
#include "engine/audit/group_means.h"
#include "engine/core/parallel.h"
#include "engine/metrics/error_values.h"
#include "engine/statistics/auc.h"
#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

void setInterval(MetricValue& value, const std::optional<Interval>& interval)
{
    if (!interval)
        return;
    value.low = interval->low;
    value.high = interval->high;
}

/// Interval of a metric that is the mean of a number over rows; absent when it is none.
Result<std::optional<Interval>> meanInterval(
    std::string_view id, const MetricInput& rows, double confidence, const RunContext& ctx)
{
    const std::span<const double> outcome = rows.scoreOutcome.empty() ? rows.y : rows.scoreOutcome;
    const std::span<const double> score = rows.score;
    std::function<double(std::size_t)> term;
    if (id == "mean_prediction")
        term = [=](std::size_t row) { return score[row]; };
    else if (id == "brier" || id == "mean_squared_error" || id == "root_mean_squared_error")
        term = [=](std::size_t row) { return (outcome[row] - score[row]) * (outcome[row] - score[row]); };
    else if (id == "mean_absolute_error")
        term = [=](std::size_t row) { return std::abs(outcome[row] - score[row]); };
    else if (id == "log_loss")
        term
            = [=](std::size_t row) { return -std::log(outcome[row] == 1.0 ? score[row] : 1.0 - score[row]); };
    else
        return std::optional<Interval> {};
    const std::vector<std::int32_t> one(score.size(), 0);
    EH_TRY(const std::vector<GroupMean> mean, groupMeans(one, rows.weight, 1, term, ctx));
    Interval interval = mean.front().interval(confidence);
    const bool isError = id != "mean_prediction";
    if (isError)
        interval.low = std::max(0.0, interval.low);
    if (id == "root_mean_squared_error")
        interval = {std::sqrt(interval.low), std::sqrt(interval.high)};
    return std::optional(interval);
}

/// A metric of the rows of one group, which its confusion matrix does not determine.
Result<MetricValue> rowMetric(const MetricInfo& metric, const MetricInput& rows, bool isProbability,
    const AuditSpec& spec, const RunContext& ctx)
{
    const double confidence = spec.confidence;
    const bool needsProbability
        = metric.id == "brier" || metric.id == "log_loss" || metric.id == "expected_calibration_error";
    if (needsProbability && !rows.score.empty() && !isProbability)
        return undefinedValue(text("the scores are not probabilities"));
    if (metric.id == "expected_calibration_error" && notProbabilities(rows).empty()) {
        // The bins of the metric itself, made once for the value and its interval.
        const auto bins = calibrationBins(rows, kCalibrationErrorBins, Binning::EqualMass);
        MetricValue error = definedValue(calibrationError(bins));
        EH_TRY(const Interval interval,
            calibrationErrorInterval(bins, confidence, spec.replicates, spec.seed, ctx));
        setInterval(error, interval);
        return error;
    }
    if (metric.id == "roc_auc" && missingInput(rows, metric.needs).empty()) {
        const std::span<const double> outcome = rows.scoreOutcome.empty() ? rows.y : rows.scoreOutcome;
        const Result<AucEstimate> auc = aucEstimate(rows.score, outcome, rows.weight, confidence, ctx);
        if (auc.has_error())
            return auc.error().code == ErrorCode::Cancelled ? Result<MetricValue>(auc.error())
                                                            : metric.compute(rows);
        MetricValue value = definedValue(auc->value);
        setInterval(value, auc->interval);
        return value;
    }
    MetricValue value = metric.compute(rows);
    if (!value.value)
        return value;
    EH_TRY(const std::optional<Interval> interval, meanInterval(metric.id, rows, confidence, ctx));
    setInterval(value, interval);
    return value;
}

Result<MetricValue> cellMetric(const MetricInfo& metric, const AuditReport& report, const Confusion& cells,
    const Text& lacking, const RunContext& ctx)
{
    if (!lacking.empty())
        return undefinedValue(lacking);
    MetricValue value = metric.ofCells(cells);
    if (!value.value || metric.id == "count")
        return value;
    if (value.effectiveCount) {
        setInterval(value, wilsonInterval(*value.value, *value.effectiveCount, report.spec.confidence));
        return value;
    }
    EH_TRY(const std::optional<Interval> interval,
        resampledInterval(cells, metric.valueOfCells, report.spec.replicates, report.spec.seed,
            report.spec.confidence, ctx));
    setInterval(value, interval);
    return value;
}

/// Why a metric cannot be had from these rows at all; empty if it can.
Text lackOf(const MetricInfo& metric, const AuditRows& rows)
{
    if (metric.needs.decision && rows.decision.empty())
        return text("no decisions");
    if (metric.needs.outcome && rows.y.empty())
        return text("no true outcomes");
    return {};
}

} // namespace

std::vector<std::string> auditMetricIds(Task task)
{
    std::vector<std::string> ids;
    for (const MetricInfo& metric : metrics())
        if (metric.role == MetricRole::Group
            && (task == Task::Classification ? metric.classification : metric.regression))
            ids.emplace_back(metric.id);
    return ids;
}

Result<std::vector<GroupAudit>> measureGroups(const AuditReport& report,
    const std::vector<std::int32_t>& codes, const std::vector<std::string>& names,
    const std::vector<std::string>& readable, const RunContext& ctx)
{
    const AuditRows& rows = *report.rows;
    MetricInput all;
    all.task = report.task;
    all.decision = rows.decision;
    all.y = rows.y;
    all.weight = rows.weight;
    all.group = codes;
    all.groupNames = &names;
    EH_TRY(const std::vector<Confusion> cells, confusionByGroup(all, ctx));
    const std::vector<GroupColumns> columns = splitColumns(rows, codes, names.size());
    std::vector<const MetricInfo*> infos;
    for (const MetricInfo& metric : metrics())
        if (metric.role == MetricRole::Group && std::ranges::count(report.metricIds, metric.id) > 0)
            infos.push_back(&metric);
    std::vector<GroupAudit> groups(names.size());
    const auto measureOne = [&](std::size_t group) -> Result<void> {
        GroupAudit& own = groups[group];
        const RowSum everybody = cells[group].all();
        own.name = names[group];
        own.readable = readable[group];
        own.rows = everybody.rows;
        own.weight = everybody.weight;
        own.effectiveCount = everybody.effectiveCount();
        own.isSmall = own.effectiveCount < kSmallAuditGroup;
        own.cells = report.task == Task::Classification ? cells[group] : Confusion {};
        const MetricInput input = columns[group].input(report.task);
        for (const MetricInfo* const metric : infos) {
            EH_CHECK(ctx.checkpoint());
            EH_TRY(MetricValue value,
                metric->ofCells != nullptr
                    ? cellMetric(*metric, report, cells[group], lackOf(*metric, rows), ctx.silent())
                    : rowMetric(*metric, input, rows.scoreIsProbability, report.spec, ctx.silent()));
            own.metrics.push_back(std::move(value));
        }
        return kOk;
    };
    EH_CHECK(parallelFor(names.size(), ctx, measureOne));
    return groups;
}

} // namespace evenhand
