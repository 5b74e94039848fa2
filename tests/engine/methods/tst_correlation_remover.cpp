#include "engine/methods/correlation_remover.h"
#include "tests/support/encoded.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

constexpr double kRounding = 1e-13; // both sides round a few products of numbers below 10

} // namespace

class TstCorrelationRemover : public QObject {
    Q_OBJECT
private slots:
    void givesTheFeaturesOfFairlearn()
    {
        const boost::json::value file = readJson("methods/correlation_remover.json");
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            const TrainingCase rows(
                matrixOf(json.at("x")), {}, numbersOf(json.at("group")), Task::Classification);
            const TransformedFeatures made
                = rows.transform(correlationRemover(), json.at("alpha").to_number<double>()).value();
            QVERIFY(largestDifference(made.x.dense, matrixOf(json.at("expected"))) <= kRounding);
        }
    }
    void givesTheCaseAmongTheMetricReferences()
    {
        int compared = 0;
        const boost::json::value file = readJson("metrics/methods.json");
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            if (!json.at("id").as_string().starts_with("cr_"))
                continue;
            const boost::json::object& inputs = json.at("inputs").as_object();
            const Eigen::MatrixXd all = matrixOf(inputs.at("X"));
            const Eigen::Index last = all.cols() - 1; // the sensitive column, 0 or 1
            const std::vector<double> group(all.col(last).data(), all.col(last).data() + all.rows());
            const TrainingCase rows(all.leftCols(last), {}, group, Task::Classification);
            const TransformedFeatures made
                = rows.transform(correlationRemover(), inputs.at("alpha").to_number<double>()).value();
            const Eigen::MatrixXd expected = matrixOf(json.at("expected").as_object().at("fairlearn"));
            QVERIFY(largestDifference(made.x.dense, expected) <= kRounding);
            ++compared;
        }
        QCOMPARE(compared, 1);
    }
    void levelsAreWrittenOutAndLoseTheirCorrelationToo()
    {
        TrainingCase rows(Eigen::MatrixXd::Zero(300, 1), {}, std::vector<double>(300, 0.0), Task::Regression);
        rows.rows = simulatedRows(300, 2, {3, 4}, false, 5);
        rows.groupNames = {"a", "b", "c"};
        Rng rng(6);
        for (Eigen::Index i = 0; i < 300; ++i) {
            rows.rows.group[static_cast<std::size_t>(i)]
                = static_cast<std::int32_t>(rows.rows.x.dense(i, 0) > 0.3 ? 1 : rng.below(3));
            rows.rows.weight[i] = 0.5 + rng.uniform();
        }
        const DesignMatrix x = rows.transform(correlationRemover(), 1.0).value().x;
        QCOMPARE(x.dense.cols(), rows.rows.x.features());
        QVERIFY(x.blocks.empty());
        QVERIFY(largestDifference(
                    rows.transform(correlationRemover(), 0.0).value().x.dense, rows.rows.x.toDense())
            == 0.0);
        const Eigen::RowVectorXd mean
            = rows.rows.weight.transpose() * rows.rows.x.toDense() / rows.rows.weight.sum();
        for (std::int32_t g = 0; g < 3; ++g) {
            Eigen::VectorXd weight = rows.rows.weight;
            for (std::size_t i = 0; i < rows.rows.group.size(); ++i)
                if (rows.rows.group[i] != g)
                    weight[static_cast<Eigen::Index>(i)] = 0.0;
            QVERIFY(largestDifference(weight.transpose() * x.dense / weight.sum(), mean) <= kRounding);
        }
    }
    void meanPredictionsOfALinearModelAreEqual()
    {
        const boost::json::value file = readJson("methods/fair_ridge.json");
        const boost::json::object& json = file.as_object().at("cases").as_array().at(4).as_object();
        const TrainingCase rows(
            matrixOf(json.at("x")), vectorOf(json.at("y")), numbersOf(json.at("group")), Task::Regression);
        const auto made = rows.fit(correlationRemover(), {{{"strength", 1.0}}, {{"strength", 0.0}}}).value();
        const auto meanOf = [&](const Scores& score, std::int32_t group) {
            double sum = 0.0;
            double count = 0.0;
            for (std::size_t i = 0; i < rows.rows.group.size(); ++i)
                if (rows.rows.group[i] == group) {
                    sum += score[static_cast<Eigen::Index>(i)];
                    count += 1.0;
                }
            return sum / count;
        };
        const Scores fair = made[0]->predict(rows.rows, {}, {}).value();
        const Scores plain = made[1]->predict(rows.rows, {}, {}).value();
        QVERIFY(std::abs(meanOf(fair, 0) - meanOf(fair, 1)) <= 1e-12);
        QVERIFY(std::abs(meanOf(plain, 0) - meanOf(plain, 1)) >= 0.1);
    }
    void refusesWhatWouldNotFit()
    {
        TrainingCase rows(
            Eigen::MatrixXd::Zero(2000, 1), {}, std::vector<double>(2000, 0.0), Task::Regression);
        rows.groupNames = {"a", "b"};
        rows.rows.group[0] = 1;
        DesignMatrix& x = rows.rows.x;
        constexpr Eigen::Index kLevels = 300'000;
        x.blocks.push_back({1, kLevels, std::vector<std::int32_t>(2000, 0)});
        x.featureNames.resize(static_cast<std::size_t>(kLevels) + 1);
        const Error error = rows.transform(correlationRemover(), 1.0).error();
        QCOMPARE(error.code, ErrorCode::InvalidData);
        QVERIFY(error.what.english().find("300001 features") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstCorrelationRemover)
#include "tst_correlation_remover.moc"
