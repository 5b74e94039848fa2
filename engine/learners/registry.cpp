#include "engine/learners/learner.h"
#include "engine/learners/logistic.h"
#include "engine/learners/ridge.h"

#include <algorithm>

namespace evenhand {

const std::vector<LearnerInfo>& learners()
{
    static const std::vector<LearnerInfo> all {logisticInfo(), ridgeInfo()};
    return all;
}

Result<const LearnerInfo*> findLearner(std::string_view id)
{
    const auto found = std::ranges::find(learners(), id, &LearnerInfo::id);
    if (found != learners().end())
        return &*found;
    std::string ids;
    for (const LearnerInfo& info : learners())
        ids += (ids.empty() ? "" : ", ") + std::string(info.id);
    return invalidArgument(text("there is no learner “%1”", id), text("the learners are: %1", ids));
}

} // namespace evenhand
