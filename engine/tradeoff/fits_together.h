#pragma once

#include "engine/learners/learner.h"
#include "engine/methods/method.h"

namespace evenhand {

/// Whether the learner or method can be used for the task at all.
template <class Info> [[nodiscard]] bool fitsTask(const Info& info, Task task)
{
    return task == Task::Classification ? info.classification : info.regression;
}

/// Why a method cannot work with a learner, as a sentence for people; empty if it can. What this says is what
/// a run of the two would fail with.
[[nodiscard]] Text whyNotTogether(const LearnerInfo& learner, const MethodInfo& method);

/// Why a method cannot be used for data with so many groups; empty if it can.
[[nodiscard]] Text whyNotForGroups(const MethodInfo& method, std::size_t groups);

} // namespace evenhand
