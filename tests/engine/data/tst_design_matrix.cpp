#include "engine/data/design_matrix.h"
#include "tests/support/encoded.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

VectorXd someVector(Index n, std::uint64_t seed)
{
    Rng rng(seed, 7);
    VectorXd v(n);
    for (double& each : v)
        each = rng.normal();
    return v;
}

} // namespace

class TstDesignMatrix : public QObject {
    Q_OBJECT
private slots:
    void agreesWithTheWrittenOutMatrix_data()
    {
        QTest::addColumn<int>("dense");
        QTest::addColumn<int>("blocks");
        QTest::newRow("dense only") << 5 << 0;
        QTest::newRow("one-hot only") << 0 << 3;
        QTest::newRow("both") << 4 << 3;
    }
    void agreesWithTheWrittenOutMatrix()
    {
        QFETCH(int, dense);
        QFETCH(int, blocks);
        std::vector<Index> levels(static_cast<std::size_t>(blocks));
        for (std::size_t b = 0; b < levels.size(); ++b)
            levels[b] = static_cast<Index>(2 + 3 * b);
        const DesignMatrix x = simulatedFeatures(5001, dense, levels, 3);
        const MatrixXd all = x.toDense();
        const VectorXd w = someVector(x.features(), 1);
        const VectorXd v = someVector(x.rows(), 2);
        // Sums of 5001 terms of size one in another order.
        constexpr double kRounding = 1e-10;
        QVERIFY((x.times(w) - all * w).cwiseAbs().maxCoeff() < kRounding);
        QVERIFY((x.transposedTimes(v) - all.transpose() * v).cwiseAbs().maxCoeff() < kRounding);
        const MatrixXd gram = all.transpose() * v.asDiagonal() * all;
        QVERIFY((x.weightedGram(v) - gram).cwiseAbs().maxCoeff() < kRounding);
        QCOMPARE(x.weightedGram(v), MatrixXd(x.weightedGram(v).transpose()));
    }
    void givesARowTheSameBitsWhateverRowsAreBesideIt()
    {
        const DesignMatrix x = simulatedFeatures(3001, 150, {4}, 5);
        const VectorXd w = someVector(x.features(), 1);
        const VectorXd all = x.times(w);
        for (const Index row : {Index {0}, Index {1}, Index {1234}, Index {3000}})
            QCOMPARE(x.select({row}).times(w)[0], all[row]);
        QCOMPARE(x.select({2999, 17, 3000}).times(w)[2], all[3000]);
    }
    void selectsRowsInTheGivenOrder()
    {
        const DesignMatrix x = simulatedFeatures(10, 2, {3}, 5);
        const MatrixXd all = x.toDense();
        const MatrixXd chosen = x.select({7, 7, 0}).toDense();
        QCOMPARE(chosen.row(0), all.row(7));
        QCOMPARE(chosen.row(1), all.row(7));
        QCOMPARE(chosen.row(2), all.row(0));
    }
    void addsUpOverBlocksOfRows()
    {
        const DesignMatrix x = simulatedFeatures(777, 3, {5, 2}, 5);
        const VectorXd v = someVector(777, 2).cwiseAbs();
        MatrixXd parts = MatrixXd::Zero(x.features(), x.features());
        x.addLowerGram(v, 0, 100, parts);
        x.addLowerGram(v, 100, 777, parts);
        const MatrixXd lower = x.weightedGram(v).triangularView<Eigen::Lower>();
        QVERIFY((parts - lower).cwiseAbs().maxCoeff() < 1e-10);
    }
    void worksWithoutRows()
    {
        const DesignMatrix x = simulatedFeatures(10, 2, {3}, 5).select({});
        QCOMPARE(x.rows(), Index {0});
        QCOMPARE(x.times(VectorXd::Ones(5)).size(), Index {0});
        QCOMPARE(x.weightedGram(VectorXd()).sum(), 0.0);
    }
};

QTEST_GUILESS_MAIN(TstDesignMatrix)
#include "tst_design_matrix.moc"
