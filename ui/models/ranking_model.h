#pragma once

#include "engine/tradeoff/front_measures.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// Methods by the size of what their trade-off reaches, the best first.
class RankingModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : std::uint8_t { Rank, Method, Hypervolume, Area, Columns };

    using QAbstractTableModel::QAbstractTableModel;

    /// @param measures  may be null; must be of @p report
    void set(std::shared_ptr<const Report> report, std::shared_ptr<const FrontMeasures> measures,
        const std::string& errorMetric);
    /// The first run of a row's path; -1 if there is no such row.
    [[nodiscard]] int runOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const FrontMeasure& path, int column) const;

    std::shared_ptr<const Report> m_report;
    std::shared_ptr<const FrontMeasures> m_measures;
    std::string m_errorMetric;
};

} // namespace evenhand::ui
