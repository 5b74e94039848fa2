#include "engine/audit/verdict_means.h"
#include "engine/audit/verdict_text.h"
#include "engine/audit/verdicts.h"

#include "engine/core/number_text.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// A notion that compares the mean of a number between groups.
struct MeanNotion {
    const char* id;
    const char* title;
    const char* question;
    const char* metric;
    const char* sentence; ///< %1, %2 group and mean of the smaller, %3, %4 of the larger, %5 gap, %6 … %8
};

Result<Verdict> meanVerdict(const MeanNotion& notion, const AuditReport& report,
    const AttributeAudit& attribute, const std::function<double(std::size_t)>& term, double spread,
    const RunContext& ctx)
{
    Verdict verdict;
    verdict.notion = notion.id;
    verdict.title = text(notion.title);
    verdict.question = text(notion.question);
    verdict.metricId = notion.metric;
    EH_TRY(const std::vector<GroupMean> means,
        groupMeans(attribute.codes, report.rows->weight, attribute.groups.size(), term, ctx));
    const GroupComparison comparison = compareMeans(means);
    if (!comparison.isPossible()) {
        verdict.sentence = undecidableSentence(attribute, comparison);
        verdict.policy = policySentence(verdict, true);
        return verdict;
    }
    if (!comparison.small.empty())
        verdict.caveats.push_back(text("Too small to judge, with fewer than %1 rows: %2.", kSmallAuditGroup,
            listedGroups(attribute, comparison.small)));
    verdict.lowGroup = attribute.groups[comparison.low].name;
    verdict.highGroup = attribute.groups[comparison.high].name;
    verdict.measure = meanGapOf(attribute, comparison, means, report.spec.confidence);
    verdict.limit = report.spec.policy.tolerance * spread;
    verdict.level = levelOf(verdict.measure, false, verdict.limit);
    verdict.p = comparison.p;
    const double width = *verdict.measure.high - *verdict.measure.low;
    const auto numberOf = [&](double value) { return supportedNumber(value, width); };
    verdict.sentence = text(notion.sentence, attribute.groups[comparison.low].readable,
        numberOf(means[comparison.low].mean), attribute.groups[comparison.high].readable,
        numberOf(means[comparison.high].mean), numberOf(*verdict.measure.value),
        confidenceName(report.spec.confidence), numberOf(*verdict.measure.low),
        numberOf(*verdict.measure.high));
    verdict.policy = policySentence(verdict, true);
    withholdIfIncomplete(comparison, verdict);
    return verdict;
}

/// A notion that rests on a distance between the laws of the predictions, already measured.
Verdict distanceVerdict(const AuditReport& report, const AttributeAudit& attribute, const char* id,
    const char* title, const char* question, const char* sentence, double limit)
{
    Verdict verdict;
    verdict.notion = id;
    verdict.title = text(title);
    verdict.question = text(question);
    const auto found = std::ranges::find(attribute.disparities, std::string_view(id), &DisparityAudit::id);
    if (found == attribute.disparities.end() || !found->value.value || found->value.groups.size() < 2) {
        verdict.sentence = text("This cannot be decided: fewer than two groups have rows.");
        verdict.policy = policySentence(verdict, true);
        return verdict;
    }
    verdict.measure = found->value;
    verdict.p = found->p;
    verdict.limit = limit;
    verdict.level = levelOf(verdict.measure, false, limit);
    verdict.lowGroup = found->value.groups[0];
    verdict.highGroup = found->value.groups[1];
    const auto readable = [&](const std::string& name) {
        return std::ranges::find(attribute.groups, name, &GroupAudit::name)->readable;
    };
    const bool hasInterval = verdict.measure.low && verdict.measure.high;
    const double width = hasInterval ? *verdict.measure.high - *verdict.measure.low : 0.0;
    const auto numberOf = [&](double value) { return supportedNumber(value, width); };
    const auto end = [&](std::optional<double> value) { return value ? numberOf(*value) : std::string("?"); };
    verdict.sentence = text(sentence, readable(verdict.lowGroup), readable(verdict.highGroup),
        numberOf(*verdict.measure.value), confidenceName(report.spec.confidence), end(verdict.measure.low),
        end(verdict.measure.high));
    verdict.policy = policySentence(verdict, true);
    return verdict;
}

} // namespace

Result<std::vector<Verdict>> numberVerdicts(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    static constexpr MeanNotion kMeanDifference {"mean_difference", "Mean difference",
        "Are the groups given equal predictions on average?", "mean_prediction",
        "On average %1 are given %2 and %3 are given %4: %5 less (%6 interval %7 to %8)."};
    static constexpr MeanNotion kErrorParity {"error_parity", "Error parity",
        "Are the predictions equally good for every group?", "mean_absolute_error",
        "Predictions for %1 are off by %2 on average and for %3 by %4: %5 more (%6 interval %7 to %8)."};
    const AuditRows& rows = *report.rows;
    const std::vector<std::int32_t> one(rows.size(), 0);
    EH_TRY(const std::vector<GroupMean> all,
        groupMeans(
            one, rows.weight, 1, [&](std::size_t row) { return rows.score[row]; }, ctx));
    const double spread = std::sqrt(all.front().variance);
    std::vector<Verdict> verdicts;
    EH_TRY(Verdict mean,
        meanVerdict(
            kMeanDifference, report, attribute, [&](std::size_t row) { return rows.score[row]; }, spread,
            ctx));
    verdicts.push_back(std::move(mean));
    verdicts.push_back(distanceVerdict(report, attribute, "ks_distance", "Demographic parity (KS)",
        "Are the predictions distributed alike in every group?",
        "There is a value that %1 and %2 stay below in shares that differ by %3 (%4 interval %5 to %6); 0 "
        "would be the same distribution, 1 no overlap at all.",
        report.spec.policy.tolerance));
    verdicts.push_back(distanceVerdict(report, attribute, "wasserstein_1", "Demographic parity (Wasserstein)",
        "How far would predictions have to move to be distributed alike?",
        "The predictions of %1 would have to move by %3 on average to be distributed as those of %2 (%4 "
        "interval %5 to %6).",
        report.spec.policy.tolerance * spread));
    if (rows.y.empty())
        return verdicts;
    EH_TRY(Verdict error,
        meanVerdict(
            kErrorParity, report, attribute,
            [&](std::size_t row) { return std::abs(rows.y[row] - rows.score[row]); }, spread, ctx));
    verdicts.push_back(std::move(error));
    return verdicts;
}

} // namespace evenhand
