#include "engine/io/report_html.h"

#include "engine/core/versions.h"
#include "engine/figures/run_names.h"
#include "engine/io/tradeoff_html.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"
#include "engine/metrics/metric.h"
#include "engine/pipeline/assemble.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace evenhand {

namespace {

constexpr std::string_view kStyle = R"(<style>
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, "Inter", "DejaVu Sans", sans-serif; color: #1d232b; max-width: 62rem; margin: 2.5rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.8rem; margin-bottom: .2rem; } h2 { font-size: 1.25rem; margin-top: 2.4rem; border-bottom: 1px solid #d9dee5; padding-bottom: .25rem; }
.lead { color: #55606e; margin-top: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #e6e9ee; vertical-align: top; } td.n, th.n { text-align: right; }
figure { margin: 1.5rem 0; } figure svg { width: 100%; height: auto; } figcaption { color: #55606e; font-size: .9rem; }
.pareto { font-weight: 600; } .small { color: #55606e; font-size: .85rem; } ul.notes li { margin: .25rem 0; }
</style>
)";

std::string paragraph(std::string_view content)
{
    return "<p>" + std::string(content) + "</p>\n";
}
std::string header(std::string_view title)
{
    return "<h2>" + std::string(title) + "</h2>\n";
}

std::string rowOf(std::string_view name, std::string_view value)
{
    return "<tr><th>" + std::string(name) + "</th><td>" + htmlEscaped(value) + "</td></tr>\n";
}

std::string listed(const std::vector<std::string>& names)
{
    std::string list;
    for (const std::string& name : names)
        list += (list.empty() ? "" : ", ") + name;
    return list.empty() ? "none" : list;
}

std::string valueText(const ParamValue& value)
{
    const double* const number = std::get_if<double>(&value);
    return number != nullptr ? shortNumber(*number) : std::get<std::string>(value);
}

/// As many decimals as the interval supports: its half width has two significant digits.
std::string withInterval(const RepeatedMetric& metric)
{
    if (!metric.mean)
        return "undefined: " + metric.undefined.english();
    if (!metric.low || !metric.high)
        return shortNumber(*metric.mean);
    const double half = (*metric.high - *metric.low) / 2.0;
    const int decimals
        = half > 0.0 ? std::clamp(static_cast<int>(std::ceil(1.0 - std::log10(half))), 0, 9) : 4;
    const double scale = std::pow(10.0, decimals);
    const auto rounded = [scale](double v) { return shortNumber(std::round(v * scale) / scale, 12); };
    return rounded(*metric.mean) + " (" + rounded(*metric.low) + " to " + rounded(*metric.high) + ")";
}

const RepeatedMetric* find(const std::vector<RepeatedMetric>& metrics, const std::string& id)
{
    const auto found = std::ranges::find(metrics, id, &RepeatedMetric::id);
    return found == metrics.end() ? nullptr : &*found;
}

std::string splitText(const SplitSpec& split)
{
    switch (split.kind) {
    case SplitKind::Holdout:
        return text("%1 random splits, %2 % of the rows for testing, stratified; seed %3", split.repeats,
            100.0 * split.testFraction, split.seed)
            .english();
    case SplitKind::KFold:
        return text("%1 folds, stratified; seed %2", split.folds, split.seed).english();
    case SplitKind::Column:
        return text("by the column “%1”", split.column).english();
    }
    return {};
}

std::string settings(const Report& report, const Provenance& provenance)
{
    const Roles& roles = report.study.roles;
    std::string table = "<table>\n";
    table += rowOf("Data",
        report.dataName + ", " + std::to_string(report.tableRows) + " rows, "
            + std::to_string(report.usedRows) + " used");
    if (!provenance.dataSha256.empty())
        table += rowOf("SHA-256", provenance.dataSha256);
    table += rowOf(
        "Target", roles.target + (roles.favourable.empty() ? "" : ", favourable: " + roles.favourable));
    if (!roles.tasks.empty()) {
        std::vector<std::string> names;
        std::ranges::transform(roles.tasks, std::back_inserter(names), taskName);
        table += rowOf("Further targets", listed(names));
    }
    if (!roles.taskColumn.empty())
        table += rowOf("Tasks by column", roles.taskColumn);
    table += rowOf("Sensitive attribute",
        listed(roles.sensitive) + (roles.sensitiveAsFeature ? " (also a feature)" : " (not a feature)"));
    table += rowOf("Groups", listed(report.groups.names));
    if (!roles.weight.empty())
        table += rowOf("Weight", roles.weight);
    table += rowOf(roles.features.empty() ? "Columns left out" : "Features",
        listed(roles.features.empty() ? roles.exclude : roles.features));
    table += rowOf("Validation", splitText(report.study.split));
    table += rowOf("Calibration",
        report.study.split.calibrationFraction > 0.0 ? "on rows of its own"
            : report.study.split.calibration == Calibration::OutOfFold
            ? "on out-of-fold scores of the training rows"
            : "on in-sample scores (optimistic)");
    return table + "</table>\n";
}

std::string runName(const RunResult& run)
{
    std::string name = run.learner + (run.method.empty() ? ", no repair" : ", " + run.method);
    std::string params;
    for (const auto& [id, value] : allParams(run))
        params += (params.empty() ? " (" : ", ") + id + " " + valueText(value);
    const std::string choice = describeChoice(run);
    return name + (params.empty() ? "" : params + ")") + (choice.empty() ? "" : "; " + choice);
}

std::string runsTable(const Report& report)
{
    const std::string error = errorMetricOf(report.study);
    const std::string unfairness = unfairnessMetricOf(report.study);
    std::string table = "<table>\n<tr><th class=\"n\">#</th><th>run</th><th class=\"n\">" + htmlEscaped(error)
        + "</th><th class=\"n\">" + htmlEscaped(unfairness) + "</th><th>Pareto front</th></tr>\n";
    for (std::size_t i = 0; i < report.runs.size(); ++i) {
        const RunResult& run = report.runs[i];
        const bool isPareto = std::ranges::find(report.pareto, static_cast<int>(i)) != report.pareto.end();
        const auto cell = [&](const std::string& id) {
            const RepeatedMetric* const metric = find(run.metrics, id);
            return "<td class=\"n\">" + htmlEscaped(metric != nullptr ? withInterval(*metric) : "undefined")
                + "</td>";
        };
        table += std::string("<tr") + (isPareto ? " class=\"pareto\"" : "") + "><td class=\"n\">"
            + std::to_string(i + 1) + "</td><td>" + htmlEscaped(runName(run)) + "</td>" + cell(error)
            + cell(unfairness) + "<td>" + (isPareto ? "yes" : "") + "</td></tr>\n";
    }
    return table + "</table>\n";
}

std::string groupTable(const RunResult& run)
{
    std::string table = "<h3>" + htmlEscaped(runName(run))
        + "</h3>\n<table>\n<tr><th>group</th><th class=\"n\">test rows</th>";
    if (run.groups.empty())
        return {};
    for (const RepeatedMetric& metric : run.groups.front().metrics)
        if (metric.id != "count")
            table += "<th class=\"n\">" + htmlEscaped(metric.id) + "</th>";
    table += "</tr>\n";
    for (const GroupResult& group : run.groups) {
        table += "<tr><td>" + htmlEscaped(group.group) + "</td><td class=\"n\">" + shortNumber(group.count)
            + "</td>";
        for (const RepeatedMetric& metric : group.metrics)
            if (metric.id != "count")
                table += "<td class=\"n\">" + htmlEscaped(withInterval(metric)) + "</td>";
        table += "</tr>\n";
    }
    return table + "</table>\n";
}

std::string methodsParagraph(const Report& report)
{
    std::set<std::string> seen;
    std::string sentences;
    std::string citations;
    const auto add = [&](std::string_view id, std::string_view description, std::string_view citation) {
        if (!seen.insert(std::string(id)).second)
            return;
        sentences += paragraph("<b>" + htmlEscaped(id) + "</b>: " + htmlEscaped(description));
        if (!citation.empty())
            citations += "<li>" + htmlEscaped(citation) + "</li>\n";
    };
    for (const RunResult& run : report.runs) {
        if (const auto learner = findLearner(run.learner); learner.has_value())
            add((*learner)->id, (*learner)->description, (*learner)->citation);
        if (const auto method = findMethod(run.method); !run.method.empty() && method.has_value())
            add((*method)->id, (*method)->description, (*method)->citation);
    }
    for (const std::string& id : {errorMetricOf(report.study), unfairnessMetricOf(report.study)})
        if (const auto metric = findMetric(id); metric.has_value())
            add((*metric)->id, (*metric)->description, (*metric)->citation);
    return sentences
        + paragraph("Intervals are 95 % intervals of the mean over the repeats, corrected for the overlap of "
                    "the training "
                    "sets (Nadeau and Bengio 2003).")
        + "<ul class=\"small\">\n" + citations + "</ul>\n";
}

std::string caveats(const Report& report)
{
    std::vector<std::string> said;
    const auto say = [&](const Text& warning) {
        const std::string sentence = warning.english();
        if (std::ranges::find(said, sentence) == said.end())
            said.push_back(sentence);
    };
    if (!report.complete)
        say(text("the study was stopped: only finished repeats are shown"));
    for (const Text& warning : report.warnings)
        say(warning);
    for (const RunResult& run : report.runs)
        for (const Text& warning : run.warnings)
            say(warning);
    std::string list;
    for (const std::string& sentence : said)
        list += "<li>" + htmlEscaped(sentence) + "</li>\n";
    return list.empty() ? paragraph("None.") : "<ul class=\"notes\">\n" + list + "</ul>\n";
}

} // namespace

std::string htmlEscaped(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        default:
            escaped += c;
        }
    }
    return escaped;
}

std::string reportHtml(const Report& report, const Provenance& provenance, const TradeoffAnswers& answers,
    const std::vector<PageFigure>& figures)
{
    const std::string title = report.study.roles.target + " by " + report.groups.attribute;
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
        + htmlEscaped(title) + " – Evenhand</title>\n" + std::string(kStyle) + "</head>\n<body>\n<h1>"
        + htmlEscaped(title) + "</h1>\n";
    page += "<p class=\"lead\">" + htmlEscaped(report.dataName) + "</p>\n";
    page += header("Settings") + settings(report, provenance);
    if (!figures.empty())
        page += header("Figures");
    for (const PageFigure& figure : figures)
        page += "<figure role=\"img\" aria-label=\"" + htmlEscaped(figure.summary) + "\">\n" + figure.svg
            + "<figcaption>" + htmlEscaped(figure.summary) + "</figcaption>\n</figure>\n";
    page
        += header("Runs") + paragraph("Means over the repeats with their 95 % interval.") + runsTable(report);
    page += tradeoffHtml(report, answers);
    page += header("Groups");
    if (!report.runs.empty())
        page += groupTable(report.runs.front());
    if (report.runs.size() > 1)
        page += groupTable(report.runs.back());
    page += header("What limits these results") + caveats(report);
    page += header("Methods") + methodsParagraph(report);
    page += "<p class=\"small\">Evenhand " + htmlEscaped(provenance.version) + " ("
        + htmlEscaped(provenance.commit) + ")";
    for (const auto& [library, version] : libraryVersions())
        page += ", " + htmlEscaped(library) + " " + htmlEscaped(version);
    return page + "</p>\n</body>\n</html>\n";
}

} // namespace evenhand
