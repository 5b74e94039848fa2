#include "engine/core/rng.h"
#include "engine/io/json.h"

#include <QtTest/QtTest>
#include <bit>
#include <cmath>

using namespace evenhand;

class TstJson : public QObject {
    Q_OBJECT
private slots:
    void everyDoubleReadsBackWithTheSameBits()
    {
        Rng rng(7);
        json::array numbers;
        for (int i = 0; i < 200'000; ++i) {
            const double drawn = i % 2 == 0 ? rng.uniform() : std::bit_cast<double>(rng.bits());
            numbers.emplace_back(std::isfinite(drawn) ? drawn : 0.5);
        }
        const json::value again = parseJson(writeJson(numbers), "memory").value();
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            const json::value& read = again.get_array()[i];
            const double value = read.is_double() ? read.get_double() : read.to_number<double>();
            if (value != numbers[i].get_double())
                QFAIL(qPrintable(QString::number(numbers[i].get_double(), 'g', 17)));
        }
    }
    void readsNumbersThatAreCutByTheParser()
    {
        const json::value read
            = parseJson("[0.1, 1e-300, 12345678901234567890, -3, 2.5e3]", "memory").value();
        QCOMPARE(read.get_array()[0].get_double(), 0.1);
        QCOMPARE(read.get_array()[1].get_double(), 1e-300);
        QCOMPARE(read.get_array()[3].get_int64(), -3);
        QCOMPARE(read.get_array()[4].get_double(), 2500.0);
    }
    void namesThePlaceOfAMistake()
    {
        const Error error = parseJson("{\n  \"a\": 1,\n  oops\n}", "study.evenhand").error();
        QCOMPARE(error.code, ErrorCode::Unreadable);
        QCOMPARE(error.where.line.value(), 3);
        QCOMPARE(error.where.file, std::string("study.evenhand"));
    }
    void refusesWhatIsNotJson_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray("");
        QTest::newRow("NaN") << QByteArray("[NaN]");
        QTest::newRow("cut off") << QByteArray("{\"a\": [1, 2");
        QTest::newRow("two documents") << QByteArray("{} {}");
        QTest::newRow("too deep") << QByteArray(1000, '[');
        QTest::newRow("bad UTF-8") << QByteArray("\"\xff\"");
    }
    void refusesWhatIsNotJson()
    {
        QFETCH(QByteArray, bytes);
        QVERIFY(parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, "memory").has_error());
    }
    void writesWhatJsonDoesNotHaveAsNull()
    {
        QCOMPARE(writeJson(json::array {std::nan(""), INFINITY}), std::string("[null, null]\n"));
    }
};

QTEST_GUILESS_MAIN(TstJson)
#include "tst_json.moc"
