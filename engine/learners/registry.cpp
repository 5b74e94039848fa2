#include "engine/learners/gradient_boosting.h"
#include "engine/learners/kernel_svm.h"
#include "engine/learners/learner.h"
#include "engine/learners/linear_svm.h"
#include "engine/learners/logistic.h"
#include "engine/learners/random_forest.h"
#include "engine/learners/ridge.h"

#include <algorithm>

namespace evenhand {

Result<std::optional<Eigen::VectorXd>> Predictor::linearPart(const EncodedData&, const RunContext&) const
{
    return std::optional<Eigen::VectorXd> {};
}

Result<ConstrainedPath> Learner::fitConstrained(const EncodedData&, const ParamSet&, const EncodingSpec&,
    const MeanConstraints&, const std::vector<Tolerance>&, const RunContext&) const
{
    return noAnswer(text("this learner cannot be trained under a fairness constraint"));
}

const std::vector<LearnerInfo>& learners()
{
    static const std::vector<LearnerInfo> all {logisticInfo(), linearSvmInfo(), kernelSvmInfo(), ridgeInfo(),
        gradientBoostingInfo(), randomForestInfo()};
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
