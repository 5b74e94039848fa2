#include "engine/core/rng.h"
#include "engine/learners/bounded_logistic_fit.h"
#include "engine/learners/linear_predictor.h"
#include "engine/methods/covariance_constrained_logistic.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

TrainingCase rowsOf(const boost::json::object& json)
{
    TrainingCase rows(matrixOf(json.at("x")), vectorOf(json.at("y")), numbersOf(json.at("group")),
        Task::Classification, vectorOf(json.at("weight")));
    rows.useLearner("logistic", {{"C", json.at("C").to_number<double>()}});
    return rows;
}

/// Σ_i w_i·(1[group_i = g] - p_g)·z_i / Σ w
double covarianceWith(const EncodedData& rows, std::int32_t g, const Eigen::VectorXd& z)
{
    const double total = rows.weight.sum();
    double inside = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < rows.group.size(); ++i)
        if (rows.group[i] == g) {
            inside += rows.weight[static_cast<Eigen::Index>(i)];
            sum += rows.weight[static_cast<Eigen::Index>(i)] * z[static_cast<Eigen::Index>(i)];
        }
    return (sum - inside * rows.weight.dot(z) / total) / total;
}

Eigen::VectorXd logit(const Scores& probability)
{
    return (probability.array() / (1.0 - probability.array())).log().matrix();
}

/// A large table with groups that differ, and levels.
TrainingCase manyRows(Eigen::Index n, Eigen::Index columns, std::size_t groups)
{
    Rng rng(21);
    Eigen::MatrixXd x(n, columns);
    Eigen::VectorXd y(n);
    std::vector<double> group;
    for (Eigen::Index i = 0; i < n; ++i) {
        group.push_back(static_cast<double>(rng.below(groups)));
        double z = 0.3 * group.back() - 0.4;
        for (Eigen::Index j = 0; j < columns; ++j) {
            x(i, j) = rng.normal() + (j % 3 == 0 ? 0.4 * group.back() : 0.0);
            z += 0.3 * x(i, j) / std::sqrt(1.0 + static_cast<double>(j));
        }
        y[i] = rng.uniform() < logisticFunction(z) ? 1.0 : 0.0;
    }
    return {x, y, group, Task::Classification};
}

} // namespace

class TstCovarianceConstrainedLogistic : public QObject {
    Q_OBJECT
private slots:
    void findsTheSolutionsOfAnotherSolver()
    {
        const boost::json::value file = readJson("methods/covariance_logistic.json");
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            const TrainingCase rows = rowsOf(json);
            std::vector<ParamSet> settings;
            for (const boost::json::value& solution : json.at("solutions").as_array())
                settings.push_back(
                    {{"strength", 1.0 - solution.as_object().at("share").to_number<double>()}});
            const auto made = rows.fit(covarianceConstrainedLogistic(), settings).value();
            for (std::size_t k = 0; k < settings.size(); ++k) {
                const boost::json::object& solution = json.at("solutions").as_array().at(k).as_object();
                const Eigen::VectorXd z = rows.rows.x.dense * vectorOf(solution.at("coefficients"));
                const double intercept = solution.at("intercept").to_number<double>();
                const Scores score = made[k]->predict(rows.rows, {}, {}).value();
                for (Eigen::Index i = 0; i < score.size(); ++i)
                    QVERIFY(std::abs(score[i] - logisticFunction(z[i] + intercept)) <= 1e-8);
                QVERIFY(made[k]->warnings().empty());
            }
        }
    }
    void keepsEveryBound_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("groups");
        QTest::newRow("two groups") << 5 << 2;
        QTest::newRow("seven groups") << 8 << 7;
        QTest::newRow("more groups than features") << 3 << 12;
        QTest::newRow("more features than a Gram matrix is made for") << 1003 << 3;
    }
    void keepsEveryBound()
    {
        QFETCH(int, columns);
        QFETCH(int, groups);
        TrainingCase rows = manyRows(columns > 1000 ? 200 : 3000, columns, static_cast<std::size_t>(groups));
        rows.useLearner("linear_svm", {}); // for scores that are decision values
        const std::vector<double> strengths {0.0, 0.3, 0.8, 0.99, 1.0};
        std::vector<ParamSet> settings;
        for (const double strength : strengths)
            settings.push_back({{"strength", strength}});
        const auto made = rows.fit(covarianceConstrainedLogistic(), settings).value();
        const Eigen::VectorXd free = made[0]->predict(rows.rows, {}, {}).value();
        double largest = 0.0;
        for (std::int32_t g = 0; g < groups; ++g)
            largest = std::max(largest, std::abs(covarianceWith(rows.rows, g, free)));
        QVERIFY(largest > 0.01);
        for (std::size_t k = 1; k < strengths.size(); ++k) {
            QVERIFY(made[k]->warnings().empty());
            const Eigen::VectorXd z = made[k]->predict(rows.rows, {}, {}).value();
            double reached = 0.0;
            for (std::int32_t g = 0; g < groups; ++g) {
                const double bound = (1.0 - strengths[k]) * std::abs(covarianceWith(rows.rows, g, free));
                QVERIFY(std::abs(covarianceWith(rows.rows, g, z)) <= bound + 1e-9 * largest);
                reached = std::max(reached, std::abs(covarianceWith(rows.rows, g, z)) - bound);
            }
            QVERIFY(reached >= -1e-9 * largest); // some bound holds it back
        }
    }
    void multipliersMeetTheConditionsOfALasso()
    {
        Rng rng(4);
        for (int repeat = 0; repeat < 300; ++repeat) {
            const auto q = static_cast<Eigen::Index>(1 + rng.below(8));
            const auto rank = static_cast<Eigen::Index>(1 + rng.below(static_cast<std::uint64_t>(q)));
            Eigen::MatrixXd half(rank, q);
            for (double& each : half.reshaped())
                each = rng.normal();
            const Eigen::MatrixXd gram = half.transpose() * half;
            Eigen::VectorXd inside(q);
            Eigen::VectorXd bound(q);
            for (Eigen::Index k = 0; k < q; ++k) {
                inside[k] = rng.normal();
                bound[k] = rng.uniform();
            }
            const Eigen::VectorXd right = gram * inside;
            const Eigen::VectorXd nu = boundMultipliers(gram, right, bound);
            const Eigen::VectorXd left = right - gram * nu;
            const double size = right.cwiseAbs().maxCoeff() + 1.0;
            for (Eigen::Index k = 0; k < q; ++k) {
                QVERIFY(std::abs(left[k]) <= bound[k] + 1e-10 * size);
                if (nu[k] != 0.0)
                    QVERIFY(std::abs(left[k] - std::copysign(bound[k], nu[k])) <= 1e-10 * size);
            }
        }
    }
    void scoresAreOnTheScaleOfTheStudysModels()
    {
        TrainingCase rows = manyRows(500, 3, 2);
        const auto fitted = [&rows] {
            const auto made = rows.fit(covarianceConstrainedLogistic(), {{{"C", 2.0}}}).value();
            return made.front()->predict(rows.rows, {}, {}).value();
        };
        rows.useLearner("linear_svm", {{"C", 7.0}});
        const Scores decision = fitted();
        rows.useLearner("logistic", {{"C", 2.0}});
        const Scores probability = fitted();
        QVERIFY(largestDifference(decision, logit(probability)) <= 1e-9);
    }
    void refusesOneOutcome()
    {
        TrainingCase rows = manyRows(50, 2, 2);
        rows.rows.y.setOnes();
        QCOMPARE(rows.fit(covarianceConstrainedLogistic(), {{}}).error().code, ErrorCode::InvalidData);
    }
};

QTEST_GUILESS_MAIN(TstCovarianceConstrainedLogistic)
#include "tst_covariance_constrained_logistic.moc"
