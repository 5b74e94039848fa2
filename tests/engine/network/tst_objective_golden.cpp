#include "engine/network/adam.h"
#include "tests/engine/network/golden_objective.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

double difference(const Eigen::Ref<const Eigen::MatrixXd>& ours, const QJsonArray& theirs)
{
    double largest = 0.0;
    for (Eigen::Index i = 0; i < ours.rows(); ++i)
        for (Eigen::Index j = 0; j < ours.cols(); ++j) {
            const double wanted
                = theirs[i].isArray() ? theirs[i].toArray()[j].toDouble() : theirs[i].toDouble();
            largest = std::max(largest, std::abs(ours(i, j) - wanted) / std::max(1.0, std::abs(wanted)));
        }
    return largest;
}

QJsonArray cases()
{
    QFile file(QString::fromStdString(golden("representation/objective/objective_tests.json")));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).array() : QJsonArray();
}

} // namespace

/// The whole objective and all its derivatives against the reference engine.
class TstObjectiveGolden : public QObject {
    Q_OBJECT

private slots:
    void valueAndGradient_data()
    {
        QTest::addColumn<QJsonObject>("wanted");
        QTest::addColumn<bool>("byTaskColumn");
        for (const QJsonValue& value : cases()) {
            const QJsonObject one = value.toObject();
            const QString name = QStringList {one["loss"].toString(), one["mask"].toString(),
                one["act"].toString(), one["reg"].toString()}
                                     .join(' ');
            QTest::newRow(name.toUtf8().constData()) << one << false;
            if (one["mask"].toString() == "disjoint")
                QTest::newRow((name + " by task column").toUtf8().constData()) << one << true;
        }
    }
    void valueAndGradient()
    {
        QFETCH(QJsonObject, wanted);
        QFETCH(bool, byTaskColumn);
        GoldenProblem problem(wanted["loss"].toString(), wanted["mask"].toString(), wanted["act"].toString());
        if (byTaskColumn)
            problem.tellByTaskColumn();
        const QString divergence = wanted["reg"].toString();
        const ObjectiveSpec spec = goldenSpec(
            divergence, wanted["lam"].toDouble(), wanted["reg_par"].toDouble(), wanted["rho"].toDouble());
        Objective objective(problem.shape, problem.rows, spec);
        Eigen::VectorXd gradient;
        const ObjectiveValue value
            = objective.at(problem.parameters, problem.all(), &gradient, 0, {}).value();
        const bool transports = divergence == "sinkhorn";
        const double tolerance = transports ? 1e-9 : 1e-12;
        QVERIFY(std::abs(value.objective - wanted["J"].toDouble()) < tolerance * wanted["J"].toDouble());
        QVERIFY(std::abs(value.risk - wanted["risk"].toDouble()) < 1e-12 * wanted["risk"].toDouble());
        QVERIFY(std::abs(value.divergence - wanted["D"].toDouble()) < tolerance);
        const NetworkParts<Eigen::VectorXd> parts(problem.shape, gradient);
        const double allowed = transports ? 1e-8 : 1e-12;
        QVERIFY(difference(parts.weight(0), wanted["dW"].toArray()) < allowed);
        QVERIFY(difference(parts.bias(0), wanted["dc"].toArray()) < allowed);
        QVERIFY(difference(parts.heads().transpose(), wanted["dV"].toArray()) < allowed);
        QVERIFY(difference(parts.headBias(), wanted["dbeta"].toArray()) < allowed);
    }

    void fiftyStepsOfAdam_data()
    {
        QTest::addColumn<QString>("divergence");
        QTest::addColumn<double>("tolerance");
        QTest::newRow("none") << "none" << 1e-9;
        QTest::newRow("mmd") << "mmd" << 1e-9;
        QTest::newRow("sinkhorn") << "sinkhorn" << 1e-6;
    }
    void fiftyStepsOfAdam()
    {
        QFETCH(QString, divergence);
        QFETCH(double, tolerance);
        QFile file(QString::fromStdString(golden("representation/objective/adam_trajectory.csv")));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QList<QList<QByteArray>> wanted;
        for (const QByteArray& line : file.readAll().trimmed().split('\n'))
            if (line.startsWith(divergence.toUtf8() + ','))
                wanted << line.split(',');
        QCOMPARE(wanted.size(), qsizetype {51});
        GoldenProblem problem("logistic", "full", "tanh");
        const ObjectiveSpec spec = goldenSpec(divergence, 2.0, divergence == "mmd" ? 0.7 : 0.1, 1e-3);
        Objective objective(problem.shape, problem.rows, spec);
        Adam adam(problem.shape.size());
        for (const QList<QByteArray>& step : wanted) {
            Eigen::VectorXd gradient;
            const ObjectiveValue value
                = objective.at(problem.parameters, problem.all(), &gradient, 0, {}).value();
            QVERIFY2(std::abs(value.objective - step[2].toDouble()) < tolerance, step[1].constData());
            adam.step(problem.parameters, gradient, 0.05);
        }
    }
};

QTEST_APPLESS_MAIN(TstObjectiveGolden)
#include "tst_objective_golden.moc"
