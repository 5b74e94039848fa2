#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// The groups of an attribute by one rate, as far as they can be compared.
struct GroupComparison {
    std::vector<std::size_t> compared;  ///< groups with the rate from at least kSmallAuditGroup rows
    std::vector<std::size_t> small;     ///< groups with fewer
    std::vector<std::size_t> undefined; ///< groups that have no such rate
    std::size_t low = 0, high = 0;      ///< groups of the smallest and largest rate among `compared`
    std::optional<double> p;            ///< of equal rates in all compared groups

    [[nodiscard]] bool isPossible() const { return compared.size() >= 2; }
};

/// Compares a rate of the groups. p is from Fisher's exact test for two unweighted groups, otherwise from
/// Pearson's chi-square on effective counts.
[[nodiscard]] GroupComparison compareGroups(
    const AttributeAudit& attribute, std::size_t metric, bool isWeighted);

/// Confidence that each of all pairs of @p groups needs so that the pair with the largest gap, picked after
/// looking, is still inside its interval as often as @p confidence says (Bonferroni).
[[nodiscard]] double pairConfidence(double confidence, std::size_t groups);

/// Ratio low/high, or difference high - low, of a comparison that is possible, with its interval, widened for
/// having picked the extreme pair.
[[nodiscard]] MetricValue gapOf(const AttributeAudit& attribute, const GroupComparison& comparison,
    std::size_t metric, bool asRatio, double confidence);

} // namespace evenhand
