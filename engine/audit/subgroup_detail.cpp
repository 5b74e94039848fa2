#include "engine/audit/subgroup_detail.h"

#include "engine/audit/rate_rows.h"
#include "engine/data/groups.h"
#include "engine/metrics/rates.h"
#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::array kRates {
    "selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy"};

/// Level of a value that may not have been among the rows that the levels were made from; -1 if none fits.
std::int32_t levelNamed(const CodedColumn& coded, const std::string& name)
{
    auto found = std::ranges::find(coded.levels, name);
    if (found == coded.levels.end())
        found = std::ranges::find(coded.levels, "other values");
    return found == coded.levels.end() ? -1 : static_cast<std::int32_t>(found - coded.levels.begin());
}

std::int32_t missingLevel(const CodedColumn& coded)
{
    return coded.hasMissing() ? static_cast<std::int32_t>(coded.levels.size()) - 1 : -1;
}

/// Codes of all audited rows by the levels of @p coded.
std::vector<std::int32_t> codesOf(
    const Column& column, const CodedColumn& coded, std::span<const Eigen::Index> rows)
{
    std::vector<std::int32_t> codes;
    codes.reserve(rows.size());
    const std::int32_t missing = missingLevel(coded);
    if (const CategoricalColumn* const source = column.categorical()) {
        std::vector<std::int32_t> level;
        for (const std::string& name : source->levels)
            level.push_back(levelNamed(coded, name));
        for (const Eigen::Index row : rows) {
            const std::int32_t code = source->codes[static_cast<std::size_t>(row)];
            codes.push_back(code < 0 ? missing : level[static_cast<std::size_t>(code)]);
        }
        return codes;
    }
    const std::vector<double>& values = column.numeric()->values;
    for (const Eigen::Index row : rows) {
        const double value = values[static_cast<std::size_t>(row)];
        if (std::isnan(value))
            codes.push_back(missing);
        else if (coded.cuts.empty())
            codes.push_back(levelNamed(coded, exactNumber(value + 0.0)));
        else
            codes.push_back(
                static_cast<std::int32_t>(std::ranges::lower_bound(coded.cuts, value) - coded.cuts.begin()));
    }
    return codes;
}

void addRow(Confusion& cells, bool isSelected, bool isPositive, double weight)
{
    RowSum& cell = isSelected ? (isPositive ? cells.truePositive : cells.falsePositive)
                              : (isPositive ? cells.falseNegative : cells.trueNegative);
    cell += {weight, weight * weight, 1.0};
}

MetricValue withInterval(const MetricInfo& metric, const Confusion& cells, double confidence)
{
    MetricValue value = metric.ofCells(cells);
    if (value.value && value.effectiveCount && *value.effectiveCount > 0.0) {
        const Interval interval = wilsonInterval(*value.value, *value.effectiveCount, confidence);
        value.low = interval.low;
        value.high = interval.high;
    }
    return value;
}

/// (n,) whether a row meets all conditions.
Result<std::vector<bool>> membersOf(const AuditRows& rows, const Table& table, const std::string& metricId,
    const SubgroupReport& searched, const Subgroup& subgroup, const RunContext& ctx)
{
    EH_TRY(const RateRows rate, rateRows(rows, metricId));
    std::vector<Eigen::Index> spoken;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (!std::isnan(rate.value[i]))
            spoken.push_back(rows.row[i]);
    std::vector<bool> isMember(rows.size(), true);
    for (const SubgroupCondition& condition : subgroup.conditions) {
        if (condition.column >= searched.columns.size())
            return invalidArgument(text("the subgroup is not of this search"));
        const std::string& name = searched.columns[condition.column];
        EH_TRY(const CodedColumns coded, codeColumns(table, std::span(&name, 1), spoken, ctx));
        EH_TRY(const Column* const column, table.column(name));
        if (coded.columns.empty())
            return invalidArgument(text("the subgroup is not of this table"));
        const std::vector<std::int32_t> codes = codesOf(*column, coded.columns.front(), rows.row);
        for (std::size_t i = 0; i < codes.size(); ++i)
            if (codes[i] < condition.firstLevel || codes[i] > condition.lastLevel)
                isMember[i] = false;
    }
    return isMember;
}

} // namespace

Result<SubgroupDetail> subgroupDetail(const AuditReport& audit, const Table& table,
    const std::string& metricId, const SubgroupReport& searched, const Subgroup& subgroup,
    const RunContext& ctx)
{
    if (!audit.rows || audit.rows->decision.empty())
        return invalidArgument(text("there are no decisions to count"));
    const AuditRows& rows = *audit.rows;
    EH_TRY(const std::vector<bool> isMember, membersOf(rows, table, metricId, searched, subgroup, ctx));
    SubgroupDetail detail;
    for (std::size_t i = 0; i < rows.size(); ++i)
        addRow(isMember[i] ? detail.inside : detail.outside, rows.decision[i] == 1.0,
            !rows.y.empty() && rows.y[i] == 1.0, rows.weight.empty() ? 1.0 : rows.weight[i]);
    for (const char* const id : kRates) {
        if (rows.y.empty() && id != kRates.front())
            continue; // nobody knows what came true
        EH_TRY(const MetricInfo* const metric, findMetric(id));
        SubgroupRate rate;
        rate.metricId = id;
        rate.inside = withInterval(*metric, detail.inside, searched.confidence);
        rate.outside = withInterval(*metric, detail.outside, searched.confidence);
        rate.gap = differenceOf(rate.inside, rate.outside);
        detail.rates.push_back(std::move(rate));
    }
    return detail;
}

} // namespace evenhand
