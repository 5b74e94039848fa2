#pragma once

#include "engine/core/run_context.h"
#include "engine/data/audit_spec.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

#include <Eigen/Core>

namespace evenhand {

/// The rows of a table that are audited, and what is known of each. Columns are (n,) long, or empty when the
/// table does not say.
struct AuditRows {
    Task task = Task::Classification;
    std::vector<Eigen::Index> row;    ///< (n,) row of the table, ascending
    std::vector<double> decision;     ///< 1: the favourable decision, 0: not; empty in regression
    std::vector<double> score;        ///< as in the table; in regression the predicted number
    std::vector<double> y;            ///< 1: the favourable outcome came true; in regression the outcome
    std::vector<double> scoreOutcome; ///< 0/1 of the outcome that the score speaks of; empty: the same as y
    std::vector<double> weight;       ///< > 0; empty: all ones
    bool scoreIsProbability = false;  ///< all scores are in [0,1]
    std::optional<double> threshold;  ///< behind `decision`, when it was made from the score
    std::string outcomeName; ///< for sentences: “>50K”, or label_value = 0 where the value does not speak
    std::string favourable;  ///< the favourable outcome as in the data
    std::vector<Text> warnings; ///< rows left out, doubts about the columns

    [[nodiscard]] std::size_t size() const { return row.size(); }
};

/// Reads outcome, decisions, scores and weights out of a table.
///
/// The decision is the prediction column (= the favourable outcome) or, without one, score ≥ threshold, the
/// other way round when a high score is unfavourable. Rows without a prediction, score or outcome are left
/// out and counted in a warning.
/// @errors InvalidArgument  unknown column; neither prediction nor score; no favourable outcome among several
/// @errors InvalidData      a score, weight or predicted number that is not numeric; nothing left
[[nodiscard]] Result<AuditRows> auditRows(
    const Roles& roles, const AuditSpec& spec, const Table& table, const RunContext& ctx);

/// “>50K”, or "label_value = 0" where the value says nothing by itself.
[[nodiscard]] std::string outcomeName(const std::string& column, const std::string& favourable);

} // namespace evenhand
