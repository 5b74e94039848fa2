#include "engine/io/atomic_file.h"
#include "engine/io/transformed_csv.h"
#include "tests/ui/fake_services.h"
#include "ui/main_window/main_window.h"
#include "ui/widgets/message_bar.h"

#include <QAction>
#include <QFileDialog>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include <atomic>

using namespace evenhand;
using namespace evenhand::ui;

class TstTableExport : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<MainWindow> shown(Services services)
    {
        auto window = std::make_unique<MainWindow>(
            std::move(services), m_dir.filePath(QStringLiteral("state%1").arg(++m_folders)));
        window->resize(1280, 800);
        window->show();
        [&] { QVERIFY(QTest::qWaitForWindowExposed(window.get())); }();
        return window;
    }
    /// Made-up runs, but the engine's own pre-processing.
    static Services services()
    {
        Services made = test::fakeServices(1);
        made.preprocess = evenhand::preprocess;
        return made;
    }
    static QAction* exportAction(const MainWindow& window)
    {
        return window.findChild<QAction*>(QStringLiteral("exportTable"));
    }
    static void openAndRun(MainWindow& window, const RunSpec& draft)
    {
        if (!window.session()->table()) {
            window.openPath(QStringLiteral("small.csv"));
            QTRY_VERIFY(window.session()->table() != nullptr);
        }
        window.session()->edit({}, {}, [&](SessionState& state) { state.draft = Draft(draft); });
        window.session()->run();
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->freshness(), Freshness::Current, 30000);
    }
    static void exportTo(MainWindow& window, const QString& path)
    {
        exportAction(window)->trigger();
        auto* const dialog = window.findChild<QFileDialog*>();
        QVERIFY(dialog != nullptr);
        QCOMPARE(
            QFileInfo(dialog->selectedFiles().value(0)).fileName(), QStringLiteral("small-transformed.csv"));
        emit dialog->fileSelected(path);
        delete dialog;
    }
    static RunSpec preprocessing()
    {
        return {{"logistic", {}},
            {"ferm_preprocessing",
                {{"strength", {0.5, 1.0}}, {"notion", {std::string("demographic_parity")}}}},
            {}};
    }
    /// What the engine makes of it.
    static std::string expectedCsv(const Roles& roles, double strength)
    {
        const auto table = test::smallTable()->data.table;
        const PreprocessSpec spec {
            roles, {}, {{"strength", strength}, {"notion", std::string("demographic_parity")}}};
        return transformedCsv(*table, roles, evenhand::preprocess(spec, *table, {}).value());
    }

private slots:
    void initTestCase() { applyTheme(*qApp, QStringLiteral("light")); }

    void onlyARunOfThePreprocessingHasATable()
    {
        const auto window = shown(services());
        QVERIFY(!exportAction(*window)->isEnabled());
        QVERIFY(!exportAction(*window)->toolTip().isEmpty());
        openAndRun(*window, {{"logistic", {}}, {"wasserstein_barycenter", {{"strength", {1.0}}}}, {}});
        QVERIFY(!exportAction(*window)->isEnabled());
        openAndRun(*window, preprocessing());
        QCOMPARE(window->session()->report()->runs.size(), std::size_t(4)); // one unrepaired, one barycenter
        QVERIFY(exportAction(*window)->isEnabled());
        window->session()->selectRun(0); // nothing repaired
        QVERIFY(!exportAction(*window)->isEnabled());
        window->session()->selectRun(1);
        QVERIFY(!exportAction(*window)->isEnabled());
        window->session()->selectRun(2);
        QVERIFY(exportAction(*window)->isEnabled());
    }
    void theFileIsWhatTheEngineMakesOfTheRun()
    {
        const auto window = shown(services());
        openAndRun(*window, preprocessing());
        const Roles roles = window->session()->report()->study.roles;
        const std::string half = expectedCsv(roles, 0.5), whole = expectedCsv(roles, 1.0);
        QVERIFY(half != whole);
        // The name is one that a message must not take for markup.
        const QString path = m_dir.filePath(QStringLiteral("R&D <b>é.csv"));
        exportTo(*window, path);
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        const QString message = window->messages()->texts().front();
        QVERIFY2(message.contains(path) && message.contains(QStringLiteral("rows: 60")), qPrintable(message));
        QCOMPARE(readFile(nativePath(path)).value(), whole);
        window->session()->selectRun(1);
        // Choices that were changed since do not reach the run that is shown.
        window->session()->edit({}, {}, [](SessionState& s) { s.study.roles.sensitiveAsFeature = true; });
        QCOMPARE(window->session()->freshness(), Freshness::Outdated);
        exportTo(*window, path);
        QTRY_COMPARE(window->messages()->texts().size(), 2);
        QCOMPARE(readFile(nativePath(path)).value(), half);
    }
    void warningsStandInTheMessage()
    {
        Services warning = services();
        warning.preprocess = [](const PreprocessSpec& spec, const Table& table, const RunContext& ctx) {
            auto made = evenhand::preprocess(spec, table, ctx);
            for (int i = 1; i <= 6; ++i)
                made->warnings.push_back(text("something odd, number %1", i));
            return made;
        };
        const auto window = shown(warning);
        openAndRun(*window, preprocessing());
        exportTo(*window, m_dir.filePath(QStringLiteral("warned.csv")));
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        const QStringList lines = window->messages()->texts().front().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 6);
        QCOMPARE(lines[1], QStringLiteral("Something odd, number 1"));
        QVERIFY(lines[5].endsWith(QLatin1Char('2')));
    }
    void aPathThatCannotBeWrittenIsToldOnce()
    {
        const auto window = shown(services());
        openAndRun(*window, preprocessing());
        const QString path = m_dir.filePath(QStringLiteral("no such folder/t.csv"));
        exportTo(*window, path);
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        const QString message = window->messages()->texts().front();
        QVERIFY2(message.startsWith(QStringLiteral("Cannot write the file")) && message.contains(path),
            qPrintable(message));
        QTest::qWait(50);
        QCOMPARE(window->messages()->texts().size(), 1);
        QVERIFY(!QFileInfo::exists(path) && !QFileInfo::exists(QFileInfo(path).path()));
        QVERIFY(exportAction(*window)->isEnabled());
    }
    void aSecondExportReplacesTheFirstAndTheWindowStaysLive()
    {
        std::atomic<int> calls = 0, stopped = 0;
        Services slow = services();
        slow.preprocess = [&](const PreprocessSpec& spec, const Table& table,
                              const RunContext& ctx) -> Result<TransformedTable> {
            if (++calls == 2)
                return evenhand::preprocess(spec, table, ctx);
            while (!ctx.stopRequested()) // for ever, were it not for somebody who stops it
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            ++stopped;
            return ctx.checkpoint().error();
        };
        const auto window = shown(slow);
        openAndRun(*window, preprocessing());
        const QString first = m_dir.filePath(QStringLiteral("first.csv"));
        const QString second = m_dir.filePath(QStringLiteral("second.csv"));
        exportTo(*window, first);
        QTRY_COMPARE(calls.load(), 1);
        window->tabs()->setCurrentIndex(1);
        window->session()->selectRun(1);
        QCOMPARE(window->session()->selectedRun(), 1);
        exportTo(*window, second);
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        QVERIFY(window->messages()->texts().front().contains(second));
        QCOMPARE(stopped.load(), 1);
        QVERIFY(QFileInfo::exists(second));
        // A third one ends with Stop, and nothing is said of it: the person knows.
        const QString third = m_dir.filePath(QStringLiteral("third.csv"));
        exportTo(*window, third);
        QTRY_COMPARE(calls.load(), 3);
        window->activateWindow(); // the dialog had the keyboard
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTest::keyClick(window.get(), Qt::Key_Escape);
        QTRY_COMPARE(stopped.load(), 2);
        QTest::qWait(50);
        QCOMPARE(window->messages()->texts().size(), 1);
        QVERIFY(!QFileInfo::exists(first) && !QFileInfo::exists(third));
    }
};

QTEST_MAIN(TstTableExport)
#include "tst_table_export.moc"
