#pragma once

#include "ui/session/session_state.h"

#include "engine/pipeline/report.h"

#include <QAbstractTableModel>

#include <memory>

namespace evenhand::ui {

/// What the runs of a report are part of at the moment.
struct RunsState {
    bool running = false;
    bool outdated = false; ///< the results belong to earlier choices
    bool paused = false;
    std::vector<RunKey> waiting; ///< without a finished repeat yet
};

/// The runs of a report as a table, then those that wait for their turn; numbers sort as numbers.
class RunsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Number, Method, Learner, Strength, Error, Unfairness, Time, State, ColumnCount };
    static constexpr int kSortRole = Qt::UserRole + 1;
    static constexpr int kDoneRole
        = Qt::UserRole + 2; ///< share of the repeats that are done, while not all are

    using QAbstractTableModel::QAbstractTableModel;

    void setReport(std::shared_ptr<const Report> report, RunsState state);
    /// Whether the row is a run of the report; otherwise it waits.
    [[nodiscard]] bool isRun(int row) const { return row >= 0 && row < runCount(); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int runCount() const { return m_report ? static_cast<int>(m_report->runs.size()) : 0; }
    [[nodiscard]] const RunResult& resultAt(int row) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString stateText(const RunResult& run) const;
    [[nodiscard]] QString toolTip(int row, int column) const;
    [[nodiscard]] QVariant doneShare(int row) const;
    [[nodiscard]] QVariant sortKey(int row, int column) const;
    [[nodiscard]] const RepeatedMetric* metricAt(int row, int column) const;
    [[nodiscard]] int repeats() const;

    std::shared_ptr<const Report> m_report;
    RunsState m_state;
    std::vector<RunResult> m_waiting; ///< with nothing but their names
};

} // namespace evenhand::ui
