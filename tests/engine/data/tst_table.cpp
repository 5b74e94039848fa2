#include "engine/data/table.h"

#include <QtTest/QtTest>

#include <limits>

using namespace evenhand;

namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();

Result<std::shared_ptr<const Table>> tableOf(std::initializer_list<Column> columns)
{
    return Table::create(std::vector<Column>(columns));
}

} // namespace

class TestTable : public QObject {
    Q_OBJECT

private slots:
    void cellsOfEveryStorageAreText()
    {
        const Column numbers {"n", ColumnKind::Numeric, NumericColumn {{0.1, kNothing}}};
        const Column levels {"l", ColumnKind::Categorical, CategoricalColumn {{0, -1}, {"a"}}};
        const Column texts {"t", ColumnKind::Text, TextColumn {"some", {4, 4}, {false, true}}};
        QCOMPARE(numbers.cell(0), std::string("0.1"));
        QCOMPARE(levels.cell(0), std::string("a"));
        QCOMPARE(texts.cell(0), std::string("some"));
        for (const Column& column : {numbers, levels, texts}) {
            QCOMPARE(column.rows(), 2U);
            QVERIFY(!column.isMissing(0));
            QVERIFY(column.isMissing(1));
            QCOMPARE(column.cell(1), std::string());
        }
    }

    void columnsAreFoundByName()
    {
        const auto table = tableOf({{"a", ColumnKind::Numeric, NumericColumn {{1}}},
                                       {"b", ColumnKind::Numeric, NumericColumn {{2}}}})
                               .value();
        QCOMPARE(*table->indexOf("b"), 1U);
        QVERIFY(!table->indexOf("c"));
        QCOMPARE(table->column("c").error().code, ErrorCode::InvalidArgument);
        QVERIFY(table->column("c").error().english().find("a, b") != std::string::npos);
    }

    void impossibleTablesAreRefused()
    {
        const Column one {"a", ColumnKind::Numeric, NumericColumn {{1}}};
        const Column two {"b", ColumnKind::Numeric, NumericColumn {{1, 2}}};
        const Column infinite {
            "c", ColumnKind::Numeric, NumericColumn {{std::numeric_limits<double>::infinity()}}};
        const Column astray {"d", ColumnKind::Categorical, CategoricalColumn {{1}, {"only"}}};
        QVERIFY(tableOf({one, two}).has_error());
        QVERIFY(tableOf({one, one}).has_error());
        QVERIFY(tableOf({infinite}).has_error());
        QVERIFY(tableOf({astray}).has_error());
        QVERIFY(tableOf({one}).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTable)
#include "tst_table.moc"
