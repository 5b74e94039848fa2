#include "engine/divergence/exact_transport.h"
#include "engine/divergence/mmd.h"
#include "engine/divergence/permutation_null.h"
#include "engine/divergence/sinkhorn.h"

#include "clouds.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace evenhand;
using namespace evenhand::test;

namespace {

constexpr DistanceKind kKinds[]
    = {DistanceKind::Mmd, DistanceKind::Energy, DistanceKind::Sinkhorn, DistanceKind::Wasserstein};

PermutationSpec specOf(DistanceKind kind, std::uint64_t seed = 0)
{
    PermutationSpec spec;
    spec.kind = kind;
    spec.seed = seed;
    return spec;
}

PermutationTest testOf(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const PermutationSpec& spec,
    const RunContext& ctx = {})
{
    return permutationTest(a, b, spec, ctx).value();
}

/// Least mean cost over all matchings of two samples of equal size.
double byMatching(const Eigen::MatrixXd& x, const Eigen::MatrixXd& y, bool squared)
{
    std::vector<Eigen::Index> order(static_cast<std::size_t>(y.rows()));
    std::iota(order.begin(), order.end(), Eigen::Index {0});
    double least = std::numeric_limits<double>::infinity();
    do {
        const Eigen::VectorXd squares = (x - y(order, Eigen::all)).rowwise().squaredNorm();
        least = std::min(least, squared ? squares.mean() : squares.cwiseSqrt().mean());
    } while (std::next_permutation(order.begin(), order.end()));
    return least;
}

} // namespace

class TstPermutationNull : public QObject {
    Q_OBJECT
private slots:
    void valuesAreThoseOfTheDivergences()
    {
        Rng rng(3);
        const Eigen::MatrixXd a = normalPoints(rng, 130, 3);
        const Eigen::MatrixXd b = normalPoints(rng, 90, 3, 0.3);
        const PermutationTest mmd = testOf(a, b, specOf(DistanceKind::Mmd));
        const MmdKernel kernel {MmdKernelKind::Gaussian, {mmd.scale}};
        const auto direct = [&](MmdEstimate estimate) {
            return squaredMmd({a, {}}, {b, {}}, kernel, estimate, false, {}).value().value;
        };
        QVERIFY(std::abs(mmd.value - direct(MmdEstimate::Biased)) <= 1e-14);
        QVERIFY(std::abs(*mmd.unbiased - direct(MmdEstimate::Unbiased)) <= 1e-14);
        const PermutationTest sinkhorn = testOf(a, b, specOf(DistanceKind::Sinkhorn));
        QVERIFY(sinkhorn.warning.empty() && !sinkhorn.unbiased);
        SinkhornSpec spec = displayedSinkhorn();
        spec.epsilon = sinkhorn.scale;
        QCOMPARE(sinkhorn.value, sinkhornDivergence({a, {}}, {b, {}}, spec, false, {}).value().value);
    }
    void whatHasNotConvergedIsSaid()
    {
        Rng rng(4);
        PermutationSpec spec = specOf(DistanceKind::Sinkhorn);
        spec.epsilon = 1e-5;
        spec.permutations = 2;
        const PermutationTest found = testOf(normalPoints(rng, 60, 3), normalPoints(rng, 60, 3), spec);
        QVERIFY(found.warning.english().starts_with("the Sinkhorn divergence has not converged after"));
    }
    void aDifferenceIsFoundAndItsAbsenceIsNot()
    {
        Rng rng(5);
        const Eigen::MatrixXd a = normalPoints(rng, 120, 3);
        const Eigen::MatrixXd same = normalPoints(rng, 140, 3);
        const Eigen::MatrixXd other = normalPoints(rng, 140, 3, 0.7);
        for (const DistanceKind kind : kKinds) {
            const PermutationTest different = testOf(a, other, specOf(kind));
            QCOMPARE(different.permutations, defaultPermutations(kind, 3));
            QCOMPARE(different.p, 1.0 / (1.0 + different.permutations));
            QVERIFY(different.value > different.null95);
            const PermutationTest equal = testOf(a, same, specOf(kind));
            QVERIFY2(equal.p > 0.04, std::to_string(equal.p).c_str());
            QVERIFY(equal.nullMean > 0.0 && equal.nullMean < equal.null95);
            QVERIFY(equal.value < 1.5 * equal.null95);
        }
    }
    void pIsUniformWithoutADifference()
    {
        Rng rng(7);
        int below = 0;
        double mean = 0.0;
        constexpr int kRounds = 300;
        for (int round = 0; round < kRounds; ++round) {
            PermutationSpec spec = specOf(DistanceKind::Mmd, static_cast<std::uint64_t>(round));
            spec.permutations = 99;
            const double p = testOf(normalPoints(rng, 20, 2), normalPoints(rng, 25, 2), spec).p;
            below += p <= 0.1 ? 1 : 0;
            mean += p / kRounds;
        }
        QVERIFY2(below >= 15 && below <= 48, std::to_string(below).c_str()); // 30 expected, sd 5.2
        QVERIFY(std::abs(mean - 0.5) < 0.06);
    }
    void wassersteinIsExact()
    {
        Rng rng(9);
        for (int round = 0; round < 20; ++round) {
            const Eigen::MatrixXd x = normalPoints(rng, 7, 2);
            const Eigen::MatrixXd y = normalPoints(rng, 7, 2, 0.5);
            for (const bool squared : {false, true}) {
                const auto cost = squared ? TransportCost::SquaredDistance : TransportCost::Distance;
                const double found = exactTransport(x, y, cost).value();
                QVERIFY(std::abs(found - byMatching(x, y, squared)) <= 1e-11);
            }
        }
        QCOMPARE(
            exactTransport(Eigen::MatrixXd::Ones(3, 2), Eigen::MatrixXd::Ones(4, 2), TransportCost::Distance)
                .value(),
            0.0);
    }
    void oneColumnAndSeveralAgree()
    {
        Rng rng(11);
        const Eigen::MatrixXd a = normalPoints(rng, 60, 1);
        const Eigen::MatrixXd b = normalPoints(rng, 45, 1, 0.4);
        const PermutationTest one = testOf(a, b, specOf(DistanceKind::Wasserstein));
        QCOMPARE(one.permutations, 200);
        Eigen::MatrixXd wideA = Eigen::MatrixXd::Zero(60, 2);
        Eigen::MatrixXd wideB = Eigen::MatrixXd::Zero(45, 2);
        wideA.col(0) = a;
        wideB.col(0) = b;
        PermutationSpec spec = specOf(DistanceKind::Wasserstein);
        spec.permutations = 200;
        const PermutationTest several = testOf(wideA, wideB, spec);
        QVERIFY(std::abs(one.value - several.value) <= 1e-11);
        QVERIFY(std::abs(*one.squaredWasserstein2 - *several.squaredWasserstein2) <= 1e-11);
        QVERIFY(std::abs(one.nullMean - several.nullMean) <= 1e-11);
        QCOMPARE(one.p, several.p);
    }
    void manyRowsAreDrawnByLot()
    {
        Rng rng(13);
        const Eigen::MatrixXd a = normalPoints(rng, 300, 2);
        const Eigen::MatrixXd b = normalPoints(rng, 100, 2);
        for (const DistanceKind kind : kKinds) {
            PermutationSpec spec = specOf(kind);
            spec.mostRows = 120;
            spec.permutations = 10;
            const PermutationTest found = testOf(a, b, spec);
            QCOMPARE(found.rowsA, Eigen::Index {120});
            QCOMPARE(found.rowsB, Eigen::Index {100});
            QVERIFY(found.isSubsampled);
            spec.mostRows = 300;
            QVERIFY(!testOf(a, b, spec).isSubsampled);
        }
    }
    void givesTheSameBitsForAnyNumberOfThreads()
    {
        Rng rng(15);
        const Eigen::MatrixXd a = normalPoints(rng, 150, 3);
        const Eigen::MatrixXd b = normalPoints(rng, 170, 3, 0.1);
        for (const DistanceKind kind : kKinds) {
            PermutationSpec spec = specOf(kind, 77);
            spec.permutations = 12;
            const PermutationTest one = testOf(a, b, spec, RunContext({}, nullptr, 1));
            for (const int threads : {2, 3, 7}) {
                const PermutationTest other = testOf(a, b, spec, RunContext({}, nullptr, threads));
                QCOMPARE(other.value, one.value);
                QCOMPARE(other.nullMean, one.nullMean);
                QCOMPARE(other.null95, one.null95);
                QCOMPARE(other.p, one.p);
            }
        }
    }
    void badInputIsRefused()
    {
        Rng rng(17);
        const Eigen::MatrixXd a = normalPoints(rng, 10, 2);
        PermutationSpec spec = specOf(DistanceKind::Mmd);
        QCOMPARE(permutationTest(a, a.topRows(1), spec, {}).error().code, ErrorCode::InvalidData);
        QCOMPARE(permutationTest(a, a.leftCols(1), spec, {}).error().code, ErrorCode::InvalidData);
        spec.bandwidth = -1.0;
        QCOMPARE(permutationTest(a, a, spec, {}).error().code, ErrorCode::InvalidArgument);
        spec.bandwidth = 1.0;
        spec.permutations = -1;
        QCOMPARE(permutationTest(a, a, spec, {}).error().code, ErrorCode::InvalidArgument);
        std::stop_source stop;
        stop.request_stop();
        for (const DistanceKind kind : kKinds)
            QCOMPARE(
                permutationTest(a, a, specOf(kind), RunContext(stop.get_token(), nullptr, 1)).error().code,
                ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstPermutationNull)
#include "tst_permutation_null.moc"
