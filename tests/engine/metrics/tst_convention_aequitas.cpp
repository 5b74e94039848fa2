#include "engine/metrics/convention_aequitas.h"

#include "tests/engine/metrics/golden_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;
using aequitas::Baseline;

namespace {

/// The groups of a case in the order of their names, which is Aequitas' order.
struct SortedGroups {
    std::vector<std::string> names;
    std::vector<Confusion> cells;

    explicit SortedGroups(const Case& rows)
    {
        for (const auto& [name, code] : rows.code) {
            names.push_back(name);
            cells.push_back(rows.cells[code]);
        }
    }
    [[nodiscard]] std::size_t find(std::string_view name) const
    {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    }
};

void compareBaseline(const std::string& where, const bj::object& expected, SortedGroups& sorted,
    Baseline baseline, Comparison& comparison)
{
    GroupCells groups {sorted.cells, &sorted.names, 0};
    for (const auto& [rate, name] : expected.at("reference").as_object()) {
        const std::size_t wanted = sorted.find(wordOf(name));
        if (baseline == Baseline::Predefined)
            groups.reference = wanted;
        comparison.check(where + " reference of " + std::string(rate),
            static_cast<double>(aequitas::referenceOf(rate, groups, baseline)), bj::value(wanted));
    }
    for (const auto& [group, values] : expected.at("disparity").as_object())
        for (const auto& [rate, value] : values.as_object())
            comparison.check(where + " " + std::string(rate) + " of " + std::string(group),
                aequitas::disparity(rate, groups, sorted.find(group), baseline), value);
}

void compareParities(
    const std::string& where, const bj::object& expected, const GroupCells& groups, Comparison& comparison)
{
    for (const auto& [group, values] : expected)
        for (const auto& [name, value] : values.as_object()) {
            const auto index = std::ranges::find(*groups.names, group) - groups.names->begin();
            const std::optional<bool> own
                = aequitas::parity(name, groups, static_cast<std::size_t>(index), Baseline::Predefined);
            comparison.check(where + " " + std::string(name) + " of " + std::string(group),
                own ? double(*own) : std::nan(""), value.is_null() ? bj::value("NaN") : value);
        }
}

} // namespace

class TstConventionAequitas : public QObject {
    Q_OBJECT
private slots:
    void givesTheNumbersOfAequitas()
    {
        Comparison comparison;
        const bj::value golden = readGolden("metrics/convention_aequitas.json");
        for (const auto& each : golden.as_object().at("cases").as_array()) {
            const bj::object& json = each.as_object();
            const std::string id(json.at("id").as_string());
            SortedGroups sorted {Case(json.at("inputs").as_object())};
            GroupCells groups {sorted.cells, &sorted.names, 0};
            for (const auto& [group, columns] : json.at("crosstab").as_object())
                for (const auto& [column, value] : columns.as_object())
                    comparison.check(id + " " + std::string(column) + " of " + std::string(group),
                        aequitas::crosstab(column, groups, sorted.find(group)).value(), value);
            compareBaseline(id, json.at("Lowest").as_object(), sorted, Baseline::Lowest, comparison);
            compareBaseline(id, json.at("Largest").as_object(), sorted, Baseline::Largest, comparison);
            if (const auto* const given = json.if_contains("Predefined")) {
                compareBaseline(id, given->as_object(), sorted, Baseline::Predefined, comparison);
                groups.reference
                    = sorted.find(wordOf(given->as_object().at("reference").as_object().begin()->value()));
                compareParities(id, json.at("parity").as_object(), groups, comparison);
            }
        }
        qInfo("%d numbers compared", comparison.compared);
        QCOMPARE(QString::fromStdString(comparison.different), QString());
        QVERIFY(comparison.compared > 2000);
    }
    void knowsOnlyItsOwnNames()
    {
        const std::vector<std::string> names {"a", "b"};
        const std::vector<Confusion> cells(2);
        const GroupCells groups {cells, &names, 0};
        QVERIFY(!aequitas::crosstab("auc", groups, 0));
        QVERIFY(!aequitas::parity("Fairness", groups, 0, Baseline::Predefined));
    }
};

QTEST_GUILESS_MAIN(TstConventionAequitas)
#include "tst_convention_aequitas.moc"
