#include "engine/learners/logistic.h"

#include "engine/learners/centring.h"
#include "engine/learners/common_params.h"
#include "engine/learners/linear_predictor.h"
#include "engine/learners/logistic_fit.h"

#include <cmath>

namespace evenhand {

namespace {

/// With one class the best intercept is infinite; the rule of succession gives a finite one.
std::shared_ptr<const Predictor> oneClassPredictor(const EncodedData& train, bool favourable)
{
    const double odds = std::log1p(static_cast<double>(train.y.size()));
    const Text warning = favourable
        ? text("every training row has the favourable outcome, so the model predicts it for everybody")
        : text("no training row has the favourable outcome, so the model predicts it for nobody");
    return std::make_shared<LinearPredictor>(Eigen::VectorXd::Zero(train.x.features()),
        favourable ? odds : -odds, Link::Logistic, std::vector<Text> {warning});
}

class LogisticLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("logistic regression: there is no training row"));
        const double lowest = train.y.minCoeff();
        if (encoding.intercept && lowest == train.y.maxCoeff() && (lowest == 0.0 || lowest == 1.0))
            return oneClassPredictor(train, lowest == 1.0);

        Centred centred;
        if (encoding.intercept) {
            EH_TRY(centred, centreDense(train.x, train.weight, ctx));
        }
        const LogisticProblem problem {
            centred.features(train.x), train.y, number(params, "C") * train.weight, encoding.intercept};
        EH_TRY(const LogisticSolution solution, fitLogistic(problem, ctx));
        if (!solution.coefficients.allFinite() || !std::isfinite(solution.intercept))
            return noAnswer(text("logistic regression: the coefficients are not finite"));
        std::vector<Text> warnings;
        if (!solution.converged)
            warnings.push_back(
                text("logistic regression did not converge in %1 steps: the gradient's norm is %2",
                    solution.iterations, solution.gradientNorm));
        return std::make_shared<LinearPredictor>(solution.coefficients,
            centred.intercept(solution.intercept, solution.coefficients), Link::Logistic,
            std::move(warnings));
    }
};

} // namespace

LearnerInfo logisticInfo()
{
    LearnerInfo info;
    info.id = "logistic";
    info.name = "Logistic regression";
    info.description = "Minimises ½‖w‖² + C·Σ log-loss; the intercept is not penalised.";
    info.classification = true;
    info.params.push_back(inverseRegularisation());
    info.citation = "Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section 4.4";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<LogisticLearner>(); };
    return info;
}

} // namespace evenhand
