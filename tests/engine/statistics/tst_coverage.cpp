#include "engine/core/rng.h"
#include "engine/statistics/auc.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/statistics/sampling.h"

#include <QtTest/QtTest>

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

using namespace evenhand;

namespace {

// How often 95 % intervals cover the truth, in 10,000 simulated tables of every design. Coverage of counts
// swings with the true rate because counts are whole; what an interval promises is its mean over the rates of
// a design. Rates are used where at least 10 successes and 10 failures are expected.

constexpr int kTables = 10'000;
constexpr std::array<int, 3> kRows {50, 200, 2000};
const std::vector<double> kRates {0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
constexpr double kLeast = 0.93;
constexpr double kMost = 0.97;

std::vector<double> ratesFor(int rows)
{
    std::vector<double> rates;
    for (const double rate : kRates)
        if (rows * std::min(rate, 1.0 - rate) >= 10.0 - 1e-9)
            rates.push_back(rate);
    return rates;
}

bool covers(const Interval& interval, double truth)
{
    return interval.low <= truth && truth <= interval.high;
}

double drawShare(Rng& rng, int rows, double rate)
{
    return static_cast<double>(sampleBinomial(rng, static_cast<std::uint64_t>(rows), rate)) / rows;
}

/// Coverage of one method at each truth of a design.
struct Coverages {
    std::vector<double> found;

    [[nodiscard]] double mean() const
    {
        return std::accumulate(found.begin(), found.end(), 0.0) / static_cast<double>(found.size());
    }
    [[nodiscard]] double least() const { return *std::ranges::min_element(found); }
    [[nodiscard]] double most() const { return *std::ranges::max_element(found); }
    void print(const char* method, int rows) const
    {
        qInfo("%-26s %5d rows per group, %2zu truths: mean %.2f %%, %.2f to %.2f %%", method, rows,
            found.size(), 100.0 * mean(), 100.0 * least(), 100.0 * most());
    }
};

/// Coverage of an interval of one share.
template <class Method> Coverages ofShares(int rows, const Method& method)
{
    Coverages coverages;
    for (const double rate : ratesFor(rows)) {
        Rng rng(31, static_cast<std::uint64_t>(rows * 1000 + rate * 100));
        std::map<double, bool> known; // there are few different tables
        int covered = 0;
        for (int table = 0; table < kTables; ++table) {
            const double share = drawShare(rng, rows, rate);
            auto at = known.find(share);
            if (at == known.end())
                at = known.emplace(share, covers(method(share, rows), rate)).first;
            covered += at->second ? 1 : 0;
        }
        coverages.found.push_back(static_cast<double>(covered) / kTables);
    }
    return coverages;
}

/// Coverage of an interval that compares two shares, for all pairs of rates a ≤ b.
template <class Method, class Truth>
Coverages ofPairs(int rowsA, int rowsB, const Method& method, const Truth& truth)
{
    Coverages coverages;
    for (const double a : ratesFor(rowsA)) {
        for (const double b : ratesFor(rowsB)) {
            Rng rng(32, static_cast<std::uint64_t>(rowsA * 100'000 + a * 10'000 + b * 100));
            int covered = 0;
            for (int table = 0; table < kTables; ++table) {
                const double shareA = drawShare(rng, rowsA, a);
                const double shareB = drawShare(rng, rowsB, b);
                covered += covers(method(shareA, rowsA, shareB, rowsB), truth(a, b)) ? 1 : 0;
            }
            coverages.found.push_back(static_cast<double>(covered) / kTables);
        }
    }
    return coverages;
}

struct Scores {
    std::vector<double> score, outcome;
};

/// Rows with normal scores, positives higher by @p shift, outcome positive with probability @p rate.
void draw(Rng& rng, int rows, double rate, double shift, Scores& scores)
{
    const auto n = static_cast<std::size_t>(rows);
    scores.score.resize(n);
    scores.outcome.resize(n);
    for (std::size_t row = 0; row < n; ++row) {
        scores.outcome[row] = rng.uniform() < rate ? 1.0 : 0.0;
        scores.score[row] = rng.normal() + shift * scores.outcome[row];
    }
}

/// Shift of the binormal model whose AUC is Φ(shift/√2).
struct Truth {
    double shift, auc;
};
const std::array<Truth, 3> kAucs {{{0.0, 0.5}, {0.9538726, 0.75}, {1.8123876, 0.9}}};

int aucTables(int rows)
{
    return rows >= 2000 ? 2000 : kTables;
}

} // namespace

class TstCoverage : public QObject {
    Q_OBJECT
private slots:
    void wilsonCovers()
    {
        for (const int rows : kRows) {
            const Coverages c = ofShares(rows, [](double p, double n) { return wilsonInterval(p, n); });
            c.print("Wilson", rows);
            QVERIFY(c.mean() > kLeast && c.mean() < kMost && c.least() > kLeast);
        }
    }
    void clopperPearsonCoversAtLeastAsOftenAsItSays()
    {
        // Three standard errors of a share of 10,000.
        const double error = 3.0 * std::sqrt(0.95 * 0.05 / kTables);
        for (const int rows : kRows) {
            const Coverages c
                = ofShares(rows, [](double p, double n) { return clopperPearsonInterval(p, n); });
            c.print("Clopper-Pearson", rows);
            QVERIFY(c.least() > 0.95 - error);
        }
    }
    void newcombeCovers()
    {
        const auto difference = [](double a, double b) { return a - b; };
        const auto method
            = [](double a, double n, double b, double m) { return newcombeDifferenceInterval(a, n, b, m); };
        for (const int rows : kRows) {
            const Coverages c = ofPairs(rows, rows, method, difference);
            c.print("Newcombe", rows);
            QVERIFY(c.mean() > kLeast && c.mean() < kMost && c.least() > kLeast && c.most() < kMost);
        }
        const Coverages unequal = ofPairs(2000, 50, method, difference);
        unequal.print("Newcombe, other group 2000", 50);
        QVERIFY(unequal.mean() > kLeast && unequal.mean() < kMost && unequal.least() > kLeast);
    }
    void ratiosCover()
    {
        const auto ratio = [](double a, double b) { return a / b; };
        const auto log = [](double a, double n, double b, double m) {
            return logRatioInterval(a, n, b, m).value_or(Interval {1.0, 0.0});
        };
        const auto mover = [](double a, double n, double b, double m) {
            return moverRatioInterval(a, n, b, m).value_or(Interval {1.0, 0.0});
        };
        const auto isRight = [](const Coverages& c) {
            return c.mean() > kLeast && c.mean() < kMost && c.least() > kLeast && c.most() < kMost;
        };
        for (const int rows : kRows) {
            const Coverages c = ofPairs(rows, rows, log, ratio);
            c.print("log ratio", rows);
            QVERIFY(isRight(c));
            const Coverages d = ofPairs(rows, rows, mover, ratio);
            d.print("MOVER ratio", rows);
            QVERIFY(isRight(d));
        }
        for (const auto& [rowsA, rowsB] : {std::pair(2000, 50), std::pair(50, 2000), std::pair(2000, 200)}) {
            ofPairs(rowsA, rowsB, log, ratio).print("log ratio, unequal groups", std::min(rowsA, rowsB));
            const Coverages d = ofPairs(rowsA, rowsB, mover, ratio);
            d.print("MOVER ratio, unequal groups", std::min(rowsA, rowsB));
            QVERIFY(isRight(d));
        }
    }
    void aucCovers()
    {
        for (const int rows : kRows) {
            Coverages c;
            for (const Truth& truth : kAucs) {
                for (const double rate : {0.3, 0.5}) {
                    Rng rng(33, static_cast<std::uint64_t>(rows + 10'000 * rate + 100'000 * truth.auc));
                    Scores scores;
                    int covered = 0;
                    for (int table = 0; table < aucTables(rows); ++table) {
                        draw(rng, rows, rate, truth.shift, scores);
                        const auto found = aucEstimate(scores.score, scores.outcome, {});
                        covered += found.has_value() && covers(found->interval, truth.auc) ? 1 : 0;
                    }
                    c.found.push_back(static_cast<double>(covered) / aucTables(rows));
                }
            }
            c.print("AUC", rows);
            QVERIFY(c.mean() > kLeast && c.mean() < kMost && c.least() > kLeast && c.most() < kMost);
        }
    }
    void differenceOfAucsCovers()
    {
        for (const int rows : {50, 200}) {
            Coverages c;
            for (const Truth& a : kAucs) {
                for (const Truth& b : kAucs) {
                    if (b.auc < a.auc)
                        continue;
                    Rng rng(34, static_cast<std::uint64_t>(rows + 10'000 * a.auc + 100'000 * b.auc));
                    Scores scores;
                    int covered = 0;
                    for (int table = 0; table < kTables; ++table) {
                        draw(rng, rows, 0.3, a.shift, scores);
                        const auto first = aucEstimate(scores.score, scores.outcome, {});
                        draw(rng, rows, 0.5, b.shift, scores);
                        const auto second = aucEstimate(scores.score, scores.outcome, {});
                        if (first.has_value() && second.has_value())
                            covered += covers(aucDifference(*first, *second).interval, a.auc - b.auc) ? 1 : 0;
                    }
                    c.found.push_back(static_cast<double>(covered) / kTables);
                }
            }
            c.print("difference of AUCs", rows);
            QVERIFY(c.mean() > kLeast && c.mean() < kMost && c.least() > kLeast);
        }
    }
};

QTEST_GUILESS_MAIN(TstCoverage)
#include "tst_coverage.moc"
