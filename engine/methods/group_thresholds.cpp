#include "engine/methods/group_thresholds.h"

#include "engine/methods/calibration_groups.h"
#include "engine/methods/notion.h"
#include "engine/thresholds/optimum.h"

#include <algorithm>
#include <tuple>

namespace evenhand {

namespace {

class ThresholdPredictor final : public FairPredictor {
public:
    ThresholdPredictor(std::vector<MixedThreshold> rules, std::vector<Text> warnings)
        : m_rules(std::move(rules))
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        return decideRows(rows, baseScores, ctx,
            [this](std::size_t group, double score) { return m_rules[group].selects(score); });
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    std::vector<MixedThreshold> m_rules;
    std::vector<Text> m_warnings;
};

/// All but the tolerance: settings that agree in it are points of one frontier.
struct FrontierOf {
    Notion notion = Notion::EqualOpportunity;
    ThresholdRules rules = ThresholdRules::Randomised;
    ErrorCosts costs;

    friend bool operator==(const FrontierOf& a, const FrontierOf& b)
    {
        return std::tie(a.notion, a.rules, a.costs.falsePositive, a.costs.falseNegative)
            == std::tie(b.notion, b.rules, b.costs.falsePositive, b.costs.falseNegative);
    }
};

FrontierOf frontierOf(const ParamSet& setting)
{
    return {notionOf(setting),
        choice(setting, "rules") == "randomised" ? ThresholdRules::Randomised : ThresholdRules::Deterministic,
        {number(setting, "cost_false_positive"), number(setting, "cost_false_negative")}};
}

class GroupThresholds final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_TRY(const std::vector<GroupCurve> curves, calibrationCurves(input, ctx));
        std::vector<Text> warnings = warningsOf(input);
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        for (std::size_t first = 0; first < settings.size(); ++first) {
            if (made[first])
                continue;
            const FrontierOf wanted = frontierOf(settings[first]);
            std::vector<std::size_t> own;
            std::vector<double> tolerances;
            for (std::size_t i = first; i < settings.size(); ++i)
                if (frontierOf(settings[i]) == wanted) {
                    own.push_back(i);
                    tolerances.push_back(number(settings[i], "tolerance"));
                }
            EH_TRY(std::vector<FrontierPoint> points,
                thresholdFrontier(curves, wanted.notion, wanted.rules, wanted.costs, tolerances, ctx));
            EH_CHECK(fillEmpty(curves, wanted.costs, points, ctx));
            for (std::size_t k = 0; k < own.size(); ++k) {
                made[own[k]]
                    = std::make_shared<const ThresholdPredictor>(std::move(points[k].rules), warnings);
            }
        }
        return made;
    }

private:
    /// Groups without calibration rows decide as would be best without groups.
    static Result<void> fillEmpty(const std::vector<GroupCurve>& curves, const ErrorCosts& costs,
        std::vector<FrontierPoint>& points, const RunContext& ctx)
    {
        const auto isEmpty = [](const GroupCurve& curve) { return curve.rows == 0.0; };
        if (std::ranges::none_of(curves, isEmpty))
            return kOk;
        EH_TRY(const ThresholdChoice common, bestCommonThreshold(curves, costs, ctx));
        for (FrontierPoint& point : points)
            for (MixedThreshold& rule : point.rules)
                if (rule.parts.empty())
                    rule.parts.push_back({common.thresholds.front(), 1.0});
        return kOk;
    }

    static std::vector<Text> warningsOf(const FitInput& input)
    {
        const std::string missing = groupsWithoutRows(input.calibration, input.groupNames);
        if (missing.empty())
            return {};
        return {text("no calibration rows of %1: decided by the best common threshold", missing)};
    }
};

ParamSpec costParam(std::string_view id, std::string_view name, std::string_view description)
{
    ParamSpec cost;
    cost.id = id;
    cost.name = name;
    cost.description = description;
    cost.maximum = 1e6;
    cost.defaultNumber = 1.0;
    return cost;
}

std::vector<ParamSpec> params()
{
    ParamSpec tolerance;
    tolerance.id = "tolerance";
    tolerance.name = "Tolerance";
    tolerance.description = "How much the rates of any two groups may differ on the calibration rows: 0 not "
                            "at all, 1 as much as they like";
    tolerance.kind = ParamKind::Fraction;
    tolerance.isStrength = true;
    tolerance.pathMaximum = 0.3;
    ParamSpec rules;
    rules.id = "rules";
    rules.name = "Rules";
    rules.description = "randomised: may draw between thresholds, the best that is possible; deterministic: "
                        "one threshold per group";
    rules.kind = ParamKind::Choice;
    rules.choices = {"randomised", "deterministic"};
    return {tolerance, notionParam(), rules,
        costParam("cost_false_positive", "Cost of a false positive",
            "What a wrong favourable decision costs; only the ratio to the other cost matters"),
        costParam("cost_false_negative", "Cost of a false negative",
            "What a wrong unfavourable decision costs; only the ratio to the other cost matters")};
}

} // namespace

MethodInfo groupThresholds()
{
    MethodInfo info;
    info.id = "group_thresholds";
    info.name = "Group thresholds";
    info.description = "A threshold for each group, or a draw between a few, with the fewest errors among "
                       "all whose rates differ by at most the tolerance";
    info.family = Family::Post;
    info.classification = true;
    info.multiGroup = true;
    info.needsGroupAtPrediction = true;
    info.randomised = true;
    info.decides = true;
    info.params = params();
    for (const double tolerance : {0.0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 1.0})
        info.start["tolerance"].emplace_back(tolerance);
    info.citation = "Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning, NeurIPS, "
                    "section 4; solved exactly for any tolerance and number of groups";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<GroupThresholds>(); };
    return info;
}

} // namespace evenhand
