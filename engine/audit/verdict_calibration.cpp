#include "engine/audit/verdict_means.h"
#include "engine/audit/verdict_text.h"
#include "engine/audit/verdicts.h"

#include "engine/core/number_text.h"

#include <algorithm>

namespace evenhand {

namespace {

/// Why calibration cannot be judged; empty if it can.
Text obstacle(const AuditRows& rows)
{
    if (rows.score.empty())
        return text("This cannot be decided: there is no score, only decisions.");
    if (rows.y.empty())
        return text("This cannot be decided: there is no true outcome to compare the scores with.");
    if (!rows.scoreIsProbability)
        return text("This cannot be decided: the scores are not probabilities between 0 and 1.");
    if (std::ranges::all_of(rows.score, [](double score) { return score == 0.0 || score == 1.0; }))
        return text("This cannot be decided: the score holds only 0 and 1, so it is a decision.");
    return {};
}

} // namespace

Result<Verdict> calibrationVerdict(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    Verdict verdict;
    verdict.notion = "calibration";
    verdict.title = text("Calibration");
    verdict.question = text("Does a score mean the same in every group?");
    const AuditRows& rows = *report.rows;
    if (Text reason = obstacle(rows); !reason.empty()) {
        verdict.sentence = std::move(reason);
        verdict.policy = policySentence(verdict, false);
        return verdict;
    }
    const std::vector<double>& outcome = rows.scoreOutcome.empty() ? rows.y : rows.scoreOutcome;
    const std::size_t nGroups = attribute.groups.size();
    EH_TRY(const std::vector<GroupMean> excess,
        groupMeans(
            attribute.codes, rows.weight, nGroups,
            [&](std::size_t row) { return outcome[row] - rows.score[row]; }, ctx));
    EH_TRY(const std::vector<GroupMean> promised,
        groupMeans(
            attribute.codes, rows.weight, nGroups, [&](std::size_t row) { return rows.score[row]; }, ctx));
    const GroupComparison comparison = compareMeans(excess);
    if (!comparison.isPossible()) {
        verdict.sentence = undecidableSentence(attribute, comparison);
        verdict.policy = policySentence(verdict, false);
        return verdict;
    }
    if (!comparison.small.empty())
        verdict.caveats.push_back(text("Too small to judge, with fewer than %1 rows: %2.", kSmallAuditGroup,
            listedGroups(attribute, comparison.small)));
    verdict.lowGroup = attribute.groups[comparison.low].name;
    verdict.highGroup = attribute.groups[comparison.high].name;
    verdict.measure = meanGapOf(attribute, comparison, excess, report.spec.confidence);
    verdict.limit = report.spec.policy.tolerance;
    verdict.level = levelOf(verdict.measure, false, verdict.limit);
    verdict.p = comparison.p;
    const double width = *verdict.measure.high - *verdict.measure.low;
    const auto percent = [&](double share) { return supportedPercent(share, width); };
    const auto came = [&](std::size_t group) { return promised[group].mean + excess[group].mean; };
    verdict.sentence = text("For %1 the scores promise %2 and %3 come true; for %4 they promise %5 and %6 "
                            "come true.",
        attribute.groups[comparison.low].readable, percent(promised[comparison.low].mean),
        percent(came(comparison.low)), attribute.groups[comparison.high].readable,
        percent(promised[comparison.high].mean), percent(came(comparison.high)));
    verdict.also = text("The two groups' errors differ by %1 percentage points (%2 interval %3 to %4).",
        fixedNumber(100.0 * *verdict.measure.value, 1), confidenceName(report.spec.confidence),
        fixedNumber(100.0 * *verdict.measure.low, 1), fixedNumber(100.0 * *verdict.measure.high, 1));
    verdict.policy = policySentence(verdict, false);
    withholdIfIncomplete(comparison, verdict);
    return verdict;
}

} // namespace evenhand
