#include "engine/methods/fair_ridge.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

double weightedVariance(const Eigen::VectorXd& values, const Eigen::VectorXd& weight)
{
    const double mean = weight.dot(values) / weight.sum();
    return (values.array() - mean).square().matrix().dot(weight) / weight.sum();
}

/// Share of the variance of scores that lies between the groups.
double shareBetween(const EncodedData& rows, std::size_t groups, const Scores& score)
{
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(groups));
    Eigen::VectorXd total = sum;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        sum[rows.group[i]] += rows.weight[static_cast<Eigen::Index>(i)] * score[static_cast<Eigen::Index>(i)];
        total[rows.group[i]] += rows.weight[static_cast<Eigen::Index>(i)];
    }
    const Eigen::VectorXd means = sum.cwiseQuotient(total);
    Eigen::VectorXd between(score.size());
    for (std::size_t i = 0; i < rows.group.size(); ++i)
        between[static_cast<Eigen::Index>(i)] = means[rows.group[i]];
    return weightedVariance(between, rows.weight) / weightedVariance(score, rows.weight);
}

} // namespace

class TstFairRidge : public QObject {
    Q_OBJECT
private slots:
    void predictsWhatTheStepsOfFairmlPredict()
    {
        const boost::json::value file = readJson("methods/fair_ridge.json");
        int compared = 0;
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            TrainingCase rows(matrixOf(json.at("x")), vectorOf(json.at("y")), numbersOf(json.at("group")),
                Task::Regression);
            rows.useLearner("ridge", {{"lambda", json.at("lambda").to_number<double>()}});
            const double strength = 1.0 - json.at("unfairness").to_number<double>();
            const auto made = rows.fit(fairRidge(), {{{"strength", strength}}}).value();
            const EncodedData test
                = TrainingCase::encoded(matrixOf(json.at("test_x")), numbersOf(json.at("test_group")));
            const Scores score = made.front()->predict(test, {}, {}).value();
            // The reference finds its penalty by another root finder.
            QVERIFY(largestDifference(score, vectorOf(json.at("expected"))) <= 1e-8);
            const double reached = shareBetween(
                rows.rows, rows.groupNames.size(), made.front()->predict(rows.rows, {}, {}).value());
            QVERIFY(std::abs(reached - json.at("reached").to_number<double>()) <= 1e-10);
            ++compared;
        }
        QCOMPARE(compared, 12);
    }
    void groupsExplainWhatTheyMay()
    {
        const boost::json::value file = readJson("methods/fair_ridge.json");
        const boost::json::object& json = file.as_object().at("cases").as_array().at(8).as_object();
        TrainingCase rows(
            matrixOf(json.at("x")), vectorOf(json.at("y")), numbersOf(json.at("group")), Task::Regression);
        for (Eigen::Index i = 0; i < rows.rows.weight.size(); ++i)
            rows.rows.weight[i] = 1.0 + static_cast<double>(i % 4);
        // A column that the group determines is worth nothing, nor is one that is constant.
        rows.rows.x.blocks.push_back({3, 4, rows.rows.group});
        rows.rows.x.blocks.push_back({7, 1, std::vector<std::int32_t>(rows.rows.group.size(), 0)});
        for (const char* const name : {"g0", "g1", "g2", "g3", "one"})
            rows.rows.x.featureNames.emplace_back(name);
        std::vector<ParamSet> settings;
        for (int k = 0; k <= 10; ++k)
            settings.push_back({{"strength", 1.0 - 0.02 * k}});
        const auto made = rows.fit(fairRidge(), settings).value();
        for (int k = 0; k <= 10; ++k) {
            const Scores score = made[static_cast<std::size_t>(k)]->predict(rows.rows, {}, {}).value();
            QVERIFY(std::abs(shareBetween(rows.rows, 4, score) - 0.02 * k) <= 1e-12);
        }
    }
    void twoGroupsMoveTogetherInAStraightLine()
    {
        const Eigen::VectorXd share {{0.25, 0.75}};
        const Eigen::VectorXd means {{3.0, -1.0}};
        QVERIFY(boundedGroupEffects(share, means, 3.0) == means);
        QVERIFY(largestDifference(boundedGroupEffects(share, means, 0.75), 0.5 * means) <= 1e-14);
        QVERIFY(boundedGroupEffects(share, means, 0.0).isZero(0.0));
        QVERIFY(largestDifference(boundedGroupEffects(share, means, 3e-30), 1e-15 * means) <= 1e-25);
    }
    void aGroupWithoutRowsIsTreatedAsAllTogether()
    {
        TrainingCase rows(Eigen::MatrixXd {{0.0}, {1.0}, {2.0}, {5.0}}, Eigen::VectorXd {{1, 2, 5, 9}},
            {0, 0, 2, 2}, Task::Regression);
        const auto made = rows.fit(fairRidge(), {{{"strength", 0.5}}}).value();
        QCOMPARE(made.front()->warnings().size(), std::size_t {1});
        const EncodedData test = TrainingCase::encoded(Eigen::MatrixXd {{2.0}}, {1.0});
        // The mean features have the mean prediction.
        QVERIFY(std::abs(made.front()->predict(test, {}, {}).value()[0] - 4.25) <= 1e-14);
    }
};

QTEST_GUILESS_MAIN(TstFairRidge)
#include "tst_fair_ridge.moc"
