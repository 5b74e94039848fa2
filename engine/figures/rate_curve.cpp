#include "engine/figures/rate_curve.h"

#include "engine/audit/verdict_text.h"
#include "engine/core/number_text.h"
#include "engine/figures/run_names.h"

namespace evenhand {

namespace {

std::string numberOf(const RateCurve& curve, double rate)
{
    return curve.isShare ? percentNumber(rate) : shortNumber(rate);
}

FigureLayer band(const RateCurve& curve)
{
    FigureLayer layer;
    layer.mark = Mark::Area;
    layer.name = text("%1 band", confidenceName(curve.confidence));
    layer.hue = Hue::Accent;
    layer.faint = true;
    layer.x = curve.value;
    layer.low = curve.low;
    layer.high = curve.high;
    return layer;
}

FigureLayer line(const RateCurve& curve, const std::string& metric)
{
    FigureLayer layer;
    layer.mark = Mark::Line;
    layer.name = Text {metric, {}};
    layer.hue = Hue::Accent;
    layer.x = curve.value;
    layer.y = curve.rate;
    return layer;
}

FigureLayer dots(const RateCurve& curve)
{
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = curve.dotsAreSingleValues ? text("rows of each value") : text("rows of similar values");
    layer.hue = Hue::Muted;
    layer.faint = true;
    layer.x = curve.dotValue;
    layer.y = curve.dotRate;
    for (std::size_t i = 0; i < curve.dotValue.size(); ++i)
        layer.labels.push_back(text("%1 %2: %3, %4 rows", curve.column, shortNumber(curve.dotValue[i]),
            numberOf(curve, curve.dotRate[i]), shortNumber(curve.dotRows[i], 12)));
    return layer;
}

void addCuts(const AuditReport& report, const RateCurve& curve, const std::string& column, Figure& figure)
{
    const auto cuts = report.roles.cuts.find(column);
    if (cuts == report.roles.cuts.end())
        return;
    FigureLayer rule;
    rule.mark = Mark::VerticalRule;
    rule.name = text("limits of the groups");
    rule.hue = Hue::Muted;
    rule.stroke = Stroke::Dotted;
    for (const double cut : cuts->second)
        if (cut > curve.value.front() && cut < curve.value.back())
            rule.x.push_back(cut);
    if (rule.x.empty())
        return;
    std::string listed;
    for (const double cut : rule.x)
        listed += (listed.empty() ? "" : ", ") + shortNumber(cut);
    figure.layers.push_back(std::move(rule));
    figure.notes.push_back(text("Dotted lines: where the groups are cut, %1.", listed));
}

} // namespace

Figure rateCurveFigure(
    const AuditReport& report, const RateCurve& curve, const std::string& column, const std::string& metricId)
{
    const std::string metric = curve.metricName.empty() ? metricName(metricId) : curve.metricName;
    Figure figure;
    figure.id = "rate_curve_" + metricId;
    std::string capitalised = metric;
    if (!capitalised.empty() && capitalised[0] >= 'a' && capitalised[0] <= 'z')
        capitalised[0] = static_cast<char>(capitalised[0] - 'a' + 'A');
    figure.title = text("%1 by %2", capitalised, column);
    figure.subtitle
        = text("%1 · %2 · %3 rows", report.dataName, report.source.english(), shortNumber(curve.rows, 12));
    figure.summary = curve.summary;
    if (!curve.chance.empty())
        figure.notes.push_back(curve.chance);
    figure.x.label = text("%1", column);
    figure.y.label = text("%1, with %2 band", metric, confidenceName(curve.confidence));
    figure.y.percent = curve.isShare;
    figure.layers = {band(curve), dots(curve), line(curve, metric)};
    if (curve.overall.value) {
        FigureLayer rule;
        rule.mark = Mark::HorizontalRule;
        rule.name = text("all rows");
        rule.hue = Hue::Muted;
        rule.stroke = Stroke::Dashed;
        rule.y = {*curve.overall.value};
        figure.layers.push_back(std::move(rule));
        figure.notes.push_back(
            text("Dashed line: all rows together, %1.", numberOf(curve, *curve.overall.value)));
    }
    addCuts(report, curve, column, figure);
    figure.notes.push_back(text("The band holds the whole curve at once with %1 confidence; at a single "
                                "value it is wider than the usual interval.",
        confidenceName(curve.confidence)));
    figure.notes.push_back(curve.dotsAreSingleValues ? text("Dots: the rows of one value each, however few.")
                                                     : text("Dots: rows of similar values, however few."));
    if (curve.missing > 0.0)
        figure.notes.push_back(
            text("Left out: %1 rows without “%2”.", shortNumber(curve.missing, 12), column));
    return figure;
}

} // namespace evenhand
