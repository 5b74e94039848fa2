#include "tests/support/audits.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_view.h"
#include "ui/models/confusion_model.h"
#include "ui/models/pair_matrix_model.h"
#include "ui/views/groups_view.h"
#include "ui/views/score_source.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
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

void choose(QComboBox* combo, const QString& text)
{
    combo->setCurrentIndex(combo->findText(text));
    emit combo->activated(combo->currentIndex());
}

} // namespace

class TstGroupsView : public QObject {
    Q_OBJECT

    Dataset m_data = test::scoredPeople();
    std::shared_ptr<const AuditReport> m_audit = test::auditOf(m_data, test::quickSpec());

private slots:
    void initTestCase() { loadResources(); }

    void confusionModelCountsEveryRowOnce()
    {
        ConfusionModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setAudit(m_audit, 0);
        QCOMPARE(model.rowCount(), 3);
        double cells = 0.0;
        for (int row = 0; row < 2; ++row)
            for (int column = 2; column < 6; ++column)
                cells += model.index(row, column).data(ConfusionModel::kSortRole).toDouble();
        QCOMPARE(cells, 600.0);
        QCOMPARE(model.index(2, 1).data(ConfusionModel::kSortRole).toDouble(), 600.0);
        QCOMPARE(model.index(2, 0).data().toString(), QStringLiteral("All rows"));
        QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), QStringLiteral("TP"));
        model.setAudit(nullptr, 0);
        QCOMPARE(model.rowCount(), 0);
    }
    void pairModelIsAntisymmetricAndExplainsItself()
    {
        const auto matrix
            = std::make_shared<const PairMatrix>(*pairMatrix(*m_audit, 1, "selection_rate", RunContext {}));
        PairMatrixModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setMatrix(matrix, m_audit->attributes[1].readable());
        QCOMPARE(model.rowCount(), 3);
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(model.index(1, 1).data().toString(), QString());
        const QString one = model.index(0, 1).data().toString();
        const QString other = model.index(1, 0).data().toString();
        QCOMPARE(one.mid(1), other.mid(1));
        QVERIFY(one[0] != other[0] || one == other);
        const QString tip = model.index(0, 2).data(Qt::ToolTipRole).toString();
        QVERIFY(tip.contains(QStringLiteral("north minus far")));
        QVERIFY(tip.contains(QStringLiteral("95 % interval")));
        QVERIFY(tip.contains(QStringLiteral("small group")));
    }
    void offersThePagesThatApply()
    {
        ScoreSource scores;
        GroupsView view(&scores);
        view.setContext(contextOf(m_data, m_audit));
        view.show();
        auto* const page = view.findChild<QComboBox*>(QStringLiteral("page"));
        QVERIFY(page != nullptr);
        for (const char* const name :
            {"Rates", "Distributions", "ROC curves", "Calibration", "Confusion table", "Pairs of groups"})
            QVERIFY2(page->findText(QString::fromLatin1(name)) >= 0, name);
        QVERIFY(page->findText(QStringLiteral("Within strata")) < 0);
        QVERIFY(page->findText(QStringLiteral("Before and after")) < 0);

        AuditSpec spec = test::quickSpec();
        spec.score.clear();
        spec.condition = "age";
        view.setContext(contextOf(m_data, test::auditOf(m_data, spec)));
        QVERIFY(page->findText(QStringLiteral("Distributions")) < 0);
        QVERIFY(page->findText(QStringLiteral("Within strata")) >= 0);
    }
    void everyPageShowsSomething()
    {
        AuditSpec spec = test::quickSpec();
        spec.condition = "age";
        ScoreSource scores;
        GroupsView view(&scores);
        view.setContext(contextOf(m_data, test::auditOf(m_data, spec)));
        view.show();
        auto* const page = view.findChild<QComboBox*>(QStringLiteral("page"));
        for (int i = 0; i < page->count(); ++i) {
            choose(page, page->itemText(i));
            const bool isTable = page->itemText(i).startsWith(QStringLiteral("Confusion"))
                || page->itemText(i).startsWith(QStringLiteral("Pairs"));
            QTRY_COMPARE(view.currentFigure() == nullptr, isTable);
            if (!isTable)
                QTRY_VERIFY(!view.currentFigure()->figure().layers.empty());
            QVERIFY(!view.explanation().isEmpty());
        }
    }
    void groupsOfANumberAreAlsoShownByValue()
    {
        Roles roles = m_audit->roles;
        roles.sensitive = {"age"};
        roles.cuts["age"] = {40.0};
        const auto byAge = audit(roles, test::quickSpec(), m_data, RunContext {});
        QVERIFY(byAge.has_value());
        ScoreSource scores;
        GroupsView view(&scores);
        view.setContext(contextOf(m_data, *byAge));
        view.show();
        choose(view.findChild<QComboBox*>(QStringLiteral("page")), QStringLiteral("By value"));
        QTRY_VERIFY(view.currentFigure()->figure().title.english().find("age") != std::string::npos
            || view.currentFigure()->figure().x.label.english().find("age") != std::string::npos);
        QVERIFY(!view.currentFigure()->figure().layers.empty());
    }
    void theAttributeChoosesTheGroups()
    {
        ScoreSource scores;
        GroupsView view(&scores);
        view.setContext(contextOf(m_data, m_audit));
        view.show();
        choose(view.findChild<QComboBox*>(QStringLiteral("rate")), QStringLiteral("Selection rate"));
        QTRY_COMPARE(view.currentFigure()->figure().y.categories.size(), std::size_t(2));
        auto* const attribute = view.findChild<QComboBox*>(QStringLiteral("attribute"));
        QCOMPARE(attribute->count(), 3);
        choose(attribute, QStringLiteral("region"));
        QTRY_COMPARE(view.currentFigure()->figure().y.categories.size(), std::size_t(3));
    }
    void aRunKeepsItsOwnPage()
    {
        SessionState state;
        state.study.split.repeats = 2;
        state.study.roles.target = "hired";
        state.draft = defaultDraft(Task::Classification);
        ScoreSource scores;
        GroupsView view(&scores);
        ViewContext context;
        context.table = test::smallTable();
        context.report = test::madeUpReport(wantedStudy(state), 2, true);
        context.run = 1;
        view.setContext(context);
        view.show();
        QVERIFY(view.currentFigure() != nullptr);
        context.audit = m_audit;
        view.setContext(context);
        auto* const page = view.findChild<QComboBox*>(QStringLiteral("page"));
        QCOMPARE(page->itemText(0), QStringLiteral("Before and after"));
        QCOMPARE(page->currentIndex(), 0);
    }
    void anAuditWithoutGroupsIsNotShown()
    {
        ScoreSource scores;
        const GroupsView view(&scores);
        QVERIFY(!view.isFor(contextOf(m_data, std::make_shared<const AuditReport>())));
        QVERIFY(view.isFor(contextOf(m_data, m_audit)));
    }
};

QTEST_MAIN(TstGroupsView)
#include "tst_groups_view.moc"
