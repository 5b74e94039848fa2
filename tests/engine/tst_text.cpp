#include "engine/core/result.h"
#include "engine/core/text.h"

#include <QtTest/QtTest>

using namespace evenhand;

class TstText : public QObject {
    Q_OBJECT
private slots:
    void fillsPlaces() { QCOMPARE(text("%1 of %2 rows", 3, 10).english(), std::string("3 of 10 rows")); }
    void leavesPercentSignsInArgumentsAlone()
    {
        QCOMPARE(text("column %1, level %2", "%2", "x").english(), std::string("column %2, level x"));
    }
    void printsAnErrorOnOneLine()
    {
        const Error error {
            ErrorCode::Unreadable, text("a quote is never closed"), text("close it"), {"a.csv", 12, {}}};
        QCOMPARE(error.english(), std::string("a quote is never closed (a.csv, line 12); close it"));
    }
    void tryReturnsTheErrorAndTheValue()
    {
        const auto half = [](int n) -> Result<int> {
            if (n % 2 != 0)
                return invalidArgument(text("%1 is odd", n));
            return n / 2;
        };
        const auto quarter = [&](int n) -> Result<int> {
            EH_TRY(const int h, half(n));
            EH_TRY(const int q, half(h));
            return q;
        };
        QCOMPARE(quarter(12).value(), 3);
        QCOMPARE(quarter(6).error().what.english(), std::string("3 is odd"));
    }
};

QTEST_GUILESS_MAIN(TstText)
#include "tst_text.moc"
