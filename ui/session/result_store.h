#pragma once

#include "ui/session/session_state.h"

#include "engine/pipeline/report.h"

#include <map>
#include <memory>

namespace evenhand::ui {

/// The results of this session, by the study they belong to, so that going back finds them and running again
/// computes only what is missing.
class ResultStore {
public:
    /// Adds the runs of a report, finished or not, to those of the same data, roles and split as @p study,
    /// which it came from. A run that is there already with more repeats stays.
    void add(const Study& study, const Report& report);
    void clear() { m_reports.clear(); }

    /// The results of the runs that @p study asks for, in its order; null if there are none.
    [[nodiscard]] std::shared_ptr<const Report> find(const Study& study) const;

    /// What must be computed for @p study: the same without the runs that are finished. No runs: nothing.
    [[nodiscard]] Study missing(const Study& study) const;

private:
    std::map<std::string, std::shared_ptr<const Report>> m_reports;
};

[[nodiscard]] RunKey keyOf(const RunResult& run);
/// Repeats that each run of a study has in the end.
[[nodiscard]] int wantedRepeats(const Study& study);

} // namespace evenhand::ui
