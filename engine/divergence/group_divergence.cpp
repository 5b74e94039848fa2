#include "engine/divergence/group_divergence.h"

#include "engine/divergence/compared_groups.h"
#include "engine/divergence/normalised_points.h"
#include "engine/divergence/random_features.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Value and derivative in the compared rows.
struct RowsDivergence {
    double value = 0.0;
    Eigen::MatrixXd gradient;
    bool converged = true;
};

RowsDivergence meanDivergence(const WeightedRows& rows, bool withGradient)
{
    const Index groups = rows.coefficients.rows();
    Eigen::MatrixXd means = Eigen::MatrixXd::Zero(groups, rows.points.cols());
    for (Index i = 0; i < rows.points.rows(); ++i)
        means.row(rows.group[static_cast<std::size_t>(i)]) += rows.weight[i] * rows.points.row(i);
    // The form only sees differences of means.
    means.rowwise() -= means.row(0).eval();
    const Eigen::MatrixXd pull = rows.coefficients * means;
    RowsDivergence found;
    found.value = std::max(0.0, pull.cwiseProduct(means).sum());
    if (!withGradient)
        return found;
    found.gradient.resize(rows.points.rows(), rows.points.cols());
    for (Index i = 0; i < rows.points.rows(); ++i)
        found.gradient.row(i) = 2.0 * rows.weight[i] * pull.row(rows.group[static_cast<std::size_t>(i)]);
    return found;
}

Result<RowsDivergence> kernelDivergence(
    const ComparedGroups& groups, const GroupDivergenceSpec& spec, bool withGradient, const RunContext& ctx)
{
    MmdKernel kernel {MmdKernelKind::Gaussian, spec.bandwidths};
    const double natural = std::sqrt(2.0 * static_cast<double>(groups.rows.points.cols()));
    if (spec.kind == DivergenceKind::Energy)
        kernel = {MmdKernelKind::Energy, {}};
    else if (kernel.bandwidths.empty())
        kernel.bandwidths = {0.5 * natural, natural, 2.0 * natural};
    KernelForm form;
    if (spec.kind == DivergenceKind::Mmd && spec.randomFeatures > 0) {
        EH_CHECK(checkKernel(kernel));
        const RandomFeatures features = RandomFeatures::drawn(
            spec.randomFeatures, groups.rows.points.cols(), kernel.bandwidths, spec.seed);
        EH_TRY(form, featureForm(groups.rows, features, withGradient, ctx));
    } else {
        EH_TRY(form, kernelForm(groups.rows, kernel, withGradient, ctx));
    }
    return RowsDivergence {std::max(0.0, form.value), std::move(form.gradient), true};
}

Result<RowsDivergence> transportDivergence(
    const ComparedGroups& groups, const GroupDivergenceSpec& spec, bool withGradient, const RunContext& ctx)
{
    SinkhornSpec sinkhorn;
    sinkhorn.epsilon
        = spec.epsilon > 0.0 ? spec.epsilon : 0.3 * static_cast<double>(groups.rows.points.cols());
    sinkhorn.iterations = spec.iterations;
    EH_TRY(const SinkhornForm form,
        sinkhornForm(groups.clouds(spec.comparison), groups.comparisons(spec.comparison), sinkhorn,
            withGradient, ctx));
    RowsDivergence found {form.value, {}, form.converged};
    if (withGradient)
        found.gradient = groups.gathered(form.gradient);
    return found;
}

Result<RowsDivergence> divergenceOf(
    const ComparedGroups& groups, const GroupDivergenceSpec& spec, bool withGradient, const RunContext& ctx)
{
    switch (spec.kind) {
    case DivergenceKind::Mean:
        return meanDivergence(groups.rows, withGradient);
    case DivergenceKind::Sinkhorn:
        return transportDivergence(groups, spec, withGradient, ctx);
    case DivergenceKind::Mmd:
    case DivergenceKind::Energy:
        break;
    }
    return kernelDivergence(groups, spec, withGradient, ctx);
}

} // namespace

Result<GroupDivergence> groupDivergence(const Eigen::MatrixXd& h, std::span<const std::int32_t> group,
    std::size_t nGroups, const Eigen::VectorXd& weight, const GroupDivergenceSpec& spec, bool withGradient,
    const RunContext& ctx)
{
    NormalisedPoints normalised;
    if (spec.normalise)
        normalised = NormalisedPoints::of(h);
    const Eigen::MatrixXd& points = spec.normalise ? normalised.points : h;
    EH_TRY(const ComparedGroups groups, ComparedGroups::of(points, group, nGroups, weight, spec.comparison));
    EH_TRY(const RowsDivergence found, divergenceOf(groups, spec, withGradient, ctx));
    const bool perColumn
        = spec.normalise && (spec.kind == DivergenceKind::Mean || spec.kind == DivergenceKind::Sinkhorn);
    const double factor = perColumn ? 1.0 / static_cast<double>(h.cols()) : 1.0;
    GroupDivergence divergence;
    divergence.value = factor * found.value;
    divergence.converged = found.converged;
    if (!withGradient)
        return divergence;
    Eigen::MatrixXd gradient = Eigen::MatrixXd::Zero(h.rows(), h.cols());
    for (std::size_t i = 0; i < groups.source.size(); ++i)
        gradient.row(groups.source[i]) = factor * found.gradient.row(static_cast<Index>(i));
    divergence.gradient = spec.normalise ? normalised.pullBack(gradient) : std::move(gradient);
    return divergence;
}

} // namespace evenhand
