#include "engine/audit/apply_convention.h"

#include "engine/audit/audit.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

/// Group a: one of two actual positives and one of two actual negatives is selected; nobody in b is actually
/// positive and one of four is selected.
Result<std::shared_ptr<const AuditReport>> audited(const std::string& convention)
{
    Dataset data;
    data.name = "decisions";
    data.table = test::table(
        {test::levels("group", "a a a a b b b b"), test::levels("hired", "yes yes no no no no no no"),
            test::levels("decided", "yes no yes no yes no no no")});
    Roles roles;
    roles.target = "hired";
    roles.favourable = "yes";
    roles.sensitive = {"group"};
    AuditSpec spec;
    spec.prediction = "decided";
    spec.reference = "a";
    spec.convention = convention;
    spec.replicates = 100;
    return audit(roles, spec, data, {});
}

const MetricValue& disparity(const AuditReport& report, std::string_view id)
{
    return std::ranges::find(report.attributes.front().disparities, id, &DisparityAudit::id)->value;
}

const MetricValue& rateOfB(const AuditReport& report, std::string_view id)
{
    return report.attributes.front().groups[1].metrics[report.metricIndex(id).value()];
}

} // namespace

class TstApplyConvention : public QObject {
    Q_OBJECT
private slots:
    void evenhandStaysAsItIs()
    {
        const auto report = audited("evenhand").value();
        QVERIFY(report->warnings.empty());
        QVERIFY(!rateOfB(*report, "true_positive_rate").value);
        QVERIFY(!disparity(*report, "equal_opportunity_difference").value);
    }
    void fairlearnCountsUndefinedRatesAsZero()
    {
        const auto report = audited("fairlearn").value();
        QCOMPARE(report->warnings.size(), std::size_t(1));
        QCOMPARE(*rateOfB(*report, "true_positive_rate").value, 0.0);
        QVERIFY(!rateOfB(*report, "true_positive_rate").low);
        QCOMPARE(*disparity(*report, "equal_opportunity_difference").value, 0.5);
        QVERIFY(!disparity(*report, "equal_opportunity_difference").low);
    }
    void aif360HasSigns()
    {
        const auto report = audited("aif360").value();
        QCOMPARE(*disparity(*report, "demographic_parity_difference").value, -0.25);
        QVERIFY(!disparity(*report, "demographic_parity_difference").low);
        const MetricValue& opportunity = disparity(*report, "equal_opportunity_difference");
        QVERIFY(!opportunity.value);
        QVERIFY(opportunity.undefined.english().find("no actual positives") != std::string::npos);
    }
    void aequitasDividesByTheReferenceGroup()
    {
        const auto report = audited("aequitas").value();
        QCOMPARE(*disparity(*report, "disparate_impact").value, 0.5);
        QVERIFY(!rateOfB(*report, "true_positive_rate").value);
    }
    void equalNumbersKeepTheirIntervals()
    {
        const auto own = audited("evenhand").value();
        for (const char* const convention : {"fairlearn", "aif360", "aequitas"}) {
            const auto report = audited(convention).value();
            QCOMPARE(*rateOfB(*report, "selection_rate").low, *rateOfB(*own, "selection_rate").low);
            QCOMPARE(disparity(*report, "disparate_impact").low, disparity(*own, "disparate_impact").low);
        }
    }
    void verdictsStayEvenhands()
    {
        const auto own = audited("evenhand").value();
        for (const char* const convention : {"fairlearn", "aif360", "aequitas"}) {
            const auto report = audited(convention).value();
            const auto& verdicts = report->attributes.front().verdicts;
            QCOMPARE(verdicts.size(), own->attributes.front().verdicts.size());
            for (std::size_t i = 0; i < verdicts.size(); ++i) {
                QVERIFY(verdicts[i].level == own->attributes.front().verdicts[i].level);
                QCOMPARE(
                    verdicts[i].sentence.english(), own->attributes.front().verdicts[i].sentence.english());
            }
        }
    }
    void refusesAnUnknownConvention()
    {
        const auto report = audited("themis");
        QVERIFY(report.has_error());
        QVERIFY(report.error().code == ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstApplyConvention)
#include "tst_apply_convention.moc"
