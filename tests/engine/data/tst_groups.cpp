#include "engine/data/groups.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

using Names = std::vector<std::string>;
using Codes = std::vector<std::int32_t>;

class TstGroups : public QObject {
    Q_OBJECT
private slots:
    void readableNamesSayOfWhat()
    {
        const auto readable = [](const char* attribute, std::vector<std::string> names) {
            return readableGroupNames({attribute, std::move(names), {}});
        };
        QCOMPARE(readable("afam", {"no", "yes", "(missing)"}),
            (std::vector<std::string> {"afam = no", "afam = yes", "(missing)"}));
        QCOMPARE(readable("age", {"≤ 40", "> 40"}), (std::vector<std::string> {"age ≤ 40", "age > 40"}));
        QCOMPARE(readable("sex", {"Female", "Male"}), (std::vector<std::string> {"Female", "Male"}));
        QCOMPARE(readable("white", {"0", "1"}), (std::vector<std::string> {"white = 0", "white = 1"}));
        QCOMPARE(readable("a,b", {"yes,1"}), (std::vector<std::string> {"yes,1"}));
    }
    void namesLevelsInTheirOrderWithTheMissingLast()
    {
        const auto t = table({levels("sex", "M - F M")});
        const auto groups = makeGroups(*t, {"sex"}, {}).value();
        QCOMPARE(groups.attribute, std::string("sex"));
        QCOMPARE(groups.names, (Names {"M", "F", kMissingGroup}));
        QCOMPARE(groups.codes, (Codes {0, 2, 1, 0}));
    }
    void leavesOutLevelsThatDoNotOccur()
    {
        Column column = levels("sex", "M F");
        std::get<CategoricalColumn>(column.data)
            .levels.insert(std::get<CategoricalColumn>(column.data).levels.begin(), "X");
        for (auto& code : std::get<CategoricalColumn>(column.data).codes)
            ++code;
        const auto groups = makeGroups(*table({column}), {"sex"}, {}).value();
        QCOMPARE(groups.names, (Names {"M", "F"}));
        QCOMPARE(groups.codes, (Codes {0, 1}));
    }
    void intersectsOnlyThePairsThatOccur()
    {
        const auto t = table({levels("sex", "F M F M"), levels("race", "B W B -")});
        const auto groups = makeGroups(*t, {"sex", "race"}, {}).value();
        QCOMPARE(groups.attribute, std::string("sex,race"));
        QCOMPARE(groups.names, (Names {"F,B", "M,W", "M,(missing)"}));
        QCOMPARE(groups.codes, (Codes {0, 1, 0, 2}));
    }
    void cutsNumbersWithTheCutItselfBelow()
    {
        const auto t = table({numbers("age", {25, 26, 40, 40.5, kMissing})});
        const auto groups = makeGroups(*t, {"age"}, {{"age", {25, 40}}}).value();
        QCOMPARE(groups.names, (Names {"≤ 25", "25 – 40", "> 40", kMissingGroup}));
        QCOMPARE(groups.codes, (Codes {0, 1, 1, 2, 3}));
    }
    void takesFewNumbersAsTheyAreAscending()
    {
        const auto groups = makeGroups(*table({numbers("g", {2, 0.5, 2})}), {"g"}, {}).value();
        QCOMPARE(groups.names, (Names {"0.5", "2"}));
        QCOMPARE(groups.codes, (Codes {1, 0, 1}));
    }
    void readsFreeTextAsLevels()
    {
        const auto groups = makeGroups(*table({words("g", "b a - b")}), {"g"}, {}).value();
        QCOMPARE(groups.names, (Names {"b", "a", kMissingGroup}));
        QCOMPARE(groups.codes, (Codes {0, 1, 2, 0}));
    }
    void putsAWrittenMissingAndAMissingCellTogether()
    {
        const auto groups = makeGroups(*table({levels("g", "(missing) a -")}), {"g"}, {}).value();
        QCOMPARE(groups.names, (Names {kMissingGroup, "a"}));
        QCOMPARE(groups.codes, (Codes {0, 1, 0}));
    }
    void proposesCutsForManyNumbers()
    {
        std::vector<double> values;
        for (int i = 0; i <= 100; ++i)
            values.push_back(i);
        const auto groups = makeGroups(*table({numbers("age", values)}), {"age"}, {});
        QCOMPARE(groups.error().code, ErrorCode::InvalidData);
        QCOMPARE(groups.error().hint.english(), std::string("give cuts, for example 25, 50, 75"));
    }
    void rejectsWhatCannotBeUsed_data()
    {
        QTest::addColumn<int>("what");
        QTest::newRow("no column") << 0;
        QTest::newRow("unknown column") << 1;
        QTest::newRow("cuts not ascending") << 2;
        QTest::newRow("cuts of text") << 3;
    }
    void rejectsWhatCannotBeUsed()
    {
        QFETCH(int, what);
        const auto t = table({levels("sex", "F M"), numbers("age", {1, 2})});
        const auto groups = what == 0 ? makeGroups(*t, {}, {})
            : what == 1               ? makeGroups(*t, {"race"}, {})
            : what == 2               ? makeGroups(*t, {"age"}, {{"age", {2, 2}}})
                                      : makeGroups(*t, {"sex"}, {{"sex", {1}}});
        QVERIFY(groups.has_error());
        QCOMPARE(groups.error().code, ErrorCode::InvalidArgument);
    }
    void rejectsMoreGroupsThanCanBeCompared()
    {
        std::vector<double> first;
        CategoricalColumn many;
        for (std::int32_t i = 0; i < 5000; ++i) {
            many.codes.push_back(i);
            many.levels.push_back(std::to_string(i));
        }
        const auto groups = makeGroups(*table({{"id", ColumnKind::Categorical, many}}), {"id"}, {});
        QCOMPARE(groups.error().code, ErrorCode::InvalidData);
    }
};

QTEST_GUILESS_MAIN(TstGroups)
#include "tst_groups.moc"
