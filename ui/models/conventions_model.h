#pragma once

#include "engine/metrics/convention_table.h"

#include <QAbstractTableModel>

namespace evenhand::ui {

/// The same quantities as Evenhand and other tools count them: one row per quantity, one column per tool.
class ConventionsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kFunctionRole = Qt::UserRole + 1; ///< the name of the number in the tool
    static constexpr int kReasonRole = Qt::UserRole + 2;   ///< why it is not Evenhand's; empty if it is

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::vector<ConventionRow> rows);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString spoken(const QModelIndex& index) const;

    std::vector<ConventionRow> m_rows;
};

} // namespace evenhand::ui
