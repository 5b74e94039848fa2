#include "ui/session/session_controller.h"
#include "ui/session/study_files.h"

#include "engine/io/load_dataset.h"
#include "engine/io/samples.h"
#include "ui/study_panel/simulation_dialog.h"

#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

std::shared_ptr<const Opened> open(const OpenRequest& request)
{
    return Services::engine().open(request, {}).value();
}

SessionState stateOf(const Opened& opened)
{
    SessionState state;
    state.import = opened.table->import;
    if (opened.study) {
        state.study = opened.study->study;
        state.draft = draftOf(state.study.runs, state.study.roles.task);
    } else {
        state.study.roles = opened.table->proposal.roles;
        state.study.dataPath = opened.table->data.path;
        state.draft = Draft(RunSpec {{"logistic", {}}, {"wasserstein_barycenter", {}}});
    }
    return state;
}

} // namespace

class TstStudyFiles : public QObject {
    Q_OBJECT
private slots:
    void aSimulatedTableIsMadeAsAsked()
    {
        SimulationSpec spec;
        spec.rows = 400;
        spec.groups = 3;
        spec.bias = 2.5;
        const auto opened = open({{}, QString::fromStdString(simulationPath(spec)), {}});
        QCOMPARE(opened->table->data.table->rows(), std::size_t(400));
        QCOMPARE(opened->table->data.table->columns()[0].categorical()->levels.size(), std::size_t(3));
        QCOMPARE(opened->study->study.roles.target, std::string("hired"));
    }
    void theDialogGivesBackWhatItShows()
    {
        SimulationSpec spec;
        spec.rows = 12'000;
        spec.groups = 3;
        spec.bias = 0.3;
        spec.noise = 1.1;
        spec.seed = 77;
        const SimulationDialog dialog(spec);
        QCOMPARE(simulationPath(dialog.spec()), simulationPath(spec));
    }
    void aStudyIsKnownByWhatItSays()
    {
        const QTemporaryDir folder;
        const auto write = [&](const QString& name, const QByteArray& content) {
            const QString path = folder.filePath(name);
            QFile file(path);
            return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? path
                                                                                            : QString();
        };
        QVERIFY(isStudyFile(
            write(QStringLiteral("study.json"), "\n{ \"format\": \"evenhand-study\", \"version\": 1 }")));
        QVERIFY(isStudyFile(write(QStringLiteral("damaged.evenhand"), "nothing")));
        QVERIFY(!isStudyFile(write(QStringLiteral("table.csv"), "a,b\n\"evenhand-study\",1\n")));
        QVERIFY(!isStudyFile(folder.filePath(QStringLiteral("absent.csv"))));
    }
    void aSavedSimulationReplaysWithTheSameNumbers()
    {
        const QTemporaryDir folder;
        const auto opened
            = open({{}, QStringLiteral("simulated:rows=500,groups=2,bias=1,noise=0.5,seed=9"), {}});
        SessionState state = stateOf(*opened);
        state.study.split.repeats = 2;
        const QString path = folder.filePath(QStringLiteral("s.evenhand"));
        QVERIFY(saveStudy(state, *opened->table, path, {}).has_value());

        const StudyFile file = loadStudyFile(path.toStdString()).value();
        const Dataset again
            = loadDataset(dataPathOf(file.study, path.toStdString()).string(), file.study.import, {}, {})
                  .value();
        const auto first = evenhand::run(wantedStudy(state), opened->table->data, {}).value();
        const auto second = evenhand::run(file.study, again, {}).value();
        QCOMPARE(first->runs.size(), second->runs.size());
        for (std::size_t run = 0; run < first->runs.size(); ++run)
            for (std::size_t m = 0; m < first->runs[run].metrics.size(); ++m)
                QCOMPARE(second->runs[run].metrics[m].mean, first->runs[run].metrics[m].mean);
        QCOMPARE(open({path, {}, {}})->table->data.path, opened->table->data.path);
    }
    void importChoicesAreSavedWithTheStudy()
    {
        const QTemporaryDir folder;
        QFile table(folder.filePath(QStringLiteral("t.csv")));
        QVERIFY(table.open(QIODevice::WriteOnly));
        table.write("# made by hand\n# twice\nsex,score,hired\n");
        for (int i = 0; i < 60; ++i) {
            const std::string row = std::string(i % 2 != 0 ? "f," : "m,") + std::to_string(i * 7 % 13)
                + (i % 3 != 0 ? ",yes\n" : ",no\n");
            table.write(row.c_str());
        }
        table.close();
        QVERIFY(Services::engine().open({table.fileName(), {}, {}}, {}).has_error());
        ImportOptions options;
        options.comment = '#';
        const auto opened = open({table.fileName(), {}, options});
        QCOMPARE(opened->table->data.table->rows(), std::size_t(60));
        const QString path = folder.filePath(QStringLiteral("s.evenhand"));
        QVERIFY(saveStudy(stateOf(*opened), *opened->table, path, {}).has_value());
        QCOMPARE(open({path, {}, {}})->table->data.table->rows(), std::size_t(60));
        const StudyFile file = loadStudyFile(path.toStdString()).value();
        QCOMPARE(file.study.import.comment, std::optional<char>('#'));
    }
};

QTEST_MAIN(TstStudyFiles)
#include "tst_study_files.moc"
