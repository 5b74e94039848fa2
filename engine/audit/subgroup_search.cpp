#include "engine/audit/subgroup_search.h"

#include "engine/audit/subgroup_list.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kMostLevels = 64;
constexpr std::size_t kMostOrderedLevels = 8;
constexpr std::size_t kMostColumns = 1000;
/// More combinations than this are neither quick nor useful: q-values grow with their number.
constexpr double kMostCombinations = 1e6;

Result<void> checkColumn(const CodedColumn& column, std::size_t nRows)
{
    const std::size_t levels = column.levels.size() - (column.hasMissing() ? 1U : 0U);
    if (levels > (column.ordered ? kMostOrderedLevels : kMostLevels))
        return invalidArgument(text("“%1” has %2 levels, too many to be searched", column.name, levels));
    if (column.codes.size() != nRows)
        return invalidArgument(
            text("“%1” has %2 rows instead of %3", column.name, column.codes.size(), nRows));
    const auto end = static_cast<std::int32_t>(column.levels.size());
    if (std::ranges::any_of(column.codes, [&](std::int32_t code) { return code < 0 || code >= end; }))
        return invalidArgument(text("“%1” has a code outside its levels", column.name));
    return kOk;
}

Result<void> check(const SubgroupRows& rows, const SubgroupSearch& search)
{
    if (rows.size() == 0)
        return invalidData(text("there are no rows to search for subgroups"));
    if (rows.columns.empty() || rows.columns.size() > kMostColumns)
        return invalidArgument(text("%1 columns cannot be searched for subgroups", rows.columns.size()),
            text("choose at least one and at most %1", kMostColumns));
    if (search.depth < 1 || search.depth > 3)
        return invalidArgument(text("subgroups have 1 to 3 conditions, not %1", search.depth));
    if (!(search.minimumRows >= 1.0))
        return invalidArgument(text("a subgroup needs at least one row"));
    if (!(search.confidence > 0.0 && search.confidence < 1.0))
        return invalidArgument(text("the confidence must lie between 0 and 1"));
    if (std::ranges::any_of(rows.hit, [](double hit) { return hit != 0.0 && hit != 1.0; }))
        return invalidArgument(text("a hit is neither 0 nor 1"));
    if (!rows.weight.empty() && rows.weight.size() != rows.size())
        return invalidArgument(text("%1 weights for %2 rows", rows.weight.size(), rows.size()));
    if (std::ranges::any_of(rows.weight, [](double w) { return !(w > 0.0 && std::isfinite(w)); }))
        return invalidArgument(text("a weight is not a positive number"));
    for (const CodedColumn& column : rows.columns)
        EH_CHECK(checkColumn(column, rows.size()));
    return kOk;
}

/// The depth that can be searched, with a note if it is not the one asked for.
int feasibleDepth(const SubgroupRows& rows, int depth, std::vector<Text>& notes)
{
    const int asked = depth;
    while (depth > 1 && combinations(rows.columns, depth) > kMostCombinations)
        --depth;
    if (depth < asked)
        notes.push_back(text("With %1 columns, combinations of more than %2 conditions are too many to be "
                             "searched; choose fewer columns to see them.",
            rows.columns.size(), depth));
    return depth;
}

Subgroup describe(
    const SubgroupRows& rows, const SubgroupCandidate& candidate, const SubgroupSums& all, double confidence)
{
    Subgroup subgroup;
    for (std::size_t d = 0; d < candidate.depth(); ++d) {
        const auto place = static_cast<std::size_t>(candidate.column[d]);
        const CodedColumn& column = rows.columns[place];
        const LevelRange range = conditionsOf(column)[static_cast<std::size_t>(candidate.condition[d])];
        subgroup.conditions.push_back(
            {place, range.first, range.last, conditionText(column, range.first, range.last)});
    }
    const RateGap rates = gapOf(candidate.sums, all);
    const Interval interval = wilsonInterval(rates.rate, rates.count, confidence);
    const Interval gap
        = newcombeDifferenceInterval(rates.rate, rates.count, rates.restRate, rates.restCount, confidence);
    subgroup.rows = candidate.sums.rows;
    subgroup.weight = candidate.sums.weight;
    subgroup.rate = rates.rate;
    subgroup.low = interval.low;
    subgroup.high = interval.high;
    subgroup.restRate = rates.restRate;
    subgroup.gap = rates.gap();
    subgroup.gapLow = gap.low;
    subgroup.gapHigh = gap.high;
    subgroup.p = candidate.p;
    return subgroup;
}

/// q-values of the listed subgroups: p·tested/rank among the listed, made monotone. Ranks count only what is
/// listed, because the many near-duplicates of one finding, which are not, would make the others look
/// significant.
/// @source Katsevich, Sabatti, Bogomolov (2023), Filtering the rejection set while preserving false discovery
/// rate control
void addQValues(std::vector<Subgroup>& listed, std::size_t tested)
{
    std::vector<std::optional<double>> p;
    for (const Subgroup& subgroup : listed)
        p.emplace_back(subgroup.p);
    const std::vector<std::optional<double>> amongListed = benjaminiHochberg(p);
    const double filtered
        = static_cast<double>(tested) / static_cast<double>(std::max<std::size_t>(1, listed.size()));
    for (std::size_t i = 0; i < listed.size(); ++i)
        listed[i].q = std::min(1.0, *amongListed[i] * filtered);
}

} // namespace

std::string Subgroup::name() const
{
    std::string joined;
    for (const SubgroupCondition& condition : conditions)
        joined += (joined.empty() ? "" : ", ") + condition.text;
    return joined;
}

Result<SubgroupReport> findSubgroups(std::span<const CodedColumn> columns, std::span<const double> hit,
    std::span<const double> weight, const SubgroupSearch& search, const RunContext& ctx)
{
    const SubgroupRows rows {columns, hit, weight};
    EH_CHECK(check(rows, search));
    const SubgroupSums all = sumsOf(rows);
    SubgroupReport report;
    for (const CodedColumn& column : columns)
        report.columns.push_back(column.name);
    report.overallRate = all.hits / all.weight;
    report.rows = all.rows;
    report.confidence = search.confidence;
    if (std::ranges::all_of(hit, [&](double h) { return h == hit.front(); })) {
        report.notes.push_back(
            text("The rate is %1 in every row, so no subgroup differs.", hit.front() == 0.0 ? "0" : "1"));
        return report;
    }
    const int depth = feasibleDepth(rows, search.depth, report.notes);
    EH_TRY(const std::vector<SubgroupCandidate> candidates,
        testSubgroups(rows, all, depth, search.minimumRows, ctx.slice(0.0, 0.9)));
    report.tested = candidates.size();
    if (candidates.empty()) {
        report.notes.push_back(text(
            "No subgroup has at least %1 rows inside and as many outside.", shortNumber(search.minimumRows)));
        return report;
    }
    const std::vector<double> shrunken = shrunkenGaps(candidates, all);
    EH_CHECK(ctx.checkpoint());
    EH_TRY(const ListedSubgroups listed,
        listSubgroups(rows, candidates, shrunken, search.most, ctx.slice(0.9, 1.0)));
    if (!listed.isComplete)
        report.notes.push_back(text("Only the subgroups with the largest gaps were looked at for this list; "
                                    "further down there may be others."));
    for (const std::size_t place : listed.places) {
        Subgroup& subgroup
            = report.found.emplace_back(describe(rows, candidates[place], all, search.confidence));
        subgroup.shrunkenGap = shrunken[place];
    }
    addQValues(report.found, report.tested);
    return report;
}

std::vector<std::size_t> rowsOf(const Subgroup& subgroup, std::span<const CodedColumn> columns)
{
    std::vector<std::size_t> members;
    const std::size_t nRows = columns.empty() ? 0 : columns.front().codes.size();
    for (std::size_t row = 0; row < nRows; ++row)
        if (std::ranges::all_of(subgroup.conditions, [&](const SubgroupCondition& condition) {
                const std::int32_t code = columns[condition.column].codes[row];
                return code >= condition.firstLevel && code <= condition.lastLevel;
            }))
            members.push_back(row);
    return members;
}

} // namespace evenhand
