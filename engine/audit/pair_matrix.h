#pragma once

#include "engine/audit/audit_report.h"

namespace evenhand {

/// Two groups compared.
struct PairDifference {
    std::size_t first = 0, second = 0; ///< indices into AttributeAudit::groups
    MetricValue difference;            ///< first minus second, with its interval
    std::optional<double> p;           ///< Fisher's exact test of equal shares; absent for other numbers
    std::optional<double> q;           ///< p after Benjamini-Hochberg over all pairs
    bool isSmall = false;              ///< one of the two is a small group
};

/// A metric compared between all pairs of groups of an attribute.
struct PairMatrix {
    std::string metricId;
    bool isShare = false;
    double confidence = 0.95;
    std::vector<std::size_t> groups;   ///< those compared, in the order of the data
    std::vector<PairDifference> pairs; ///< every pair once, first before second in `groups`
    std::size_t leftOut = 0;           ///< groups with rows beyond kMostPairedGroups

    /// The group at position @p row of `groups` minus the one at @p column; undefined on the diagonal.
    [[nodiscard]] PairDifference at(std::size_t row, std::size_t column) const;
};

/// Most groups that are compared pair by pair; of more the largest.
inline constexpr std::size_t kMostPairedGroups = 40;

/// Differences of a metric between all pairs of groups.
///
/// The interval of a share's difference is Newcombe's from the two Wilson intervals, of another number the
/// one that joins its two intervals. Weighted rows count by Kish's effective number, rounded for the test.
/// @errors InvalidArgument  no such attribute or metric in the audit;  Cancelled
/// @source Newcombe (1998), Interval estimation for the difference between independent proportions, method
/// 10; Fisher (1935), The logic of inductive inference; Benjamini, Hochberg (1995), procedure (1)
[[nodiscard]] Result<PairMatrix> pairMatrix(
    const AuditReport& audit, std::size_t attribute, const std::string& metricId, const RunContext& ctx);

} // namespace evenhand
