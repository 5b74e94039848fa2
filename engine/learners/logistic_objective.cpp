#include "engine/learners/logistic_objective.h"

#include "engine/learners/linear_predictor.h"
#include "engine/learners/row_blocks.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Calls body(begin, end) for blocks of rows that take a few milliseconds.
template <class Body> Result<void> overRows(Index n, const RunContext& ctx, const Body& body)
{
    constexpr Index kRows = 100'000;
    for (Index begin = 0; begin < n; begin += kRows) {
        EH_CHECK(ctx.checkpoint());
        body(begin, std::min(begin + kRows, n));
    }
    return kOk;
}

} // namespace

Result<VectorXd> LogisticObjective::linearPart(const VectorXd& theta) const
{
    EH_TRY(VectorXd z, blockwiseTimes(m_x, theta.head(features()), m_ctx));
    if (m_intercept)
        z.array() += theta[features()];
    return z;
}

Result<double> LogisticObjective::value(const VectorXd& theta, const VectorXd& z) const
{
    double loss = 0.0;
    EH_CHECK(overRows(z.size(), m_ctx, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const double y = m_y[i];
            const double each = y == 1.0 ? softplus(-z[i])
                : y == 0.0               ? softplus(z[i])
                                         : softplus(z[i]) - y * z[i];
            loss += m_cost[i] * each;
        }
    }));
    return 0.5 * theta.head(features()).squaredNorm() + loss;
}

Result<VectorXd> LogisticObjective::gradient(
    const VectorXd& theta, const VectorXd& z, VectorXd& curvature) const
{
    const Index n = z.size();
    VectorXd residual(n);
    curvature.resize(n);
    EH_CHECK(overRows(n, m_ctx, [&](Index begin, Index end) {
        for (Index i = begin; i < end; ++i) {
            const double e = std::exp(-std::abs(z[i]));
            const double smaller = e / (1.0 + e);
            const double p = z[i] >= 0.0 ? 1.0 / (1.0 + e) : smaller;
            residual[i] = m_cost[i] * (p - m_y[i]);
            curvature[i] = m_cost[i] * smaller / (1.0 + e);
        }
    }));
    EH_TRY(const VectorXd weights, blockwiseTransposedTimes(m_x, residual, m_ctx));
    VectorXd gradient(size());
    gradient.head(features()) = weights + theta.head(features());
    if (m_intercept)
        gradient[features()] = residual.sum();
    return gradient;
}

Result<VectorXd> LogisticObjective::hessianTimes(const VectorXd& curvature, const VectorXd& v) const
{
    // Both products block by block, so that a block of the features is read from memory once.
    constexpr Index kRows = 1024;
    const double shift = m_intercept ? v[features()] : 0.0;
    VectorXd z(m_x.rows());
    VectorXd weights = VectorXd::Zero(features());
    double sum = 0.0;
    for (Index begin = 0; begin < m_x.rows(); begin += kRows) {
        EH_CHECK(m_ctx.checkpoint());
        const Index end = std::min(begin + kRows, m_x.rows());
        m_x.timesInto(v.head(features()), begin, end, z);
        const auto own = curvature.segment(begin, end - begin).array();
        z.segment(begin, end - begin).array() = (z.segment(begin, end - begin).array() + shift) * own;
        m_x.addTransposedTimes(z, begin, end, weights);
        sum += z.segment(begin, end - begin).sum();
    }
    VectorXd image(size());
    image.head(features()) = weights + v.head(features());
    if (m_intercept)
        image[features()] = sum;
    return image;
}

Result<VectorXd> LogisticObjective::hessianDiagonal(const VectorXd& curvature) const
{
    VectorXd diagonal = VectorXd::Ones(size());
    for (Index j = 0; j < m_x.dense.cols(); ++j) {
        EH_CHECK(m_ctx.checkpoint());
        diagonal[j] += (m_x.dense.col(j).array().square() * curvature.array()).sum();
    }
    for (const DesignMatrix::OneHot& block : m_x.blocks) {
        EH_CHECK(m_ctx.checkpoint());
        for (Index i = 0; i < m_x.rows(); ++i)
            if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)]; code >= 0)
                diagonal[block.offset + code] += curvature[i];
    }
    if (m_intercept)
        diagonal[features()] = std::max(curvature.sum(), 1e-300);
    return diagonal;
}

Result<void> LogisticObjective::factoriseHessian(
    const VectorXd& curvature, PositiveDefiniteSolver& solver) const
{
    EH_TRY(const MatrixXd gram, blockwiseLowerGram(m_x, curvature, m_ctx));
    MatrixXd hessian = MatrixXd::Zero(size(), size());
    hessian.topLeftCorner(features(), features()) = gram;
    hessian.topLeftCorner(features(), features()).diagonal().array() += 1.0;
    if (m_intercept) {
        EH_TRY(const VectorXd border, blockwiseTransposedTimes(m_x, curvature, m_ctx));
        hessian.row(features()).head(features()) = border.transpose();
        hessian(features(), features()) = curvature.sum();
    }
    EH_CHECK(m_ctx.checkpoint());
    // With every row far from the boundary the intercept's curvature can vanish; a little is added then.
    for (double extra = 1e-14; !solver.factorise(hessian); extra *= 100.0) {
        if (!(extra < 1e6))
            return noAnswer(text("logistic regression: the Newton system cannot be solved"));
        hessian.diagonal().array() += extra * hessian.diagonal().array().abs().maxCoeff();
    }
    return kOk;
}

} // namespace evenhand
