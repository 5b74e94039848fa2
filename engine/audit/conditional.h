#pragma once

#include "engine/audit/audit_report.h"
#include "engine/audit/stratified.h"

namespace evenhand {

/// Rows by what is held fixed.
struct StrataOfRows {
    std::string column;
    std::vector<std::string> names;  ///< "A", "2 – 5", "(missing)"
    std::vector<std::int32_t> codes; ///< (n,) of every audited row
};

/// Everybody with the same value of the factor.
struct ConditionalStratum {
    std::string name;
    double share = 0.0;              ///< of the weight of all rows that the rate speaks of
    std::vector<MetricValue> groups; ///< (G,) the rate of each group, with interval
    std::vector<double> rows;        ///< (G,) in the rate's denominator
    MetricValue range; ///< largest minus smallest of the groups that are large enough, named in `groups`;
                       ///< its interval is that of the two, without regard to their having been chosen
};

/// One group compared with the reference group.
struct ConditionalPair {
    std::size_t group = 0, reference = 0;
    MetricValue crude;                  ///< group minus reference over all rows
    std::vector<MetricValue> strata;    ///< (K,) the same in each stratum; undefined where it is left out
    std::vector<std::string> leftOut;   ///< strata in which one of the two is absent or tiny
    MetricValue weighted;               ///< Mantel-Haenszel mean of the strata that are not left out
    MetricValue standardised;           ///< the same, weighted like everybody together
    std::optional<double> oddsRatio;    ///< Mantel-Haenszel's, of a share
    std::optional<StratifiedTest> test; ///< Cochran-Mantel-Haenszel
    std::optional<StratifiedTest> homogeneity; ///< "the difference is the same in every stratum"
    bool signTurns = false;                    ///< crude and weighted difference point in opposite directions
    Text sentence;
    std::vector<Text> caveats; ///< strata left out; differences that are not the same everywhere
};

/// A rate compared between groups while a legitimate factor is held fixed.
struct ConditionalAudit {
    std::string attribute, condition, metricId, metricName;
    bool isShare = true;
    double confidence = 0.95;
    std::vector<std::string> groupNames; ///< readable
    std::vector<double> groupRows;       ///< (G,) in the rate's denominator
    std::vector<MetricValue> crude;      ///< (G,) over all rows
    std::vector<ConditionalStratum> strata;
    std::vector<ConditionalPair> pairs; ///< every other group against the reference
    std::optional<StratifiedTest> test; ///< all groups at once
    Text summary;                       ///< of the pair whose sentence matters most
};

/// Cells with fewer rows (effective ones, when weighted) are not compared.
inline constexpr double kSmallestConditionalCell = 5.0;

/// Groups and their names, without the rest of an AuditReport.
struct ConditionalGroups {
    std::string attribute;
    std::vector<std::string> names;      ///< readable
    std::span<const std::int32_t> codes; ///< (n,)
    std::size_t reference = 0;
};

/// The audited rows by a column: the levels of a categorical one, a number by its values when it has at most
/// five and else cut at its quintiles.
/// @errors InvalidArgument  unknown column;  InvalidData  so many levels that nobody shares one
[[nodiscard]] Result<StrataOfRows> strataOfColumn(
    const Table& table, const std::string& column, const AuditRows& rows);

/// Compares a rate between groups within strata.
/// @param metricId  see rateRows
/// @errors those of rateRows;  Cancelled
/// @cost one pass over the rows
[[nodiscard]] Result<ConditionalAudit> conditionalAudit(const AuditRows& rows,
    const ConditionalGroups& groups, const StrataOfRows& strata, std::string_view metricId, double confidence,
    const RunContext& ctx);

/// The same of one attribute of a report, by a column of its table.
/// @errors InvalidArgument  no such attribute; the column is one of the attribute's own, or the outcome
[[nodiscard]] Result<ConditionalAudit> conditionalAudit(const AuditReport& report, std::size_t attribute,
    const Table& table, const std::string& column, std::string_view metricId, const RunContext& ctx);

} // namespace evenhand
