#include "engine/audit/subgroup_audit.h"
#include "tests/support/audits.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_view.h"
#include "ui/models/subgroups_model.h"
#include "ui/views/subgroups_view.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QTableView>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

ViewContext contextOf(const Dataset& data, std::shared_ptr<const AuditReport> audit)
{
    auto table = std::make_shared<LoadedTable>();
    table->data = data;
    ViewContext context;
    context.table = table;
    context.auditsTable = true;
    context.audit = std::move(audit);
    return context;
}

} // namespace

class TstSubgroupsView : public QObject {
    Q_OBJECT

    Dataset m_data = test::scoredPeople();
    std::shared_ptr<const AuditReport> m_audit = test::auditOf(m_data, test::quickSpec());

private slots:
    void initTestCase() { loadResources(); }

    void modelShowsWhatTheSearchFound()
    {
        const auto found = worstSubgroups(*m_audit, *m_data.table, "selection_rate", {}, {}, RunContext {});
        QVERIFY(found.has_value());
        SubgroupsModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setReport(std::make_shared<const SubgroupReport>(*found), "selection_rate");
        QCOMPARE(model.rowCount(), static_cast<int>(found->found.size()));
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.index(0, SubgroupsModel::Conditions).data().toString(),
            QString::fromStdString(found->found.front().name()));
        QVERIFY(model.index(0, SubgroupsModel::Gap).data().toString().contains(QStringLiteral(" to ")));
        model.setReport(nullptr, {});
        QCOMPARE(model.rowCount(), 0);
    }
    void searchesWhenShownAndSaysWhat()
    {
        SubgroupsView view;
        view.setContext(contextOf(m_data, m_audit));
        view.show();
        auto* const table = view.findChild<QTableView*>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        QVERIFY(!view.currentFigure()->figure().layers.empty());
        const QString searched = view.findChild<QLabel*>(QStringLiteral("searched"))->text();
        QVERIFY(searched.contains(QStringLiteral("sex, region, age")));
        QVERIFY(searched.contains(QStringLiteral("false discoveries")));
        QVERIFY(view.explanation().contains(QStringLiteral("stands out most")));
    }
    void choosingASubgroupShowsItBesideEveryoneElse()
    {
        SubgroupsView view;
        view.setContext(contextOf(m_data, m_audit));
        view.show();
        auto* const table = view.findChild<QTableView*>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        auto* const detail = view.findChild<QLabel*>(QStringLiteral("detail"));
        QVERIFY(detail->text().isEmpty());
        table->setCurrentIndex(table->model()->index(0, 0));
        QTRY_VERIFY(detail->isVisible());
        QVERIFY(detail->text().contains(QStringLiteral("Everyone else")));
        QVERIFY(detail->text().contains(QStringLiteral("False negatives")));
        QVERIFY(table->isColumnHidden(SubgroupsModel::Shrunken));
        view.findChild<QAction*>(QStringLiteral("closeDetail"))->trigger();
        QVERIFY(!detail->isVisible());
        QVERIFY(!table->isColumnHidden(SubgroupsModel::Shrunken));
    }
    void anotherRateIsSearchedAnew()
    {
        SubgroupsView view;
        view.setContext(contextOf(m_data, m_audit));
        view.show();
        auto* const rate = view.findChild<QComboBox*>(QStringLiteral("rate"));
        QTRY_COMPARE(view.currentFigure()->figure().id, std::string("subgroup_gaps_selection_rate"));
        rate->setCurrentIndex(rate->findData(QStringLiteral("accuracy")));
        emit rate->activated(rate->currentIndex());
        QTRY_COMPARE(view.currentFigure()->figure().id, std::string("subgroup_gaps_accuracy"));
    }
    void tooFewRowsAreSaidInWords()
    {
        const Dataset few = test::scoredPeople(60);
        SubgroupsView view;
        view.setContext(contextOf(few, test::auditOf(few, test::quickSpec())));
        view.show();
        auto* const searched = view.findChild<QLabel*>(QStringLiteral("searched"));
        QTRY_VERIFY(searched->text().contains(QStringLiteral("no subgroup to test")));
        QVERIFY(!view.findChild<QTableView*>()->isVisible());
    }
    void isAbsentWithoutDecisions()
    {
        const SubgroupsView view;
        auto regression = std::make_shared<AuditReport>();
        regression->task = Task::Regression;
        QVERIFY(!view.isFor(contextOf(m_data, regression)));
        QVERIFY(view.isFor(contextOf(m_data, m_audit)));
    }
};

QTEST_MAIN(TstSubgroupsView)
#include "tst_subgroups_view.moc"
