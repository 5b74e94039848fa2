#include "ui/models/ranking_model.h"

#include "engine/figures/tradeoff_words.h"
#include "ui/text/labels.h"
#include "ui/text/translate.h"

#include <QLocale>

#include <cmath>

namespace evenhand::ui {

namespace {

/// Areas are small numbers: as many decimals as the interval supports.
QString areaWithInterval(const RepeatedMetric& metric)
{
    if (!metric.mean)
        return QStringLiteral("–");
    const double width = metric.low && metric.high ? *metric.high - *metric.low : 0.0;
    const int decimals
        = width > 0.0 ? std::clamp(static_cast<int>(std::ceil(1.3 - std::log10(width))), 2, 6) : 4;
    const auto number = [&](double value) { return QLocale().toString(value, 'f', decimals); };
    if (width <= 0.0)
        return number(*metric.mean);
    return RankingModel::tr("%1 (%2 to %3)")
        .arg(number(*metric.mean), number(*metric.low), number(*metric.high));
}

} // namespace

void RankingModel::set(std::shared_ptr<const Report> report, std::shared_ptr<const FrontMeasures> measures,
    const std::string& errorMetric)
{
    beginResetModel();
    m_report = std::move(report);
    m_measures = m_report ? std::move(measures) : nullptr;
    m_errorMetric = errorMetric;
    endResetModel();
}

int RankingModel::runOf(int row) const
{
    return row < 0 || row >= rowCount()
        ? -1
        : static_cast<int>(m_measures->paths[static_cast<std::size_t>(row)].path.runs.front());
}

int RankingModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_measures ? 0 : static_cast<int>(m_measures->paths.size());
}

int RankingModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int {Columns};
}

QString RankingModel::text(const FrontMeasure& path, int column) const
{
    switch (column) {
    case Rank:
        return path.rank > 1 && path.isLevelWithBest ? tr("%1 (level)").arg(path.rank)
                                                     : QLocale().toString(path.rank);
    case Method:
        return QString::fromStdString(pathName(*m_report, path.path));
    case Hypervolume:
        return areaWithInterval(path.hypervolume);
    case Area:
        return QString::fromStdString(metricWithInterval(path.areaUnderFront, m_errorMetric));
    default:
        return {};
    }
}

QVariant RankingModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const FrontMeasure& path = m_measures->paths[static_cast<std::size_t>(index.row())];
    if (role == Qt::DisplayRole)
        return text(path, index.column());
    if (role == Qt::TextAlignmentRole && index.column() != Method)
        return QVariant(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::ToolTipRole)
        return {};
    if (path.rank > 1 && path.isLevelWithBest)
        return tr("The interval of the difference from the first holds 0: the order may be chance. %1")
            .arg(translate(m_measures->reference));
    return translate(m_measures->reference);
}

QVariant RankingModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    const bool isTip = role == Qt::ToolTipRole;
    if (role != Qt::DisplayRole && !isTip)
        return {};
    switch (section) {
    case Rank:
        return isTip ? tr("By hypervolume; “level”: cannot be told apart from the first") : tr("Rank");
    case Method:
        return tr("Method");
    case Hypervolume:
        return isTip ? tr("Area between the method's front and the reference point; the larger, the better")
                     : tr("Hypervolume");
    case Area:
        return isTip
            ? tr("The best that the method has within a tolerance, averaged over the tolerances from "
                 "0 to the gap without repair")
            : tr("Mean %1").arg(metricInSentence(m_errorMetric));
    default:
        return {};
    }
}

} // namespace evenhand::ui
