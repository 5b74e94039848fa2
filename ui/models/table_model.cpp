#include "ui/models/table_model.h"

#include "ui/theme/theme.h"

#include <QLocale>

namespace evenhand::ui {

namespace {
constexpr qsizetype kLongestCell = 300; ///< characters of a cell that are shown; the tooltip has more
}

void TableModel::setTable(std::shared_ptr<const Table> table)
{
    beginResetModel();
    m_table = std::move(table);
    endResetModel();
}

int TableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->rows());
}

int TableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table ? 0 : static_cast<int>(m_table->columns().size());
}

QVariant TableModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_table)
        return {};
    const Column& column = m_table->columns()[static_cast<std::size_t>(index.column())];
    const auto row = static_cast<std::size_t>(index.row());
    switch (role) {
    case Qt::DisplayRole:
        if (column.isMissing(row))
            return tr("missing");
        return QString::fromStdString(column.cell(row)).left(kLongestCell).simplified();
    case Qt::ToolTipRole:
        return column.isMissing(row) ? QVariant()
                                     : QString::fromStdString(column.cell(row)).left(10 * kLongestCell);
    case Qt::ForegroundRole:
        return column.isMissing(row) ? QVariant(currentColours().disabled) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant(column.numeric() != nullptr ? Qt::AlignRight | Qt::AlignVCenter
                                                    : Qt::AlignLeft | Qt::AlignVCenter);
    default:
        return {};
    }
}

QVariant TableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!m_table || section < 0)
        return {};
    if (orientation == Qt::Vertical) {
        if (role == Qt::TextAlignmentRole)
            return QVariant(Qt::AlignRight | Qt::AlignVCenter);
        return role == Qt::DisplayRole ? QVariant(QLocale().toString(section + 1)) : QVariant();
    }
    const Column& column = m_table->columns()[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole)
        return QString::fromStdString(column.name);
    if (role == Qt::TextAlignmentRole)
        return QVariant(column.numeric() != nullptr ? Qt::AlignRight | Qt::AlignVCenter
                                                    : Qt::AlignLeft | Qt::AlignVCenter);
    return {};
}

} // namespace evenhand::ui
