#include "engine/methods/ferm.h"

#include "engine/methods/constraint_means.h"
#include "engine/methods/ferm_tolerance.h"

#include <algorithm>

namespace evenhand {

namespace {

using Eigen::Index;

/// What all predictors of one fit share.
struct Shared {
    NotionConstraints notion;
    Notion kind = Notion::EqualOpportunity;
    Task task = Task::Classification;
    std::string learner;
    Eigen::VectorXd trainWeight;
    ConstraintState before;
    std::vector<Eigen::VectorXd> means; ///< [mean of all families one after another] μ in feature space
    std::vector<std::string> featureNames;
    double radius = 0.0;
};

class FermPredictor final : public FairPredictor {
public:
    FermPredictor(std::shared_ptr<const Shared> shared, ConstrainedModel model, std::vector<Text> warnings)
        : m_shared(std::move(shared))
        , m_model(std::move(model))
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        return m_model.predictor->predict(rows, ctx);
    }
    [[nodiscard]] Result<MethodInsight> insight(
        const EncodedData& test, const RunContext& ctx) const override;
    [[nodiscard]] std::vector<Text> warnings() const override
    {
        std::vector<Text> all = m_warnings;
        const std::vector<Text> fitted = m_model.predictor->warnings();
        all.insert(all.end(), fitted.begin(), fitted.end());
        return all;
    }

private:
    void addCoefficients(ConstraintInsight& insight) const;

    std::shared_ptr<const Shared> m_shared;
    ConstrainedModel m_model;
    std::vector<Text> m_warnings;
};

/// Per family the groups whose means lay furthest apart without the constraint: the u that is shown.
std::pair<std::size_t, std::size_t> extremeGroups(const std::vector<double>& means)
{
    const auto [low, high] = std::ranges::minmax_element(means);
    return {static_cast<std::size_t>(high - means.begin()), static_cast<std::size_t>(low - means.begin())};
}

void FermPredictor::addCoefficients(ConstraintInsight& insight) const
{
    std::vector<Eigen::VectorXd> u;
    std::size_t begin = 0;
    for (std::size_t f = 0; f < insight.families.size(); ++f) {
        const auto [a, b] = extremeGroups(insight.before.means[f]);
        const std::vector<std::string>& groups = insight.families[f].groups;
        insight.uGroups.emplace_back(groups[a], groups[b]);
        if (!m_shared->means.empty())
            u.push_back(m_shared->means[begin + a] - m_shared->means[begin + b]);
        begin += groups.size();
    }
    const Eigen::VectorXd& before = insight.before.coefficients;
    const Eigen::VectorXd& after = insight.after.coefficients;
    if (before.size() == 0 || after.size() != before.size() || u.empty())
        return;
    for (Index j = 0; j < before.size(); ++j) {
        ConstraintInsight::Coefficient one {
            m_shared->featureNames[static_cast<std::size_t>(j)], before[j], after[j], {}};
        for (const Eigen::VectorXd& direction : u)
            one.u.push_back(direction[j]);
        insight.coefficients.push_back(std::move(one));
    }
}

Result<MethodInsight> FermPredictor::insight(const EncodedData& test, const RunContext& ctx) const
{
    auto made = std::make_shared<ConstraintInsight>();
    made->learner = m_shared->learner;
    made->before = m_shared->before;
    made->after = m_model.constraint;
    made->radius = m_shared->radius;
    EH_TRY(const std::optional<Eigen::VectorXd> linear, m_model.predictor->linearPart(test, ctx));
    const bool decides = m_shared->task == Task::Classification;
    const std::vector<NotionFamily> tested
        = familiesOf(m_shared->kind, m_shared->task, test, m_shared->notion.groups);
    const auto& families = m_shared->notion.constraints.families;
    for (std::size_t f = 0; f < families.size(); ++f) {
        ConstraintInsight::Family& family = made->families.emplace_back();
        family.rows = families[f].rows;
        family.groups = families[f].groups;
        const NotionFamily trained {families[f].rows, families[f].member};
        family.train
            = groupMeans(trained, family.groups.size(), m_model.linear, m_shared->trainWeight, decides);
        if (linear)
            family.test = groupMeans(tested[f], family.groups.size(), *linear, test.weight, decides);
        if (f < made->after.multipliers.size())
            family.multipliers = made->after.multipliers[f];
    }
    addCoefficients(*made);
    return MethodInsight {std::move(made), nullptr};
}

class Ferm final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        // Settings of one notion share the kernel and the path.
        for (const std::string_view notion : kNotionIds) {
            std::vector<std::size_t> own;
            std::vector<ParamSet> params;
            for (std::size_t i = 0; i < settings.size(); ++i)
                if (choice(settings[i], "notion") == notion) {
                    own.push_back(i);
                    params.push_back(settings[i]);
                }
            if (own.empty())
                continue;
            EH_TRY(auto predictors, fitNotion(input, notionOf(params.front()), params, ctx));
            for (std::size_t k = 0; k < own.size(); ++k)
                made[own[k]] = std::move(predictors[k]);
        }
        return made;
    }

private:
    static Result<std::vector<std::shared_ptr<const FairPredictor>>> fitNotion(
        const FitInput& input, Notion notion, const std::vector<ParamSet>& settings, const RunContext& ctx);
};

/// The learner under a constraint, or why there is none.
Result<void> checkLearner(const FitInput& input)
{
    if (input.learner == nullptr || input.learnerParams == nullptr)
        return invalidArgument(
            text("fair empirical risk minimisation trains a model and was not told which"));
    if (input.learner->constrainsMeans)
        return kOk;
    std::string able;
    for (const LearnerInfo& info : learners())
        if (info.constrainsMeans)
            able += (able.empty() ? "" : ", ") + std::string(info.id);
    return invalidArgument(
        text("the learner “%1” cannot be trained under a fairness constraint", input.learner->id),
        text("these can: %1", able));
}

Result<std::vector<std::shared_ptr<const FairPredictor>>> Ferm::fitNotion(
    const FitInput& input, Notion notion, const std::vector<ParamSet>& settings, const RunContext& ctx)
{
    EH_CHECK(checkLearner(input));
    auto shared = std::make_shared<Shared>();
    shared->kind = notion;
    shared->task = input.task;
    shared->learner = input.learner->id;
    shared->trainWeight = input.train.weight;
    shared->featureNames = input.train.x.featureNames;
    EH_TRY(shared->notion, constrainNotion(notion, input.task, input.train, input.groupNames));
    std::vector<Text> warnings = shared->notion.warnings;
    if (input.task == Task::Regression && notion != Notion::DemographicParity)
        warnings.push_back(
            text("in regression there are no outcomes to condition on: the mean predictions of all rows "
                 "are compared (demographic parity)"));
    EH_TRY(const std::vector<ChosenTolerance> tolerances, chooseTolerances(input, notion, settings, ctx));
    std::vector<Tolerance> plain;
    for (const ChosenTolerance& chosen : tolerances)
        plain.push_back(chosen.tolerance);
    EH_TRY(ConstrainedPath path,
        input.learner->make()->fitConstrained(
            input.train, *input.learnerParams, input.encoding, shared->notion.constraints, plain, ctx));
    shared->before = path.unconstrained.constraint;
    shared->radius = path.radius;
    if (shared->before.coefficients.size() > 0)
        for (const MeanConstraints::Family& family : shared->notion.constraints.families)
            for (std::size_t g = 0; g < family.groups.size(); ++g) {
                Eigen::VectorXd share = family.share;
                for (std::size_t i = 0; i < family.member.size(); ++i)
                    if (family.member[i] != static_cast<std::int32_t>(g))
                        share[static_cast<Index>(i)] = 0.0;
                shared->means.push_back(input.train.x.transposedTimes(share));
            }
    std::vector<std::shared_ptr<const FairPredictor>> made;
    for (std::size_t i = 0; i < settings.size(); ++i) {
        std::vector<Text> own = warnings;
        own.insert(own.end(), tolerances[i].warnings.begin(), tolerances[i].warnings.end());
        made.push_back(std::make_shared<FermPredictor>(shared, std::move(path.models[i]), std::move(own)));
    }
    return made;
}

std::vector<ParamSpec> params()
{
    ParamSpec epsilon;
    epsilon.id = "epsilon";
    epsilon.name = "Tolerance ε";
    epsilon.description
        = "How far the mean decision values of the groups may lie apart: 0 not at all, a large number "
          "as far as they like";
    epsilon.maximum = 1e9;
    epsilon.isStrength = true;
    epsilon.pathMaximum = 1.0;
    ParamSpec tolerance;
    tolerance.id = "tolerance";
    tolerance.name = "ε is";
    tolerance.description
        = "number: ε itself, in units of the decision value; share: of the gap that the "
          "unconstrained model has (1 changes nothing); validation_gap: the difference of rates "
          "that cross-validation on the training rows must not exceed";
    tolerance.kind = ParamKind::Choice;
    tolerance.choices.assign(kToleranceIds.begin(), kToleranceIds.end());
    return {epsilon, tolerance, notionParam()};
}

} // namespace

MethodInfo ferm()
{
    MethodInfo info;
    info.id = "ferm";
    info.name = "Fair empirical risk minimisation";
    info.description
        = "Trains the model with the least loss among those whose mean decision values differ between "
          "groups by at most ε";
    info.family = Family::In;
    info.classification = true;
    info.regression = true;
    info.multiGroup = true;
    info.params = params();
    info.start = strengthPath("epsilon");
    info.start["tolerance"] = {std::string("share")};
    info.citation
        = "Donini, Oneto, Ben-David, Shawe-Taylor, Pontil (2018), Empirical Risk Minimization under Fairness "
          "Constraints, NeurIPS, section 3";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<Ferm>(); };
    return info;
}

} // namespace evenhand
