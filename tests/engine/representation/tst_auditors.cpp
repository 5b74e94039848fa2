#include "engine/core/rng.h"
#include "engine/representation/auditors.h"
#include "engine/representation/divergence_readings.h"
#include "engine/representation/principal_components.h"
#include "engine/representation/task_readings.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

enum class Secret { None, Shift, Product };

/// Two features and a group that they give away openly, only together, or not at all.
EncodedData rows(Eigen::Index n, std::size_t groups, Secret secret, std::uint64_t seed)
{
    Rng rng(seed);
    EncodedData made;
    made.x.dense.resize(n, 2);
    made.x.featureNames = {"a", "b"};
    made.y = Eigen::VectorXd::Zero(n);
    made.weight = Eigen::VectorXd::Ones(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const double a = rng.normal(), b = rng.normal();
        auto group = static_cast<std::int32_t>(rng.below(groups));
        if (secret == Secret::Product)
            group = a * b > 0.0 ? 1 : 0;
        made.x.dense(i, 0) = a + (secret == Secret::Shift ? 1.0 * group : 0.0);
        made.x.dense(i, 1) = b;
        made.group.push_back(group);
        made.row.push_back(i);
    }
    return made;
}

} // namespace

/// What auditors, divergences, axes and task readings say of a representation.
class TstAuditors : public QObject {
    Q_OBJECT

private slots:
    void anOpenSecretIsFoundByBoth()
    {
        const auto found
            = askAuditors(rows(4000, 2, Secret::Shift, 1), rows(2000, 2, Secret::Shift, 2), {"a", "b"}, 3, {})
                  .value();
        // The AUC of two normals a standard deviation apart is Φ(1/√2) = 0.7602.
        QCOMPARE(found.linear.size(), std::size_t {1});
        QVERIFY(std::abs(found.linear[0].auc.value - 0.7602) < 0.03);
        QVERIFY(std::abs(found.nonlinear[0].auc.value - 0.7602) < 0.05);
        QVERIFY(found.linear[0].auc.interval.low < 0.7602 && found.linear[0].auc.interval.high > 0.7602);
        QVERIFY(std::abs(found.linear[0].balancedAccuracy - 0.691) < 0.03); // Φ(1/2)
    }
    void aHiddenSecretIsFoundByTheNonlinearOneOnly()
    {
        const auto found = askAuditors(
            rows(4000, 2, Secret::Product, 1), rows(2000, 2, Secret::Product, 2), {"a", "b"}, 3, {})
                               .value();
        QVERIFY(std::abs(found.linear[0].auc.value - 0.5) < 0.04);
        QVERIFY(found.nonlinear[0].auc.value > 0.95);
    }
    void chanceIsOneHalf()
    {
        const auto found = askAuditors(
            rows(3000, 3, Secret::None, 1), rows(1500, 3, Secret::None, 2), {"a", "b", "c"}, 3, {})
                               .value();
        QCOMPARE(found.linear.size(), std::size_t {3});
        for (const auto* readings : {&found.linear, &found.nonlinear})
            for (const AuditorReading& reading : *readings) {
                QVERIFY(std::abs(reading.auc.value - 0.5) < 0.05);
                QVERIFY(std::abs(reading.balancedAccuracy - 0.5) < 0.05);
            }
    }
    void smallGroupsAreLeftOutAndSeedsRepeat()
    {
        EncodedData train = rows(3000, 2, Secret::Shift, 1), test = rows(1000, 2, Secret::Shift, 2);
        for (std::size_t i = 0; i < 19; ++i)
            test.group[i] = 2;
        const auto found = askAuditors(train, test, {"a", "b", "rare"}, 3, {}).value();
        QCOMPARE(found.linear.size(), std::size_t {2});
        const auto again
            = askAuditors(train, test, {"a", "b", "rare"}, 3, RunContext({}, nullptr, 5)).value();
        QVERIFY(again.nonlinear[0].auc.value == found.nonlinear[0].auc.value);
    }

    void divergencesStandBesideTheirNull()
    {
        for (const Secret secret : {Secret::None, Secret::Shift}) {
            const EncodedData data = rows(1500, 2, secret, 5);
            const ComparedRows all {"all", data.group};
            const auto readings = divergenceReadings(data.x.dense, {&all, 1}, {"a", "b"}, 7, {}).value();
            QCOMPARE(readings.size(), std::size_t {3});
            for (const DivergenceReading& reading : readings) {
                QVERIFY(reading.nullMean > 0.0 && reading.null95 > reading.nullMean);
                QCOMPARE(reading.rowsA, std::size_t {500});
                QCOMPARE(reading.value > 3.0 * reading.null95, secret == Secret::Shift);
                QVERIFY(secret == Secret::Shift ? reading.p < 0.05 : reading.p > 0.01);
            }
        }
    }
    void smallGroupsHaveNoDivergence()
    {
        const EncodedData data = rows(150, 2, Secret::Shift, 5);
        const ComparedRows all {"all", data.group};
        QVERIFY(divergenceReadings(data.x.dense, {&all, 1}, {"a", "b"}, 7, {}).value().empty());
    }
    void manyGroupsAreComparedWithAllOthers()
    {
        const EncodedData data = rows(2500, 5, Secret::Shift, 5);
        const ComparedRows all {"all", data.group};
        const auto readings
            = divergenceReadings(data.x.dense, {&all, 1}, {"a", "b", "c", "d", "e"}, 7, {}).value();
        QCOMPARE(readings.size(), std::size_t {15});
        QVERIFY(readings.front().groupB.empty());
    }

    void axesAreThoseOfBothClouds()
    {
        Eigen::MatrixXd before = Eigen::MatrixXd::Zero(200, 3), after = Eigen::MatrixXd::Zero(200, 3);
        Rng rng(1);
        for (Eigen::Index i = 0; i < 200; ++i) {
            before(i, 1) = 5.0 + 3.0 * rng.normal();
            after(i, 2) = rng.normal();
        }
        const PrincipalPlane plane(before, after);
        QVERIFY(std::abs(plane.explained(before)[0] - 1.0) < 1e-12);
        QVERIFY(std::abs(plane.explained(after)[1] - 1.0) < 1e-12);
        const Eigen::MatrixXd drawn = plane.coordinates(before);
        QVERIFY(std::abs(drawn.col(0).mean()) < 1e-12);
        QVERIFY((drawn.col(0) - (before.col(1).array() - before.col(1).mean()).matrix()).norm() < 1e-9);
        const Eigen::MatrixXd line = before.col(1);
        QVERIFY(PrincipalPlane(line, line).coordinates(line).col(1).norm() == 0.0);
    }

    void readingsOfATaskByHand()
    {
        EncodedData data = rows(24, 2, Secret::None, 1);
        HeadTargets targets;
        targets.kinds = {Task::Classification};
        targets.y.resize(24, 1);
        Eigen::MatrixXd outputs(24, 1);
        for (Eigen::Index i = 0; i < 24; ++i) {
            data.group[static_cast<std::size_t>(i)] = i < 12 ? 0 : 1;
            targets.y(i, 0) = i % 3 == 0 ? 1.0 : 0.0;               // 8 of 24
            outputs(i, 0) = (i < 12 ? i < 6 : i < 15) ? 1.0 : -1.0; // 6 of 12 and 3 of 12
        }
        const TaskReading reading = taskReadings({{"t"}, targets, outputs, data, 2}, {}).value().front();
        QCOMPARE(reading.rows, 24.0);
        QCOMPARE(*reading.gap, 0.25);
        QVERIFY(std::abs(*reading.softGap - 0.25 * std::tanh(0.5)) < 1e-15); // σ(1) - σ(-1) = tanh ½
        QCOMPARE(*reading.ks, 0.25);
        QCOMPARE(reading.trivialError, 8.0 / 24.0);
        QCOMPARE(reading.error, 11.0 / 24.0); // 9 decided, of whom 3 rightly: 6 wrong, and 5 missed
        QVERIFY(!reading.degenerate);
        const TaskReading nobody
            = taskReadings({{"t"}, targets, Eigen::MatrixXd::Constant(24, 1, -1.0), data, 2}, {})
                  .value()
                  .front();
        QVERIFY(nobody.degenerate);
        QCOMPARE(*nobody.gap, 0.0);
        QCOMPARE(nobody.error, nobody.trivialError);
        data.group.assign(24, 0);
        QVERIFY(!taskReadings({{"t"}, targets, outputs, data, 2}, {}).value().front().gap.has_value());
    }
};

QTEST_APPLESS_MAIN(TstAuditors)
#include "tst_auditors.moc"
