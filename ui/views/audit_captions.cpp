#include "ui/views/audit_captions.h"

#include "ui/text/labels.h"

#include <QCoreApplication>

#include <algorithm>

namespace evenhand::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("audit_pages", text);
}

} // namespace

QString confusionCaption(const AuditReport& audit, std::size_t attribute)
{
    QStringList lines {
        tr("Selected means the favourable decision; positive, that the favourable outcome came "
           "true. In brackets: %1 % intervals. Counts are rows.")
            .arg(plainNumber(100.0 * audit.spec.confidence))};
    if (!audit.attributes[attribute].absent.empty()) {
        QStringList names;
        for (const std::string& name : audit.attributes[attribute].absent)
            names << QStringLiteral("“%1”").arg(QString::fromStdString(name));
        lines << tr("Nobody is in %1.").arg(names.join(QStringLiteral(", ")));
    }
    return lines.join(QLatin1Char(' '));
}

QString pairsCaption(const PairMatrix& matrix)
{
    const QString unit = matrix.isShare ? tr(", in percentage points") : QString();
    QString caption = tr("%1: the row's group minus the column's%2.").arg(metricName(matrix.metricId), unit);
    const bool isTested
        = std::ranges::any_of(matrix.pairs, [](const PairDifference& pair) { return pair.q.has_value(); });
    if (isTested)
        caption += tr(" A star marks q < 0.05: of all starred differences about one in twenty is chance "
                      "(Benjamini–Hochberg over %1 pairs).")
                       .arg(matrix.pairs.size());
    else
        caption += tr(" No test is made of this number; its interval is in the tooltip.");
    if (matrix.leftOut > 0)
        caption += tr(" The %1 largest groups are compared, %2 smaller ones are not.")
                       .arg(matrix.groups.size())
                       .arg(matrix.leftOut);
    return caption;
}

} // namespace evenhand::ui
