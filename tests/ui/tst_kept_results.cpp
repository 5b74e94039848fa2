#include "tests/support/untimed.h"

#include "ui/session/kept_results.h"

#include "engine/io/samples.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

Dataset simulated()
{
    SimulationSpec spec;
    spec.rows = 600;
    return simulateTable(spec).value();
}

qint64 bytesIn(const QString& folder)
{
    qint64 bytes = 0;
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files))
        bytes += file.size();
    return bytes;
}

} // namespace

class TstKeptResults : public QObject {
    Q_OBJECT
private slots:
    void aSweepContinuesInTheNextWindow()
    {
        const QTemporaryDir folder;
        const QString kept = folder.filePath(QStringLiteral("results"));
        const Dataset data = simulated();
        Study study = simulatedStudy();
        study.split.repeats = 8;
        const std::string expected = test::untimedBytes(*run(study, data, {}).value());
        {
            const Services window = keepingResults(Services::engine(), nativePath(kept));
            QVERIFY(!QFileInfo::exists(kept)); // opened by the first run
            std::stop_source stop;
            const auto cut = window.run(study, data, RunContext {stop.get_token(), nullptr, 1},
                [&](const std::shared_ptr<const Report>&) { stop.request_stop(); });
            QVERIFY(cut.has_value() && !(*cut)->complete);
        }
        const qint64 afterStop = bytesIn(kept);
        QVERIFY(afterStop > 0);
        {
            const Services window = keepingResults(Services::engine(), nativePath(kept));
            QVERIFY(test::untimedBytes(*window.run(study, data, {}, {}).value()) == expected);
        }
        const qint64 afterAll = bytesIn(kept);
        QVERIFY(afterAll > afterStop);
        const Services window = keepingResults(Services::engine(), nativePath(kept));
        QVERIFY(test::untimedBytes(*window.run(study, data, {}, {}).value()) == expected);
        QCOMPARE(bytesIn(kept), afterAll); // nothing was computed
    }
};

QTEST_GUILESS_MAIN(TstKeptResults)
#include "tst_kept_results.moc"
