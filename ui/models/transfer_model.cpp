#include "ui/models/transfer_model.h"

#include "engine/figures/transfer_names.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

/// The number of a column, if it has one at all.
const std::optional<RepeatedMetric>* metricOf(const TransferRow& row, int column)
{
    switch (column) {
    case TransferModel::Error:
        return &row.error;
    case TransferModel::TrivialError:
        return &row.trivialError;
    case TransferModel::Gap:
        return &row.gap;
    case TransferModel::SoftGap:
        return &row.softGap;
    case TransferModel::Ks:
        return &row.ks;
    case TransferModel::Auc:
        return &row.auc;
    default:
        return nullptr;
    }
}

bool isAbsentInRegression(int column)
{
    return column == TransferModel::SoftGap || column == TransferModel::Auc;
}

/// Repeats in which everybody is decided alike.
int degenerateRepeats(const TransferRow& row)
{
    return static_cast<int>(std::ranges::count_if(row.repeats, &TaskReading::degenerate));
}

QString number(double value)
{
    return QLocale().toString(value, 'f', 3);
}

} // namespace

void TransferModel::setReport(std::shared_ptr<const TransferReport> report)
{
    if (report == m_report)
        return;
    beginResetModel();
    m_report = std::move(report);
    endResetModel();
}

int TransferModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->rows.size());
}

int TransferModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int {Columns};
}

QString TransferModel::text(const TransferRow& row, int column) const
{
    if (column == Task)
        return QString::fromStdString(row.task);
    if (column == Variant)
        return translate(transferVariantName(row));
    const std::optional<RepeatedMetric>& metric = *metricOf(row, column);
    if (!metric || !metric->mean)
        return QStringLiteral("–");
    const QString mean = number(*metric->mean);
    const bool isAlike = (column == Gap || column == SoftGap)
        && 2 * degenerateRepeats(row) > static_cast<int>(row.repeats.size());
    return isAlike ? tr("%1 (all alike)", "gap of a head that decides alike for everybody").arg(mean) : mean;
}

QString TransferModel::toolTip(const TransferRow& row, int column) const
{
    if (column == Task || column == Variant)
        return text(row, column);
    const std::optional<RepeatedMetric>& metric = *metricOf(row, column);
    QStringList lines {headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString()};
    if (metric && metric->mean) {
        lines << (metric->low && metric->high
                ? tr("%1, 95 % interval %2 to %3")
                      .arg(number(*metric->mean), number(*metric->low), number(*metric->high))
                : tr("%1, from one repeat: no interval").arg(number(*metric->mean)));
    } else if (row.kind == evenhand::Task::Regression && isAbsentInRegression(column)) {
        lines << tr("There is none of a number that is predicted.");
    } else {
        lines << tr("Not defined: a group has too few rows.");
    }
    if (const int alike = degenerateRepeats(row); alike > 0)
        lines << tr(
            "In %1 of %2 repeats everybody is decided (nearly) alike: a small gap means nothing then.")
                     .arg(alike)
                     .arg(row.repeats.size());
    return lines.join(QLatin1Char('\n'));
}

QVariant TransferModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= Columns)
        return {};
    const TransferRow& row = m_report->rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return toolTip(row, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            index.column() < Error ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TransferModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return QAbstractTableModel::headerData(section, orientation, role);
    const std::pair<QString, QString> names[Columns]
        = {{tr("New task"), tr("The task that was left out while the representation was learned")},
            {tr("Served from"), tr("What the head of the new task sees")},
            {tr("Error"), tr("Share of wrong decisions, or squared error over the variance")},
            {tr("Trivial"), tr("Error of always deciding for the majority, or for the mean")},
            {tr("Gap"),
                tr("Largest difference of the groups' decision rates, or of their means in standard "
                   "deviations")},
            {tr("Soft gap"), tr("Largest difference of the groups' mean probabilities")},
            {tr("KS"), tr("Largest distance of two groups' distribution functions of the prediction")},
            {tr("AUC"), tr("How well the predictions order the people of the new task")}};
    if (role == Qt::DisplayRole)
        return names[section].first;
    if (role == Qt::ToolTipRole)
        return names[section].second;
    return {};
}

} // namespace evenhand::ui
