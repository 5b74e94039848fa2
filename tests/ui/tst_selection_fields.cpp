#include "tests/ui/fake_services.h"

#include "engine/io/study_json.h"
#include "ui/study_panel/selection_fields.h"

#include <QComboBox>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

class TstSelectionFields : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<SessionController> opened()
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        auto session = std::make_unique<SessionController>(test::fakeServices(1), StateFolder(folder));
        session->open({QStringLiteral("small.csv"), {}, {}});
        [&] { QTRY_VERIFY(session->table() != nullptr); }();
        session->edit({}, {}, [](SessionState& s) { s.study.split.repeats = 2; });
        return session;
    }
    static void setValues(SessionController& session, const std::vector<ParamValue>& values)
    {
        session.edit(
            QStringLiteral("C"), {}, [&](SessionState& s) { s.draft.learners.front().params["C"] = values; });
    }
    static void choose(const SelectionFields& fields, int kind)
    {
        auto* const combo = fields.findChild<QComboBox*>(QStringLiteral("selection"));
        combo->setCurrentIndex(kind);
        emit combo->activated(kind);
    }

private slots:
    void isThereOnlyWhenThereIsSomethingToChoose()
    {
        const auto session = opened();
        const SelectionFields fields(session.get());
        QVERIFY(fields.isHidden()); // eleven strengths are a path, not a choice
        setValues(*session, {0.1, 1.0});
        QVERIFY(!fields.isHidden());
        setValues(*session, {1.0});
        QVERIFY(fields.isHidden());
    }
    void settingsAreShownForTheKindThatHasThem()
    {
        const auto session = opened();
        setValues(*session, {0.1, 1.0});
        const SelectionFields fields(session.get());
        const auto* const folds = fields.findChild<QSpinBox*>(QStringLiteral("selection_folds"));
        const auto* const keep = fields.findChild<QDoubleSpinBox*>(QStringLiteral("selection_keep"));
        QVERIFY(folds->isHidden() && keep->isHidden());
        choose(fields, 1);
        QVERIFY(!folds->isHidden() && keep->isHidden());
        choose(fields, 2);
        QVERIFY(!folds->isHidden() && !keep->isHidden());
        QCOMPARE(folds->value(), 10);
        QCOMPARE(keep->value(), 90.0);
        for (const QWidget* const widget : fields.findChildren<QWidget*>())
            if ((widget->focusPolicy() & Qt::TabFocus) != 0 && widget->parentWidget() == &fields)
                QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
    void everyChangeCanBeUndone()
    {
        const auto session = opened();
        setValues(*session, {0.1, 1.0});
        const SelectionFields fields(session.get());
        choose(fields, 2);
        QCOMPARE(session->state().draft.selection, std::optional(SelectionSpec {}));
        fields.findChild<QSpinBox*>(QStringLiteral("selection_folds"))->setValue(5);
        fields.findChild<QDoubleSpinBox*>(QStringLiteral("selection_keep"))->setValue(80.0);
        QCOMPARE(session->state().draft.selection->folds, 5);
        QCOMPARE(session->state().draft.selection->keep, 0.8);
        session->undoStack()->undo();
        QCOMPARE(session->state().draft.selection->keep, 0.9);
        QCOMPARE(fields.findChild<QDoubleSpinBox*>(QStringLiteral("selection_keep"))->value(), 90.0);
        session->undoStack()->undo();
        session->undoStack()->undo();
        QVERIFY(!session->state().draft.selection);
        QCOMPARE(fields.findChild<QComboBox*>(QStringLiteral("selection"))->currentIndex(), 0);
        session->undoStack()->redo();
        QVERIFY(session->state().draft.selection.has_value());
    }
    void isSavedWithTheStudy()
    {
        const auto session = opened();
        setValues(*session, {0.1, 1.0});
        const SelectionFields fields(session.get());
        choose(fields, 2);
        fields.findChild<QSpinBox*>(QStringLiteral("selection_folds"))->setValue(7);
        const QString path = m_dir.filePath(QStringLiteral("s.evenhand"));
        QVERIFY(session->save(path));
        const Study study = loadStudyFile(path.toStdString()).value().study;
        QCOMPARE(study.runs.size(), std::size_t(2)); // the draft and its baseline, chosen the same way
        for (const RunSpec& run : study.runs)
            QCOMPARE(run.selection->folds, 7);
        QVERIFY(study.runs.back() == runsOf(session->state().draft, Task::Classification).back());
    }
    void runsThatChooseAreKeptApartFromGivenOnes()
    {
        const auto session = opened();
        setValues(*session, {0.1, 1.0});
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->runs.size(), std::size_t(2 + 2 * 11));
        const SelectionFields fields(session.get());
        choose(fields, 2);
        QCOMPARE(session->freshness(), Freshness::Incomplete);
        session->run();
        QTRY_COMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->runs.size(), std::size_t(2 + 2 * 11 + 1 + 11));
        // A removed strength leaves the others of its path.
        session->removeRuns({static_cast<int>(session->report()->runs.size()) - 1});
        QCOMPARE(session->freshness(), Freshness::Current);
        QCOMPARE(session->report()->runs.size(), std::size_t(2 + 2 * 11 + 1 + 10));
        QVERIFY(session->state().draft.selection.has_value());
    }
    void aSelectionWithoutAChoiceIsTheSameRun()
    {
        SessionState state;
        state.draft = Draft(RunSpec {{"logistic", {{"C", {1.0}}}}, {}, SelectionSpec {}});
        const Study wanted = wantedStudy(state);
        QCOMPARE(wanted.runs.size(), std::size_t(1));
        QVERIFY(!wanted.runs.front().selection);
    }
};

QTEST_MAIN(TstSelectionFields)
#include "tst_selection_fields.moc"
