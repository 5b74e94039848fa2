#include "engine/audit/calibration_curves.h"

#include "engine/audit/calibration_interval.h"
#include "engine/audit/group_columns.h"
#include "engine/audit/rate_rows.h"
#include "engine/core/parallel.h"
#include "engine/statistics/rate_intervals.h"

namespace evenhand {

namespace {

Result<void> checkRequest(const AuditReport& report, std::size_t attribute, const CalibrationCut& cut)
{
    constexpr std::size_t kMostBins = 1000;
    if (attribute >= report.attributes.size() || !report.rows)
        return invalidArgument(text("the audit has no attribute %1", attribute + 1));
    if (cut.bins < 1 || cut.bins > kMostBins)
        return invalidArgument(
            text("%1 bins cannot be drawn", cut.bins), text("choose between 1 and %1", kMostBins));
    if (report.task != Task::Classification)
        return noAnswer(text("a predicted number is no probability, so it has no calibration curve"));
    if (report.rows->score.empty())
        return noAnswer(text("there is no score, only decisions"));
    if (report.rows->y.empty())
        return noAnswer(text("there is no true outcome to compare the scores with"));
    if (!report.rows->scoreIsProbability)
        return noAnswer(text("the scores are not probabilities between 0 and 1"));
    return kOk;
}

CalibrationPoint pointOf(const CalibrationBin& bin, double confidence)
{
    CalibrationPoint point;
    point.rows = bin.rows;
    point.meanScore = bin.meanScore;
    point.observed.value = bin.positiveShare;
    point.observed.effectiveCount = bin.effectiveCount();
    const Interval interval = wilsonInterval(bin.positiveShare, bin.effectiveCount(), confidence);
    point.observed.low = interval.low;
    point.observed.high = interval.high;
    return point;
}

CalibrationCurve curveOf(const MetricInput& input, const CalibrationCut& cut, double confidence)
{
    CalibrationCurve curve;
    if (input.score.empty()) {
        curve.undefined = text("no rows");
        return curve;
    }
    for (const CalibrationBin& bin : calibrationBins(input, cut.bins, cut.binning))
        curve.points.push_back(pointOf(bin, confidence));
    curve.errorByChance
        = calibrationErrorByChance(calibrationBins(input, kCalibrationErrorBins, Binning::EqualMass));
    const std::span<const double> outcome = input.scoreOutcome.empty() ? input.y : input.scoreOutcome;
    MeanSum promised;
    MeanSum excess;
    for (std::size_t row = 0; row < input.score.size(); ++row) {
        const double weight = input.weight.empty() ? 1.0 : input.weight[row];
        promised.add(input.score[row], weight);
        excess.add(outcome[row] - input.score[row], weight);
    }
    curve.meanScore = promised.mean();
    curve.inTheLarge = excess.value(false, confidence, "no rows");
    curve.observed = curve.meanScore + excess.mean();
    return curve;
}

} // namespace

Result<CalibrationCurves> calibrationByGroup(
    const AuditReport& report, std::size_t attribute, const CalibrationCut& cut, const RunContext& ctx)
{
    EH_CHECK(checkRequest(report, attribute, cut));
    const AttributeAudit& audited = report.attributes[attribute];
    const std::size_t nGroups = audited.groups.size();
    const std::vector<GroupColumns> columns = splitColumns(*report.rows, audited.codes, nGroups);
    CalibrationCurves curves;
    curves.isOfFavourable = report.rows->scoreOutcome.empty();
    curves.confidence = report.spec.confidence;
    curves.cut = cut;
    curves.groups.resize(nGroups);
    const std::optional<std::size_t> error = report.metricIndex("expected_calibration_error");
    const auto measure = [&](std::size_t group) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        CalibrationCurve& own = curves.groups[group];
        own = curveOf(columns[group].input(report.task), cut, curves.confidence);
        if (error)
            own.error = audited.groups[group].metrics[*error];
        return kOk;
    };
    EH_CHECK(parallelFor(nGroups, ctx, measure));
    return curves;
}

} // namespace evenhand
