#pragma once

#include "engine/audit/group_comparison.h"

namespace evenhand {

// The sentences that every verdict shares.

/// What the policy says of a measure: which side of the limit its whole interval is on.
[[nodiscard]] VerdictLevel levelOf(const MetricValue& measure, bool isRatio, double limit);
/// The worse of two levels: Beyond, then Unclear, then Undecidable, then Within.
[[nodiscard]] VerdictLevel worse(VerdictLevel a, VerdictLevel b);

[[nodiscard]] Text policySentence(const Verdict& verdict, bool isNumber);
/// "A difference this large would come up by chance alone in about 12 of 1,000 tables like this one."
[[nodiscard]] Text chanceSentence(std::optional<double> p, std::optional<double> q);
/// Groups that were left out of a comparison, and what that means for the verdict.
[[nodiscard]] std::vector<Text> leftOutSentences(
    const AttributeAudit& attribute, const GroupComparison& comparison, std::size_t metric);
/// A verdict that only the compared groups keep inside the limit is none for the others.
void withholdIfIncomplete(const GroupComparison& comparison, Verdict& verdict);
/// Why nothing can be compared.
[[nodiscard]] Text undecidableSentence(const AttributeAudit& attribute, const GroupComparison& comparison);

/// “a”, “b” and “c”.
[[nodiscard]] std::string listedGroups(
    const AttributeAudit& attribute, const std::vector<std::size_t>& groups);
/// "95 %".
[[nodiscard]] std::string confidenceName(double confidence);

} // namespace evenhand
