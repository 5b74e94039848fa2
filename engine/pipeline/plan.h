#pragma once

#include "engine/learners/learner.h"
#include "engine/methods/method.h"

namespace evenhand {

/// Method settings that are fitted together on one base model.
struct MethodJob {
    const MethodInfo* method = nullptr; ///< nullptr: the model as it comes, one setting
    std::vector<ParamSet> settings;     ///< complete
    std::vector<std::size_t> runs;      ///< index of the report's run for each setting
};

/// One learner setting with everything that builds on it; its model is trained once per repeat.
struct LearnerJob {
    const LearnerInfo* learner = nullptr;
    ParamSet params; ///< complete
    std::vector<MethodJob> methods;
    [[nodiscard]] bool needsCalibration() const;
};

/// A study's runs in the order of the report: the grid of the learner, inside it the grid of the method.
struct Plan {
    struct Run {
        std::size_t learnerJob = 0;
        const MethodInfo* method = nullptr;
        ParamSet methodParams;
    };
    std::vector<LearnerJob> learners;
    std::vector<Run> runs;
};

/// @errors InvalidArgument  no run at all, an unknown learner, method or parameter, one that does not fit the
/// task, more
///                          than 100,000 runs
[[nodiscard]] Result<Plan> makePlan(const Study& study);

} // namespace evenhand
