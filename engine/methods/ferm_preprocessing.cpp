#include "engine/methods/ferm_preprocessing.h"

namespace evenhand {

namespace {

constexpr std::array<std::string_view, 2> kMapIds {"projection", "elimination"};

class PreprocessedPredictor final : public FairPredictor {
public:
    PreprocessedPredictor(
        MeanProjection projection, std::shared_ptr<const Predictor> model, std::vector<Text> warnings)
        : m_projection(std::move(projection))
        , m_model(std::move(model))
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        EncodedData transformed;
        EH_TRY(transformed.x, m_projection.apply(rows.x, ctx));
        transformed.y = rows.y;
        transformed.weight = rows.weight;
        transformed.group = rows.group;
        transformed.row = rows.row;
        return m_model->predict(transformed, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override
    {
        std::vector<Text> all = m_warnings;
        const std::vector<Text> fitted = m_model->warnings();
        all.insert(all.end(), fitted.begin(), fitted.end());
        return all;
    }

private:
    MeanProjection m_projection;
    std::shared_ptr<const Predictor> m_model;
    std::vector<Text> m_warnings;
};

/// A projection fitted on training rows, with what is to be known about it.
struct FittedProjection {
    MeanProjection projection;
    std::vector<Text> warnings;
};

Result<FittedProjection> fitProjection(
    const FitInput& input, const ProjectionSettings& settings, const RunContext& ctx)
{
    EH_TRY(
        NotionConstraints made, constrainNotion(settings.notion, input.task, input.train, input.groupNames));
    EH_TRY(MeanProjection projection,
        MeanProjection::fit(input.train.x, made.constraints, settings.kind, settings.strength, ctx));
    for (const std::string& name : projection.dropped())
        made.warnings.push_back(
            text("elimination dropped the feature “%1”, in which the groups' means differ most", name));
    return FittedProjection {std::move(projection), std::move(made.warnings)};
}

Result<std::shared_ptr<const FairPredictor>> fitOne(
    const FitInput& input, const ProjectionSettings& settings, const RunContext& ctx)
{
    EH_TRY(FittedProjection fitted, fitProjection(input, settings, ctx));
    EncodedData train = input.train;
    EH_TRY(train.x, fitted.projection.apply(input.train.x, ctx));
    if (train.x.features() == 0)
        return noAnswer(
            text("elimination leaves no feature to train on"), text("choose the map “projection”"));
    EH_TRY(std::shared_ptr<const Predictor> model,
        input.learner->make()->fit(train, *input.learnerParams, input.encoding, ctx));
    return std::make_shared<const PreprocessedPredictor>(
        std::move(fitted.projection), std::move(model), std::move(fitted.warnings));
}

class FermPreprocessing final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        if (input.learner == nullptr || input.learnerParams == nullptr)
            return invalidArgument(text("a pre-processing trains a model afterwards and was not told which"));
        std::vector<std::shared_ptr<const FairPredictor>> made;
        for (const ParamSet& setting : settings) {
            EH_TRY(std::shared_ptr<const FairPredictor> predictor,
                fitOne(input, projectionSettings(setting), ctx));
            made.push_back(std::move(predictor));
        }
        return made;
    }
    [[nodiscard]] Result<TransformedFeatures> transform(
        const FitInput& input, const ParamSet& params, const RunContext& ctx) const override
    {
        EH_TRY(FittedProjection fitted, fitProjection(input, projectionSettings(params), ctx));
        TransformedFeatures made {{}, std::move(fitted.warnings)};
        EH_TRY(made.x, fitted.projection.apply(input.train.x, ctx));
        return made;
    }
};

} // namespace

ProjectionSettings projectionSettings(const ParamSet& params)
{
    return {choice(params, "map") == kMapIds[0] ? ProjectionKind::Projection : ProjectionKind::Elimination,
        number(params, "strength"), notionOf(params)};
}

MethodInfo fermPreprocessing()
{
    ParamSpec strength;
    strength.id = "strength";
    strength.name = "Strength";
    strength.description
        = "0 leaves the features as they are, 1 takes off everything by which a linear model could "
          "tell the groups' means apart (elimination is always whole)";
    strength.kind = ParamKind::Fraction;
    strength.defaultNumber = 1.0;
    strength.isStrength = true;
    ParamSpec map;
    map.id = "map";
    map.name = "Map";
    map.description
        = "projection keeps all features and their regularisation; elimination drops the one in which "
          "the means differ most, as in the paper";
    map.kind = ParamKind::Choice;
    map.choices.assign(kMapIds.begin(), kMapIds.end());
    MethodInfo info;
    info.id = "ferm_preprocessing";
    info.name = "FERM pre-processing";
    info.description
        = "Transforms the features once so that no linear model can tell the groups' means apart, then "
          "trains any learner on them";
    info.family = Family::Pre;
    info.classification = true;
    info.regression = true;
    info.params = {strength, map, notionParam()};
    info.start = strengthPath("strength");
    info.citation
        = "Donini, Oneto, Ben-David, Shawe-Taylor, Pontil (2018), Empirical Risk Minimization under Fairness "
          "Constraints, NeurIPS, section 4";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<FermPreprocessing>(); };
    return info;
}

} // namespace evenhand
