#include "engine/core/rng.h"
#include "engine/io/csv_reader.h"

#include <QtTest/QtTest>

#include <bit>
#include <string>

using namespace evenhand;

namespace {

/// Cells of a column as text, so that contents of any storage can be compared.
std::string print(const CsvColumn& column, std::size_t rows)
{
    Column named;
    std::visit([&named](const auto& data) { named.data = data; }, column.data);
    std::string all = std::to_string(column.data.index()) + ":";
    for (std::size_t row = 0; row < rows; ++row)
        all += named.isMissing(row) ? "|(missing)" : "|" + named.cell(row);
    if (const CategoricalColumn* const coded = named.categorical())
        for (const std::string& level : coded->levels)
            all += "/" + level;
    return all + " " + std::to_string(column.infinite) + " " + std::to_string(column.trimmed);
}

std::string outcome(
    std::string_view text, std::size_t columns, std::size_t pieceSize, int threads, char delimiter = ',')
{
    const RunContext ctx({}, nullptr, threads);
    CsvTask task;
    task.text = text;
    task.columns = columns;
    task.format.delimiter = delimiter;
    task.pieceSize = pieceSize;
    task.oddQuotes = scanText(text, pieceSize, ctx)->oddQuotes;
    const Result<CsvContent> content = readCsv(task, MissingMarkers(usualMissingMarkers()), ctx);
    if (content.has_error())
        return content.error().english();
    std::string all = std::to_string(content->rows) + " " + std::to_string(content->blankLines) + " "
        + std::to_string(content->strayQuotes) + "\n";
    for (const CsvColumn& column : content->columns)
        all += print(column, content->rows) + "\n";
    return all;
}

/// Records with everything that makes pieces hard: quotes, line ends inside them, doubled quotes, empty
/// lines.
std::string awkwardText(std::uint64_t seed, bool withStrayQuotes)
{
    Rng rng(seed);
    std::string text;
    for (int row = 0; row < 120; ++row) {
        text += std::to_string(rng.below(1000)) + ",";
        switch (rng.below(withStrayQuotes ? 7 : 6)) {
        case 0:
            text += "\"a,b\r\nc\n\"";
            break;
        case 1:
            text += "\"say \"\"x\"\"\"";
            break;
        case 2:
            text += "";
            break;
        case 6:
            text += "5\" pipe";
            break;
        default:
            text += " word" + std::to_string(rng.below(20));
        }
        // A column of numbers with a single word late in the file.
        text += row == 100 ? ",late" : "," + std::to_string(rng.uniform());
        text += rng.below(3) == 0 ? "\r\n" : "\n";
        if (rng.below(20) == 0)
            text += "\n";
    }
    return text;
}

} // namespace

class TestCsvReader : public QObject {
    Q_OBJECT

private slots:
    void outcomeDependsOnNeitherPiecesNorThreads_data()
    {
        QTest::addColumn<bool>("withStrayQuotes");
        QTest::newRow("quotes by the rule") << false;
        QTest::newRow("stray quotes") << true;
    }
    void outcomeDependsOnNeitherPiecesNorThreads()
    {
        QFETCH(bool, withStrayQuotes);
        for (std::uint64_t seed = 0; seed < 10; ++seed) {
            const std::string text = awkwardText(seed, withStrayQuotes);
            const std::string whole = outcome(text, 3, std::size_t {1} << 20U, 1);
            QVERIFY2(whole.starts_with("120 "), whole.c_str());
            for (const std::size_t pieceSize : {1U, 7U, 64U, 100U, 1000U})
                for (const int threads : {1, 4})
                    QCOMPARE(outcome(text, 3, pieceSize, threads), whole);
        }
    }

    void columnOfNumbersStaysNumericAfterAWrongGuess()
    {
        // The odd quote makes every later piece begin inside what it takes for text; none of that may stay.
        std::string text = "1,a\n2,5\" pipe\n";
        for (int i = 0; i < 200; ++i)
            text += std::to_string(i) + ",\"x,y\n1\"\n";
        const std::string whole = outcome(text, 2, 1000000, 1);
        QVERIFY(whole.find("\n0:|1|2|0|1") != std::string::npos);
        for (const std::size_t pieceSize : {3U, 16U, 64U, 333U})
            QCOMPARE(outcome(text, 2, pieceSize, 4), whole);
    }

    void errorsNameTheSameLinesForAnyPieces()
    {
        std::string text;
        for (int i = 1; i <= 100; ++i)
            text += i == 40 || i == 80 ? "1,2\n" : i == 60 ? "1,\"2\n\",3,4\n" : "1,2,3\n";
        const std::string whole = outcome(text, 3, 1000000, 1);
        QVERIFY2(whole.find("line 40: 2, line 60: 4, line 81: 2") != std::string::npos, whole.c_str());
        for (const std::size_t pieceSize : {1U, 10U, 100U})
            QCOMPARE(outcome(text, 3, pieceSize, 4), whole);
        text += "1,\"2,3\n1,2,3\n1,\"\"2,3\n";
        for (const std::size_t pieceSize : {1U, 10U, 100U, 10000U})
            QVERIFY(outcome(text, 3, pieceSize, 4).find("line 102") != std::string::npos);
    }

    void blanksAsDelimiterMerge()
    {
        QCOMPARE(
            outcome("  1  a 2 \n3 \"b c\"  4\n", 3, 5, 2, ' '), outcome("1,a,2\n3,\"b c\",4\n", 3, 5, 2));
    }

    void manyAlikeWordsAreToldApart()
    {
        const auto word = [](std::uint64_t number) {
            return std::string(number % 40, 'x') + std::to_string(number % 7) + std::string(number % 3, '"');
        };
        Rng rng(8);
        std::vector<std::string> wanted;
        std::string text;
        for (int row = 0; row < 5000; ++row) {
            wanted.push_back(word(rng.below(840)));
            text += wanted.back() + "\n";
        }
        const RunContext ctx;
        CsvTask task;
        task.text = text;
        task.columns = 1;
        task.oddQuotes = scanText(text, task.pieceSize, ctx)->oddQuotes;
        const CsvContent content = readCsv(task, MissingMarkers(usualMissingMarkers()), ctx).value();
        const auto& column = std::get<CategoricalColumn>(content.columns[0].data);
        QCOMPARE(column.codes.size(), wanted.size());
        for (std::size_t row = 0; row < wanted.size(); ++row)
            QCOMPARE(column.levels[static_cast<std::size_t>(column.codes[row])], wanted[row]);
    }

    void oneCellMayBeLongerThanManyPieces()
    {
        const std::string cell(100000, 'x');
        const std::string text = "1,\"" + cell + "\n\"\n2,y\n";
        QCOMPARE(outcome(text, 2, 64, 4), outcome(text, 2, 1000000, 1));
    }
};

QTEST_GUILESS_MAIN(TestCsvReader)
#include "tst_csv_reader.moc"
