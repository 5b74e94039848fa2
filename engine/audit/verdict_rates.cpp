#include "engine/audit/verdict_text.h"
#include "engine/audit/verdicts.h"

#include "engine/core/number_text.h"

#include <algorithm>

namespace evenhand {

namespace {

/// One rate that a notion compares, with its sentence. Places: %1, %2 group and rate of the smaller, %3, %4
/// of the larger, %5 the gap, %6 the confidence, %7, %8 the interval, %9 the favourable outcome.
struct RatePart {
    const char* metric;
    const char* asRatio;
    const char* asDifference;
};

struct RateNotion {
    const char* id;
    const char* title;
    const char* question;
    std::vector<RatePart> parts;
};

const std::vector<RateNotion>& rateNotions()
{
    constexpr RatePart kOpportunity {"true_positive_rate",
        "Among those whose true outcome was %9, %2 of %1 are selected and %4 of %3: %5 times as often (%6 "
        "interval %7 to %8).",
        "Among those whose true outcome was %9, %2 of %1 are selected and %4 of %3: %5 points less (%6 "
        "interval "
        "%7 to %8)."};
    constexpr RatePart kFalseAlarms {"false_positive_rate",
        "Among those whose true outcome was not %9, %2 of %1 are selected all the same and %4 of %3: %5 "
        "times "
        "as often (%6 interval %7 to %8).",
        "Among those whose true outcome was not %9, %2 of %1 are selected all the same and %4 of %3: %5 "
        "points "
        "less (%6 interval %7 to %8)."};
    static const std::vector<RateNotion> notions {
        {"demographic_parity", "Demographic parity", "Are the groups selected equally often?",
            {{"selection_rate",
                "Of %1, %2 are selected; of %3, %4. So %1 are selected at %5 times the rate of %3 (%6 "
                "interval %7 to %8).",
                "Of %1, %2 are selected; of %3, %4. That is %5 percentage points less (%6 interval %7 to "
                "%8)."}}},
        {"equal_opportunity", "Equal opportunity",
            "Do those with the favourable outcome have the same chance of being selected in every group?",
            {kOpportunity}},
        {"equalized_odds", "Equalised odds",
            "Is the model right, and wrong, equally often in every group, for both outcomes?",
            {kOpportunity, kFalseAlarms}},
        {"predictive_parity", "Predictive parity", "Does being selected mean the same in every group?",
            {{"precision",
                "When %1 are selected, the outcome is %9 in %2 of the cases; for %3 in %4: %5 times as often "
                "(%6 interval %7 to %8).",
                "When %1 are selected, the outcome is %9 in %2 of the cases; for %3 in %4: %5 points less "
                "(%6 interval %7 to %8)."}}},
    };
    return notions;
}

Text sentenceOf(const RatePart& part, const AuditReport& report, const AttributeAudit& attribute,
    const GroupComparison& comparison, std::size_t metric, const MetricValue& gap, bool isRatio)
{
    const GroupAudit& low = attribute.groups[comparison.low];
    const GroupAudit& high = attribute.groups[comparison.high];
    const auto percent = [](const MetricValue& rate) {
        const bool known = rate.low && rate.high;
        return supportedPercent(*rate.value, known ? *rate.high - *rate.low : 0.0);
    };
    const double scale = isRatio ? 1.0 : 100.0;
    const int decimals = std::min(isRatio ? 3 : 1, supportedDecimals(scale * (*gap.high - *gap.low)));
    const int shown = isRatio ? std::max(decimals, 2) : decimals;
    const auto number = [&](double value) { return fixedNumber(scale * value, shown); };
    return text(isRatio ? part.asRatio : part.asDifference, low.readable, percent(low.metrics[metric]),
        high.readable, percent(high.metrics[metric]), number(*gap.value),
        confidenceName(report.spec.confidence), number(*gap.low), number(*gap.high),
        report.rows->outcomeName);
}

Verdict judge(const RateNotion& notion, const RatePart& part, const AuditReport& report,
    const AttributeAudit& attribute)
{
    Verdict verdict;
    verdict.notion = notion.id;
    verdict.title = text(notion.title);
    verdict.question = text(notion.question);
    verdict.metricId = part.metric;
    const std::size_t metric = *report.metricIndex(part.metric);
    const GroupComparison comparison = compareGroups(attribute, metric, !report.rows->weight.empty());
    verdict.caveats = leftOutSentences(attribute, comparison, metric);
    if (!comparison.isPossible()) {
        verdict.sentence = undecidableSentence(attribute, comparison);
        verdict.policy = policySentence(verdict, false);
        return verdict;
    }
    const AuditPolicy& policy = report.spec.policy;
    verdict.lowGroup = attribute.groups[comparison.low].name;
    verdict.highGroup = attribute.groups[comparison.high].name;
    verdict.measure = gapOf(attribute, comparison, metric, policy.byRatio, report.spec.confidence);
    // Nobody is selected anywhere: there is no ratio, but the difference is known.
    verdict.isRatio = policy.byRatio && verdict.measure.value.has_value();
    if (policy.byRatio && !verdict.isRatio)
        verdict.measure = gapOf(attribute, comparison, metric, false, report.spec.confidence);
    verdict.limit = verdict.isRatio ? policy.ratio : policy.tolerance;
    verdict.level = levelOf(verdict.measure, verdict.isRatio, verdict.limit);
    verdict.p = comparison.p;
    verdict.sentence
        = sentenceOf(part, report, attribute, comparison, metric, verdict.measure, verdict.isRatio);
    verdict.policy = policySentence(verdict, false);
    withholdIfIncomplete(comparison, verdict);
    return verdict;
}

/// Of two halves the one that decides, with the other's sentence beside it.
Verdict joined(Verdict first, Verdict second)
{
    const bool firstDecides = worse(first.level, second.level) == first.level;
    Verdict verdict = firstDecides ? std::move(first) : std::move(second);
    const Verdict& other = firstDecides ? second : first;
    verdict.also = other.sentence;
    for (const Text& caveat : other.caveats)
        if (std::ranges::find(verdict.caveats, caveat) == verdict.caveats.end())
            verdict.caveats.push_back(caveat);
    return verdict;
}

} // namespace

std::vector<Verdict> rateVerdicts(const AuditReport& report, const AttributeAudit& attribute)
{
    std::vector<Verdict> verdicts;
    for (const RateNotion& notion : rateNotions()) {
        Verdict verdict = judge(notion, notion.parts.front(), report, attribute);
        for (std::size_t part = 1; part < notion.parts.size(); ++part)
            verdict = joined(std::move(verdict), judge(notion, notion.parts[part], report, attribute));
        verdicts.push_back(std::move(verdict));
    }
    return verdicts;
}

} // namespace evenhand
