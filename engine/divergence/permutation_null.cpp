#include "engine/divergence/permutation_null.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/divergence/bandwidth.h"
#include "engine/divergence/exact_transport.h"
#include "engine/divergence/permuted_forms.h"
#include "engine/divergence/sinkhorn.h"
#include "engine/transport/distances.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace evenhand {

using Eigen::Index;

namespace {

/// Streams of the seed: subsamples, the bandwidth, then one per permutation.
constexpr std::uint64_t kStreamOfA = 1;
constexpr std::uint64_t kStreamOfB = 2;
constexpr std::uint64_t kFirstPermutation = 16;
/// A null level need not have the digits of the value beside it.
constexpr double kNullTolerance = 1e-3;
constexpr int kNullIterations = 200;

Eigen::MatrixXd drawnRows(const Eigen::MatrixXd& rows, Index most, std::uint64_t seed, std::uint64_t stream)
{
    if (rows.rows() <= most)
        return rows;
    std::vector<Index> order(static_cast<std::size_t>(rows.rows()));
    std::iota(order.begin(), order.end(), Index {0});
    Rng rng(seed, stream);
    for (std::size_t i = 0; i < static_cast<std::size_t>(most); ++i)
        std::swap(order[i], order[i + rng.below(order.size() - i)]);
    order.resize(static_cast<std::size_t>(most));
    std::sort(order.begin(), order.end());
    return rows(order, Eigen::all);
}

/// Both samples one after the other, and how many rows are the first's.
struct Pooled {
    Eigen::MatrixXd rows;
    Index ofA = 0;

    [[nodiscard]] Index ofB() const { return rows.rows() - ofA; }
    /// Which rows are the first group's after permutation @p k; 0 is the order as it is.
    [[nodiscard]] std::vector<Index> order(std::uint64_t seed, int k) const
    {
        std::vector<Index> order(static_cast<std::size_t>(rows.rows()));
        std::iota(order.begin(), order.end(), Index {0});
        if (k > 0) {
            Rng rng(seed, kFirstPermutation + static_cast<std::uint64_t>(k));
            rng.shuffle(std::span(order));
        }
        return order;
    }
};

/// Values of the distance: first of the groups as they are, then of each permutation.
using Values = std::vector<double>;

void summarise(const Values& values, PermutationTest& test)
{
    test.value = values.front();
    test.permutations = static_cast<int>(values.size()) - 1;
    Values null(values.begin() + 1, values.end());
    std::sort(null.begin(), null.end());
    // Permutations that leave the groups as they are differ by rounding.
    const double least = test.value - 1e-12 * std::max(std::abs(test.value), std::abs(null.back()));
    const auto asLarge = null.end() - std::lower_bound(null.begin(), null.end(), least);
    const auto n = static_cast<double>(null.size());
    test.p = (1.0 + static_cast<double>(asLarge)) / (1.0 + n);
    test.nullMean = std::accumulate(null.begin(), null.end(), 0.0) / n;
    test.null95 = null[static_cast<std::size_t>(std::ceil(0.95 * n)) - 1];
}

MmdKernel kernelOf(const PermutationSpec& spec, double bandwidth)
{
    if (spec.kind == DistanceKind::Energy)
        return {MmdKernelKind::Energy, {}};
    return {MmdKernelKind::Gaussian, {bandwidth}};
}

Result<Values> kernelValues(
    const Pooled& pooled, const PermutationSpec& spec, PermutationTest& test, const RunContext& ctx)
{
    if (spec.kind == DistanceKind::Mmd)
        test.scale = spec.bandwidth > 0.0 ? spec.bandwidth : medianDistance(pooled.rows, spec.seed);
    const MmdKernel kernel = kernelOf(spec, test.scale);
    const double ownA = 1.0 / static_cast<double>(pooled.ofA);
    const double ownB = -1.0 / static_cast<double>(pooled.ofB());
    const Index count = spec.permutations + 1;
    // Behind the permutations each group alone: the parts of the unbiased estimate.
    Eigen::MatrixXd signs = Eigen::MatrixXd::Zero(pooled.rows.rows(), count + 2);
    for (Index k = 0; k < count; ++k) {
        const std::vector<Index> order = pooled.order(spec.seed, static_cast<int>(k));
        for (std::size_t i = 0; i < order.size(); ++i)
            signs(order[i], k) = static_cast<Index>(i) < pooled.ofA ? ownA : ownB;
    }
    signs.col(count).head(pooled.ofA).setConstant(ownA);
    signs.col(count + 1).tail(pooled.ofB()).setConstant(ownB);
    EH_TRY(const Eigen::VectorXd forms, permutedForms(pooled.rows, signs, kernel, ctx));
    const double atZero = spec.kind == DistanceKind::Energy ? 0.0 : 1.0;
    const auto correction = [&](double form, Index rows) {
        // Σ_{i≠j} k / (n (n-1)) less Σ_ij k / n²
        return (form - atZero) / static_cast<double>(rows - 1);
    };
    test.unbiased
        = forms[0] + correction(forms[count], pooled.ofA) + correction(forms[count + 1], pooled.ofB());
    Values values(forms.begin(), forms.begin() + count);
    for (double& value : values)
        value = std::max(0.0, value);
    return values;
}

/// value(k, first rows, second rows) of all permutations, in parallel.
Result<Values> permutedValues(const Pooled& pooled, const PermutationSpec& spec, const RunContext& ctx,
    const std::function<Result<double>(
        int, const Eigen::MatrixXd&, const Eigen::MatrixXd&, const RunContext&)>& value)
{
    Values values(static_cast<std::size_t>(spec.permutations) + 1);
    const RunContext silent = ctx.silent();
    const auto find = [&](std::size_t k) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const std::vector<Index> order = pooled.order(spec.seed, static_cast<int>(k));
        const std::span<const Index> all(order);
        const auto ofA = static_cast<std::size_t>(pooled.ofA);
        EH_TRY(values[k],
            value(static_cast<int>(k), pooled.rows(all.first(ofA), Eigen::all),
                pooled.rows(all.subspan(ofA), Eigen::all), silent));
        return kOk;
    };
    EH_CHECK(parallelFor(values.size(), ctx, find));
    return values;
}

Result<Values> sinkhornValues(
    const Pooled& pooled, const PermutationSpec& spec, PermutationTest& test, const RunContext& ctx)
{
    SinkhornSpec shown = displayedSinkhorn();
    const double median = medianDistance(pooled.rows, spec.seed);
    shown.epsilon = spec.epsilon > 0.0 ? spec.epsilon : 0.15 * median * median;
    SinkhornSpec null = shown;
    null.tolerance = kNullTolerance;
    null.iterations = kNullIterations;
    test.scale = shown.epsilon;
    return permutedValues(pooled, spec, ctx,
        [&](int k, const Eigen::MatrixXd& a, const Eigen::MatrixXd& b,
            const RunContext& own) -> Result<double> {
            const PointCloud clouds[] = {{a, {}}, {b, {}}};
            const CloudComparison pair[] = {{0, 1, 1.0}};
            EH_TRY(const SinkhornForm form, sinkhornForm(clouds, pair, k == 0 ? shown : null, false, own));
            if (k == 0 && !form.converged)
                test.warning = notConverged(form);
            return form.value;
        });
}

double wasserstein1Of(Eigen::MatrixXd a, Eigen::MatrixXd b, bool squared)
{
    const auto sorted = [](Eigen::MatrixXd& column) {
        std::sort(column.data(), column.data() + column.size());
        return SortedSample {
            std::span<const double>(column.data(), static_cast<std::size_t>(column.size())), {}};
    };
    return squared ? squaredWasserstein2(sorted(a), sorted(b)) : wasserstein1(sorted(a), sorted(b));
}

Result<Values> wassersteinValues(
    const Pooled& pooled, const PermutationSpec& spec, PermutationTest& test, const RunContext& ctx)
{
    const bool isOneColumn = pooled.rows.cols() == 1;
    return permutedValues(pooled, spec, ctx,
        [&](int k, const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const RunContext&) -> Result<double> {
            if (k == 0 && isOneColumn)
                test.squaredWasserstein2 = wasserstein1Of(a, b, true);
            if (isOneColumn)
                return wasserstein1Of(a, b, false);
            if (k == 0) {
                EH_TRY(test.squaredWasserstein2, exactTransport(a, b, TransportCost::SquaredDistance));
            }
            return exactTransport(a, b, TransportCost::Distance);
        });
}

Result<Values> valuesOf(
    const Pooled& pooled, const PermutationSpec& spec, PermutationTest& test, const RunContext& ctx)
{
    switch (spec.kind) {
    case DistanceKind::Sinkhorn:
        return sinkhornValues(pooled, spec, test, ctx);
    case DistanceKind::Wasserstein:
        return wassersteinValues(pooled, spec, test, ctx);
    case DistanceKind::Mmd:
    case DistanceKind::Energy:
        break;
    }
    return kernelValues(pooled, spec, test, ctx);
}

Result<void> check(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const PermutationSpec& spec)
{
    if (a.rows() < 2 || b.rows() < 2)
        return invalidData(text("a comparison needs two rows in each group"));
    if (a.cols() != b.cols() || a.cols() == 0)
        return invalidData(text("the groups have %1 and %2 columns", a.cols(), b.cols()));
    if (!a.allFinite() || !b.allFinite())
        return invalidData(text("a number is not finite"));
    const auto bad = [](double value) { return !(value >= 0.0) || !std::isfinite(value); };
    if (bad(spec.bandwidth) || bad(spec.epsilon))
        return invalidArgument(text("bandwidth and epsilon must be positive"));
    if (spec.permutations < 0 || spec.mostRows < 0)
        return invalidArgument(text("numbers of permutations and rows must not be negative"));
    return kOk;
}

} // namespace

int defaultPermutations(DistanceKind kind, Index columns)
{
    const bool isOptimisation
        = kind == DistanceKind::Sinkhorn || (kind == DistanceKind::Wasserstein && columns > 1);
    return isOptimisation ? 20 : 200;
}

Index defaultMostRows(DistanceKind kind, Index columns)
{
    switch (kind) {
    case DistanceKind::Wasserstein:
        return columns > 1 ? 1000 : std::numeric_limits<Index>::max();
    case DistanceKind::Sinkhorn:
        return 1000;
    case DistanceKind::Mmd:
    case DistanceKind::Energy:
        break;
    }
    return 2000;
}

Result<PermutationTest> permutationTest(
    const Eigen::MatrixXd& a, const Eigen::MatrixXd& b, const PermutationSpec& spec, const RunContext& ctx)
{
    EH_CHECK(check(a, b, spec));
    PermutationSpec own = spec;
    if (own.permutations == 0)
        own.permutations = defaultPermutations(spec.kind, a.cols());
    const Index most = spec.mostRows > 0 ? spec.mostRows : defaultMostRows(spec.kind, a.cols());
    const Eigen::MatrixXd fromA = drawnRows(a, most, spec.seed, kStreamOfA);
    const Eigen::MatrixXd fromB = drawnRows(b, most, spec.seed, kStreamOfB);
    Pooled pooled {Eigen::MatrixXd(fromA.rows() + fromB.rows(), a.cols()), fromA.rows()};
    pooled.rows << fromA, fromB;
    PermutationTest test;
    test.rowsA = pooled.ofA;
    test.rowsB = pooled.ofB();
    test.isSubsampled = test.rowsA < a.rows() || test.rowsB < b.rows();
    EH_TRY(const Values values, valuesOf(pooled, own, test, ctx));
    summarise(values, test);
    return test;
}

} // namespace evenhand
