#include "ui/models/conventions_model.h"

#include "ui/text/translate.h"

#include <QLocale>

namespace evenhand::ui {

namespace {

QString toolName(int column)
{
    const std::string_view name = nameOf(kAllConventions[static_cast<std::size_t>(column)]);
    return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

/// The number, marked where it is not Evenhand's: a colour would not reach everybody.
QString shownValue(const ConventionCell& cell, int column)
{
    const QString value = cell.value ? QLocale().toString(*cell.value, 'f', 3) : translate(cell.shown);
    return column > 0 && cell.value && !cell.reason.empty() ? QStringLiteral("≠ ") + value : value;
}

} // namespace

void ConventionsModel::setRows(std::vector<ConventionRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ConventionsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ConventionsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(kAllConventions.size());
}

QString ConventionsModel::spoken(const QModelIndex& index) const
{
    const ConventionRow& row = m_rows[static_cast<std::size_t>(index.row())];
    const ConventionCell& cell = row.tools[static_cast<std::size_t>(index.column())];
    QString words = tr("%1, %2: %3", "tool, quantity, value")
                        .arg(toolName(index.column()), translate(row.name), shownValue(cell, index.column()));
    if (!cell.function.empty())
        words += QStringLiteral(" (%1)").arg(QString::fromStdString(cell.function));
    if (!cell.reason.empty())
        words += QStringLiteral(". ") + translate(cell.reason);
    return words;
}

QVariant ConventionsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const ConventionCell& cell
        = m_rows[static_cast<std::size_t>(index.row())].tools[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::DisplayRole:
        return shownValue(cell, index.column());
    case Qt::AccessibleTextRole:
        return spoken(index);
    case Qt::ToolTipRole:
        // Reasons quote names of groups, which a tooltip must not read as HTML.
        return QStringLiteral("<qt>%1</qt>").arg(spoken(index).toHtmlEscaped());
    case kFunctionRole:
        return QString::fromStdString(cell.function);
    case kReasonRole:
        return cell.reason.empty() ? QString() : translate(cell.reason);
    default:
        return {};
    }
}

QVariant ConventionsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? toolName(section)
                                         : translate(m_rows[static_cast<std::size_t>(section)].name);
}

} // namespace evenhand::ui
