#include "ui/explain/explain_threshold.h"

#include "ui/explain/explain_page.h"
#include "ui/models/rate_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

QString bold(const std::string& name)
{
    return QStringLiteral("<b>%1</b>").arg(escaped(name));
}

QString share(const CellValue& value)
{
    return rateText(describe(value), true);
}

QString cutWords(const ThresholdSubject& subject, double threshold)
{
    return threshold > subject.high ? tr("above every score") : plainNumber(subject.shown(threshold), 4);
}

QString what(const ThresholdSubject& subject)
{
    const QString outcome = bold(subject.outcomes.favourable);
    return subject.lowIsSelected
        ? tr("A score becomes a decision where it is cut: who lies <b>at or below</b> the threshold is "
             "selected. People hope for %1; a decision is right when it says what then comes true.")
              .arg(outcome)
        : tr("A score becomes a decision where it is cut: who lies <b>at or above</b> the threshold is "
             "selected. People hope for %1; a decision is right when it says what then comes true.")
              .arg(outcome);
}

/// The groups that are selected least and most often.
QString gapNow(const ThresholdSubject& subject, const std::vector<double>& thresholds)
{
    const ThresholdState state = thresholdState(subject.curves, thresholds, {});
    std::optional<std::size_t> least, most;
    for (std::size_t g = 0; g < state.cells.size(); ++g) {
        if (subject.counts[g] <= 0.0)
            continue;
        const double rate = selectionRate(state.cells[g]).value;
        if (!least || rate < selectionRate(state.cells[*least]).value)
            least = g;
        if (!most || rate > selectionRate(state.cells[*most]).value)
            most = g;
    }
    if (!least || !most)
        return {};
    const auto rates = [&](std::size_t g) {
        return tr("%1, cut at %2: %3 selected, of those who turn out favourably %4")
            .arg(bold(subject.groupNames[g]), cutWords(subject, thresholds[g]),
                share(selectionRate(state.cells[g])), share(truePositiveRate(state.cells[g])));
    };
    return *least == *most ? tr("Now: %1.").arg(rates(*least))
                           : tr("Now: %1; %2.").arg(rates(*least), rates(*most));
}

} // namespace

QString explainThreshold(
    const ViewContext& context, const ThresholdSubject* subject, const std::vector<double>& thresholds)
{
    ExplainPage page;
    page.title = tr("What if we cut elsewhere?");
    if (subject == nullptr || thresholds.empty()) {
        page.first = context.table ? tr("Scores with their outcomes are needed: press <b>Run</b> (F5).")
                                   : tr("Open a table or choose a sample to begin.");
        return page.html();
    }
    page.first = what(*subject);
    page.second = gapNow(*subject, thresholds);
    if (!subject->startInWords.empty())
        page.second += QLatin1Char(' ') + translate(subject->startInWords).toHtmlEscaped();
    page.formula = tr("min<sub><i>θ</i></sub> <i>c</i><sub>+</sub>·FP(<i>θ</i>) + "
                      "<i>c</i><sub>−</sub>·FN(<i>θ</i>)<br>"
                      "so that |rate<sub><i>a</i></sub>(<i>θ<sub>a</sub></i>) − "
                      "rate<sub><i>b</i></sub>(<i>θ<sub>b</sub></i>)| ≤ <i>ε</i><br>"
                      "<span style='font-size:8.5pt'><i>θ</i>: thresholds, <i>c</i>: costs of a wrong "
                      "selection and rejection, <i>ε</i>: tolerance, <i>a</i>, <i>b</i>: groups</span>");
    page.reading = tr(
        "Each group has a row. Upwards: people with the favourable outcome; downwards: the others; either "
        "way "
        "the bars add up to 100 %, so what is beyond the line is the true and the false positive rate. "
        "Strong "
        "colour is selected, hatched is wrong; the four numbers are the group's confusion matrix, and the "
        "dashed line is where it was cut at the start. Drag a line, or use the arrow keys (with Ctrl: to the "
        "next score); a double click puts it back. The buttons do not search a grid: between two scores "
        "nothing changes, so the scores themselves are tried, all of them.");
    page.caveats
        = (subject->isTest ? tr("Thresholds chosen on these test rows are judged by the same rows, which is "
                                "optimistic: choose on other rows before you rely on the numbers.")
                           : tr("Thresholds chosen on these rows are judged by the same rows, which is "
                                "optimistic: choose on other rows before you rely on the numbers."))
        + QLatin1Char(' ')
        + tr("Thresholds per group need to know the group at the time of the decision, which law or custom "
             "may forbid. Without drawing lots a notion can often not be met exactly; the tolerance says how "
             "nearly.");
    if (subject->isWeighted())
        page.caveats += QLatin1Char(' ')
            + tr("Rows weigh differently: rates use the weights, numbers of people do not.");
    page.citation
        = tr("Hardt, Price, Srebro (2016), Equality of Opportunity in Supervised Learning, NeurIPS, section "
             "4; Corbett-Davies, Pierson, Feller, Goel, Huq (2017), Algorithmic Decision Making and the Cost "
             "of Fairness, KDD, for thresholds per group as the optimum.");
    return page.html();
}

} // namespace evenhand::ui
