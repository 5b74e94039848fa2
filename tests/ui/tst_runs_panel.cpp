#include "tests/ui/fake_services.h"

#include "ui/main_window/main_window.h"
#include "ui/models/comparison_model.h"
#include "ui/models/runs_model.h"
#include "ui/runs/runs_panel.h"
#include "ui/text/remaining_text.h"
#include "ui/views/compare_view.h"

#include "ui/charts/figure_view.h"

#include <QAction>
#include <QButtonGroup>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

/// Progress, pause and comparison of runs.
class TstRunsPanel : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<SessionController> opened(int msPerRepeat, int repeats)
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        auto session
            = std::make_unique<SessionController>(test::fakeServices(msPerRepeat), StateFolder(folder));
        session->open({QStringLiteral("small.csv"), {}, {}});
        [&] { QTRY_VERIFY(session->table() != nullptr); }();
        session->edit({}, {}, [=](SessionState& s) { s.study.split.repeats = repeats; });
        return session;
    }
    static void selectRows(const QTableView& table, const std::vector<int>& rows)
    {
        table.selectionModel()->clear();
        for (const int row : rows)
            table.selectionModel()->select(
                table.model()->index(row, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }

private slots:
    void initTestCase() { applyTheme(*qApp, QStringLiteral("light")); }

    void pausedRunsAreContinuedWithWhatIsMissing()
    {
        const auto session = opened(10, 12);
        const RunsPanel panel(session.get());
        auto* const pause = panel.findChild<QToolButton*>(QStringLiteral("pause_runs"));
        const auto* const table = panel.findChild<QTableView*>();
        QVERIFY(pause->isHidden());
        session->run();
        QVERIFY(!pause->isHidden());
        QCOMPARE(pause->text(), QStringLiteral("Pause"));
        QCOMPARE(table->model()->rowCount(), 12); // all wait
        QCOMPARE(table->model()->index(0, RunsModel::State).data().toString(), QStringLiteral("waiting"));
        QTRY_VERIFY(session->report() && session->report()->runs.front().repeatsDone >= 2);
        pause->click();
        QTRY_VERIFY(!session->isRunning());
        QVERIFY(session->isPaused());
        QCOMPARE(pause->text(), QStringLiteral("Continue"));
        QVERIFY(table->model()
                    ->index(0, RunsModel::State)
                    .data()
                    .toString()
                    .startsWith(QStringLiteral("paused at ")));
        QVERIFY(session->report()->runs.front().repeatsDone >= 2);
        pause->click();
        QVERIFY(session->isRunning() && !session->isPaused());
        QTRY_VERIFY(!session->isRunning());
        QCOMPARE(session->freshness(), Freshness::Current);
        QVERIFY(pause->isHidden());
        QCOMPARE(table->model()->index(0, RunsModel::State).data().toString(), QStringLiteral("done"));
    }
    void stoppedRunsAreNoLongerPaused()
    {
        const auto session = opened(10, 12);
        const RunsPanel panel(session.get());
        session->run();
        QTRY_VERIFY(session->report() != nullptr);
        session->pause();
        QTRY_VERIFY(!session->isRunning());
        panel.findChild<QToolButton*>(QStringLiteral("stop_runs"))->click();
        QVERIFY(!session->isPaused());
        QVERIFY(session->report() != nullptr);
        QVERIFY(panel.findChild<QToolButton*>(QStringLiteral("pause_runs"))->isHidden());
    }
    void onlyUnfinishedRunsAreComputedAgain()
    {
        const auto session = opened(1, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        // A finer path has the strengths of the coarser one.
        session->edit({}, {}, [](SessionState& s) {
            std::vector<ParamValue>& strengths = s.draft.methods.front().params["strength"];
            strengths.emplace_back(0.55);
            strengths.emplace_back(0.65);
        });
        QCOMPARE(session->runsToCompute(), 2);
    }
    void remainingTimeIsNoFinerThanItIsKnown()
    {
        QCOMPARE(remainingText({}), QString());
        QCOMPARE(remainingText(2.0), QStringLiteral("a few seconds left"));
        QCOMPARE(remainingText(43.0), QStringLiteral("about 40 s left"));
        QCOMPARE(remainingText(185.0), QStringLiteral("about 3 min left"));
        QCOMPARE(remainingText(23.0 * 60.0), QStringLiteral("about 25 min left"));
        QCOMPARE(remainingText(3600.0), QStringLiteral("about 1 h left"));
        QCOMPARE(remainingText(5400.0), QStringLiteral("about 1 h 30 min left"));
        QCOMPARE(remainingText(100.0 * 3600.0), QStringLiteral("about 4 days left"));
    }
    void twoSelectedRunsAreCompared()
    {
        MainWindow window(test::fakeServices(1), m_dir.filePath(QStringLiteral("compare")));
        window.resize(1280, 800);
        window.show();
        window.openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window.session()->table() != nullptr);
        window.session()->run();
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->freshness(), Freshness::Current, 30000);
        const auto* const panel = window.findChild<RunsPanel*>();
        const auto* const table = panel->findChild<QTableView*>();
        auto* const view = window.findChild<CompareView*>();
        const int tab = window.tabs()->indexOf(view);
        QVERIFY(!window.tabs()->isTabVisible(tab));
        selectRows(*table, {2});
        QVERIFY(!panel->compareAction()->isEnabled());
        selectRows(*table, {0, 1, 2});
        QVERIFY(!panel->compareAction()->isEnabled());
        selectRows(*table, {0, 5});
        QVERIFY(panel->compareAction()->isEnabled());
        panel->compareAction()->trigger();
        QVERIFY(window.tabs()->isTabVisible(tab));
        QCOMPARE(window.tabs()->currentIndex(), tab);
        QTRY_VERIFY(view->comparison() != nullptr);
        QCOMPARE(view->comparison()->first, std::size_t(0));
        QCOMPARE(view->comparison()->second, std::size_t(5));
        QCOMPARE(view->currentFigure()->figure().id, std::string("run_changes"));
        QVERIFY(view->explanation().contains(QStringLiteral("Two runs compared")));
        for (const QString& name : {QStringLiteral("Copy figure"), QStringLiteral("Save figure…")}) {
            const QList<QAction*> actions = window.findChildren<QAction*>();
            const auto found = std::ranges::find_if(actions,
                [&](const QAction* action) { return action->text().remove(QLatin1Char('&')) == name; });
            QVERIFY2(found != actions.end() && (*found)->isEnabled(), qPrintable(name));
        }
        const auto* const differences = view->findChild<QTableView*>(QStringLiteral("differences"));
        QVERIFY(differences->model()->rowCount() > 0);
        QVERIFY(differences->model()
                    ->index(0, ComparisonModel::Difference)
                    .data()
                    .toString()
                    .contains(QStringLiteral("5"))); // accuracy: 0.85 after 0.90
        QVERIFY2(window.minimumSizeHint().width() <= 1280,
            qPrintable(QString::number(window.minimumSizeHint().width())));
        view->findChild<QPushButton*>(QStringLiteral("swap"))->click();
        QTRY_VERIFY(view->comparison() && view->comparison()->first == 5);
        view->findChild<QPushButton*>(QStringLiteral("close_comparison"))->click();
        QVERIFY(!window.tabs()->isTabVisible(tab));
        QVERIFY(window.tabs()->currentIndex() != tab);
    }
    void aRemovedRunEndsItsComparison()
    {
        const auto session = opened(1, 2);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        session->compareRuns(1, 3);
        QCOMPARE(session->comparedRuns(), std::optional(std::pair(1, 3)));
        session->removeRuns({2});
        QCOMPARE(session->comparedRuns(), std::optional(std::pair(1, 2))); // the same two
        session->removeRuns({2});
        QVERIFY(!session->comparedRuns());
    }
};

QTEST_MAIN(TstRunsPanel)
#include "tst_runs_panel.moc"
