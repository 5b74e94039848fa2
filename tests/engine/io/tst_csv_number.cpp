#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/io/csv_number.h"

#include <QtTest/QtTest>

#include <bit>
#include <charconv>
#include <string>

using namespace evenhand;

class TestCsvNumber : public QObject {
    Q_OBJECT

private slots:
    void tellsNumbersFromWords_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<double>("value");
        const auto add = [](const char* text, NumberKind kind, double value = 0.0) {
            QTest::newRow(text) << static_cast<int>(kind) << value;
        };
        add("7", NumberKind::Number, 7);
        add("0", NumberKind::Number, 0);
        add("-0.5", NumberKind::Number, -0.5);
        add("+1.5", NumberKind::Number, 1.5);
        add(".5", NumberKind::Number, 0.5);
        add("5.", NumberKind::Number, 5);
        add("1E3", NumberKind::Number, 1000);
        add("-2.5e-3", NumberKind::Number, -0.0025);
        add("007.5", NumberKind::Number, 7.5);
        add("9007199254740992", NumberKind::Number, 9007199254740992.0);
        add("9007199254740993", NumberKind::Code);
        add("123456789012345678901234567890", NumberKind::Code);
        add("00947", NumberKind::Code);
        add("-01", NumberKind::Code);
        add("1e-999", NumberKind::Number, 0);
        add("0.000e999", NumberKind::Number, 0);
        add("0.1e999", NumberKind::Infinite);
        add("1e999", NumberKind::Infinite);
        add("1e99999999999999999999", NumberKind::Infinite);
        add("1e-99999999999999999999", NumberKind::Number, 0);
        add("-inf", NumberKind::Infinite);
        add("Infinity", NumberKind::Infinite);
        for (const char* const word : {"", "-", "+", ".", "e5", "1e", "1e+", "0x1F", "1_000", "1,5", "1.2.3",
                 "--1", "1 2", "nan", "12a"})
            add(word, NumberKind::Word);
    }
    void tellsNumbersFromWords()
    {
        QFETCH(int, kind);
        QFETCH(double, value);
        double read = 0.0;
        QCOMPARE(static_cast<int>(readNumber(QTest::currentDataTag(), '.', read)), kind);
        if (kind == static_cast<int>(NumberKind::Number))
            QCOMPARE(read, value);
    }

    void readsTheDecimalPointItIsTold()
    {
        double value = 0.0;
        QCOMPARE(readNumber("27,9", ',', value), NumberKind::Number);
        QCOMPARE(value, 27.9);
        QCOMPARE(readNumber("1,5e3", ',', value), NumberKind::Number);
        QCOMPARE(value, 1500.0);
        QCOMPARE(readNumber("27.9", ',', value), NumberKind::Word);
    }

    void quickWayHasTheBitsOfTheStandardLibrary()
    {
        Rng rng(7);
        for (int i = 0; i < 200000; ++i) {
            std::string text = rng.below(2) == 0 ? "-" : "";
            text += std::to_string(rng.bits() >> (11 + rng.below(50)));
            text += "." + std::to_string(rng.bits() >> (8 + rng.below(56)));
            double quick = 0.0;
            if (!readPlainDecimal(text.data(), text.data() + text.size(), '.', quick))
                continue;
            double exact = 0.0;
            std::from_chars(text.data(), text.data() + text.size(), exact);
            QVERIFY2(
                std::bit_cast<std::uint64_t>(quick) == std::bit_cast<std::uint64_t>(exact), text.c_str());
        }
    }

    void shortIntegersAreReadAsByTheOtherWay()
    {
        Rng rng(31);
        constexpr std::string_view kLetters = "0123456789/:-. a\x80";
        int integers = 0;
        for (int i = 0; i < 200'000; ++i) {
            std::string text;
            const std::uint64_t size = rng.below(10);
            const std::uint64_t among = rng.below(3) == 0 ? kLetters.size() : 10;
            for (std::uint64_t at = 0; at < size; ++at)
                text += kLetters[rng.below(among)];
            const std::string followed = text + ",9999999999";
            double wanted = -1.0;
            double read = -1.0;
            const bool isPlain = text.size() <= 8 && text.find('.') == std::string::npos
                && !text.starts_with('-')
                && readPlainDecimal(text.data(), text.data() + text.size(), '.', wanted);
            QCOMPARE(readShortInteger(followed.data(), text.size(), read), isPlain);
            QCOMPARE(read, isPlain ? wanted : -1.0);
            integers += isPlain ? 1 : 0;
        }
        QVERIFY(integers > 50'000);
    }

    void readsBackEveryShortestForm()
    {
        Rng rng(8);
        for (int i = 0; i < 100000; ++i) {
            const double wanted = std::bit_cast<double>(rng.bits());
            if (!std::isfinite(wanted))
                continue;
            double read = 0.0;
            const std::string text = exactNumber(wanted);
            if (readNumber(text, '.', read) != NumberKind::Number) {
                QVERIFY(text.find_first_of(".e") == std::string::npos); // an integer beyond 2^53
                continue;
            }
            QCOMPARE(std::bit_cast<std::uint64_t>(read), std::bit_cast<std::uint64_t>(wanted));
        }
    }
};

QTEST_GUILESS_MAIN(TestCsvNumber)
#include "tst_csv_number.moc"
