#pragma once

#include "engine/tradeoff/run_comparison.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// Every number of two compared runs with the paired difference and its interval. A difference whose interval
/// leaves out 0 is bold.
class ComparisonModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { People, Metric, First, Second, Difference, Interval, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param comparison  of the report; both may be null
    void setComparison(std::shared_ptr<const Report> report, std::shared_ptr<const RunComparison> comparison);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const PairedDifference& row, int column) const;
    [[nodiscard]] QString toolTip(const PairedDifference& row, int column) const;
    [[nodiscard]] QString groupName(const std::string& group) const;

    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const RunComparison> m_comparison;
};

/// "+3.5 points", "-0.012": a difference of a metric, with its sign.
[[nodiscard]] QString differenceText(const std::string& metric, double difference, double uncertainty);
/// Whether the interval of the difference leaves out 0.
[[nodiscard]] bool isClear(const RepeatedMetric& difference);

} // namespace evenhand::ui
