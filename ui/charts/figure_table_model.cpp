#include "ui/charts/figure_table_model.h"

#include "ui/text/translate.h"

#include <cmath>
#include <limits>

namespace evenhand::ui {

namespace {

const std::vector<double>& valuesOf(const FigureLayer& layer, int place)
{
    switch (place) {
    case 0:
        return layer.x;
    case 1:
        return layer.y;
    case 2:
        return layer.low;
    case 3:
        return layer.high;
    case 4:
        return layer.xLow;
    default:
        return layer.xHigh;
    }
}

} // namespace

FigureTableModel::FigureTableModel(QObject* parent)
    : QAbstractTableModel(parent)
{
}

void FigureTableModel::setFigure(const Figure& figure)
{
    beginResetModel();
    m_figure = figure;
    m_rows.clear();
    m_columns = {Column::Layer};
    for (int place = 0; place < 6; ++place) {
        const bool used = std::any_of(m_figure.layers.begin(), m_figure.layers.end(),
            [&](const FigureLayer& layer) { return !valuesOf(layer, place).empty(); });
        if (used)
            m_columns.push_back(static_cast<Column>(place + 1));
    }
    if (std::any_of(m_figure.layers.begin(), m_figure.layers.end(),
            [](const FigureLayer& l) { return !l.labels.empty(); }))
        m_columns.push_back(Column::Label);
    for (std::size_t layer = 0; layer < m_figure.layers.size(); ++layer) {
        const std::size_t rows = std::max(m_figure.layers[layer].x.size(), m_figure.layers[layer].y.size());
        for (std::size_t row = 0; row < rows; ++row)
            m_rows.push_back({layer, row});
    }
    endResetModel();
}

int FigureTableModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

QString FigureTableModel::numberText(const FigureAxis& axis, double value, bool isPosition) const
{
    if (std::isnan(value))
        return tr("undefined");
    const double nearest = std::round(value);
    if (isPosition && nearest >= 0.0 && nearest < static_cast<double>(axis.categories.size()))
        return QString::fromStdString(axis.categories[static_cast<std::size_t>(nearest)]);
    if (axis.percent)
        return m_locale.toString(100.0 * value, 'g', 5) + QChar(0x00a0) + m_locale.percent();
    return m_locale.toString(value, 'g', 6);
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const FigureLayer& layer = m_figure.layers[row.layer];
    const Column column = m_columns[static_cast<std::size_t>(index.column())];
    const bool isText = column == Column::Layer || column == Column::Label;
    if (role == Qt::TextAlignmentRole)
        return QVariant(isText ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != kSortRole)
        return {};
    if (column == Column::Layer)
        return translate(layer.name);
    if (column == Column::Label)
        return row.row < layer.labels.size() ? translate(layer.labels[row.row]) : QString();
    const std::vector<double>& values = valuesOf(layer, static_cast<int>(column) - 1);
    if (row.row >= values.size())
        return {};
    if (role == kSortRole)
        return values[row.row];
    const bool isX = column == Column::X || column == Column::XLow || column == Column::XHigh;
    return numberText(
        isX ? m_figure.x : m_figure.y, values[row.row], column == Column::X || column == Column::Y);
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= columnCount())
        return QAbstractTableModel::headerData(section, orientation, role);
    const auto named = [](const Text& label, const QString& otherwise) {
        return label.empty() ? otherwise : translate(label);
    };
    const QString x = named(m_figure.x.label, QStringLiteral("x"));
    const QString y = named(m_figure.y.label, QStringLiteral("y"));
    switch (m_columns[static_cast<std::size_t>(section)]) {
    case Column::Layer:
        return tr("Series");
    case Column::X:
        return x;
    case Column::Y:
        return y;
    case Column::Low:
        return tr("%1, lower").arg(y);
    case Column::High:
        return tr("%1, upper").arg(y);
    case Column::XLow:
        return tr("%1, lower").arg(x);
    case Column::XHigh:
        return tr("%1, upper").arg(x);
    case Column::Label:
        return tr("Description");
    }
    return {};
}

} // namespace evenhand::ui
