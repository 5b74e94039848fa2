#pragma once

#include "engine/data/profile.h"
#include "engine/data/propose_roles.h"
#include "engine/data/study.h"
#include "engine/io/read_table.h"
#include "ui/session/draft.h"

#include <set>
#include <string>

namespace evenhand::ui {

/// Every choice a person makes, as one small value: undo keeps copies of it.
struct SessionState {
    Study study; ///< `runs` are those that were asked for so far
    Draft draft; ///< the learners and methods that are ticked in the study panel; run next
    std::set<std::string>
        confirmed; ///< "target", "favourable", "sensitive", "audit": no longer a mere proposal
    bool asksForPredictions = false; ///< predictions are to be audited, but no column is chosen yet
    ImportOptions import;

    friend bool operator==(const SessionState&, const SessionState&) = default;
};

/// A table as the window keeps it; immutable, shared with the worker threads.
struct LoadedTable {
    Dataset data;
    std::vector<ColumnProfile> profiles;
    RoleProposal proposal;
    ImportOptions import;
    std::string sampleId; ///< empty: read from a file
};

/// Whether the table's own predictions are audited; nothing is trained or run then.
[[nodiscard]] bool auditsTable(const SessionState& state);

/// The study that pressing Run means: everything asked for so far, every pair of a ticked learner and a
/// ticked method that can work together, and the unrepaired model of each learner to compare with; nothing
/// twice. Without what is ticked when the table's predictions are audited.
[[nodiscard]] Study wantedStudy(const SessionState& state);

/// A run by what was asked for: a method with one combination of parameters written out, complete; or, where
/// parameters are chosen among several values, what they are chosen from.
struct RunKey {
    std::string learner, method;
    ParamSet learnerParams, methodParams; ///< empty where parameters are chosen
    std::optional<RunSpec> asked {};      ///< there where parameters are chosen

    friend auto operator<=>(const RunKey&, const RunKey&) = default;
};
/// The runs a study asks for, in its order, each once; what an unknown id or a bad parameter asks for is left
/// out.
[[nodiscard]] std::vector<RunKey> expectedRuns(const Study& study);

/// Text that is equal for two studies exactly if their runs can stand in one table: same data, roles, split
/// and encoding.
[[nodiscard]] std::string comparableKey(const Study& study);

/// The study without the given runs; a grid loses values or is taken apart.
[[nodiscard]] Study withoutRuns(const Study& study, const std::set<RunKey>& removed);

} // namespace evenhand::ui
