#include "ui/explain/explain_tradeoff.h"

#include "engine/figures/tradeoff_words.h"
#include "ui/explain/explain_page.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>

namespace evenhand::ui {

namespace {

QString tr(const char* english)
{
    return QCoreApplication::translate("ExplainTradeoff", english);
}

QString value(const std::string& metric, const RepeatedMetric& measured)
{
    return QString::fromStdString(metricWithInterval(measured, metric)).toHtmlEscaped();
}

/// The frontier in this study's numbers, or why there is none.
QString frontierWords(const ViewContext& context, const TradeoffAnswers& answers)
{
    if (!answers.frontier)
        return tr("There is no frontier of thresholds here: %1.")
            .arg(translate(answers.frontier.reason).toHtmlEscaped());
    const ReportFrontier& frontier = *answers.frontier;
    const bool isKnown = frontier.run < context.report->runs.size();
    const QString name = isKnown ? runLabel(context.report->runs[frontier.run]) : QString();
    return tr(
        "The solid dark line is the best that a threshold for each group can do on the scores of "
        "<b>%1</b>, at each gap that is allowed: %2 %3 without any gap, %4 where the gap does not matter. "
        "It may draw lots between two thresholds; the dashed line does without. The dotted line is one "
        "threshold for everybody, which needs to know nobody's group.")
        .arg(name.toHtmlEscaped(), metricInSentence(answers.error),
            value(answers.error, frontier.randomised.front()),
            value(answers.error, frontier.randomised.back()));
}

} // namespace

QString explainBehindPoints(const ViewContext& context, const TradeoffAnswers* answers)
{
    if (answers == nullptr || !context.report || context.report->runs.empty())
        return {};
    ExplainPage page;
    page.title = tr("What thresholds could do, and which run to take");
    page.first = frontierWords(context, *answers);
    page.second
        = tr("<b>Set a target</b> chooses a run on one half of the test rows and judges it on the other, "
             "both ways round and in every repeat: the figures on rows kept aside have not helped to "
             "make the choice, so they are not flattered by it.");
    page.formula
        = tr("<b>Frontier</b>: the smallest error of group thresholds whose rates differ by at most the "
             "tolerance between any two groups. <b>Hypervolume</b>: the area between a method's "
             "points and a reference point, in units of one axis times the other; the larger, the better.");
    if (answers->measures)
        page.formula += QLatin1Char(' ') + translate(answers->measures->reference).toHtmlEscaped();
    page.reading
        = tr("A run below the frontier does worse than thresholds could with hindsight. It is called "
             "<b>dominated by thresholds at this tolerance</b> only if thresholds that were picked on "
             "other rows beat it too, by more than the uncertainty over the repeats, at no larger gap.");
    page.caveats
        = tr("The frontier's thresholds are picked on the rows on which they are judged, so it is an "
             "upper bound. Group thresholds need everybody's group when deciding, which may be "
             "unlawful or unknown; a dominated model that does without it can still be the right one. "
             "Methods are ranked at the strengths that were run: a longer path can only gain.");
    page.citation
        = tr("Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning, section 4; "
             "Zitzler, Thiele (1998), Multiobjective optimization using evolutionary algorithms; Donini "
             "et al. (2018), section 4; Nadeau, Bengio (2003)");
    return page.html();
}

} // namespace evenhand::ui
