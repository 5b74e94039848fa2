#include "ui/views/subgroup_text.h"

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
    return QCoreApplication::translate("subgroups", text);
}

QString columnsOf(const SubgroupReport& report)
{
    constexpr std::size_t kMostNamed = 8;
    QStringList names;
    for (std::size_t i = 0; i < std::min(report.columns.size(), kMostNamed); ++i)
        names << QString::fromStdString(report.columns[i]);
    const QString all = names.join(QStringLiteral(", "));
    return report.columns.size() > kMostNamed
        ? tr("%1 and %2 more").arg(all).arg(report.columns.size() - kMostNamed)
        : all;
}

QString row(const QString& tag, const QStringList& cells)
{
    QString html = QStringLiteral("<tr>");
    for (int i = 0; i < cells.size(); ++i)
        html += QStringLiteral("<%1 align='%2' style='padding:1px 7px 1px 0'>%3</%1>")
                    .arg(tag, i == 0 ? QStringLiteral("left") : QStringLiteral("right"), cells[i]);
    return html + QStringLiteral("</tr>");
}

QString gapText(const MetricValue& gap)
{
    if (!gap.value)
        return QStringLiteral("–");
    const double width = gap.low && gap.high ? *gap.high - *gap.low : 0.0;
    return gap.low && gap.high
        ? tr("%1 (%2 to %3)")
              .arg(signedDifference(*gap.value, width, true), signedDifference(*gap.low, width, true),
                  signedDifference(*gap.high, width, true))
        : signedDifference(*gap.value, width, true);
}

} // namespace

QString searchedText(const SubgroupReport& report, const SubgroupSearch& search)
{
    const QLocale locale;
    return tr(
        "%1 subgroups tested: everyone who shares up to %2 of %3, with at least %4 rows. q controls false "
        "discoveries over all of them: among those with q < 0.05, about one in twenty is chance.")
        .arg(locale.toString(static_cast<qulonglong>(report.tested)), locale.toString(search.depth),
            columnsOf(report), locale.toString(search.minimumRows, 'f', 0));
}

QString nothingFoundText(const SubgroupReport& report, const SubgroupSearch& search)
{
    const QString rows = QLocale().toString(search.minimumRows, 'f', 0);
    if (report.tested == 0)
        return tr("There is no subgroup to test: no combination of %1 has at least %2 rows inside and "
                  "outside of it.")
            .arg(columnsOf(report), rows);
    return tr("None of the %1 subgroups tested stands out.")
        .arg(QLocale().toString(static_cast<qulonglong>(report.tested)));
}

QString detailHtml(const Subgroup& subgroup, const SubgroupDetail& detail, bool hasOutcomes)
{
    QString html = QStringLiteral("<p><b>%1</b></p><table cellspacing='0'>").arg(escaped(subgroup.name()));
    html += row(QStringLiteral("th"), {QString(), tr("Subgroup"), tr("Everyone else"), tr("Difference")});
    for (const SubgroupRate& rate : detail.rates)
        html += row(QStringLiteral("td"),
            {metricName(rate.metricId).toHtmlEscaped(), rateText(rate.inside, true),
                rateText(rate.outside, true), gapText(rate.gap)});
    const auto counts = [&](const QString& name, double inside, double outside) {
        html += row(QStringLiteral("td"), {name, countText(inside), countText(outside), QString()});
    };
    counts(tr("Rows"), detail.inside.all().rows, detail.outside.all().rows);
    if (hasOutcomes) {
        counts(tr("True positives"), detail.inside.truePositive.rows, detail.outside.truePositive.rows);
        counts(tr("False positives"), detail.inside.falsePositive.rows, detail.outside.falsePositive.rows);
        counts(tr("False negatives"), detail.inside.falseNegative.rows, detail.outside.falseNegative.rows);
        counts(tr("True negatives"), detail.inside.trueNegative.rows, detail.outside.trueNegative.rows);
    } else {
        counts(tr("Selected"), detail.inside.selected().rows, detail.outside.selected().rows);
    }
    return html + QStringLiteral("</table>");
}

QString explainSearch(const SubgroupReport* report, const std::string& metricId)
{
    ExplainPage page;
    page.title = tr("Groups inside groups");
    page.first
        = tr("Two attributes can each look fair while people who belong to two groups at once are treated "
             "differently. Every combination of up to three columns is compared here with everyone else.");
    if (report != nullptr && !report->found.empty()) {
        const Subgroup& worst = report->found.front();
        page.second
            = tr("The %1 stands out most for <b>%2</b> (%3 rows): %4 against %5 for everyone else, q %6.")
                  .arg(metricInSentence(metricId), escaped(worst.name()), countText(worst.rows),
                      formatNumber(worst.rate, (worst.high - worst.low) / 2.0, true),
                      formatNumber(worst.restRate, 0.0, true), qText(worst.q).toHtmlEscaped());
    }
    page.reading = tr(
        "Small subgroups have large gaps by chance alone. The list is therefore ordered by the gap that is "
        "left after shrinkage, and leaves out subgroups whose gap a listed one explains. Filled dots have "
        "q &lt; 0.05.");
    page.caveats
        = tr("A subgroup that a search has found looks worse than it is: check it in other data before "
             "acting on it. A gap is not yet unfairness; people of the subgroup may differ in what "
             "matters for the decision.");
    if (report != nullptr)
        for (const Text& note : report->notes)
            page.caveats += QStringLiteral("<br>") + translate(note).toHtmlEscaped();
    page.citation = tr("Efron, Morris (1972); Donoho, Johnstone (1994); Benjamini, Hochberg (1995)");
    return page.html();
}

} // namespace evenhand::ui
