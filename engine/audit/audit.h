#pragma once

#include "engine/audit/audit_report.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// Audits predictions or scores that are in the table. Window and command line both call this.
///
/// Every rate of every group with its interval, every disparity with interval and test, and a verdict for
/// every notion of fairness; each sensitive attribute by itself and, if there are several, their
/// intersection. The same bits for any number of threads.
/// @errors those of auditRows and makeGroups;  InvalidData  fewer than two groups have rows;  Cancelled
[[nodiscard]] Result<std::shared_ptr<const AuditReport>> audit(
    const Roles& roles, const AuditSpec& spec, const Dataset& data, const RunContext& ctx);

/// The same of the test rows of one repeat of a study.
/// @param run  index of the run;  @param repeat  in [0, repeats done)
/// @param unrepaired  the scores of the model that the run repairs, instead of its own
[[nodiscard]] Result<std::shared_ptr<const AuditReport>> auditRun(const Report& report, std::size_t run,
    std::size_t repeat, bool unrepaired, const AuditSpec& spec, const Dataset& data, const RunContext& ctx);

} // namespace evenhand
