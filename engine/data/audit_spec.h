#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace evenhand {

/// What an organisation has decided to tolerate. Verdicts compare an interval with it, never a bare number.
struct AuditPolicy {
    bool byRatio = true; ///< the smaller rate must be at least `ratio` of the larger; else differences count
    double ratio = 0.8;  ///< four-fifths
    double tolerance = 0.05; ///< largest difference of two rates; of numbers, in standard deviations

    friend bool operator==(const AuditPolicy&, const AuditPolicy&) = default;
};

/// Which columns of a table are somebody's predictions, and how they are judged. What the rows are (outcome,
/// sensitive attributes, weights) is in `Roles`.
struct AuditSpec {
    std::string prediction; ///< column of decisions, or of predicted numbers in regression; may be empty
    std::string score;      ///< column of scores behind the decisions; may be empty
    std::optional<double>
        threshold; ///< score ≥ threshold is a decision; absent: 0.5 when scores are in [0,1]
    bool highScoreIsFavourable = true;   ///< false: the score is of the outcome that nobody hopes for
    std::string reference;               ///< group that others are compared with; empty: the largest
    std::string condition;               ///< column held fixed in the conditional audit; may be empty
    std::string convention = "evenhand"; ///< evenhand | fairlearn | aif360 | aequitas
    double confidence = 0.95;
    std::size_t replicates = 2000; ///< of bootstrap and permutation
    std::uint64_t seed = 1;
    AuditPolicy policy;
    /// Columns in which groups are compared all at once; empty: all that are features.
    std::vector<std::string> divergenceColumns;

    /// Whether the table's own predictions are to be audited.
    [[nodiscard]] bool hasPredictions() const { return !prediction.empty() || !score.empty(); }
    friend bool operator==(const AuditSpec&, const AuditSpec&) = default;
};

} // namespace evenhand
