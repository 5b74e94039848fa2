#include "tests/ui/fake_services.h"
#include "ui/models/profile_model.h"
#include "ui/models/runs_model.h"
#include "ui/models/table_model.h"
#include "ui/text/labels.h"
#include "ui/widgets/column_picker.h"
#include "ui/widgets/param_form.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSortFilterProxyModel>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

class TstModels : public QObject {
    Q_OBJECT
private slots:
    void tableShowsCellsAndMissing()
    {
        NumericColumn numbers;
        numbers.values = {1.5, std::nan("")};
        TableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(*Table::create({{"x", ColumnKind::Numeric, numbers}}));
        QCOMPARE(model.rowCount(), 2);
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("1.5"));
        QCOMPARE(model.index(1, 0).data().toString(), QStringLiteral("missing"));
        QCOMPARE(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("x"));
        model.setTable(nullptr);
        QCOMPARE(model.rowCount(), 0);
    }
    void profilesCountByGroup()
    {
        const auto table = test::smallTable(60);
        ProfileModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(table);
        QCOMPARE(model.rowCount(), 3);
        const auto groups = makeGroups(*table->data.table, {"group"}, {});
        const auto split = splitCounts(*table, *groups, RunContext {});
        QVERIFY(split.has_value());
        double total = 0.0;
        for (const auto& group : (*split)[1])
            for (const double count : group)
                total += count;
        QCOMPARE(total, 60.0);
    }
    void runsSortAsNumbers()
    {
        SessionState state;
        state.study.split.repeats = 2;
        state.study.roles.target = "hired";
        state.draft = defaultDraft(Task::Classification);
        RunsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReport(test::madeUpReport(wantedStudy(state), 2, true), {});
        QCOMPARE(model.rowCount(), 12);
        QSortFilterProxyModel sorted;
        sorted.setSourceModel(&model);
        sorted.setSortRole(RunsModel::kSortRole);
        sorted.sort(RunsModel::Error, Qt::AscendingOrder);
        QCOMPARE(sorted.index(0, RunsModel::Number).data().toString(), QStringLiteral("12"));
        sorted.sort(RunsModel::Number, Qt::DescendingOrder);
        QCOMPARE(sorted.index(0, RunsModel::Number).data().toString(), QStringLiteral("12"));
        QCOMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("done"));
        model.setReport(test::madeUpReport(wantedStudy(state), 1, false), {true, false, false, {}});
        QCOMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("1 of 2 repeats"));
        QCOMPARE(model.index(0, RunsModel::State).data(RunsModel::kDoneRole).toDouble(), 0.5);
        model.setReport(test::madeUpReport(wantedStudy(state), 1, false), {false, false, true, {}});
        QCOMPARE(model.index(0, RunsModel::State).data().toString(), QStringLiteral("paused at 1 of 2"));
    }
    void runsThatWaitAreListedBehindTheOthers()
    {
        SessionState state;
        state.study.split.repeats = 2;
        state.study.roles.target = "hired";
        state.draft = defaultDraft(Task::Classification);
        const std::vector<RunKey> all = expectedRuns(wantedStudy(state));
        Study begun = wantedStudy(state);
        begun.runs.pop_back();
        RunsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReport(nullptr, {true, false, false, all});
        QCOMPARE(model.rowCount(), 12);
        QVERIFY(!model.isRun(0));
        model.setReport(
            test::madeUpReport(begun, 1, false), {true, false, false, {all.begin() + 1, all.end()}});
        QCOMPARE(model.rowCount(), 12);
        QVERIFY(model.isRun(0) && !model.isRun(1));
        QCOMPARE(model.index(1, RunsModel::Number).data().toString(), QStringLiteral("–"));
        QCOMPARE(model.index(1, RunsModel::State).data().toString(), QStringLiteral("waiting"));
        QVERIFY(model.index(1, RunsModel::Method)
                    .data()
                    .toString()
                    .startsWith(methodName("wasserstein_barycenter")));
        QCOMPARE(model.index(3, RunsModel::Strength).data().toString(), QStringLiteral("0.2"));
    }
    void pickerKeepsWhatIsCheckedAndReportsChanges()
    {
        ColumnPicker picker(QStringLiteral("columns"));
        picker.setChoices({{QStringLiteral("sex"), QStringLiteral("its name")}, {QStringLiteral("age"), {}}});
        picker.setChecked({QStringLiteral("age")});
        QCOMPARE(picker.checked(), QStringList {QStringLiteral("age")});
    }
    void formIsMadeFromTheDescriptionOfParameters()
    {
        std::vector<ParamSpec> specs(2);
        specs[0].id = specs[0].name = "C";
        specs[0].minimum = 0.001;
        specs[0].maximum = 1000.0;
        specs[0].defaultNumber = 1.0;
        specs[1].id = specs[1].name = "estimator";
        specs[1].kind = ParamKind::Choice;
        specs[1].choices = {"smooth", "exact"};
        ParamForm form;
        form.setParams(specs, {});
        auto* const number = form.findChild<QDoubleSpinBox*>(QStringLiteral("param_C"));
        QVERIFY(number != nullptr);
        QCOMPARE(number->value(), 1.0);
        QCOMPARE(number->text(), QStringLiteral("1"));
        std::vector<std::pair<QString, ParamValue>> heard;
        connect(
            &form, &ParamForm::edited, &form, [&](const QString& id, const std::vector<ParamValue>& values) {
                heard.emplace_back(id, values.front());
            });
        number->setValue(10.0);
        QCOMPARE(heard.size(), std::size_t(1));
        QCOMPARE(std::get<double>(heard.front().second), 10.0);
        QVERIFY(form.findChild<QComboBox*>(QStringLiteral("param_estimator")) != nullptr);
    }
    void aSemicolonMakesANumberAList()
    {
        std::vector<ParamSpec> specs(1);
        specs[0].id = specs[0].name = "C";
        specs[0].minimum = 0.001;
        specs[0].maximum = 1000.0;
        specs[0].defaultNumber = 0.5;
        ParamForm form;
        form.setParams(specs, {});
        form.show();
        std::vector<std::vector<ParamValue>> heard;
        connect(&form, &ParamForm::edited, &form,
            [&](const QString&, const std::vector<ParamValue>& values) { heard.push_back(values); });
        auto* const number = form.findChild<QDoubleSpinBox*>(QStringLiteral("param_C"));
        QVERIFY(number->toolTip().contains(QLatin1Char(';')));
        QTest::keyClicks(number, QStringLiteral(";"));
        auto* const list = form.findChild<QLineEdit*>(QStringLiteral("param_C"));
        QVERIFY(list != nullptr);
        QCOMPARE(list->text(), QStringLiteral("0.5; "));
        QCOMPARE(list->accessibleName(), QStringLiteral("C"));
        // Out of bounds, twice, and no number: left out, and no longer shown either.
        QTest::keyClicks(list, QStringLiteral("10; 5000; 10; x"));
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(heard.size(), std::size_t(1));
        QVERIFY((heard.front() == std::vector<ParamValue> {0.5, 10.0}));
        QCOMPARE(list->text(), QStringLiteral("0.5; 10"));
        // The form that comes back with these values leaves the list in place.
        form.setParams(specs, {{"C", {0.5, 10.0}}});
        QCOMPARE(form.findChild<QLineEdit*>(QStringLiteral("param_C")), list);
    }
    void aRunThatChoseItsParametersSaysWhich()
    {
        SessionState state;
        state.study.split.repeats = 2;
        state.study.roles.target = "hired";
        state.draft = Draft(RunSpec {{"logistic", {{"C", {0.1, 1.0}}}}, {}, SelectionSpec {}});
        RunsModel model;
        model.setReport(test::madeUpReport(wantedStudy(state), 2, true), {});
        QCOMPARE(model.rowCount(), 1);
        const QString tip = model.index(0, RunsModel::Learner).data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QStringLiteral("0.1 (2 of 2 repeats)")), qPrintable(tip));
        QVERIFY(!model.index(0, RunsModel::Time)
                     .data(Qt::ToolTipRole)
                     .toString()
                     .contains(QStringLiteral("chosen")));
    }
};

QTEST_MAIN(TstModels)
#include "tst_models.moc"
