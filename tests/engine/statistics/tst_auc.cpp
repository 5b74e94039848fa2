#include "engine/core/rng.h"
#include "engine/statistics/auc.h"
#include "engine/statistics/rate_intervals.h"

#include <QtTest/QtTest>

#include <chrono>

using namespace evenhand;

namespace {

struct Rows {
    std::vector<double> score, outcome, weight;
};

/// Positives lie higher by @p shift; scores on a lattice of @p steps per unit tie.
Rows makeRows(std::size_t n, double shift, double steps, bool isWeighted, std::uint64_t seed)
{
    Rng rng(seed);
    Rows rows;
    for (std::size_t i = 0; i < n; ++i) {
        rows.outcome.push_back(rng.uniform() < 0.4 ? 1.0 : 0.0);
        rows.score.push_back(std::round((rng.normal() + shift * rows.outcome.back()) * steps) / steps);
        if (isWeighted)
            rows.weight.push_back(0.5 + 3.0 * rng.uniform());
    }
    return rows;
}

struct BruteForce {
    double value = 0.0, standardError = 0.0;
};

/// Every pair of a positive and a negative row.
BruteForce bruteForce(const Rows& rows)
{
    const std::size_t n = rows.score.size();
    std::vector<double> place(n, 0.0);
    double total[2] = {0.0, 0.0};
    double squares[2] = {0.0, 0.0};
    const auto weightOf = [&](std::size_t i) { return rows.weight.empty() ? 1.0 : rows.weight[i]; };
    for (std::size_t i = 0; i < n; ++i) {
        total[rows.outcome[i] == 1.0 ? 1 : 0] += weightOf(i);
        squares[rows.outcome[i] == 1.0 ? 1 : 0] += weightOf(i) * weightOf(i);
    }
    BruteForce found;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            if (rows.outcome[i] != 1.0 || rows.outcome[j] != 0.0)
                continue;
            const double wins
                = rows.score[i] > rows.score[j] ? 1.0 : (rows.score[i] == rows.score[j] ? 0.5 : 0.0);
            place[i] += wins * weightOf(j) / total[0];
            place[j] += wins * weightOf(i) / total[1];
            found.value += wins * weightOf(i) * weightOf(j) / (total[0] * total[1]);
        }
    }
    double variance = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t c = rows.outcome[i] == 1.0 ? 1 : 0;
        const double effective = total[c] * total[c] / squares[c];
        const double share = weightOf(i) / total[c];
        variance += share * share * std::pow(place[i] - found.value, 2) * effective / (effective - 1.0);
    }
    found.standardError = std::sqrt(variance);
    return found;
}

} // namespace

class TstAuc : public QObject {
    Q_OBJECT
private slots:
    void agreesWithAllPairs_data()
    {
        QTest::addColumn<double>("steps");
        QTest::addColumn<bool>("isWeighted");
        QTest::addColumn<double>("shift");
        for (const double steps : {1e6, 4.0, 1.0})
            for (const bool isWeighted : {false, true})
                for (const double shift : {0.0, 1.0, 3.0})
                    QTest::addRow("%g %d %g", steps, isWeighted ? 1 : 0, shift)
                        << steps << isWeighted << shift;
    }
    void agreesWithAllPairs()
    {
        QFETCH(const double, steps);
        QFETCH(const bool, isWeighted);
        QFETCH(const double, shift);
        const Rows rows = makeRows(400, shift, steps, isWeighted, 8);
        const AucEstimate found = aucEstimate(rows.score, rows.outcome, rows.weight).value();
        const BruteForce expected = bruteForce(rows);
        QVERIFY(std::abs(found.value - expected.value) < 1e-12);
        QVERIFY(std::abs(found.standardError - expected.standardError) < 1e-12);
        QVERIFY(0.0 < found.interval.low && found.interval.low < found.value);
        QVERIFY(found.value < found.interval.high && found.interval.high < 1.0);
    }
    void equalWeightsAreNoWeights()
    {
        Rows rows = makeRows(100, 1.0, 10.0, false, 3);
        const AucEstimate without = aucEstimate(rows.score, rows.outcome, {}).value();
        rows.weight.assign(100, 2.5);
        const AucEstimate with = aucEstimate(rows.score, rows.outcome, rows.weight).value();
        QCOMPARE(with.value, without.value);
        QCOMPARE(with.interval, without.interval);
    }
    void intervalWidensWithConfidence()
    {
        const Rows rows = makeRows(200, 1.0, 1e6, false, 5);
        const auto halfWidth = [&](double confidence) {
            const AucEstimate found = aucEstimate(rows.score, rows.outcome, {}, confidence).value();
            const auto logit = [](double p) { return std::log(p / (1.0 - p)); };
            return 0.5 * (logit(found.interval.high) - logit(found.interval.low));
        };
        // Quantiles of the normal law
        QVERIFY(std::abs(halfWidth(0.99) / halfWidth(0.90) - 2.5758293035489 / 1.6448536269515) < 1e-9);
    }
    void separatedAndTiedScoresHaveWilsonsInterval()
    {
        const std::vector<double> score {1, 2, 3, 4, 5, 6, 7};
        const std::vector<double> outcome {0, 0, 0, 0, 1, 1, 1};
        const AucEstimate apart = aucEstimate(score, outcome, {}).value();
        QCOMPARE(apart.value, 1.0);
        QCOMPARE(apart.interval, wilsonInterval(1.0, 3.0));
        const std::vector<double> tied(7, 0.3);
        const AucEstimate same = aucEstimate(tied, outcome, {}).value();
        QCOMPARE(same.value, 0.5);
        QCOMPARE(same.interval, wilsonInterval(0.5, 3.0));
    }
    void oneRowOfAClassHasAWideInterval()
    {
        const std::vector<double> score {1, 2, 3, 4, 5};
        const std::vector<double> outcome {0, 0, 1, 0, 0};
        const AucEstimate found = aucEstimate(score, outcome, {}).value();
        QCOMPARE(found.value, 0.5);
        QCOMPARE(found.standardError, 0.5);
        QCOMPARE(found.interval, wilsonInterval(0.5, 1.0));
    }
    void oneClassHasNoAuc()
    {
        const std::vector<double> score {1, 2, 3};
        for (const double only : {0.0, 1.0}) {
            const auto found = aucEstimate(score, std::vector<double>(3, only), {});
            QCOMPARE(found.error().code, ErrorCode::NoAnswer);
            QVERIFY(!found.error().what.empty());
        }
        QCOMPARE(aucEstimate({}, {}, {}).error().code, ErrorCode::NoAnswer);
    }
    void badRowsAreRefused()
    {
        const std::vector<double> score {1, 2, 3};
        const std::vector<double> outcome {0, 1, 0};
        QCOMPARE(
            aucEstimate(score, std::vector<double> {0, 1, 2}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(aucEstimate(score, std::vector<double> {0, 1}, {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(aucEstimate(std::vector<double> {1, 2, std::nan("")}, outcome, {}).error().code,
            ErrorCode::InvalidData);
        QCOMPARE(
            aucEstimate(score, outcome, std::vector<double> {1, 0, 1}).error().code, ErrorCode::InvalidData);
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(aucEstimate(score, outcome, {}, 0.95, RunContext(stop.get_token(), nullptr, 1)).error().code,
            ErrorCode::Cancelled);
    }
    void differenceTurnsItsSignWithTheGroups()
    {
        const Rows a = makeRows(200, 1.0, 1e6, false, 1);
        const Rows b = makeRows(300, 0.5, 1e6, false, 2);
        const AucEstimate first = aucEstimate(a.score, a.outcome, {}).value();
        const AucEstimate second = aucEstimate(b.score, b.outcome, {}).value();
        const AucEstimate ab = aucDifference(first, second);
        const AucEstimate ba = aucDifference(second, first);
        QCOMPARE(ab.value, first.value - second.value);
        QCOMPARE(ab.interval.low, -ba.interval.high);
        QVERIFY(std::abs(ab.standardError - std::hypot(first.standardError, second.standardError)) < 1e-15);
        // Near the middle the joined interval is about that of the normal law.
        QVERIFY(
            std::abs((ab.interval.high - ab.interval.low) / (2.0 * 1.96 * ab.standardError) - 1.0) < 0.03);
    }
    void tenMillionRowsTakeLessThanASecond()
    {
        constexpr std::size_t kRows = 10'000'000;
        Rows rows;
        Rng rng(1);
        for (std::size_t i = 0; i < kRows; ++i) {
            rows.outcome.push_back(rng.bits() % 3 == 0 ? 1.0 : 0.0);
            rows.score.push_back(0.8 * rng.uniform() + 0.2 * rows.outcome.back());
        }
        const auto began = std::chrono::steady_clock::now();
        const auto found = aucEstimate(rows.score, rows.outcome, {}, 0.95, RunContext({}, nullptr, 2));
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
        qInfo("AUC of ten million rows: %.2f s", took.count());
        QVERIFY(std::abs(found->value - 0.71875) < 1e-3);
        QVERIFY(took.count() < 20.0); // 0.5 s on a free machine; 3.4 s beside ten other programs
    }
};

QTEST_GUILESS_MAIN(TstAuc)
#include "tst_auc.moc"
