#include "engine/figures/audit_curves.h"

#include "engine/audit/verdict_text.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// What both figures need to know of the groups.
struct Cast {
    std::vector<std::string> names;
    std::vector<double> counts;
    std::vector<ShownGroup> shown;
};

Cast castOf(const AttributeAudit& attribute)
{
    Cast cast;
    cast.names = attribute.readable();
    for (const GroupAudit& group : attribute.groups)
        cast.counts.push_back(group.rows);
    cast.shown = shownGroups(cast.counts);
    return cast;
}

/// The outcome that the score speaks of, for a sentence.
Text outcomeNote(const AuditReport& report, bool isOfFavourable)
{
    const std::string& favourable = report.rows->favourable;
    return isOfFavourable
        ? text("The score speaks of the favourable outcome, %1 = “%2”.", report.roles.target, favourable)
        : text(
            "The score speaks of the unfavourable outcome, %1 other than “%2”: here “positive” means that.",
            report.roles.target, favourable);
}

FigureLayer diagonal(Text name)
{
    FigureLayer layer;
    layer.mark = Mark::Line;
    layer.name = std::move(name);
    layer.hue = Hue::Muted;
    layer.stroke = Stroke::Dashed;
    layer.x = {0.0, 1.0};
    layer.y = {0.0, 1.0};
    return layer;
}

FigureLayer bandLayer(const RocBand& band, const ShownGroup& shown, const Cast& cast, double confidence)
{
    FigureLayer layer = groupLayer(Mark::Area, shown, cast.names, false);
    layer.name = text("%1, %2 band", cast.names[shown.group], confidenceName(confidence));
    layer.inLegend = false;
    constexpr std::size_t kMostSolidBands = 3; // more of them would hide the curves
    layer.faint = cast.shown.size() > kMostSolidBands;
    layer.x = band.falsePositiveRate;
    layer.low = band.low;
    layer.high = band.high;
    return layer;
}

FigureLayer decisionLayer(const RocPoint& point, const ShownGroup& shown, const Cast& cast, double threshold)
{
    FigureLayer layer = groupLayer(Mark::Points, shown, cast.names, false);
    layer.name = text("%1, at the threshold", cast.names[shown.group]);
    layer.inLegend = false;
    layer.large = true;
    layer.x = {point.falsePositiveRate};
    layer.y = {point.truePositiveRate};
    layer.labels = {text("%1, threshold %2\ntrue positive rate %3\nfalse positive rate %4",
        cast.names[shown.group], shortNumber(threshold), percentNumber(point.truePositiveRate),
        percentNumber(point.falsePositiveRate))};
    return layer;
}

Text areaSentence(const RocCurves& curves, const Cast& cast)
{
    const auto isLess = [&](const ShownGroup* a, const ShownGroup* b) {
        return *curves.groups[a->group].auc.value < *curves.groups[b->group].auc.value;
    };
    std::vector<const ShownGroup*> known;
    for (const ShownGroup& shown : cast.shown) {
        const MetricValue& auc = curves.groups[shown.group].auc;
        if (auc.value && auc.low && auc.high)
            known.push_back(&shown);
    }
    if (known.empty())
        return text("No group has both outcomes, so there is no curve.");
    const auto [lowest, highest] = std::ranges::minmax_element(known, isLess);
    const auto number = [](std::optional<double> value) { return fixedNumber(*value, 3); };
    const MetricValue& low = curves.groups[(*lowest)->group].auc;
    const MetricValue& high = curves.groups[(*highest)->group].auc;
    const std::string confidence = confidenceName(curves.confidence);
    if (known.size() == 1)
        return text(
            "The area under the curve of “%1”, the only group with one, is %2 (%3 interval %4 to %5).",
            cast.names[(*lowest)->group], number(low.value), confidence, number(low.low), number(low.high));
    return text("The area under the curve is smallest for “%1”, %2 (%3 interval %4 to %5), and largest for "
                "“%6”, %7 (%8 to %9).",
        cast.names[(*lowest)->group], number(low.value), confidence, number(low.low), number(low.high),
        cast.names[(*highest)->group], number(high.value), number(high.low), number(high.high));
}

/// The group whose scores promise something that is farthest from what came true.
Text promiseSentence(const CalibrationCurves& curves, const Cast& cast)
{
    const CalibrationCurve* worst = nullptr;
    std::string name;
    for (const ShownGroup& shown : cast.shown) {
        const CalibrationCurve& curve = curves.groups[shown.group];
        const bool isKnown = curve.inTheLarge.value && curve.inTheLarge.low && curve.error.value;
        if (isKnown
            && (worst == nullptr || std::abs(*curve.inTheLarge.value) > std::abs(*worst->inTheLarge.value))) {
            worst = &curve;
            name = cast.names[shown.group];
        }
    }
    if (worst == nullptr)
        return text("No group has enough rows to compare its scores with what came true.");
    const auto points = [](double difference) { return fixedNumber(100.0 * difference, 1); };
    return text(
        "Promise and outcome differ most for “%1”: the scores promise %2 on average and %3 come true, "
        "a difference of %4 points (%5 interval %6 to %7). The expected calibration error is %8; a "
        "perfectly calibrated score would show %9.",
        name, percentNumber(worst->meanScore), percentNumber(worst->observed),
        points(*worst->inTheLarge.value), confidenceName(curves.confidence), points(*worst->inTheLarge.low),
        points(*worst->inTheLarge.high), fixedNumber(*worst->error.value, 3),
        fixedNumber(worst->errorByChance, 3));
}

/// The line through a group's points, and the points with their intervals.
std::vector<FigureLayer> calibrationLayers(
    const CalibrationCurve& curve, const ShownGroup& shown, const Cast& cast, double confidence)
{
    FigureLayer line = groupLayer(Mark::Line, shown, cast.names, false);
    FigureLayer points = groupLayer(Mark::Points, shown, cast.names, false);
    points.name = text("%1, with %2 interval", cast.names[shown.group], confidenceName(confidence));
    points.inLegend = false;
    for (const CalibrationPoint& point : curve.points) {
        points.x.push_back(point.meanScore);
        points.y.push_back(*point.observed.value);
        points.low.push_back(*point.observed.low);
        points.high.push_back(*point.observed.high);
        points.labels.push_back(text("%1\nmean score %2\ncame true %3 (%4 to %5)\n%6 rows",
            cast.names[shown.group], fixedNumber(point.meanScore, 3), percentNumber(*point.observed.value),
            percentNumber(*point.observed.low), percentNumber(*point.observed.high), point.rows));
    }
    line.x = points.x;
    line.y = points.y;
    return {std::move(line), std::move(points)};
}

Text errorNote(const CalibrationCurve& curve, const std::string& name, double rows)
{
    if (!curve.error.value || !curve.error.low || !curve.error.high)
        return text("“%1”: %2 rows.", name, rows);
    return text("“%1”, %2 rows: expected calibration error %3 (%4 to %5); a perfectly calibrated score would "
                "show about %6 on as many rows.",
        name, rows, fixedNumber(*curve.error.value, 3), fixedNumber(*curve.error.low, 3),
        fixedNumber(*curve.error.high, 3), fixedNumber(curve.errorByChance, 3));
}

} // namespace

Text auditDataLine(const AuditReport& report, std::size_t attribute)
{
    return text("%1 · %2 · %3 · %4 rows", report.dataName, report.attributes[attribute].name,
        report.source.english(), report.rows->size());
}

Figure auditRoc(const AuditReport& report, std::size_t attribute, const RocCurves& curves)
{
    const Cast cast = castOf(report.attributes[attribute]);
    Figure figure;
    figure.id = "audit_roc";
    figure.title = text("How well the scores rank each group");
    figure.subtitle = auditDataLine(report, attribute);
    figure.summary = areaSentence(curves, cast);
    figure.x = {text("false positive rate"), true, false, 0.0, 1.0, {}};
    figure.y = {text("true positive rate"), true, false, 0.0, 1.0, {}};
    figure.notes = groupNotes(cast.counts, cast.names);
    std::vector<FigureLayer> lines;
    std::vector<FigureLayer> marks;
    for (const ShownGroup& shown : cast.shown) {
        const RocCurve& curve = curves.groups[shown.group];
        if (!curve.undefined.empty()) {
            figure.notes.push_back(
                text("“%1” has no curve: %2.", cast.names[shown.group], curve.undefined.english()));
            continue;
        }
        figure.layers.push_back(bandLayer(curve.band, shown, cast, curves.confidence));
        FigureLayer line = groupLayer(Mark::Line, shown, cast.names, false);
        line.x = curve.falsePositiveRate;
        line.y = curve.truePositiveRate;
        lines.push_back(std::move(line));
        if (curve.decisions && report.rows->threshold)
            marks.push_back(decisionLayer(*curve.decisions, shown, cast, *report.rows->threshold));
    }
    if (!marks.empty())
        figure.notes.push_back(
            text("Large marks: the decisions at the threshold %1.", *report.rows->threshold));
    if (!lines.empty())
        figure.notes.push_back(text("Bands: %1 intervals of the true positive rate, each by itself.",
            confidenceName(curves.confidence)));
    figure.notes.push_back(outcomeNote(report, curves.isOfFavourable));
    figure.layers.push_back(diagonal(text("no better than chance")));
    std::ranges::move(lines, std::back_inserter(figure.layers));
    std::ranges::move(marks, std::back_inserter(figure.layers));
    return figure;
}

Figure auditCalibration(const AuditReport& report, std::size_t attribute, const CalibrationCurves& curves)
{
    const Cast cast = castOf(report.attributes[attribute]);
    Figure figure;
    figure.id = "audit_calibration";
    figure.title = text("What the scores promise and what came true");
    figure.subtitle = auditDataLine(report, attribute);
    figure.summary = promiseSentence(curves, cast);
    figure.x = {text("mean score"), true, false, 0.0, 1.0, {}};
    figure.y = {text("share that came true, with %1 interval", confidenceName(curves.confidence)), true,
        false, 0.0, 1.0, {}};
    figure.layers.push_back(diagonal(text("perfectly calibrated")));
    figure.notes = groupNotes(cast.counts, cast.names);
    for (const ShownGroup& shown : cast.shown) {
        const CalibrationCurve& curve = curves.groups[shown.group];
        if (!curve.undefined.empty())
            continue;
        std::ranges::move(
            calibrationLayers(curve, shown, cast, curves.confidence), std::back_inserter(figure.layers));
        figure.notes.push_back(errorNote(curve, cast.names[shown.group], cast.counts[shown.group]));
    }
    figure.notes.push_back(curves.cut.binning == Binning::EqualMass
            ? text("Each point is a bin of a group: %1 bins of equal weight, fewer where scores are tied.",
                curves.cut.bins)
            : text("Each point is a bin of a group: %1 bins of equal width, without the empty ones.",
                curves.cut.bins));
    figure.notes.push_back(
        text("The expected calibration error is that of %1 bins of equal weight.", kCalibrationErrorBins));
    figure.notes.push_back(outcomeNote(report, curves.isOfFavourable));
    return figure;
}

} // namespace evenhand
