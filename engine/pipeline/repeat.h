#pragma once

#include "engine/data/split.h"
#include "engine/pipeline/evaluate.h"
#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/prepare.h"
#include "engine/pipeline/step_counter.h"

namespace evenhand {

/// What one run of the plan gave in one repeat.
struct RunOutcome {
    std::size_t run = 0; ///< index into the plan
    Evaluation evaluation;
    std::shared_ptr<const RepeatScores> test;      ///< test rows with the scores of the run's base model
    std::shared_ptr<const Eigen::VectorXd> scores; ///< of the test rows
    MethodInsight insight;
    std::shared_ptr<const RepeatChoice> choice; ///< null: the parameters are as given
    std::vector<Text> warnings;
    double seconds = 0.0; ///< with its share of the base model's training and of the search
};

/// What one learner setting or search gave in one repeat: the unit of work that runs in parallel with its
/// like.
struct RepeatOutcome {
    std::vector<double> groupCount, groupWeight; ///< of the test rows
    double testToTrain = 0.0; ///< rows in test / rows in training, for the interval over repeats
    std::vector<RunOutcome> runs;
    std::size_t fromCache = 0; ///< of the runs: that were not computed but found
    bool isCutShort = false;   ///< a stop came in the middle of a training: later runs are missing
};

/// Number of steps that computeRepeat counts for a learner job, at most.
[[nodiscard]] std::size_t stepsOf(const LearnerJob& job, const SplitSpec& split);

/// Encodes, searches, trains, calibrates, repairs and measures one learner job on the split number @p repeat,
/// as far as the cache does not have it: the base model is trained at most once for all methods and settings,
/// and not at all where its scores are known and nobody asks for more.
/// With a single split there are no repeats to tell the uncertainty from: the intervals are bootstrapped from
/// the test rows.
[[nodiscard]] Result<RepeatOutcome> computeRepeat(const StudyData& data, const LearnerJob& job,
    const Splitter& splits, std::size_t repeat, StepCounter& steps, const RunContext& ctx);

} // namespace evenhand
