#include "engine/io/json.h"
#include "engine/methods/exponentiated_gradient.h"
#include "engine/methods/grid_search.h"
#include "engine/methods/mixture_search.h"
#include "reduction_problem.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <boost/json/value_to.hpp>

#include <fstream>
#include <iterator>

using namespace evenhand;
using namespace evenhand::test;

namespace {

struct Golden {
    Problem problem;
    double tolerance = 0.0, gap = 0.0, expectedError = 0.0, within = 0.0;
    VectorXd expectedScores;
};

Golden readGolden(const std::string& id)
{
    std::ifstream stream(golden("metrics/methods.json"), std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(stream), {}};
    const json::value all = parseJson(bytes, "methods.json").value();
    Golden made;
    for (const json::value& one : all.at("cases").as_array()) {
        if (one.at("id").as_string() != id)
            continue;
        const auto x = json::value_to<std::vector<std::vector<double>>>(one.at("inputs").at("X"));
        const auto y = json::value_to<std::vector<double>>(one.at("inputs").at("y"));
        EncodedData& rows = made.problem.rows;
        rows.group = json::value_to<std::vector<std::int32_t>>(one.at("inputs").at("A"));
        const auto n = static_cast<Index>(y.size());
        rows.x.dense.resize(n, 3);
        rows.x.featureNames = {"one", "first", "second"};
        rows.y = Eigen::Map<const VectorXd>(y.data(), n);
        rows.weight = VectorXd::Ones(n);
        for (Index i = 0; i < n; ++i)
            for (Index j = 0; j < 3; ++j)
                rows.x.dense(i, j) = x[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
        made.problem.groupNames = {"0", "1"};
        made.tolerance = one.at("inputs").at("difference_bound").to_number<double>();
        made.gap = one.at("inputs").at("nu").to_number<double>();
        const json::value& expected = one.at("expected").at("fairlearn");
        made.expectedError = expected.at("expected_error").to_number<double>();
        const auto p = json::value_to<std::vector<double>>(expected.at("P(yhat=1)"));
        made.expectedScores = Eigen::Map<const VectorXd>(p.data(), n);
        made.within = one.at("tolerance_abs").to_number<double>();
    }
    return made;
}

FoundMixture mixtureOf(const Problem& problem, ReductionNotion notion, const MixtureSettings& settings)
{
    const FitInput input = problem.input();
    const Reduction reduction = prepareReduction(input, notion).value().reduction;
    const BestResponse oracle = BestResponse::create(input, reduction, {}).value();
    RememberedResponses remembered(oracle);
    return searchMixture(reduction, remembered, settings, {}).value();
}

} // namespace

/// Reductions: exponentiated gradient and grid search.
class TstReductions : public QObject {
    Q_OBJECT
private slots:
    void isBetterThanFairlearn_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("notion");
        QTest::addColumn<double>("least");
        // What other models than Fairlearn's allow with the same learner and tolerance: .2485 and .3697
        // there.
        QTest::newRow("demographic parity")
            << "eg_DemographicParity" << static_cast<int>(ReductionNotion::DemographicParity) << 0.1943;
        QTest::newRow("equalised odds")
            << "eg_EqualizedOdds" << static_cast<int>(ReductionNotion::EqualizedOdds) << 0.3366;
    }
    void isBetterThanFairlearn()
    {
        QFETCH(QString, id);
        QFETCH(int, notion);
        QFETCH(double, least);
        const Golden golden = readGolden(id.toStdString());
        MixtureSettings settings;
        settings.tolerance = golden.tolerance;
        settings.gap = golden.gap;
        const auto wanted = static_cast<ReductionNotion>(notion);
        const FoundMixture mixture = mixtureOf(golden.problem, wanted, settings);
        const EncodedData& rows = golden.problem.rows;
        Scores scores = Scores::Zero(rows.y.size());
        for (std::size_t k = 0; k < mixture.parts.size(); ++k) {
            const Scores one = mixture.parts[k]->model->predict(rows, {}).value();
            scores += mixture.weights[k] * (one.array() >= 0.5).cast<double>().matrix();
        }
        for (const double outcome : wanted == ReductionNotion::EqualizedOdds ? std::vector<double> {0.0, 1.0}
                                                                             : std::vector<double> {-1.0})
            QVERIFY(parityGap(rows, scores, 2, outcome) <= golden.tolerance + 1e-9);
        QVERIFY(std::abs(errorOf(rows, scores) - mixture.error) < 1e-12);
        QVERIFY(mixture.error <= golden.expectedError);
        QVERIFY(std::abs(mixture.error - least) <= golden.within);
    }
    void isFairlearnsMixtureOfFairlearnsModels()
    {
        // Fairlearn's answer is a mixture of two models there, accepting more or fewer: the program finds its
        // weights from the groups' shares and errors of the two.
        const Golden golden = readGolden("eg_DemographicParity");
        const EncodedData& rows = golden.problem.rows;
        MixtureProgram program;
        std::vector<Scores> models;
        const Reduction reduction
            = prepareReduction(golden.problem.input(), ReductionNotion::DemographicParity).value().reduction;
        for (const bool first : {true, false}) {
            // P(ŷ = 1) is .78 where the first accepts alone and .22 where the second does.
            const double own = first ? 0.78 : 0.22;
            models.push_back(golden.expectedScores.unaryExpr(
                [own](double p) { return p > 0.99 || std::abs(p - own) < 0.01 ? 1.0 : 0.0; }));
            const VectorXd summary = summaryOf(reduction, rows.y, models.back());
            program.add(reduction.error(summary), reduction.violations(summary).array() - golden.tolerance);
        }
        const Mixture mixture = program.solve(100.0);
        const Scores scores = mixture.weights[0] * models[0] + mixture.weights[1] * models[1];
        QVERIFY((scores - golden.expectedScores).cwiseAbs().maxCoeff() <= golden.within);
        QVERIFY(std::abs(mixture.value - golden.expectedError) <= golden.within);
    }
    void meetsItsConstraints_data()
    {
        QTest::addColumn<QString>("notion");
        QTest::addColumn<int>("groups");
        for (const int groups : {2, 4})
            for (const char* const notion : {"demographic_parity", "equal_opportunity", "equalized_odds"})
                QTest::addRow("%s, %d groups", notion, groups) << notion << groups;
    }
    void meetsItsConstraints()
    {
        QFETCH(QString, notion);
        QFETCH(int, groups);
        const Problem problem = simulated(4000, static_cast<std::size_t>(groups), Task::Classification, 3);
        const ParamSet setting {{"tolerance", 0.02}, {"notion", notion.toStdString()}};
        const Scores scores = problem.repaired(exponentiatedGradient(), setting);
        QVERIFY(scores.minCoeff() >= 0.0 && scores.maxCoeff() <= 1.0);
        if (notion == "demographic_parity")
            QVERIFY(parityGap(problem.rows, scores, groups) <= 0.02 + 1e-9);
        else
            QVERIFY(parityGap(problem.rows, scores, groups, 1.0) <= 0.02 + 1e-9);
        if (notion == "equalized_odds")
            QVERIFY(parityGap(problem.rows, scores, groups, 0.0) <= 0.02 + 1e-9);
        // Not by giving up on the task.
        QVERIFY(errorOf(problem.rows, scores) < 0.4);
    }
    void errorFallsWithTheTolerance()
    {
        const Problem problem = simulated(4000, 2, Task::Classification, 4);
        double before = 1.0;
        for (const double tolerance : {0.0, 0.02, 0.05, 0.1}) {
            const Scores scores = problem.repaired(exponentiatedGradient(), {{"tolerance", tolerance}});
            const double error = errorOf(problem.rows, scores);
            QVERIFY(error <= before + 1e-3); // the gap of the search
            before = error;
        }
    }
    void aLargeToleranceIsTheUnconstrainedModel()
    {
        for (const char* const learner : {"logistic", "linear_svm"}) {
            Problem problem = simulated(1500, 2, Task::Classification, 5);
            problem.use(learner);
            const Scores scores = problem.repaired(exponentiatedGradient(), {{"tolerance", 1.0}});
            const double threshold = thresholdOf(problem.learner.scoreKind);
            const Scores base = problem.base->predict(problem.rows, {}).value();
            QVERIFY((scores.array() == (base.array() >= threshold).cast<double>()).all());
        }
    }
    void weightsCountAsRepeatedRows()
    {
        Problem weighted = simulated(600, 2, Task::Classification, 6);
        Problem repeated = weighted;
        EncodedData& rows = repeated.rows;
        std::vector<Index> order;
        for (Index i = 0; i < 600; ++i)
            order.insert(order.end(), static_cast<std::size_t>(1 + i % 3), i);
        rows = EncodedData {
            rows.x.select(order), rows.y(order), VectorXd::Ones(static_cast<Index>(order.size())), {}, order};
        for (const Index i : order)
            rows.group.push_back(weighted.rows.group[static_cast<std::size_t>(i)]);
        for (Index i = 0; i < 600; ++i)
            weighted.rows.weight[i] = 1.0 + static_cast<double>(i % 3);
        weighted.use("logistic");
        repeated.use("logistic");
        const MixtureSettings settings {0.02, 100.0, 1e-4, 100};
        const FoundMixture a = mixtureOf(weighted, ReductionNotion::DemographicParity, settings);
        const FoundMixture b = mixtureOf(repeated, ReductionNotion::DemographicParity, settings);
        QVERIFY(std::abs(a.error - b.error) < 1e-9);
        QCOMPARE(a.parts.size(), b.parts.size());
    }
    void aSettingDoesNotDependOnTheOthers()
    {
        const Problem problem = simulated(2000, 3, Task::Classification, 7);
        const MethodInfo info = exponentiatedGradient();
        std::vector<ParamSet> settings;
        for (const double tolerance : {0.1, 0.0, 0.03})
            settings.push_back(completeParams(info.id, info.params, {{"tolerance", tolerance}}).value());
        const auto together = info.make()->fit(problem.input(), settings, {}).value();
        for (std::size_t k = 0; k < settings.size(); ++k) {
            const auto alone = info.make()->fit(problem.input(), {settings[k]}, {}).value().front();
            const Scores a = together[k]->predict(problem.rows, {}, {}).value();
            const Scores b = alone->predict(problem.rows, {}, {}).value();
            QVERIFY((a.array() == b.array()).all());
        }
    }
    void saysWhenNoMixtureKeepsTheTolerance()
    {
        const Problem problem = simulated(1500, 2, Task::Classification, 8);
        const MethodInfo info = exponentiatedGradient();
        const ParamSet setting = completeParams(
            info.id, info.params, {{"tolerance", 0.01}, {"notion", std::string("bounded_group_loss")}})
                                     .value();
        const auto made = info.make()->fit(problem.input(), {setting}, {}).value().front();
        QVERIFY(made->warnings().back().english().find("no mixture of models keeps") != std::string::npos);
    }
    void boundsTheLossOfTheWorstGroup()
    {
        for (const Task task : {Task::Classification, Task::Regression}) {
            // A group whose outcome follows another rule is served badly by one model for all.
            Problem problem = simulated(3000, 2, task, 9);
            for (std::size_t i = 0; i < problem.rows.group.size(); ++i)
                if (i % 6 == 0) {
                    const auto row = static_cast<Index>(i);
                    const double z = 1.5 * problem.rows.x.dense(row, 2);
                    problem.rows.group[i] = 1;
                    problem.rows.y[row] = task == Task::Regression ? 20.0 + 3.0 * z : (z > 0.0 ? 1.0 : 0.0);
                } else {
                    problem.rows.group[i] = 0;
                }
            problem.use(task == Task::Regression ? "ridge" : "logistic");
            const FitInput input = problem.input();
            const Reduction reduction
                = prepareReduction(input, ReductionNotion::BoundedGroupLoss).value().reduction;
            const BestResponse oracle = BestResponse::create(input, reduction, {}).value();
            RememberedResponses remembered(oracle);
            const auto plain = remembered.to(reduction.costs(VectorXd::Zero(2)), {}).value();
            const double worst = reduction.violations(plain->summary).maxCoeff();
            const double target
                = reduction.error(plain->summary) + 0.5 * (worst - reduction.error(plain->summary));
            const ParamSet setting {{"tolerance", target}, {"notion", std::string("bounded_group_loss")}};
            const Scores scores = problem.repaired(exponentiatedGradient(), setting);
            if (task == Task::Classification) {
                for (const std::int32_t g : {0, 1}) {
                    double wrong = 0.0, total = 0.0;
                    for (std::size_t i = 0; i < problem.rows.group.size(); ++i)
                        if (problem.rows.group[i] == g) {
                            const auto row = static_cast<Index>(i);
                            wrong += std::abs(scores[row] - problem.rows.y[row]);
                            total += 1.0;
                        }
                    QVERIFY(wrong / total <= target + 1e-9);
                }
            } else {
                const double variance = reduction.deviation * reduction.deviation;
                for (const double loss : groupSquaredErrors(problem.rows, scores, 2))
                    QVERIFY(loss / variance <= target + 1e-9);
            }
        }
    }
    void meanPredictionsOfGroupsComeTogetherInRegression()
    {
        const Problem problem = simulated(3000, 3, Task::Regression, 10);
        const double deviation = prepareReduction(problem.input(), ReductionNotion::DemographicParity)
                                     .value()
                                     .reduction.deviation;
        const double before
            = parityGap(problem.rows, problem.base->predict(problem.rows, {}).value(), 3) / deviation;
        const Scores scores = problem.repaired(exponentiatedGradient(), {{"tolerance", 0.1}});
        QVERIFY(before > 0.3);
        QVERIFY(parityGap(problem.rows, scores, 3) / deviation <= 0.1 + 1e-9);
    }
    void theProgramFindsTheBestMixture()
    {
        // Two models on a line and one constraint: a third of the way.
        MixtureProgram program;
        program.add(0.1, VectorXd::Constant(1, 0.2));
        program.add(0.4, VectorXd::Constant(1, -0.1));
        program.add(0.3, VectorXd::Constant(1, 0.1)); // above the line
        const Mixture mixture = program.solve(100.0);
        QVERIFY(std::abs(mixture.weights[1] - 2.0 / 3.0) < 1e-12 && mixture.weights[2] == 0.0);
        QVERIFY(std::abs(mixture.value - 0.3) < 1e-12 && mixture.excess == 0.0);
        QVERIFY(std::abs(mixture.multipliers[0] - 1.0) < 1e-12);
        // A small penalty pays for the violation instead.
        const Mixture cheap = program.solve(0.5);
        QVERIFY(cheap.weights[0] == 1.0 && std::abs(cheap.excess - 0.2) < 1e-12);
    }
    void theProgramAgreesWithItsDualOnManyModels()
    {
        Rng rng(12);
        for (int k = 1; k <= 40; k += 13) {
            MixtureProgram program;
            std::vector<double> error;
            std::vector<VectorXd> violation;
            for (int j = 0; j < 60; ++j) {
                error.push_back(rng.uniform());
                violation.emplace_back(VectorXd::NullaryExpr(k, [&] { return rng.normal(); }));
                program.add(error.back(), violation.back());
                const Mixture mixture = program.solve(3.0);
                double primal = 3.0 * mixture.excess;
                VectorXd mean = VectorXd::Zero(k);
                double dual = HUGE_VAL;
                for (std::size_t m = 0; m < error.size(); ++m) {
                    primal += mixture.weights[static_cast<Index>(m)] * error[m];
                    mean += mixture.weights[static_cast<Index>(m)] * violation[m];
                    dual = std::min(dual, error[m] + mixture.multipliers.dot(violation[m]));
                }
                QVERIFY(mean.maxCoeff() <= mixture.excess + 1e-9);
                QVERIFY(mixture.multipliers.sum() <= 3.0 + 1e-9);
                QVERIFY(std::abs(primal - dual) < 1e-9 && std::abs(primal - mixture.value) < 1e-9);
            }
        }
    }
    void refitsAreTheLearnersModels()
    {
        // With a year among the features, one-hot columns and weights.
        Problem problem = simulated(3000, 2, Task::Classification, 13);
        problem.rows.x.dense.col(3).array() += 1970.0;
        for (Index i = 0; i < 3000; ++i)
            problem.rows.weight[i] = 0.5 + static_cast<double>(i % 4);
        problem.use("logistic");
        const FitInput input = problem.input();
        const Reduction reduction = prepareReduction(input, ReductionNotion::EqualizedOdds).value().reduction;
        const BestResponse oracle = BestResponse::create(input, reduction, {}).value();
        for (const double multiplier : {0.0, 0.2, 0.8, 3.0}) {
            VectorXd multipliers = VectorXd::Zero(reduction.slope.rows());
            multipliers[1] = multiplier;
            multipliers[reduction.slope.rows() - 1] = 0.5 * multiplier;
            const VectorXd costs = reduction.costs(multipliers);
            const CellTargets targets = targetsOf(reduction, costs);
            EncodedData rows = problem.rows;
            for (std::size_t i = 0; i < reduction.cell.size(); ++i) {
                rows.y[static_cast<Index>(i)] = targets.label[reduction.cell[i]];
                rows.weight[static_cast<Index>(i)] *= targets.factor[reduction.cell[i]];
            }
            const auto whole = problem.learner.make()->fit(rows, problem.params, {}, {}).value();
            const Scores expected = whole->predict(problem.rows, {}).value();
            const Scores found = oracle.to(costs, {}).value()->model->predict(problem.rows, {}).value();
            // The search ends when coefficients are exact to about five digits.
            QVERIFY((found - expected).cwiseAbs().maxCoeff() < 1e-4);
        }
    }
    void theGridIsRegularAndHoldsTheOrigin()
    {
        const Eigen::MatrixXd line = multiplierGrid(1, 11, 2.0, false);
        QCOMPARE(line.rows(), Index {11});
        QCOMPARE(line(0, 0), 0.0);
        QVERIFY(std::abs(line.maxCoeff() - 2.0) < 1e-12 && std::abs(line.minCoeff() + 2.0) < 1e-12);
        QCOMPARE(multiplierGrid(2, 13, 2.0, false).rows(), Index {13}); // two steps: 1 + 4 + 8 points
        QCOMPARE(multiplierGrid(3, 2, 1.0, true).rows(), Index {4});
    }
    void theGridTradesErrorForFairness()
    {
        const Problem problem = simulated(4000, 2, Task::Classification, 14);
        const auto decided = [&](double weight) -> Scores {
            const Scores scores = problem.repaired(
                gridSearch(), {{"constraint_weight", weight}, {"grid_size", 21.0}, {"grid_limit", 1.0}});
            return (scores.array() >= 0.5).cast<double>();
        };
        const Scores accurate = decided(0.0), fair = decided(1.0), between = decided(0.5);
        QVERIFY(parityGap(problem.rows, fair, 2) < 0.25 * parityGap(problem.rows, accurate, 2));
        QVERIFY(errorOf(problem.rows, accurate) <= errorOf(problem.rows, between));
        QVERIFY(errorOf(problem.rows, between) <= errorOf(problem.rows, fair));
    }
    void theGridIsTheSameForAnyNumberOfThreads()
    {
        const Problem problem = simulated(2000, 2, Task::Classification, 15);
        const Scores one = problem.repaired(gridSearch(), {}, RunContext({}, nullptr, 1));
        const Scores many = problem.repaired(gridSearch(), {}, RunContext({}, nullptr, 5));
        QVERIFY((one.array() == many.array()).all());
    }
    void treesAreReducedAsWell()
    {
        Problem problem = simulated(1000, 2, Task::Classification, 16);
        problem.use("gradient_boosting");
        problem.params["rounds"] = 20.0;
        problem.base = problem.learner.make()->fit(problem.rows, problem.params, {}, {}).value();
        const Scores scores = problem.repaired(exponentiatedGradient(), {{"tolerance", 0.02}});
        QVERIFY(parityGap(problem.rows, scores, 2) <= 0.02 + 1e-9);
    }
};

QTEST_GUILESS_MAIN(TstReductions)
#include "tst_reductions.moc"
