#pragma once

#include "engine/audit/audit_report.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// Decisions against outcomes of every group and of all rows: counts and the rates made of them.
class ConfusionModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kSortRole = Qt::UserRole + 1;

    using QAbstractTableModel::QAbstractTableModel;

    void setAudit(std::shared_ptr<const AuditReport> audit, std::size_t attribute);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    /// What a column shows.
    struct Column {
        enum Kind : std::uint8_t { Name, Rows, Weight, Cell, Rate } kind = Name;
        RowSum Confusion::*cell = nullptr;
        std::size_t metric = 0; ///< of Rate
    };
    [[nodiscard]] const GroupAudit& groupAt(int row) const;
    [[nodiscard]] QString text(const GroupAudit& group, const Column& column) const;
    [[nodiscard]] QString toolTip(const GroupAudit& group, const Column& column) const;
    [[nodiscard]] QVariant sortKey(const GroupAudit& group, const Column& column) const;

    std::shared_ptr<const AuditReport> m_audit;
    std::size_t m_attribute = 0;
    std::vector<Column> m_columns;
    std::vector<std::size_t> m_groups; ///< those with rows
};

} // namespace evenhand::ui
