#include "ui/models/comparison_model.h"

#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QFont>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace evenhand::ui {

namespace {

bool isShare(const std::string& metric)
{
    const MetricInfo* const info = metricInfo(metric);
    return info != nullptr && info->isShare;
}

QString signedNumber(double value, int decimals)
{
    QString number = QLocale().toString(value, 'f', decimals);
    // Nothing is rounded to "-0.0".
    if (QLocale().toDouble(number) == 0.0)
        return QLocale().toString(0.0, 'f', decimals);
    return value > 0.0 ? QLatin1Char('+') + number : number;
}

/// As many decimals as the interval supports.
int decimalsFor(double uncertainty, int otherwise, int most)
{
    if (uncertainty <= 0.0)
        return otherwise;
    return std::clamp(1 - static_cast<int>(std::floor(std::log10(uncertainty))), 0, most);
}

/// Of a share in percentage points.
QString bareDifference(const std::string& metric, double difference, double uncertainty)
{
    if (isShare(metric))
        return signedNumber(100.0 * difference, decimalsFor(100.0 * uncertainty, 1, 2));
    return signedNumber(difference, decimalsFor(uncertainty, 3, 4));
}

double halfWidth(const RepeatedMetric& metric)
{
    return metric.low && metric.high ? 0.5 * (*metric.high - *metric.low) : 0.0;
}

} // namespace

QString differenceText(const std::string& metric, double difference, double uncertainty)
{
    const QString number = bareDifference(metric, difference, uncertainty);
    return isShare(metric) ? ComparisonModel::tr("%1 points", "percentage points").arg(number) : number;
}

bool isClear(const RepeatedMetric& difference)
{
    return difference.low && difference.high && (*difference.low > 0.0 || *difference.high < 0.0);
}

void ComparisonModel::setComparison(
    std::shared_ptr<const Report> report, std::shared_ptr<const RunComparison> comparison)
{
    beginResetModel();
    m_report = std::move(report);
    m_comparison = std::move(comparison);
    endResetModel();
}

int ComparisonModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_comparison ? 0 : static_cast<int>(m_comparison->differences.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int {Columns};
}

QString ComparisonModel::groupName(const std::string& group) const
{
    if (group.empty())
        return tr("all");
    const auto& names = m_report->groups.names;
    const auto found = std::ranges::find(names, group);
    return QString::fromStdString(found == names.end()
            ? group
            : readableGroupNames(m_report->groups)[static_cast<std::size_t>(found - names.begin())]);
}

QString ComparisonModel::text(const PairedDifference& row, int column) const
{
    const RepeatedMetric& difference = row.difference;
    const double half = halfWidth(difference);
    const auto number = [&](const std::optional<double>& value) {
        return value ? formatNumber(*value, half, isShare(row.metric)) : QStringLiteral("–");
    };
    switch (column) {
    case People:
        return groupName(row.group);
    case Metric:
        return metricName(row.metric);
    case First:
        return number(row.first);
    case Second:
        return number(row.second);
    case Difference:
        return difference.mean ? differenceText(row.metric, *difference.mean, half) : QStringLiteral("–");
    case Interval:
        return difference.low && difference.high ? tr("%1 to %2", "interval")
                                                       .arg(bareDifference(row.metric, *difference.low, half),
                                                           differenceText(row.metric, *difference.high, half))
                                                 : QStringLiteral("–");
    default:
        return {};
    }
}

QString ComparisonModel::toolTip(const PairedDifference& row, int column) const
{
    if (column == Metric) {
        const MetricInfo* const info = metricInfo(row.metric);
        return info == nullptr ? QString() : translate(info->description);
    }
    if (column < Difference)
        return text(row, column);
    if (!row.difference.mean)
        return translate(row.difference.undefined);
    if (!row.difference.low)
        return tr("From one repeat: no interval can be given.");
    return isClear(row.difference)
        ? tr("The interval leaves out 0: the difference is more than the chance of the splits.")
        : tr("The interval contains 0: this difference may be chance.");
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || index.column() >= Columns)
        return {};
    const PairedDifference& row = m_comparison->differences[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::ToolTipRole:
        return toolTip(row, index.column());
    case Qt::AccessibleTextRole:
        return index.column() == Difference
            ? QStringLiteral("%1. %2").arg(text(row, Difference), toolTip(row, Difference))
            : text(row, index.column());
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            index.column() < First ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    case Qt::FontRole:
        if (index.column() == Difference && isClear(row.difference)) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= Columns)
        return QAbstractTableModel::headerData(section, orientation, role);
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>(
            section < First ? Qt::AlignLeft | Qt::AlignVCenter : Qt::AlignRight | Qt::AlignVCenter);
    const auto run = [this](bool second) {
        return m_comparison ? tr("Run %1").arg((second ? m_comparison->second : m_comparison->first) + 1)
                            : QString();
    };
    const auto name = [this](bool second) {
        return m_comparison ? runLabel(m_report->runs[second ? m_comparison->second : m_comparison->first])
                            : QString();
    };
    const std::pair<QString, QString> names[Columns] = {{tr("People"), tr("All test rows, or one group")},
        {tr("Metric"), tr("What is measured")}, {run(false), name(false)}, {run(true), name(true)},
        {tr("Difference"), tr("Second run minus first, mean over the repeats; bold: more than chance")},
        {tr("95 % interval"), tr("Of the mean difference on the same test rows")}};
    if (role == Qt::DisplayRole)
        return names[section].first;
    if (role == Qt::ToolTipRole)
        return names[section].second;
    return {};
}

} // namespace evenhand::ui
