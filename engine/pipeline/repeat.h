#pragma once

#include "engine/data/split.h"
#include "engine/pipeline/evaluate.h"
#include "engine/pipeline/plan.h"
#include "engine/pipeline/prepare.h"

namespace evenhand {

/// What one run of the plan gave in one repeat.
struct RunOutcome {
    std::size_t run = 0; ///< index into the plan
    Evaluation evaluation;
    std::shared_ptr<const Eigen::VectorXd> scores;    ///< of the test rows
    std::shared_ptr<const ConstraintInsight> insight; ///< null: the method has no constraint
    std::vector<Text> warnings;
    double seconds = 0.0; ///< with its share of the base model's training
};

/// What one learner setting gave in one repeat: the unit of work that runs in parallel with its like.
struct RepeatOutcome {
    std::shared_ptr<const RepeatScores> test;
    std::vector<double> groupCount, groupWeight; ///< of the test rows
    double testToTrain = 0.0; ///< rows in test / rows in training, for the interval over repeats
    std::vector<RunOutcome> runs;
};

/// Counts finished steps of all units together and reports the fraction. Thread-safe.
class StepCounter {
public:
    StepCounter(std::size_t total, const RunContext& ctx)
        : m_total(total)
        , m_ctx(ctx)
    {
    }
    [[nodiscard]] Result<void> step(Text doing);

private:
    std::size_t m_total;
    std::size_t m_done = 0;
    std::mutex m_mutex;
    const RunContext& m_ctx;
};

/// Number of steps that computeRepeat counts for a learner setting.
[[nodiscard]] std::size_t stepsOf(const LearnerJob& job, const SplitSpec& split);

/// Encodes, trains, calibrates, repairs and measures one learner setting on the split number @p repeat.
/// With a single split there are no repeats to tell the uncertainty from: the intervals are bootstrapped from
/// the test rows.
[[nodiscard]] Result<RepeatOutcome> computeRepeat(const Study& study, const Table& table,
    const Prepared& prepared, const LearnerJob& job, const Splitter& splits, std::size_t repeat,
    StepCounter& steps, const RunContext& ctx);

} // namespace evenhand
