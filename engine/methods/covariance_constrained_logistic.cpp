#include "engine/methods/covariance_constrained_logistic.h"

#include "engine/learners/bounded_logistic_fit.h"
#include "engine/learners/centring.h"
#include "engine/learners/common_params.h"
#include "engine/learners/linear_predictor.h"
#include "engine/learners/logistic_fit.h"
#include "engine/methods/group_features.h"
#include "engine/methods/training_groups.h"

#include <algorithm>
#include <numeric>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// The study's logistic regression, or one of our own when the study trains something else.
double inverseRegularisationOf(const FitInput& input, const ParamSet& params)
{
    const bool isOwn
        = input.learner == nullptr || input.learnerParams == nullptr || input.learner->id != "logistic";
    return number(isOwn ? params : *input.learnerParams, "C");
}

/// The directions a_g with cov(z_g, x·w) = ‖…‖·(a_g·w): share_g·(mean_g - mean), of length 1. With two groups
/// they are opposite and one will do.
Eigen::MatrixXd covarianceDirections(const FeatureMeans& means, const TrainingGroups& groups)
{
    std::vector<VectorXd> all;
    double longest = 0.0;
    for (std::size_t g = 0; g < groups.rows.size(); ++g) {
        if (groups.rows[g] == 0)
            continue;
        all.emplace_back(groups.share[g] * (means.byGroup.col(static_cast<Index>(g)) - means.overall));
        longest = std::max(longest, all.back().norm());
    }
    if (all.size() == 2)
        all.pop_back();
    // Groups whose means are the overall one cannot covary with a linear model.
    std::erase_if(all, [longest](const VectorXd& a) { return !(a.norm() > 1e-12 * longest); });
    Eigen::MatrixXd directions(means.overall.size(), static_cast<Index>(all.size()));
    for (std::size_t k = 0; k < all.size(); ++k)
        directions.col(static_cast<Index>(k)) = all[k].normalized();
    return directions;
}

/// Models of one C at all strengths, each begun where the one before ended.
class Path {
public:
    Path(const FitInput& input, double c, const RunContext& ctx)
        : m_input(input)
        , m_cost(c * input.train.weight)
        , m_ctx(ctx)
    {
    }

    Result<void> prepare(const TrainingGroups& groups);
    /// @param strength  at least that of the call before
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(double strength);

private:
    [[nodiscard]] bool intercept() const { return m_input.encoding.intercept; }
    [[nodiscard]] std::shared_ptr<const Predictor> predictor(
        const VectorXd& coefficients, double fitted, bool converged, int iterations) const;

    const FitInput& m_input;
    VectorXd m_cost;
    const RunContext& m_ctx;
    Centred m_centred;
    Eigen::MatrixXd m_directions; ///< (d, q)
    LogisticSolution m_free;      ///< without bounds
    VectorXd m_bound;             ///< (q,) |a_k·w| of the free model
    VectorXd m_last;              ///< (d,) weights of the last fit …
    double m_lastIntercept = 0.0;
    double m_lastShare = 1.0; ///< … under bounds of this share
};

Result<void> Path::prepare(const TrainingGroups& groups)
{
    const EncodedData& train = m_input.train;
    if (intercept()) {
        EH_TRY(m_centred, centreDense(train.x, train.weight, m_ctx));
    }
    const DesignMatrix& x = m_centred.features(train.x);
    EH_TRY(const FeatureMeans means,
        featureMeans(x, train.weight, train.group, m_input.groupNames.size(), m_ctx));
    m_directions = covarianceDirections(means, groups);
    EH_TRY(m_free, fitLogistic(LogisticProblem {x, train.y, m_cost, intercept()}, m_ctx));
    if (!m_free.coefficients.allFinite())
        return noAnswer(text("logistic regression: the coefficients are not finite"));
    m_bound = (m_directions.transpose() * m_free.coefficients).cwiseAbs();
    m_last = m_free.coefficients;
    m_lastIntercept = m_free.intercept;
    return kOk;
}

std::shared_ptr<const Predictor> Path::predictor(
    const VectorXd& coefficients, double fitted, bool converged, int iterations) const
{
    std::vector<Text> warnings;
    if (!converged)
        warnings.push_back(text("logistic regression under bounds did not converge in %1 steps", iterations));
    // On the scale of the study's models, which are cut at 1/2 or at 0.
    const bool isProbability
        = m_input.learner == nullptr || m_input.learner->scoreKind == ScoreKind::Probability;
    const double own = intercept() ? m_centred.intercept(fitted, coefficients) : 0.0;
    return std::make_shared<LinearPredictor>(
        coefficients, own, isProbability ? Link::Logistic : Link::Identity, std::move(warnings));
}

Result<std::shared_ptr<const Predictor>> Path::fit(double strength)
{
    const double share = 1.0 - strength;
    if (share == 1.0 || m_directions.cols() == 0)
        return predictor(m_free.coefficients, m_free.intercept, m_free.converged, m_free.iterations);
    // Weights within the last bounds, made smaller, are within these.
    BoundedLogisticProblem problem {m_centred.features(m_input.train.x), m_input.train.y, m_cost, intercept(),
        m_directions, share * m_bound, m_lastShare > 0.0 ? (share / m_lastShare * m_last).eval() : m_last,
        m_lastIntercept};
    EH_TRY(const BoundedLogisticSolution solution, fitBoundedLogistic(problem, m_ctx));
    m_last = solution.coefficients;
    m_lastIntercept = solution.intercept;
    m_lastShare = share;
    return predictor(solution.coefficients, solution.intercept, solution.converged, solution.iterations);
}

class CovarianceConstrainedLogistic final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(ctx.checkpoint());
        EH_TRY(const TrainingGroups groups, trainingGroups(input.train, input.groupNames));
        if (input.train.y.minCoeff() == input.train.y.maxCoeff())
            return invalidData(text("logistic regression: every training row has the same outcome"));
        // Settings of one C are one path, from no bounds to the narrowest.
        std::vector<std::size_t> order(settings.size());
        std::iota(order.begin(), order.end(), std::size_t {0});
        const auto key = [&](std::size_t i) {
            return std::pair(inverseRegularisationOf(input, settings[i]), number(settings[i], "strength"));
        };
        std::ranges::stable_sort(order, {}, key);
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        std::optional<Path> path;
        double last = -1.0;
        for (const std::size_t i : order) {
            const auto [c, strength] = key(i);
            if (c != last) {
                path.emplace(input, c, ctx);
                EH_CHECK(path->prepare(groups));
                last = c;
            }
            EH_TRY(std::shared_ptr<const Predictor> model, path->fit(strength));
            made[i] = trainedModel(std::move(model), groups.warnings);
        }
        return made;
    }
};

ParamSpec ownInverseRegularisation()
{
    ParamSpec c = inverseRegularisation();
    c.description
        = "How much the data count against the penalty; used only when the study's learner is not logistic "
          "regression, whose own value counts otherwise";
    return c;
}

} // namespace

MethodInfo covarianceConstrainedLogistic()
{
    MethodInfo info;
    info.id = "covariance_constrained_logistic";
    info.name = "Covariance constraints";
    info.description
        = "Trains a logistic regression, whatever the study's learner, whose decision values covary with "
          "membership of each group by no more than a share of what they do without the constraint";
    info.family = Family::In;
    info.classification = true;
    info.params = {strengthParam("0 constrains nothing, 1 allows no covariance at all; in between the bound "
                                 "is 1 - strength times the covariance of the unconstrained model"),
        ownInverseRegularisation()};
    info.start = strengthPath("strength");
    info.citation
        = "Zafar, Valera, Gomez Rodriguez, Gummadi (2017), Fairness Constraints: Mechanisms for Fair "
          "Classification, AISTATS, equations 3 and 4";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<CovarianceConstrainedLogistic>(); };
    return info;
}

} // namespace evenhand
