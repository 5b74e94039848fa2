#include "engine/methods/reweighing.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

TrainingCase goldenCase(const boost::json::object& inputs)
{
    const std::vector<double> group = numbersOf(inputs.at("s"));
    const Eigen::VectorXd y = vectorOf(inputs.at("y"));
    const bool weighted = !inputs.at("sample_weight").is_null();
    return {Eigen::MatrixXd::Zero(y.size(), 1), y, group, Task::Classification,
        weighted ? vectorOf(inputs.at("sample_weight")) : Eigen::VectorXd()};
}

double baseRate(const EncodedData& rows, const Eigen::VectorXd& weight, std::int32_t group)
{
    double favourable = 0.0;
    double total = 0.0;
    for (std::size_t i = 0; i < rows.group.size(); ++i)
        if (rows.group[i] == group) {
            const auto at = static_cast<Eigen::Index>(i);
            total += weight[at];
            favourable += weight[at] * rows.y[at];
        }
    return favourable / total;
}

} // namespace

class TstReweighing : public QObject {
    Q_OBJECT
private slots:
    void givesTheWeightsOfAif360()
    {
        int compared = 0;
        const boost::json::value file = readJson("metrics/methods.json");
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            const boost::json::object& expected = json.at("expected").as_object();
            if (!expected.contains("aif360_instance_weights"))
                continue;
            const TrainingCase rows = goldenCase(json.at("inputs").as_object());
            const Eigen::VectorXd theirs = vectorOf(expected.at("aif360_instance_weights"));
            // Quotients of counts: a few roundings.
            QVERIFY(largestDifference(reweighed(rows.rows, 2, 1.0), theirs) <= 1e-14);
            ++compared;
        }
        QCOMPARE(compared, 2);
    }
    void strengthMovesTheWeightsInAStraightLine()
    {
        const TrainingCase rows(Eigen::MatrixXd::Zero(6, 1), Eigen::VectorXd {{1.0, 1.0, 0.0, 1.0, 0.0, 0.0}},
            {0, 0, 0, 1, 1, 1}, Task::Classification, Eigen::VectorXd {{1.0, 2.0, 1.0, 0.5, 1.0, 3.0}});
        QVERIFY(reweighed(rows.rows, 2, 0.0) == rows.rows.weight);
        const Eigen::VectorXd whole = reweighed(rows.rows, 2, 1.0);
        QVERIFY(largestDifference(reweighed(rows.rows, 2, 0.25), 0.75 * rows.rows.weight + 0.25 * whole)
            <= 1e-15);
        QVERIFY(std::abs(whole.sum() - rows.rows.weight.sum()) <= 1e-14);
    }
    void manyGroupsGetOneBaseRate()
    {
        Eigen::VectorXd y(12);
        y << 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0;
        const TrainingCase rows(
            Eigen::MatrixXd::Zero(12, 1), y, {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2}, Task::Classification);
        const Eigen::VectorXd weight = reweighed(rows.rows, 3, 1.0);
        for (std::int32_t g = 0; g < 3; ++g)
            QVERIFY(std::abs(baseRate(rows.rows, weight, g) - 5.0 / 12.0) <= 1e-15);
    }
    void trainsTheLearnerOnTheNewWeights()
    {
        const Eigen::MatrixXd x {{0.1}, {0.9}, {0.4}, {1.4}, {0.2}, {0.8}, {-0.3}, {0.0}};
        const TrainingCase rows(
            x, Eigen::VectorXd {{1, 1, 0, 1, 0, 1, 0, 0}}, {0, 0, 0, 0, 1, 1, 1, 1}, Task::Classification);
        const auto made = rows.fit(reweighing(), {{{"strength", 0.0}}, {{"strength", 1.0}}}).value();
        EncodedData weighted = rows.rows;
        for (std::size_t k = 0; k < 2; ++k) {
            weighted.weight = reweighed(rows.rows, 2, static_cast<double>(k));
            const auto model = rows.learner->make()->fit(weighted, rows.learnerParams, {}, {}).value();
            QVERIFY(made[k]->predict(rows.rows, {}, {}).value() == model->predict(rows.rows, {}).value());
        }
    }
    void saysWhichGroupCannotBeHelped()
    {
        const TrainingCase rows(Eigen::MatrixXd {{0.0}, {1.0}, {0.5}, {0.7}}, Eigen::VectorXd {{1, 0, 0, 0}},
            {0, 0, 1, 1}, Task::Classification);
        const auto made = rows.fit(reweighing(), {{}}).value();
        QCOMPARE(made.front()->warnings().size(), std::size_t {1});
        QVERIFY(made.front()->warnings().front().english().find("group 1") != std::string::npos);
        QVERIFY(reweighed(rows.rows, 2, 1.0).allFinite());
    }
};

QTEST_GUILESS_MAIN(TstReweighing)
#include "tst_reweighing.moc"
