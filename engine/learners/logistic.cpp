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

/// Fits under one set of equations after another, each from where the last one ended.
class LogisticPath {
public:
    LogisticPath(
        const EncodedData& train, const ParamSet& params, const EncodingSpec& encoding, const RunContext& ctx)
        : m_train(train)
        , m_cost(number(params, "C") * train.weight)
        , m_intercept(encoding.intercept)
        , m_ctx(ctx)
    {
    }

    Result<void> prepare()
    {
        if (m_intercept) {
            EH_TRY(m_centred, centreDense(m_train.x, m_train.weight, m_ctx));
        }
        return kOk;
    }

    Result<LinearFit> fit(const WeightEquations& equations)
    {
        LogisticProblem problem {m_centred.features(m_train.x), m_train.y, m_cost, m_intercept, equations};
        problem.start = m_last.size() > 0 ? &m_last : nullptr;
        EH_TRY(LogisticSolution solution, fitLogistic(problem, m_ctx));
        if (!solution.coefficients.allFinite() || !std::isfinite(solution.intercept))
            return noAnswer(text("logistic regression: the coefficients are not finite"));
        m_last.resize(solution.coefficients.size() + (m_intercept ? 1 : 0));
        m_last.head(solution.coefficients.size()) = solution.coefficients;
        if (m_intercept)
            m_last[solution.coefficients.size()] = solution.intercept;
        LinearFit fit;
        if (!solution.converged)
            fit.warnings.push_back(
                text("logistic regression did not converge in %1 steps: the gradient's norm is %2",
                    solution.iterations, solution.gradientNorm));
        const double intercept
            = m_intercept ? m_centred.intercept(solution.intercept, solution.coefficients) : 0.0;
        fit.coefficients = std::move(solution.coefficients);
        fit.intercept = intercept;
        fit.objective = solution.objective;
        fit.gradient = std::move(solution.gradient);
        return fit;
    }

private:
    const EncodedData& m_train;
    Eigen::VectorXd m_cost;
    bool m_intercept;
    const RunContext& m_ctx;
    Centred m_centred;
    Eigen::VectorXd m_last; ///< weights and intercept of the last fit, for the centred features
};

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
        LogisticPath path(train, params, encoding, ctx);
        EH_CHECK(path.prepare());
        EH_TRY(LinearFit fit, path.fit({}));
        return std::make_shared<LinearPredictor>(
            std::move(fit.coefficients), fit.intercept, Link::Logistic, std::move(fit.warnings));
    }

    [[nodiscard]] Result<ConstrainedPath> fitConstrained(const EncodedData& train, const ParamSet& params,
        const EncodingSpec& encoding, const MeanConstraints& constraints,
        const std::vector<Tolerance>& tolerances, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("logistic regression: there is no training row"));
        if (train.y.minCoeff() == train.y.maxCoeff())
            return invalidData(text("logistic regression: every training row has the same outcome"));
        LogisticPath path(train, params, encoding, ctx);
        EH_CHECK(path.prepare());
        return constrainedLinearPath(
            train, constraints, tolerances, Link::Logistic,
            [&path](const WeightEquations& equations) { return path.fit(equations); }, ctx);
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
    info.constrainsMeans = true;
    info.params.push_back(inverseRegularisation());
    info.citation = "Hastie, Tibshirani, Friedman (2009), The Elements of Statistical Learning, section 4.4";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<LogisticLearner>(); };
    return info;
}

} // namespace evenhand
