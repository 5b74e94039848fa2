#include "engine/divergence/sinkhorn.h"

#include "engine/divergence/bandwidth.h"
#include "engine/divergence/sinkhorn_solver.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

Result<void> checkSpec(const SinkhornSpec& spec)
{
    if (!(spec.epsilon >= 0.0) || !std::isfinite(spec.epsilon))
        return invalidArgument(text("epsilon must not be negative, and not %1", spec.epsilon));
    if (spec.iterations < 0)
        return invalidArgument(text("the number of iterations must not be negative"));
    return kOk;
}

} // namespace

SinkhornSpec trainingSinkhorn()
{
    return {};
}

SinkhornSpec displayedSinkhorn()
{
    SinkhornSpec spec;
    spec.iterations = 2000;
    spec.tolerance = 1e-6;
    return spec;
}

Result<SinkhornForm> sinkhornForm(std::span<const PointCloud> clouds,
    std::span<const CloudComparison> comparisons, const SinkhornSpec& spec, bool withGradient,
    const RunContext& ctx)
{
    EH_CHECK(checkSpec(spec));
    std::vector<const PointCloud*> compared;
    for (const CloudComparison& comparison : comparisons) {
        EH_CHECK(checkClouds(clouds[comparison.x], clouds[comparison.y]));
        compared.push_back(&clouds[comparison.x]);
        compared.push_back(&clouds[comparison.y]);
    }
    double epsilon = spec.epsilon;
    if (!(epsilon > 0.0))
        epsilon = defaultEpsilon(compared, spec.seed);
    return SinkhornSolver(clouds, comparisons).solve(epsilon, spec, withGradient, ctx);
}

Result<DivergenceGradient> sinkhornDivergence(const PointCloud& x, const PointCloud& y,
    const SinkhornSpec& spec, bool withGradient, const RunContext& ctx)
{
    const PointCloud clouds[] = {x, y};
    const CloudComparison comparison[] = {{0, 1, 1.0}};
    EH_TRY(SinkhornForm form, sinkhornForm(clouds, comparison, spec, withGradient, ctx));
    DivergenceGradient found;
    found.value = form.value;
    found.converged = form.converged;
    found.marginalError = form.marginalError;
    if (withGradient) {
        found.dx = std::move(form.gradient[0]);
        found.dy = std::move(form.gradient[1]);
    }
    return found;
}

Text notConverged(const SinkhornForm& form)
{
    return text("the Sinkhorn divergence has not converged after %1 updates at epsilon %2: a share of %3 of "
                "the mass is still out of place; a larger epsilon converges faster",
        form.iterations, form.epsilon, std::min(form.marginalError, 1.0));
}

} // namespace evenhand
