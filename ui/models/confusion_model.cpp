#include "ui/models/confusion_model.h"

#include "engine/figures/audit_rates.h"
#include "ui/models/rate_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QFont>

namespace evenhand::ui {

void ConfusionModel::setAudit(std::shared_ptr<const AuditReport> audit, std::size_t attribute)
{
    beginResetModel();
    m_audit = std::move(audit);
    m_attribute = attribute;
    m_columns.clear();
    m_groups.clear();
    if (m_audit) {
        m_columns = {{Column::Name, nullptr, 0}, {Column::Rows, nullptr, 0}};
        if (m_audit->rows && !m_audit->rows->weight.empty())
            m_columns.push_back({Column::Weight, nullptr, 0});
        for (RowSum Confusion::*const cell : {&Confusion::truePositive, &Confusion::falsePositive,
                 &Confusion::falseNegative, &Confusion::trueNegative})
            m_columns.push_back({Column::Cell, cell, 0});
        for (const std::string& id : mainRates(*m_audit))
            m_columns.push_back({Column::Rate, nullptr, *m_audit->metricIndex(id)});
        const auto& groups = m_audit->attributes[m_attribute].groups;
        for (std::size_t g = 0; g < groups.size(); ++g)
            if (groups[g].rows > 0.0)
                m_groups.push_back(g);
    }
    endResetModel();
}

int ConfusionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_audit ? 0 : static_cast<int>(m_groups.size()) + 1;
}

int ConfusionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

const GroupAudit& ConfusionModel::groupAt(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return i < m_groups.size() ? m_audit->attributes[m_attribute].groups[m_groups[i]] : m_audit->overall;
}

QString ConfusionModel::text(const GroupAudit& group, const Column& column) const
{
    switch (column.kind) {
    case Column::Name:
        if (&group == &m_audit->overall)
            return tr("All rows");
        return group.isSmall ? tr("%1 (small)").arg(QString::fromStdString(group.readable))
                             : QString::fromStdString(group.readable);
    case Column::Rows:
        return countText(group.rows);
    case Column::Weight:
        return countText(group.weight);
    case Column::Cell:
        return countText((group.cells.*column.cell).rows);
    case Column::Rate:
        return rateText(group.metrics[column.metric], true);
    }
    return {};
}

QString ConfusionModel::toolTip(const GroupAudit& group, const Column& column) const
{
    const QString name = text(group, m_columns.front());
    if (column.kind == Column::Cell) {
        const RowSum& cell = group.cells.*column.cell;
        return m_audit->rows && !m_audit->rows->weight.empty()
            ? tr("%1: %2 rows with a weight of %3").arg(name, countText(cell.rows), countText(cell.weight))
            : tr("%1: %2 rows").arg(name, countText(cell.rows));
    }
    if (column.kind != Column::Rate)
        return {};
    const MetricValue& value = group.metrics[column.metric];
    const QString rate = metricName(m_audit->metricIds[column.metric]);
    if (!value.value)
        return tr("%1, %2: undefined, %3").arg(name, rate, translate(value.undefined));
    if (!value.low || !value.high)
        return tr("%1, %2: %3").arg(name, rate, rateText(value, true));
    return tr("%1, %2: %3\n%4 % interval")
        .arg(name, rate, rateWithInterval(value, true), plainNumber(100.0 * m_audit->spec.confidence));
}

QVariant ConfusionModel::sortKey(const GroupAudit& group, const Column& column) const
{
    switch (column.kind) {
    case Column::Name:
        return QString::fromStdString(group.readable);
    case Column::Rows:
        return group.rows;
    case Column::Weight:
        return group.weight;
    case Column::Cell:
        return (group.cells.*column.cell).rows;
    case Column::Rate:
        return group.metrics[column.metric].value.value_or(-1.0);
    }
    return {};
}

QVariant ConfusionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_audit || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const GroupAudit& group = groupAt(index.row());
    const Column& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return column.kind == Column::Rate ? rateWithInterval(group.metrics[column.metric], true)
                                           : text(group, column);
    case Qt::ToolTipRole:
        return toolTip(group, column);
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            (column.kind == Column::Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole:
        if (&group == &m_audit->overall) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    case kSortRole:
        return sortKey(group, column);
    default:
        return {};
    }
}

QVariant ConfusionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            (column.kind == Column::Name ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const auto cellName = [&](bool isShort) {
        return column.cell == &Confusion::truePositive
            ? (isShort ? tr("TP") : tr("True positives: selected, and rightly so"))
            : column.cell == &Confusion::falsePositive
            ? (isShort ? tr("FP") : tr("False positives: selected, but wrongly"))
            : column.cell == &Confusion::falseNegative
            ? (isShort ? tr("FN") : tr("False negatives: rejected, but wrongly"))
            : (isShort ? tr("TN") : tr("True negatives: rejected, and rightly so"));
    };
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (column.kind) {
    case Column::Name:
        return tr("Group");
    case Column::Rows:
        return tr("Rows");
    case Column::Weight:
        return tr("Weight");
    case Column::Cell:
        return cellName(role == Qt::DisplayRole);
    case Column::Rate: {
        const std::string& id = m_audit->metricIds[column.metric];
        if (role == Qt::DisplayRole)
            return metricName(id);
        const MetricInfo* const info = metricInfo(id);
        return info != nullptr ? translate(info->description) : QVariant();
    }
    }
    return {};
}

} // namespace evenhand::ui
