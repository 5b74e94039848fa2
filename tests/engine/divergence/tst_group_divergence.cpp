#include "engine/divergence/group_divergence.h"
#include "engine/divergence/normalised_points.h"
#include "engine/divergence/random_features.h"

#include "clouds.h"

#include <QtTest/QtTest>

#include <charconv>
#include <chrono>
#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

constexpr DivergenceKind kKinds[]
    = {DivergenceKind::Mean, DivergenceKind::Mmd, DivergenceKind::Sinkhorn, DivergenceKind::Energy};

Eigen::MatrixXd goldenMatrix(const std::string& name)
{
    std::ifstream file(golden("representation/normalised/" + name + ".csv"));
    std::vector<std::vector<double>> rows;
    for (std::string line; std::getline(file, line);) {
        rows.emplace_back();
        const char* at = line.data();
        const char* const end = line.data() + line.size();
        while (at < end) {
            double value = 0.0;
            at = std::from_chars(at, end, value).ptr + 1;
            rows.back().push_back(value);
        }
    }
    Eigen::MatrixXd found(static_cast<Eigen::Index>(rows.size()), static_cast<Eigen::Index>(rows[0].size()));
    for (Eigen::Index i = 0; i < found.rows(); ++i)
        for (Eigen::Index k = 0; k < found.cols(); ++k)
            found(i, k) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(k)];
    return found;
}

/// Rows in three groups, some of no group, with weights.
struct Rows {
    Eigen::MatrixXd h;
    std::vector<std::int32_t> group;
    Eigen::VectorXd weight;

    explicit Rows(Eigen::Index n, std::uint64_t seed, Eigen::Index d = 4)
    {
        Rng rng(seed);
        h = normalPoints(rng, n, d);
        weight.resize(n);
        for (Eigen::Index i = 0; i < n; ++i) {
            group.push_back(static_cast<std::int32_t>(rng.below(4)) - 1);
            h.row(i).array() += 0.3 * group.back();
            weight[i] = 0.3 + rng.uniform();
        }
    }
    [[nodiscard]] GroupDivergence divergence(
        const GroupDivergenceSpec& spec, bool withGradient = true, const RunContext& ctx = {}) const
    {
        return groupDivergence(h, group, 3, weight, spec, withGradient, ctx).value();
    }
};

GroupDivergenceSpec specOf(DivergenceKind kind)
{
    GroupDivergenceSpec spec;
    spec.kind = kind;
    return spec;
}

/// Milliseconds from asking to stop until the work has stopped, the least of some attempts.
template <class Work> double timeToStop(const Work& work, int afterMs)
{
    double least = 1e9;
    for (int attempt = 0; attempt < 5 && least > 200.0; ++attempt) {
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        std::jthread asker([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(afterMs));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        work(RunContext(stop.get_token(), nullptr, 2));
        const auto ended = std::chrono::steady_clock::now();
        asker.join();
        least = std::min(least, std::chrono::duration<double, std::milli>(ended - asked).count());
    }
    return least;
}

} // namespace

class TstGroupDivergence : public QObject {
    Q_OBJECT
private slots:
    void agreesWithTheNormalisedReference()
    {
        const Eigen::MatrixXd h = goldenMatrix("H");
        const Eigen::MatrixXd s = goldenMatrix("s");
        std::vector<std::int32_t> group;
        for (const double code : s.reshaped())
            group.push_back(static_cast<std::int32_t>(code));
        for (const auto& [kind, name, value, tolerance] :
            {std::tuple {DivergenceKind::Mean, "grad_mean", 0.21684020218846253, 1e-12},
                {DivergenceKind::Mmd, "grad_mmd", 0.08322144729184933, 1e-12},
                {DivergenceKind::Sinkhorn, "grad_sinkhorn", 0.25548653603198274, 1e-9}}) {
            GroupDivergenceSpec spec = specOf(kind);
            spec.iterations = 200;
            const GroupDivergence found = groupDivergence(h, group, 2, {}, spec, true, {}).value();
            QVERIFY(std::abs(found.value - value) <= tolerance);
            QVERIFY((found.gradient - goldenMatrix(name)).cwiseAbs().maxCoeff() <= tolerance);
            QVERIFY(found.converged);
        }
    }
    void derivativesAreThoseOfTheValue()
    {
        const Rows rows(40, 3);
        for (const DivergenceKind kind : kKinds)
            for (const auto comparison : {GroupComparison::Pooled, GroupComparison::Pairwise})
                for (const bool normalise : {false, true})
                    for (const int features : {0, 40}) {
                        GroupDivergenceSpec spec = specOf(kind);
                        spec.comparison = comparison;
                        spec.normalise = normalise;
                        spec.randomFeatures = features;
                        spec.iterations = 200;
                        if (features > 0 && kind != DivergenceKind::Mmd)
                            continue;
                        const GroupDivergence found = rows.divergence(spec);
                        const double error
                            = gradientError(rows.h, found.gradient, [&](const Eigen::MatrixXd& h) {
                                  Rows moved = rows;
                                  moved.h = h;
                                  return moved.divergence(spec, false).value;
                              });
                        QVERIFY2(error <= 1e-6 * found.gradient.cwiseAbs().maxCoeff(),
                            std::to_string(error).c_str());
                    }
    }
    void twoGroupsAreOnePair()
    {
        Rows rows(80, 5);
        for (std::int32_t& code : rows.group)
            code = std::min(code, 1);
        for (const DivergenceKind kind : kKinds) {
            GroupDivergenceSpec spec = specOf(kind);
            const GroupDivergence pooled = rows.divergence(spec);
            spec.comparison = GroupComparison::Pairwise;
            const GroupDivergence pair = rows.divergence(spec);
            QCOMPARE(pooled.value, pair.value);
            QVERIFY(pooled.gradient == pair.gradient);
        }
    }
    void pairwiseIsTheMeanOverPairs()
    {
        const Rows rows(90, 7);
        for (const DivergenceKind kind : kKinds) {
            GroupDivergenceSpec spec = specOf(kind);
            spec.comparison = GroupComparison::Pairwise;
            spec.normalise = false;
            spec.iterations = 300;
            double mean = 0.0;
            for (const auto& [a, b] : {std::pair {0, 1}, {0, 2}, {1, 2}}) {
                Rows pair = rows;
                for (std::int32_t& code : pair.group)
                    code = code == a || code == b ? code : -1;
                mean += pair.divergence(spec).value / 3.0;
            }
            QVERIFY(std::abs(rows.divergence(spec).value / mean - 1.0) <= 1e-11);
        }
    }
    void pooledIsTheMeanDistanceFromAllRows()
    {
        const Rows rows(90, 9);
        for (const DivergenceKind kind : kKinds) {
            GroupDivergenceSpec spec = specOf(kind);
            spec.normalise = false;
            spec.iterations = 300;
            double mean = 0.0;
            for (std::int32_t g = 0; g < 3; ++g) {
                // Group 0: the rows of g; group 1: all compared rows once more.
                std::vector<Eigen::Index> order;
                std::vector<std::int32_t> group;
                for (int copy = 0; copy < 2; ++copy)
                    for (std::size_t i = 0; i < rows.group.size(); ++i)
                        if (copy == 0 ? rows.group[i] == g : rows.group[i] >= 0) {
                            order.push_back(static_cast<Eigen::Index>(i));
                            group.push_back(copy);
                        }
                mean += groupDivergence(
                            rows.h(order, Eigen::all), group, 2, rows.weight(order), spec, false, {})
                            .value()
                            .value
                    / 3.0;
            }
            QVERIFY(std::abs(rows.divergence(spec).value / mean - 1.0) <= 1e-11);
        }
    }
    void scaleAndOriginDoNotMatterWhenNormalised()
    {
        const Rows rows(60, 11);
        Rows other = rows;
        other.h = (3.7 * rows.h).array() + 2.0;
        for (const DivergenceKind kind : kKinds) {
            const double value = rows.divergence(specOf(kind)).value;
            QVERIFY(std::abs(other.divergence(specOf(kind)).value / value - 1.0) <= 1e-11);
        }
    }
    void smallGroupsAndRowsOfNoGroupAreLeftOut()
    {
        Rng rng(13);
        const Eigen::MatrixXd h = normalPoints(rng, 7, 2);
        const std::vector<std::int32_t> group {0, 0, 1, 1, 2, -1, 1};
        const std::vector<std::int32_t> without {0, 0, 1, 1, -1, -1, 1};
        const std::vector<std::int32_t> lone {0, 0, 1, 2, 3, -1, -1};
        for (const DivergenceKind kind : kKinds) {
            const GroupDivergenceSpec spec = specOf(kind);
            const GroupDivergence found = groupDivergence(h, group, 3, {}, spec, true, {}).value();
            const GroupDivergence expected = groupDivergence(h, without, 3, {}, spec, true, {}).value();
            QCOMPARE(found.value, expected.value);
            QVERIFY(found.gradient == expected.gradient);
            QVERIFY(found.gradient.row(5).cwiseAbs().maxCoeff() > 0.0); // through the normalisation
            QCOMPARE(groupDivergence(h, lone, 4, {}, spec, true, {}).error().code, ErrorCode::NoAnswer);
        }
        GroupDivergenceSpec raw = specOf(DivergenceKind::Mmd);
        raw.normalise = false;
        QVERIFY(groupDivergence(h, group, 3, {}, raw, true, {}).value().gradient.row(5).isZero(0.0));
    }
    void equalRowsHaveNoDivergence()
    {
        const Eigen::MatrixXd h = Eigen::MatrixXd::Constant(6, 3, 0.7);
        const std::vector<std::int32_t> group {0, 0, 0, 1, 1, 1};
        for (const DivergenceKind kind : kKinds) {
            const GroupDivergence found = groupDivergence(h, group, 2, {}, specOf(kind), true, {}).value();
            QVERIFY(std::abs(found.value) <= 1e-14);
            QVERIFY(found.gradient.isZero(0.0));
        }
    }
    void randomFeaturesFollowTheirDefinition()
    {
        Rng rng(14);
        for (const auto& [m, n, count] : {std::tuple {40, 60, 64}, {5, 3, 1}, {130, 70, 301}}) {
            const double bandwidths[] = {2.3627291882141215};
            const RandomFeatures features = RandomFeatures::drawn(count, 8, bandwidths, 5);
            WeightedRows rows;
            rows.points = normalPoints(rng, m + n, 8);
            rows.weight = Eigen::VectorXd::Constant(m + n, 1.0 / m);
            rows.weight.tail(n).setConstant(1.0 / n);
            rows.group.assign(static_cast<std::size_t>(m), 0);
            rows.group.resize(static_cast<std::size_t>(m + n), 1);
            rows.coefficients = Eigen::Matrix2d {{1.0, -1.0}, {-1.0, 1.0}};
            Eigen::MatrixXd angle = rows.points * features.frequency.transpose();
            angle.rowwise() += features.phase.transpose();
            const double scale = std::sqrt(2.0 / count);
            const Eigen::MatrixXd z = scale * angle.array().cos().matrix();
            const Eigen::RowVectorXd u = z.topRows(m).colwise().mean() - z.bottomRows(n).colwise().mean();
            const KernelForm form = featureForm(rows, features, true, {}).value();
            QVERIFY(std::abs(form.value - u.squaredNorm()) <= 1e-14);
            Eigen::MatrixXd gradient
                = -scale * (angle.array().sin().rowwise() * u.array()).matrix() * features.frequency;
            gradient.topRows(m) *= 2.0 / m;
            gradient.bottomRows(n) *= -2.0 / n;
            QVERIFY((form.gradient - gradient).cwiseAbs().maxCoeff() <= 1e-14);
        }
    }
    void randomFeaturesApproachTheKernel()
    {
        const Rows rows(300, 15, 8);
        GroupDivergenceSpec spec = specOf(DivergenceKind::Mmd);
        const double exact = rows.divergence(spec).value;
        double error = 0.0;
        for (std::uint64_t seed = 0; seed < 8; ++seed) {
            spec.randomFeatures = 1024;
            spec.seed = seed;
            error += std::abs(rows.divergence(spec).value - exact) / 8.0;
        }
        QVERIFY2(error < 0.006, std::to_string(error).c_str());
        QCOMPARE(rows.divergence(spec).value, rows.divergence(spec).value);
    }
    void givesTheSameBitsForAnyNumberOfThreads()
    {
        const Rows rows(2600, 17, 5); // large enough to be worth threads
        for (const DivergenceKind kind : kKinds)
            for (const int features : {0, 64}) {
                GroupDivergenceSpec spec = specOf(kind);
                spec.randomFeatures = features;
                spec.iterations = 3;
                const GroupDivergence one = rows.divergence(spec, true, RunContext({}, nullptr, 1));
                for (const int threads : {2, 3, 7}) {
                    const GroupDivergence other
                        = rows.divergence(spec, true, RunContext({}, nullptr, threads));
                    QCOMPARE(other.value, one.value);
                    QVERIFY(other.gradient == one.gradient);
                }
            }
    }
    void stopsWithin200Milliseconds()
    {
        Rng rng(19);
        const Eigen::MatrixXd h = normalPoints(rng, 40000, 8);
        std::vector<std::int32_t> group(40000);
        for (std::size_t i = 0; i < group.size(); ++i)
            group[i] = static_cast<std::int32_t>(i % 2);
        for (const DivergenceKind kind :
            {DivergenceKind::Mmd, DivergenceKind::Sinkhorn, DivergenceKind::Energy})
            for (const int after : {0, 30, 150}) {
                const double least = timeToStop(
                    [&](const RunContext& ctx) {
                        const auto found = groupDivergence(h, group, 2, {}, specOf(kind), true, ctx);
                        QCOMPARE(found.error().code, ErrorCode::Cancelled);
                    },
                    after);
                QVERIFY2(least <= 200.0, std::to_string(least).c_str());
            }
    }
    void badInputIsRefused()
    {
        const Rows rows(20, 21);
        const auto refused = [&](const Eigen::MatrixXd& h, std::span<const std::int32_t> group,
                                 const Eigen::VectorXd& weight, const GroupDivergenceSpec& spec) {
            return groupDivergence(h, group, 3, weight, spec, true, {}).error().code;
        };
        Eigen::MatrixXd bad = rows.h;
        bad(0, 0) = std::numeric_limits<double>::infinity();
        std::vector<std::int32_t> wrong = rows.group;
        wrong[3] = 3;
        GroupDivergenceSpec spec;
        QCOMPARE(refused(bad, rows.group, {}, spec), ErrorCode::InvalidData);
        QCOMPARE(refused(rows.h, wrong, {}, spec), ErrorCode::InvalidArgument);
        QCOMPARE(refused(rows.h, std::span(rows.group).first(5), {}, spec), ErrorCode::InvalidArgument);
        QCOMPARE(refused(rows.h, rows.group, -rows.weight, spec), ErrorCode::InvalidData);
        spec.bandwidths = {-1.0};
        QCOMPARE(refused(rows.h, rows.group, {}, spec), ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstGroupDivergence)
#include "tst_group_divergence.moc"
