#include "ui/explain/explain_text.h"

#include "engine/figures/run_names.h"
#include "engine/methods/method.h"
#include "engine/pipeline/assemble.h"
#include "ui/explain/explain_constraint.h"
#include "ui/explain/explain_page.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text, int n = -1)
{
    return QCoreApplication::translate("explain", text, nullptr, n);
}

QString count(std::size_t n)
{
    return QLocale().toString(static_cast<qulonglong>(n));
}

QString list(const std::vector<std::string>& names)
{
    QStringList escapedNames;
    for (const std::string& name : names)
        escapedNames << QStringLiteral("<b>%1</b>").arg(escaped(name));
    return escapedNames.join(QStringLiteral(", "));
}

/// The name of a group; a bare "yes" says of what.
QString groupLabel(const ViewContext& context, const std::string& name)
{
    const std::vector<std::string>& names = context.report->groups.names;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
        return escaped(name);
    return escaped(
        readableGroupNames(context.report->groups)[static_cast<std::size_t>(found - names.begin())]);
}

QString noResults(const QString& title, const ViewContext& context)
{
    ExplainPage page;
    page.title = title;
    page.first = context.table
        ? tr("Nothing has been computed for these choices yet. Check the roles on the left, then "
             "press <b>Run</b> (F5).")
        : tr("Open a table or choose a sample to begin.");
    return page.html();
}

const RepeatedMetric* groupMetric(const GroupResult& group, const std::string& id)
{
    const auto found = std::find_if(
        group.metrics.begin(), group.metrics.end(), [&](const RepeatedMetric& m) { return m.id == id; });
    return found == group.metrics.end() || !found->mean ? nullptr : &*found;
}

/// The groups with the smallest and the largest value of a group metric; null without two of them.
std::pair<const GroupResult*, const GroupResult*> extremes(const RunResult& run, const std::string& id)
{
    const GroupResult* low = nullptr;
    const GroupResult* high = nullptr;
    for (const GroupResult& group : run.groups) {
        const RepeatedMetric* const metric = groupMetric(group, id);
        if (metric == nullptr)
            continue;
        if (low == nullptr || *metric->mean < *groupMetric(*low, id)->mean)
            low = &group;
        if (high == nullptr || *metric->mean > *groupMetric(*high, id)->mean)
            high = &group;
    }
    return low == high ? std::pair<const GroupResult*, const GroupResult*> {} : std::pair {low, high};
}

/// "Women are selected at 0.36 times the rate of men"-like sentence about the widest gap.
QString gapSentence(
    const ViewContext& context, const RunResult& run, const std::string& id, const QString& whichRun)
{
    const auto [low, high] = extremes(run, id);
    if (low == nullptr)
        return {};
    const RepeatedMetric& least = *groupMetric(*low, id);
    const RepeatedMetric& most = *groupMetric(*high, id);
    QString sentence
        = tr("%1: %2 is %3 for <b>%4</b> and %5 for <b>%6</b>.")
              .arg(whichRun, metricInSentence(id), formatMetric(least), groupLabel(context, low->group),
                  formatMetric(most), groupLabel(context, high->group));
    if (*most.mean > 0 && *least.mean >= 0)
        sentence += QLatin1Char(' ')
            + tr("That is %1 times as much.").arg(QLocale().toString(*least.mean / *most.mean, 'f', 2));
    return sentence;
}

QString smallGroups(const ViewContext& context, const RunResult& run)
{
    QStringList small;
    for (const GroupResult& group : run.groups)
        if (group.count < 50)
            small << tr("%1 (%2 test rows)")
                         .arg(groupLabel(context, group.group), QLocale().toString(group.count, 'f', 0));
    return small.isEmpty()
        ? QString()
        : tr("Small groups have wide intervals: %1.").arg(small.join(QStringLiteral(", ")));
}

QString groupsHere(const ViewContext& context)
{
    QStringList names;
    for (const std::string& name : context.report->groups.names)
        names << QStringLiteral("<b>%1</b>").arg(groupLabel(context, name));
    return names.join(QStringLiteral(", "));
}

} // namespace

QString explainWelcome()
{
    ExplainPage page;
    page.title = tr("What this program does");
    page.first = tr(
        "A model that decides about people often treats groups differently: one group gets higher scores "
        "than "
        "another. Evenhand measures <b>how large</b> that difference is and whether it is more than chance.");
    page.second = tr(
        "It then <b>repairs</b> the scores so that every group has the same distribution, and shows what the "
        "repair <b>costs</b> in accuracy. You choose how far to go.");
    page.reading = tr("Choose a sample to see all of it in a few seconds. Everything stays on this machine.");
    return page.html();
}

QString explainData(const ViewContext& context)
{
    if (!context.table)
        return explainWelcome();
    const LoadedTable& table = *context.table;
    ExplainPage page;
    page.title = tr("The table");
    page.first = tr(
        "<b>%1</b> has %2 rows and %3 columns. The list beside it shows each column: what it is, how many "
        "cells are missing, and how its values lie.")
                     .arg(escaped(table.data.name), count(table.data.table->rows()),
                         count(table.data.table->columns().size()));
    const Roles& roles = context.roles;
    if (!roles.sensitive.empty() && !roles.target.empty())
        page.second
            = tr("Groups are made from %1; what is predicted is <b>%2</b>%3. With <b>Split by group</b> each "
                 "column "
                 "is drawn once per group: a column that differs much between groups can stand in for the "
                 "sensitive one, even if the model never sees it.")
                  .arg(list(roles.sensitive), escaped(roles.target),
                      roles.favourable.empty()
                          ? QString()
                          : tr(", and people hope for <b>%1</b>").arg(escaped(roles.favourable)));
    page.reading = tr("The longest bar of each small histogram has full height. Lines by group each add up "
                      "to one, so groups "
                      "of different size can be compared.");
    QStringList caveats;
    for (std::size_t i = 0; i < std::min<std::size_t>(table.data.notes.size(), 4); ++i)
        caveats << translate(table.data.notes[i]).toHtmlEscaped();
    page.caveats = caveats.join(QStringLiteral("<br>"));
    return page.html();
}

QString explainGroups(const ViewContext& context, const std::string& metricId)
{
    const QString title = tr("How each group is treated");
    const RunResult* const run = context.selected();
    if (run == nullptr)
        return noResults(title, context);
    ExplainPage page;
    page.title = title;
    const RunResult* const baseline = context.baseline();
    if (baseline != nullptr)
        page.first = gapSentence(context, *baseline, metricId, tr("Without repair"));
    if (baseline != run)
        page.second = gapSentence(context, *run, metricId, tr("With %1").arg(runLabel(*run).toHtmlEscaped()));
    if (page.first.isEmpty() && page.second.isEmpty())
        page.first = tr("The groups are %1.").arg(groupsHere(context));
    const MetricInfo* const metric = metricInfo(metricId);
    if (metric != nullptr)
        page.formula = QStringLiteral("<b>%1</b><br>%2")
                           .arg(translate(metric->name).toHtmlEscaped(),
                               translate(metric->description).toHtmlEscaped());
    page.reading = tr(
        "Above: where each group's scores lie; the unrepaired scores are faint behind them. Below: one dot "
        "per group with its 95 % interval. Intervals that do not overlap are a difference that is hardly "
        "chance.");
    page.caveats = smallGroups(context, *run);
    if (metric != nullptr && !metric->citation.empty())
        page.citation = translate(metric->citation).toHtmlEscaped();
    return page.html();
}

QString explainBarycenter(const ViewContext& context, const SelectedScores* scores, double strength)
{
    const QString title = tr("What the repair does");
    const RunResult* const run = context.selected();
    if (run == nullptr)
        return noResults(title, context);
    ExplainPage page;
    page.title = title;
    page.first
        = tr("Each person keeps their rank inside their own group (%1). The repair gives the person at rank "
             "<i>u</i> the score that people of rank <i>u</i> have <b>on average over the groups</b>: that "
             "average "
             "is the barycenter.")
              .arg(groupsHere(context));
    if (scores != nullptr) {
        const KsMarker before = scores->view.path->ks(0.0);
        const KsMarker now = scores->view.path->ks(strength);
        const auto name = [&](std::size_t g) { return groupLabel(context, scores->view.groupNames[g]); };
        page.second = tr(
            "At strength %1 the distance between <b>%2</b> and <b>%3</b> is %4; untouched it is %5. It is "
            "attained at score %6: up to there lie %7 of %2 and %8 of %3.")
                          .arg(QLocale().toString(strength, 'f', 2), name(now.groupA), name(now.groupB),
                              QLocale().toString(now.distance, 'f', 3),
                              QLocale().toString(before.distance, 'f', 3), plainNumber(now.at, 3),
                              formatNumber(now.ecdfA, 0, true), formatNumber(now.ecdfB, 0, true));
        if (scores->view.before)
            page.second += QLatin1Char(' ')
                + tr("The selected run trained a model to be fair. At strength 0 you see its own scores; the "
                     "repair that would move them further was fitted on these test rows for illustration.");
        else if (scores->isPreview)
            page.second += QLatin1Char(' ')
                + tr("The selected run has no repair; the one shown here was fitted on these test rows for "
                     "illustration.");
    }
    page.formula = tr(
        "<i>T<sub>s</sub></i>(<i>v</i>) = Σ<sub><i>r</i></sub> <i>p<sub>r</sub></i> "
        "<i>Q<sub>r</sub></i>(<i>F<sub>s</sub></i>(<i>v</i>))<br>"
        "<i>f<sub>t</sub></i> = (1 − <i>t</i>)·<i>f</i> + <i>t</i>·<i>T<sub>s</sub></i>(<i>f</i>)<br>"
        "<span style='font-size:8.5pt'><i>F</i>: distribution function of the own group <i>s</i>, <i>Q</i>: "
        "quantile function, <i>p</i>: share of a group, <i>t</i>: strength</span>");
    page.reading = tr(
        "Quantile functions: the groups meet on the barycenter as the strength goes to 1. Transport maps: "
        "above "
        "the diagonal a score rises, below it falls. ECDFs: the marker spans the largest vertical gap. Move "
        "the slider with the arrow keys in steps of 0.01.");
    page.caveats
        = tr("The map is fitted on one part of the rows and shown on another, so a small gap remains at "
             "strength 1: "
             "compare it with the noise floor under the ECDFs. The repair needs the group when it decides.");
    page.citation = tr(
        "Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Fair regression with Wasserstein barycenters, eq. (2); "
        "Chzhen &amp; Schreuder (2022), Annals of Statistics 50(4), for the strength.");
    return page.html();
}

QString explainTradeoff(const ViewContext& context)
{
    const QString title = tr("What the repair costs");
    const RunResult* const run = context.selected();
    if (run == nullptr)
        return noResults(title, context);
    ExplainPage page;
    page.title = title;
    const std::string error = errorMetricOf(context.report->study);
    const std::string unfairness = unfairnessMetricOf(context.report->study);
    const auto words = [&](const RunResult& r) {
        const RepeatedMetric* const e = findMetricOf(r.metrics, error);
        const RepeatedMetric* const u = findMetricOf(r.metrics, unfairness);
        return e == nullptr || u == nullptr ? QString()
                                            : tr("%1 %2, %3 %4")
                                                  .arg(metricInSentence(error), formatMetric(*e),
                                                      metricInSentence(unfairness), formatMetric(*u));
    };
    const RunResult* const baseline = context.baseline();
    if (baseline != nullptr)
        page.first = tr("The model without repair has %1.").arg(words(*baseline));
    if (baseline != run)
        page.second
            = tr("The selected run, <b>%1</b>, has %2.").arg(runLabel(*run).toHtmlEscaped(), words(*run))
            + QLatin1Char(' ') + notionSentence(*run);
    else
        page.second = tr("Click another point to select a repair and compare.");
    page.formula = tr(
        "A run is on the <b>Pareto front</b> if no other run is at least as good in both and better in one.");
    page.reading
        = tr("Each point is a run; points joined by a line are one method, more or less strict. Bars are "
             "intervals "
             "over the %1 repeats. Every point off the front can be improved for free by choosing one on it.")
              .arg(run->scores.size());
    page.caveats = tr(
        "Choosing the best of many runs on the same test rows makes it look slightly better than it is.");
    if (const auto method = findMethod(run->method); !run->method.empty() && method.has_value())
        page.citation = translate((*method)->citation).toHtmlEscaped();
    return page.html();
}

} // namespace evenhand::ui
