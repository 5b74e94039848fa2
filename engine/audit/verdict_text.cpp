#include "engine/audit/verdict_text.h"

#include "engine/core/number_text.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

VerdictLevel levelOf(const MetricValue& measure, bool isRatio, double limit)
{
    if (!measure.value || !measure.low || !measure.high)
        return VerdictLevel::Undecidable;
    // A gap has no sign: only how far it is from parity counts.
    const double nearest = isRatio ? *measure.high : *measure.low;
    const double farthest = isRatio ? *measure.low : *measure.high;
    const bool allInside = isRatio ? farthest >= limit : farthest <= limit;
    const bool allOutside = isRatio ? nearest < limit : nearest > limit;
    if (allInside)
        return VerdictLevel::Within;
    return allOutside ? VerdictLevel::Beyond : VerdictLevel::Unclear;
}

VerdictLevel worse(VerdictLevel a, VerdictLevel b)
{
    const auto badness = [](VerdictLevel level) {
        switch (level) {
        case VerdictLevel::Beyond:
            return 3;
        case VerdictLevel::Unclear:
            return 2;
        case VerdictLevel::Undecidable:
            return 1;
        case VerdictLevel::Within:
            return 0;
        }
        return 0;
    };
    return badness(a) >= badness(b) ? a : b;
}

Text policySentence(const Verdict& verdict, bool isNumber)
{
    const bool isFourFifths = verdict.isRatio && verdict.limit == 0.8;
    const std::string limit
        = verdict.isRatio || isNumber ? shortNumber(verdict.limit) : percentNumber(verdict.limit, 0);
    switch (verdict.level) {
    case VerdictLevel::Beyond:
        if (isFourFifths)
            return text("This fails the four-fifths rule: the smaller rate should be at least 0.8 times the "
                        "larger, and the whole interval lies below that.");
        return verdict.isRatio
            ? text("This is beyond the limit: the smaller rate should be at least %1 times the larger, and "
                   "the whole interval lies below that.",
                limit)
            : text("This is beyond the limit of %1: the whole interval lies above it.", limit);
    case VerdictLevel::Within:
        if (isFourFifths)
            return text("This passes the four-fifths rule: even the worse end of the interval is at least "
                        "0.8.");
        return text("This is inside the limit of %1: even the worse end of the interval is.", limit);
    case VerdictLevel::Unclear:
        if (isFourFifths)
            return text("Whether this passes the four-fifths rule cannot be told from these rows: the "
                        "interval contains 0.8.");
        return text("Whether this is inside the limit cannot be told from these rows: the interval contains "
                    "%1.",
            limit);
    case VerdictLevel::Undecidable:
        break;
    }
    return text("No verdict: something that is needed for it is missing.");
}

Text chanceSentence(std::optional<double> p, std::optional<double> q)
{
    if (!p)
        return {};
    constexpr double kLevel = 0.05;
    if (*p < 0.001)
        return text("Chance alone would bring a difference this large in fewer than 1 of 1,000 tables like "
                    "this one.");
    const auto tables = static_cast<int>(std::lround(1000.0 * *p));
    if (*p > kLevel)
        return text("Chance alone could explain it: a difference this large comes up in about %1 of 1,000 "
                    "tables like this one, even when all groups are treated alike.",
            tables);
    if (q && *q > kLevel)
        return text("Taken by itself chance would bring a difference this large in about %1 of 1,000 tables, "
                    "but so many comparisons are made here that one like it was to be expected.",
            tables);
    return text("Chance alone would bring a difference this large in about %1 of 1,000 tables like this one.",
        tables);
}

std::string listedGroups(const AttributeAudit& attribute, const std::vector<std::size_t>& groups)
{
    constexpr std::size_t kMost = 5;
    std::string list;
    for (std::size_t i = 0; i < std::min(kMost, groups.size()); ++i)
        list += (i == 0 ? "“" : ", “") + attribute.groups[groups[i]].readable + "”";
    return groups.size() > kMost ? list + ", …" : list;
}

std::vector<Text> leftOutSentences(
    const AttributeAudit& attribute, const GroupComparison& comparison, std::size_t metric)
{
    std::vector<Text> sentences;
    if (!comparison.small.empty())
        sentences.push_back(comparison.small.size() == 1
                ? text("Too small to judge, with fewer than %1 such rows: %2.", kSmallAuditGroup,
                    listedGroups(attribute, comparison.small))
                : text("%1 groups are too small to judge, with fewer than %2 such rows each: %3.",
                    comparison.small.size(), kSmallAuditGroup, listedGroups(attribute, comparison.small)));
    if (!comparison.undefined.empty()) {
        const std::size_t first = comparison.undefined.front();
        sentences.push_back(
            text("Without such a rate (%1): %2.", attribute.groups[first].metrics[metric].undefined.english(),
                listedGroups(attribute, comparison.undefined)));
    }
    return sentences;
}

void withholdIfIncomplete(const GroupComparison& comparison, Verdict& verdict)
{
    const bool isComplete = comparison.small.empty() && comparison.undefined.empty();
    if (verdict.level != VerdictLevel::Within || isComplete)
        return;
    verdict.level = VerdictLevel::Undecidable;
    verdict.policy = text("The groups that can be judged are inside the limit; for the others nothing is "
                          "said.");
}

Text undecidableSentence(const AttributeAudit& attribute, const GroupComparison& comparison)
{
    if (comparison.small.empty() && comparison.undefined.size() == attribute.groups.size())
        return text("This cannot be decided: no group has such a rate.");
    return text(
        "This cannot be decided: fewer than two groups have at least %1 such rows.", kSmallAuditGroup);
}

std::string confidenceName(double confidence)
{
    return shortNumber(100.0 * confidence) + " %";
}

} // namespace evenhand
