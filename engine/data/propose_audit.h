#pragma once

#include "engine/data/profile.h"
#include "engine/data/study.h"

namespace evenhand {

/// Which columns seem to be somebody's predictions, with a reason for each.
struct AuditProposal {
    AuditSpec audit; ///< empty when nothing was found
    std::vector<std::pair<std::string, Text>> reasons;
};

/// Proposes by name (prediction, y_hat, risk_score, decile_score, … as whole words) and by content: decisions
/// have the outcome's two values, scores are numbers in [0,1] or small whole numbers. "exam_score" and its
/// like are outcomes. A column that is only called a score needs a target beside it.
/// @param roles  as proposed; its target and sensitive columns are left alone
[[nodiscard]] AuditProposal proposeAudit(
    const Table& table, const std::vector<ColumnProfile>& profiles, const Roles& roles);

/// Makes a column the score of @p proposal: which end of it is good, by how it goes with the favourable
/// outcome, and from where on it is high. Scores in [0,1] get no threshold: 0.5 is understood.
void proposeScore(
    const Table& table, const ColumnProfile& profile, const Roles& roles, AuditProposal& proposal);

} // namespace evenhand
