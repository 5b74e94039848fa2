#pragma once

#include "engine/figures/threshold_subject.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

#include <memory>

namespace evenhand::ui {

/// What thresholds decide, per group and for all rows: counts and rates, with what they change.
class ThresholdModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    /// What the cell has more than at the start, as text with its sign; empty without a change.
    static constexpr int kChangeRole = Qt::UserRole + 1;
    enum Column : int {
        Group,
        Threshold,
        Selected,
        SelectionRate,
        TruePositiveRate,
        FalsePositiveRate,
        Precision,
        Accuracy,
        TruePositive,
        FalsePositive,
        FalseNegative,
        TrueNegative,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setSubject(std::shared_ptr<const ThresholdSubject> subject);
    /// Cheap: called at every step of a drag.
    void setState(
        const std::vector<double>& thresholds, const ThresholdState& start, const ThresholdState& now);
    /// The group of a row; absent: all rows.
    [[nodiscard]] std::optional<std::size_t> groupOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString change(int row, int column) const;

    std::shared_ptr<const ThresholdSubject> m_subject;
    std::vector<std::size_t> m_groups; ///< those with rows
    std::vector<double> m_thresholds;
    ThresholdState m_start, m_now;
};

/// Paints the change under the number, smaller.
class ChangeDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace evenhand::ui
