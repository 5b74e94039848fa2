#include "engine/methods/wasserstein_barycenter.h"
#include "engine/transport/barycenter_map.h"
#include "engine/transport/distances.h"

#include "method_study.h"

#include <QtTest/QtTest>

#include <cstring>

using namespace evenhand;
using namespace evenhand::test;

namespace {

std::span<const double> spanOf(const Scores& scores)
{
    return {scores.data(), static_cast<std::size_t>(scores.size())};
}

bool sameBits(const Scores& a, const Scores& b)
{
    return a.size() == b.size()
        && std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(double)) == 0;
}

bool mentions(const std::vector<Text>& warnings, const std::string& words)
{
    return std::any_of(warnings.begin(), warnings.end(),
        [&](const Text& warning) { return warning.english().find(words) != std::string::npos; });
}

} // namespace

class TstWassersteinBarycenter : public QObject {
    Q_OBJECT
private slots:
    void strengthZeroGivesTheBitsOfTheBaseScores()
    {
        const MethodStudy study(800, 3, Task::Regression, 1);
        const Scores scores = study.repaired(wassersteinBarycenter(), {{"strength", 0.0}}).value();
        QVERIFY(sameBits(scores, study.baseScores()));
    }
    void strengthOneGivesTheBitsOfTheMap_data()
    {
        QTest::addColumn<QString>("estimator");
        for (const std::string_view id : kBarycenterEstimatorIds)
            QTest::newRow(std::string(id).c_str()) << QString::fromStdString(std::string(id));
    }
    void strengthOneGivesTheBitsOfTheMap()
    {
        QFETCH(QString, estimator);
        const std::string id = estimator.toStdString();
        const MethodStudy study(800, 3, Task::Classification, 2);
        const Scores scores = study.repaired(wassersteinBarycenter(), {{"estimator", id}}).value();
        const Scores base = study.baseScores();
        const BarycenterMap map = BarycenterMap::fit(spanOf(base), study.rows.group, {}, 3,
            findBarycenterEstimator(id).value(),
            {std::uint64_t {11}, {}}).value();
        Scores expected(base.size());
        (void)map.apply({spanOf(base), study.rows.group, {}, 0}, {expected.data(), 800}).value();
        QVERIFY(sameBits(scores, expected));
    }
    void strengthIsTheLinearShareOfTheWay()
    {
        const MethodStudy study(500, 2, Task::Regression, 3);
        const MethodInfo info = wassersteinBarycenter();
        const auto predictors = study.fit(info, {{{"strength", 0.3}}, {{"strength", 1.0}}}).value();
        const Scores part = predictors[0]->predict(study.rows, study.baseScores(), {}).value();
        const Scores full = predictors[1]->predict(study.rows, study.baseScores(), {}).value();
        const Scores expected = 0.7 * study.baseScores() + 0.3 * full;
        QVERIFY((part - expected).cwiseAbs().maxCoeff() < 1e-15);
    }
    void repairedGroupsHaveTheSameLaw()
    {
        const MethodStudy study(6000, 3, Task::Classification, 4);
        const auto ks = [&](const Scores& scores) {
            return ksDistance(spanOf(scores), study.rows.group, {}, 3).value().value;
        };
        QVERIFY(ks(study.baseScores()) > 0.3);
        QVERIFY(ks(study.repaired(wassersteinBarycenter()).value()) < 0.001);
    }
    void weightsOfTheCalibrationRowsCount()
    {
        MethodStudy study(500, 2, Task::Regression, 5);
        const Scores before = study.repaired(wassersteinBarycenter()).value();
        for (Eigen::Index i = 0; i < study.calibration.weight.size(); ++i)
            study.calibration.weight(i) = study.rows.group[static_cast<std::size_t>(i)] == 0 ? 3.0 : 1.0;
        const Scores after = study.repaired(wassersteinBarycenter()).value();
        QVERIFY(after.mean() < before.mean()); // the barycenter moved towards group 0, whose scores are lower
    }
    void warnsWhenManyRowsLieOutsideTheCalibrationRange()
    {
        const MethodStudy study(500, 2, Task::Regression, 6);
        const auto predictor = study.fit(wassersteinBarycenter(), {{}}).value().front();
        (void)predictor->predict(study.rows, study.baseScores(), {}).value();
        QVERIFY(!mentions(predictor->warnings(), "outside the calibration range"));
        Scores shifted = study.baseScores();
        shifted.head(100).array() += 2.0;
        (void)predictor->predict(study.rows, shifted, {}).value();
        QVERIFY(mentions(predictor->warnings(), "10 % of the scores lie outside the calibration range"));
    }
    void saysThatTheSplitIsRandom()
    {
        const MethodStudy study(500, 2, Task::Regression, 7);
        const auto predictor
            = study.fit(wassersteinBarycenter(), {{{"estimator", std::string("paper-split")}}})
                  .value()
                  .front();
        QVERIFY(mentions(predictor->warnings(), "drawn at random with seed 11"));
    }
    void namesAGroupThatCalibrationHasNotSeen()
    {
        MethodStudy study(500, 3, Task::Regression, 8);
        for (std::int32_t& code : study.calibration.group)
            code = code == 2 ? 1 : code;
        const Error error = study.repaired(wassersteinBarycenter()).error();
        QCOMPARE(error.code, ErrorCode::InvalidData);
        QVERIFY(error.what.english().find("group 2") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstWassersteinBarycenter)
#include "tst_wasserstein_barycenter.moc"
