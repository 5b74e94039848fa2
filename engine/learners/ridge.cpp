#include "engine/learners/ridge.h"

#include "engine/learners/centring.h"
#include "engine/learners/constrained_linear.h"
#include "engine/learners/linear_predictor.h"
#include "engine/learners/ridge_fit.h"

#include <Eigen/Cholesky>

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

    [[nodiscard]] Result<ConstrainedPath> fitConstrained(const EncodedData& train, const ParamSet& params,
        const EncodingSpec& encoding, const MeanConstraints& constraints,
        const std::vector<Tolerance>& tolerances, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("ridge regression: there is no training row"));
        Centred centred;
        if (encoding.intercept) {
            EH_TRY(centred, centreDense(train.x, train.weight, ctx));
        }
        const DesignMatrix& x = centred.features(train.x);
        const RidgeProblem problem {x, train.y, train.weight, number(params, "lambda"), encoding.intercept};
        EH_TRY(const RidgeSolution plain, fitRidge(problem, ctx));
        const auto fit = [&](const WeightEquations& equations) -> Result<LinearFit> {
            LinearFit made {plain.coefficients, plain.intercept, 0.0,
                Eigen::VectorXd::Zero(plain.coefficients.size()), plain.warnings};
            if (!equations.empty())
                EH_CHECK(holdBack(problem, equations, made, ctx));
            const Eigen::VectorXd predicted = x.times(made.coefficients);
            const double total = train.weight.sum();
            if (encoding.intercept)
                made.intercept = train.weight.dot(train.y - predicted) / total;
            made.objective = (train.weight.array() * (train.y - predicted).array().square()).sum();
            made.objective += problem.lambda * made.coefficients.squaredNorm();
            if (encoding.intercept) {
                made.objective -= total * made.intercept * made.intercept;
                made.intercept = centred.intercept(made.intercept, made.coefficients);
            }
            return made;
        };
        return constrainedLinearPath(train, constraints, tolerances, Link::Identity, fit, ctx);
    }

private:
    /// The closed form w = w₀ - H⁻¹Q·ν with QᵀH⁻¹Q·ν = Qᵀw₀ - r.
    static Result<void> holdBack(
        const RidgeProblem& problem, const WeightEquations& equations, LinearFit& fit, const RunContext& ctx)
    {
        EH_TRY(const Eigen::MatrixXd response, ridgeResponse(problem, equations.basis, ctx));
        const Eigen::MatrixXd schur = equations.basis.transpose() * response;
        const Eigen::VectorXd nu
            = schur.ldlt().solve(equations.basis.transpose() * fit.coefficients - equations.right);
        fit.coefficients -= response * nu;
        // The equations hold to rounding whatever the condition of the system.
        fit.coefficients = equations.projected(std::move(fit.coefficients)) + equations.smallest();
        fit.gradient = -2.0 * (equations.basis * nu);
        return kOk;
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
    info.constrainsMeans = true;
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
