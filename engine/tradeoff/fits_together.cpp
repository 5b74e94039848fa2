#include "engine/tradeoff/fits_together.h"

namespace evenhand {

Text whyNotTogether(const LearnerInfo& learner, const MethodInfo& method)
{
    if (method.id == "ferm" && !learner.constrainsMeans)
        return text("%1 cannot be trained under a fairness constraint", learner.name);
    return {};
}

Text whyNotForGroups(const MethodInfo& method, std::size_t groups)
{
    if (!method.multiGroup && groups > 2)
        return text("works with two groups only; here there are %1", groups);
    return {};
}

} // namespace evenhand
