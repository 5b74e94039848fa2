#include "engine/core/rng.h"
#include "engine/io/json.h"
#include "engine/learners/tree_predictor.h"
#include "tests/support/data.h"
#include "tests/support/encoded.h"

#include <QtTest/QtTest>

#include <boost/json/value_to.hpp>

#include <fstream>
#include <iterator>
#include <span>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// Rows and XGBoost's own predictions on them; the first @p train rows were trained on.
struct Reference {
    EncodedData all;
    EncodedData train;
    json::object numbers;

    [[nodiscard]] Eigen::VectorXd column(std::string_view name) const
    {
        const auto values = json::value_to<std::vector<double>>(numbers.at(name));
        return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
    }
    [[nodiscard]] EncodedData trainedOn(std::string_view target) const
    {
        EncodedData rows = train;
        rows.y = column(target).head(train.y.size());
        return rows;
    }
};

EncodedData rowsOf(const EncodedData& data, const std::vector<Eigen::Index>& rows)
{
    EncodedData part {data.x.select(rows), data.y(rows), data.weight(rows), {}, rows};
    part.group.assign(rows.size(), 0);
    return part;
}

std::vector<Eigen::Index> firstOf(Eigen::Index n)
{
    std::vector<Eigen::Index> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), Eigen::Index {0});
    return rows;
}

Reference readReference()
{
    std::ifstream stream(golden("learners/trees.json"), std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(stream), {}};
    Reference made;
    made.numbers = parseJson(bytes, "trees.json").value().as_object();
    const auto dense = json::value_to<std::vector<std::vector<double>>>(made.numbers.at("dense"));
    const auto levels = json::value_to<std::vector<std::vector<std::int32_t>>>(made.numbers.at("levels"));
    const auto n = static_cast<Eigen::Index>(dense.size());
    made.all.x.dense.resize(n, 3);
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < 3; ++j)
            made.all.x.dense(i, j) = dense[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
    made.all.x.blocks = {{3, 5, levels[0]}, {8, 3, levels[1]}};
    made.all.x.featureNames.resize(11);
    made.all.y = made.column("y");
    made.all.weight = made.column("weight");
    made.train = rowsOf(made.all, firstOf(made.numbers.at("train").as_int64()));
    return made;
}

Scores scoresOf(const std::string& learner, const ParamSet& given, const EncodedData& train,
    const EncodedData& rows, std::vector<Text>* warnings = nullptr)
{
    const LearnerInfo& info = *findLearner(learner).value();
    const ParamSet params = completeParams(learner, info.params, given).value();
    const auto model = info.make()->fit(train, params, {}, {}).value();
    if (warnings != nullptr)
        *warnings = model->warnings();
    return model->predict(rows, {}).value();
}

const ParamSet kBoosting {{"rounds", 40.0}, {"rate", 0.2}, {"depth", 4.0}, {"min_child_weight", 1.5},
    {"lambda", 2.0}, {"gamma", 0.1}, {"seed", 7.0}, {"early_stopping", 0.0}};
const ParamSet kForest {{"trees", 30.0}, {"depth", 7.0}, {"seed", 7.0}};

double squaredError(const Scores& scores, const EncodedData& rows)
{
    return (scores - rows.y).squaredNorm() / static_cast<double>(rows.y.size());
}

} // namespace

/// Gradient boosting and random forests beside XGBoost's own Python package, and what it does not have.
class TstTreeLearners : public QObject {
    Q_OBJECT
private slots:
    void predictsAsThePythonPackage_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("learner");
        QTest::addColumn<QString>("target");
        QTest::newRow("boosting, classes") << "boosting_class"
                                           << "gradient_boosting"
                                           << "y";
        QTest::newRow("boosting, drawn rows and features") << "boosting_drawn"
                                                           << "gradient_boosting"
                                                           << "y";
        QTest::newRow("boosting, numbers") << "boosting_number"
                                           << "gradient_boosting"
                                           << "number";
        QTest::newRow("forest, classes") << "forest_class"
                                         << "random_forest"
                                         << "y";
        QTest::newRow("forest, numbers") << "forest_number"
                                         << "random_forest"
                                         << "number";
    }
    void predictsAsThePythonPackage()
    {
        QFETCH(QString, name);
        QFETCH(QString, learner);
        QFETCH(QString, target);
        const Reference reference = readReference();
        ParamSet params = learner == "random_forest" ? kForest : kBoosting;
        if (name == "boosting_drawn") {
            params["subsample"] = 0.7;
            params["colsample_bytree"] = 0.6;
        }
        const Scores found = scoresOf(
            learner.toStdString(), params, reference.trainedOn(target.toStdString()), reference.all);
        const Eigen::VectorXd expected = reference.column(name.toStdString());
        // Leaf values are single precision and forests add 30 of them; numbers are about 10.
        const double tolerance = target == "y" ? 1e-5 : 1e-4;
        const double worst = (found - expected).cwiseAbs().maxCoeff();
        QVERIFY2(worst <= tolerance, qPrintable(QString::number(worst)));
    }
    void stopsEarlyWhereMoreTreesOnlyLearnNoise()
    {
        Rng rng(3);
        EncodedData data = simulatedRows(600, 4, {}, true, 1);
        for (double& y : data.y)
            y = rng.uniform() < 0.3 ? 1.0 - y : y;
        const EncodedData fresh = simulatedRows(5000, 4, {}, true, 1);
        std::vector<Text> said;
        const ParamSet many {{"rounds", 300.0}, {"depth", 8.0}};
        ParamSet all = many;
        all["early_stopping"] = 0.0;
        const Scores early = scoresOf("gradient_boosting", many, data, fresh, &said);
        QCOMPARE(said.size(), std::size_t {1});
        QVERIFY(said.front().english().find("of at most 300 trees") != std::string::npos);
        const Scores late = scoresOf("gradient_boosting", all, data, fresh, &said);
        QVERIFY(said.empty());
        QVERIFY(squaredError(early, fresh) < squaredError(late, fresh));
    }
    void sharesOfTheForestAreProbabilitiesOfTheirLeaves()
    {
        // Two kinds of rows with shares of 0.9 and 0.2: leaves hold the shares, not a step towards them.
        EncodedData data = simulatedRows(4000, 1, {}, true, 1);
        Rng rng(4);
        for (Eigen::Index i = 0; i < data.y.size(); ++i) {
            data.x.dense(i, 0) = i % 2 == 0 ? 1.0 : -1.0;
            data.y[i] = rng.uniform() < (i % 2 == 0 ? 0.9 : 0.2) ? 1.0 : 0.0;
        }
        const Scores scores = scoresOf("random_forest", {}, data, data);
        // Five standard errors of a share among 2,000 rows.
        QVERIFY(std::abs(scores[0] - 0.9) < 0.034 && std::abs(scores[1] - 0.2) < 0.045);
    }
    void weightsCountAsRepeatedRows_data()
    {
        QTest::addColumn<QString>("learner");
        QTest::newRow("boosting") << "gradient_boosting";
        QTest::newRow("forest of all rows") << "random_forest";
    }
    void weightsCountAsRepeatedRows()
    {
        QFETCH(QString, learner);
        ParamSet params;
        if (learner == "gradient_boosting")
            params["early_stopping"] = 0.0; // rows kept aside are rows, not weight
        else
            params = {{"subsample", 1.0}, {"colsample_bynode", 1.0}, {"trees", 3.0}};
        const EncodedData data = simulatedRows(150, 3, {4}, true, 6);
        EncodedData weighted = data;
        std::vector<Eigen::Index> rows;
        for (Eigen::Index i = 0; i < data.y.size(); ++i) {
            weighted.weight[i] = 1.0 + static_cast<double>(i % 3);
            rows.insert(rows.end(), static_cast<std::size_t>(1 + i % 3), i);
        }
        const Scores a = scoresOf(learner.toStdString(), params, weighted, data);
        const Scores b = scoresOf(learner.toStdString(), params, rowsOf(data, rows), data);
        QVERIFY((a - b).cwiseAbs().maxCoeff() <= 1e-5); // sums of single precision in another order
    }
    void aRowsScoreDoesNotDependOnTheOthers()
    {
        const EncodedData data = simulatedRows(5000, 3, {7}, false, 2);
        for (const char* const learner : {"gradient_boosting", "random_forest"}) {
            const LearnerInfo& info = *findLearner(learner).value();
            const ParamSet params = completeParams(learner, info.params, {}).value();
            const auto model = info.make()->fit(data, params, {}, {}).value();
            const Scores all = model->predict(data, {}).value();
            const std::vector<Eigen::Index> some {4711, 3, 1234};
            const Scores few = model->predict(rowsOf(data, some), {}).value();
            for (std::size_t k = 0; k < some.size(); ++k)
                QCOMPARE(few[static_cast<Eigen::Index>(k)], all[some[k]]);
        }
    }
};

QTEST_GUILESS_MAIN(TstTreeLearners)
#include "tst_tree_learners.moc"
