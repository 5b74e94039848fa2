#include "engine/io/load_dataset.h"
#include "engine/io/results_json.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_view.h"
#include "ui/main_window/main_window.h"
#include "ui/views/barycenter_view.h"

#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

/// What the window shows can be made again from the file it saves.
class TstReplay : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    QString saved(SessionController& session, const QString& name)
    {
        const QString path = m_dir.filePath(name);
        [&] { QVERIFY(session.save(path)); }();
        return path;
    }

    static Result<std::shared_ptr<const Report>> replayed(const QString& path)
    {
        EH_TRY(const StudyFile file, loadStudyFile(path.toStdString()));
        const std::filesystem::path table = dataPathOf(file.study, path.toStdString());
        EH_TRY(const Dataset data,
            loadDataset(table.string(), file.study.import, file.study.dataSha256, RunContext {}));
        return run(file.study, data, RunContext {});
    }

private slots:
    void aSavedStudyGivesTheSameNumbersToTheLastBit_data()
    {
        QTest::addColumn<QString>("sample");
        QTest::newRow("hmda") << QStringLiteral("hmda");
        QTest::newRow("cps1988") << QStringLiteral("cps1988");
        QTest::newRow("simulated") << QStringLiteral("simulated");
    }
    void aSavedStudyGivesTheSameNumbersToTheLastBit()
    {
        QFETCH(QString, sample);
        SessionController session(
            Services::engine(), StateFolder {m_dir.filePath(sample + QStringLiteral(".state"))});
        session.open({{}, sample, {}});
        QTRY_VERIFY_WITH_TIMEOUT(session.table() != nullptr, 30000);
        session.edit(QStringLiteral("repeats"), {}, [](SessionState& s) { s.study.split.repeats = 3; });
        session.run();
        QTRY_COMPARE_WITH_TIMEOUT(session.freshness(), Freshness::Current, 120000);
        const auto again = replayed(saved(session, sample + QStringLiteral(".evenhand")));
        QVERIFY2(again.has_value(), again.has_error() ? again.error().english().c_str() : "");
        QCOMPARE(QByteArray::fromStdString(metricsCsv(**again)),
            QByteArray::fromStdString(metricsCsv(*session.report())));
        for (std::size_t i = 0; i < session.report()->runs.size(); ++i) {
            const RunResult& shown = session.report()->runs[i];
            const RunResult& replay = (*again)->runs[i];
            for (std::size_t k = 0; k < shown.metrics.size(); ++k)
                QVERIFY(shown.metrics[k].repeats == replay.metrics[k].repeats);
            for (std::size_t r = 0; r < shown.scores.size(); ++r)
                QVERIFY(*shown.scores[r] == *replay.scores[r]);
        }
        QCOMPARE((*again)->pareto, session.report()->pareto);
    }
    void runTabAndSliderComeBack()
    {
        const QString path = m_dir.filePath(QStringLiteral("looked-at.evenhand"));
        {
            MainWindow window(Services::engine(), m_dir.filePath(QStringLiteral("first")));
            window.show();
            window.session()->open({{}, QStringLiteral("hmda"), {}});
            QTRY_COMPARE_WITH_TIMEOUT(window.session()->freshness(), Freshness::Current, 120000);
            auto* const view = window.findChild<BarycenterView*>();
            QTRY_VERIFY(!view->currentFigure()->figure().layers.empty());
            window.session()->selectRun(4);
            QTRY_COMPARE(view->strength(), 0.3);
            view->setStrength(0.62);
            window.tabs()->setCurrentIndex(1);
            QVERIFY(window.session()->save(path));
        }
        MainWindow window(Services::engine(), m_dir.filePath(QStringLiteral("second")));
        window.show();
        window.openPath(path);
        QTRY_COMPARE_WITH_TIMEOUT(window.session()->freshness(), Freshness::Current, 120000);
        QCOMPARE(window.session()->selectedRun(), 4);
        QCOMPARE(window.tabs()->currentIndex(), 1);
        window.tabs()->setCurrentWidget(window.findChild<BarycenterView*>());
        QTRY_COMPARE(window.findChild<BarycenterView*>()->strength(), 0.62);
        window.session()->selectRun(11);
        QTRY_COMPARE(window.findChild<BarycenterView*>()->strength(), 1.0);
    }
};

QTEST_MAIN(TstReplay)
#include "tst_replay.moc"
