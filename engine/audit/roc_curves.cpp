#include "engine/audit/roc_curves.h"

#include "engine/core/parallel.h"
#include "engine/statistics/interval.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/transport/sorted_groups.h"

#include <boost/math/distributions/binomial.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kBandPoints = 101;

Result<RocSteps> stepsOf(const SortedSample& negative, const SortedSample& positive, const RunContext& ctx)
{
    constexpr std::size_t kRowsPerCheck = 65'536;
    RocSteps steps;
    steps.negatives = effectiveSize(negative);
    steps.positives = effectiveSize(positive);
    const double allNegative = negative.total();
    const double allPositive = positive.total();
    std::size_t low = negative.size(); // rows of the class that are below the threshold
    std::size_t high = positive.size();
    steps.falsePositiveRate = {0.0};
    steps.truePositiveRate = {0.0};
    while (low > 0 || high > 0) {
        const double value = low == 0 ? positive.values[high - 1]
            : high == 0               ? negative.values[low - 1]
                                      : std::max(negative.values[low - 1], positive.values[high - 1]);
        while (low > 0 && negative.values[low - 1] == value)
            --low;
        while (high > 0 && positive.values[high - 1] == value)
            --high;
        steps.falsePositiveRate.push_back((allNegative - negative.weightOf(low)) / allNegative);
        steps.truePositiveRate.push_back((allPositive - positive.weightOf(high)) / allPositive);
        if (steps.falsePositiveRate.size() % kRowsPerCheck == 0)
            EH_CHECK(ctx.checkpoint());
    }
    return steps;
}

/// The curve's lowest and highest point at a false positive rate; two only where it is vertical.
Interval heightAt(const RocSteps& steps, double x)
{
    const std::vector<double>& across = steps.falsePositiveRate;
    const std::vector<double>& up = steps.truePositiveRate;
    const auto first = static_cast<std::size_t>(std::ranges::lower_bound(across, x) - across.begin());
    const auto end = static_cast<std::size_t>(std::ranges::upper_bound(across, x) - across.begin());
    if (first >= across.size())
        return {1.0, 1.0};
    if (first < end)
        return {up[first], up[end - 1]};
    const double fraction = (x - across[first - 1]) / (across[first] - across[first - 1]);
    const double height = up[first - 1] + fraction * (up[first] - up[first - 1]);
    return {height, height};
}

/// Between which shares of @p count rows those lie that chance selects when each is selected with
/// probability @p p.
Interval binomialRange(double count, double p, double confidence)
{
    if (p <= 0.0 || p >= 1.0)
        return {p, p};
    // Five digits are far more than a figure shows, and several times as fast as all of them.
    using Interpolated
        = boost::math::policies::policy<boost::math::policies::discrete_quantile<boost::math::policies::real>,
            boost::math::policies::digits10<5>>;
    const boost::math::binomial_distribution<double, Interpolated> law(count, p);
    const double tail = 0.5 * (1.0 - confidence);
    return {
        std::max(0.0, quantile(law, tail) / count), std::min(1.0, quantile(complement(law, tail)) / count)};
}

/// Which vertices are drawn: the last one in each of the equal parts into which the way along both axes, 2
/// long in all, is cut.
std::vector<std::size_t> thinned(const RocSteps& steps)
{
    const std::size_t n = steps.falsePositiveRate.size();
    std::vector<std::size_t> kept;
    const auto partOf = [&](std::size_t i) {
        constexpr double kParts = kMostRocPoints - 2; // a first and a last vertex besides
        return std::floor(0.5 * kParts * (steps.falsePositiveRate[i] + steps.truePositiveRate[i]));
    };
    for (std::size_t i = 0; i < n; ++i)
        if (n <= kMostRocPoints || i == 0 || i + 1 == n || partOf(i + 1) > partOf(i))
            kept.push_back(i);
    return kept;
}

/// Where the threshold lies, from the confusion matrix of the favourable outcome.
std::optional<RocPoint> decisionsOf(const Confusion& cells, bool isOfFavourable)
{
    // A score of the unfavourable outcome is high for those who are rejected.
    const double hits = isOfFavourable ? cells.truePositive.weight : cells.trueNegative.weight;
    const double misses = isOfFavourable ? cells.falseNegative.weight : cells.falsePositive.weight;
    const double alarms = isOfFavourable ? cells.falsePositive.weight : cells.falseNegative.weight;
    const double rests = isOfFavourable ? cells.trueNegative.weight : cells.truePositive.weight;
    if (!(hits + misses > 0.0) || !(alarms + rests > 0.0))
        return std::nullopt;
    return RocPoint {alarms / (alarms + rests), hits / (hits + misses)};
}

Result<RocCurve> curveOf(
    const SortedGroups& classes, std::size_t group, double confidence, const RunContext& ctx)
{
    RocCurve curve;
    if (classes.count(2 * group + 1) == 0 || classes.count(2 * group) == 0) {
        curve.undefined = classes.count(2 * group + 1) + classes.count(2 * group) == 0 ? text("no rows")
            : classes.count(2 * group + 1) == 0 ? text("no actual positives")
                                                : text("no actual negatives");
        return curve;
    }
    EH_TRY(const RocSteps steps, stepsOf(classes.sample(2 * group), classes.sample(2 * group + 1), ctx));
    EH_TRY(curve.band, rocBand(steps, confidence, ctx));
    curve.positives = steps.positives;
    curve.negatives = steps.negatives;
    for (const std::size_t i : thinned(steps)) {
        curve.falsePositiveRate.push_back(steps.falsePositiveRate[i]);
        curve.truePositiveRate.push_back(steps.truePositiveRate[i]);
    }
    return curve;
}

} // namespace

double RocSteps::area() const
{
    double area = 0.0;
    for (std::size_t i = 1; i < falsePositiveRate.size(); ++i)
        area += (falsePositiveRate[i] - falsePositiveRate[i - 1]) * 0.5
            * (truePositiveRate[i] + truePositiveRate[i - 1]);
    return area;
}

Result<RocSteps> rocSteps(std::span<const double> score, std::span<const double> outcome,
    std::span<const double> weight, const RunContext& ctx)
{
    std::vector<std::int32_t> positive(outcome.size());
    std::ranges::transform(outcome, positive.begin(), [](double y) { return y == 1.0 ? 1 : 0; });
    EH_TRY(const SortedGroups classes, SortedGroups::create(score, positive, weight, 2, ctx));
    if (classes.count(1) == 0)
        return noAnswer(text("no actual positives"));
    if (classes.count(0) == 0)
        return noAnswer(text("no actual negatives"));
    return stepsOf(classes.sample(0), classes.sample(1), ctx);
}

Result<RocBand> rocBand(const RocSteps& steps, double confidence, const RunContext& ctx)
{
    const double negatives = std::max(1.0, std::round(steps.negatives));
    RocBand band;
    for (std::size_t i = 0; i < kBandPoints; ++i) {
        EH_CHECK(ctx.checkpoint());
        const double x = static_cast<double>(i) / static_cast<double>(kBandPoints - 1);
        const double height = heightAt(steps, x).high;
        const Interval share = clopperPearsonInterval(height, steps.positives, confidence);
        const Interval range = binomialRange(negatives, x, confidence);
        const double below = height - heightAt(steps, range.low).low;
        const double above = heightAt(steps, range.high).high - height;
        band.falsePositiveRate.push_back(x);
        band.low.push_back(std::max(0.0, height - std::hypot(height - share.low, below)));
        band.high.push_back(std::min(1.0, height + std::hypot(share.high - height, above)));
    }
    return band;
}

Result<RocCurves> rocByGroup(const AuditReport& report, std::size_t attribute, const RunContext& ctx)
{
    if (attribute >= report.attributes.size() || !report.rows)
        return invalidArgument(text("the audit has no attribute %1", attribute + 1));
    const AuditRows& rows = *report.rows;
    if (report.task != Task::Classification)
        return noAnswer(
            text("a number has no ROC curve; it is of scores that sort people into two outcomes"));
    if (rows.score.empty())
        return noAnswer(text("there is no score, only decisions"));
    if (rows.y.empty())
        return noAnswer(text("there is no true outcome to compare the scores with"));
    const AttributeAudit& audited = report.attributes[attribute];
    const std::vector<double>& outcome = rows.scoreOutcome.empty() ? rows.y : rows.scoreOutcome;
    std::vector<std::int32_t> classes(outcome.size());
    for (std::size_t row = 0; row < classes.size(); ++row)
        classes[row] = 2 * audited.codes[row] + (outcome[row] == 1.0 ? 1 : 0);
    const std::size_t nGroups = audited.groups.size();
    EH_TRY(
        const SortedGroups sorted, SortedGroups::create(rows.score, classes, rows.weight, 2 * nGroups, ctx));
    RocCurves curves;
    curves.isOfFavourable = rows.scoreOutcome.empty();
    curves.confidence = report.spec.confidence;
    curves.groups.resize(nGroups);
    const std::optional<std::size_t> auc = report.metricIndex("roc_auc");
    const auto measure = [&](std::size_t group) -> Result<void> {
        RocCurve& own = curves.groups[group];
        EH_TRY(own, curveOf(sorted, group, curves.confidence, ctx.silent()));
        if (auc)
            own.auc = audited.groups[group].metrics[*auc];
        if (rows.threshold)
            own.decisions = decisionsOf(audited.groups[group].cells, curves.isOfFavourable);
        return kOk;
    };
    EH_CHECK(parallelFor(nGroups, ctx, measure));
    return curves;
}

} // namespace evenhand
