#include "ui/models/subgroups_model.h"

#include "ui/models/rate_text.h"
#include "ui/text/labels.h"

#include <QFont>

namespace evenhand::ui {

namespace {

MetricValue rateOf(const Subgroup& subgroup)
{
    MetricValue value;
    value.value = subgroup.rate;
    value.low = subgroup.low;
    value.high = subgroup.high;
    return value;
}

} // namespace

void SubgroupsModel::setReport(std::shared_ptr<const SubgroupReport> report, const std::string& metricId)
{
    beginResetModel();
    m_report = std::move(report);
    m_metricId = metricId;
    endResetModel();
}

int SubgroupsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_report ? 0 : static_cast<int>(m_report->found.size());
}

int SubgroupsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SubgroupsModel::text(const Subgroup& subgroup, int column) const
{
    const double width = subgroup.gapHigh - subgroup.gapLow;
    switch (column) {
    case Conditions:
        return QString::fromStdString(subgroup.name());
    case Rows:
        return countText(subgroup.rows);
    case Rate:
        return rateText(rateOf(subgroup), true);
    case Gap:
        return tr("%1 (%2 to %3)")
            .arg(signedDifference(subgroup.gap, width, true), signedDifference(subgroup.gapLow, width, true),
                signedDifference(subgroup.gapHigh, width, true));
    case Shrunken:
        return signedDifference(subgroup.shrunkenGap, width, true);
    case Q:
        return qText(subgroup.q);
    default:
        return {};
    }
}

QString SubgroupsModel::toolTip(const Subgroup& subgroup) const
{
    return tr("%1\n%2: %3, everyone else %4\np: %5, q over %6 subgroups: %7")
        .arg(QString::fromStdString(subgroup.name()), metricName(m_metricId),
            rateWithInterval(rateOf(subgroup), true), formatNumber(subgroup.restRate, 0.0, true),
            qText(subgroup.p))
        .arg(m_report->tested)
        .arg(qText(subgroup.q));
}

QVariant SubgroupsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || !m_report || index.row() >= rowCount())
        return {};
    const Subgroup& subgroup = m_report->found[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return text(subgroup, index.column());
    case Qt::ToolTipRole:
        return toolTip(subgroup);
    case Qt::TextAlignmentRole:
        return static_cast<int>(
            (index.column() == Conditions ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case Qt::FontRole:
        if (index.column() == Q && subgroup.q < 0.05) {
            QFont font;
            font.setBold(true);
            return font;
        }
        return {};
    default:
        return {};
    }
}

QVariant SubgroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return static_cast<int>((section == Conditions ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const bool isTip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !isTip)
        return {};
    switch (section) {
    case Conditions:
        return isTip ? tr("The people who meet all of these conditions") : tr("Subgroup");
    case Rows:
        return isTip ? tr("Its rows that the rate speaks of") : tr("Rows");
    case Rate:
        return isTip ? metricName(m_metricId) : tr("Rate");
    case Gap:
        return isTip ? tr("Its rate minus everyone else's in percentage points, with its interval")
                     : tr("Gap, points");
    case Shrunken:
        return isTip
            ? tr("What is left of the gap after taking away what chance makes in groups of this size; the "
                 "list is in this order")
            : tr("Shrunken");
    case Q:
        return isTip ? tr("Of all subgroups with a q this small or smaller, at most this share is expected "
                          "to be chance")
                     : tr("q");
    default:
        return {};
    }
}

} // namespace evenhand::ui
