#include "engine/io/tradeoff_html.h"

#include "engine/core/number_text.h"
#include "engine/figures/tradeoff_words.h"
#include "engine/io/report_html.h"
#include "engine/pipeline/assemble.h"
#include "engine/tradeoff/dominated.h"

namespace evenhand {

namespace {

std::string cell(const std::string& content, bool isNumber = false)
{
    return std::string(isNumber ? "<td class=\"n\">" : "<td>") + htmlEscaped(content) + "</td>";
}

std::string area(const RepeatedMetric& metric)
{
    if (!metric.low || !metric.high)
        return shortNumber(metric.mean.value_or(0.0), 3);
    return shortNumber(*metric.mean, 3) + " (" + shortNumber(*metric.low, 3) + " to "
        + shortNumber(*metric.high, 3) + ")";
}

std::string ranking(const Report& report, const FrontMeasures& measures, const std::string& error)
{
    std::string table
        = "<table>\n<tr><th class=\"n\">rank</th><th>method</th><th class=\"n\">hypervolume</th>"
          "<th class=\"n\">"
        + htmlEscaped(error) + ", mean over the tolerances</th><th></th></tr>\n";
    for (const FrontMeasure& path : measures.paths)
        table += "<tr>" + cell(std::to_string(path.rank), true) + cell(pathName(report, path.path))
            + cell(area(path.hypervolume), true) + cell(metricWithInterval(path.areaUnderFront, error), true)
            + cell(path.rank > 1 && path.isLevelWithBest ? "cannot be told apart from the first" : "")
            + "</tr>\n";
    return table + "</table>\n<p class=\"small\">" + htmlEscaped(measures.reference.english()) + "</p>\n";
}

std::string choices(const Report& report, const HalfFigures& figures)
{
    std::string table = "<table>\n<tr><th>target</th><th>run</th></tr>\n";
    for (const Target& target : usualTargets())
        table += "<tr>" + cell(targetWords(figures.axes, target).english())
            + cell(targetSentence(report, figures.axes, chooseForTarget(figures, target)).english())
            + "</tr>\n";
    return table
        + "</table>\n<p class=\"small\">Each run was chosen on one half of the test rows and judged on the "
          "other.</p>\n";
}

std::string dominatedRuns(const Report& report, const DominanceReport& judged)
{
    std::string list;
    for (std::size_t run = 0; run < judged.runs.size(); ++run) {
        const RunDominance& own = judged.runs[run];
        if (own.verdict == Dominance::Dominated)
            list += "<li>"
                + htmlEscaped(
                    runWithStrength(report, run) + ": " + own.label.english() + ". " + own.note.english())
                + "</li>\n";
    }
    return list.empty() ? "<p>No run is dominated by group thresholds at its own gap.</p>\n"
                        : "<ul class=\"notes\">\n" + list + "</ul>\n";
}

} // namespace

std::string tradeoffHtml(const Report& report, const TradeoffAnswers& answers)
{
    std::string section;
    if (answers.measures)
        section += ranking(report, *answers.measures, answers.error);
    if (answers.dominated)
        section += dominatedRuns(report, *answers.dominated);
    if (answers.halves)
        section += choices(report, *answers.halves);
    return section.empty() ? std::string() : "<h2>Trade-off</h2>\n" + section;
}

} // namespace evenhand
