#include "engine/audit/impossibility.h"
#include "ui/explain/explain_page.h"
#include "ui/explain/explain_text.h"
#include "ui/explain/notion_words.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QCoreApplication>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("explain", text);
}

QString leadIn(const char* heading, const QString& words)
{
    return QStringLiteral("<b>%1</b> %2").arg(tr(heading), words);
}

QString words(const char* source)
{
    return tr(source).toHtmlEscaped();
}

/// Before anything is judged.
QString explainNotions()
{
    ExplainPage page;
    page.title = tr("How bad is it?");
    page.first = tr("Each notion of fairness asks another question of the same decisions. The answer is a "
                    "number with its interval, and it is compared with what the policy on the left allows.");
    page.second
        = tr("An interval that lies wholly on one side of the limit gives a verdict. One that contains "
             "the limit does not: then these data cannot tell.");
    return page.html();
}

QString explainVerdict(const AuditReport& report, const AttributeAudit& attribute, const Verdict& verdict)
{
    ExplainPage page;
    page.title = translate(verdict.title).toHtmlEscaped();
    const NotionWords* const notion = notionWords(verdict.notion);
    const QString here = translate(verdict.sentence).toHtmlEscaped();
    page.first = notion == nullptr ? here : words(notion->meaning) + QLatin1Char(' ') + here;
    page.reading
        = tr("The dot is what was found, the line its %1 % interval, the tinted part what the policy "
             "allows. Only an interval that lies wholly on one side of the limit gives a verdict.")
              .arg(plainNumber(100.0 * report.spec.confidence, 4));
    if (notion == nullptr)
        return page.html();
    page.second = leadIn(QT_TRANSLATE_NOOP("explain", "The right one when"), words(notion->rightWhen));
    page.formula = tr(notion->formula);
    QString rates;
    if (report.task == Task::Classification) {
        const Impossibility conflict = impossibility(attribute, report.spec.confidence);
        for (std::size_t i = 0; i < std::min<std::size_t>(2, conflict.sentences.size()); ++i)
            rates += QLatin1Char(' ') + translate(conflict.sentences[i]).toHtmlEscaped();
    }
    page.caveats = leadIn(QT_TRANSLATE_NOOP("explain", "It does not see"), words(notion->blindTo))
        + QStringLiteral("<br><br>")
        + leadIn(QT_TRANSLATE_NOOP("explain", "It conflicts with others:"), words(notion->conflict)) + rates;
    page.citation = words(notion->citation);
    return page.html();
}

} // namespace

QString explainOverview(const ViewContext& context, std::size_t attribute, const std::string& notion)
{
    if (!context.table)
        return explainWelcome();
    const bool hasAudit = context.audit && attribute < context.audit->attributes.size()
        && !context.audit->attributes[attribute].verdicts.empty();
    if (!hasAudit)
        return explainNotions();
    const AttributeAudit& shown = context.audit->attributes[attribute];
    const auto found = std::ranges::find(shown.verdicts, notion, &Verdict::notion);
    return explainVerdict(
        *context.audit, shown, found == shown.verdicts.end() ? shown.verdicts.front() : *found);
}

} // namespace evenhand::ui
