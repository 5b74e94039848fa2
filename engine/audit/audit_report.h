#pragma once

#include "engine/audit/audit_rows.h"
#include "engine/metrics/rates.h"

namespace evenhand {

/// One group, or everybody.
struct GroupAudit {
    std::string name;     ///< as in the data: "Female", "Female,Black", "≤ 25"
    std::string readable; ///< for a reader who does not see the attribute beside it: "age ≤ 25"
    double rows = 0.0;
    double weight = 0.0;
    double effectiveCount = 0.0;      ///< Kish's (Σw)²/Σw²
    Confusion cells;                  ///< decisions against outcomes; all zero in regression
    bool isSmall = false;             ///< too few rows for a verdict
    std::vector<MetricValue> metrics; ///< in the order of AuditReport::metricIds, with intervals
};

/// A number that compares the groups.
struct DisparityAudit {
    std::string id;
    MetricValue value;       ///< with its interval
    std::optional<double> p; ///< of "no difference at all between the groups"
    std::optional<double> q; ///< p after Benjamini-Hochberg over everything that the report tests
    Text test;               ///< which test p is from
};

enum class VerdictLevel : std::uint8_t {
    Within,      ///< the whole interval is inside what the policy allows
    Beyond,      ///< the whole interval is outside
    Unclear,     ///< the interval contains the limit: the data do not say
    Undecidable, ///< a group that is needed is too small or has no such rate
};

/// What one notion of fairness says about these groups, in words.
struct Verdict {
    std::string
        notion;    ///< demographic_parity, equal_opportunity, equalized_odds, predictive_parity,
                   ///< calibration; regression: mean_difference, ks_distance, wasserstein_1, error_parity
    Text title;    ///< "Demographic parity"
    Text question; ///< "Are the groups selected equally often?"
    VerdictLevel level = VerdictLevel::Undecidable;
    Text sentence;                   ///< what was found, with this data's names, numbers and interval
    Text also;                       ///< of equalised odds: the other of its two rates
    Text policy;                     ///< what the policy says of it
    Text chance;                     ///< whether it could be chance
    std::vector<Text> caveats;       ///< groups too small or without such a rate
    std::string metricId;            ///< group metric that the sentence compares; may be empty
    std::string lowGroup, highGroup; ///< the two groups of the sentence
    MetricValue measure;  ///< what is compared with the limit: a ratio or a difference, with its interval
    bool isRatio = false; ///< of `measure`
    double limit = 0.0;   ///< what the policy allows
    std::optional<double> p, q;
};

struct DivergenceAudit; // engine/audit/divergence_audit.h

/// Groups by one sensitive attribute or by the intersection of several.
struct AttributeAudit {
    std::string name; ///< "sex", or "sex,race"
    bool isIntersection = false;
    std::size_t reference = 0; ///< index into groups
    std::vector<GroupAudit> groups;
    std::vector<std::int32_t> codes; ///< (n,) group of every audited row
    std::vector<DisparityAudit> disparities;
    std::vector<Verdict> verdicts;
    std::shared_ptr<const DivergenceAudit> divergence; ///< of all features at once; not of an intersection
    std::vector<std::string> absent;                   ///< cells of an intersection in which nobody is

    [[nodiscard]] std::vector<std::string> names() const;    ///< of the groups
    [[nodiscard]] std::vector<std::string> readable() const; ///< of the groups
};

/// What an audit found. Numbers and sentences; figures are made from it elsewhere. Immutable once published.
struct AuditReport {
    Roles roles;
    AuditSpec spec;
    Task task = Task::Classification;
    std::string dataName;
    Text source; ///< what was audited: "column “score”", "logistic, repaired at strength 1"
    std::vector<std::string> metricIds; ///< of GroupAudit::metrics
    GroupAudit overall;
    std::vector<AttributeAudit> attributes; ///< each sensitive attribute, then their intersection if several
    std::shared_ptr<const AuditRows> rows;
    std::vector<Text> warnings;
    double seconds = 0.0;

    /// Position of a metric in GroupAudit::metrics; absent if it was not computed.
    [[nodiscard]] std::optional<std::size_t> metricIndex(std::string_view id) const;
};

/// Rows below which a group is called small and no verdict rests on it.
inline constexpr double kSmallAuditGroup = 30.0;

} // namespace evenhand
