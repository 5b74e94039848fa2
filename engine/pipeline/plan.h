#pragma once

#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "engine/metrics/metric.h"

namespace evenhand {

/// Method settings that are fitted together on one base model.
struct MethodJob {
    const MethodInfo* method = nullptr; ///< nullptr: the model as it comes, one setting
    std::vector<ParamSet> settings;     ///< complete
    std::vector<std::size_t> runs;      ///< index of the report's run for each setting
};

/// The settings of a method among which a selection chooses, for each of its runs.
struct SearchedMethod {
    const MethodInfo* method = nullptr; ///< nullptr: the model as it comes, one setting
    std::vector<ParamSet> settings; ///< complete, run by run: those of run r are [r·perRun, (r+1)·perRun)
    std::size_t perRun = 1;
    std::vector<std::size_t> runs; ///< index of the report's run for each value of the strength
};

/// What a selection searches: every learner setting with every setting of its methods.
struct Search {
    SelectionSpec selection;
    const MetricInfo* unfairness = nullptr;
    std::vector<ParamSet> learnerSettings; ///< complete, in the order of the grid
    std::vector<SearchedMethod> methods;
};

/// One learner setting with everything that builds on it; its model is trained once per repeat. With a search
/// the setting is chosen in each repeat anew, and `params` and `methods` are empty.
struct LearnerJob {
    const LearnerInfo* learner = nullptr;
    ParamSet params; ///< complete
    std::vector<MethodJob> methods;
    std::shared_ptr<const Search> search;
    [[nodiscard]] bool needsCalibration() const;
};

/// A study's runs in the order of the report: the grid of the learner, inside it the grid of the method; of a
/// searched run the values of the strength.
struct Plan {
    struct Run {
        std::size_t learnerJob = 0;
        std::size_t base = 0; ///< runs with the same number have the same base model in every repeat
        const MethodInfo* method = nullptr;
        ParamSet methodParams;                ///< of a searched run: the first of its configurations
        std::shared_ptr<const RunSpec> asked; ///< of a searched run: what is searched
    };
    std::vector<LearnerJob> learners;
    std::vector<Run> runs;
    std::size_t bases = 0;
};

/// Whether what a method returns are decisions (MethodInfo::decides); in regression it never is.
/// @param method  null: the model as it comes
[[nodiscard]] bool givesDecisions(const MethodInfo* method, Task task);

/// @errors InvalidArgument  no run at all, an unknown learner, method or parameter, one that does not fit the
/// task, a selection that cannot be used, more than 100,000 runs or configurations
[[nodiscard]] Result<Plan> makePlan(const Study& study);

} // namespace evenhand
