#include "engine/audit/conditional_sentences.h"

#include "engine/core/number_text.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// The whole interval is on one side of 0.
bool isClear(const MetricValue& difference)
{
    return difference.low && difference.high && (*difference.low > 0.0 || *difference.high < 0.0);
}

std::string intervalNumbers(bool isShare, const MetricValue& difference)
{
    const auto end = [isShare](double value) {
        const std::string sign = value < 0.0 ? "-" : "";
        return sign + (isShare ? fixedNumber(100.0 * std::abs(value), 1) : shortNumber(std::abs(value)));
    };
    if (!difference.low || !difference.high)
        return "unknown";
    return end(*difference.low) + " to " + end(*difference.high);
}

/// "lower" or "higher", of the group against the reference.
const char* direction(double difference)
{
    return difference < 0.0 ? "lower" : "higher";
}

Text pairSentence(const ConditionalAudit& audit, const ConditionalPair& pair)
{
    const std::string& group = audit.groupNames[pair.group];
    const std::string& reference = audit.groupNames[pair.reference];
    if (!pair.crude.value)
        return text(
            "“%1” and “%2” cannot be compared: %3.", group, reference, pair.crude.undefined.english());
    const std::string crude = differenceNumber(audit.isShare, *pair.crude.value);
    if (!pair.weighted.value)
        return text(
            "The %1 of “%2” is %3 %4 than that of “%5”, but no value of “%6” has enough rows of both, "
            "so nothing can be said with it held fixed.",
            audit.metricName, group, crude, direction(*pair.crude.value), reference, audit.condition);
    const std::string weighted = differenceNumber(audit.isShare, *pair.weighted.value);
    const std::string interval = intervalNumbers(audit.isShare, pair.weighted);
    if (pair.signTurns && isClear(pair.crude))
        return Text {isClear(pair.weighted)
                ? "Over all rows the %1 of “%2” is %3 %4 than that of “%5”; at the same %6 it is %7 %8 "
                  "(interval of the difference %9). The sign turns: Simpson's paradox."
                : "Over all rows the %1 of “%2” is %3 %4 than that of “%5”; at the same %6 it is %7 %8, "
                  "which "
                  "chance alone can explain (interval of the difference %9). The sign turns, as in Simpson's "
                  "paradox.",
            {audit.metricName, group, crude, direction(*pair.crude.value), reference, audit.condition,
                weighted, direction(*pair.weighted.value), interval}};
    const char* const sentence = isClear(pair.crude) && !isClear(pair.weighted)
        ? "Over all rows the %1 of “%2” is %3 %4 than that of “%5”; at the same %6 it is %7 %8, which chance "
          "alone can explain (interval of the difference %9)."
        : isClear(pair.weighted)
        ? "Over all rows the %1 of “%2” is %3 %4 than that of “%5”; at the same %6 it is still different: %7 "
          "%8 (interval of the difference %9)."
        : "Over all rows the %1 of “%2” is %3 %4 than that of “%5”, at the same %6 it is %7 %8 (interval of "
          "the "
          "difference %9); neither difference is clear.";
    const char* const uncovered
        = "Over all rows the %1 of “%2” is %3 %4 than that of “%5”, which chance alone can explain; at the "
          "same "
          "%6 it is %7 %8 (interval of the difference %9), a difference that the rows together hide.";
    return Text {!isClear(pair.crude) && isClear(pair.weighted) ? uncovered : sentence,
        {audit.metricName, group, crude, direction(*pair.crude.value), reference, audit.condition, weighted,
            direction(*pair.weighted.value), interval}};
}

std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t kMostNames = 5;
    std::string list;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNames); ++i)
        list += (i == 0 ? "“" : ", “") + names[i] + "”";
    if (names.size() > kMostNames)
        list += " and " + std::to_string(names.size() - kMostNames) + " more";
    return list;
}

} // namespace

std::string differenceNumber(bool isShare, double difference)
{
    return isShare ? fixedNumber(100.0 * std::abs(difference), 1) + " points"
                   : shortNumber(std::abs(difference));
}

void describePair(const ConditionalAudit& audit, ConditionalPair& pair)
{
    pair.sentence = pairSentence(audit, pair);
    if (!pair.leftOut.empty())
        pair.caveats.push_back(
            text("Left out, because “%1” or “%2” has fewer than %3 rows there that count: %4.",
                audit.groupNames[pair.group], audit.groupNames[pair.reference], kSmallestConditionalCell,
                listed(pair.leftOut)));
    if (pair.homogeneity && pair.homogeneity->p < 1.0 - audit.confidence)
        pair.caveats.push_back(text(
            "The difference between “%1” and “%2” is not the same at every value of “%3” (p = %4), so one "
            "mean does not describe all of them.",
            audit.groupNames[pair.group], audit.groupNames[pair.reference], audit.condition,
            shortNumber(pair.homogeneity->p, 2)));
}

Text summaryOf(const ConditionalAudit& audit)
{
    const ConditionalPair* chosen = nullptr;
    const auto turns = [](const ConditionalPair& pair) { return pair.signTurns && isClear(pair.crude); };
    const auto size = [](const ConditionalPair& pair) { return std::abs(pair.weighted.value.value_or(0.0)); };
    for (const ConditionalPair& pair : audit.pairs) {
        const bool isBetter = chosen == nullptr || (turns(pair) && !turns(*chosen))
            || (turns(pair) == turns(*chosen) && size(pair) > size(*chosen));
        if (isBetter)
            chosen = &pair;
    }
    return chosen != nullptr ? chosen->sentence : text("There is only one group, so nothing is compared.");
}

} // namespace evenhand
