#include "engine/io/read_table.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <string>

using namespace evenhand;

namespace {

std::string everything(const Result<Dataset>& dataset)
{
    if (dataset.has_error())
        return dataset.error().english();
    std::string all = dataset->dialect.english() + "\n";
    for (const Text& note : dataset->notes)
        all += note.english() + "\n";
    return all;
}

ImportOptions choice(const std::string& name)
{
    ImportOptions options;
    if (name == "adult_test_head_no_header.data") {
        options.hasHeader = false;
        options.skipLines = 1;
    } else if (name == "comment_lines.csv") {
        options.comment = '#';
    }
    return options;
}

} // namespace

/// Files in the wild: each either becomes the table it holds or is refused with a sentence that says why.
class TestReadTableReal : public QObject {
    Q_OBJECT

private slots:
    void hostileFileIsReadOrRefused_data()
    {
        QTest::addColumn<int>("rows"); // -1: refused
        QTest::addColumn<int>("columns");
        QTest::addColumn<QString>("said"); // in a note, the dialect or the refusal
        QTest::addColumn<bool>("afterChoice");
        const auto add
            = [](const char* file, int rows, int columns, const char* said = "", bool afterChoice = false) {
                  QTest::newRow(afterChoice ? (std::string(file) + " after a choice").c_str() : file)
                      << rows << columns << QString::fromUtf8(said) << afterChoice;
              };
        add("insurance_bom_semicolon_decimal_comma.csv", 400, 7, "decimal comma");
        add("compas_crlf_quoted_newlines_dup_headers.csv", 120, 46, "“priors_count” occurs again");
        add("adult_test_head_no_header.data", 400, 15, "no header", true);
        add("adult_test_head_no_header.data", -1, 0, "the first line has 1 field and the next 15");
        add("utf8_bom.csv", 60, 6);
        add("latin1.csv", 50, 5, "first bad byte at offset 16");
        add("windows1252_euro.csv", 30, 4, "Windows-1252");
        add("utf16le_bom.csv", 60, 6, "UTF-16 LE");
        add("invalid_utf8.csv", 60, 6, "first bad byte at offset 93");
        add("crlf.csv", 60, 6, "CRLF");
        add("cr_only.csv", 60, 6, "CR");
        add("mixed_line_ends.csv", 60, 6, "mixed");
        add("no_final_newline.csv", 60, 6);
        add("tab_separated.csv", 60, 6, "tab separated");
        add("comment_lines.csv", 60, 6, "header in line 3", true);
        add("comment_lines.csv", -1, 0, "line 3 has 6");
        add("trailing_delimiter.csv", 60, 6, "the empty column 7 was dropped");
        add("single_column.csv", 30, 1);
        add("duplicate_columns.csv", 60, 6, "“gender” occurs again");
        add("empty_and_blank_headers.csv", 60, 6, "column 3 has no name");
        add("empty.csv", -1, 0, "the file is empty");
        add("only_newlines.csv", -1, 0, "the file is empty");
        add("only_bom.csv", -1, 0, "the file is empty");
        add("two_rows.csv", 2, 6);
        add("very_long_header.csv", 60, 4);
        add("ragged_rows.csv", -1, 0, "line 6: 8, line 13: 3, line 31: 1");
        add("unterminated_quote.csv", -1, 0, "line 12");
        add("stray_quotes.csv", 4, 3, "quotes in the middle of 3 cells");
        add("duplicated_rows.csv", 60, 6, "30 of 60 rows");
        add("long_cell.csv", 60, 7);
        add("wide_2000_columns.csv", 60, 2000);
        add("nan_inf_literals.csv", 60, 5, "9 infinite cells of column “score”");
        add("constant_column.csv", 60, 8, "column “blank” has only one value or none");
        add("constant_sensitive.csv", 60, 6, "column “gender” has only one value");
        add("single_member_group.csv", 60, 6);
        add("group_without_positives.csv", 60, 6);
        add("perfect_proxy.csv", 60, 7);
        add("label_variants.csv", 60, 3, "“MALE” (6)");
        add("label_multiclass.csv", 60, 6);
        add("missing_in_sensitive_and_target.csv", 60, 6);
        add("thousands_separators.csv", 60, 5,
            "thousands separators were removed in 60 cells of column “income”");
        add("percent_and_units.csv", 60, 5, "column “height” holds numbers with “cm”");
        add("big_ids_leading_zeros.csv", 60, 4, "column “zip” has leading zeros");
        add("mixed_types.csv", 60, 4, "50 numbers and 10 times “unknown”");
        add("scientific_and_signs.csv", 8, 2, "6 numbers and 1 times “0x1F”, 1 times “1_000”");
        add("dates.csv", 60, 5, "column “d1” holds dates");
        add("high_cardinality_sensitive.csv", 1200, 4);
        add("continuous_sensitive.csv", 300, 4);
        add("scores_out_of_range.csv", 60, 4);
        add("negative_weights.csv", 60, 4);
        add("formula_cells.csv", 5, 4);
        add("markup_cells.csv", 4, 4);
        add("binary_png_renamed.csv", -1, 0, "not a text table (looks like a PNG image)");
        add("xlsx_renamed.csv", -1, 0, "looks like a spreadsheet or ZIP file; export it as CSV");
        add("gzip_renamed.csv", 60, 6, "gzip");
        add("truncated.csv.gz", -1, 0, "compressed file is damaged or incomplete");
        add("nul_bytes.csv", -1, 0, "a NUL byte at offset");
        add("random_bytes.csv", -1, 0, "not a text table");
        add("html_error_page.csv", -1, 0, "looks like a web page, not a table");
        add("git_lfs_pointer.csv", -1, 0, "Git LFS pointer");
    }
    void hostileFileIsReadOrRefused()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        QFETCH(int, rows);
        QFETCH(int, columns);
        QFETCH(QString, said);
        QFETCH(bool, afterChoice);
        const std::string name
            = QString::fromUtf8(QTest::currentDataTag()).section(QLatin1Char(' '), 0, 0).toStdString();
        const auto dataset
            = readTable(folder / "hostile" / name, afterChoice ? choice(name) : ImportOptions {}, {});
        const std::string all = everything(dataset);
        QVERIFY2(all.find(said.toStdString()) != std::string::npos, all.c_str());
        QCOMPARE(dataset.has_error(), rows < 0);
        if (dataset.has_error()) {
            QVERIFY(dataset.error().where.file.find(name) != std::string::npos);
            return;
        }
        QCOMPARE(static_cast<int>(dataset->table->rows()), rows);
        QCOMPARE(static_cast<int>(dataset->table->columns().size()), columns);
    }

    void publishedTableIsReadWhole_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        const auto add
            = [](const char* file, int rows, int columns) { QTest::newRow(file) << rows << columns; };
        add("adult.csv", 48842, 15);
        add("compas-scores-two-years.csv", 7214, 49);
        add("compas-scores-two-years-violent.csv", 4743, 50);
        add("german.csv", 1000, 21);
        add("south_german_credit.csv", 1000, 21);
        add("communities_crime.csv", 1994, 128);
        add("communities_crime_fairml.csv.gz", 1969, 104);
        add("law_data.csv", 21791, 9);
        add("law_school_clean.csv", 20798, 12);
        add("law_school_admissions_fairml.csv", 20800, 11);
        add("student-mat.csv", 395, 33);
        add("bank-full.csv", 45211, 17);
        add("bank-additional-full.csv.gz", 41188, 21);
        add("default_credit_card.csv", 30000, 24);
        add("drug_consumption.csv", 1885, 32);
        add("arrhythmia.csv", 452, 280);
        add("nlsy.csv", 4908, 18);
        add("obesity_levels.csv", 2111, 17);
        add("acs_income_ca2018_sample.csv", 78266, 11);
        add("diabetic_data.csv.gz", 101766, 50);
        add("cps1985.csv", 534, 11);
        add("cps1988.csv", 28155, 7);
        add("bank_wages.csv", 474, 4);
        add("resume_names.csv", 4870, 27);
        add("credit_approval.csv", 690, 16);
        add("insurance.csv", 1338, 7);
        add("ricci.csv", 118, 5);
        add("school.csv", 15362, 10);
        add("compas_scored.csv", 7214, 6);
        add("adult_rf_scored.csv", 9769, 6);
        add("nyc_sqf_scored.csv", 11296, 4);
        add("original/german.data", 1000, 21);
        add("original/SouthGermanCredit.asc", 1000, 21);
        add("original/adult.data.gz", 32561, 15);
        add("original/communities_head200.data", 200, 128);
    }
    void publishedTableIsReadWhole()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        QFETCH(int, rows);
        QFETCH(int, columns);
        const auto dataset = readTable(folder / QTest::currentDataTag(), {}, {});
        QVERIFY2(dataset.has_value(), everything(dataset).c_str());
        QCOMPARE(static_cast<int>(dataset->table->rows()), rows);
        QCOMPARE(static_cast<int>(dataset->table->columns().size()), columns);
        QCOMPARE(dataset->sha256.size(), 64U);
    }

    void publishedCountsAreFound()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        const std::string adult = everything(readTable(folder / "adult.csv", {}, {}));
        QVERIFY2(
            adult.find(
                "“?” is taken as missing in 6465 cells: workclass (2799), occupation (2809), native-country "
                "(857)")
                != std::string::npos,
            adult.c_str());
        QVERIFY2(adult.find("52 of 48842 rows are exact duplicates") != std::string::npos, adult.c_str());
        QCOMPARE(readTable(folder / "adult.csv", {}, {})->sha256,
            std::string("6f8f2babc5ee744afd03f6d978d8d6b3e3b0aae240d931c4976a9cce7af0d347"));
        const auto insurance
            = readTable(folder / "hostile/insurance_bom_semicolon_decimal_comma.csv", {}, {});
        const NumericColumn* const charges = insurance->table->column("charges").value()->numeric();
        QVERIFY(charges != nullptr);
        double sum = 0.0;
        for (const double value : charges->values)
            sum += value;
        QVERIFY(std::abs(sum / 400.0 - 13711.524865) < 1e-6);
    }
};

QTEST_GUILESS_MAIN(TestReadTableReal)
#include "tst_read_table_real.moc"
