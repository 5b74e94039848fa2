#include "engine/audit/impossibility.h"
#include "engine/audit/verdict_text.h"
#include "engine/core/number_text.h"

#include <algorithm>

namespace evenhand {

namespace {

std::string points(double difference)
{
    const double rounded = fixedNumber(100.0 * difference, 1) == "-0.0" ? 0.0 : 100.0 * difference;
    return fixedNumber(rounded, 1);
}

const std::string& nameAt(const AttributeAudit& attribute, const Impossibility& result, std::size_t i)
{
    return attribute.groups[result.groups[i]].readable;
}

Text baseRateSentence(const AttributeAudit& attribute, const Impossibility& result)
{
    const char* const source = result.groups.size() == 2
        ? "The base rate, the share that is actually positive, is %1 of “%2” and %3 of “%4”: a difference of "
          "%5 points (interval %6 to %7)."
        : "The base rate, the share that is actually positive, differs most surely between %1 of “%2” and %3 "
          "of “%4”: a difference of %5 points (interval %6 to %7).";
    const double low = result.baseRates[result.low];
    const double high = result.baseRates[result.high];
    return text(source, percentNumber(low), nameAt(attribute, result, result.low), percentNumber(high),
        nameAt(attribute, result, result.high), points(high - low), points(result.baseRateGap.low),
        points(result.baseRateGap.high));
}

Text verdictSentence(const Impossibility& result)
{
    if (result.canAllHold && result.pooled.falsePositiveRate == 0.0)
        return text("Nobody is selected wrongly, so precision, false positive rate and false negative rate "
                    "can all be equal whatever the base rates are.");
    if (!result.baseRatesDiffer)
        return text("That interval includes no difference at all: the base rates may be equal, and then "
                    "precision, false positive rate and false negative rate can all be equal.");
    return text("Because the base rates differ, precision, false positive rate and false negative rate "
                "cannot all be equal as long as anybody is selected wrongly. Any two of them may be, and "
                "these force the third.");
}

Text choiceSentence(const AttributeAudit& attribute, const Impossibility& result, const ForcedRate& choice)
{
    const auto extreme = std::ranges::minmax_element(choice.values);
    const auto position = [&](auto place) { return static_cast<std::size_t>(place - choice.values.begin()); };
    const auto held = [&](ErrorRate rate) { return percentNumber(result.pooled.of(rate)); };
    if (!choice.isFeasible) {
        const bool isAbove = *extreme.max > 1.0;
        const auto worst = isAbove ? extreme.max : extreme.min;
        return text(isAbove
                ? "No decisions have a %1 of %2 and a %3 of %4 in every group: the %5 of “%6” would have to "
                  "be above 100 % (%7)."
                : "No decisions have a %1 of %2 and a %3 of %4 in every group: the %5 of “%6” would have to "
                  "be below 0 % (%7).",
            errorRateName(choice.first), held(choice.first), errorRateName(choice.second),
            held(choice.second), errorRateName(choice.forced), nameAt(attribute, result, position(worst)),
            percentNumber(*worst));
    }
    if (choice.gap < 5e-4)
        return text("A %1 of %2 and a %3 of %4 in every group leave room for an equal %5 of %6.",
            errorRateName(choice.first), held(choice.first), errorRateName(choice.second),
            held(choice.second), errorRateName(choice.forced), percentNumber(*extreme.min));
    // The gap is the difference of the two numbers before it; a sentence has nine places.
    const std::size_t low = position(extreme.min);
    const std::size_t high = position(extreme.max);
    return text("A %1 of %2 and a %3 of %4 in every group force the %5 to be %6 and %7, a gap of %8 points.",
        errorRateName(choice.first), held(choice.first), errorRateName(choice.second), held(choice.second),
        errorRateName(choice.forced),
        percentNumber(*extreme.min) + " (“" + nameAt(attribute, result, low) + "”)",
        percentNumber(*extreme.max) + " (“" + nameAt(attribute, result, high) + "”)", points(choice.gap));
}

void addCompromise(const AttributeAudit& attribute, const Impossibility& result, std::vector<Text>& all)
{
    if (!result.compromise) {
        all.push_back(text("There is no compromise to speak of between “%1” and “%2”: nobody in them who is "
                           "actually positive is selected.",
            nameAt(attribute, result, result.low), nameAt(attribute, result, result.high)));
        return;
    }
    const RateCompromise& best = *result.compromise;
    const std::string& low = nameAt(attribute, result, best.low);
    const std::string& high = nameAt(attribute, result, best.high);
    all.push_back(result.groups.size() == 2
            ? text("With as many false positives and false negatives as today, the largest of the three gaps "
                   "between “%1” and “%2” can be brought down to %3 points and no further; today it is %4.",
                low, high, points(best.epsilon), points(best.today))
            : text("Between “%1” and “%2”, whose base rates differ most surely, the largest of the three "
                   "gaps can be "
                   "brought down to %3 points and no further with as many false positives and false "
                   "negatives as these two have today; today it is %4.",
                low, high, points(best.epsilon), points(best.today)));
    all.push_back(text(
        "That compromise has, for “%1”, precision %2, false positive rate %3 and false negative rate %4; "
        "for “%5”, %6, %7 and %8.",
        low, percentNumber(best.lowRates.precision), percentNumber(best.lowRates.falsePositiveRate),
        percentNumber(best.lowRates.falseNegativeRate), high, percentNumber(best.highRates.precision),
        percentNumber(best.highRates.falsePositiveRate), percentNumber(best.highRates.falseNegativeRate)));
}

} // namespace

std::vector<Text> impossibilitySentences(const AttributeAudit& attribute, const Impossibility& result)
{
    std::vector<Text> all {baseRateSentence(attribute, result), verdictSentence(result)};
    for (const ForcedRate& choice : result.choices)
        all.push_back(choiceSentence(attribute, result, choice));
    addCompromise(attribute, result, all);
    if (!result.small.empty())
        all.push_back(text("Left out for having fewer than %1 rows: %2.", kSmallAuditGroup,
            listedGroups(attribute, result.small)));
    if (!result.oneSided.empty())
        all.push_back(text("Left out because nobody or everybody in them is actually positive: %1.",
            listedGroups(attribute, result.oneSided)));
    return all;
}

} // namespace evenhand
