#include "engine/divergence/sinkhorn.h"
#include "engine/transport/distances.h"

#include "clouds.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

SinkhornSpec fixed(double epsilon, int iterations)
{
    SinkhornSpec spec;
    spec.epsilon = epsilon;
    spec.iterations = iterations;
    return spec;
}

DivergenceGradient found(const PointCloud& x, const PointCloud& y, const SinkhornSpec& spec)
{
    return sinkhornDivergence(x, y, spec, true, {}).value();
}

double valueOf(const PointCloud& x, const PointCloud& y, const SinkhornSpec& spec)
{
    return sinkhornDivergence(x, y, spec, false, {}).value().value;
}

} // namespace

class TstSinkhorn : public QObject {
    Q_OBJECT
private slots:
    void agreesWithTheReference_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* const name :
            {"c1_1d_tiny", "c2_2d_small", "c3_3d_weighted", "c5_single", "c6_identical_permuted"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void agreesWithTheReference()
    {
        QFETCH(const QString, name);
        const GoldenClouds clouds(name.toStdString());
        int compared = 0;
        for (const bj::value& each : clouds.tests) {
            const bj::object& test = each.as_object();
            const std::string tag(test.at("tag").as_string());
            if (!tag.starts_with("sinkhorn"))
                continue;
            const DivergenceGradient own
                = found(clouds.x, clouds.y, fixed(test.at("eps").to_number<double>(), 2000));
            const double expected = test.at("value").to_number<double>();
            QVERIFY2(std::abs(own.value - expected) <= 1e-9, tag.c_str());
            QVERIFY2((own.dx - matrixOf(test.at("dx"))).cwiseAbs().maxCoeff() <= 1e-8, tag.c_str());
            QVERIFY2((own.dy - matrixOf(test.at("dy"))).cwiseAbs().maxCoeff() <= 1e-8, tag.c_str());
            ++compared;
        }
        QCOMPARE(compared, 3);
    }
    void derivativesAreThoseOfTheConvergedValue()
    {
        Rng rng(3);
        const PointCloud x {normalPoints(rng, 20, 3), randomShares(rng, 20)};
        const PointCloud y {normalPoints(rng, 14, 3, 0.5), randomShares(rng, 14)};
        const SinkhornSpec spec = fixed(0.8, 400);
        const DivergenceGradient own = found(x, y, spec);
        QVERIFY(gradientError(x.points, own.dx, [&](const Eigen::MatrixXd& points) {
            return valueOf({points, x.weight}, y, spec);
        }) <= 1e-8);
        QVERIFY(gradientError(y.points, own.dy, [&](const Eigen::MatrixXd& points) {
            return valueOf(x, {points, y.weight}, spec);
        }) <= 1e-8);
    }
    void derivativesAddUpToTheShift()
    {
        Rng rng(5);
        const PointCloud x {normalPoints(rng, 40, 2), {}};
        const PointCloud y {normalPoints(rng, 60, 2, 1.0), {}};
        const DivergenceGradient own = found(x, y, fixed(0.5, 500));
        const Eigen::RowVectorXd shift = x.points.colwise().mean() - y.points.colwise().mean();
        QVERIFY((own.dx.colwise().sum() - shift).cwiseAbs().maxCoeff() <= 1e-10);
        QVERIFY((own.dy.colwise().sum() + shift).cwiseAbs().maxCoeff() <= 1e-10);
    }
    void equalSamplesAreAtZeroBeforeAnythingHasConverged()
    {
        Rng rng(7);
        const PointCloud x {normalPoints(rng, 90, 4), randomShares(rng, 90)};
        const PointCloud y = permuted(rng, x);
        for (const double epsilon : {1.0, 0.1, 0.001})
            for (const int iterations : {0, 3, 10}) {
                const DivergenceGradient own = found(x, y, fixed(epsilon, iterations));
                QVERIFY(std::abs(own.value) <= 1e-14);
                QVERIFY(own.dx.cwiseAbs().maxCoeff() <= 1e-14);
                QVERIFY(own.dy.cwiseAbs().maxCoeff() <= 1e-14);
            }
    }
    void isSymmetricAndNeverNegative()
    {
        Rng rng(9);
        for (int round = 0; round < 1000; ++round) {
            const auto d = static_cast<Eigen::Index>(1 + rng.below(3));
            const PointCloud x {normalPoints(rng, static_cast<Eigen::Index>(1 + rng.below(9)), d), {}};
            const PointCloud y {normalPoints(rng, static_cast<Eigen::Index>(1 + rng.below(9)), d), {}};
            const SinkhornSpec spec = fixed(0.5, 60);
            const double value = valueOf(x, y, spec);
            QVERIFY2(value >= -1e-9, std::to_string(value).c_str());
            QVERIFY(std::abs(value - valueOf(y, x, spec)) <= 1e-13);
        }
    }
    void neitherOrderNorOriginMatters()
    {
        Rng rng(11);
        const PointCloud x {normalPoints(rng, 70, 3), {}};
        const PointCloud y {normalPoints(rng, 50, 3, 0.5), randomShares(rng, 50)};
        PointCloud farX = x;
        PointCloud farY = y;
        farX.points.array() += 100.0;
        farY.points.array() += 100.0;
        const SinkhornSpec spec = fixed(0.4, 30);
        const double value = valueOf(x, y, spec);
        QVERIFY(std::abs(valueOf(permuted(rng, x), permuted(rng, y), spec) - value) <= 1e-12);
        QVERIFY(std::abs(valueOf(farX, farY, spec) - value) <= 1e-9);
    }
    void cloudsFarApartKeepTheirDigits()
    {
        Rng rng(12);
        const PointCloud x {normalPoints(rng, 70, 3), {}};
        PointCloud y {normalPoints(rng, 50, 3), {}};
        const double near = valueOf(x, y, fixed(0.4, 200));
        const Eigen::RowVectorXd before = x.points.colwise().mean() - y.points.colwise().mean();
        y.points.array() -= 100.0;
        const Eigen::RowVectorXd after = x.points.colwise().mean() - y.points.colwise().mean();
        const double expected = near + 0.5 * (after.squaredNorm() - before.squaredNorm());
        QVERIFY(std::abs(valueOf(x, y, fixed(0.4, 200)) / expected - 1.0) <= 1e-13);
    }
    void wholeWeightsEqualRepetition()
    {
        Rng rng(13);
        const PointCloud once {normalPoints(rng, 4, 2), Eigen::Vector4d(0.4, 0.3, 0.2, 0.1)};
        const PointCloud repeated {once.points({0, 0, 0, 0, 1, 1, 1, 2, 2, 3}, Eigen::all), {}};
        const PointCloud y {normalPoints(rng, 9, 2), {}};
        QVERIFY(std::abs(valueOf(once, y, fixed(0.3, 50)) - valueOf(repeated, y, fixed(0.3, 50))) <= 1e-13);
    }
    void largeEpsilonSeesTheMeansOnly()
    {
        Rng rng(15);
        const PointCloud x {normalPoints(rng, 50, 3), {}};
        const PointCloud y {normalPoints(rng, 70, 3, 0.7), {}};
        const double means = 0.5 * (x.points.colwise().mean() - y.points.colwise().mean()).squaredNorm();
        QVERIFY(std::abs(valueOf(x, y, fixed(1e7, 20)) - means) <= 1e-6);
    }
    void smallEpsilonIsOptimalTransport()
    {
        Rng rng(17);
        std::vector<double> a(40), b(40);
        for (double& value : a)
            value = rng.normal();
        for (double& value : b)
            value = 0.5 + 1.5 * rng.normal();
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        const PointCloud x {Eigen::Map<Eigen::VectorXd>(a.data(), 40), {}};
        const PointCloud y {Eigen::Map<Eigen::VectorXd>(b.data(), 40), {}};
        const double exact = 0.5 * squaredWasserstein2({a, {}}, {b, {}});
        QVERIFY(std::abs(valueOf(x, y, fixed(1e-3, 20000)) / exact - 1.0) <= 1e-3);
    }
    void tinyEpsilonStaysFiniteAndSaysThatItHasNotConverged()
    {
        Rng rng(19);
        const PointCloud x {normalPoints(rng, 150, 3), {}};
        const PointCloud y {normalPoints(rng, 120, 3, 0.3), {}};
        const double range = (x.points.maxCoeff() - x.points.minCoeff());
        for (const double epsilon : {1e-6 * range * range, 1e-12}) {
            const PointCloud clouds[] = {x, y};
            const CloudComparison pair[] = {{0, 1, 1.0}};
            SinkhornSpec spec = displayedSinkhorn();
            spec.epsilon = epsilon;
            spec.iterations = 100;
            const SinkhornForm form = sinkhornForm(clouds, pair, spec, true, {}).value();
            QVERIFY(std::isfinite(form.value));
            QVERIFY(form.gradient[0].allFinite() && form.gradient[1].allFinite());
            QVERIFY(std::isfinite(form.marginalError));
            QVERIFY(!form.converged);
            const std::string warning = notConverged(form).english();
            QVERIFY(warning.starts_with("the Sinkhorn divergence has not converged after"));
        }
    }
    void displayStopsWhenTheMarginsAreRight()
    {
        Rng rng(21);
        const PointCloud clouds[] = {{normalPoints(rng, 150, 3), {}}, {normalPoints(rng, 120, 3, 0.3), {}}};
        const CloudComparison pair[] = {{0, 1, 1.0}};
        const SinkhornForm form = sinkhornForm(clouds, pair, displayedSinkhorn(), false, {}).value();
        QVERIFY(form.converged && form.marginalError < 1e-6);
        QVERIFY(form.iterations > 3 && form.iterations < 100);
        SinkhornSpec longer = displayedSinkhorn();
        longer.tolerance = 1e-13; // below what doubles can tell: stops at its floor all the same
        const SinkhornForm exact = sinkhornForm(clouds, pair, longer, false, {}).value();
        QVERIFY(exact.iterations < 2000);
        QVERIFY(std::abs(form.value / exact.value - 1.0) < 1e-8);
    }
    void aWarmStartGoesOnWhereItWasLeft()
    {
        Rng rng(23);
        const PointCloud x {normalPoints(rng, 100, 2), {}};
        const PointCloud y {normalPoints(rng, 80, 2, 0.5), {}};
        const double exact = valueOf(x, y, fixed(0.2, 3000));
        SinkhornPotentials potentials;
        SinkhornSpec spec = fixed(0.2, 300);
        spec.warmStart = &potentials;
        (void)valueOf(x, y, spec);
        spec.iterations = 1;
        const double warm = valueOf(x, y, spec);
        QVERIFY(std::abs(warm - exact) < 1e-9 * exact);
        QVERIFY(std::abs(valueOf(x, y, fixed(0.2, 1)) - exact) > 1e-6 * exact);
    }
    void plansOnTheFlyAndStoredAgree()
    {
        Rng rng(25);
        // 2 x 2,500 points more are beyond what is stored. They lie inside the others, so annealing is the
        // same.
        const PointCloud x {normalPoints(rng, 300, 2), {}};
        const PointCloud y {normalPoints(rng, 200, 2, 0.2), {}};
        const PointCloud inside {normalPoints(rng, 2500, 2).cwiseMin(1.0).cwiseMax(-1.0), {}};
        const PointCloud clouds[] = {x, y, inside, permuted(rng, inside)};
        const CloudComparison stored[] = {{0, 1, 1.0}};
        const CloudComparison onTheFly[] = {{0, 1, 1.0}, {2, 3, 1.0}};
        const SinkhornSpec spec = fixed(0.3, 6);
        const SinkhornForm one = sinkhornForm(clouds, stored, spec, true, {}).value();
        const SinkhornForm other = sinkhornForm(clouds, onTheFly, spec, true, {}).value();
        QVERIFY(std::abs(one.value / other.value - 1.0) < 1e-12);
        QVERIFY((one.gradient[0] - other.gradient[0]).cwiseAbs().maxCoeff() < 1e-15);
    }
    void badInputIsRefused()
    {
        Rng rng(27);
        const PointCloud x {normalPoints(rng, 5, 2), {}};
        const auto refused = [&](const SinkhornSpec& spec) {
            return sinkhornDivergence(x, x, spec, false, {}).error().code;
        };
        QCOMPARE(refused(fixed(-1.0, 10)), ErrorCode::InvalidArgument);
        QCOMPARE(refused(fixed(std::numeric_limits<double>::infinity(), 10)), ErrorCode::InvalidArgument);
        QCOMPARE(refused(fixed(1.0, -1)), ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstSinkhorn)
#include "tst_sinkhorn.moc"
