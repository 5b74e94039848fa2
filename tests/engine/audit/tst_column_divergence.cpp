#include "engine/audit/divergence_audit.h"
#include "engine/core/rng.h"
#include "engine/io/audit_extras_json.h"
#include "engine/io/audit_json.h"
#include "engine/io/audit_spec_json.h"
#include "engine/io/divergence_json.h"
#include "tests/support/audits.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// Groups a, b, … of given sizes; each later one is shifted in x; a column of two levels and one with gaps.
std::shared_ptr<const Table> groupedTable(const std::vector<int>& sizes)
{
    Rng rng(3);
    CategoricalColumn group, level;
    NumericColumn x, gaps;
    level.levels = {"u", "v"};
    for (std::size_t g = 0; g < sizes.size(); ++g) {
        group.levels.emplace_back(1, static_cast<char>('a' + g));
        for (int i = 0; i < sizes[g]; ++i) {
            group.codes.push_back(static_cast<std::int32_t>(g));
            level.codes.push_back(static_cast<std::int32_t>(rng.below(2)));
            x.values.push_back(100.0 + 5.0 * (rng.normal() + static_cast<double>(g)));
            gaps.values.push_back(i % 10 == 3 ? kMissing : rng.normal());
        }
    }
    return table({{"g", ColumnKind::Categorical, group}, {"level", ColumnKind::Categorical, level},
        {"x", ColumnKind::Numeric, x}, {"gaps", ColumnKind::Numeric, gaps}});
}

ColumnDivergenceSpec specOf(std::vector<std::string> columns)
{
    ColumnDivergenceSpec spec;
    spec.columns = std::move(columns);
    spec.distance.permutations = 19;
    return spec;
}

Result<ColumnDivergence> divergenceOf(const Table& table, const ColumnDivergenceSpec& spec)
{
    return columnDivergence(table, makeGroups(table, {"g"}, {}).value(), firstRows(table.rows()), spec, {});
}

} // namespace

class TstColumnDivergence : public QObject {
    Q_OBJECT
private slots:
    void numbersStayAndLevelsBecomeFeatures()
    {
        const auto data = groupedTable({150, 130});
        const ColumnDivergence plain = divergenceOf(*data, specOf({"x", "level", "gaps"})).value();
        QCOMPARE(plain.features.size(), std::size_t {5}); // two levels, and an indicator of gaps
        QCOMPARE(plain.pairs.size(), std::size_t {1});
        QCOMPARE(plain.pairs[0].found->p, 0.05);
        ColumnDivergenceSpec spec = specOf({"x", "level", "gaps"});
        spec.standardise = true;
        const ColumnDivergence standardised = divergenceOf(*data, spec).value();
        QVERIFY(standardised.pairs[0].found->scale < 0.6 * plain.pairs[0].found->scale);
        QVERIFY(divergenceSentence(plain, plain.pairs[0]).english().find("differ by more than chance")
            != std::string::npos);
    }
    void smallGroupsHaveAReasonInsteadOfANumber()
    {
        const auto data = groupedTable({150, 99, 260});
        const ColumnDivergence found = divergenceOf(*data, specOf({"x"})).value();
        QCOMPARE(found.pairs.size(), std::size_t {3});
        QVERIFY(!found.pairs[0].found && found.pairs[1].found && !found.pairs[2].found);
        QVERIFY(found.pairs[0].undefined.english().find("has 99 rows; a comparison needs 100")
            != std::string::npos);
        QCOMPARE(found.warnings.size(), std::size_t {1}); // group a has fewer than 250
        const json::object object = divergenceToJson(found);
        const json::object& first = object.at("pairs").as_array()[0].as_object();
        QVERIFY(first.at("value").is_null() && first.at("p").is_null() && first.contains("undefined"));
        QCOMPARE(divergenceOf(*groupedTable({150, 99}), specOf({"x"})).error().code, ErrorCode::NoAnswer);
        QCOMPARE(divergenceOf(*groupedTable({150}), specOf({"x"})).error().code, ErrorCode::InvalidData);
    }
    void largeGroupsAreDrawnByLotAndItIsSaid()
    {
        const auto data = groupedTable({400, 300});
        ColumnDivergenceSpec spec = specOf({"x", "gaps"});
        spec.distance.mostRows = 200;
        const ColumnDivergence found = divergenceOf(*data, spec).value();
        QCOMPARE(found.pairs[0].found->rowsA, Eigen::Index {200});
        QVERIFY(found.pairs[0].found->isSubsampled);
        QVERIFY(std::ranges::any_of(found.warnings, [](const Text& warning) {
            return warning.english() == "groups were compared by 200 of their rows, drawn by lot";
        }));
        spec.distance.seed = 1;
        QVERIFY(divergenceOf(*data, spec).value().pairs[0].found->value != found.pairs[0].found->value);
    }
    void oneGroupCanBeComparedWithTheOthers()
    {
        ColumnDivergenceSpec spec = specOf({"x"});
        spec.against = 1;
        const ColumnDivergence found = divergenceOf(*groupedTable({120, 120, 120}), spec).value();
        QCOMPARE(found.pairs.size(), std::size_t {2});
        QCOMPARE(found.pairs[1].groupA, std::size_t {1});
    }
    void columnsThatSayNothingAreRefused()
    {
        const auto data = groupedTable({150, 130});
        for (const std::vector<std::string>& columns :
            {std::vector<std::string> {}, {"nothing"}, {"g", "x"}, {"x", "x"}})
            QCOMPARE(divergenceOf(*data, specOf(columns)).error().code, ErrorCode::InvalidArgument);
        const auto text = table({levels("g", "a a b b"), words("note", "w x y z")});
        QCOMPARE(divergenceOf(*text, specOf({"note"})).error().code, ErrorCode::InvalidArgument);
    }
    void anAuditComparesAllFeaturesAtOnce()
    {
        const Dataset data = scoredPeople();
        const auto report = auditOf(data, quickSpec());
        QCOMPARE(report->attributes.size(), std::size_t {3});
        const DivergenceAudit& sex = *report->attributes[0].divergence;
        QVERIFY(sex.found && sex.others.empty());
        QCOMPARE(sex.found->spec.columns, std::vector<std::string> {"age"}); // no role is a feature
        QVERIFY(sex.sentence.english().find("permuted groups have") != std::string::npos);
        const DivergenceAudit& region = *report->attributes[1].divergence;
        QCOMPARE(region.found->pairs.size(), std::size_t {3});
        QVERIFY(region.others.empty()); // "far" is too small for a number
        QVERIFY(!report->attributes[2].divergence);
        json::object object = auditToJson(*report);
        addDivergenceJson(*report, object);
        const json::array& attributes = object.at("attributes").as_array();
        QVERIFY(attributes[0].as_object().at("divergence").as_object().contains("sentence"));
        QVERIFY(!attributes[2].as_object().contains("divergence"));
        QVERIFY(divergencesText(*report).find("all features at once") != std::string::npos);
    }
    void anAuditSaysWhenItCannot()
    {
        Dataset few = scoredPeople(150);
        const auto report = auditOf(few, quickSpec());
        const DivergenceAudit& sex = *report->attributes[0].divergence;
        QVERIFY(!sex.found);
        QCOMPARE(sex.sentence.english(), "This cannot be said here: fewer than two groups have 100 rows.");
        AuditSpec spec = quickSpec();
        spec.divergenceColumns = {"nothing"};
        Roles roles;
        roles.target = "outcome";
        roles.favourable = "yes";
        roles.sensitive = {"sex"};
        QCOMPARE(audit(roles, spec, few, {}).error().code, ErrorCode::InvalidArgument);
    }
    void chosenColumnsAreKeptInTheStudy()
    {
        AuditSpec spec = quickSpec();
        QVERIFY(!auditSpecToJson(spec).contains("divergence_columns"));
        spec.divergenceColumns = {"age", "score"};
        QVERIFY(readAuditSpec(auditSpecToJson(spec), "study").value() == spec);
    }
};

QTEST_GUILESS_MAIN(TstColumnDivergence)
#include "tst_column_divergence.moc"
