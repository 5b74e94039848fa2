#include "engine/divergence/random_features.h"

#include "engine/core/rng.h"

#include <cmath>
#include <numbers>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr Index kBlockRows = 64;

/// Ω x + b of some rows, (rows, D).
Eigen::ArrayXXd arguments(const WeightedRows& rows, const RandomFeatures& features, Index first, Index count)
{
    Eigen::MatrixXd found = rows.points.middleRows(first, count) * features.frequency.transpose();
    found.rowwise() += features.phase.transpose();
    return found.array();
}

/// Calls body(first, count) for blocks of rows.
template <class Body> Result<void> forBlocks(Index rows, const RunContext& ctx, const Body& body)
{
    for (Index first = 0; first < rows; first += kBlockRows) {
        EH_CHECK(ctx.checkpoint());
        body(first, std::min(kBlockRows, rows - first));
    }
    return kOk;
}

} // namespace

RandomFeatures RandomFeatures::drawn(
    Index count, Index dims, std::span<const double> bandwidths, std::uint64_t seed)
{
    RandomFeatures features {Eigen::MatrixXd(count, dims), Eigen::VectorXd(count)};
    Rng rng(seed);
    for (Index f = 0; f < count; ++f) {
        const double bandwidth = bandwidths[static_cast<std::size_t>(f) % bandwidths.size()];
        for (Index k = 0; k < dims; ++k)
            features.frequency(f, k) = rng.normal() / bandwidth;
        features.phase[f] = 2.0 * std::numbers::pi * rng.uniform();
    }
    return features;
}

Result<KernelForm> featureForm(
    const WeightedRows& rows, const RandomFeatures& features, bool withGradient, const RunContext& ctx)
{
    if (features.frequency.cols() != rows.points.cols())
        return invalidArgument(text("features of %1 coordinates cannot serve points of %2",
            features.frequency.cols(), rows.points.cols()));
    const Index count = features.frequency.rows();
    const double scale = std::sqrt(2.0 / static_cast<double>(count));
    const Index groups = rows.coefficients.rows();
    Eigen::MatrixXd means = Eigen::MatrixXd::Zero(groups, count);
    EH_CHECK(forBlocks(rows.points.rows(), ctx, [&](Index first, Index n) {
        const Eigen::ArrayXXd z = scale * arguments(rows, features, first, n).cos();
        for (Index i = 0; i < n; ++i)
            means.row(rows.group[static_cast<std::size_t>(first + i)])
                += rows.weight[first + i] * z.row(i).matrix();
    }));
    const Eigen::MatrixXd pull = rows.coefficients * means;
    KernelForm form;
    form.value = pull.cwiseProduct(means).sum();
    if (!withGradient)
        return form;
    form.gradient.resize(rows.points.rows(), rows.points.cols());
    EH_CHECK(forBlocks(rows.points.rows(), ctx, [&](Index first, Index n) {
        Eigen::ArrayXXd slope = -scale * arguments(rows, features, first, n).sin();
        for (Index i = 0; i < n; ++i)
            slope.row(i) *= 2.0 * rows.weight[first + i]
                * pull.row(rows.group[static_cast<std::size_t>(first + i)]).array();
        form.gradient.middleRows(first, n).noalias() = slope.matrix() * features.frequency;
    }));
    return form;
}

} // namespace evenhand
