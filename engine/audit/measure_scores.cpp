#include "engine/audit/measure.h"

#include "engine/audit/score_histograms.h"
#include "engine/statistics/interval.h"
#include "engine/statistics/resampling.h"
#include "engine/transport/distances.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::array<std::string_view, 4> kIds {
    "ks_distance", "wasserstein_1", "wasserstein_2", "barycenter_unfairness"};
/// Bins behind the bootstrap: their width is far below the fluctuation that the interval describes.
constexpr std::size_t kBootstrapBins = 512;
constexpr std::size_t kPermutationBins = 64;
/// Steps that resampling may take in all; tables of very many groups get fewer replicates.
constexpr double kMostSteps = 4e8;
constexpr std::size_t kFewestReplicates = 200;

std::array<double, 4> listed(const ScoreDistances& distances)
{
    return {distances.ks, distances.wasserstein1, distances.wasserstein2, distances.unfairness};
}

std::size_t affordable(const AuditReport& report, const ScoreHistograms& histograms)
{
    const auto groups = static_cast<double>(histograms.groups);
    const double steps = (0.5 * groups * (groups - 1.0) + groups) * static_cast<double>(histograms.bins());
    const auto most = static_cast<std::size_t>(kMostSteps / std::max(1.0, steps));
    return std::min(report.spec.replicates, std::max(kFewestReplicates, most));
}

using Replicates = std::array<std::vector<double>, 4>;

/// How far resampling moves each distance at most.
Result<Replicates> deviations(
    const AuditReport& report, const ScoreHistograms& histograms, const RunContext& ctx)
{
    Replicates values;
    const std::size_t replicates = affordable(report, histograms);
    for (std::vector<double>& own : values)
        own.resize(replicates);
    EH_CHECK(forEachResample(histograms.counts, replicates, report.spec.seed, ctx,
        [&](std::size_t replicate, std::span<const double> counts) {
            const auto own
                = listed(scoreDeviations(histograms.values, histograms.counts, counts, histograms.groups));
            for (std::size_t i = 0; i < own.size(); ++i)
                values[i][replicate] = own[i];
        }));
    return values;
}

Result<Replicates> permuted(
    const AuditReport& report, const ScoreHistograms& histograms, const RunContext& ctx)
{
    Replicates values;
    const std::size_t replicates = std::min<std::size_t>(999, affordable(report, histograms));
    for (std::vector<double>& own : values)
        own.resize(replicates);
    EH_CHECK(forEachPermutation(histograms.counts, histograms.bins(), replicates, report.spec.seed, ctx,
        [&](std::size_t replicate, std::span<const double> counts) {
            const auto own = listed(scoreDistances(histograms.values, counts, histograms.groups));
            for (std::size_t i = 0; i < own.size(); ++i)
                values[i][replicate] = own[i];
        }));
    return values;
}

/// The distance ± what resampling moves it at most, in @p confidence of the resamples. A distance has no
/// sign, so chance can only enlarge it and quantiles of resampled distances lie too high (they covered equal
/// groups in half of the tables); by the triangle inequality this interval covers at least as often as it
/// says.
/// @param isSquare  the value is the square of the distance that moves
Interval distanceInterval(double value, std::span<const double> moved, double confidence, bool isSquare)
{
    std::vector<double> ascending(moved.begin(), moved.end());
    std::ranges::sort(ascending);
    const auto place
        = static_cast<std::size_t>(std::ceil(confidence * static_cast<double>(ascending.size()))) - 1;
    const double most = ascending[std::min(place, ascending.size() - 1)];
    const double distance = isSquare ? std::sqrt(value) : value;
    const double low = std::max(0.0, distance - most);
    const double high = distance + most;
    return isSquare ? Interval {low * low, high * high} : Interval {low, high};
}

MetricValue valueOf(const Result<GroupDistance>& distance, const std::vector<std::string>& names)
{
    if (distance.has_error())
        return undefinedValue(text("fewer than two groups have rows"));
    MetricValue value = definedValue(distance->value);
    value.groups = {names[distance->groupA], names[distance->groupB]};
    return value;
}

} // namespace

Result<std::vector<DisparityAudit>> measureScoreDisparities(
    const AuditReport& report, const AttributeAudit& attribute, const RunContext& ctx)
{
    std::vector<DisparityAudit> disparities;
    if (report.rows->score.empty())
        return disparities;
    const std::vector<std::string> names = attribute.names();
    EH_TRY(const SortedGroups sorted,
        SortedGroups::create(report.rows->score, attribute.codes, report.rows->weight, names.size(), ctx));
    EH_CHECK(ctx.checkpoint());
    std::array<MetricValue, 4> exact {valueOf(ksDistance(sorted), names),
        valueOf(wasserstein1(sorted), names), valueOf(wasserstein2(sorted), names), {}};
    const Result<double> unfairness = barycenterUnfairness(sorted);
    exact[3] = unfairness.has_error() ? undefinedValue(unfairness.error().what) : definedValue(*unfairness);
    const bool isDefined = exact[0].value.has_value();
    Replicates moved;
    Replicates permutations;
    std::array<double, 4> coarse {};
    if (isDefined) {
        const ScoreHistograms histograms = scoreHistograms(sorted, kBootstrapBins);
        EH_TRY(moved, deviations(report, histograms, ctx));
        const ScoreHistograms few = scoreHistograms(sorted, kPermutationBins);
        coarse = listed(scoreDistances(few.values, few.counts, few.groups));
        EH_TRY(permutations, permuted(report, few, ctx));
    }
    for (std::size_t i = 0; i < kIds.size(); ++i) {
        DisparityAudit disparity;
        disparity.id = kIds[i];
        disparity.value = exact[i];
        if (isDefined) {
            const bool isSquare = kIds[i] == "barycenter_unfairness";
            const Interval interval
                = distanceInterval(*exact[i].value, moved[i], report.spec.confidence, isSquare);
            disparity.value.low = interval.low;
            disparity.value.high = kIds[i] == "ks_distance" ? std::min(1.0, interval.high) : interval.high;
            disparity.p = permutationPValue(coarse[i], permutations[i]);
            disparity.test = text("permutation test, %1 permutations", permutations[i].size());
        }
        disparities.push_back(std::move(disparity));
    }
    return disparities;
}

} // namespace evenhand
