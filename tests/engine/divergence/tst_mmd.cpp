#include "engine/divergence/bandwidth.h"
#include "engine/divergence/mmd.h"
#include "engine/transport/distances.h"

#include "clouds.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

MmdKernel kernelOf(const bj::object& test)
{
    if (test.at("kernel").as_string() == "energy")
        return {MmdKernelKind::Energy, {}};
    if (test.at("kernel").as_string() == "gaussian")
        return {MmdKernelKind::Gaussian, {test.at("par").to_number<double>()}};
    MmdKernel kernel;
    for (const bj::value& bandwidth : test.at("par").as_array())
        kernel.bandwidths.push_back(bandwidth.to_number<double>());
    return kernel;
}

const MmdKernel kGaussian {MmdKernelKind::Gaussian, {1.3}};
const MmdKernel kHalved {MmdKernelKind::Gaussian, {0.7, 2.8, 1.4}};
const MmdKernel kMixture {MmdKernelKind::Gaussian, {0.7, 2.0, 3.1}};
const MmdKernel kEnergy {MmdKernelKind::Energy, {}};

double biased(const PointCloud& x, const PointCloud& y, const MmdKernel& kernel)
{
    return squaredMmd(x, y, kernel, MmdEstimate::Biased, false, {}).value().value;
}

/// aᵀKa + bᵀKb - 2aᵀKb by its definition.
double byDefinition(const PointCloud& x, const PointCloud& y, const MmdKernel& kernel)
{
    const auto value = [&](const auto& p, const auto& q) {
        const double distance = (p - q).norm();
        if (kernel.kind == MmdKernelKind::Energy)
            return -distance;
        double sum = 0.0;
        for (const double s : kernel.bandwidths)
            sum += std::exp(-distance * distance / (2.0 * s * s));
        return sum / static_cast<double>(kernel.bandwidths.size());
    };
    const auto mean = [&](const PointCloud& a, const PointCloud& b) {
        double sum = 0.0;
        for (Eigen::Index i = 0; i < a.size(); ++i)
            for (Eigen::Index j = 0; j < b.size(); ++j)
                sum += (a.weight.size() > 0 ? a.weight[i] : 1.0 / double(a.size()))
                    * (b.weight.size() > 0 ? b.weight[j] : 1.0 / double(b.size()))
                    * value(a.points.row(i), b.points.row(j));
        return sum;
    };
    return mean(x, x) + mean(y, y) - 2.0 * mean(x, y);
}

} // namespace

class TstMmd : public QObject {
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
            if (!tag.starts_with("mmd2"))
                continue;
            const auto estimate = tag.starts_with("mmd2u") ? MmdEstimate::Unbiased : MmdEstimate::Biased;
            const DivergenceGradient found
                = squaredMmd(clouds.x, clouds.y, kernelOf(test), estimate, true, {}).value();
            const double expected = test.at("value").to_number<double>();
            QVERIFY2(
                std::abs(found.value - expected) <= 1e-12 * std::max(1.0, std::abs(expected)), tag.c_str());
            QVERIFY2((found.dx - matrixOf(test.at("dx"))).cwiseAbs().maxCoeff() <= 1e-12, tag.c_str());
            QVERIFY2((found.dy - matrixOf(test.at("dy"))).cwiseAbs().maxCoeff() <= 1e-12, tag.c_str());
            ++compared;
        }
        QVERIFY(compared >= 4);
    }
    void equalsItsDefinitionAtSizesAroundTiles()
    {
        Rng rng(3);
        for (const auto& [m, n, d] :
            {std::tuple {1, 1, 1}, {15, 17, 2}, {16, 128, 3}, {129, 63, 5}, {260, 31, 9}, {40, 300, 16}}) {
            const PointCloud x {normalPoints(rng, m, d), randomShares(rng, m)};
            const PointCloud y {normalPoints(rng, n, d, 0.3), {}};
            for (const MmdKernel& kernel : {kGaussian, kHalved, kMixture, kEnergy})
                QVERIFY(std::abs(biased(x, y, kernel) - byDefinition(x, y, kernel)) <= 1e-13);
        }
    }
    void derivativesAreThoseOfTheValue()
    {
        Rng rng(5);
        const PointCloud x {normalPoints(rng, 21, 3), randomShares(rng, 21)};
        const PointCloud y {normalPoints(rng, 18, 3, 0.4), randomShares(rng, 18)};
        for (const MmdKernel& kernel : {kGaussian, kHalved, kMixture, kEnergy})
            for (const auto estimate : {MmdEstimate::Biased, MmdEstimate::Unbiased}) {
                const DivergenceGradient found = squaredMmd(x, y, kernel, estimate, true, {}).value();
                const auto value = [&](const PointCloud& a, const PointCloud& b) {
                    return squaredMmd(a, b, kernel, estimate, false, {}).value().value;
                };
                QVERIFY(gradientError(x.points, found.dx, [&](const Eigen::MatrixXd& points) {
                    return value({points, x.weight}, y);
                }) <= 1e-9);
                QVERIFY(gradientError(y.points, found.dy, [&](const Eigen::MatrixXd& points) {
                    return value(x, {points, y.weight});
                }) <= 1e-9);
            }
    }
    void equalSamplesAreAtZeroInAnyOrder()
    {
        Rng rng(7);
        const PointCloud x {normalPoints(rng, 90, 4), randomShares(rng, 90)};
        const PointCloud y = permuted(rng, x);
        for (const MmdKernel& kernel : {kGaussian, kHalved, kMixture, kEnergy}) {
            const DivergenceGradient found = squaredMmd(x, y, kernel, MmdEstimate::Biased, true, {}).value();
            QVERIFY(found.value <= 1e-14);
            QVERIFY(found.dx.cwiseAbs().maxCoeff() <= 1e-14);
            QVERIFY(found.dy.cwiseAbs().maxCoeff() <= 1e-14);
        }
    }
    void isSymmetricAndNeverNegative()
    {
        Rng rng(9);
        for (int round = 0; round < 1000; ++round) {
            const auto d = static_cast<Eigen::Index>(1 + rng.below(4));
            const PointCloud x {normalPoints(rng, static_cast<Eigen::Index>(1 + rng.below(12)), d), {}};
            const PointCloud y {normalPoints(rng, static_cast<Eigen::Index>(1 + rng.below(12)), d), {}};
            for (const MmdKernel& kernel : {kGaussian, kHalved, kEnergy}) {
                QVERIFY(biased(x, y, kernel) >= 0.0);
                QVERIFY(byDefinition(x, y, kernel) >= -1e-14);
                QVERIFY(std::abs(biased(x, y, kernel) - biased(y, x, kernel)) <= 1e-14);
            }
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
        for (const MmdKernel& kernel : {kGaussian, kHalved, kMixture, kEnergy}) {
            const double value = biased(x, y, kernel);
            QVERIFY(std::abs(biased(permuted(rng, x), permuted(rng, y), kernel) - value) <= 1e-13);
            QVERIFY(std::abs(biased(farX, farY, kernel) - value) <= 1e-9);
        }
    }
    void wholeWeightsEqualRepetition()
    {
        Rng rng(13);
        const PointCloud once {normalPoints(rng, 4, 2), Eigen::Vector4d(0.4, 0.3, 0.2, 0.1)};
        PointCloud repeated;
        repeated.points = once.points({0, 0, 0, 0, 1, 1, 1, 2, 2, 3}, Eigen::all);
        const PointCloud y {normalPoints(rng, 9, 2), {}};
        for (const MmdKernel& kernel : {kGaussian, kHalved, kMixture, kEnergy})
            QVERIFY(std::abs(biased(once, y, kernel) - biased(repeated, y, kernel)) <= 1e-13);
    }
    void energyIsTheEnergyDistanceInOneColumn()
    {
        std::ifstream file(golden("representation/one_d.json"));
        const std::string bytes {std::istreambuf_iterator<char>(file), {}};
        const bj::object all = parseJson(bytes, "golden").value().as_object();
        const PointCloud x {vectorOf(all.at("x")), {}};
        const PointCloud y {vectorOf(all.at("y")), {}};
        QVERIFY(std::abs(biased(x, y, kEnergy) - all.at("energy_distance").to_number<double>()) <= 1e-14);
        std::vector<double> a(x.points.data(), x.points.data() + x.size());
        std::vector<double> b(y.points.data(), y.points.data() + y.size());
        std::sort(a.begin(), a.end());
        std::sort(b.begin(), b.end());
        const SortedSample first {a, {}};
        const SortedSample second {b, {}};
        QVERIFY(std::abs(wasserstein1(first, second) - all.at("W1").to_number<double>()) <= 1e-14);
        QVERIFY(std::abs(squaredWasserstein2(first, second) - all.at("W2_sq").to_number<double>()) <= 1e-14);
    }
    void bandwidthIsTheMedianOfDistances()
    {
        for (const char* const name :
            {"c1_1d_tiny", "c2_2d_small", "c3_3d_weighted", "c6_identical_permuted"}) {
            const GoldenClouds clouds(name);
            QVERIFY(std::abs(medianDistance(clouds.x, clouds.y, 0) - clouds.median) <= 1e-15);
        }
        QCOMPARE(medianDistance(Eigen::MatrixXd::Zero(5, 2), 0), 1.0);
        QCOMPARE(medianDistance(Eigen::MatrixXd::Zero(1, 2), 0), 1.0);
        Eigen::MatrixXd mostlyEqual = Eigen::MatrixXd::Zero(5, 1);
        mostlyEqual(4, 0) = 2.0;
        QCOMPARE(medianDistance(mostlyEqual, 0), 0.8);
    }
    void manyRowsAreSubsampledForTheBandwidth()
    {
        Rng rng(15);
        const Eigen::MatrixXd points = normalPoints(rng, 5000, 2);
        const double found = medianDistance(points, 4);
        QCOMPARE(medianDistance(points, 4), found);
        QVERIFY(std::abs(found - 2.0 * std::sqrt(std::log(2.0))) < 0.05); // of the law of ‖N(0, 2I)‖
    }
    void levelsWithoutADifferenceAreThoseOfTheReference()
    {
        // Means of a few draws there and here: they agree to the spread of such means.
        for (const auto& [d, n, level] : {std::tuple {1, 100, 0.0109}, {8, 100, 0.0082}, {16, 100, 0.0072}}) {
            double sum = 0.0;
            double unbiased = 0.0;
            for (std::uint64_t draw = 0; draw < 12; ++draw) {
                Rng rng(100 + draw);
                const PointCloud x {normalPoints(rng, n, d), {}};
                const PointCloud y {normalPoints(rng, n, d), {}};
                const MmdKernel kernel {MmdKernelKind::Gaussian, {medianDistance(x, y, 0)}};
                sum += biased(x, y, kernel) / 12.0;
                unbiased += squaredMmd(x, y, kernel, MmdEstimate::Unbiased, false, {}).value().value / 12.0;
            }
            QVERIFY2(sum > 0.5 * level && sum < 1.8 * level, std::to_string(sum).c_str());
            QVERIFY(std::abs(unbiased) < 0.4 * level);
        }
    }
    void badInputIsRefused()
    {
        Rng rng(17);
        const PointCloud x {normalPoints(rng, 5, 2), {}};
        const auto refused = [&](const PointCloud& a, const PointCloud& b, const MmdKernel& kernel) {
            return squaredMmd(a, b, kernel, MmdEstimate::Biased, false, {}).error().code;
        };
        PointCloud bad = x;
        bad.points(0, 0) = std::numeric_limits<double>::quiet_NaN();
        QCOMPARE(refused(bad, x, kGaussian), ErrorCode::InvalidData);
        QCOMPARE(refused(x, {normalPoints(rng, 5, 3), {}}, kGaussian), ErrorCode::InvalidData);
        QCOMPARE(refused(x, {Eigen::MatrixXd(0, 2), {}}, kGaussian), ErrorCode::InvalidData);
        QCOMPARE(refused(x, {x.points, Eigen::VectorXd::Ones(5)}, kGaussian), ErrorCode::InvalidData);
        QCOMPARE(refused(x, x, {MmdKernelKind::Gaussian, {}}), ErrorCode::InvalidArgument);
        QCOMPARE(refused(x, x, {MmdKernelKind::Gaussian, {1.0, 0.0}}), ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstMmd)
#include "tst_mmd.moc"
