#pragma once

#include "engine/network/objective.h"
#include "tests/support/data.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace evenhand::test {

/// A golden matrix of numbers without a heading.
inline Eigen::MatrixXd goldenNumbers(const char* name)
{
    QFile file(QString::fromStdString(golden(std::string("representation/objective/") + name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no golden file %s", name);
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    Eigen::MatrixXd made(lines.size(), lines.front().split(',').size());
    for (Eigen::Index i = 0; i < made.rows(); ++i)
        for (Eigen::Index j = 0; j < made.cols(); ++j)
            made(i, j) = lines[i].split(',')[j].toDouble();
    return made;
}

/// The small network of the golden cases: 40 rows, 5 features, 4 units, 3 tasks.
struct GoldenProblem {
    NetworkShape shape;
    NetworkRows rows;
    Eigen::VectorXd parameters;

    GoldenProblem(const QString& loss, const QString& mask, const QString& activation)
    {
        shape = {5, {4},
            activation == "tanh"       ? Activation::Tanh
                : activation == "relu" ? Activation::Relu
                                       : Activation::Sigmoid,
            3};
        const Eigen::MatrixXd x = goldenNumbers("X.csv");
        DesignMatrix design {x, {}, std::vector<std::string>(5, "x")};
        rows.x = InputRows(design);
        const bool classes = loss == "logistic";
        rows.targets.kinds.assign(3, classes ? Task::Classification : Task::Regression);
        rows.targets.y = goldenNumbers(classes ? "Y_class.csv" : "Y_reg.csv");
        const Eigen::MatrixXd known = goldenNumbers(mask == "full" ? "mask_full.csv" : "mask_disjoint.csv");
        for (Eigen::Index i = 0; i < known.size(); ++i)
            if (known.data()[i] == 0.0)
                rows.targets.y.data()[i] = std::numeric_limits<double>::quiet_NaN();
        setShares(rows.targets, Eigen::VectorXd::Ones(x.rows()));
        const Eigen::VectorXd groups = goldenNumbers("s.csv").col(0);
        for (const double s : groups)
            rows.group.push_back(static_cast<std::int32_t>(s));
        rows.groups = 2;
        rows.comparisons = {rows.group};
        parameters.resize(shape.size());
        const NetworkParts<Eigen::VectorXd> parts(shape, parameters);
        parts.weight(0) = goldenNumbers("W.csv");
        parts.bias(0) = goldenNumbers("c.csv").col(0);
        parts.heads() = goldenNumbers("V.csv").transpose();
        parts.headBias() = goldenNumbers("beta.csv").col(0);
    }

    /// The same disjoint rows told by a task column instead of missing values.
    void tellByTaskColumn()
    {
        const Eigen::Index n = rows.targets.y.rows();
        Eigen::MatrixXd own(n, 1);
        for (Eigen::Index i = 0; i < n; ++i)
            for (Eigen::Index t = 0; t < 3; ++t)
                if (!std::isnan(rows.targets.y(i, t))) {
                    own(i, 0) = rows.targets.y(i, t);
                    rows.targets.taskOf.push_back(static_cast<std::int32_t>(t));
                }
        rows.targets.y = own;
        setShares(rows.targets, Eigen::VectorXd::Ones(n));
    }

    [[nodiscard]] Batch all() const
    {
        Batch batch;
        for (Eigen::Index i = 0; i < rows.x.rows(); ++i)
            batch.rows.push_back(i);
        return batch;
    }
};

inline ObjectiveSpec goldenSpec(const QString& divergence, double strength, double parameter, double decay)
{
    ObjectiveSpec spec;
    spec.strength = divergence == "none" ? 0.0 : strength;
    spec.weightDecay = decay;
    spec.divergence.normalise = false;
    spec.divergence.iterations = 2000;
    if (divergence == "mean") {
        spec.divergence.kind = DivergenceKind::Mean;
    } else if (divergence == "sinkhorn") {
        spec.divergence.kind = DivergenceKind::Sinkhorn;
        spec.divergence.epsilon = parameter;
    } else {
        spec.divergence.kind = DivergenceKind::Mmd;
        spec.divergence.bandwidths = {parameter};
    }
    return spec;
}

} // namespace evenhand::test
