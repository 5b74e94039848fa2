#include "engine/learners/learner.h"
#include "engine/learners/linear_predictor.h"
#include "tests/support/encoded.h"

#include <Eigen/QR>

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

std::shared_ptr<const LinearPredictor> fit(
    std::string_view id, const EncodedData& data, double parameter, bool intercept = true)
{
    const LearnerInfo& info = *findLearner(id).value();
    const ParamSet params {{std::string(info.params[0].id), parameter}};
    const auto predictor = info.make()->fit(data, params, {true, intercept}, {}).value();
    return std::dynamic_pointer_cast<const LinearPredictor>(predictor);
}

/// Gradient of the documented objective at a fitted model, from the written-out matrix: independent of the
/// solver.
VectorXd gradientAt(const EncodedData& data, const LinearPredictor& model, double parameter)
{
    const MatrixXd x = data.x.toDense();
    const VectorXd z = (x * model.coefficients()).array() + model.intercept();
    const bool logistic = model.link() == Link::Logistic;
    VectorXd residual = (logistic ? (1.0 / (1.0 + (-z.array()).exp())).matrix() : z) - data.y;
    residual.array() *= data.weight.array();
    VectorXd gradient(x.cols() + 1);
    if (logistic)
        gradient << model.coefficients() + parameter * (x.transpose() * residual), parameter * residual.sum();
    else
        gradient << 2.0 * parameter * model.coefficients() + 2.0 * (x.transpose() * residual),
            2.0 * residual.sum();
    return gradient;
}

} // namespace

class TstLinearLearners : public QObject {
    Q_OBJECT
private slots:
    void findsTheMinimumOfItsObjective_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("dense");
        QTest::addColumn<int>("levels");
        QTest::addColumn<double>("parameter");
        for (const char* const id : {"logistic", "ridge"}) {
            QTest::addRow("%s", id) << id << 2000 << 6 << 10 << 1.0;
            QTest::addRow("%s, strong penalty", id) << id << 2000 << 6 << 10 << (id[0] == 'r' ? 1e4 : 1e-4);
            QTest::addRow("%s, weak penalty", id) << id << 2000 << 6 << 10 << (id[0] == 'r' ? 1e-3 : 1e3);
            QTest::addRow("%s, more features than rows", id) << id << 60 << 40 << 50 << 1.0;
            QTest::addRow("%s, very many features", id) << id << 3000 << 5 << 1700 << 1.0;
        }
    }
    void findsTheMinimumOfItsObjective()
    {
        QFETCH(QString, id);
        QFETCH(int, rows);
        QFETCH(int, dense);
        QFETCH(int, levels);
        QFETCH(double, parameter);
        EncodedData data = simulatedRows(rows, dense, {levels, 3}, id == "logistic", 11);
        for (Index i = 0; i < data.weight.size(); ++i)
            data.weight[i] = 0.5 + static_cast<double>(i % 5);
        const auto model = fit(id.toStdString(), data, parameter);
        QVERIFY(model->warnings().empty());
        const VectorXd gradient = gradientAt(data, *model, parameter);
        // The penalty's curvature bounds the error of the coefficients by the gradient.
        const double curvature = id == "ridge" ? 2.0 * parameter : 1.0;
        const double error = gradient.norm() / curvature;
        QVERIFY2(error <= 1e-8 * model->coefficients().norm(), qPrintable(QString::number(error)));
    }
    void weightsCountLikeRepeatedRows()
    {
        for (const char* const id : {"logistic", "ridge"}) {
            EncodedData data = simulatedRows(300, 3, {4}, id[0] == 'l', 5);
            std::vector<Index> twice;
            for (Index i = 0; i < 300; ++i) {
                data.weight[i] = i % 3 == 0 ? 2.0 : 1.0;
                twice.insert(twice.end(), i % 3 == 0 ? 2 : 1, i);
            }
            EncodedData repeated = data;
            repeated.x = data.x.select(twice);
            repeated.y = VectorXd(static_cast<Index>(twice.size()));
            for (std::size_t i = 0; i < twice.size(); ++i)
                repeated.y[static_cast<Index>(i)] = data.y[twice[i]];
            repeated.weight = VectorXd::Ones(repeated.y.size());
            const auto weighted = fit(id, data, 1.0);
            const auto copied = fit(id, repeated, 1.0);
            QVERIFY((weighted->coefficients() - copied->coefficients()).norm() < 1e-9);
            QVERIFY(std::abs(weighted->intercept() - copied->intercept()) < 1e-9);
        }
    }
    void takesTheSmallestOfManySolutionsAndSaysSo()
    {
        // With an intercept the levels of a block are always dependent when nothing is penalised.
        for (const Index nLevels : {Index {4}, Index {300}}) {
            EncodedData data = simulatedRows(2000, 3, {nLevels}, false, 5);
            std::ranges::replace(data.x.blocks[0].codes, -1, 0);
            const auto model = fit("ridge", data, 0.0);
            QCOMPARE(model->warnings().size(), std::size_t {1});
            MatrixXd x = data.x.toDense();
            x.rowwise() -= x.colwise().mean().eval();
            const VectorXd smallest
                = x.completeOrthogonalDecomposition().solve((data.y.array() - data.y.mean()).matrix());
            QVERIFY((model->coefficients() - smallest).norm() < 1e-8 * smallest.norm());
        }
    }
    void losesNoDigitsToLargeMeans()
    {
        for (const char* const id : {"logistic", "ridge"}) {
            EncodedData data = simulatedRows(500, 3, {4}, id[0] == 'l', 5);
            const auto near = fit(id, data, 1.0);
            data.x.dense.col(0).array() += 1e6;
            const auto far = fit(id, data, 1.0);
            QVERIFY((near->coefficients() - far->coefficients()).norm() < 1e-9);
        }
    }
    void leavesOutTheInterceptWhenAsked()
    {
        for (const char* const id : {"logistic", "ridge"}) {
            const EncodedData data = simulatedRows(300, 3, {4}, id[0] == 'l', 5);
            const auto model = fit(id, data, 1.0, false);
            QCOMPARE(model->intercept(), 0.0);
            const VectorXd gradient = gradientAt(data, *model, 1.0);
            QVERIFY(gradient.head(data.x.features()).norm() < 1e-8);
        }
    }
    void scoresARowTheSameWhateverRowsAreBesideIt()
    {
        for (const char* const id : {"logistic", "ridge"}) {
            EncodedData data = simulatedRows(1001, 7, {4, 9}, id[0] == 'l', 5);
            const auto model = fit(id, data, 1.0);
            const Scores all = model->predict(data, {}).value();
            data.x = data.x.select({1000});
            QCOMPARE(model->predict(data, {}).value()[0], all[1000]);
        }
    }
};

QTEST_GUILESS_MAIN(TstLinearLearners)
#include "tst_linear_learners.moc"
