#include "engine/network/train_network.h"
#include "tests/engine/network/random_network.h"

#include <Eigen/QR>
#include <QtTest/QtTest>

#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// Two groups whose features differ, one task that depends on them: there is something to learn and something
/// to keep alike.
struct Rows {
    NetworkRows train, validation;

    explicit Rows(Eigen::Index n, std::uint64_t seed = 1)
    {
        fill(train, n, seed);
        fill(validation, n / 4, seed + 1);
    }

private:
    static void fill(NetworkRows& rows, Eigen::Index n, std::uint64_t seed)
    {
        Rng rng(seed);
        DesignMatrix x;
        x.dense.resize(n, 3);
        x.featureNames.assign(3, "x");
        rows.targets.kinds = {Task::Classification};
        rows.targets.y.resize(n, 1);
        for (Eigen::Index i = 0; i < n; ++i) {
            rows.group.push_back(rng.below(4) == 0 ? 1 : 0);
            for (Eigen::Index j = 0; j < 3; ++j)
                x.dense(i, j) = rng.normal();
            x.dense(i, 0) += rows.group.back() == 1 ? 1.5 : 0.0;
            rows.targets.y(i, 0) = x.dense(i, 0) + x.dense(i, 1) + 0.3 * rng.normal() > 0.4 ? 1.0 : 0.0;
        }
        rows.x = InputRows(x);
        rows.groups = 2;
        rows.comparisons = {rows.group};
        setShares(rows.targets, Eigen::VectorXd::Ones(n));
    }
};

const NetworkShape kShape {3, {8}, Activation::Tanh, 1};

TrainedNetwork trained(const Rows& rows, const TrainingSpec& spec, const RunContext& ctx = {})
{
    return trainNetwork(kShape, rows.train, rows.train.group, &rows.validation, spec, ctx).value();
}

double divergenceOf(const TrainedNetwork& network, const NetworkRows& rows)
{
    const Eigen::MatrixXd h = represent(network.shape, network.parameters, rows.x);
    return groupDivergence(h, rows.group, 2, {}, {}, false, {}).value().value;
}

} // namespace

/// Training: what it finds, keeps and gives up.
class TstTrainNetwork : public QObject {
    Q_OBJECT

private slots:
    void batchesHaveEveryStratumAndStayUnbiased()
    {
        std::vector<std::int32_t> stratum;
        for (int i = 0; i < 1000; ++i)
            stratum.push_back(i % 50 == 0 ? 1 : 0); // 20 of the second
        const BatchDrawer drawer(stratum, 100, 16, 3);
        QCOMPARE(drawer.perEpoch(), std::size_t {10});
        double counted[2] = {0.0, 0.0};
        std::vector<int> seen(1000, 0);
        for (const Batch& batch : drawer.epoch(0)) {
            int second = 0;
            for (std::size_t i = 0; i < batch.rows.size(); ++i) {
                const auto row = static_cast<std::size_t>(batch.rows[i]);
                second += stratum[row];
                counted[stratum[row]] += batch.scale[i];
                ++seen[row];
            }
            QCOMPARE(second, 16);
        }
        // Over an epoch every row counts once per batch, whatever its stratum.
        QCOMPARE(counted[0], 10.0 * 980.0);
        QCOMPARE(counted[1], 10.0 * 20.0);
        for (std::size_t i = 0; i < 1000; ++i)
            QVERIFY(seen[i] >= 1 && (stratum[i] == 1 || seen[i] == 1));
        QVERIFY(drawer.epoch(0).front().rows != drawer.epoch(1).front().rows);
        QVERIFY(drawer.epoch(1).front().rows == BatchDrawer(stratum, 100, 16, 3).epoch(1).front().rows);
        QCOMPARE(BatchDrawer(stratum, 0, 16, 3).epoch(0).front().rows.size(), std::size_t {1000});
    }

    void learnsTheTask_data()
    {
        QTest::addColumn<int>("optimiser");
        QTest::newRow("Adam") << 0;
        QTest::newRow("L-BFGS") << 1;
    }
    void learnsTheTask()
    {
        QFETCH(int, optimiser);
        const Rows rows(2000);
        TrainingSpec spec;
        spec.optimiser = static_cast<Optimiser>(optimiser);
        const TrainedNetwork network = trained(rows, spec);
        // Twelve epochs of a small table would be a few dozen steps.
        QVERIFY(network.curve->epochs.size() >= (optimiser == 0 ? 100 : 12));
        QVERIFY(network.curve->epochs.back().taskErrors.front() < 0.12); // the noise alone is 0.07
        QVERIFY(network.curve->epochs.back().risk < network.curve->epochs.front().risk);
    }

    void lbfgsFindsTheMinimumOfALinearProblem()
    {
        // One rectified unit that is always on is a line: least squares with a known answer.
        Rng rng(4);
        NetworkRows rows;
        DesignMatrix x;
        x.dense.resize(300, 1);
        x.featureNames = {"x"};
        rows.targets.kinds = {Task::Regression};
        rows.targets.y.resize(300, 1);
        for (Eigen::Index i = 0; i < 300; ++i) {
            x.dense(i, 0) = rng.uniform();
            rows.targets.y(i, 0) = 2.0 + 3.0 * x.dense(i, 0) + 0.1 * rng.normal();
            rows.group.push_back(static_cast<std::int32_t>(i % 2));
        }
        rows.x = InputRows(x);
        rows.groups = 2;
        rows.comparisons = {rows.group};
        setShares(rows.targets, Eigen::VectorXd::Ones(300));
        TrainingSpec spec;
        spec.optimiser = Optimiser::Lbfgs;
        spec.objective.weightDecay = 0.0;
        spec.epochs = 20;
        const TrainedNetwork network
            = trainNetwork({1, {3}, Activation::Tanh, 1}, rows, rows.group, nullptr, spec, {}).value();
        Eigen::MatrixXd design(300, 2);
        design << Eigen::VectorXd::Ones(300), x.dense;
        const Eigen::VectorXd line = design.colPivHouseholderQr().solve(rows.targets.y.col(0));
        const double best = (design * line - rows.targets.y.col(0)).squaredNorm() / 300.0;
        QVERIFY(network.curve->epochs.back().risk < 1.0001 * best);
    }

    void fairnessLowersTheDivergence()
    {
        const Rows rows(3000);
        for (const DivergenceKind kind :
            {DivergenceKind::Mean, DivergenceKind::Mmd, DivergenceKind::Sinkhorn}) {
            TrainingSpec spec;
            spec.objective.divergence.kind = kind;
            const double before = divergenceOf(trained(rows, spec), rows.validation);
            spec.objective.strength = 10.0;
            const TrainedNetwork fair = trained(rows, spec);
            const double after = divergenceOf(fair, rows.validation);
            QVERIFY2(after < 0.3 * before, qPrintable(QStringLiteral("%1 → %2").arg(before).arg(after)));
            // Comparing the normalised representation, there is nothing to gain from shrinking it.
            QVERIFY(fair.curve->epochs.back().rms > 0.1);
        }
    }

    void sameSeedSameBitsWhateverTheThreads()
    {
        const Rows rows(9000);
        for (const Eigen::Index batch : {Eigen::Index {0}, Eigen::Index {512}}) {
            TrainingSpec spec;
            spec.objective.strength = 3.0;
            spec.batch = batch;
            spec.epochs = 2;
            spec.objective.divergence.randomFeatures = batch == 0 ? 64 : 0;
            const TrainedNetwork one = trained(rows, spec);
            const TrainedNetwork many = trained(rows, spec, RunContext({}, nullptr, 7));
            QVERIFY(one.parameters == many.parameters);
            spec.seed = 1;
            QVERIFY(trained(rows, spec).parameters != one.parameters);
        }
    }

    void keepsTheBestEpochAndEndsEarly()
    {
        const Rows rows(400);
        TrainingSpec spec;
        spec.epochs = 400;
        spec.learningRate = 0.05;
        spec.objective.weightDecay = 0.0;
        spec.patience = 5;
        const TrainedNetwork network = trained(rows, spec);
        const TrainingCurve& curve = *network.curve;
        QVERIFY(curve.stoppedEarly);
        QVERIFY(curve.epochs.size() < 400);
        QCOMPARE(static_cast<int>(curve.epochs.size()) - 1 - curve.best, 5);
        for (const TrainingCurve::Epoch& epoch : curve.epochs)
            QVERIFY(epoch.validationObjective
                >= curve.epochs[static_cast<std::size_t>(curve.best)].validationObjective);
        // The network that is kept is that of the best epoch.
        ObjectiveSpec plain;
        Objective objective(network.shape, rows.validation, plain);
        const double risk = objective.at(network.parameters, allRows(100), nullptr, 0, {}).value().risk;
        QCOMPARE(risk, curve.epochs[static_cast<std::size_t>(curve.best)].validationObjective);
    }

    void aStopKeepsTheBestSoFar()
    {
        const Rows rows(20'000);
        std::stop_source stop;
        LiveTraining live;
        TrainingSpec spec;
        spec.epochs = 10'000;
        spec.objective.strength = 1.0;
        const RunContext ctx = RunContext(stop.get_token(), nullptr, 1).showing(&live);
        std::chrono::steady_clock::time_point asked;
        std::jthread hand([&] {
            while (live.curve() == nullptr)
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        });
        const TrainedNetwork network = trained(rows, spec, ctx);
        const double seconds
            = std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
        hand.join();
        QVERIFY2(seconds < 0.2, qPrintable(QString::number(seconds)));
        QVERIFY(network.curve->stoppedByPerson);
        QVERIFY(!network.curve->epochs.empty() && network.curve->epochs.size() < 10'000);
        QVERIFY(network.warnings.front().english().find("was stopped after") != std::string::npos);
        // Before the first epoch there is nothing to keep.
        std::stop_source atOnce;
        atOnce.request_stop();
        const auto none = trainNetwork(
            kShape, rows.train, rows.train.group, nullptr, spec, RunContext(atOnce.get_token(), nullptr, 1));
        QCOMPARE(none.error().code, ErrorCode::Cancelled);
    }

    void aTrainingThatDivergesSaysSo()
    {
        Rows rows(500);
        rows.train.targets.kinds = {Task::Regression};
        TrainingSpec spec;
        spec.learningRate = 1e200;
        const auto trained
            = trainNetwork({3, {4}, Activation::Relu, 1}, rows.train, rows.train.group, nullptr, spec, {});
        QCOMPARE(trained.error().code, ErrorCode::NoAnswer);
    }

    void headsOfManyTasksAreHeldTogether()
    {
        RandomNetwork random(5, 600, {4}, Activation::Tanh, 2, true);
        double apart[2] = {0.0, 0.0};
        for (const int coupled : {0, 1}) {
            TrainingSpec spec;
            spec.optimiser = Optimiser::Lbfgs;
            spec.objective.coupling = coupled == 1 ? 10.0 : 0.0;
            const TrainedNetwork network
                = trainNetwork(random.shape, random.rows, random.rows.group, nullptr, spec, {}).value();
            const NetworkParts<const Eigen::VectorXd> net(network.shape, network.parameters);
            apart[coupled] = (net.heads().colwise() - net.heads().rowwise().mean()).norm();
        }
        QVERIFY(apart[1] < 0.2 * apart[0]);
    }
};

QTEST_APPLESS_MAIN(TstTrainNetwork)
#include "tst_train_network.moc"
