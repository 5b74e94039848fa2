#pragma once

#include "engine/pipeline/report.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// The runs of a report as a table; numbers sort as numbers.
class RunsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Number, Method, Learner, Strength, Error, Unfairness, Time, State, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole + 1;
    static constexpr int kDoneRole = Qt::UserRole + 2; ///< share of the repeats that are done, while running

    using QAbstractTableModel::QAbstractTableModel;

    /// @param outdated  the results belong to earlier choices
    void setReport(std::shared_ptr<const Report> report, bool running, bool outdated);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QVariant sortKey(int row, int column) const;
    [[nodiscard]] const RepeatedMetric* metricAt(int row, int column) const;
    [[nodiscard]] int wantedRepeats() const;

    std::shared_ptr<const Report> m_report;
    bool m_running = false;
    bool m_outdated = false;
};

} // namespace evenhand::ui
