#include "engine/methods/calibrated_equalized_odds.h"
#include "engine/methods/correlation_remover.h"
#include "engine/methods/covariance_constrained_logistic.h"
#include "engine/methods/disparate_impact_remover.h"
#include "engine/methods/equalized_odds_mixing.h"
#include "engine/methods/exponentiated_gradient.h"
#include "engine/methods/fair_representation.h"
#include "engine/methods/fair_ridge.h"
#include "engine/methods/ferm.h"
#include "engine/methods/ferm_preprocessing.h"
#include "engine/methods/grid_search.h"
#include "engine/methods/group_thresholds.h"
#include "engine/methods/massaging.h"
#include "engine/methods/reject_option.h"
#include "engine/methods/reweighing.h"
#include "engine/methods/wasserstein_barycenter.h"

namespace evenhand {

Result<MethodInsight> FairPredictor::insight(const EncodedData&, const RunContext&) const
{
    return MethodInsight {};
}

Result<TransformedFeatures> Method::transform(const FitInput&, const ParamSet&, const RunContext&) const
{
    return noAnswer(text("this method does not transform the features"),
        text("choose ferm_preprocessing, correlation_remover, disparate_impact_remover or "
             "fair_representation"));
}

/// In the order in which people see them. Explicit on purpose: objects that register themselves are dropped
/// by the linker of a static library.
const std::vector<MethodInfo>& methods()
{
    static const std::vector<MethodInfo> all = [] {
        std::vector<MethodInfo> list;
        list.push_back(reweighing());
        list.push_back(massaging());
        list.push_back(disparateImpactRemover());
        list.push_back(correlationRemover());
        list.push_back(fermPreprocessing());
        list.push_back(fairRepresentation());
        list.push_back(ferm());
        list.push_back(covarianceConstrainedLogistic());
        list.push_back(fairRidge());
        list.push_back(exponentiatedGradient());
        list.push_back(gridSearch());
        list.push_back(wassersteinBarycenter());
        list.push_back(groupThresholds());
        list.push_back(equalizedOddsMixing());
        list.push_back(calibratedEqualizedOdds());
        list.push_back(rejectOption());
        return list;
    }();
    return all;
}

ParamGrid strengthPath(const std::string& id)
{
    ParamGrid grid;
    for (int i = 0; i <= 10; ++i)
        grid[id].emplace_back(i / 10.0);
    return grid;
}

Result<const MethodInfo*> findMethod(std::string_view id)
{
    std::string known;
    for (const MethodInfo& info : methods()) {
        if (info.id == id)
            return &info;
        known += (known.empty() ? "" : ", ") + std::string(info.id);
    }
    return invalidArgument(text("no method is called \"%1\"", id), text("the methods are: %1", known));
}

} // namespace evenhand
