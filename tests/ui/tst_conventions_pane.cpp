#include "engine/audit/audit.h"
#include "tests/ui/fake_services.h"
#include "ui/models/conventions_model.h"
#include "ui/views/conventions_pane.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QTableView>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

std::shared_ptr<const AuditReport> audited()
{
    const auto table = test::decidedTable();
    Roles roles;
    roles.target = "hired";
    roles.favourable = "yes";
    roles.sensitive = {"group"};
    AuditSpec spec;
    spec.prediction = "decided";
    spec.replicates = 100;
    return audit(roles, spec, table->data, {}).value();
}

/// Whether any label shows this.
bool says(const QWidget& widget, const QString& words)
{
    for (const QLabel* const label : widget.findChildren<QLabel*>())
        if (label->text().contains(words) && !label->isHidden())
            return true;
    return false;
}

} // namespace

class TstConventionsPane : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, QStringLiteral("light")); }

    void modelMarksWhatIsNotEvenhands()
    {
        const std::vector<std::string> names {"<b>a</b>", "b"};
        std::vector<Confusion> cells(2);
        const auto rows = [](double n) { return RowSum {n, n, n}; };
        cells[0] = {rows(3), rows(1), rows(1), rows(3)};
        cells[1] = {rows(0), rows(1), rows(0), rows(3)};
        ConventionsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRows(compareConventions({cells, &names, 0}));
        QCOMPARE(model.rowCount(), 8);
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(),
            QStringLiteral("AI Fairness 360"));
        QCOMPARE(model.index(0, 0).data().toString(), QStringLiteral("0.250"));
        QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0.250"));
        QCOMPARE(model.index(0, 2).data().toString(), QStringLiteral("≠ -0.250"));
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("not defined"));
        QVERIFY(!model.index(0, 2).data(Qt::ToolTipRole).toString().contains(QStringLiteral("<b>")));
        QVERIFY(model.index(0, 2)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("AI Fairness 360")));
    }
    void showsTheReasonOfTheChosenNumber()
    {
        ConventionsPane pane;
        pane.setAudit(audited());
        pane.show();
        auto* const table = pane.findChild<QTableView*>();
        QVERIFY(!table->accessibleName().isEmpty());
        QCOMPARE(table->model()->rowCount(), 8);
        table->setCurrentIndex(table->model()->index(0, 3));
        QVERIFY(says(pane, QStringLiteral("Aequitas compares groups by ratios only")));
        QTest::keyClick(table, Qt::Key_Left);
        QVERIFY(!says(pane, QStringLiteral("Aequitas compares groups by ratios only")));
    }
    void goesThroughAllAttributes()
    {
        auto twice = std::make_shared<AuditReport>(*audited());
        twice->attributes.push_back(twice->attributes.front());
        twice->attributes.back().name = "region";
        ConventionsPane pane;
        pane.setAudit(twice, QStringLiteral("region"));
        auto* const choice = pane.findChild<QComboBox*>();
        QCOMPARE(choice->count(), 2);
        QCOMPARE(choice->currentText(), QStringLiteral("region"));
        QVERIFY(says(pane, QStringLiteral("Reference group")));
    }
    void saysWhyThereIsNothing()
    {
        ConventionsPane pane;
        QVERIFY(says(pane, QStringLiteral("no audit")));
        QVERIFY(pane.findChild<QTableView*>()->isHidden());
        auto empty = std::make_shared<AuditReport>();
        empty->task = Task::Regression;
        empty->rows = std::make_shared<const AuditRows>();
        pane.setAudit(empty);
        QVERIFY(says(pane, QStringLiteral("here are none")));
    }
    void opensInAWindowThatGoesAway()
    {
        QWidget parent;
        parent.show();
        QPointer<QDialog> dialog = showConventions(audited(), QString(), &parent);
        QVERIFY(dialog->isVisible());
        if (const QByteArray picture = qgetenv("EVENHAND_PICTURE"); !picture.isEmpty())
            dialog->grab().save(QString::fromLocal8Bit(picture));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(dialog.isNull());
    }
};

QTEST_MAIN(TstConventionsPane)
#include "tst_conventions_pane.moc"
