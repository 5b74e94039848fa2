#include "ui/models/threshold_model.h"

#include "ui/models/rate_text.h"
#include "ui/text/labels.h"

#include <QFont>
#include <QLocale>
#include <QPainter>

#include <cmath>

namespace evenhand::ui {

namespace {

/// The rate of a column; null if it has counts.
CellRate rateOf(int column)
{
    switch (column) {
    case ThresholdModel::SelectionRate:
        return selectionRate;
    case ThresholdModel::TruePositiveRate:
        return truePositiveRate;
    case ThresholdModel::FalsePositiveRate:
        return falsePositiveRate;
    case ThresholdModel::Precision:
        return precisionRate;
    case ThresholdModel::Accuracy:
        return accuracyRate;
    default:
        return nullptr;
    }
}

/// Rows counted in a column.
double countOf(const Confusion& cells, int column)
{
    switch (column) {
    case ThresholdModel::Selected:
        return cells.selected().rows;
    case ThresholdModel::TruePositive:
        return cells.truePositive.rows;
    case ThresholdModel::FalsePositive:
        return cells.falsePositive.rows;
    case ThresholdModel::FalseNegative:
        return cells.falseNegative.rows;
    default:
        return cells.trueNegative.rows;
    }
}

QString withSign(double value, int decimals)
{
    const QString number = QLocale().toString(std::abs(value), 'f', decimals);
    return (value > 0.0 ? QStringLiteral("+") : QStringLiteral("−")) + number;
}

} // namespace

void ThresholdModel::setSubject(std::shared_ptr<const ThresholdSubject> subject)
{
    beginResetModel();
    m_subject = std::move(subject);
    m_groups.clear();
    m_thresholds.clear();
    for (std::size_t g = 0; m_subject && g < m_subject->counts.size(); ++g)
        if (m_subject->counts[g] > 0.0)
            m_groups.push_back(g);
    endResetModel();
}

void ThresholdModel::setState(
    const std::vector<double>& thresholds, const ThresholdState& start, const ThresholdState& now)
{
    m_thresholds = thresholds;
    m_start = start;
    m_now = now;
    if (rowCount() > 0)
        emit dataChanged(index(0, Threshold), index(rowCount() - 1, ColumnCount - 1), {Qt::DisplayRole});
}

std::optional<std::size_t> ThresholdModel::groupOf(int row) const
{
    const auto i = static_cast<std::size_t>(row);
    return i < m_groups.size() ? std::optional(m_groups[i]) : std::nullopt;
}

int ThresholdModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_subject ? 0 : static_cast<int>(m_groups.size()) + 1;
}

int ThresholdModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ThresholdModel::text(int row, int column) const
{
    const std::optional<std::size_t> group = groupOf(row);
    if (column == Group)
        return group ? QString::fromStdString(m_subject->groupNames[*group]) : tr("All");
    if (m_thresholds.empty())
        return {};
    if (column == Threshold) {
        const double threshold = m_thresholds[group.value_or(m_groups.front())];
        for (const std::size_t other : m_groups)
            if (!group && m_thresholds[other] != threshold)
                return tr("by group");
        return threshold > m_subject->high ? tr("nobody") : plainNumber(m_subject->shown(threshold), 4);
    }
    const Confusion& cells = group ? m_now.cells[*group] : m_now.all;
    if (const CellRate rate = rateOf(column))
        return rateText(describe(rate(cells)), true);
    return countText(countOf(cells, column));
}

QString ThresholdModel::change(int row, int column) const
{
    const std::optional<std::size_t> group = groupOf(row);
    if (column <= Threshold || m_thresholds.empty())
        return {};
    const Confusion& before = group ? m_start.cells[*group] : m_start.all;
    const Confusion& after = group ? m_now.cells[*group] : m_now.all;
    if (const CellRate rate = rateOf(column)) {
        const CellValue a = rate(before);
        const CellValue b = rate(after);
        const double points = 100.0 * (b.value - a.value);
        return a.undefined != nullptr || b.undefined != nullptr || std::abs(points) < 0.05
            ? QString()
            : withSign(points, 1);
    }
    const double rows = countOf(after, column) - countOf(before, column);
    return rows == 0.0 ? QString() : withSign(rows, 0);
}

QVariant ThresholdModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_subject || index.row() >= rowCount() || index.column() >= ColumnCount)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        return text(index.row(), index.column());
    case kChangeRole:
        return change(index.row(), index.column());
    case Qt::AccessibleTextRole: {
        const QString more = change(index.row(), index.column());
        const QString shown = text(index.row(), index.column());
        return more.isEmpty() ? shown : tr("%1, change %2").arg(shown, more);
    }
    case Qt::ToolTipRole: {
        if (index.column() == Group)
            return QStringLiteral("<qt>%1</qt>").arg(text(index.row(), Group).toHtmlEscaped());
        const QString more = change(index.row(), index.column());
        return more.isEmpty()                   ? QVariant()
            : rateOf(index.column()) != nullptr ? tr("%1 percentage points against the start").arg(more)
                                                : tr("%1 against the start").arg(more);
    }
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            (index.column() == Group ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole:
        if (!groupOf(index.row())) {
            QFont font;
            font.setWeight(QFont::DemiBold);
            return font;
        }
        return {};
    default:
        return {};
    }
}

QVariant ThresholdModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Group ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    struct Header {
        QString name, tip;
    };
    const auto header = [section]() -> Header {
        switch (section) {
        case Group:
            return {tr("Group"), {}};
        case Threshold:
            return {tr("Threshold"), tr("Where the group's scores are cut")};
        case Selected:
            return {tr("Selected"), tr("Rows on the favourable side of the threshold")};
        case SelectionRate:
            return {tr("Selection\nrate"), tr("Selected among all of the group")};
        case TruePositiveRate:
            return {tr("True pos.\nrate"),
                tr("True positive rate: selected among those with the favourable outcome")};
        case FalsePositiveRate:
            return {tr("False pos.\nrate"),
                tr("False positive rate: selected among those without the favourable outcome")};
        case Precision:
            return {tr("Precision"), tr("Favourable outcomes among the selected")};
        case Accuracy:
            return {tr("Accuracy"), tr("Rightly decided among all of the group")};
        case TruePositive:
            return {tr("TP"), tr("True positives: selected, and rightly so")};
        case FalsePositive:
            return {tr("FP"), tr("False positives: selected, but wrongly")};
        case FalseNegative:
            return {tr("FN"), tr("False negatives: rejected, but wrongly")};
        default:
            return {tr("TN"), tr("True negatives: rejected, and rightly so")};
        }
    }();
    if (role == Qt::DisplayRole)
        return header.name;
    if (role == Qt::ToolTipRole)
        return header.tip;
    return {};
}

/// Without the style, which would take most of the time of a step: there is nothing to select here.
void ChangeDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QString number = index.data(Qt::DisplayRole).toString();
    const QString change = index.data(ThresholdModel::kChangeRole).toString();
    const QVariant font = index.data(Qt::FontRole);
    const QRect inside = option.rect.adjusted(5, 2, -5, -2);
    const bool isText = index.column() == ThresholdModel::Group;
    const int flags = static_cast<int>(isText ? Qt::AlignLeft : Qt::AlignRight)
        | static_cast<int>(Qt::AlignVCenter) | static_cast<int>(Qt::TextSingleLine);
    const QFont own = font.isValid() ? qvariant_cast<QFont>(font).resolve(option.font) : option.font;
    const int split = inside.top() + (inside.height() * 54) / 100;
    painter->setFont(own);
    painter->setPen(option.palette.color(QPalette::Text));
    const QRect upper = change.isEmpty()
        ? inside
        : QRect(inside.left(), inside.top(), inside.width(), split - inside.top());
    painter->drawText(
        upper, flags, isText ? QFontMetrics(own).elidedText(number, Qt::ElideRight, upper.width()) : number);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        painter->setBrush(Qt::NoBrush);
        painter->setPen(option.palette.color(QPalette::Link));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    if (change.isEmpty())
        return;
    QFont small = option.font;
    small.setPointSizeF(0.86 * small.pointSizeF());
    painter->setFont(small);
    painter->setPen(option.palette.color(QPalette::Link));
    painter->drawText(
        QRect(inside.left(), split, inside.width(), inside.bottom() - split + 1), flags, change);
}

} // namespace evenhand::ui
