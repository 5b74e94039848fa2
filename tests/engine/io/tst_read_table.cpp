#include "engine/io/read_table.h"

#include <QtTest/QtTest>

#include <sys/stat.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

using namespace evenhand;

namespace {

Result<Dataset> read(std::string_view bytes, const ImportOptions& options = {})
{
    return readTable(bytes, "test.csv", options, {});
}

const Column& column(const Dataset& dataset, std::string_view name)
{
    return *dataset.table->column(name).value();
}

std::string allNotes(const Dataset& dataset)
{
    std::string all;
    for (const Text& note : dataset.notes)
        all += note.english() + "\n";
    return all;
}

bool contains(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

std::string errorOf(const Result<Dataset>& dataset)
{
    return dataset.has_error() ? dataset.error().english() : "";
}

} // namespace

class TestReadTable : public QObject {
    Q_OBJECT

private slots:
    void readsNumbersWordsAndMissingCells()
    {
        const auto dataset = read("age,sex,score\n39,male,0.5\n?,female,\n7,male,1e-3\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QCOMPARE(dataset->table->rows(), 3U);
        const NumericColumn* const age = column(*dataset, "age").numeric();
        QVERIFY(age != nullptr);
        QCOMPARE(age->values[0], 39.0);
        QVERIFY(std::isnan(age->values[1]));
        const CategoricalColumn* const sex = column(*dataset, "sex").categorical();
        QVERIFY(sex != nullptr);
        QCOMPARE(sex->levels, (std::vector<std::string> {"male", "female"}));
        QCOMPARE(sex->codes, (std::vector<std::int32_t> {0, 1, 0}));
        QCOMPARE(column(*dataset, "score").numeric()->values[2], 1e-3);
        QCOMPARE(dataset->dialect.english(), std::string("comma separated, UTF-8, LF, header in line 1"));
    }

    void hashesTheBytesAsStored()
    {
        // printf 'a\n1\n' | sha256sum
        QCOMPARE(read("a\n1\n")->sha256,
            std::string("309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc"));
    }

    void recognisesDelimiters_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("comma") << QByteArray("a,b,c\n1,x,2\n3,y,4\n");
        QTest::newRow("semicolon") << QByteArray("a;b;c\n1;x;2\n3;y;4\n");
        QTest::newRow("tab") << QByteArray("a\tb\tc\n1\tx\t2\n3\ty\t4\n");
        QTest::newRow("bar") << QByteArray("a|b|c\n1|x|2\n3|y|4\n");
        QTest::newRow("blanks") << QByteArray("a b  c\n1 x 2\n3   y 4 \n");
        QTest::newRow("blank after comma") << QByteArray("a, b, c\n1, x, 2\n3, y, 4\n");
        QTest::newRow("quoted") << QByteArray("\"a\",\"b\",\"c\"\n\"1\",\"x\",\"2\"\n\"3\",\"y\",\"4\"");
        QTest::newRow("CRLF") << QByteArray("a,b,c\r\n1,x,2\r\n3,y,4\r\n");
        QTest::newRow("CR") << QByteArray("a,b,c\r1,x,2\r3,y,4\r");
        QTest::newRow("mixed line ends") << QByteArray("a,b,c\n1,x,2\r\n3,y,4");
        QTest::newRow("empty lines") << QByteArray("\na,b,c\n\n1,x,2\n3,y,4\n\n\n");
        QTest::newRow("BOM") << QByteArray("\xef\xbb\xbf"
                                           "a,b,c\n1,x,2\n3,y,4\n");
        QTest::newRow("trailing delimiter") << QByteArray("a,b,c,\n1,x,2,\n3,y,4,\n");
        QTest::newRow("trailing delimiter but in the header") << QByteArray("a,b,c\n1,x,2,\n3,y,4,\n");
    }
    void recognisesDelimiters()
    {
        QFETCH(QByteArray, bytes);
        const auto dataset = read(bytes.toStdString());
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QCOMPARE(dataset->table->columns().size(), 3U);
        QCOMPARE(dataset->table->rows(), 2U);
        QCOMPARE(column(*dataset, "a").numeric()->values, (std::vector<double> {1, 3}));
        QCOMPARE(column(*dataset, "b").categorical()->levels, (std::vector<std::string> {"x", "y"}));
        QCOMPARE(column(*dataset, "c").numeric()->values, (std::vector<double> {2, 4}));
    }

    void keepsWhatStandsInsideQuotes()
    {
        const auto dataset = read("id,text\r\n1,\"a,b\"\r\n2,\"line\r\nbreak\"\r\n3,\"say "
                                  "\"\"hi\"\"\"\r\n4,\" blank \"\r\n5,\"\"\r\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        const Column& cells = column(*dataset, "text");
        QCOMPARE(cells.rows(), 5U);
        QCOMPARE(cells.cell(0), std::string("a,b"));
        QCOMPARE(cells.cell(1), std::string("line\r\nbreak"));
        QCOMPARE(cells.cell(2), std::string("say \"hi\""));
        QCOMPARE(cells.cell(3), std::string(" blank "));
        QVERIFY(cells.isMissing(4));
    }

    void keepsStrayQuotesAsWrittenAndSaysSo()
    {
        const auto dataset = read("id,label,g\n1,5\" pipe,f\n2,\"quoted\" tail,m\n3,a\"b\"c,f\n4,ok,m\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QCOMPARE(column(*dataset, "label").categorical()->levels,
            (std::vector<std::string> {"5\" pipe", "\"quoted\" tail", "a\"b\"c", "ok"}));
        QVERIFY(contains(allNotes(*dataset), "quotes in the middle of 3 cells"));
    }

    void refusesWithAClearSentence_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("line");
        const QByteArray body("1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5,6\n7,8,9\n1,2,3\n4,5,6\n7,8,9\n");
        QTest::newRow("nothing") << QByteArray() << "the file is empty" << 0;
        QTest::newRow("line ends") << QByteArray("\n\r\n\n") << "the file is empty" << 0;
        QTest::newRow("BOM alone") << QByteArray("\xef\xbb\xbf") << "the file is empty" << 0;
        QTest::newRow("PNG") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << "looks like a PNG image"
                             << 0;
        QTest::newRow("ZIP") << QByteArray("PK\x03\x04 xl/workbook.xml") << "spreadsheet or ZIP file" << 0;
        QTest::newRow("HTML") << QByteArray("\n<!DOCTYPE html>\n<html></html>") << "web page" << 0;
        QTest::newRow("LFS") << QByteArray("version https://git-lfs.github.com/spec/v1\noid sha256:0\n")
                             << "Git LFS" << 0;
        QTest::newRow("gzip cut") << QByteArray("\x1f\x8b\x08\0\0\0\0\0\0\x03KL", 12)
                                  << "damaged or incomplete" << 0;
        QTest::newRow("NUL") << QByteArray("a,b\n1,x\0y\n", 10) + QByteArray(200, '\n')
                             << "NUL byte at offset 7" << 2;
        QTest::newRow("ragged") << QByteArray("a,b,c\n") + body + "1,2\n" + body + "1,2,3,4,5\n" + body
                                << "line 11: 2, line 21: 5" << 11;
        QTest::newRow("open quote") << QByteArray("a,b,c\n1,2,3\n4,\"5,6\n7,8,9\n") << "never closed" << 3;
        QTest::newRow("title") << QByteArray("My table\na,b,c\n") + body << "1 field and the next 3" << 1;
        QTest::newRow("comments") << QByteArray("# x\n# y\na,b,c\n") + body << "line 3 has 3" << 1;
    }
    void refusesWithAClearSentence()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, sentence);
        QFETCH(int, line);
        const auto dataset = read(bytes.toStdString());
        QVERIFY(dataset.has_error());
        QVERIFY2(contains(errorOf(dataset), sentence.toStdString()), errorOf(dataset).c_str());
        QCOMPARE(dataset.error().where.file, std::string("test.csv"));
        QCOMPARE(static_cast<int>(dataset.error().where.line.value_or(0)), line);
    }

    void refusesArbitraryBytes()
    {
        std::string bytes;
        std::uint32_t state = 1;
        for (int i = 0; i < 20000; ++i) {
            state = state * 1664525U + 1013904223U;
            bytes += static_cast<char>(state >> 24U);
        }
        const auto dataset = read(bytes);
        QVERIFY(dataset.has_error());
        QCOMPARE(dataset.error().code, ErrorCode::Unreadable);
    }

    void followsTheChoicesOfAPerson()
    {
        const std::string bytes = "|1x3 Cross validator\n25, Private, <=50K.\n38, ?, >50K.\n\n";
        ImportOptions options;
        options.hasHeader = false;
        options.skipLines = 1;
        const auto skipped = read(bytes, options);
        QVERIFY2(skipped.has_value(), errorOf(skipped).c_str());
        QCOMPARE(skipped->table->rows(), 2U);
        QCOMPARE(column(*skipped, "column 3").categorical()->levels,
            (std::vector<std::string> {"<=50K.", ">50K."}));
        QVERIFY(column(*skipped, "column 2").isMissing(1));
        options.skipLines = 0;
        options.comment = '|';
        const auto commented = read(bytes, options);
        QVERIFY2(commented.has_value(), errorOf(commented).c_str());
        QCOMPARE(commented->table->rows(), 2U);
    }

    void readsDecimalCommasWhereTheyAreMeant()
    {
        const auto dataset = read("age;bmi\n19;27,9\n18;-33,775\n28;33\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QCOMPARE(column(*dataset, "bmi").numeric()->values, (std::vector<double> {27.9, -33.775, 33}));
        const auto thousands = read("age\tpay\n19\t1,234\n18\t2,345\n");
        QVERIFY(column(*thousands, "pay").numeric() == nullptr);
        QVERIFY(contains(allNotes(*thousands), "may be thousands or decimals"));
    }

    void decodesOtherEncodings()
    {
        const auto latin = read("id,Gr\xf6\xdf"
                                "e\n1,m\xe4nnlich\n2,\x80\n");
        QVERIFY2(latin.has_value(), errorOf(latin).c_str());
        QCOMPARE(column(*latin, "Größe").categorical()->levels, (std::vector<std::string> {"männlich", "€"}));
        QVERIFY(contains(allNotes(*latin), "first bad byte at offset 5, line 1"));
        const std::string utf16("\xff\xfe"
                                "i\0d\0\t\0x\0\r\0\n\0"
                                "1\0\t\0\xac\x20\r\0\n\0",
            24);
        for (const std::string& bytes : {utf16, utf16.substr(2)}) {
            const auto wide = read(bytes);
            QVERIFY2(wide.has_value(), errorOf(wide).c_str());
            QCOMPARE(column(*wide, "x").cell(0), std::string("€"));
        }
        ImportOptions options;
        options.encoding = TextEncoding::Utf8;
        QVERIFY(contains(errorOf(read("id,Gr\xf6\n1,2\n", options)), "first bad byte at offset 5"));
    }

    void makesNamesDistinctAndSaysSo()
    {
        const auto dataset = read("age,age, ,age (2),age\n1,2,3,4,5\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        std::vector<std::string> names;
        for (const Column& one : dataset->table->columns())
            names.push_back(one.name);
        QCOMPARE(names, (std::vector<std::string> {"age", "age (3)", "column 3", "age (2)", "age (4)"}));
        QVERIFY(contains(allNotes(*dataset), "the name “age” occurs again in column 2"));
        QVERIFY(contains(allNotes(*dataset), "column 3 has no name"));
    }

    void keepsDigitsThatADoubleWouldSpoil()
    {
        const auto dataset = read("id,zip,n\n9007199254740993,00947,1\n9007199254740995,10115,2\n");
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QCOMPARE(column(*dataset, "id").cell(0), std::string("9007199254740993"));
        QCOMPARE(column(*dataset, "id").kind, ColumnKind::Identifier);
        QCOMPARE(column(*dataset, "zip").cell(0), std::string("00947"));
        QCOMPARE(column(*dataset, "zip").kind, ColumnKind::Identifier);
        QVERIFY(contains(allNotes(*dataset), "leading zeros"));
        QVERIFY(contains(allNotes(*dataset), "2^53"));
    }

    void takesInfiniteCellsAsMissingAndCountsThem()
    {
        const auto dataset = read("x,y\n1,1e999\n2,-inf\n3,Infinity\n4,0.5\n5,1e-999\n");
        const NumericColumn* const y = column(*dataset, "y").numeric();
        QVERIFY(y != nullptr);
        QVERIFY(std::isnan(y->values[0]) && std::isnan(y->values[1]) && std::isnan(y->values[2]));
        QCOMPARE(y->values[4], 0.0);
        QVERIFY(contains(allNotes(*dataset), "3 infinite cells of column “y”"));
    }

    void removesThousandsSeparatorsOnlyWhenTheyAreClear()
    {
        const auto dataset = read("a,b,c\n\"1,234,567\",\"$1,234.50\",34%\n\"2,345\",\"$2,000.00\",5%\n");
        QCOMPARE(column(*dataset, "a").numeric()->values, (std::vector<double> {1234567, 2345}));
        QVERIFY(column(*dataset, "b").numeric() == nullptr);
        QVERIFY(column(*dataset, "c").numeric() == nullptr);
        const std::string notes = allNotes(*dataset);
        QVERIFY(contains(notes, "thousands separators were removed in 2 cells"));
        QVERIFY(contains(notes, "with “$”"));
        QVERIFY(contains(notes, "with “%”"));
    }

    void pointsOutWordsAmongNumbersAndNearDuplicateLevels()
    {
        std::string bytes = "x,gender\n";
        for (int i = 0; i < 10; ++i)
            bytes += std::to_string(i) + (i % 2 == 0 ? ",Male\n" : ",male\n");
        bytes += "unknown,fe\xc2\xadmale\nunknown,female\n";
        const auto dataset = read(bytes);
        const std::string notes = allNotes(*dataset);
        QVERIFY2(contains(notes, "column “x”: 10 numbers and 2 times “unknown”"), notes.c_str());
        QVERIFY2(
            contains(notes, "“Male” (5), “male” (5); “fe\xc2\xadmale” (1), “female” (1)"), notes.c_str());
        ImportOptions options;
        options.missingMarkers = std::vector<std::string> {"unknown"};
        const auto marked = read(bytes, options);
        QVERIFY(column(*marked, "x").numeric() != nullptr);
        QVERIFY(column(*marked, "x").isMissing(10));
    }

    void givesColumnsTheirKind()
    {
        std::string bytes = "person_id,n,flag,yes,day,const,blank,note,group\n";
        for (int i = 0; i < 40; ++i) {
            const std::string n = std::to_string(i);
            bytes += n + "," + n + ".5," + (i % 3 == 0 ? "1" : "0") + (i % 2 == 0 ? ",Yes," : ",No,")
                + "2024-02-" + std::to_string(i % 28 + 1) + ",5,,a remark about row " + n
                + (i % 4 == 0 ? ",A\n" : ",B\n");
        }
        const auto dataset = read(bytes);
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        std::vector<ColumnKind> kinds;
        for (const Column& one : dataset->table->columns())
            kinds.push_back(one.kind);
        QCOMPARE(kinds,
            (std::vector<ColumnKind> {ColumnKind::Identifier, ColumnKind::Numeric, ColumnKind::Boolean,
                ColumnKind::Boolean, ColumnKind::Date, ColumnKind::Constant, ColumnKind::Constant,
                ColumnKind::Text, ColumnKind::Categorical}));
        QVERIFY(column(*dataset, "flag").numeric() != nullptr);
        QVERIFY(contains(allNotes(*dataset), "column “const” has only one value"));
    }

    void countsExactDuplicates()
    {
        const auto dataset = read("a,b\n1,x\n2,y\n1,x\n1,x\n?,y\n,y\n");
        QVERIFY2(
            contains(allNotes(*dataset), "3 of 6 rows are exact duplicates"), allNotes(*dataset).c_str());
    }

    void manyDifferentTextsAreStoredAsText()
    {
        std::string bytes = "n,text\n";
        for (int i = 0; i < 5000; ++i)
            bytes += std::to_string(i) + ",\"remark, number " + std::to_string(i) + "\"\n";
        const auto dataset = read(bytes);
        const TextColumn* const texts = column(*dataset, "text").text();
        QVERIFY(texts != nullptr);
        QCOMPARE(texts->cell(4999), std::string_view("remark, number 4999"));
    }

    void readsGzipOfSeveralMembers()
    {
        // printf 'a,b\n1,x\n' | gzip -n; printf '2,y\n' | gzip -n
        const QByteArray packed
            = QByteArray::fromHex("1f8b08000000000000034bd449e232d4a9e00200f4a0010008000000"
                                  "1f8b080000000000000333d2a9e40200137b195404000000");
        const auto dataset = read(packed.toStdString());
        QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
        QVERIFY(contains(dataset->dialect.english(), "gzip"));
        QCOMPARE(dataset->table->rows(), 2U);
    }

    void saysWhyAFileCannotBeOpened()
    {
        const auto missing = readTable(std::filesystem::path("/nowhere/at/all.csv"), {}, {});
        QVERIFY(contains(errorOf(missing), "does not exist"));
        const auto folder = readTable(std::filesystem::temp_directory_path(), {}, {});
        QVERIFY(contains(errorOf(folder), "folder"));
    }

    void readsAPipeAndStopsWaitingForIt()
    {
        QTemporaryDir folder;
        const auto pipe = std::filesystem::path(folder.path().toStdString()) / "pipe.csv";
        QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
        {
            std::jthread writer([&] { std::ofstream(pipe) << "a,b\n1,x\n"; });
            const auto dataset = readTable(pipe, {}, {});
            QVERIFY2(dataset.has_value(), errorOf(dataset).c_str());
            QCOMPARE(dataset->table->rows(), 1U);
        }
        std::stop_source stop;
        std::jthread stopper([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            stop.request_stop();
        });
        const auto silent = readTable(pipe, {}, RunContext(stop.get_token(), nullptr, 2));
        QVERIFY(silent.has_error());
        QCOMPARE(silent.error().code, ErrorCode::Cancelled);
    }

    void stopsSoonInTheMiddleOfALargeText()
    {
        std::string bytes = "a,b,c\n";
        while (bytes.size() < 60'000'000)
            bytes += "1.5,word,\"some text\"\n2.25,other,\"more, text\"\n";
        for (const int threads : {1, 2}) {
            std::stop_source stop;
            std::chrono::steady_clock::time_point asked;
            std::jthread stopper([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                asked = std::chrono::steady_clock::now();
                stop.request_stop();
            });
            const auto dataset
                = readTable(bytes, "large.csv", {}, RunContext(stop.get_token(), nullptr, threads));
            const auto returned = std::chrono::steady_clock::now();
            stopper.join();
            if (dataset.has_value())
                QSKIP("this machine was done before it could be stopped");
            QCOMPARE(dataset.error().code, ErrorCode::Cancelled);
            // The promise is 50 ms; a machine that is busy with other tests may be slower.
            QVERIFY(returned - asked < std::chrono::milliseconds(500));
        }
    }

    void progressGrowsToTheEnd()
    {
        Progress progress;
        const auto dataset = readTable("a,b\n1,2\n", "x", {}, RunContext({}, &progress, 1));
        QVERIFY(dataset.has_value());
        QCOMPARE(progress.fraction(), 1.0);
        QCOMPARE(progress.doing().english(), std::string("reading x"));
    }

    void stopsWhenAsked()
    {
        std::stop_source stop;
        stop.request_stop();
        const auto dataset = readTable("a,b\n1,2\n", "x", {}, RunContext(stop.get_token(), nullptr, 1));
        QVERIFY(dataset.has_error());
        QCOMPARE(dataset.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestReadTable)
#include "tst_read_table.moc"
