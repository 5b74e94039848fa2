#include "ui/models/pair_matrix_model.h"

#include "ui/models/rate_text.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"
#include "ui/theme/theme.h"

#include <QFont>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

void PairMatrixModel::setMatrix(std::shared_ptr<const PairMatrix> matrix, std::vector<std::string> names)
{
    beginResetModel();
    m_matrix = std::move(matrix);
    m_names = std::move(names);
    m_largest = 0.0;
    if (m_matrix)
        for (const PairDifference& pair : m_matrix->pairs)
            m_largest = std::max(m_largest, std::abs(pair.difference.value.value_or(0.0)));
    endResetModel();
}

int PairMatrixModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_matrix ? 0 : static_cast<int>(m_matrix->groups.size());
}

int PairMatrixModel::columnCount(const QModelIndex& parent) const
{
    return rowCount(parent);
}

QString PairMatrixModel::nameOf(std::size_t group) const
{
    return QString::fromStdString(m_names[group]);
}

QString PairMatrixModel::text(const PairDifference& pair) const
{
    if (pair.first == pair.second)
        return {};
    const MetricValue& value = pair.difference;
    if (!value.value)
        return QStringLiteral("–");
    const double width = value.low && value.high ? *value.high - *value.low : 0.0;
    const QString number = signedDifference(*value.value, width, m_matrix->isShare);
    return pair.q && *pair.q < kLevel ? number + QStringLiteral(" *") : number;
}

QString PairMatrixModel::toolTip(const PairDifference& pair) const
{
    if (pair.first == pair.second)
        return {};
    const MetricValue& value = pair.difference;
    QStringList lines {tr("%1 minus %2").arg(nameOf(pair.first), nameOf(pair.second))};
    const QString metric = metricInSentence(m_matrix->metricId);
    if (!value.value) {
        lines << tr("no difference of %1: %2").arg(metric, translate(value.undefined));
        return lines.join(QLatin1Char('\n'));
    }
    const double width = value.low && value.high ? *value.high - *value.low : 0.0;
    const bool share = m_matrix->isShare;
    const auto shown = [&](double number) { return signedDifference(number, width, share); };
    lines << (share ? tr("%1: %2 percentage points") : tr("%1: %2")).arg(metric, shown(*value.value));
    if (value.low && value.high)
        lines << tr("%1 % interval %2 to %3")
                     .arg(plainNumber(100.0 * m_matrix->confidence), shown(*value.low), shown(*value.high));
    if (pair.p && pair.q)
        lines << tr("p (Fisher): %1, q over all %2 pairs: %3")
                     .arg(qText(*pair.p))
                     .arg(m_matrix->pairs.size())
                     .arg(qText(*pair.q));
    if (pair.isSmall)
        lines << tr("one of the two is a small group");
    return lines.join(QLatin1Char('\n'));
}

QVariant PairMatrixModel::background(const PairDifference& pair) const
{
    const ThemeColours colours = currentColours();
    if (pair.first == pair.second)
        return colours.grid;
    if (!pair.difference.value || m_largest <= 0.0)
        return {};
    QColor colour = colours.accent;
    colour.setAlphaF(static_cast<float>(0.34 * std::abs(*pair.difference.value) / m_largest));
    return colour;
}

QVariant PairMatrixModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_matrix || index.row() >= rowCount() || index.column() >= columnCount())
        return {};
    const PairDifference pair
        = m_matrix->at(static_cast<std::size_t>(index.row()), static_cast<std::size_t>(index.column()));
    switch (role) {
    case Qt::DisplayRole:
        return text(pair);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return toolTip(pair);
    case Qt::TextAlignmentRole:
        return static_cast<int>(Qt::AlignCenter);
    case Qt::BackgroundRole:
        return background(pair);
    case Qt::FontRole:
        if (pair.q && *pair.q < kLevel) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    default:
        return {};
    }
}

QVariant PairMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (!m_matrix || section < 0 || section >= rowCount())
        return {};
    const QString name = nameOf(m_matrix->groups[static_cast<std::size_t>(section)]);
    if (role == Qt::DisplayRole)
        return orientation == Qt::Horizontal ? tr("– %1", "minus a group").arg(name) : name;
    if (role == Qt::ToolTipRole)
        return name;
    return {};
}

} // namespace evenhand::ui
