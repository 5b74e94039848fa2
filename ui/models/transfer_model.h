#pragma once

#include "engine/pipeline/transfer.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// How left-out tasks fare under every variant: one row per task and variant, every number with its interval.
/// What is not defined says so and is never 0.
class TransferModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Task, Variant, Error, TrivialError, Gap, SoftGap, Ks, Auc, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param report  may be null
    void setReport(std::shared_ptr<const TransferReport> report);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const TransferRow& row, int column) const;
    [[nodiscard]] QString toolTip(const TransferRow& row, int column) const;

    std::shared_ptr<const TransferReport> m_report;
};

} // namespace evenhand::ui
