#pragma once

#include "engine/data/profile.h"
#include "engine/data/study.h"

namespace evenhand {

/// A proposal for a table nobody has described yet, with the reasons; the person decides.
struct RoleProposal {
    Roles roles;     ///< target, favourable outcome, sensitive, exclude (identifiers, dates, free text,
                     ///< constants, leaks, predictions)
    AuditSpec audit; ///< predictions that the table seems to have; empty: none
    std::vector<std::pair<std::string, Text>> reasons; ///< column (or "" for the whole) and why
    std::vector<std::string> sensitiveCandidates;      ///< most likely first
    std::vector<std::string> targetCandidates;
};

/// Proposes by name (sex, gender, race, ethnicity, age, … as whole words, in several languages) and by
/// content.
[[nodiscard]] RoleProposal proposeRoles(const Table& table, const std::vector<ColumnProfile>& profiles);

/// Whether a column looks sensitive, and why; empty if not.
[[nodiscard]] Text sensitiveReason(const ColumnProfile& profile);

/// Levels of a target that a favourable outcome is chosen from, the proposed one first; numbers 0/1 become
/// "1", "0".
[[nodiscard]] std::vector<std::string> favourableCandidates(const Column& target);

/// Things a careful analyst would be told about the table in these roles before running: proxies of the
/// sensitive attribute, tiny groups, groups without a favourable outcome, missing targets, columns of very
/// many levels, more features than rows. What readTable noted already (duplicates, near-duplicate levels,
/// constants) is not repeated. Roles without target and sensitive attribute stand for the proposed ones.
[[nodiscard]] std::vector<Text> checkTable(const Table& table, const std::vector<ColumnProfile>& profiles,
    const Roles& roles, const RunContext& ctx);

} // namespace evenhand
