#include "tests/ui/fake_services.h"

#include "engine/io/study_json.h"
#include "engine/methods/method.h"
#include "ui/study_panel/roles_section.h"
#include "ui/study_panel/task_editor.h"
#include "ui/study_panel/task_fields.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

using Names = std::vector<std::string>;

class TstTaskFields : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    /// People with group, age, score, decided and hired; score is the only other role.
    std::unique_ptr<SessionController> opened()
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        auto session = std::make_unique<SessionController>(test::fakeServices(1), StateFolder(folder));
        session->open({QStringLiteral("decided.csv"), {}, {}});
        [&] { QTRY_VERIFY(session->table() != nullptr); }();
        session->edit({}, {}, [](SessionState& s) {
            s.study.audit = {};
            s.study.roles.tasks = {{"score", Task::Classification, {}, 5.0}};
        });
        return session;
    }
    static void choose(const QWidget& fields, const char* name, const QString& item)
    {
        auto* const combo = fields.findChild<QComboBox*>(QString::fromLatin1(name));
        QVERIFY(combo->findText(item) >= 0);
        combo->setCurrentIndex(combo->findText(item));
        emit combo->activated(combo->currentIndex());
    }
    static QStringList itemsOf(const QWidget& fields, const char* name)
    {
        QStringList items;
        const auto* const combo = fields.findChild<QComboBox*>(QString::fromLatin1(name));
        for (int i = 0; i < combo->count(); ++i)
            items << combo->itemText(i);
        return items;
    }
    static const std::vector<TaskTarget>& tasks(const SessionController& session)
    {
        return session.state().study.roles.tasks;
    }

private slots:
    void isFoldedAndOnlyThereWhereItApplies()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        auto* const more = fields.findChild<QPushButton*>(QStringLiteral("more_tasks"));
        QVERIFY(!fields.isHidden());
        QVERIFY(more->text().contains(QStringLiteral("1")));
        QVERIFY(fields.findChild<QComboBox*>(QStringLiteral("add_task"))->parentWidget()->isHidden());
        more->click();
        QVERIFY(!fields.findChild<QComboBox*>(QStringLiteral("add_task"))->parentWidget()->isHidden());
        // The barycenter knows one target.
        session->edit({}, {}, [](SessionState& s) {
            s.study.roles.tasks.clear();
            s.draft.methods = {{"wasserstein_barycenter", {}}};
        });
        QVERIFY(fields.isHidden());
        for (const MethodInfo& info : methods())
            if (info.multitask) {
                session->edit({}, {}, [&](SessionState& s) {
                    s.draft.methods = {{std::string(info.id), {}}};
                });
                QVERIFY(!fields.isHidden());
            }
    }
    void aColumnBecomesATarget()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        QVERIFY(!itemsOf(fields, "add_task").contains(QStringLiteral("hired"))); // the target
        QVERIFY(!itemsOf(fields, "add_task").contains(QStringLiteral("group"))); // sensitive
        QVERIFY(!itemsOf(fields, "add_task").contains(QStringLiteral("score"))); // one already
        choose(fields, "add_task", QStringLiteral("decided"));
        QCOMPARE(tasks(*session).size(), std::size_t {2});
        QCOMPARE(tasks(*session)[1].favourable, Names {"yes"});
        choose(fields, "add_task", QStringLiteral("age"));
        QVERIFY(tasks(*session)[2].above.has_value());
        session->undoStack()->undo();
        QCOMPARE(tasks(*session).size(), std::size_t {2});
        QCOMPARE(fields.findChildren<TaskEditor*>().size(), 3); // one waits for its deletion
        QVERIFY(itemsOf(fields, "add_task").contains(QStringLiteral("age")));
        session->undoStack()->redo();
        QCOMPARE(tasks(*session).size(), std::size_t {3});
    }
    void severalValuesCanBeTicked()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        session->edit({}, {}, [](SessionState& s) {
            s.study.roles.tasks = {{"score", Task::Classification, Names {"9"}, {}}};
        });
        auto* const values = fields.findChild<QListWidget*>(QStringLiteral("task_values"));
        QVERIFY(!values->isHidden());
        QCOMPARE(values->count(), 10);
        const auto item = [&](const char* name) {
            return values->findItems(QString::fromLatin1(name), Qt::MatchExactly).front();
        };
        QCOMPARE(item("9")->checkState(), Qt::Checked);
        item("10")->setCheckState(Qt::Checked);
        QCOMPARE(tasks(*session)[0].favourable.size(), std::size_t {2});
        item("9")->setCheckState(Qt::Unchecked);
        QCOMPARE(tasks(*session)[0].favourable, Names {"10"});
        QVERIFY(values->accessibleDescription().isEmpty());
        item("10")->setCheckState(Qt::Unchecked);
        QVERIFY(!values->accessibleDescription().isEmpty());
    }
    void aNumberIsCutOrPredicted()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        fields.findChild<QDoubleSpinBox*>(QStringLiteral("task_above"))->setValue(7.0);
        QCOMPARE(tasks(*session)[0].above, std::optional(7.0));
        choose(fields, "task_kind", QStringLiteral("as a number"));
        QVERIFY(tasks(*session)[0].task == Task::Regression && !tasks(*session)[0].above);
        QVERIFY(fields.findChild<QDoubleSpinBox*>(QStringLiteral("task_above"))->isHidden());
        session->undoStack()->undo();
        QVERIFY(tasks(*session)[0].above.has_value());
        choose(fields, "task_kind", QStringLiteral("whether it is one of"));
        QVERIFY(!tasks(*session)[0].above && tasks(*session)[0].favourable.size() == 1);
    }
    void isRemovedAgain()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        fields.findChild<QToolButton*>()->click();
        QVERIFY(tasks(*session).empty());
        session->undoStack()->undo();
        QCOMPARE(tasks(*session).size(), std::size_t {1});
    }
    void tasksByColumnExcludeFurtherTargets()
    {
        const auto session = opened();
        const TaskFields fields(session.get());
        auto* const column = fields.findChild<QComboBox*>(QStringLiteral("task_column"));
        auto* const add = fields.findChild<QComboBox*>(QStringLiteral("add_task"));
        QVERIFY(column->isHidden() && !add->isHidden());
        session->edit({}, {}, [](SessionState& s) { s.study.roles.tasks.clear(); });
        QVERIFY(!column->isHidden());
        choose(fields, "task_column", QStringLiteral("score"));
        QCOMPARE(session->state().study.roles.taskColumn, std::string("score"));
        QVERIFY(add->isHidden());
        session->undoStack()->undo();
        QVERIFY(session->state().study.roles.taskColumn.empty());
        QCOMPARE(column->currentIndex(), 0);
    }
    void aColumnHasOnePart()
    {
        const auto session = opened();
        RolesSection roles(session.get());
        emit session->tableChanged(); // it is made before a table is there
        session->edit({}, {}, [](SessionState& s) {
            s.study.roles.tasks = {{"score", Task::Classification, {}, 5.0},
                {"decided", Task::Classification, Names {"yes"}, {}}};
        });
        choose(roles, "weight", QStringLiteral("score"));
        QCOMPARE(tasks(*session).size(), std::size_t {1});
        choose(roles, "target", QStringLiteral("decided"));
        QVERIFY(tasks(*session).empty());
    }
    void targetsAreNotCountedAsFeatures()
    {
        const auto session = opened();
        const Table& table = *session->table()->data.table;
        Roles roles = session->state().study.roles;
        roles.exclude.clear();
        QCOMPARE(featureCount(roles, table), 2); // age and decided
        roles.tasks.clear();
        QCOMPARE(featureCount(roles, table), 3);
        roles.taskColumn = "age";
        QCOMPARE(featureCount(roles, table), 2);
        // Left out and sensitive at once is left out once.
        roles.exclude = {"group", "hired"};
        QCOMPARE(featureCount(roles, table), 2);
    }
    void everyControlHasAName()
    {
        const auto session = opened();
        TaskFields fields(session.get());
        for (const QWidget* const control : fields.controls()) {
            const auto* const button = qobject_cast<const QPushButton*>(control);
            QVERIFY2(
                button != nullptr || !control->accessibleName().isEmpty(), qPrintable(control->objectName()));
        }
    }
    void aColumnThatIsNotThereIsSaid()
    {
        const auto session = opened();
        session->edit({}, {}, [](SessionState& s) {
            s.study.roles.tasks = {{"<b>gone</b>", Task::Classification, {}, 5.0}};
        });
        const TaskFields fields(session.get());
        QVERIFY(fields.findChild<QListWidget*>()->isHidden());
        fields.findChild<QToolButton*>()->click();
        QVERIFY(tasks(*session).empty());
    }
    void isSavedWithTheStudy()
    {
        const auto session = opened();
        const QString path = m_dir.filePath(QStringLiteral("s.evenhand"));
        QVERIFY(session->save(path));
        QVERIFY(loadStudyFile(path.toStdString()).value().study.roles.tasks == tasks(*session));
    }
};

QTEST_MAIN(TstTaskFields)
#include "tst_task_fields.moc"
