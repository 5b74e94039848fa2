#include "method_study.h"

#include "engine/io/json.h"
#include "engine/thresholds/frontier.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <fstream>
#include <iterator>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// A study whose base model gives probabilities.
struct DecisionStudy {
    MethodStudy study;
    const LearnerInfo* learner = findLearner("logistic").value();

    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const std::string& id, const std::vector<ParamSet>& settings) const
    {
        const MethodInfo& info = *findMethod(id).value();
        std::vector<ParamSet> complete;
        for (const ParamSet& setting : settings)
            complete.push_back(completeParams(info.id, info.params, setting).value());
        const ParamSet learnerParams = completeParams(learner->id, learner->params, {}).value();
        const FitInput input {study.rows, study.calibration, study.base, study.groupNames,
            Task::Classification, {}, 1, learner, &learnerParams};
        return info.make()->fit(input, complete, {});
    }
    [[nodiscard]] Scores decisions(const std::string& id, const ParamSet& setting) const
    {
        return fit(id, {setting}).value().front()->predict(study.rows, study.baseScores(), {}).value();
    }
    [[nodiscard]] std::size_t size() const { return study.rows.group.size(); }
};

struct Rates {
    double selection = 0.0, truePositive = 0.0, falsePositive = 0.0;
};

/// Expected rates of one group.
Rates ratesOf(const EncodedData& rows, const Scores& decision, std::int32_t group)
{
    double weight = 0.0;
    double positives = 0.0;
    Rates sums;
    for (Eigen::Index i = 0; i < decision.size(); ++i) {
        if (rows.group[static_cast<std::size_t>(i)] != group)
            continue;
        const double selected = rows.weight[i] * decision[i];
        weight += rows.weight[i];
        positives += rows.y[i] == 1.0 ? rows.weight[i] : 0.0;
        sums.selection += selected;
        (rows.y[i] == 1.0 ? sums.truePositive : sums.falsePositive) += selected;
    }
    return {
        sums.selection / weight, sums.truePositive / positives, sums.falsePositive / (weight - positives)};
}

double errorOf(const EncodedData& rows, const Scores& decision)
{
    return (rows.weight.array() * (rows.y - decision).array().abs()).sum() / rows.weight.sum();
}

json::value referenceCases()
{
    std::ifstream stream(golden("metrics/aif360_postprocessing.json"), std::ios::binary);
    return parseJson(std::string {std::istreambuf_iterator<char>(stream), {}}, "aif360_postprocessing.json")
        .value();
}

std::vector<double> numbersOf(const json::value& list)
{
    std::vector<double> numbers;
    for (const json::value& value : list.as_array())
        numbers.push_back(value.to_number<double>());
    return numbers;
}

/// The rows of a reference case; they are calibration and test rows at once.
DecisionStudy studyOf(const json::value& reference)
{
    const std::vector<double> score = numbersOf(reference.at("score"));
    const auto n = static_cast<Eigen::Index>(score.size());
    DecisionStudy made {MethodStudy(n, 2, Task::Classification, 1)};
    EncodedData& rows = made.study.rows;
    const std::vector<double> y = numbersOf(reference.at("y"));
    const std::vector<double> weight = numbersOf(reference.at("weight"));
    const std::vector<double> group = numbersOf(reference.at("group"));
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto at = static_cast<std::size_t>(i);
        rows.x.dense(i, 0) = score[at];
        rows.y[i] = y[at];
        rows.weight[i] = weight[at];
        rows.group[at] = static_cast<std::int32_t>(group[at]);
    }
    made.study.calibrate();
    return made;
}

bool isWeighted(const DecisionStudy& made)
{
    return (made.study.rows.weight.array() != 1.0).any();
}

} // namespace

class TstThresholdMethods : public QObject {
    Q_OBJECT
private slots:
    void groupThresholdsAreTheFrontierOfTheCalibrationRows()
    {
        const DecisionStudy made {MethodStudy(900, 3, Task::Classification, 7)};
        const EncodedData& rows = made.study.rows;
        const std::vector<double> tolerances {0.0, 0.05, 0.2};
        const std::vector<double> score(
            made.study.calibration.score.begin(), made.study.calibration.score.end());
        const std::vector<double> y(rows.y.begin(), rows.y.end());
        const auto curves = groupCurves(score, y, {}, rows.group, 3, {}).value();
        for (std::size_t notion = 0; notion < kNotionIds.size(); ++notion)
            for (const bool drawn : {true, false}) {
                std::vector<ParamSet> settings;
                for (const double tolerance : tolerances)
                    settings.push_back({{"tolerance", tolerance}, {"notion", std::string(kNotionIds[notion])},
                        {"rules", std::string(drawn ? "randomised" : "deterministic")}});
                const auto predictors = made.fit("group_thresholds", settings).value();
                const auto points = thresholdFrontier(curves, static_cast<Notion>(notion),
                    drawn ? ThresholdRules::Randomised : ThresholdRules::Deterministic, {}, tolerances, {})
                                        .value();
                for (std::size_t i = 0; i < points.size(); ++i) {
                    const Scores decided = predictors[i]->predict(rows, made.study.baseScores(), {}).value();
                    QVERIFY(std::abs(errorOf(rows, decided) - points[i].cost) <= 1e-12);
                    for (std::int32_t g = 0; g < 3; ++g)
                        QVERIFY(std::abs(ratesOf(rows, decided, g).selection
                                    - points[i].groups[static_cast<std::size_t>(g)].selectionRate)
                            <= 1e-12);
                }
            }
    }
    void groupThresholdsWeighErrorsByTheirCost()
    {
        const DecisionStudy made {MethodStudy(900, 2, Task::Classification, 8)};
        const auto selected = [&](double falsePositive, double falseNegative) {
            return made
                .decisions("group_thresholds",
                    {{"cost_false_positive", falsePositive}, {"cost_false_negative", falseNegative}})
                .mean();
        };
        QVERIFY(selected(1.0, 4.0) > selected(1.0, 1.0) + 0.1);
        QVERIFY(selected(4.0, 1.0) < selected(1.0, 1.0) - 0.1);
        QVERIFY(std::abs(selected(2.0, 2.0) - selected(1.0, 1.0)) <= 1e-12);
    }
    void groupThresholdsSayWhoIsNotInTheCalibrationRows()
    {
        DecisionStudy made {MethodStudy(600, 2, Task::Classification, 9)};
        made.study.groupNames.emplace_back("nobody");
        made.study.rows.group.front() = 2;
        const auto predictor = made.fit("group_thresholds", {{}}).value().front();
        QVERIFY(predictor->warnings().front().english().find("nobody") != std::string::npos);
        const double decided = predictor->predict(made.study.rows, made.study.baseScores(), {}).value()[0];
        QVERIFY(decided == 0.0 || decided == 1.0);
    }
    void mixingEqualsTheReferencesLinearProgramme()
    {
        // The reference minimises the sum of error rates and counts rows, not weights, in its constraints.
        const json::value reference = referenceCases();
        std::size_t compared = 0;
        for (const json::value& each : reference.at("cases").as_array()) {
            const DecisionStudy made = studyOf(each);
            if (isWeighted(made))
                continue;
            ++compared;
            const Scores mixed
                = made.decisions("equalized_odds_mixing", {{"errors", std::string("balanced")}});
            const json::value& expected = each.at("equalized_odds");
            for (std::size_t i = 0; i < made.size(); ++i) {
                const auto at = static_cast<Eigen::Index>(i);
                const std::string name = std::string("one_if_")
                    + (made.study.baseScores()[at] >= 0.5 ? "one_" : "zero_")
                    + std::to_string(made.study.rows.group[i]);
                QVERIFY(std::abs(mixed[at] - expected.at(name).to_number<double>()) <= 1e-9);
            }
        }
        QCOMPARE(compared, std::size_t {3});
    }
    void mixingGivesEqualRatesForWeightsAndManyGroups()
    {
        DecisionStudy made {MethodStudy(2000, 4, Task::Classification, 3)};
        for (Eigen::Index i = 0; i < made.study.rows.weight.size(); ++i)
            made.study.rows.weight[i] = 1.0 + static_cast<double>(i % 4);
        made.study.calibrate();
        for (const char* const errors : {"rows", "balanced"}) {
            const Scores mixed = made.decisions("equalized_odds_mixing", {{"errors", std::string(errors)}});
            const Rates first = ratesOf(made.study.rows, mixed, 0);
            // The fewest wrong rows may be everybody or nobody; balanced rates never gain by that.
            QVERIFY2(errors != std::string("balanced") || first.truePositive > first.falsePositive + 0.05,
                std::to_string(first.truePositive - first.falsePositive).c_str());
            for (std::int32_t g = 1; g < 4; ++g) {
                const Rates other = ratesOf(made.study.rows, mixed, g);
                QVERIFY(std::abs(other.truePositive - first.truePositive) <= 1e-11);
                QVERIFY(std::abs(other.falsePositive - first.falsePositive) <= 1e-11);
            }
        }
        const Scores untouched = made.decisions("equalized_odds_mixing", {{"strength", 0.0}});
        for (Eigen::Index i = 0; i < untouched.size(); ++i)
            QCOMPARE(untouched[i], made.study.baseScores()[i] >= 0.5 ? 1.0 : 0.0);
    }
    void withholdingEqualsTheReference()
    {
        const json::value reference = referenceCases();
        for (const json::value& each : reference.at("cases").as_array()) {
            const DecisionStudy made = studyOf(each);
            for (const auto& [constraint, expected] : each.at("calibrated").as_object()) {
                const Scores decided
                    = made.decisions("calibrated_equalized_odds", {{"constraint", std::string(constraint)}});
                const std::vector<double> mix = numbersOf(expected.at("mix"));
                const std::vector<double> base = numbersOf(expected.at("base"));
                for (std::size_t i = 0; i < made.size(); ++i) {
                    const auto at = static_cast<Eigen::Index>(i);
                    const auto g = static_cast<std::size_t>(made.study.rows.group[i]);
                    // It draws a number in [0, 1) below the rate, so rates outside mean never and always.
                    const double share = std::clamp(mix[g], 0.0, 1.0);
                    const double wanted = (1.0 - share) * (made.study.baseScores()[at] >= 0.5 ? 1.0 : 0.0)
                        + share * (base[g] >= 0.5 ? 1.0 : 0.0);
                    QVERIFY(std::abs(decided[at] - wanted) <= 1e-12);
                }
            }
        }
    }
    void withholdingNeedsProbabilities()
    {
        DecisionStudy made {MethodStudy(300, 2, Task::Classification, 5)};
        made.study.calibration.score *= 3.0;
        const Error error = made.fit("calibrated_equalized_odds", {{}}).error();
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY(error.what.english().find("between 0 and 1") != std::string::npos);
    }
    void rejectOptionEqualsTheReference()
    {
        const json::value reference = referenceCases();
        for (const json::value& each : reference.at("cases").as_array()) {
            const DecisionStudy made = studyOf(each);
            QVERIFY(each.at("unprivileged_has_lower_rate").as_bool());
            for (const auto& [margin, expected] : each.at("reject_option").as_object()) {
                const Scores decided
                    = made.decisions("reject_option", {{"margin", std::stod(std::string(margin))}});
                const std::vector<double> labels = numbersOf(expected);
                for (std::size_t i = 0; i < labels.size(); ++i)
                    QCOMPARE(decided[static_cast<Eigen::Index>(i)], labels[i]);
            }
        }
    }
    void rejectOptionFindsTheSmallestMarginForABound()
    {
        const DecisionStudy made {MethodStudy(1200, 2, Task::Classification, 6)};
        const EncodedData& rows = made.study.rows;
        const auto gapOf = [&](const Scores& decided) {
            double gap = 0.0;
            for (std::int32_t a = 0; a < 2; ++a)
                for (std::int32_t b = 0; b < 2; ++b)
                    gap = std::max(
                        gap, ratesOf(rows, decided, a).selection - ratesOf(rows, decided, b).selection);
            return gap;
        };
        const ParamSet bound {{"margin", 0.1}, {"margin_is", std::string("validation_gap")},
            {"notion", std::string("demographic_parity")}};
        const double found = gapOf(made.decisions("reject_option", bound));
        QVERIFY(found <= 0.1 + 1e-12);
        QVERIFY(gapOf(made.decisions("reject_option", {{"margin", 0.0}})) > 0.1);
        // Every smaller margin that decides differently is beyond the bound.
        double margin = 0.0;
        while (gapOf(made.decisions("reject_option", {{"margin", margin}})) > 0.1)
            margin += 0.001;
        const Scores byHand = made.decisions("reject_option", {{"margin", margin}});
        const Scores bySearch = made.decisions("reject_option", bound);
        QVERIFY((byHand - bySearch).cwiseAbs().sum() <= 5.0);
    }
    void rejectOptionSaysWhenNoMarginIsEnough()
    {
        const DecisionStudy made {MethodStudy(301, 2, Task::Classification, 4)};
        const auto predictor = made.fit("reject_option",
            {{{"margin", 0.0}, {"margin_is", std::string("validation_gap")},
                {"notion", std::string("equalized_odds")}}});
        QVERIFY(
            predictor.value().front()->warnings().front().english().find("no margin") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstThresholdMethods)
#include "tst_threshold_methods.moc"
