#include "engine/learners/ridge.h"

#include "engine/learners/centring.h"
#include "engine/learners/linear_predictor.h"
#include "engine/learners/ridge_fit.h"

#include <cmath>

namespace evenhand {

namespace {

class RidgeLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("ridge regression: there is no training row"));
        Centred centred;
        if (encoding.intercept) {
            EH_TRY(centred, centreDense(train.x, train.weight, ctx));
        }
        const RidgeProblem problem {
            centred.features(train.x), train.y, train.weight, number(params, "lambda"), encoding.intercept};
        EH_TRY(RidgeSolution solution, fitRidge(problem, ctx));
        if (!solution.coefficients.allFinite() || !std::isfinite(solution.intercept))
            return noAnswer(text("ridge regression: the coefficients are not finite"));
        const double intercept = centred.intercept(solution.intercept, solution.coefficients);
        return std::make_shared<LinearPredictor>(
            std::move(solution.coefficients), intercept, Link::Identity, std::move(solution.warnings));
    }
};

} // namespace

LearnerInfo ridgeInfo()
{
    LearnerInfo info;
    info.id = "ridge";
    info.name = "Ridge regression";
    info.description = "Minimises Σ (y - f)² + λ‖w‖²; the intercept is not penalised.";
    info.regression = true;
    ParamSpec lambda;
    lambda.id = "lambda";
    lambda.name = "Penalty λ";
    lambda.description = "How much large coefficients cost: larger values give smaller coefficients.";
    lambda.minimum = 0.0;
    lambda.maximum = 1e12;
    lambda.defaultNumber = 1.0;
    lambda.logarithmic = true;
    info.params.push_back(lambda);
    info.citation = "Hoerl, Kennard (1970), Ridge regression: biased estimation for nonorthogonal problems";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<RidgeLearner>(); };
    return info;
}

} // namespace evenhand
