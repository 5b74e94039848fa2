#include "engine/core/rng.h"
#include "engine/thresholds/optimum.h"
#include "tests/support/audits.h"
#include "tests/ui/threshold_session.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/main_window/main_window.h"
#include "ui/models/threshold_model.h"
#include "ui/theme/theme.h"
#include "ui/views/threshold_overlay.h"
#include "ui/views/threshold_readings.h"
#include "ui/views/threshold_view.h"
#include "ui/widgets/number_box.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QToolButton>
#include <QtTest/QtTest>

#include <ctime>

using namespace evenhand;
using namespace evenhand::ui;

class TstThresholdView : public QObject {
    Q_OBJECT

    static void show(ThresholdView& view, const ViewContext& context)
    {
        view.resize(900, 640);
        view.setContext(context);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(!view.thresholds().empty(), 30000);
        QTest::qWait(30);
    }
    static ThresholdOverlay* overlayOf(const ThresholdView& view)
    {
        return view.findChild<ThresholdOverlay*>();
    }
    static void drag(ThresholdOverlay* overlay, std::size_t group, int pixels)
    {
        const QPoint from = overlay->handleOf(group).toPoint();
        QTest::mousePress(overlay, Qt::LeftButton, {}, from);
        for (int i = 1; i <= 4; ++i)
            QTest::mouseMove(overlay, from + QPoint(pixels * i / 4, 0));
        QTest::mouseRelease(overlay, Qt::LeftButton, {}, from + QPoint(pixels, 0));
    }
    static QString sentence(const ThresholdView& view)
    {
        for (const auto* const label : view.findChildren<QLabel*>())
            if (label->text().contains(QStringLiteral("rows")) && label->isVisible())
                return label->text();
        return {};
    }

private slots:
    void initTestCase()
    {
        loadResources();
        applyTheme(*qApp, QStringLiteral("light"));
    }

    void isThereForScoresWithDecisions()
    {
        const ThresholdView view;
        const auto report = reportOf(50);
        QVERIFY(view.isFor(contextOf(report)));
        auto regression = std::make_shared<Report>(*report);
        regression->study.roles.task = Task::Regression;
        QVERIFY(!view.isFor(contextOf(regression)));
        QVERIFY(!view.isFor(ViewContext {}));
        QVERIFY(view.isFor(auditContext(test::quickSpec())));
        AuditSpec decisionsOnly = test::quickSpec();
        decisionsOnly.score.clear();
        QVERIFY(!view.isFor(auditContext(decisionsOnly)));
        ViewContext bare = contextOf(report);
        bare.auditsTable = true;
        bare.audit = std::make_shared<AuditReport>();
        QVERIFY(!view.isFor(bare));
    }
    void aDragMovesTheThresholdAndTheCounts()
    {
        const auto report = reportOf(1000);
        ThresholdView view;
        show(view, contextOf(report));
        QCOMPARE(view.thresholds(), (std::vector<double> {0.5, 0.5}));
        const QString before = cell(view, 2, ThresholdModel::Selected);
        drag(overlayOf(view), 0, 60);
        QVERIFY(view.thresholds()[0] > 0.55);
        QCOMPARE(view.thresholds()[0], view.thresholds()[1]);
        const ThresholdState state = stateOf(view, *report);
        QVERIFY(cell(view, 2, ThresholdModel::Selected) != before);
        QCOMPARE(
            cell(view, 2, ThresholdModel::Selected), QLocale().toString(state.all.selected().rows, 'f', 0));
        QCOMPARE(cell(view, 0, ThresholdModel::FalsePositive),
            QLocale().toString(state.cells[0].falsePositive.rows, 'f', 0));
        QVERIFY2(
            sentence(view).startsWith(QStringLiteral("Of the %1 test rows: ").arg(QLocale().toString(1000))),
            qPrintable(sentence(view)));
        QVERIFY2(sentence(view).contains(QStringLiteral("fewer Male")), qPrintable(sentence(view)));
        // The other way: everybody at the left edge, nobody at the right one.
        drag(overlayOf(view), 0, -2000);
        QCOMPARE(stateOf(view, *report).all.selected().rows, 1000.0);
        drag(overlayOf(view), 0, 3000);
        QCOMPARE(stateOf(view, *report).all.selected().rows, 0.0);
    }
    void oneThresholdPerGroupMovesAlone()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(400)));
        press(view, QStringLiteral("One per group"));
        drag(overlayOf(view), 1, -80);
        QCOMPARE(view.thresholds()[0], 0.5);
        QVERIFY(view.thresholds()[1] < 0.45);
        QTest::mouseDClick(overlayOf(view), Qt::LeftButton, {}, overlayOf(view)->handleOf(1).toPoint());
        QCOMPARE(view.thresholds(), (std::vector<double> {0.5, 0.5}));
        drag(overlayOf(view), 1, -80);
        press(view, QStringLiteral("One threshold"));
        QCOMPARE(view.thresholds()[0], view.thresholds()[1]);
        QVERIFY(view.thresholds()[0] < 0.45);
    }
    void keysMoveIt()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(400)));
        press(view, QStringLiteral("One per group"));
        ThresholdOverlay* const overlay = overlayOf(view);
        overlay->setFocus();
        QTest::keyClick(overlay, Qt::Key_Right);
        QVERIFY(view.thresholds()[0] > 0.5);
        QCOMPARE(view.thresholds()[1], 0.5);
        QTest::keyClick(overlay, Qt::Key_Down);
        QTest::keyClick(overlay, Qt::Key_Left);
        QVERIFY(view.thresholds()[1] < 0.5);
        const auto subject = runThresholds(*view.context().report, 0, 0, {}, RunContext {});
        const auto selected = [&] { return stateOf(view, *view.context().report).cells[1].selected().rows; };
        const double before = selected();
        QTest::keyClick(overlay, Qt::Key_Right, Qt::ControlModifier);
        QTest::keyClick(overlay, Qt::Key_Right, Qt::ControlModifier);
        const double after = selected();
        QVERIFY(before - after == 1.0 || before - after == 2.0); // one score each, the first may be free
        QTest::keyClick(overlay, Qt::Key_Left, Qt::ControlModifier);
        QCOMPARE(selected(), after + 1.0);
        QTest::keyClick(overlay, Qt::Key_Home);
        QCOMPARE(view.thresholds()[1], subject->low);
        QTest::keyClick(overlay, Qt::Key_End);
        QCOMPARE(selected(), 0.0);
        QTest::keyClick(overlay, Qt::Key_Delete);
        QCOMPARE(view.thresholds()[1], 0.5);
        QVERIFY(overlay->accessibleDescription().contains(QStringLiteral("Threshold of Male: 0.5")));
    }
    void numbersCanBeTyped()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(400)));
        QTableView* const table = view.findChild<QTableView*>();
        QCOMPARE(table->findChildren<NumberBox*>().size(), qsizetype(1));
        table->findChild<NumberBox*>()->setValue(0.31);
        QCOMPARE(view.thresholds(), (std::vector<double> {0.31, 0.31}));
        press(view, QStringLiteral("One per group"));
        QTRY_COMPARE(table->findChildren<NumberBox*>().size(), qsizetype(2));
    }
    void buttonsSetTheExactOptimum()
    {
        const auto report = reportOf(700);
        const auto subject = runThresholds(*report, 0, 0, {}, RunContext {});
        const std::vector<GroupCurve>& curves = subject->curves.weighted;
        ThresholdView view;
        show(view, contextOf(report));
        press(view, QStringLiteral("Maximum accuracy"));
        const ThresholdChoice common = *bestCommonThreshold(curves, {}, RunContext {});
        QTRY_COMPARE(view.thresholds()[0], common.thresholds[0]);
        QCOMPARE(*stateOf(view, *report).accuracy, common.accuracy);
        QVERIFY(sentence(view).startsWith(QStringLiteral("Maximum accuracy. ")));
        QVERIFY(view.isCommon());
        press(view, QStringLiteral("Demographic parity"));
        const ThresholdChoice parity
            = *bestGroupThresholds(curves, Notion::DemographicParity, 0.01, {}, RunContext {});
        QTRY_COMPARE(view.thresholds(), parity.thresholds);
        QVERIFY(!view.isCommon());
        QVERIFY(*stateOf(view, *report).demographicParity <= 0.01 + 1e-12);
        press(view, QStringLiteral("Undo"));
        QVERIFY(view.isCommon());
        QCOMPARE(view.thresholds()[1], common.thresholds[1]);
        press(view, QStringLiteral("Undo"));
        QCOMPARE(view.thresholds(), (std::vector<double> {0.5, 0.5}));
        press(view, QStringLiteral("Capacity"));
        QTest::qWait(300);
        QVERIFY(view.isCommon());
        press(view, QStringLiteral("Equalised odds"));
        QTRY_VERIFY(!view.thresholds().empty() && stateOf(view, *report).equalizedOdds <= 0.01 + 1e-12);
        press(view, QStringLiteral("Reset"));
        QCOMPARE(view.thresholds(), (std::vector<double> {0.5, 0.5}));
    }
    void costsAndCapacityAreHeard()
    {
        const auto report = reportOf(700);
        const auto subject = runThresholds(*report, 0, 0, {}, RunContext {});
        ThresholdView view;
        show(view, contextOf(report));
        const auto box = [&](const QString& name) -> NumberBox* {
            for (auto* const found : view.findChildren<NumberBox*>())
                if (found->accessibleName() == name)
                    return found;
            return nullptr;
        };
        box(QStringLiteral("Wrong rejection"))->setValue(4.0);
        press(view, QStringLiteral("Least cost"));
        const ErrorCosts costs {1.0, 4.0};
        const double best
            = bestCommonThreshold(subject->curves.weighted, costs, RunContext {})->thresholds[0];
        QTRY_COMPARE(view.thresholds()[0], best);
        QVERIFY(view.findChild<ThresholdReadings*>()->plainTexts().last().startsWith(
            QStringLiteral("Mean cost: %1")
                .arg(QLocale().toString(
                    thresholdState(subject->curves, view.thresholds(), costs).cost, 'f', 3))));
        box(QStringLiteral("Places"))->setValue(111.0);
        press(view, QStringLiteral("Capacity"));
        QTRY_COMPARE(stateOf(view, *report).all.selected().rows, 111.0);
    }
    void tablesOwnScoresByAttribute()
    {
        ThresholdView view;
        show(view, auditContext(test::quickSpec()));
        auto* const choice = view.findChild<QComboBox*>(QStringLiteral("choice"));
        QVERIFY(choice->isVisible());
        QCOMPARE(choice->itemText(0), QStringLiteral("sex"));
        QCOMPARE(view.thresholds().size(), std::size_t(2));
        choice->setCurrentIndex(1);
        emit choice->activated(1);
        QTRY_COMPARE(view.thresholds().size(), std::size_t(3));
        QVERIFY(view.explanation().contains(QStringLiteral("these rows")));
    }
    void anotherRepeatHasItsOwnPeople()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(300, 3)));
        drag(overlayOf(view), 0, 50);
        const QString first = cell(view, 2, ThresholdModel::TruePositive);
        auto* const choice = view.findChild<QComboBox*>(QStringLiteral("choice"));
        QCOMPARE(choice->count(), 3);
        choice->setCurrentIndex(2);
        emit choice->activated(2);
        QTRY_COMPARE(view.thresholds()[0], 0.5);
        QVERIFY(cell(view, 2, ThresholdModel::TruePositive) != first);
    }
    void aReportThatGrowsLeavesTheThresholds()
    {
        const auto report = reportOf(300);
        ThresholdView view;
        show(view, contextOf(report));
        drag(overlayOf(view), 0, 50);
        const std::vector<double> moved = view.thresholds();
        view.setContext(contextOf(std::make_shared<Report>(*report)));
        QTest::qWait(100);
        QCOMPARE(view.thresholds(), moved);
    }
    void copyTakesTheThresholdsAlong()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(300)));
        drag(overlayOf(view), 0, 50);
        view.currentFigure()->copy();
        const QString csv
            = QString::fromUtf8(QApplication::clipboard()->mimeData()->data(QStringLiteral("text/csv")));
        QVERIFY2(csv.contains(QStringLiteral("threshold of Female")), qPrintable(csv.left(400)));
        view.currentFigure()->setTableShown(true);
        QVERIFY(!overlayOf(view)->isVisible());
        view.currentFigure()->setTableShown(false);
        QVERIFY(overlayOf(view)->isVisible());
    }
    void aStepOfADragOnAMillionRowsFitsIntoAFrame()
    {
        ThresholdView view;
        show(view, contextOf(reportOf(1'000'000)));
        view.resize(1000, 700);
        press(view, QStringLiteral("One per group"));
        QTest::qWait(200);
        ThresholdOverlay* const overlay = overlayOf(view);
        const int rebuilds = view.currentFigure()->canvas().renderer().rebuilds();
        const QPoint from = overlay->handleOf(0).toPoint();
        QTest::mousePress(overlay, Qt::LeftButton, {}, from);
        QTest::qWait(100);
        std::vector<double> handler, whole, processor;
        const auto spent = [] {
            timespec now {};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
            return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
        };
        for (int step = 1; step <= 101; ++step) {
            QElapsedTimer clock;
            clock.start();
            const double before = spent();
            const QPoint at = from + QPoint(step % 2 == 0 ? step : -step, 0);
            QMouseEvent move(
                QEvent::MouseMove, at, overlay->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
            QApplication::sendEvent(overlay, &move);
            handler.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
            // Lays out what asks for it and paints what is to be painted into the window's backing store.
            QCoreApplication::sendPostedEvents();
            QCoreApplication::processEvents();
            whole.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
            processor.push_back(spent() - before);
        }
        QTest::mouseRelease(overlay, Qt::LeftButton, {}, from);
        const auto quantile = [](std::vector<double> ms, std::size_t place) {
            std::ranges::sort(ms);
            return ms[place];
        };
        qInfo("101 steps: handler %.2f ms, with painting median %.1f ms, 95th percentile %.1f ms; processor "
              "time median %.1f ms, 95th percentile %.1f ms",
            quantile(handler, 50), quantile(whole, 50), quantile(whole, 96), quantile(processor, 50),
            quantile(processor, 96));
        QCOMPARE(view.currentFigure()->canvas().renderer().rebuilds(), rebuilds);
        // A frame lasts 16 ms. Other programs of a busy machine do not count, and a machine half as fast
        // passes; a step that visits every row or lays out the chart does not.
        QVERIFY2(quantile(processor, 50) < 32.0, qPrintable(QString::number(quantile(processor, 50))));
    }
    void theTabComesAfterTheTradeOff()
    {
        QTemporaryDir dir;
        MainWindow window(test::fakeServices(1), dir.filePath(QStringLiteral("state")));
        window.resize(1280, 800);
        window.show();
        window.openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window.session()->table() != nullptr);
        window.session()->run();
        QTRY_VERIFY_WITH_TIMEOUT(window.session()->report() != nullptr, 10000);
        QTabWidget* const tabs = window.tabs();
        int at = -1;
        for (int i = 0; i < tabs->count(); ++i)
            at = tabs->tabText(i) == QStringLiteral("Threshold") ? i : at;
        QVERIFY(at > 0);
        QCOMPARE(tabs->tabText(at - 1), QStringLiteral("Trade-off"));
        QVERIFY(tabs->isTabVisible(at));
        tabs->setCurrentIndex(at);
        QCOMPARE(window.session()->viewValue("tab"), std::string("threshold"));
        QTest::qWait(100);
        QVERIFY2(window.minimumSizeHint().width() <= 1280,
            qPrintable(QString::number(window.minimumSizeHint().width())));
        QVERIFY2(window.minimumSizeHint().height() <= 800,
            qPrintable(QString::number(window.minimumSizeHint().height())));
        // Names before icons: all tabs are within reach without scrolling.
        QTRY_VERIFY(tabs->tabBar()->tabRect(at).right() <= tabs->width());
    }
};

QTEST_MAIN(TstThresholdView)
#include "tst_threshold_view.moc"
