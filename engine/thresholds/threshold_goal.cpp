#include "engine/thresholds/threshold_goal.h"

namespace evenhand {

Result<std::vector<double>> thresholdsFor(
    const std::vector<GroupCurve>& curves, const ThresholdGoal& goal, const RunContext& ctx)
{
    const std::optional<Notion> notion = goal.common ? std::nullopt : goal.notion;
    EH_TRY(ThresholdChoice choice,
        goal.capacity     ? thresholdsAtCapacity(curves, *goal.capacity, notion, goal.tolerance, ctx)
            : goal.common ? bestCommonThreshold(curves, goal.costs, ctx)
                          : bestGroupThresholds(curves, notion, goal.tolerance, goal.costs, ctx));
    return std::move(choice.thresholds);
}

} // namespace evenhand
