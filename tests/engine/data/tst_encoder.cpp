#include "engine/data/encoder.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

using Names = std::vector<std::string>;
using Rows = std::vector<Eigen::Index>;

class TstEncoder : public QObject {
    Q_OBJECT
private slots:
    void standardisesByTheTrainingRows()
    {
        const auto t = table({numbers("a", {1, 3, 5, 100})});
        const auto encoder = Encoder::fit(*t, {"a"}, {0, 1, 2}, {}).value();
        const auto x = encoder.transform(*t, {0, 1, 2, 3}).value();
        const double sd = std::sqrt(8.0 / 3.0);
        QCOMPARE(x.featureNames, (Names {"a"}));
        QCOMPARE(x.dense(0, 0), -2.0 / sd);
        QCOMPARE(x.dense(1, 0), 0.0);
        QCOMPARE(x.dense(3, 0), 97.0 / sd);
    }
    void leavesNumbersAsTheyAreWhenAsked()
    {
        const auto t = table({numbers("a", {1, 3, 5, kMissing})});
        EncodingSpec spec;
        spec.standardise = false;
        const auto x = Encoder::fit(*t, {"a"}, {0, 1, 2}, spec).value().transform(*t, {0, 2, 3}).value();
        QCOMPARE(x.dense.col(0), Eigen::Vector3d(1, 5, 3));
    }
    void marksMissingNumbersAndGivesThemTheMean()
    {
        const auto t = table({numbers("a", {1, kMissing, 3, kMissing})});
        const auto encoder = Encoder::fit(*t, {"a"}, {0, 1, 2}, {}).value();
        const auto x = encoder.transform(*t, {1, 2, 3}).value();
        QCOMPARE(x.featureNames, (Names {"a", "a (missing)"}));
        QCOMPARE(x.dense.col(0), Eigen::Vector3d(0, 1, 0));
        QCOMPARE(x.dense.col(1), Eigen::Vector3d(1, 0, 1));
        QCOMPARE(encoder.warnings().size(), std::size_t {1});
        QVERIFY(
            encoder.warnings()[0].english().find("1 of 3 training rows have no number") != std::string::npos);
    }
    void needsNoMarkWhenNoTrainingRowMissesTheNumber()
    {
        const auto t = table({numbers("a", {1, 3, kMissing})});
        const auto x = Encoder::fit(*t, {"a"}, {0, 1}, {}).value().transform(*t, {2}).value();
        QCOMPARE(x.features(), Eigen::Index {1});
        QCOMPARE(x.dense(0, 0), 0.0);
    }
    void makesOneFeaturePerLevelSeenInTraining()
    {
        const auto t = table({numbers("a", {1, 2, 3, 4}), levels("c", "x y x z")});
        const auto encoder = Encoder::fit(*t, {"c", "a"}, {0, 1, 2}, {}).value();
        QCOMPARE(encoder.featureNames(), (Names {"a", "c = x", "c = y"}));
        const Eigen::MatrixXd x = encoder.transform(*t, {0, 1, 3}).value().toDense();
        QCOMPARE(x.row(0).tail(2), Eigen::RowVector2d(1, 0));
        QCOMPARE(x.row(1).tail(2), Eigen::RowVector2d(0, 1));
        QCOMPARE(x.row(2).tail(2), Eigen::RowVector2d(0, 0));
    }
    void givesMissingCellsTheirOwnLevelWhenTrainingHasThem()
    {
        const auto t = table({levels("c", "x - y -")});
        const auto with = Encoder::fit(*t, {"c"}, {0, 1, 2}, {}).value();
        QCOMPARE(with.featureNames(), (Names {"c = x", "c = y", "c = (missing)"}));
        QCOMPARE(with.transform(*t, {3}).value().toDense(), Eigen::RowVector3d(0, 0, 1));
        const auto without = Encoder::fit(*t, {"c"}, {0, 2}, {}).value();
        QCOMPARE(without.transform(*t, {3}).value().toDense(), Eigen::RowVector2d(0, 0));
    }
    void treatsWrittenBooleansAndTextAsLevelsButZeroAndOneAsNumbers()
    {
        const auto t = table({numbers("b", {1, 0, 1, 0}, ColumnKind::Boolean), words("w", "q p - q")});
        const auto encoder = Encoder::fit(*t, {"b", "w"}, {0, 1, 2}, {}).value();
        QCOMPARE(encoder.featureNames(), (Names {"b", "w = q", "w = p", "w = (missing)"}));
        const Eigen::MatrixXd x = encoder.transform(*t, {3}).value().toDense();
        const double standardised = (0.0 - 2.0 / 3.0) / std::sqrt(2.0 / 9.0);
        QVERIFY((x - (Eigen::MatrixXd(1, 4) << standardised, 1, 0, 0).finished()).norm() < 1e-12);
    }
    void leavesOutWhatIsConstantInTraining()
    {
        const auto t = table({numbers("a", {2, 2, 7}), levels("c", "x x y"),
            numbers("e", {kMissing, kMissing, 1}), numbers("ok", {0, 1, 2})});
        const auto encoder = Encoder::fit(*t, {"a", "c", "e", "ok"}, {0, 1}, {}).value();
        QCOMPARE(encoder.featureNames(), (Names {"ok"}));
        QVERIFY(encoder.warnings()[0].english().find("“a”, “c”, “e”") != std::string::npos);
    }
    void keepsTheMarkOfAColumnWhoseNumbersAreAllTheSame()
    {
        const auto t = table({numbers("a", {2, kMissing, 2, 9})});
        const auto encoder = Encoder::fit(*t, {"a"}, {0, 1, 2}, {}).value();
        QCOMPARE(encoder.featureNames(), (Names {"a (missing)"}));
        QCOMPARE(encoder.transform(*t, {1, 3}).value().dense, Eigen::Vector2d(1, 0));
    }
    void neverLetsTestRowsChangeTrainingFeatures()
    {
        const auto build = [](double testNumber, const std::string& testLevel) {
            const auto t
                = table({numbers("a", {1, 4, kMissing, testNumber}), levels("c", testLevel + " x y x")});
            // The test row is 0 in one column's file order and 3 in the other, so both orders are covered.
            return Encoder::fit(*t, {"a", "c"}, {1, 2}, {}).value().transform(*t, {1, 2}).value().toDense();
        };
        QCOMPARE(build(5, "x"), build(-1e300, "new"));
    }
    void survivesVeryLargeAndVerySmallNumbers()
    {
        const auto t = table({numbers("large", {1e308, -1e308}), numbers("small", {1e-310, 3e-310})});
        const auto x = Encoder::fit(*t, {"large", "small"}, {0, 1}, {}).value().transform(*t, {0, 1}).value();
        QVERIFY(x.dense.allFinite());
        QCOMPARE(x.dense(0, 0), 1.0);
        QVERIFY(std::abs(x.dense(1, 1) - 1.0) < 1e-9);
    }
    void saysWhenThereAreMoreFeaturesThanRows()
    {
        const auto t = table({levels("c", "x y"), levels("d", "u v")});
        const auto encoder = Encoder::fit(*t, {"c", "d"}, {0, 1}, {}).value();
        QCOMPARE(encoder.warnings()[0].english(),
            std::string("there are more features (4) than training rows (2)"));
    }
    void failsWithoutAnyUsableFeature()
    {
        const auto t = table({numbers("a", {2, 2})});
        QCOMPARE(Encoder::fit(*t, {"a"}, {0, 1}, {}).error().code, ErrorCode::InvalidData);
        QCOMPARE(Encoder::fit(*t, {"b"}, {0, 1}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(Encoder::fit(*t, {"a", "a"}, {0, 1}, {}).error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstEncoder)
#include "tst_encoder.moc"
