#pragma once

#include "engine/data/table.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// The cells of a table, fetched when they are seen: a million rows cost nothing.
class TableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setTable(std::shared_ptr<const Table> table);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const Table> m_table;
};

} // namespace evenhand::ui
