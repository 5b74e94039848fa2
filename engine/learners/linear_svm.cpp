#include "engine/learners/linear_svm.h"

#include "engine/learners/common_params.h"
#include "engine/svm/svm_learning.h"

namespace evenhand {

namespace {

class LinearSvmLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx) const override
    {
        EH_TRY(const ConstrainedPath path, fitConstrained(train, params, encoding, {}, {}, ctx));
        return path.unconstrained.predictor;
    }

    [[nodiscard]] Result<ConstrainedPath> fitConstrained(const EncodedData& train, const ParamSet& params,
        const EncodingSpec& encoding, const MeanConstraints& constraints,
        const std::vector<Tolerance>& tolerances, const RunContext& ctx) const override
    {
        SvmSettings settings;
        settings.name = "the linear support vector machine";
        settings.kernel.kind = KernelKind::Linear;
        settings.cost = number(params, "C");
        settings.intercept = encoding.intercept;
        return trainSvm(train, settings, constraints, tolerances, ctx);
    }
};

} // namespace

LearnerInfo linearSvmInfo()
{
    LearnerInfo info;
    info.id = "linear_svm";
    info.name = "Linear support vector machine";
    info.description = "Minimises ½‖w‖² + C·Σ hinge loss; the intercept is not penalised.";
    info.classification = true;
    info.scoreKind = ScoreKind::DecisionValue;
    info.constrainsMeans = true;
    info.params.push_back(inverseRegularisation());
    info.citation = "Cortes, Vapnik (1995), Support-vector networks, Machine Learning 20";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<LinearSvmLearner>(); };
    return info;
}

} // namespace evenhand
