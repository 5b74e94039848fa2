#pragma once

#include "ui/session/session_controller.h"
#include "ui/views/view.h"

#include <QMainWindow>

#include <memory>

class QDockWidget;
class QLabel;
class QProgressBar;
class QStackedWidget;
class QTabWidget;

namespace evenhand::ui {

struct Actions;
class AuditController;
class BarycenterView;
class ExplainPanel;
class MessageBar;
class RepresentationView;
class RunsPanel;
class ScoreSource;
class TableExport;
class TransferController;
class WelcomePage;

/// The one window: study panel, views, runs and explanation around one session.
class MainWindow final : public QMainWindow {
    Q_OBJECT
public:
    MainWindow(Services services, const QString& stateFolder, QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] SessionController* session() { return m_session; }
    [[nodiscard]] AuditController* audit() { return m_audit; }
    [[nodiscard]] MessageBar* messages() { return m_messages; }
    [[nodiscard]] QTabWidget* tabs() { return m_tabs; }
    void openPath(const QString& path);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void makeCentre();
    void makeStudyDock();
    void makeDocks();
    void makeStatusBar();
    void connectActions();
    void connectSession();
    void fillMenus();
    void fillRecent();
    void addView(View* view, const QString& icon, const QString& title);
    void offerRecovery();
    void restoreLayout();

    void showTable();
    void showError(const Error& error);
    void showTraining(const std::shared_ptr<const TrainingCurve>& curve);
    void chooseImportOptions(const OpenRequest& refused);
    void focusNextPanel();
    void rememberTab();
    void refreshViews();
    [[nodiscard]] int firstTab(const ViewContext& context) const;
    void refreshRunsDock();
    void showComparison();
    void refreshFigureActions();
    void refreshActions();
    void refreshExplanation();
    void refreshTitle();
    void openSample(const QString& id);
    void chooseFileToOpen();
    void chooseFileToSave();
    void connectTableExport();
    void chooseFileToExport();
    void save();
    void showAbout();
    [[nodiscard]] View* currentView() const;
    [[nodiscard]] FigureView* currentFigure() const;

    SessionController* m_session;
    AuditController* m_audit;
    TableExport* m_tableExport;
    TransferController* m_transfer;
    std::unique_ptr<Actions> m_actions;
    ScoreSource* m_scores;
    MessageBar* m_messages = nullptr;
    QStackedWidget* m_stack = nullptr;
    WelcomePage* m_welcome = nullptr;
    QTabWidget* m_tabs = nullptr;
    BarycenterView* m_barycenter = nullptr;
    RepresentationView* m_representation = nullptr;
    RunsPanel* m_runs = nullptr;
    QDockWidget* m_studyDock = nullptr;
    QDockWidget* m_runsDock = nullptr;
    QDockWidget* m_explainDock = nullptr;
    ExplainPanel* m_explain = nullptr;
    QLabel* m_status = nullptr;
    QProgressBar* m_progress = nullptr;
    QTimer m_explainTimer;          ///< the text follows a moving slider at a reader's pace
    bool m_showFirstResult = false; ///< the first result of a table opens the overview or the barycenter, or
                                    ///< the view it was saved with
    std::optional<bool> m_showRunsLater; ///< whether the runs were shown before an audit hid them
};

} // namespace evenhand::ui
