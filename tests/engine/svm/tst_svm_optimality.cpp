#include "engine/core/exponentials.h"
#include "engine/learners/mean_windows.h"
#include "engine/svm/constrained_svm.h"
#include "engine/svm/distinct_rows.h"
#include "tests/support/encoded.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// A random problem with its kernel written out, so that every condition can be checked without the solver's
/// help.
struct Problem {
    EncodedData data;
    VectorXd y, cost;
    MatrixXd weights; ///< (n, q)
    std::vector<std::size_t> groups;
    KernelSpec kernel;

    Problem(Index n, Index p, std::size_t nGroups, bool bothOutcomes, KernelKind kind, std::uint64_t seed)
        : data(simulatedRows(n, p, {4}, true, seed))
    {
        Rng rng(seed, 7);
        y = (2.0 * data.y.array() - 1.0).matrix();
        cost.resize(n);
        std::vector<std::int32_t> group;
        for (Index i = 0; i < n; ++i) {
            cost[i] = 0.2 + rng.uniform();
            // Groups lie apart in the first feature.
            group.push_back(static_cast<std::int32_t>(rng.below(nGroups)));
            data.x.dense(i, 0) += 0.8 * group.back();
        }
        groups.assign(bothOutcomes ? 2 : 1, nGroups);
        weights = MatrixXd::Zero(n, static_cast<Index>(nGroups * groups.size()));
        for (Index i = 0; i < n; ++i)
            if (y[i] > 0.0 || bothOutcomes)
                weights(
                    i, group[static_cast<std::size_t>(i)] + (y[i] > 0.0 ? 0 : static_cast<Index>(nGroups)))
                    = 1.0;
        for (Index k = 0; k < weights.cols(); ++k)
            weights.col(k) /= weights.col(k).sum();
        kernel.kind = kind;
        kernel.gamma = 0.3;
        kernel.degree = 2;
        kernel.offset = 1.0;
    }

    [[nodiscard]] std::unique_ptr<ConstrainedSvm> solver(bool hasBias = true) const
    {
        std::unique_ptr<Gram> gram;
        if (kernel.kind == KernelKind::Linear)
            gram = std::make_unique<LinearGram>(data.x);
        else
            gram
                = std::make_unique<KernelGram>(std::make_shared<const KernelRows>(data.x, kernel), 1U << 20U);
        return ConstrainedSvm::create(std::move(gram), kernel.kind == KernelKind::Linear ? &data.x : nullptr,
            y, cost, weights, hasBias, {})
            .value();
    }

    [[nodiscard]] MatrixXd matrix() const
    {
        const MatrixXd x = data.x.toDense();
        const MatrixXd products = x * x.transpose();
        if (kernel.kind == KernelKind::Linear)
            return products;
        if (kernel.kind == KernelKind::Polynomial)
            return ((kernel.gamma * products).array() + kernel.offset).square().matrix();
        MatrixXd k(x.rows(), x.rows());
        for (Index i = 0; i < x.rows(); ++i)
            for (Index j = 0; j < x.rows(); ++j)
                k(i, j) = std::exp(-kernel.gamma * (x.row(i) - x.row(j)).squaredNorm());
        return k;
    }

    [[nodiscard]] MeanEquations none() const { return {MatrixXd(weights.cols(), 0), VectorXd(0)}; }
};

/// Solution at each tolerance, from the largest to the smallest.
std::vector<SvmSolution> path(const Problem& problem, const std::vector<double>& shares, double& gap)
{
    const auto svm = problem.solver();
    const SvmSolution plain = svm->solve(problem.none(), {}).value();
    MeanWindows windows(problem.groups);
    gap = windows.largestGap(plain.response.means);
    std::vector<SvmSolution> solutions;
    for (const double share : shares) {
        SvmSolution last;
        const auto solve = [&](const MeanEquations& equations) -> Result<MeanResponse> {
            EH_TRY(last, svm->solve(equations, {}));
            return last.response;
        };
        if (windows.solve(share * gap, plain.response, solve).has_error())
            throw std::logic_error("the windows were not solved");
        solutions.push_back(last);
    }
    return solutions;
}

/// Largest violation of the optimality conditions of min ½‖w‖² + Σ cost·hinge under windows of width epsilon,
/// each recomputed from θ, β and the forces alone.
double kktResidual(const Problem& problem, const SvmSolution& solution, double epsilon)
{
    const MatrixXd k = problem.matrix();
    const VectorXd value = ((k * solution.theta).array() + solution.bias).matrix();
    double worst = std::abs(solution.beta.sum()) / problem.cost.sum();
    worst = std::max(worst,
        (solution.theta - (solution.beta - problem.weights * solution.response.forces))
            .lpNorm<Eigen::Infinity>());
    for (Index i = 0; i < value.size(); ++i) {
        const double alpha = solution.beta[i] * problem.y[i];
        const double margin = problem.y[i] * value[i];
        worst = std::max({worst, -alpha, alpha - problem.cost[i]});
        if (alpha <= 0.0)
            worst = std::max(worst, 1.0 - margin);
        else if (alpha >= problem.cost[i])
            worst = std::max(worst, margin - 1.0);
        else
            worst = std::max(worst, std::abs(margin - 1.0));
    }
    const VectorXd means = problem.weights.transpose() * (k * solution.theta);
    Index begin = 0;
    for (const std::size_t count : problem.groups) {
        const auto own = means.segment(begin, static_cast<Index>(count));
        const auto forces = solution.response.forces.segment(begin, static_cast<Index>(count));
        const double size = std::max(1.0, forces.lpNorm<Eigen::Infinity>());
        worst = std::max({worst, own.maxCoeff() - own.minCoeff() - epsilon, std::abs(forces.sum()) / size});
        if (epsilon > 0.0)
            for (Index g = 0; g < own.size(); ++g) {
                // A force pushes down at the top of the window, up at its bottom, and nowhere else.
                if (forces[g] > 1e-7 * size)
                    worst = std::max(worst, own.maxCoeff() - own[g]);
                if (forces[g] < -1e-7 * size)
                    worst = std::max(worst, own[g] - own.minCoeff());
            }
        begin += static_cast<Index>(count);
    }
    return worst;
}

} // namespace

class TstSvmOptimality : public QObject {
    Q_OBJECT

private slots:
    void solutionsMeetEveryConditionOfOptimality_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<std::size_t>("nGroups");
        QTest::addColumn<bool>("bothOutcomes");
        for (const auto& [name, kind] : {std::pair {"linear", KernelKind::Linear}, {"rbf", KernelKind::Rbf},
                 {"polynomial", KernelKind::Polynomial}})
            for (const std::size_t nGroups : {2U, 3U, 5U})
                for (const bool both : {false, true})
                    QTest::addRow("%s, %zu groups%s", name, nGroups, both ? ", both outcomes" : "")
                        << static_cast<int>(kind) << nGroups << both;
    }
    void solutionsMeetEveryConditionOfOptimality()
    {
        QFETCH(int, kind);
        QFETCH(std::size_t, nGroups);
        QFETCH(bool, bothOutcomes);
        for (const std::uint64_t seed : {1U, 2U, 3U}) {
            const Problem problem(240, 10, nGroups, bothOutcomes, static_cast<KernelKind>(kind), seed);
            const std::vector<double> shares {1.5, 0.8, 0.5, 0.2, 0.05, 0.0};
            double gap = 0.0;
            const std::vector<SvmSolution> solutions = path(problem, shares, gap);
            QVERIFY2(gap > 1e-3, qPrintable(QString::number(gap)));
            for (std::size_t s = 0; s < shares.size(); ++s) {
                const double residual = kktResidual(problem, solutions[s], shares[s] * gap);
                QVERIFY2(residual < 1e-6, qPrintable(QString::number(residual)));
                QVERIFY2(std::abs(solutions[s].dualityGap) < 1e-9,
                    qPrintable(QString::number(solutions[s].dualityGap)));
                QVERIFY(solutions[s].converged);
                if (s > 0) // a smaller tolerance never costs less
                    QVERIFY(solutions[s].objective >= solutions[s - 1].objective * (1.0 - 1e-10));
                const VectorXd means = solutions[s].response.means.head(static_cast<Index>(nGroups));
                QVERIFY(means.maxCoeff() - means.minCoeff() <= shares[s] * gap + 1e-8);
            }
        }
    }

    void aLargeToleranceIsThePlainMachine()
    {
        const Problem problem(200, 3, 2, false, KernelKind::Rbf, 4);
        double gap = 0.0;
        const std::vector<SvmSolution> solutions = path(problem, {1.0}, gap);
        const SvmSolution plain = problem.solver()->solve(problem.none(), {}).value();
        QVERIFY((solutions[0].theta - plain.theta).lpNorm<Eigen::Infinity>() < 1e-9);
    }

    void toleranceZeroIsTheLimit()
    {
        const Problem problem(200, 3, 2, false, KernelKind::Rbf, 5);
        double gap = 0.0;
        const std::vector<SvmSolution> solutions = path(problem, {1e-3, 1e-6, 1e-9, 0.0}, gap);
        QVERIFY((solutions[2].value - solutions[3].value).lpNorm<Eigen::Infinity>() < 1e-6);
        QVERIFY((solutions[0].value - solutions[3].value).lpNorm<Eigen::Infinity>() < 0.05);
    }

    void aPathIsTheSameAsSingleSolutions()
    {
        for (const KernelKind kind : {KernelKind::Linear, KernelKind::Rbf}) {
            const Problem problem(300, 4, 2, false, kind, 6);
            std::vector<double> shares;
            for (int k = 50; k >= 0; --k)
                shares.push_back(k / 50.0);
            double gap = 0.0;
            const std::vector<SvmSolution> along = path(problem, shares, gap);
            for (const std::size_t at : {10U, 33U, 50U}) {
                const std::vector<SvmSolution> alone = path(problem, {shares[at]}, gap);
                QVERIFY((along[at].value - alone[0].value).lpNorm<Eigen::Infinity>() < 1e-7);
            }
        }
    }

    void worksWithoutAnIntercept()
    {
        for (const KernelKind kind : {KernelKind::Linear, KernelKind::Rbf}) {
            const Problem problem(150, 3, 2, false, kind, 7);
            const auto svm = problem.solver(false);
            const SvmSolution solution = svm->solve(problem.none(), {}).value();
            QCOMPARE(solution.bias, 0.0);
            QVERIFY(std::abs(solution.dualityGap) < 1e-9);
            const VectorXd value = problem.matrix() * solution.theta;
            QVERIFY((value - solution.value).lpNorm<Eigen::Infinity>() < 1e-9);
        }
    }

    void survivesExtremeParameters_data()
    {
        QTest::addColumn<double>("cost");
        QTest::addColumn<double>("gamma");
        for (const double cost : {1e-8, 1e-3, 1e3, 1e8})
            for (const double gamma : {1e-8, 1.0, 1e8})
                QTest::addRow("C %g, gamma %g", cost, gamma) << cost << gamma;
    }
    void survivesExtremeParameters()
    {
        QFETCH(double, cost);
        QFETCH(double, gamma);
        Problem problem(160, 3, 2, false, KernelKind::Rbf, 8);
        problem.kernel.gamma = gamma;
        problem.cost.setConstant(cost);
        double gap = 0.0;
        const std::vector<SvmSolution> solutions = path(problem, {0.5, 0.0}, gap);
        for (const SvmSolution& solution : solutions) {
            QVERIFY(solution.value.allFinite() && std::isfinite(solution.objective));
            // At C = 1e8 a row that misses its margin by the last digit of a decision value shows in the
            // objective.
            const double enough = cost < 1e8 ? 1e-6 : 1e-4;
            QVERIFY2(
                std::abs(solution.dualityGap) < enough, qPrintable(QString::number(solution.dualityGap)));
        }
    }

    void equalRowsAndConstantFeaturesDoNoHarm()
    {
        for (const KernelKind kind : {KernelKind::Linear, KernelKind::Rbf}) {
            Problem problem(240, 3, 2, false, kind, 9);
            problem.data.x.dense.col(1).setConstant(3.0);
            for (Index i = 120; i < 240; ++i)
                problem.data.x.dense.row(i) = problem.data.x.dense.row(i % 10);
            double gap = 0.0;
            const std::vector<SvmSolution> solutions = path(problem, {0.5, 0.0}, gap);
            QVERIFY(kktResidual(problem, solutions[0], 0.5 * gap) < 1e-7);
            QVERIFY(kktResidual(problem, solutions[1], 0.0) < 1e-7);
        }
    }

    void meansThatAreAlreadyEqualChangeNothing()
    {
        Problem problem(200, 3, 2, false, KernelKind::Rbf, 10);
        problem.weights.col(1) = problem.weights.col(0);
        const auto svm = problem.solver();
        const SvmSolution plain = svm->solve(problem.none(), {}).value();
        MeanEquations equal {MatrixXd(2, 1), VectorXd::Zero(1)};
        equal.combination << 1.0, -1.0;
        const SvmSolution held = svm->solve(equal, {}).value();
        QVERIFY((plain.value - held.value).lpNorm<Eigen::Infinity>() < 1e-9);
    }

    void aSmallCacheGivesTheSameSolution()
    {
        const Problem problem(300, 4, 2, false, KernelKind::Rbf, 11);
        const auto rows = std::make_shared<const KernelRows>(problem.data.x, problem.kernel);
        const auto solve = [&](std::size_t bytes) {
            return ConstrainedSvm::create(std::make_unique<KernelGram>(rows, bytes), nullptr, problem.y,
                problem.cost, problem.weights, true, {})
                .value()
                ->solve(problem.none(), {})
                .value();
        };
        const SvmSolution large = solve(1U << 24U);
        const SvmSolution small = solve(5 * 300 * sizeof(double));
        QVERIFY(large.beta == small.beta);
    }

    void distinctRowsAreFoundAndSummed()
    {
        EncodedData data = simulatedRows(400, 1, {3, 2}, true, 12);
        for (Index i = 0; i < 400; ++i)
            data.x.dense(i, 0) = static_cast<double>(i % 3);
        data.x.dense(0, 0) = -0.0;
        const DistinctRows distinct = distinctRows(data.x, data.y, {}).value();
        QVERIFY(distinct.first.size() <= 3U * 4U * 3U * 2U);
        const VectorXd counts = distinct.sums(MatrixXd::Ones(400, 1));
        QCOMPARE(counts.sum(), 400.0);
        const MatrixXd x = data.x.toDense();
        for (Index i = 0; i < 400; ++i) {
            const Index same
                = distinct.first[static_cast<std::size_t>(distinct.kind[static_cast<std::size_t>(i)])];
            QVERIFY(x.row(i) == x.row(same) && data.y[i] == data.y[same]);
        }
    }

    void exponentialsAreThoseOfTheLibrary()
    {
        std::vector<double> x;
        for (int k = 0; k <= 70'000; ++k)
            x.push_back(-0.01 * k);
        std::vector<double> found = x;
        exponentials(found);
        for (std::size_t k = 0; k < x.size(); ++k)
            QVERIFY2(std::abs(found[k] - std::exp(x[k])) <= 4e-16 * std::exp(x[k]),
                qPrintable(QString::number(x[k])));
        std::vector<double> far {-800.0, -1e300, -std::numeric_limits<double>::infinity(), 0.0};
        exponentials(far);
        QCOMPARE(far, (std::vector<double> {0.0, 0.0, 0.0, 1.0}));
    }
};

QTEST_GUILESS_MAIN(TstSvmOptimality)
#include "tst_svm_optimality.moc"
