#include "engine/divergence/mmd.h"

#include "engine/divergence/packed_cloud.h"

#include <algorithm>

namespace evenhand {

namespace {

WeightedRows stacked(const PointCloud& x, const PointCloud& y)
{
    WeightedRows rows;
    rows.points.resize(x.size() + y.size(), x.points.cols());
    rows.points << x.points, y.points;
    rows.weight.resize(x.size() + y.size());
    rows.weight << sharesOf(x), sharesOf(y);
    rows.group.assign(static_cast<std::size_t>(x.size()), 0);
    rows.group.resize(static_cast<std::size_t>(x.size() + y.size()), 1);
    rows.coefficients.resize(2, 2);
    rows.coefficients << 1.0, -1.0, -1.0, 1.0;
    return rows;
}

} // namespace

Result<DivergenceGradient> squaredMmd(const PointCloud& x, const PointCloud& y, const MmdKernel& kernel,
    MmdEstimate estimate, bool withGradient, const RunContext& ctx)
{
    EH_CHECK(checkClouds(x, y));
    WeightedRows rows = stacked(x, y);
    double diagonal = 0.0;
    if (estimate == MmdEstimate::Unbiased) {
        if (x.size() < 2 || y.size() < 2)
            return invalidData(text("an unbiased estimate needs two rows in each group"));
        const double atZero = kernel.kind == MmdKernelKind::Energy ? 0.0 : 1.0;
        const double squaresX = rows.weight.head(x.size()).squaredNorm();
        const double squaresY = rows.weight.tail(y.size()).squaredNorm();
        rows.coefficients(0, 0) = 1.0 / (1.0 - squaresX);
        rows.coefficients(1, 1) = 1.0 / (1.0 - squaresY);
        diagonal = atZero * (squaresX / (1.0 - squaresX) + squaresY / (1.0 - squaresY));
    }
    EH_TRY(const KernelForm form, kernelForm(rows, kernel, withGradient, ctx));
    DivergenceGradient found;
    found.value = estimate == MmdEstimate::Biased ? std::max(0.0, form.value) : form.value - diagonal;
    if (withGradient) {
        found.dx = form.gradient.topRows(x.size());
        found.dy = form.gradient.bottomRows(y.size());
    }
    return found;
}

} // namespace evenhand
