#include "engine/metrics/consistency.h"
#include "engine/metrics/convention_aif360.h"
#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// People at 0, 1, 3 and 7 on a line.
Eigen::MatrixXd fourPeople()
{
    Eigen::MatrixXd features(4, 1);
    features << 0.0, 1.0, 3.0, 7.0;
    return features;
}

} // namespace

class TstGoldenInequality : public QObject {
    Q_OBJECT
private slots:
    void entropyFollowsTheFormulaAndAif360ItsCode()
    {
        const bj::value golden = readGolden("metrics/inequality.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            if (!json.at("inputs").as_object().contains("b"))
                continue;
            std::vector<Benefit> benefits;
            for (const auto& benefit : json.at("inputs").as_object().at("b").as_array())
                benefits.push_back({numberOf(benefit), 1.0});
            const bj::object& expected = json.at("expected").as_object();
            const std::string id(json.at("id").as_string());
            for (int alpha = 0; alpha <= 3; ++alpha) {
                const std::string name = "alpha=" + std::to_string(alpha);
                comparison.check(id + " " + name, generalizedEntropy(benefits, alpha),
                    expected.at("formula").as_object().at(name));
                comparison.check(id + " code " + name, aif360::generalizedEntropyIndex(benefits, alpha),
                    expected.at("aif360_code").as_object().at(name));
            }
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 24);
    }
    void consistencyAgreesWithAif360AndWithTheVariantThatLeavesThePersonOut()
    {
        const bj::value golden = readGolden("metrics/inequality.json");
        Comparison comparison;
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& inputs = each.as_object().at("inputs").as_object();
            if (!inputs.contains("X"))
                continue;
            const bj::array& rows = inputs.at("X").as_array();
            Eigen::MatrixXd features(static_cast<Eigen::Index>(rows.size()), 2);
            std::vector<double> y;
            for (std::size_t row = 0; row < rows.size(); ++row) {
                for (std::size_t column = 0; column < 2; ++column)
                    features(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(column))
                        = numberOf(rows[row].as_array()[column]);
                y.push_back(numberOf(inputs.at("y").as_array()[row]));
            }
            const auto k = static_cast<std::size_t>(inputs.at("n_neighbors").as_int64());
            const bj::object& expected = each.as_object().at("expected").as_object();
            comparison.check("with the person",
                consistency(features, y, k, OwnNeighbour::Included, {}).value(), expected.at("aif360"));
            comparison.check("without the person",
                consistency(features, y, k, OwnNeighbour::Excluded, {}).value(),
                expected.at("self_excluded_variant"));
        }
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QCOMPARE(comparison.compared, 2);
    }
    void oneNeighbourCanBeDoneByHand()
    {
        // The nearest neighbours of the rows 0, 1, 2, 3 are 1, 0, 1, 2.
        const std::vector<double> y {1.0, 1.0, 0.0, 0.0};
        QCOMPARE(consistency(fourPeople(), y, 1, OwnNeighbour::Excluded, {}).value(), 0.75);
        QCOMPARE(consistency(fourPeople(), y, 1, OwnNeighbour::Included, {}).value(), 1.0);
    }
    void refusesWhatHasNoNeighbours()
    {
        const std::vector<double> y {1.0, 1.0, 0.0, 0.0};
        QVERIFY(consistency(fourPeople(), y, 0, OwnNeighbour::Excluded, {}).has_error());
        QVERIFY(consistency(fourPeople(), y, 4, OwnNeighbour::Excluded, {}).has_error());
        QVERIFY(consistency(fourPeople(), y, 4, OwnNeighbour::Included, {}).has_value());
        QVERIFY(consistency(fourPeople(), std::span(y).first(3), 1, OwnNeighbour::Excluded, {}).has_error());
        QVERIFY(consistency(Eigen::MatrixXd(), {}, 1, OwnNeighbour::Excluded, {}).has_error());
    }
};

QTEST_GUILESS_MAIN(TstGoldenInequality)
#include "tst_golden_inequality.moc"
