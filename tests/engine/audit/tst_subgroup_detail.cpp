#include "engine/audit/subgroup_audit.h"
#include "engine/audit/subgroup_detail.h"
#include "tests/support/audits.h"

#include <QtTest/QtTest>

using namespace evenhand;

class TstSubgroupDetail : public QObject {
    Q_OBJECT

    Dataset m_data = test::scoredPeople();
    std::shared_ptr<const AuditReport> m_audit = test::auditOf(m_data, test::quickSpec());

private slots:
    void agreesWithTheSearch_data()
    {
        QTest::addColumn<QString>("metric");
        for (const char* const id :
            {"selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void agreesWithTheSearch()
    {
        QFETCH(QString, metric);
        const std::string id = metric.toStdString();
        SubgroupSearch search;
        search.minimumRows = 20.0;
        const auto report = worstSubgroups(*m_audit, *m_data.table, id, {}, search, RunContext {});
        QVERIFY(report.has_value());
        QVERIFY(!report->found.empty());
        for (const Subgroup& subgroup : report->found) {
            const auto detail = subgroupDetail(*m_audit, *m_data.table, id, *report, subgroup, RunContext {});
            QVERIFY(detail.has_value());
            const auto rate = std::ranges::find(detail->rates, id, &SubgroupRate::metricId);
            QVERIFY(rate != detail->rates.end());
            QCOMPARE(*rate->inside.value, subgroup.rate);
            QCOMPARE(*rate->inside.denominator, subgroup.rows);
            QCOMPARE(*rate->outside.value, subgroup.restRate);
            QCOMPARE(*rate->gap.low, subgroup.gapLow);
            QCOMPARE(*rate->gap.high, subgroup.gapHigh);
        }
    }
    void everyRowIsInsideOrOutside()
    {
        const auto report
            = worstSubgroups(*m_audit, *m_data.table, "false_positive_rate", {}, {}, RunContext {});
        QVERIFY(report.has_value() && !report->found.empty());
        const auto detail = subgroupDetail(
            *m_audit, *m_data.table, "false_positive_rate", *report, report->found.front(), RunContext {});
        QVERIFY(detail.has_value());
        QCOMPARE(detail->inside.all().rows + detail->outside.all().rows, m_audit->overall.rows);
    }
};

QTEST_APPLESS_MAIN(TstSubgroupDetail)
#include "tst_subgroup_detail.moc"
