#include "engine/audit/subgroup_audit.h"
#include "engine/figures/subgroup_gaps.h"
#include "tests/engine/audit/subgroup_data.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

std::vector<double> upTo(int n)
{
    std::vector<double> values;
    for (int i = 1; i <= n; ++i)
        values.push_back(i);
    return values;
}

/// Half of @p n rows are actually positive and all of those selected; so is every fourth of the others.
AuditReport smallAudit(std::size_t n)
{
    auto rows = std::make_shared<AuditRows>();
    for (std::size_t i = 0; i < n; ++i) {
        rows->row.push_back(static_cast<Eigen::Index>(i));
        rows->y.push_back(i % 2 == 0 ? 1.0 : 0.0);
        rows->decision.push_back(i % 2 == 0 || i % 8 == 1 ? 1.0 : 0.0);
    }
    AuditReport audit;
    audit.roles.target = "hired";
    audit.spec.prediction = "decision";
    audit.rows = std::move(rows);
    return audit;
}

/// part: "p" for the rows 0, 1, 8, 9, … and "q" for the others; hired and decision are not to be searched.
std::shared_ptr<const Table> smallTable(std::size_t n)
{
    CategoricalColumn part {{}, {"p", "q"}};
    CategoricalColumn hired {{}, {"yes", "no"}};
    CategoricalColumn decision {{}, {"yes", "no"}};
    for (std::size_t i = 0; i < n; ++i) {
        part.codes.push_back(i % 8 < 2 ? 0 : 1);
        hired.codes.push_back(i % 2 == 0 ? 0 : 1);
        decision.codes.push_back(i % 2 == 0 || i % 8 == 1 ? 0 : 1);
    }
    return table({{"part", ColumnKind::Categorical, part}, {"hired", ColumnKind::Boolean, hired},
        {"decision", ColumnKind::Boolean, decision}});
}

} // namespace

class TstSubgroupColumns : public QObject {
    Q_OBJECT
private slots:
    void numbersAreCutAtQuintiles()
    {
        const CodedColumns coded = codedColumns(*table({numbers("age", upTo(100))}));
        const CodedColumn& age = coded.columns.at(0);
        QVERIFY(age.ordered);
        QCOMPARE(age.cuts, (std::vector<double> {20, 40, 60, 80}));
        QCOMPARE(age.levels.size(), std::size_t {5});
        for (std::size_t row = 0; row < 100; ++row)
            QCOMPARE(age.codes[row], static_cast<std::int32_t>(row / 20));
        QCOMPARE(conditionText(age, 0, 1), std::string("age ≤ 40"));
        QCOMPARE(conditionText(age, 1, 2), std::string("20 < age ≤ 60"));
        QCOMPARE(conditionText(age, 3, 4), std::string("age > 60"));
    }
    void cutsHaveNoMoreDigitsThanTheyNeed()
    {
        std::vector<double> values;
        for (int i = 0; i < 50; ++i)
            values.push_back(0.123456789 + i * 0.0101010101);
        const CodedColumn column = codedColumns(*table({numbers("score", values)})).columns.at(0);
        QCOMPARE(column.cuts.size(), std::size_t {4});
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(exactNumber(column.cuts[i]).size() <= 5);
            const auto below = std::ranges::count_if(values, [&](double v) { return v <= column.cuts[i]; });
            QCOMPARE(below, static_cast<std::ptrdiff_t>(10 * (i + 1)));
        }
    }
    void aValueThatFillsMostRowsIsARangeOfItsOwn()
    {
        std::vector<double> zeros(900, 0.0);
        std::vector<double> most(900, 50.0);
        for (int i = 1; i <= 20; ++i) {
            zeros.push_back(i);
            most.push_back(i);
        }
        const CodedColumns coded = codedColumns(*table({numbers("gain", zeros), numbers("hours", most)}));
        QCOMPARE(coded.columns[0].cuts, std::vector<double> {0.0});
        QCOMPARE(coded.columns[1].cuts, std::vector<double> {20.0});
    }
    void missingValuesAreALevelOfTheirOwn()
    {
        std::vector<double> values = upTo(100);
        values[0] = kMissing;
        const CodedColumns coded = codedColumns(*table({numbers("age", values)}));
        QVERIFY(coded.columns[0].hasMissing());
        QCOMPARE(coded.columns[0].codes[0], 5);
        QCOMPARE(conditionText(coded.columns[0], 5, 5), std::string("age = (missing)"));
        const CodedColumns levelled = codedColumns(*table({levels("sex", "f m - f (missing)")}));
        QCOMPARE(levelled.columns[0].levels, (std::vector<std::string> {"f", "m", "(missing)"}));
        QCOMPARE(levelled.columns[0].codes, (std::vector<std::int32_t> {0, 1, 2, 0, 2}));
    }
    void fewNumbersAreLevels()
    {
        const CodedColumns coded = codedColumns(
            *table({numbers("priors", {2, 0, 1, 0, 3, 1, 2, 2}), numbers("job", {8, 1, 2, 3, 4, 5, 6, 7})}));
        QVERIFY(coded.columns[0].ordered);
        QCOMPARE(coded.columns[0].levels, (std::vector<std::string> {"0", "1", "2", "3"}));
        QCOMPARE(conditionText(coded.columns[0], 1, 2), std::string("priors: 1 – 2"));
        QCOMPARE(conditionText(coded.columns[0], 1, 1), std::string("priors = 1"));
        QVERIFY(!coded.columns[1].ordered);
    }
    void rareLevelsAreMerged()
    {
        std::string cells;
        for (int level = 0; level < 15; ++level)
            for (int i = 0; i < 20 - level; ++i)
                (cells += 'v').append(std::to_string(level)).append(1, ' ');
        const CodedColumns coded = codedColumns(*table({levels("town", cells)}));
        QCOMPARE(coded.columns[0].levels.size(), std::size_t {13});
        QCOMPARE(coded.columns[0].levels.back(), std::string("other values"));
        QCOMPARE(std::ranges::count(coded.columns[0].codes, 12), std::ptrdiff_t {8 + 7 + 6});
        QCOMPARE(coded.notes.size(), std::size_t {1});
    }
    void whatCannotBeSearchedIsLeftOutWithANote()
    {
        const CodedColumns coded = codedColumns(*table({levels("id", "a b c", ColumnKind::Identifier),
            words("letter", "x y z"), levels("one", "k k k"), levels("sex", "f m f")}));
        QCOMPARE(coded.columns.size(), std::size_t {1});
        QCOMPARE(coded.columns[0].name, std::string("sex"));
        QCOMPARE(coded.notes.size(), std::size_t {3});
    }
    void onlyTheRateSRowsAreSearched()
    {
        const auto report
            = worstSubgroups(smallAudit(2000), *smallTable(2000), "false_positive_rate", {}, {}, {});
        QVERIFY(report.has_value());
        QCOMPARE(report->columns, std::vector<std::string> {"part"});
        QCOMPARE(report->rows, 1000.0);
        QCOMPARE(report->overallRate, 0.25);
        QCOMPARE(report->found.size(), std::size_t {1}); // "q" is its complement
        QCOMPARE(report->found[0].name(), std::string("part = p"));
        QCOMPARE(report->found[0].rate, 1.0);
        QCOMPARE(report->found[0].restRate, 0.0);
    }
    void everyRateHasItsRows_data()
    {
        QTest::addColumn<QString>("metric");
        QTest::addColumn<double>("rows");
        QTest::addColumn<double>("rate");
        QTest::newRow("selection") << "selection_rate" << 2000.0 << 0.625;
        QTest::newRow("true positive") << "true_positive_rate" << 1000.0 << 1.0;
        QTest::newRow("false positive") << "false_positive_rate" << 1000.0 << 0.25;
        QTest::newRow("precision") << "precision" << 1250.0 << 0.8;
        QTest::newRow("accuracy") << "accuracy" << 2000.0 << 0.875;
    }
    void everyRateHasItsRows()
    {
        QFETCH(const QString, metric);
        QFETCH(const double, rows);
        QFETCH(const double, rate);
        const auto report
            = worstSubgroups(smallAudit(2000), *smallTable(2000), metric.toStdString(), {}, {}, {});
        QVERIFY(report.has_value());
        QCOMPARE(report->rows, rows);
        QCOMPARE(report->overallRate, rate);
    }
    void auditsWithoutWhatIsNeededAreRefused()
    {
        const auto table = smallTable(2000);
        const auto code = [&](const AuditReport& audit, const std::string& metric,
                              const std::vector<std::string>& columns) {
            const auto report = worstSubgroups(audit, *table, metric, columns, {}, {});
            return report.has_error() ? report.error().code : ErrorCode::Internal;
        };
        const AuditReport audit = smallAudit(2000);
        QCOMPARE(code(audit, "auc", {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(audit, "accuracy", {"no such column"}), ErrorCode::InvalidArgument);
        AuditReport noOutcome = audit;
        auto rows = std::make_shared<AuditRows>(*audit.rows);
        rows->y.clear();
        noOutcome.rows = rows;
        QCOMPARE(code(noOutcome, "accuracy", {}), ErrorCode::InvalidArgument);
        QCOMPARE(code(noOutcome, "selection_rate", {}), ErrorCode::Internal);
        QCOMPARE(code(smallAudit(0), "accuracy", {}), ErrorCode::InvalidArgument);
    }
    void theFigureNamesTheWorstAndItsNumbers()
    {
        const auto table = mixedTable(20'000, 6, 1);
        const CodedColumns coded = codedColumns(*table);
        const std::vector<double> hit = hitsOf(20'000, 1,
            [&](std::size_t row) { return table->columns()[0].categorical()->codes[row] == 0 ? 0.5 : 0.3; });
        const SubgroupReport report = findSubgroups(coded.columns, hit, {}, {}, {}).value();
        const Figure figure = subgroupGaps(report, "false_positive_rate", text("made up"));
        QCOMPARE(figure.id, std::string("subgroup_gaps_false_positive_rate"));
        const std::string summary = figure.summary.english();
        QVERIFY2(summary.find("kind0 = ") != std::string::npos, summary.c_str());
        QVERIFY2(summary.find("q < 0.001") != std::string::npos, summary.c_str());
        QCOMPARE(figure.y.categories.size(), std::min<std::size_t>(12, report.found.size()));
        QCOMPARE(figure.y.categories.back(), report.found[0].name());
        std::size_t dots = 0;
        for (const FigureLayer& layer : figure.layers) {
            if (layer.mark != Mark::Points)
                continue;
            for (const int id : layer.ids)
                QCOMPARE(layer.hollow, report.found[static_cast<std::size_t>(id)].q >= 0.05);
            QCOMPARE(layer.x.size(), layer.labels.size());
            QCOMPARE(layer.xLow.size(), layer.x.size());
            dots += layer.x.size();
        }
        QCOMPARE(dots, figure.y.categories.size());
        QCOMPARE(figure.layers[0].mark, Mark::VerticalRule);
    }
    void anEmptySearchHasAFigureThatSaysSo()
    {
        SubgroupReport report;
        report.notes.push_back(text("nobody is there"));
        const Figure figure = subgroupGaps(report, "accuracy", {});
        QVERIFY(figure.layers.empty());
        QVERIFY(!figure.summary.empty());
        QCOMPARE(figure.notes.size(), std::size_t {1});
    }
};

QTEST_APPLESS_MAIN(TstSubgroupColumns)
#include "tst_subgroup_columns.moc"
