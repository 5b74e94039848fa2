#include "tests/engine/svm/ferm_golden.h"

#include "engine/methods/ferm_preprocessing.h"
#include "engine/methods/method.h"
#include "tests/engine/transport/golden_table.h"
#include "tests/support/encoded.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;
using Eigen::Index;
using Eigen::VectorXd;

namespace {

/// Rows in groups that lie apart, with what a method is given.
struct GroupedStudy {
    EncodedData rows;
    CalibrationData calibration;
    std::vector<std::string> names;
    Task task = Task::Classification;
    EncodingSpec encoding;

    GroupedStudy(Index n, std::size_t nGroups, bool classification, std::uint64_t seed)
        : rows(simulatedRows(n, 4, {3}, classification, seed))
        , task(classification ? Task::Classification : Task::Regression)
    {
        Rng rng(seed, 3);
        for (std::size_t g = 0; g < nGroups; ++g)
            names.push_back(std::string("group ").append(std::to_string(g)));
        for (Index i = 0; i < n; ++i) {
            const auto group = static_cast<std::int32_t>(rng.below(nGroups));
            rows.group[static_cast<std::size_t>(i)] = group;
            rows.x.dense(i, 1) += 0.7 * group;
            rows.x.dense(i, 2) -= 0.4 * group;
            if (!classification)
                rows.y[i] += 0.5 * group;
        }
    }

    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(std::string_view method,
        std::string_view learner, const std::vector<ParamSet>& settings, const ParamSet& learnerParams = {},
        const RunContext& ctx = {}) const
    {
        const MethodInfo& info = *findMethod(method).value();
        const LearnerInfo& trained = *findLearner(learner).value();
        std::vector<ParamSet> complete;
        for (const ParamSet& setting : settings) {
            EH_TRY(ParamSet params, completeParams(info.id, info.params, setting));
            complete.push_back(std::move(params));
        }
        EH_TRY(const ParamSet params, completeParams(trained.id, trained.params, learnerParams));
        const FitInput input {rows, calibration, nullptr, names, task, encoding, 5, &trained, &params};
        return info.make()->fit(input, complete, ctx);
    }

    [[nodiscard]] std::shared_ptr<const ConstraintInsight> insight(
        std::string_view learner, const ParamSet& setting, const ParamSet& learnerParams = {}) const
    {
        return fit("ferm", learner, {setting}, learnerParams)
            .value()
            .front()
            ->insight(rows, {})
            .value()
            .constraint;
    }
};

double gapOf(const std::vector<double>& means)
{
    return *std::ranges::max_element(means) - *std::ranges::min_element(means);
}

} // namespace

/// The method in front of every learner that can be constrained, and its sister as pre-processing.
class TstFerm : public QObject {
    Q_OBJECT

    static void eachLearner()
    {
        QTest::addColumn<QString>("learner");
        for (const LearnerInfo& info : learners())
            if (info.constrainsMeans)
                QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
    }

private slots:
    void keepsTheToleranceOfEveryKind_data() { eachLearner(); }
    void keepsTheToleranceOfEveryKind()
    {
        QFETCH(QString, learner);
        const std::string id = learner.toStdString();
        const bool classification = findLearner(id).value()->classification;
        for (const std::size_t nGroups : {2U, 4U}) {
            const GroupedStudy study(500, nGroups, classification, 21);
            const auto free = study.insight(id, {{"epsilon", 1.0}, {"tolerance", std::string("share")}});
            const double gap = gapOf(free->before.means[0]);
            QVERIFY(gap > 0.1);
            QVERIFY((free->after.means == free->before.means));
            for (const double share : {0.5, 0.1, 0.0}) {
                const auto held
                    = study.insight(id, {{"epsilon", share}, {"tolerance", std::string("share")}});
                QVERIFY2(
                    gapOf(held->after.means[0]) <= share * gap + 1e-8, qPrintable(QString::number(share)));
                QVERIFY2(gapOf(held->after.means[0]) >= share * gap - 1e-8, "the constraint binds");
                QVERIFY(held->after.objective > held->before.objective);
                const auto number = study.insight(id, {{"epsilon", share * gap}});
                QVERIFY(
                    std::abs(number->after.objective - held->after.objective) < 1e-7 * held->after.objective);
            }
        }
    }

    void holdsBothOutcomesApart_data() { keepsTheToleranceOfEveryKind_data(); }
    void holdsBothOutcomesApart()
    {
        QFETCH(QString, learner);
        const std::string id = learner.toStdString();
        if (!findLearner(id).value()->classification)
            return;
        const GroupedStudy study(600, 3, true, 22);
        const auto held = study.insight(id, {{"epsilon", 0.05}, {"notion", std::string("equalized_odds")}});
        QCOMPARE(held->families.size(), std::size_t {2});
        QVERIFY(gapOf(held->after.means[0]) <= 0.05 + 1e-8);
        QVERIFY(gapOf(held->after.means[1]) <= 0.05 + 1e-8);
        const auto all = study.insight(id, {{"notion", std::string("demographic_parity")}});
        QCOMPARE(all->families.size(), std::size_t {1});
        QCOMPARE(QString::fromStdString(all->families[0].rows), QStringLiteral("all"));
        QVERIFY(gapOf(all->after.means[0]) < 1e-8);
    }

    void aConstrainedModelIsTheBestOfItsKind_data() { eachLearner(); }
    void aConstrainedModelIsTheBestOfItsKind()
    {
        // Along no direction that keeps the equation does the objective fall: for smooth losses its gradient
        // there vanishes. Checked by differences of the objective, which knows nothing of the solver.
        QFETCH(QString, learner);
        const std::string id = learner.toStdString();
        if (id != "logistic" && id != "ridge")
            return;
        const GroupedStudy study(400, 2, id == "logistic", 23);
        const auto held = study.insight(id, {{"epsilon", 0.1}});
        const VectorXd w = held->after.coefficients;
        VectorXd u(w.size());
        for (Index j = 0; j < w.size(); ++j)
            u[j] = held->coefficients[static_cast<std::size_t>(j)].u[0];
        const auto objective = [&](const VectorXd& weights, double b) {
            const VectorXd z = (study.rows.x.times(weights).array() + b).matrix();
            double loss = 0.0;
            for (Index i = 0; i < z.size(); ++i)
                loss += id == "logistic" ? std::log1p(std::exp(-(2.0 * study.rows.y[i] - 1.0) * z[i]))
                                         : (study.rows.y[i] - z[i]) * (study.rows.y[i] - z[i]);
            return (id == "logistic" ? 0.5 : 1.0) * weights.squaredNorm() + loss;
        };
        const double b = held->after.intercept;
        QVERIFY(std::abs(objective(w, b) - held->after.objective) < 1e-9 * held->after.objective);
        Rng rng(9);
        for (int k = 0; k < 20; ++k) {
            VectorXd direction(w.size());
            for (double& each : direction)
                each = rng.normal();
            direction -= u * (u.dot(direction) / u.squaredNorm());
            const double h = 1e-4;
            const double slope
                = (objective(w + h * direction, b) - objective(w - h * direction, b)) / (2.0 * h);
            QVERIFY2(std::abs(slope) < 1e-4, qPrintable(QString::number(slope)));
        }
    }

    void theThreeFormsOfTheLinearCaseAgree()
    {
        for (const bool standardise : {false, true}) {
            const GoldenMatrix data("drug_code");
            const GoldenSplit split(data, 4, 3, true, standardise, true);
            GroupedStudy study(1, 2, true, 1);
            study.rows = split.train;
            const ParamSet c {{"C", 0.1}};
            const ParamSet linear {{"C", 0.1}, {"kernel", std::string("linear")}};
            const auto scores
                = [&](std::string_view method, std::string_view learner, const ParamSet& params) {
                      return study.fit(method, learner, {{}}, params)
                          .value()
                          .front()
                          ->predict(split.test, {}, {})
                          .value();
                  };
            const VectorXd byFeatures = scores("ferm", "linear_svm", c);
            const VectorXd byKernel = scores("ferm", "kernel_svm", linear);
            const VectorXd before = scores("ferm_preprocessing", "linear_svm", c);
            QVERIFY((byFeatures - byKernel).lpNorm<Eigen::Infinity>() < 1e-6);
            QVERIFY2((byFeatures - before).lpNorm<Eigen::Infinity>() < 1e-6,
                qPrintable(QString::number((byFeatures - before).lpNorm<Eigen::Infinity>())));
        }
    }

    void aPartialProjectionIsAnIntermediateTolerance()
    {
        // K - ρ·K U G⁺ Uᵀ K solves the constrained problem at ε = |⟨w,u⟩| of its own solution.
        const GroupedStudy study(500, 2, true, 24);
        const auto partial
            = study.fit("ferm_preprocessing", "linear_svm", {{{"strength", 0.9}}}).value().front();
        const VectorXd scores = partial->predict(study.rows, {}, {}).value();
        std::array<double, 2> sum {};
        std::array<double, 2> count {};
        for (Index i = 0; i < scores.size(); ++i)
            if (study.rows.y[i] == 1.0) {
                sum[static_cast<std::size_t>(study.rows.group[static_cast<std::size_t>(i)])] += scores[i];
                count[static_cast<std::size_t>(study.rows.group[static_cast<std::size_t>(i)])] += 1.0;
            }
        const double epsilon = std::abs(sum[0] / count[0] - sum[1] / count[1]);
        QVERIFY(epsilon > 1e-3);
        const auto held = study.fit("ferm", "linear_svm", {{{"epsilon", epsilon}}}).value().front();
        const VectorXd expected = held->predict(study.rows, {}, {}).value();
        QVERIFY((scores - expected).lpNorm<Eigen::Infinity>() < 1e-6);
    }

    void eliminationAgreesWithTheReference()
    {
        const GoldenTable table("ferm/anchors.csv");
        const GoldenMatrix data("drug_code");
        int compared = 0;
        for (std::size_t row = 0; row < table.rows(); ++row) {
            const std::string& method = table.texts("method")[row];
            if (!method.starts_with("linprep") || table.texts("dataset")[row] != "drug")
                continue;
            const GoldenSplit split(data, 4, static_cast<std::uint32_t>(table.numbers("seed")[row]),
                table.texts("split")[row] == "9/10", false, method.ends_with("_s"));
            GroupedStudy study(1, 2, true, 1);
            study.rows = split.train;
            const auto model = study.fit("ferm_preprocessing", "linear_svm",
                {{{"map", std::string("elimination")}}}, {{"C", table.numbers("C")[row]}});
            const VectorXd scores = model.value().front()->predict(split.test, {}, {}).value();
            QVERIFY(std::abs(scores.mean() - table.numbers("f_mean_test")[row]) < 1e-4);
            const double rowsOff = std::abs(accuracy(split.test, scores) - table.numbers("acc_test")[row])
                * static_cast<double>(scores.size());
            QVERIFY(rowsOff < 1.5);
            ++compared;
        }
        QVERIFY(compared >= 20);
    }

    void namesAGroupWithoutTheOutcome()
    {
        GroupedStudy study(300, 3, true, 25);
        for (Index i = 0; i < 300; ++i)
            if (study.rows.group[static_cast<std::size_t>(i)] == 1)
                study.rows.y[i] = 0.0;
        for (const std::string_view method : {"ferm", "ferm_preprocessing"}) {
            const Error error = study.fit(method, "linear_svm", {{}}).error();
            QCOMPARE(error.code, ErrorCode::InvalidData);
            QVERIFY(error.what.english().find("group 1") != std::string::npos);
            QVERIFY(error.what.english().find("favourable") != std::string::npos);
            QVERIFY(study.fit(method, "linear_svm", {{{"notion", std::string("demographic_parity")}}})
                        .has_value());
        }
    }

    void aGroupWithoutRowsIsLeftOutAndNamed()
    {
        GroupedStudy study(300, 2, true, 26);
        study.names.emplace_back("nobody");
        const auto models = study.fit("ferm", "linear_svm", {{}}).value();
        const std::vector<Text> warnings = models.front()->warnings();
        QVERIFY(std::ranges::any_of(warnings,
            [](const Text& warning) { return warning.english().find("nobody") != std::string::npos; }));
    }

    void neverNeedsTheGroupToPredict()
    {
        const GroupedStudy study(400, 2, true, 27);
        EncodedData unknown = study.rows;
        std::ranges::fill(unknown.group, -1);
        for (const std::string_view method : {"ferm", "ferm_preprocessing"}) {
            const auto model = study.fit(method, "kernel_svm", {{}}).value().front();
            const VectorXd known = model->predict(study.rows, {}, {}).value();
            QVERIFY(model->predict(unknown, {}, {}).value() == known);
            QVERIFY(!findMethod(method).value()->needsGroupAtPrediction);
        }
    }

    void crossValidationMeetsATargetGap()
    {
        const GroupedStudy study(6000, 2, true, 28);
        const auto gapUnder = [](const ConstraintInsight& insight) {
            const auto& rates = insight.families[0].train;
            return std::abs(*rates[0].rate - *rates[1].rate);
        };
        const double before = gapUnder(*study.insight("linear_svm", {{"epsilon", 1e9}}));
        QVERIFY2(before > 0.02, qPrintable(QString::number(before)));
        const ParamSet target {{"epsilon", 0.5 * before}, {"tolerance", std::string("validation_gap")}};
        const auto models = study.fit("ferm", "linear_svm", {target}).value();
        const double after = gapUnder(*models.front()->insight(study.rows, {}).value().constraint);
        QVERIFY2(after < 0.75 * before, qPrintable(QString::number(after)));
        QVERIFY(std::ranges::any_of(models.front()->warnings(), [](const Text& warning) {
            return warning.english().find("cross-validation chose") != std::string::npos;
        }));
    }

    void refusesWhatItCannotDo()
    {
        const GroupedStudy study(200, 2, false, 29);
        QCOMPARE(study.fit("ferm", "ridge", {{{"tolerance", std::string("validation_gap")}}}).error().code,
            ErrorCode::InvalidArgument);
        const auto warned = study.fit("ferm", "ridge", {{}}).value().front()->warnings();
        QVERIFY(std::ranges::any_of(warned, [](const Text& warning) {
            return warning.english().find("demographic parity") != std::string::npos;
        }));
    }

    void insightCountsWhatItSays()
    {
        const GroupedStudy study(500, 2, true, 30);
        const auto insight = study.insight("linear_svm", {{"epsilon", 0.0}});
        const auto model = study.fit("ferm", "linear_svm", {{}}).value().front();
        const VectorXd scores = model->predict(study.rows, {}, {}).value();
        const auto [a, b] = truePositiveRates(study.rows, scores);
        QCOMPARE(*insight->families[0].train[0].rate, a);
        QCOMPARE(*insight->families[0].test[1].rate, b);
        QCOMPARE(QString::fromStdString(insight->learner), QStringLiteral("linear_svm"));
        QCOMPARE(insight->coefficients.size(), static_cast<std::size_t>(study.rows.x.features()));
        double along = 0.0;
        for (const ConstraintInsight::Coefficient& one : insight->coefficients)
            along += one.after * one.u[0];
        QVERIFY(std::abs(along) < 1e-9);
        QVERIFY(insight->after.alignment < 1e-9 && insight->before.alignment > 0.05);
        QVERIFY(study.insight("kernel_svm", {})->coefficients.empty());
    }
};

QTEST_GUILESS_MAIN(TstFerm)
#include "tst_ferm.moc"
