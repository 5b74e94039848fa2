#include "engine/core/rng.h"
#include "engine/pipeline/remaining_time.h"

#include <QtTest/QtTest>

#include <cmath>

using evenhand::RemainingTime;

namespace {

bool isNear(std::optional<double> seconds, double expected, double share)
{
    return seconds && std::abs(*seconds - expected) <= share * expected;
}

} // namespace

class TstRemainingTime : public QObject {
    Q_OBJECT
private slots:
    void saysNothingBeforeItHasSeenAnything()
    {
        RemainingTime time;
        QVERIFY(!time.seconds());
        time.add(0.0, 0.0);
        time.add(3.0, 0.0);
        QVERIFY(!time.seconds());
    }
    void isExactForASteadyJob()
    {
        RemainingTime time;
        for (int i = 0; i <= 400; ++i)
            time.add(i * 0.1, i * 0.001);
        QVERIFY(isNear(time.seconds(), 60.0, 1e-9));
    }
    void isZeroAtTheEnd()
    {
        RemainingTime time;
        time.add(0.0, 0.0);
        time.add(2.0, 1.0);
        QCOMPARE(time.seconds().value(), 0.0);
    }
    void aCachedPartSaysNothingAboutTheRest()
    {
        RemainingTime time;
        time.add(0.0, 0.0);
        time.add(0.7, 0.6); // 60 % from the cache in 0.7 s
        for (int i = 1; i <= 100; ++i)
            time.add(0.7 + i, 0.6 + i * 0.001); // then 0.1 % a second
        QVERIFY(isNear(time.seconds(), 300.0, 0.01));
        time.add(101.3, 0.8); // some more in the middle
        QVERIFY(isNear(time.seconds(), 200.0, 0.01));
    }
    void unitsThatEndSideBySideCountOnce()
    {
        RemainingTime time;
        time.add(0.0, 0.0);
        for (int i = 1; i <= 20; ++i) { // two threads, a unit of 1 % each every ten seconds
            time.add(i * 10.0, i * 0.02 - 0.01);
            time.add(i * 10.0 + 0.01, i * 0.02);
        }
        QVERIFY(isNear(time.seconds(), 300.0, 0.06));
    }
    void unequalStepsGiveTheMeanSpeed()
    {
        evenhand::Rng rng(7, 1);
        RemainingTime time;
        double now = 0.0;
        time.add(0.0, 0.0);
        for (int i = 1; i <= 2000; ++i) {
            now += 2.0 * rng.uniform(); // a second each on average
            time.add(now, i / 4000.0);
        }
        QVERIFY2(isNear(time.seconds(), 2000.0, 0.1), qPrintable(QString::number(*time.seconds())));
    }
    void aStretchThatTakesLongIsHeardBeforeItEnds()
    {
        RemainingTime time;
        for (int i = 0; i <= 10; ++i)
            time.add(i, i * 0.01);
        const double before = *time.seconds();
        time.add(60.0, 0.1);
        QVERIFY(*time.seconds() > 3.0 * before);
    }
    void recentSpeedCountsMore()
    {
        RemainingTime time;
        for (int i = 0; i <= 100; ++i)
            time.add(i, i * 0.004);
        for (int i = 1; i <= 400; ++i) // then four times as slow
            time.add(100.0 + i, 0.4 + i * 0.001);
        QVERIFY(isNear(time.seconds(), 200.0, 0.35)); // the mean speed of all would say 125
    }
    void aNewJobBeginsAnew()
    {
        RemainingTime time;
        time.add(0.0, 0.0);
        time.add(10.0, 0.5);
        time.add(11.0, 0.1);
        QVERIFY(!time.seconds());
    }
    void daysOfStepsNeedNoMemory()
    {
        RemainingTime time;
        for (int i = 0; i <= 900'000; ++i)
            time.add(i, i * 1e-6);
        QVERIFY(isNear(time.seconds(), 100'000.0, 1e-6));
    }
};

QTEST_GUILESS_MAIN(TstRemainingTime)
#include "tst_remaining_time.moc"
