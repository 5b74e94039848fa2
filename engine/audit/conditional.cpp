#include "engine/audit/conditional.h"

#include "engine/audit/conditional_sentences.h"
#include "engine/data/groups.h"
#include "engine/metrics/rates.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace evenhand {

namespace {

using Cells = std::vector<std::vector<MeanSum>>; ///< [stratum][group]

Cells sumCells(const RateRows& rate, const std::vector<double>& weight, const StrataOfRows& strata,
    const ConditionalGroups& groups)
{
    Cells cells(strata.names.size(), std::vector<MeanSum>(groups.names.size()));
    for (std::size_t row = 0; row < rate.value.size(); ++row) {
        if (std::isnan(rate.value[row]))
            continue;
        cells[static_cast<std::size_t>(strata.codes[row])][static_cast<std::size_t>(groups.codes[row])].add(
            rate.value[row], weight.empty() ? 1.0 : weight[row]);
    }
    return cells;
}

bool isLargeEnough(const MeanSum& cell)
{
    return cell.effectiveCount() >= kSmallestConditionalCell;
}

std::vector<MeanSum> sumOverStrata(const Cells& cells, std::size_t nGroups)
{
    std::vector<MeanSum> sums(nGroups);
    for (const std::vector<MeanSum>& stratum : cells)
        for (std::size_t g = 0; g < nGroups; ++g)
            sums[g] = sums[g] + stratum[g];
    return sums;
}

MetricValue rangeOf(const std::vector<MeanSum>& cells, const std::vector<MetricValue>& values,
    const std::vector<std::string>& names)
{
    std::optional<std::size_t> low;
    std::optional<std::size_t> high;
    std::vector<std::string> excluded;
    for (std::size_t g = 0; g < cells.size(); ++g) {
        if (!isLargeEnough(cells[g])) {
            excluded.push_back(names[g]);
            continue;
        }
        if (!low || *values[g].value < *values[*low].value)
            low = g;
        if (!high || *values[g].value >= *values[*high].value)
            high = g;
    }
    if (!low || low == high) {
        MetricValue none = undefinedValue(text("fewer than two groups have enough rows"));
        none.excluded = std::move(excluded);
        return none;
    }
    MetricValue range = differenceOf(values[*high], values[*low]);
    range.groups = {names[*low], names[*high]};
    range.excluded = std::move(excluded);
    return range;
}

ConditionalStratum describeStratum(const std::string& name, const std::vector<MeanSum>& cells,
    const RateRows& rate, double total, const ConditionalAudit& audit)
{
    ConditionalStratum stratum;
    stratum.name = name;
    double weight = 0.0;
    for (const MeanSum& cell : cells) {
        stratum.groups.push_back(cell.value(rate.isShare, audit.confidence, rate.nobody));
        stratum.rows.push_back(cell.rows);
        weight += cell.weight;
    }
    stratum.share = total > 0.0 ? weight / total : 0.0;
    stratum.range = rangeOf(cells, stratum.groups, audit.groupNames);
    return stratum;
}

ConditionalPair comparePair(const Cells& cells, const ConditionalAudit& audit, std::size_t group,
    std::size_t reference, std::string_view nobody)
{
    ConditionalPair pair;
    pair.group = group;
    pair.reference = reference;
    pair.crude = differenceOf(audit.crude[group], audit.crude[reference]);
    std::vector<StratumSums> kept;
    std::vector<std::vector<MeanSum>> tables;
    std::vector<double> shares;
    for (std::size_t k = 0; k < cells.size(); ++k) {
        const MeanSum& a = cells[k][group];
        const MeanSum& b = cells[k][reference];
        if (!isLargeEnough(a) || !isLargeEnough(b)) {
            const bool isAbsent = a.rows == 0.0 || b.rows == 0.0;
            pair.strata.push_back(undefinedValue(isAbsent ? text(nobody) : text("too few rows")));
            if (a.rows + b.rows > 0.0)
                pair.leftOut.push_back(audit.strata[k].name);
            continue;
        }
        pair.strata.push_back(differenceOf(audit.strata[k].groups[group], audit.strata[k].groups[reference]));
        kept.push_back({a, b});
        tables.push_back({a, b});
        shares.push_back(audit.strata[k].share);
    }
    double total = 0.0;
    for (const double share : shares)
        total += share;
    for (double& share : shares)
        share /= total;
    pair.weighted = mantelHaenszelDifference(kept, audit.isShare, audit.confidence);
    pair.standardised = standardisedDifference(kept, shares, audit.isShare, audit.confidence);
    if (audit.isShare)
        pair.oddsRatio = commonOddsRatio(kept);
    pair.test = cochranMantelHaenszelTest(tables);
    pair.homogeneity = homogeneityTest(kept, audit.isShare);
    pair.signTurns
        = pair.crude.value && pair.weighted.value && *pair.crude.value * *pair.weighted.value < 0.0;
    return pair;
}

/// Cut values at the quintiles; values that are equal are never separated, so there may be fewer.
std::vector<double> quintileCuts(std::vector<double> values)
{
    std::ranges::sort(values);
    std::vector<double> cuts;
    for (std::size_t i = 1; i < 5; ++i) {
        const double cut = values[(i * values.size() - 1) / 5];
        if (cut < values.back() && (cuts.empty() || cut > cuts.back()))
            cuts.push_back(cut);
    }
    return cuts;
}

} // namespace

Result<StrataOfRows> strataOfColumn(const Table& table, const std::string& column, const AuditRows& rows)
{
    constexpr std::size_t kMostValues = 5;
    constexpr std::size_t kMostStrata = 500;
    EH_TRY(const Column* const source, table.column(column));
    std::map<std::string, std::vector<double>> cuts;
    if (const NumericColumn* const numeric = source->numeric()) {
        std::vector<double> values;
        for (const Eigen::Index row : rows.row)
            if (!source->isMissing(static_cast<std::size_t>(row)))
                values.push_back(numeric->values[static_cast<std::size_t>(row)]);
        if (std::set<double>(values.begin(), values.end()).size() > kMostValues)
            cuts[column] = quintileCuts(std::move(values));
    }
    EH_TRY(const Groups groups, makeGroups(table, {column}, cuts));
    if (groups.names.size() > kMostStrata)
        return invalidData(
            text("“%1” has %2 different values, so hardly two rows share one", column, groups.names.size()),
            text("choose a column with fewer values to hold fixed"));
    StrataOfRows strata;
    strata.column = column;
    strata.names = groups.names;
    strata.codes.reserve(rows.size());
    for (const Eigen::Index row : rows.row)
        strata.codes.push_back(groups.codes[static_cast<std::size_t>(row)]);
    return strata;
}

Result<ConditionalAudit> conditionalAudit(const AuditRows& rows, const ConditionalGroups& groups,
    const StrataOfRows& strata, std::string_view metricId, double confidence, const RunContext& ctx)
{
    EH_TRY(const RateRows rate, rateRows(rows, metricId));
    EH_CHECK(ctx.checkpoint());
    const Cells cells = sumCells(rate, rows.weight, strata, groups);
    EH_CHECK(ctx.checkpoint());
    ConditionalAudit audit;
    audit.attribute = groups.attribute;
    audit.condition = strata.column;
    audit.metricId = metricId;
    audit.metricName = rate.name;
    audit.isShare = rate.isShare;
    audit.confidence = confidence;
    audit.groupNames = groups.names;
    double total = 0.0;
    for (const MeanSum& sum : sumOverStrata(cells, groups.names.size())) {
        audit.crude.push_back(sum.value(rate.isShare, confidence, rate.nobody));
        audit.groupRows.push_back(sum.rows);
        total += sum.weight;
    }
    for (std::size_t k = 0; k < cells.size(); ++k)
        audit.strata.push_back(describeStratum(strata.names[k], cells[k], rate, total, audit));
    for (std::size_t g = 0; g < groups.names.size(); ++g) {
        if (g == groups.reference)
            continue;
        audit.pairs.push_back(comparePair(cells, audit, g, groups.reference, rate.nobody));
        describePair(audit, audit.pairs.back());
    }
    audit.test = cochranMantelHaenszelTest(cells);
    audit.summary = summaryOf(audit);
    return audit;
}

Result<ConditionalAudit> conditionalAudit(const AuditReport& report, std::size_t attribute,
    const Table& table, const std::string& column, std::string_view metricId, const RunContext& ctx)
{
    if (attribute >= report.attributes.size() || !report.rows)
        return invalidArgument(text("the audit has no attribute %1", attribute + 1));
    const AttributeAudit& audited = report.attributes[attribute];
    const bool isOwn = audited.isIntersection ? std::ranges::count(report.roles.sensitive, column) > 0
                                              : audited.name == column;
    if (isOwn || column == report.roles.target || column == report.spec.prediction)
        return invalidArgument(text("“%1” cannot be held fixed: it is %2", column,
                                   isOwn ? "the attribute that is compared" : "what is audited"),
            text("choose a factor that may legitimately matter for the decision"));
    EH_TRY(const StrataOfRows strata, strataOfColumn(table, column, *report.rows));
    std::vector<std::string> names;
    for (const GroupAudit& group : audited.groups)
        names.push_back(group.readable);
    return conditionalAudit(*report.rows, {audited.name, std::move(names), audited.codes, audited.reference},
        strata, metricId, report.spec.confidence, ctx);
}

} // namespace evenhand
