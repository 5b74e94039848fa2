#pragma once

#include "engine/audit/pair_matrix.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// Differences of a rate between all pairs of groups: the group of the row minus the group of the column.
class PairMatrixModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr double kLevel = 0.05; ///< of q, below which a difference is marked

    using QAbstractTableModel::QAbstractTableModel;

    /// @param names  readable, of all groups of the attribute
    void setMatrix(std::shared_ptr<const PairMatrix> matrix, std::vector<std::string> names);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString nameOf(std::size_t group) const;
    [[nodiscard]] QString text(const PairDifference& pair) const;
    [[nodiscard]] QString toolTip(const PairDifference& pair) const;
    [[nodiscard]] QVariant background(const PairDifference& pair) const;

    std::shared_ptr<const PairMatrix> m_matrix;
    std::vector<std::string> m_names;
    double m_largest = 0.0; ///< absolute difference
};

} // namespace evenhand::ui
