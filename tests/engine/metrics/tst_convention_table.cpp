#include "engine/metrics/convention_table.h"

#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// Case c07: group b has no actual positives.
struct WithoutPositives {
    std::vector<std::string> names {"a", "b"};
    std::vector<Confusion> cells;

    WithoutPositives()
    {
        const bj::value golden = readGolden("metrics/convention_aif360.json");
        for (const auto& each : golden.as_object().at("cases").as_array())
            if (each.as_object().at("id").as_string() == "c07_no_positives_in_group") {
                const Case rows(each.as_object().at("inputs").as_object());
                cells = {rows.cells[rows.code.at("a")], rows.cells[rows.code.at("b")]};
            }
    }
    [[nodiscard]] GroupCells groups() const { return {cells, &names, 0}; }
};

const ConventionRow& rowOf(const std::vector<ConventionRow>& rows, std::string_view id)
{
    return *std::ranges::find(rows, id, &ConventionRow::id);
}

std::vector<std::string> shown(const ConventionRow& row)
{
    std::vector<std::string> all;
    for (const ConventionCell& cell : row.tools)
        all.push_back(cell.shown);
    return all;
}

} // namespace

class TstConventionTable : public QObject {
    Q_OBJECT
private slots:
    void toolsDisagreeWhereAGroupHasNoPositives()
    {
        const WithoutPositives data;
        const std::vector<ConventionRow> rows = compareConventions(data.groups());
        using Shown = std::vector<std::string>;
        QCOMPARE(shown(rowOf(rows, "equal_opportunity")), (Shown {"not defined", "0.500", "NaN", "NaN"}));
        QCOMPARE(shown(rowOf(rows, "equalized_odds"))[1], std::string("0.500"));
        QCOMPARE(shown(rowOf(rows, "equalized_odds"))[2], std::string("0.250"));
        QCOMPARE(shown(rowOf(rows, "undefined_rate")), (Shown {"not defined", "0.000", "NaN", "NaN"}));
        QVERIFY(rowOf(rows, "undefined_rate").name.english().find("“b”") != std::string::npos);
        QCOMPARE(rowOf(rows, "selection_rate_difference").tools[3].shown, std::string("–"));
    }
    void everyDifferenceHasAReasonAndNothingElseHas()
    {
        int cells = 0;
        const bj::value golden = readGolden("metrics/convention_aif360.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const Case rows(each.as_object().at("inputs").as_object());
            std::vector<std::string> names(rows.code.size());
            for (const auto& [name, code] : rows.code)
                names[code] = name;
            for (const ConventionRow& row : compareConventions({rows.cells, &names, 0})) {
                const ConventionCell& own = row.tools[0];
                for (const ConventionCell& cell : row.tools) {
                    const bool isSame = cell.value && isSameNumber(cell.value, own.value);
                    const std::string where = std::string(each.as_object().at("id").as_string()) + " "
                        + row.id + " " + cell.function + " " + cell.shown + ": " + cell.reason.english();
                    QVERIFY2(cell.reason.empty() == isSame, where.c_str());
                    QVERIFY2(!cell.shown.empty(), where.c_str());
                    ++cells;
                }
            }
        }
        QCOMPARE(cells, 12 * 8 * 4);
    }
    void rowsThatNeedOutcomesAreLeftOutWithoutThem()
    {
        const WithoutPositives data;
        QCOMPARE(compareConventions(data.groups(), false).size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TstConventionTable)
#include "tst_convention_table.moc"
