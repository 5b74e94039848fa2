#pragma once

#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/report.h"

namespace evenhand {

/// What a search found for one of its runs in one repeat.
struct SearchedRun {
    std::size_t run = 0; ///< index into the plan
    std::shared_ptr<const RepeatChoice> choice;
    std::vector<Text> warnings;
};

/// Searches the grids of a learner job on the training rows of one repeat: every configuration is trained on
/// the inside of every fold and judged on its outside. Folds run in parallel; in each, rows are encoded once,
/// a learner setting is trained once for all methods, and a method is fitted at all its settings at once.
///
/// A fold or configuration whose training has no answer (a group without favourable outcomes, say) is left
/// out of the comparison instead of failing the run.
/// @return one entry per run of the search
/// @errors NoAnswer, InvalidData  nothing could be trained;  Cancelled
[[nodiscard]] Result<std::vector<SearchedRun>> searchParameters(const StudyData& data, const LearnerJob& job,
    const Split& split, std::size_t repeat, StepCounter& steps, const RunContext& ctx);

/// Number of steps that searchParameters counts, at most.
[[nodiscard]] std::size_t searchStepsOf(const LearnerJob& job, const SplitSpec& split);

/// The jobs that the choices amount to: runs that chose the same learner setting are in one job, and those of
/// the same method in one fit.
[[nodiscard]] std::vector<LearnerJob> chosenJobs(
    const LearnerJob& job, const std::vector<SearchedRun>& searched);

} // namespace evenhand
