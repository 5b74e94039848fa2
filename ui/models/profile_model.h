#pragma once

#include "engine/data/groups.h"
#include "ui/session/session_state.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

#include <memory>

namespace evenhand::ui {

/// One entry per column of the table: what it is and how its values lie.
class ProfileModel final : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role : int { ProfileRole = Qt::UserRole + 1, SplitRole };
    /// Counts of each group in the bins (or levels) of the profile: [group][bin].
    using SplitCounts = std::vector<std::vector<double>>;

    using QAbstractListModel::QAbstractListModel;

    void setTable(std::shared_ptr<const LoadedTable> table);
    /// Shares by group for every column, or nothing.
    void setSplit(std::shared_ptr<const std::vector<SplitCounts>> split);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

    [[nodiscard]] const ColumnProfile* profile(int row) const;
    [[nodiscard]] const SplitCounts* split(int row) const;

private:
    std::shared_ptr<const LoadedTable> m_table;
    std::shared_ptr<const std::vector<SplitCounts>> m_split;
};

/// Words for a kind of column.
[[nodiscard]] QString kindName(ColumnKind kind);

/// Where each group's rows fall among the bins or levels of each column.
[[nodiscard]] Result<std::vector<ProfileModel::SplitCounts>> splitCounts(
    const LoadedTable& table, const Groups& groups, const RunContext& ctx);

/// Draws a column's name, facts and small histogram; with a split, one line per group over it.
class ProfileDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace evenhand::ui
