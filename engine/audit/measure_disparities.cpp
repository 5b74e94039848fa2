#include "engine/audit/measure.h"

#include "engine/audit/cell_resampling.h"
#include "engine/statistics/bootstrap_interval.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/resampling.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

/// Which rows a rate is about, and which of those it counts: a null hypothesis says that among them the group
/// does not matter.
struct Margin {
    std::string_view metric;
    RowSum (*with)(const Confusion&);
    RowSum (*without)(const Confusion&);
};

constexpr std::array<Margin, 5> kMargins {{
    {"selection_rate", [](const Confusion& c) { return c.selected(); },
        [](const Confusion& c) { return c.notSelected(); }},
    {"true_positive_rate", [](const Confusion& c) { return c.truePositive; },
        [](const Confusion& c) { return c.falseNegative; }},
    {"false_positive_rate", [](const Confusion& c) { return c.falsePositive; },
        [](const Confusion& c) { return c.trueNegative; }},
    {"precision", [](const Confusion& c) { return c.truePositive; },
        [](const Confusion& c) { return c.falsePositive; }},
    {"accuracy", [](const Confusion& c) { return c.truePositive + c.trueNegative; },
        [](const Confusion& c) { return c.falsePositive + c.falseNegative; }},
}};

/// The rates that a disparity compares.
std::vector<std::string_view> ratesOf(std::string_view disparity)
{
    if (disparity.starts_with("demographic_parity") || disparity == "statistical_parity_difference"
        || disparity == "disparate_impact")
        return {"selection_rate"};
    if (disparity.starts_with("equal_opportunity"))
        return {"true_positive_rate"};
    if (disparity.starts_with("equalized_odds") || disparity.starts_with("average_"))
        return {"true_positive_rate", "false_positive_rate"};
    if (disparity == "predictive_parity_difference")
        return {"precision"};
    if (disparity == "accuracy_difference")
        return {"accuracy"};
    return {};
}

struct Significance {
    std::optional<double> p;
    Text test;
};

/// Test of one rate being the same in all groups: Fisher's for two groups of unweighted rows, else a
/// permutation test of the chi-square statistic, or with weights its law.
Result<Significance> testOf(
    const Margin& margin, std::span<const Confusion> cells, const AuditReport& report, const RunContext& ctx)
{
    std::vector<double> with;
    std::vector<double> without;
    const bool isWeighted = !report.rows->weight.empty();
    for (const Confusion& group : cells) {
        const RowSum hits = margin.with(group);
        const RowSum misses = margin.without(group);
        const RowSum all = hits + misses;
        if (!(all.rows > 0.0))
            continue;
        const double perWeight = isWeighted ? all.effectiveCount() / all.weight : 1.0;
        with.push_back(hits.weight * perWeight);
        without.push_back(misses.weight * perWeight);
    }
    if (with.size() < 2)
        return Significance {};
    const std::optional<ChiSquareTest> chiSquare = chiSquareTest(with, without);
    if (!chiSquare)
        return Significance {1.0, text("all groups have the same rate")};
    if (isWeighted)
        return Significance {chiSquare->pValue, text("chi-square test on effective counts")};
    if (with.size() == 2) {
        const auto whole = [](double count) { return static_cast<std::int64_t>(std::llround(count)); };
        return Significance {
            fisherExactTest({whole(with[0]), whole(without[0]), whole(with[1]), whole(without[1])}).pValue,
            text("Fisher's exact test")};
    }
    std::vector<double> counts;
    for (std::size_t group = 0; group < with.size(); ++group) {
        counts.push_back(with[group]);
        counts.push_back(without[group]);
    }
    std::vector<double> statistics(report.spec.replicates);
    EH_CHECK(forEachPermutation(counts, 2, report.spec.replicates, report.spec.seed, ctx,
        [&](std::size_t replicate, std::span<const double> permuted) {
            std::vector<double> hits(with.size());
            std::vector<double> misses(with.size());
            for (std::size_t group = 0; group < with.size(); ++group) {
                hits[group] = permuted[2 * group];
                misses[group] = permuted[2 * group + 1];
            }
            statistics[replicate] = chiSquareTest(hits, misses)->statistic;
        }));
    return Significance {permutationPValue(chiSquare->statistic, statistics),
        text("permutation test of the chi-square statistic, %1 permutations", report.spec.replicates)};
}

/// The smallest p of several rates, times their number (Bonferroni).
Result<Significance> testOf(std::string_view disparity, std::span<const Confusion> cells,
    const AuditReport& report, const RunContext& ctx)
{
    Significance smallest;
    const std::vector<std::string_view> rates = ratesOf(disparity);
    for (const std::string_view rate : rates) {
        const Margin* const margin = std::ranges::find(kMargins, rate, &Margin::metric);
        EH_TRY(Significance own, testOf(*margin, cells, report, ctx));
        if (!own.p)
            return Significance {};
        own.p = std::min(1.0, *own.p * static_cast<double>(rates.size()));
        if (!smallest.p || *own.p < *smallest.p)
            smallest = std::move(own);
    }
    return smallest;
}

/// For two groups the intervals that are known in closed form: Newcombe's of the difference and the log
/// ratio's, folded where the disparity has no sign.
std::optional<Interval> closedInterval(
    const MetricInfo& metric, const std::vector<Confusion>& cells, const AuditReport& report)
{
    const std::vector<std::string_view> rates = ratesOf(metric.id);
    const bool isFolded = !metric.id.starts_with("statistical") && metric.id != "disparate_impact";
    if (cells.size() != 2 || rates.size() != 1 || !isFolded)
        return std::nullopt;
    const Margin& margin = *std::ranges::find(kMargins, rates.front(), &Margin::metric);
    std::array<double, 2> share {};
    std::array<double, 2> count {};
    for (std::size_t group = 0; group < 2; ++group) {
        const RowSum hits = margin.with(cells[group]);
        const RowSum all = hits + margin.without(cells[group]);
        share[group] = hits.weight / all.weight;
        count[group] = all.effectiveCount();
    }
    const std::size_t low = share[0] <= share[1] ? 0 : 1;
    const std::size_t high = 1 - low;
    if (metric.parity == 1.0) {
        const std::optional<Interval> ratio
            = logRatioInterval(share[low], count[low], share[high], count[high], report.spec.confidence);
        return ratio ? std::optional(Interval {ratio->low, std::min(1.0, ratio->high)}) : std::nullopt;
    }
    const Interval difference = newcombeDifferenceInterval(
        share[high], count[high], share[low], count[low], report.spec.confidence);
    return Interval {std::max(0.0, difference.low), difference.high};
}

/// Bootstrap intervals (BCa) of all @p infos from the same resamples.
Result<std::vector<std::optional<Interval>>> bootstrapIntervals(const std::vector<const MetricInfo*>& infos,
    const std::vector<Confusion>& cells, const GroupCells& groups, const AuditReport& report,
    const RunContext& ctx)
{
    const auto evaluate = [&](std::span<const Confusion> drawn, std::span<double> values) {
        const GroupCells own {drawn, groups.names, groups.reference};
        for (std::size_t i = 0; i < infos.size(); ++i)
            values[i] = infos[i]->valueOfGroupCells(own).value_or(std::numeric_limits<double>::quiet_NaN());
    };
    EH_TRY(const std::vector<std::vector<double>> replicates,
        resampledValues(cells, infos.size(), evaluate, report.spec.replicates, report.spec.seed, ctx));
    const CellJackknife removed = jackknife(cells, infos.size(), evaluate);
    std::vector<std::optional<Interval>> intervals;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        const std::optional<double> estimate = infos[i]->valueOfGroupCells(groups);
        intervals.push_back(estimate ? bcaInterval(*estimate, replicates[i], removed.values[i],
                                removed.multiplicities, report.spec.confidence)
                                     : std::nullopt);
    }
    return intervals;
}

Result<std::vector<DisparityAudit>> cellDisparities(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    std::vector<const MetricInfo*> infos;
    for (const MetricInfo& metric : metrics()) {
        const bool canBeHad = metric.ofGroupCells != nullptr && !report.rows->decision.empty()
            && (!metric.needs.outcome || !report.rows->y.empty());
        if (metric.role == MetricRole::Unfairness && canBeHad)
            infos.push_back(&metric);
    }
    std::vector<Confusion> cells;
    for (const GroupAudit& group : attribute.groups)
        cells.push_back(group.cells);
    const std::vector<std::string> names = attribute.names();
    const GroupCells groups {cells, &names, attribute.reference};
    EH_TRY(const std::vector<std::optional<Interval>> intervals,
        bootstrapIntervals(infos, cells, groups, report, ctx));
    std::vector<DisparityAudit> disparities;
    for (std::size_t i = 0; i < infos.size(); ++i) {
        DisparityAudit disparity;
        disparity.id = infos[i]->id;
        disparity.value = infos[i]->ofGroupCells(groups);
        if (disparity.value.value) {
            const std::optional<Interval> closed = closedInterval(*infos[i], cells, report);
            if (const std::optional<Interval>& interval = closed ? closed : intervals[i]; interval) {
                disparity.value.low = interval->low;
                disparity.value.high = interval->high;
            }
            EH_TRY(Significance significance, testOf(infos[i]->id, cells, report, ctx));
            disparity.p = significance.p;
            disparity.test = std::move(significance.test);
        }
        disparities.push_back(std::move(disparity));
    }
    return disparities;
}

} // namespace

Result<std::vector<DisparityAudit>> measureDisparities(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    std::vector<DisparityAudit> disparities;
    if (report.task == Task::Classification) {
        EH_TRY(disparities, cellDisparities(report, attribute, ctx));
    }
    EH_TRY(std::vector<DisparityAudit> ofScores, measureScoreDisparities(report, attribute, ctx));
    std::ranges::move(ofScores, std::back_inserter(disparities));
    return disparities;
}

} // namespace evenhand
