#pragma once

#include "engine/audit/subgroup_search.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// The subgroups that a search lists, the worst first.
class SubgroupsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Conditions, Rows, Rate, Gap, Shrunken, Q, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param metricId  the rate that was searched
    void setReport(std::shared_ptr<const SubgroupReport> report, const std::string& metricId);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const Subgroup& subgroup, int column) const;
    [[nodiscard]] QString toolTip(const Subgroup& subgroup) const;

    std::shared_ptr<const SubgroupReport> m_report;
    std::string m_metricId;
};

} // namespace evenhand::ui
