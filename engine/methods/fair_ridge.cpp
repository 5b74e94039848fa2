#include "engine/methods/fair_ridge.h"

#include "engine/learners/ridge_fit.h"
#include "engine/learners/row_blocks.h"
#include "engine/methods/group_features.h"
#include "engine/methods/training_groups.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Effects under the penalty @p lambda; infinite: none.
VectorXd groupEffects(const VectorXd& share, const VectorXd& means, double lambda)
{
    if (lambda == 0.0)
        return means;
    if (std::isinf(lambda))
        return VectorXd::Zero(means.size());
    const Eigen::ArrayXd pull = lambda * (1.0 - share.array());
    const Eigen::ArrayXd kept = 1.0 / (1.0 + pull);
    const Eigen::ArrayXd lost = pull / (1.0 + pull);
    // Σ p·t = 0, so Σ p·kept·t is -Σ p·lost·t: whichever has the smaller terms has the more digits.
    const double sum = lambda > 1.0 ? (share.array() * kept * means.array()).sum()
                                    : -(share.array() * lost * means.array()).sum();
    const double mean = sum / (share.array() * lost).sum();
    const Eigen::ArrayXd effects = means.array() * kept - lost * mean;
    return (share.array() > 0.0).select(effects, 0.0).matrix();
}

double varianceOf(const VectorXd& share, const VectorXd& effects)
{
    return (share.array() * effects.array().square()).sum();
}

/// The part of the model that does not depend on how fair it is to be.
struct Residual {
    VectorXd coefficients; ///< (d,) β of the features themselves
    FeatureMeans means;
    double variance = 0.0; ///< of Uβ on the training rows
    std::vector<Text> warnings;
};

/// y = mean + group effect + (x - the group's mean features)·β.
class FairRidgePredictor final : public FairPredictor {
public:
    FairRidgePredictor(std::shared_ptr<const Residual> residual, const VectorXd& effects, double mean)
        : m_residual(std::move(residual))
        , m_offset(
              (effects - m_residual->means.byGroup.transpose() * m_residual->coefficients).array() + mean)
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        if (rows.x.features() != m_residual->coefficients.size())
            return Failure {Error {ErrorCode::Internal,
                text("the model has %1 coefficients, the rows %2 features", m_residual->coefficients.size(),
                    rows.x.features()),
                {}, {}}};
        EH_TRY(Scores score, blockwiseTimes(rows.x, m_residual->coefficients, ctx));
        for (std::size_t i = 0; i < rows.group.size(); ++i)
            score[static_cast<Index>(i)] += m_offset[rows.group[i]];
        return score;
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_residual->warnings; }

private:
    std::shared_ptr<const Residual> m_residual;
    VectorXd m_offset; ///< (groups,)
};

/// U in units of its standard deviations; what the group determines alone has none and is left out.
/// @return the deviations (d,)
Result<VectorXd> standardise(
    DesignMatrix& u, const VectorXd& scale, const VectorXd& weight, const RunContext& ctx)
{
    VectorXd deviation(u.features());
    for (Index j = 0; j < u.features(); ++j) {
        EH_CHECK(ctx.checkpoint());
        deviation[j] = std::sqrt(u.dense.col(j).cwiseAbs2().dot(weight) / weight.sum());
        if (deviation[j] > 1e-10 * scale[j]) {
            u.dense.col(j) /= deviation[j];
        } else {
            u.dense.col(j).setZero();
            deviation[j] = 0.0;
        }
    }
    return deviation;
}

/// How large the features are, group means included: what their residuals' rounding is measured by.
VectorXd scaleOf(const FeatureMeans& means)
{
    return means.byGroup.cwiseAbs().rowwise().maxCoeff();
}

Result<Residual> fitResidual(
    const FitInput& input, double lambda, const VectorXd& centredY, const RunContext& ctx)
{
    const EncodedData& train = input.train;
    Residual made;
    EH_TRY(made.means, featureMeans(train.x, train.weight, train.group, input.groupNames.size(), ctx));
    EH_TRY(DesignMatrix u, shiftedByGroup(train.x, train.group, made.means.byGroup, ctx));
    EH_TRY(const VectorXd deviation, standardise(u, scaleOf(made.means), train.weight, ctx));
    // Centred columns and a centred outcome need no intercept.
    EH_TRY(RidgeSolution solution, fitRidge({u, centredY, train.weight, lambda, false}, ctx));
    if (!solution.coefficients.allFinite())
        return noAnswer(text("fair ridge regression: the coefficients are not finite"));
    EH_TRY(const VectorXd fitted, blockwiseTimes(u, solution.coefficients, ctx));
    made.variance = fitted.cwiseAbs2().dot(train.weight) / train.weight.sum();
    made.warnings = std::move(solution.warnings);
    made.coefficients = solution.coefficients;
    for (Index j = 0; j < deviation.size(); ++j)
        made.coefficients[j] = deviation[j] > 0.0 ? solution.coefficients[j] / deviation[j] : 0.0;
    return made;
}

/// The study's penalty, or one of our own when the study trains something else.
double penaltyOf(const FitInput& input, const ParamSet& params)
{
    const bool isOwn
        = input.learner == nullptr || input.learnerParams == nullptr || input.learner->id != "ridge";
    return number(isOwn ? params : *input.learnerParams, "lambda");
}

class FairRidge final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const TrainingGroups groups, trainingGroups(input.train, input.groupNames));
        const VectorXd& weight = input.train.weight;
        const double mean = weight.dot(input.train.y) / weight.sum();
        const VectorXd centredY = input.train.y.array() - mean;
        const auto nGroups = static_cast<Index>(input.groupNames.size());
        VectorXd means = VectorXd::Zero(nGroups);
        for (std::size_t i = 0; i < input.train.group.size(); ++i)
            means[input.train.group[i]] += weight[static_cast<Index>(i)] * centredY[static_cast<Index>(i)];
        const VectorXd share = Eigen::Map<const VectorXd>(groups.share.data(), nGroups);
        for (Index g = 0; g < nGroups; ++g)
            means[g] = share[g] > 0.0 ? means[g] / (share[g] * weight.sum()) : 0.0;
        // The groups explain nothing of U nor U of the groups: β depends on its own penalty alone.
        std::map<double, std::shared_ptr<const Residual>> residuals;
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            std::shared_ptr<const Residual>& residual = residuals[penaltyOf(input, setting)];
            if (residual == nullptr) {
                EH_TRY(Residual fitted, fitResidual(input, penaltyOf(input, setting), centredY, ctx));
                fitted.warnings.insert(
                    fitted.warnings.begin(), groups.warnings.begin(), groups.warnings.end());
                residual = std::make_shared<const Residual>(std::move(fitted));
            }
            // V_S / (V_S + V_U) ≤ r
            const double strength = number(setting, "strength");
            const double most = strength > 0.0 ? (1.0 - strength) / strength * residual->variance : HUGE_VAL;
            made.push_back(std::make_shared<const FairRidgePredictor>(
                residual, boundedGroupEffects(share, means, most), mean));
        }
        return made;
    }
};

} // namespace

VectorXd boundedGroupEffects(const VectorXd& share, const VectorXd& means, double mostVariance)
{
    if (varianceOf(share, means) <= mostVariance)
        return means;
    // Penalties from 0 to infinity are λ = x/(1 - x) with x from 0 to 1, and the variance falls all the way.
    double low = 0.0;
    double high = 1.0;
    for (int halving = 0; halving < 200; ++halving) {
        const double middle = low + 0.5 * (high - low);
        if (middle <= low || middle >= high)
            break;
        const VectorXd effects = groupEffects(share, means, middle / (1.0 - middle));
        (varianceOf(share, effects) <= mostVariance ? high : low) = middle;
    }
    const VectorXd effects
        = groupEffects(share, means, high < 1.0 && mostVariance > 0.0 ? high / (1.0 - high) : HUGE_VAL);
    // The last digit of the penalty is a large step of the effects when it is large itself.
    const double variance = varianceOf(share, effects);
    return variance > 0.0 ? (effects * std::sqrt(mostVariance / variance)).eval() : effects;
}

MethodInfo fairRidge()
{
    ParamSpec lambda;
    lambda.id = "lambda";
    lambda.name = "Penalty λ";
    lambda.description
        = "How much large coefficients of the features cost, in units of their deviation within groups; used "
          "only when the study's learner is not ridge regression, whose own value counts otherwise";
    lambda.maximum = 1e12;
    lambda.defaultNumber = 1.0;
    lambda.logarithmic = true;
    MethodInfo info;
    info.id = "fair_ridge";
    info.name = "Fair ridge regression";
    info.description
        = "Splits every feature into what the group explains and the rest, and shrinks the group's effect "
          "until it is at most a given share of the predictions' variance";
    info.family = Family::In;
    info.regression = true;
    info.needsGroupAtPrediction = true;
    info.params
        = {strengthParam("1 - r, where r is the share of the predictions' variance that the groups may "
                         "explain (unfairness in fairml): 0 constrains nothing, 1 allows none"),
            lambda};
    info.start = strengthPath("strength");
    info.citation
        = "Komiyama, Takeda, Honda, Shimao (2018), Nonconvex optimization for regression with fairness "
          "constraints, ICML, section 3; Scutari, Panero, Proissl (2022), Achieving fairness with a simple "
          "ridge penalty, Statistics and Computing 32, section 4 (frrm of the R package fairml)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<FairRidge>(); };
    return info;
}

} // namespace evenhand
