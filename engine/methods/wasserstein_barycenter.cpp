#include "engine/methods/wasserstein_barycenter.h"

#include "engine/transport/barycenter_map.h"
#include "engine/transport/relaxation.h"

#include <array>
#include <atomic>

namespace evenhand {

namespace {

/// Share of rows outside the calibration range from which on it is said.
constexpr double kOutsideShare = 0.01;

std::span<const double> spanOf(const Eigen::VectorXd& values)
{
    return {values.data(), static_cast<std::size_t>(values.size())};
}

class BarycenterPredictor final : public FairPredictor {
public:
    BarycenterPredictor(std::shared_ptr<const BarycenterMap> map, double strength, std::vector<Text> warnings)
        : m_map(std::move(map))
        , m_strength(strength)
        , m_warnings(std::move(warnings))
    {
    }

    Result<Scores> predict(
        const EncodedData& rows, const Scores& baseScores, const RunContext& ctx) const override
    {
        if (m_strength == 0.0)
            return baseScores;
        Scores scores(baseScores.size());
        const std::span<double> out(scores.data(), static_cast<std::size_t>(scores.size()));
        const std::vector<std::int64_t> ids(rows.row.begin(), rows.row.end());
        EH_TRY(const std::size_t outside, m_map->apply({spanOf(baseScores), rows.group, ids, 0}, out, ctx));
        m_rows += out.size();
        m_outside += outside;
        relax(spanOf(baseScores), out, m_strength, out);
        return scores;
    }

    std::vector<Text> warnings() const override
    {
        std::vector<Text> all = m_warnings;
        const auto rows = static_cast<double>(m_rows.load());
        const auto outside = static_cast<double>(m_outside.load());
        if (outside > kOutsideShare * rows)
            all.push_back(text(
                "%1 % of the scores lie outside the calibration range of their group and are mapped to its "
                "end",
                shortNumber(100.0 * outside / rows, 2)));
        return all;
    }

private:
    std::shared_ptr<const BarycenterMap> m_map;
    double m_strength;
    std::vector<Text> m_warnings;
    // Counted for the warning only; they never change a score.
    mutable std::atomic<std::size_t> m_rows {0};
    mutable std::atomic<std::size_t> m_outside {0};
};

Result<void> checkTwoGroups(const CalibrationData& calibration, std::size_t nGroups)
{
    std::vector<bool> isPresent(nGroups, false);
    for (const std::int32_t code : calibration.group) {
        if (code >= 0 && static_cast<std::size_t>(code) < nGroups)
            isPresent[static_cast<std::size_t>(code)] = true;
    }
    if (std::count(isPresent.begin(), isPresent.end(), true) < 2)
        return invalidData(text("the calibration rows are all of one group"),
            text("there is nothing to make equal: choose a sensitive attribute with at least two groups"));
    return kOk;
}

class BarycenterMethod final : public Method {
public:
    Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        EH_CHECK(checkTwoGroups(input.calibration, input.groupNames.size()));
        std::array<std::shared_ptr<const BarycenterMap>, kBarycenterEstimatorIds.size()> maps;
        std::vector<std::shared_ptr<const FairPredictor>> predictors;
        for (const ParamSet& setting : settings) {
            EH_TRY(
                const BarycenterEstimator estimator, findBarycenterEstimator(choice(setting, "estimator")));
            std::shared_ptr<const BarycenterMap>& map = maps[static_cast<std::size_t>(estimator)];
            if (!map) {
                EH_TRY(map, fitMap(input, estimator, ctx));
            }
            predictors.push_back(std::make_shared<const BarycenterPredictor>(
                map, number(setting, "strength"), warningsOf(*map, input)));
        }
        return predictors;
    }

private:
    static Result<std::shared_ptr<const BarycenterMap>> fitMap(
        const FitInput& input, BarycenterEstimator estimator, const RunContext& ctx)
    {
        const CalibrationData& rows = input.calibration;
        const BarycenterOptions options {input.seed, input.groupNames};
        EH_TRY(BarycenterMap map,
            BarycenterMap::fit(spanOf(rows.score), rows.group, spanOf(rows.weight), input.groupNames.size(),
                estimator, options, ctx));
        return std::make_shared<const BarycenterMap>(std::move(map));
    }

    static std::vector<Text> warningsOf(const BarycenterMap& map, const FitInput& input)
    {
        std::vector<Text> warnings = map.warnings();
        if (map.estimator() == BarycenterEstimator::PaperSplit)
            warnings.push_back(
                text("the halves of the calibration rows and ranks among equal scores are drawn at random "
                     "with seed %1",
                    input.seed));
        return warnings;
    }
};

std::vector<ParamSpec> params()
{
    ParamSpec strength;
    strength.id = "strength";
    strength.name = "Strength";
    strength.description
        = "0 leaves the scores as they are, 1 gives all groups the same distribution of scores";
    strength.kind = ParamKind::Fraction;
    strength.defaultNumber = 1.0;
    strength.isStrength = true;
    ParamSpec estimator;
    estimator.id = "estimator";
    estimator.name = "Estimator";
    estimator.description
        = "How distributions are estimated: smooth interpolates, exact keeps the mean, paper uses "
          "steps, paper-split has the finite-sample guarantee (random halves, seeded)";
    estimator.kind = ParamKind::Choice;
    estimator.choices.assign(kBarycenterEstimatorIds.begin(), kBarycenterEstimatorIds.end());
    return {strength, estimator};
}

} // namespace

MethodInfo wassersteinBarycenter()
{
    MethodInfo info;
    info.id = "wasserstein_barycenter";
    info.name = "Wasserstein barycenter";
    info.description
        = "Gives all groups the same distribution of scores at the least mean squared change; everyone "
          "keeps their place inside their own group";
    info.family = Family::Post;
    info.classification = true;
    info.regression = true;
    info.multiGroup = true;
    info.needsGroupAtPrediction = true;
    info.params = params();
    info.start = strengthPath("strength");
    info.citation
        = "Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Fair regression with Wasserstein barycenters, "
          "NeurIPS, "
          "equation (2) and Algorithm 1; strength: Chzhen & Schreuder (2022), Annals of Statistics 50(4)";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<BarycenterMethod>(); };
    return info;
}

} // namespace evenhand
