#include "ui/explain/explain_compare.h"

#include "engine/pipeline/assemble.h"
#include "ui/explain/explain_page.h"
#include "ui/models/comparison_model.h"
#include "ui/text/labels.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

QString people(double rows)
{
    return QLocale().toString(rows, 'f', rows < 9.95 ? 1 : 0);
}

QString percent(double share)
{
    return tr("%1 %").arg(QLocale().toString(100.0 * share, 'f', 1));
}

/// The group whose rate of favourable decisions changes most.
const GroupChange* mostChanged(const RunComparison& comparison)
{
    const auto net = [](const GroupChange& group) {
        const DecisionChange& all = group.everybody;
        return all.toYes.mean && all.toNo.mean ? std::abs(*all.toYes.mean - *all.toNo.mean) : -1.0;
    };
    const GroupChange* most = nullptr;
    for (std::size_t g = 1; g < comparison.groups.size(); ++g)
        if (net(comparison.groups[g]) >= 0.0 && (most == nullptr || net(comparison.groups[g]) > net(*most)))
            most = &comparison.groups[g];
    return most;
}

QString decisionWords(const Report& report, const RunComparison& comparison)
{
    const DecisionChange& all = comparison.groups.front().everybody;
    if (!all.toYes.mean || !all.toNo.mean)
        return {};
    QString words
        = tr("Of %1 people tested per repeat, %2 gain the favourable decision and %3 lose it; the rest "
             "keep their decision.")
              .arg(people(all.rows), people(all.rowsToYes), people(all.rowsToNo));
    const GroupChange* const group = mostChanged(comparison);
    if (group == nullptr)
        return words;
    const auto& known = report.groups.names;
    const auto place = static_cast<std::size_t>(std::ranges::find(known, group->group) - known.begin());
    const std::string name = place < known.size() ? readableGroupNames(report.groups)[place] : group->group;
    return words + QLatin1Char(' ')
        + tr("Most moves in the group <b>%1</b>: %2 gain, %3 lose.")
              .arg(
                  escaped(name), percent(*group->everybody.toYes.mean), percent(*group->everybody.toNo.mean));
}

/// How error and unfairness of the trade-off plot differ.
QString differenceWords(const Report& report, const RunComparison& comparison)
{
    QStringList parts;
    for (const std::string& id : {errorMetricOf(report.study), unfairnessMetricOf(report.study)}) {
        const auto found = std::ranges::find_if(comparison.differences,
            [&](const PairedDifference& row) { return row.group.empty() && row.metric == id; });
        if (found == comparison.differences.end() || !found->difference.mean)
            continue;
        const RepeatedMetric& difference = found->difference;
        const double half = difference.low ? 0.5 * (*difference.high - *difference.low) : 0.0;
        QString part
            = tr("%1 changes by %2").arg(metricInSentence(id), differenceText(id, *difference.mean, half));
        if (difference.low)
            part += isClear(difference) ? tr(", more than chance") : tr(", which may be chance");
        parts << part;
    }
    return parts.isEmpty() ? QString() : tr("On the same people %1.").arg(parts.join(tr("; ")));
}

} // namespace

QString explainCompare(const Report* report, const RunComparison* comparison)
{
    ExplainPage page;
    page.title = tr("Two runs compared");
    if (report == nullptr || comparison == nullptr) {
        page.first
            = tr("Both runs have judged the same people in every repeat, so each person can be followed "
                 "from one to the other.");
        return page.html();
    }
    const bool isClass = report->study.roles.task == Task::Classification;
    page.first = isClass
        ? decisionWords(*report, *comparison)
        : tr("The figure shows by how much the second run predicts more or less than the first, "
             "on average in each group.");
    page.second = differenceWords(*report, *comparison);
    page.formula = isClass ? tr("In each group: share that gains − share that loses = change of the "
                                "selection rate.")
                           : tr("Mean over a group of (second prediction − first prediction).");
    page.reading
        = tr("Equal rates can hide many changed decisions: people who lose and people who gain cancel "
             "out in a rate, not here. In the table a bold difference has an interval without 0. "
             "Differences on the same test rows are far less uncertain than each number by itself: two "
             "overlapping intervals do not mean that there is no difference.");
    page.caveats = comparison->repeats < 2
        ? tr("There is one repeat only, so no interval can be given.")
        : tr("Intervals allow for the overlap of the training rows of the %1 repeats. With many metrics some "
             "interval leaves out 0 by chance.")
              .arg(comparison->repeats);
    if (comparison->expected)
        page.caveats += QLatin1Char(' ')
            + tr("A run decides partly by chance; shares are expected ones, each person having the same luck "
                 "under both runs.");
    page.citation = tr("Nadeau, Bengio (2003), Inference for the generalization error, equation 9");
    return page.html();
}

} // namespace evenhand::ui
