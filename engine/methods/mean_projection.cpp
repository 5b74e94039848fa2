#include "engine/methods/mean_projection.h"

#include "engine/learners/mean_windows.h"
#include "engine/learners/row_blocks.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Differences of every group's mean from the first one's of its family, (d, Σ(groups - 1)).
Result<MatrixXd> meanDifferences(
    const DesignMatrix& x, const MeanConstraints& constraints, const RunContext& ctx)
{
    const MatrixXd weights = meanWeights(constraints, x.rows());
    MatrixXd means(x.features(), weights.cols());
    for (Index k = 0; k < weights.cols(); ++k) {
        EH_TRY(means.col(k), blockwiseTransposedTimes(x, weights.col(k), ctx));
    }
    const std::vector<std::size_t> groups = groupCounts(constraints);
    MatrixXd u(x.features(), weights.cols() - static_cast<Index>(groups.size()));
    Index from = 0;
    Index to = 0;
    for (const std::size_t count : groups) {
        for (Index g = 1; g < static_cast<Index>(count); ++g)
            u.col(to++) = means.col(from) - means.col(from + g);
        from += static_cast<Index>(count);
    }
    return u;
}

} // namespace

void MeanProjection::prepareElimination(MatrixXd u, const std::vector<std::string>& names)
{
    // Gaussian elimination with the largest entry as pivot: afterwards the columns are the identity on the
    // pivots.
    const double scale = u.cwiseAbs().maxCoeff();
    std::vector<Index> columns;
    for (Index k = 0; k < u.cols(); ++k) {
        Index pivot = 0;
        const double largest = u.col(k).cwiseAbs().maxCoeff(&pivot);
        if (!(largest > 1e-12 * scale))
            continue;
        u.col(k) /= u(pivot, k);
        for (Index other = 0; other < u.cols(); ++other)
            if (other != k)
                u.col(other) -= u(pivot, other) * u.col(k);
        columns.push_back(k);
        m_pivot.push_back(pivot);
        m_dropped.push_back(names[static_cast<std::size_t>(pivot)]);
    }
    m_ratio.resize(u.rows(), static_cast<Index>(columns.size()));
    for (std::size_t k = 0; k < columns.size(); ++k)
        m_ratio.col(static_cast<Index>(k)) = u.col(columns[k]);
}

Result<MeanProjection> MeanProjection::fit(const DesignMatrix& x, const MeanConstraints& constraints,
    ProjectionKind kind, double strength, const RunContext& ctx)
{
    MeanProjection made;
    made.m_kind = kind;
    EH_TRY(MatrixXd u, meanDifferences(x, constraints, ctx));
    if (kind == ProjectionKind::Elimination) {
        made.prepareElimination(std::move(u), x.featureNames);
        return made;
    }
    made.m_share = 1.0 - std::sqrt(1.0 - strength);
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(u.transpose() * u);
    // Means that do not differ leave nothing to take off.
    const double cut = 1e-12 * std::max(eigen.eigenvalues().maxCoeff(), 1e-300);
    std::vector<Index> kept;
    for (Index k = 0; k < u.cols(); ++k)
        if (eigen.eigenvalues()[k] > cut)
            kept.push_back(k);
    made.m_basis.resize(u.rows(), static_cast<Index>(kept.size()));
    for (std::size_t k = 0; k < kept.size(); ++k)
        made.m_basis.col(static_cast<Index>(k))
            = u * eigen.eigenvectors().col(kept[k]) / std::sqrt(eigen.eigenvalues()[kept[k]]);
    return made;
}

Result<DesignMatrix> MeanProjection::apply(const DesignMatrix& x, const RunContext& ctx) const
{
    EH_CHECK(ctx.checkpoint());
    DesignMatrix made;
    made.featureNames = x.featureNames;
    made.dense = x.toDense();
    EH_CHECK(ctx.checkpoint());
    if (m_kind == ProjectionKind::Projection) {
        for (Index k = 0; k < m_basis.cols(); ++k) {
            EH_TRY(const VectorXd along, blockwiseTimes(x, m_basis.col(k), ctx));
            for (Index j = 0; j < made.dense.cols(); ++j)
                if (m_basis(j, k) != 0.0)
                    made.dense.col(j) -= (m_share * m_basis(j, k)) * along;
        }
        return made;
    }
    const MatrixXd pivots = made.dense(Eigen::all, m_pivot);
    std::vector<Index> kept;
    std::vector<std::string> names;
    for (Index j = 0; j < made.dense.cols(); ++j) {
        if (std::ranges::find(m_pivot, j) != m_pivot.end())
            continue;
        for (Index k = 0; k < pivots.cols(); ++k)
            if (m_ratio(j, k) != 0.0)
                made.dense.col(j) -= m_ratio(j, k) * pivots.col(k);
        kept.push_back(j);
        names.push_back(x.featureNames[static_cast<std::size_t>(j)]);
    }
    made.dense = made.dense(Eigen::all, kept).eval();
    made.featureNames = std::move(names);
    return made;
}

} // namespace evenhand
