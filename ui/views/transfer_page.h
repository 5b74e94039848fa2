#pragma once

#include "ui/views/view.h"

#include "engine/pipeline/transfer.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTableView;

namespace evenhand::ui {

class TransferController;
class TransferModel;

/// How the selected run's representation serves a task that it was not learned for, beside other ways to
/// serve it: asks for the comparison and shows it while it grows.
class TransferPage final : public QWidget {
    Q_OBJECT
public:
    TransferPage(TransferController* transfer, QWidget* parent = nullptr);

    /// To be called when another run is selected.
    void refresh();
    [[nodiscard]] FigureView* figureView() const { return m_figure; }
    /// Null if there is no comparison for the selected run.
    [[nodiscard]] std::shared_ptr<const TransferReport> report() const;

signals:
    void changed();

private:
    QWidget* makeBar();
    QWidget* makeResults();
    void refreshBar();
    void fillTasks(const TransferReport& report);
    void showTask();

    TransferController* m_transfer;
    QComboBox* m_leaveOut;
    QSpinBox* m_repeats;
    QPushButton* m_start;
    QPushButton* m_stop;
    QProgressBar* m_progress;
    QLabel* m_doing;
    QComboBox* m_task;
    QStackedWidget* m_stack;
    QLabel* m_invitation;
    FigureView* m_figure;
    TransferModel* m_model;
    QTableView* m_table;
};

} // namespace evenhand::ui
