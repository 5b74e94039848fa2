#include "engine/audit/audit.h"
#include "engine/pipeline/run.h"
#include "tests/support/data.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

Column words(const std::string& name, const std::vector<std::string>& cells)
{
    CategoricalColumn coded;
    for (const std::string& cell : cells) {
        if (cell.empty()) {
            coded.codes.push_back(-1);
            continue;
        }
        const auto found = std::ranges::find(coded.levels, cell);
        coded.codes.push_back(static_cast<std::int32_t>(found - coded.levels.begin()));
        if (found == coded.levels.end())
            coded.levels.push_back(cell);
    }
    return {name, ColumnKind::Categorical, coded};
}

Column numbers(const std::string& name, std::vector<double> values)
{
    return {name, ColumnKind::Numeric, NumericColumn {std::move(values)}};
}

Dataset datasetOf(std::vector<Column> columns)
{
    Dataset data;
    data.table = *Table::create(std::move(columns));
    data.name = "hand-made";
    return data;
}

/// 40 women of whom 10 are selected, 60 men of whom 30 are; outcomes as drawn up below.
Dataset hiring()
{
    std::vector<std::string> sex;
    std::vector<double> hired;
    std::vector<double> score;
    std::vector<double> good;
    const auto add = [&](const char* group, int rows, double decision, double outcome) {
        for (int i = 0; i < rows; ++i) {
            sex.emplace_back(group);
            hired.push_back(decision);
            good.push_back(outcome);
            score.push_back(decision == 1.0 ? 0.6 + 0.001 * i : 0.4 - 0.001 * i);
        }
    };
    add("Female", 8, 1.0, 1.0);
    add("Female", 2, 1.0, 0.0);
    add("Female", 12, 0.0, 1.0);
    add("Female", 18, 0.0, 0.0);
    add("Male", 24, 1.0, 1.0);
    add("Male", 6, 1.0, 0.0);
    add("Male", 6, 0.0, 1.0);
    add("Male", 24, 0.0, 0.0);
    return datasetOf(
        {words("sex", sex), numbers("hired", hired), numbers("good", good), numbers("score", score)});
}

Roles hiringRoles()
{
    Roles roles;
    roles.target = "good";
    roles.favourable = "1";
    roles.sensitive = {"sex"};
    return roles;
}

AuditSpec byPrediction()
{
    AuditSpec spec;
    spec.prediction = "hired";
    spec.replicates = 400;
    return spec;
}

const MetricValue& metricOf(const AuditReport& report, const GroupAudit& group, std::string_view id)
{
    return group.metrics[*report.metricIndex(id)];
}

const DisparityAudit& disparityOf(const AttributeAudit& attribute, std::string_view id)
{
    return *std::ranges::find(attribute.disparities, id, &DisparityAudit::id);
}

const Verdict& verdictOf(const AttributeAudit& attribute, std::string_view notion)
{
    return *std::ranges::find(attribute.verdicts, notion, &Verdict::notion);
}

} // namespace

class TestAudit : public QObject {
    Q_OBJECT
private slots:
    void countsRatesOfEveryGroup()
    {
        const auto report = audit(hiringRoles(), byPrediction(), hiring(), {});
        QVERIFY(report.has_value());
        const AttributeAudit& sex = (*report)->attributes.front();
        QCOMPARE(sex.groups.size(), 2U);
        QCOMPARE(sex.groups[0].name, std::string("Female"));
        QCOMPARE(*metricOf(**report, sex.groups[0], "selection_rate").value, 0.25);
        QCOMPARE(*metricOf(**report, sex.groups[1], "selection_rate").value, 0.5);
        QCOMPARE(*metricOf(**report, sex.groups[0], "true_positive_rate").value, 8.0 / 20.0);
        QCOMPARE(*metricOf(**report, sex.groups[1], "true_positive_rate").value, 24.0 / 30.0);
        QCOMPARE(*metricOf(**report, sex.groups[0], "true_positive_rate").numerator, 8.0);
        QCOMPARE(*metricOf(**report, (*report)->overall, "accuracy").value, (8 + 18 + 24 + 24) / 100.0);
        QCOMPARE(sex.groups[sex.reference].name, std::string("Male"));
    }
    void disparitiesHaveClosedIntervals()
    {
        const auto report = audit(hiringRoles(), byPrediction(), hiring(), {});
        const AttributeAudit& sex = (*report)->attributes.front();
        const MetricValue& difference = disparityOf(sex, "demographic_parity_difference").value;
        QCOMPARE(*difference.value, 0.25);
        // Newcombe's interval of 30/60 - 10/40, from the Wilson intervals .3773-.6227 and .1419-.4019.
        QVERIFY(std::abs(*difference.low - 0.0545) < 1e-3);
        QVERIFY(std::abs(*difference.high - 0.4137) < 1e-3);
        QCOMPARE(*disparityOf(sex, "demographic_parity_ratio").value.value, 0.5);
        QCOMPARE(*disparityOf(sex, "statistical_parity_difference").value.value, -0.25);
        QCOMPARE(*disparityOf(sex, "disparate_impact").value.value, 0.5);
        // scipy.stats.fisher_exact([[10, 30], [30, 30]]) p = 0.013664968498559783
        QVERIFY(std::abs(*disparityOf(sex, "demographic_parity_difference").p - 0.013664968498559783) < 1e-9);
        for (const DisparityAudit& disparity : sex.disparities) {
            QVERIFY2(disparity.value.value.has_value(), disparity.id.c_str());
            QVERIFY2(*disparity.value.low <= *disparity.value.value + 1e-12, disparity.id.c_str());
            QVERIFY2(*disparity.value.high >= *disparity.value.value - 1e-12, disparity.id.c_str());
            if (disparity.p)
                QVERIFY2(disparity.q && *disparity.q >= *disparity.p, disparity.id.c_str());
        }
    }
    void scoresDecideByThreshold()
    {
        AuditSpec spec = byPrediction();
        spec.prediction.clear();
        spec.score = "score";
        const auto report = audit(hiringRoles(), spec, hiring(), {});
        QCOMPARE(*metricOf(**report, (*report)->overall, "selection_rate").value, 0.4);
        spec.threshold = 0.39;
        const auto lower = audit(hiringRoles(), spec, hiring(), {});
        QVERIFY(*metricOf(**lower, (*lower)->overall, "selection_rate").value > 0.4);
    }
    void scoreOfTheUnfavourableOutcomeIsTurned()
    {
        AuditSpec spec = byPrediction();
        spec.prediction.clear();
        spec.score = "score";
        const auto straight = audit(hiringRoles(), spec, hiring(), {});
        spec.highScoreIsFavourable = false;
        const auto turned = audit(hiringRoles(), spec, hiring(), {});
        const double auc = *metricOf(**straight, (*straight)->overall, "roc_auc").value;
        QVERIFY(std::abs(*metricOf(**turned, (*turned)->overall, "roc_auc").value - (1.0 - auc)) < 1e-12);
        QCOMPARE(*metricOf(**turned, (*turned)->overall, "selection_rate").value, 0.6);
        QVERIFY(!(*turned)->warnings.empty());
    }
    void undefinedIsNeverAPass()
    {
        // No actual positive among women: their true positive rate does not exist.
        Dataset data = hiring();
        std::vector<double> good = data.table->columns()[2].numeric()->values;
        std::fill(good.begin(), good.begin() + 40, 0.0);
        std::vector<Column> columns = data.table->columns();
        columns[2] = numbers("good", good);
        const auto report = audit(hiringRoles(), byPrediction(), datasetOf(columns), {});
        const AttributeAudit& sex = (*report)->attributes.front();
        const MetricValue& rate = metricOf(**report, sex.groups[0], "true_positive_rate");
        QVERIFY(!rate.value && !rate.undefined.empty());
        QVERIFY(!disparityOf(sex, "equal_opportunity_difference").value.value);
        QVERIFY(!disparityOf(sex, "equalized_odds_difference").value.value);
        QCOMPARE(verdictOf(sex, "equal_opportunity").level, VerdictLevel::Undecidable);
        QVERIFY(verdictOf(sex, "equalized_odds").level != VerdictLevel::Within);
    }
    void smallGroupsAreNotJudged()
    {
        std::vector<std::string> group(100, "a");
        group.insert(group.end(), 100, "b");
        group.insert(group.end(), 5, "c");
        std::vector<double> hired(205, 0.0);
        for (std::size_t i = 0; i < 50; ++i)
            hired[i] = hired[100 + i] = 1.0;
        Roles roles;
        roles.favourable = "1";
        roles.sensitive = {"group"};
        AuditSpec spec = byPrediction();
        spec.policy.byRatio = false;
        spec.policy.tolerance = 0.3;
        const auto report = audit(roles, spec, datasetOf({words("group", group), numbers("hired", hired)}), {});
        QVERIFY(report.has_value());
        const Verdict& parity = verdictOf((*report)->attributes.front(), "demographic_parity");
        QCOMPARE(parity.level, VerdictLevel::Undecidable);
        QVERIFY(parity.caveats.front().english().find("“c”") != std::string::npos);
        QVERIFY((*report)->attributes.front().groups[2].isSmall);
    }
    void withoutOutcomesOnlyParityIsAudited()
    {
        Roles roles = hiringRoles();
        roles.target.clear();
        const auto report = audit(roles, byPrediction(), hiring(), {});
        QVERIFY(report.has_value());
        const AttributeAudit& sex = (*report)->attributes.front();
        QVERIFY(!metricOf(**report, sex.groups[0], "true_positive_rate").value);
        QCOMPARE(metricOf(**report, sex.groups[0], "true_positive_rate").undefined.english(),
            std::string("no true outcomes"));
        QCOMPARE(verdictOf(sex, "equal_opportunity").level, VerdictLevel::Undecidable);
        QVERIFY(verdictOf(sex, "demographic_parity").level != VerdictLevel::Undecidable);
    }
    void severalAttributesGiveEachAndTheirIntersection()
    {
        std::vector<std::string> sex;
        std::vector<std::string> age;
        std::vector<double> hired;
        for (int i = 0; i < 120; ++i) {
            sex.emplace_back(i % 2 == 0 ? "F" : "M");
            age.emplace_back(i % 2 == 0 || i % 3 != 0 ? "old" : ""); // no F without age
            hired.push_back(i % 5 == 0 ? 1.0 : 0.0);
        }
        Roles roles;
        roles.favourable = "1";
        roles.sensitive = {"sex", "age"};
        const auto report = audit(roles, byPrediction(),
            datasetOf({words("sex", sex), words("age", age), numbers("hired", hired)}), {});
        QVERIFY(report.has_value());
        QCOMPARE((*report)->attributes.size(), 3U);
        const AttributeAudit& both = (*report)->attributes[2];
        QCOMPARE(both.name, std::string("sex,age"));
        QCOMPARE(both.names(), (std::vector<std::string> {"F,old", "M,old", "M,(missing)"}));
        QCOMPARE(both.absent, std::vector<std::string> {"F,(missing)"});
        QCOMPARE((*report)->attributes[1].names().back(), std::string("(missing)"));
    }
    void equalWeightsChangeNothingAndUnequalOnesWidenIntervals()
    {
        Dataset data = hiring();
        std::vector<Column> columns = data.table->columns();
        columns.push_back(numbers("w", std::vector<double>(100, 2.0)));
        std::vector<double> uneven(100);
        for (std::size_t i = 0; i < 100; ++i)
            uneven[i] = i % 2 == 0 ? 1.0 : 3.0;
        columns.push_back(numbers("u", uneven));
        data = datasetOf(columns);
        const auto plain = audit(hiringRoles(), byPrediction(), data, {});
        Roles roles = hiringRoles();
        roles.weight = "w";
        const auto even = audit(roles, byPrediction(), data, {});
        roles.weight = "u";
        const auto odd = audit(roles, byPrediction(), data, {});
        const auto rate = [](const auto& report) {
            return metricOf(**report, (*report)->attributes.front().groups[1], "selection_rate");
        };
        QCOMPARE(*rate(even).value, *rate(plain).value);
        QVERIFY(std::abs(*rate(even).low - *rate(plain).low) < 1e-12);
        QVERIFY(*rate(odd).high - *rate(odd).low > *rate(plain).high - *rate(plain).low);
    }
    void hasTheSameBitsForAnyNumberOfThreads()
    {
        AuditSpec spec = byPrediction();
        spec.score = "score";
        std::vector<std::shared_ptr<const AuditReport>> reports;
        for (const int threads : {1, 2, 8})
            reports.push_back(*audit(hiringRoles(), spec, hiring(), RunContext({}, nullptr, threads)));
        for (const auto& report : reports)
            for (std::size_t i = 0; i < report->attributes.front().disparities.size(); ++i) {
                const DisparityAudit& own = report->attributes.front().disparities[i];
                const DisparityAudit& first = reports.front()->attributes.front().disparities[i];
                QCOMPARE(own.value.value, first.value.value);
                QCOMPARE(own.value.low, first.value.low);
                QCOMPARE(own.value.high, first.value.high);
                QCOMPARE(own.p, first.p);
            }
    }
    void refusesWithASentence_data()
    {
        QTest::addColumn<int>("what");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing to audit") << 0 << "neither a prediction nor a score";
        QTest::newRow("unknown column") << 1 << "nobody";
        QTest::newRow("words as a score") << 2 << "is not a number";
        QTest::newRow("twice the same") << 3 << "cannot be both";
        QTest::newRow("unknown outcome") << 4 << "is not a value";
        QTest::newRow("confidence") << 5 << "makes no interval";
        QTest::newRow("scores as decisions") << 6 << "does not hold decisions";
    }
    void refusesWithASentence()
    {
        QFETCH(int, what);
        QFETCH(QString, part);
        Roles roles = hiringRoles();
        AuditSpec spec = byPrediction();
        if (what == 0)
            spec.prediction.clear();
        if (what == 1)
            spec.prediction = "nobody";
        if (what == 2)
            spec.score = "sex", roles.sensitive = {"hired"}, spec.prediction.clear();
        if (what == 3)
            spec.prediction = "good";
        if (what == 4)
            roles.favourable = "maybe";
        if (what == 5)
            spec.confidence = 1.0;
        if (what == 6)
            spec.prediction = "score", roles.favourable = "0.6", roles.target.clear();
        const auto report = audit(roles, spec, hiring(), {});
        QVERIFY(report.has_error());
        QVERIFY2(QString::fromStdString(report.error().english()).contains(part),
            report.error().english().c_str());
    }
    void numbersAreAuditedByTheirLaws()
    {
        std::vector<std::string> group;
        std::vector<double> wage;
        std::vector<double> predicted;
        for (int i = 0; i < 200; ++i) {
            group.emplace_back(i < 100 ? "a" : "b");
            wage.push_back(i % 100);
            predicted.push_back(i % 100 + (i < 100 ? 0.0 : 20.0));
        }
        Roles roles;
        roles.task = Task::Regression;
        roles.target = "wage";
        roles.sensitive = {"group"};
        AuditSpec spec;
        spec.prediction = "predicted";
        spec.replicates = 300;
        const auto report = audit(roles, spec,
            datasetOf({words("group", group), numbers("wage", wage), numbers("predicted", predicted)}), {});
        QVERIFY2(report.has_value(), report.has_error() ? report.error().english().c_str() : "");
        const AttributeAudit& attribute = (*report)->attributes.front();
        QVERIFY(std::abs(*disparityOf(attribute, "wasserstein_1").value.value - 20.0) < 1e-9);
        QVERIFY(std::abs(*disparityOf(attribute, "ks_distance").value.value - 0.2) < 1e-12);
        QVERIFY(std::abs(*verdictOf(attribute, "mean_difference").measure.value - 20.0) < 1e-9);
        QVERIFY(std::abs(*verdictOf(attribute, "error_parity").measure.value - 20.0) < 1e-9);
        QCOMPARE(verdictOf(attribute, "error_parity").level, VerdictLevel::Beyond);
    }
    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto report
            = audit(hiringRoles(), byPrediction(), hiring(), RunContext(stop.get_token(), nullptr, 1));
        QVERIFY(report.has_error());
        QCOMPARE(report.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestAudit)
#include "tst_audit.moc"
