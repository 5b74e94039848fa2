#include "group_samples.h"

#include <QtTest/QtTest>

#include <limits>

using namespace evenhand;
using namespace evenhand::test;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Σ_s p_s · mean of the rows of the north-west-corner plan that the sorted rows of group @p own get, by
/// walking the plan in integers: cell [i/n, (i+1)/n) of the own group against [j/m, (j+1)/m) of each other.
std::vector<double> planProjection(const GroupSample& sample, std::size_t own)
{
    const std::vector<double> mine = sample.sortedOf(own);
    std::vector<double> projected(mine.size(), 0.0);
    for (std::size_t s = 0; s < sample.nGroups; ++s) {
        const std::vector<double> other = sample.sortedOf(s);
        const double share = static_cast<double>(other.size()) / static_cast<double>(sample.scores.size());
        const std::size_t n = mine.size();
        const std::size_t m = other.size();
        for (std::size_t i = 0; i < n; ++i) {
            double sum = 0.0;
            for (std::size_t j = 0; j < m; ++j) {
                const std::size_t from = std::max(i * m, j * n);
                const std::size_t to = std::min((i + 1) * m, (j + 1) * n);
                if (to > from)
                    sum += static_cast<double>(to - from) / static_cast<double>(m) * other[j];
            }
            projected[i] += share * sum;
        }
    }
    return projected;
}

GroupSample replicated(const GroupSample& sample)
{
    GroupSample longer;
    for (std::size_t i = 0; i < sample.scores.size(); ++i) {
        for (int k = 0; k < static_cast<int>(sample.weight[i]); ++k)
            longer.add(sample.scores[i], static_cast<std::size_t>(sample.group[i]));
    }
    return longer;
}

std::vector<double> applied(const BarycenterMap& map, const GroupSample& rows, int threads)
{
    std::vector<double> out(rows.scores.size());
    (void)map.apply({rows.scores, rows.group, {}, 0}, out, RunContext({}, nullptr, threads)).value();
    return out;
}

} // namespace

class TstBarycenterMap : public QObject {
    Q_OBJECT
private slots:
    void rowByRowEqualsTheBatchForAnyNumberOfThreads() // 12
    {
        Rng rng(20);
        const GroupSample calibration = drawGroups(rng, {3000, 5000, 700}, Shape::Normal);
        const GroupSample rows = drawGroups(rng, {90000, 60000, 50000}, Shape::Gamma);
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const BarycenterMap map = calibration.fit(estimator, {5, {}});
            const std::vector<double> batch = applied(map, rows, 1);
            QVERIFY(applied(map, rows, 2) == batch);
            QVERIFY(applied(map, rows, 8) == batch);
            for (std::size_t i = 0; i < rows.scores.size(); i += 7)
                QVERIFY(map.apply(rows.scores[i], rows.group[i], static_cast<std::int64_t>(i)).value()
                    == batch[i]);
        }
    }
    void fittingOnSeveralThreadsGivesTheSameBits() // 12
    {
        Rng rng(21);
        const GroupSample sample = drawGroups(rng, {9000, 4000, 2500}, Shape::Normal);
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const std::vector<double> expected = applied(sample.fit(estimator), sample, 1);
            for (const int threads : {2, 8}) {
                const BarycenterMap map = BarycenterMap::fit(
                    sample.scores, sample.group, {}, 3, estimator, {}, RunContext({}, nullptr, threads))
                                              .value();
                QVERIFY(applied(map, sample, 1) == expected);
            }
        }
    }
    void aRowDoesNotDependOnTheGroupsInItsBatch() // 12
    {
        Rng rng(22);
        const GroupSample sample = drawGroups(rng, {300, 200, 100}, Shape::Normal);
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const BarycenterMap map = sample.fit(estimator);
            const std::vector<double> whole = applied(map, sample, 1);
            const std::vector<double> firstGroup(sample.scores.begin(), sample.scores.begin() + 300);
            const std::vector<std::int32_t> codes(300, 0);
            std::vector<double> out(300);
            (void)map.apply({firstGroup, codes, {}, 0}, out).value();
            QVERIFY(std::equal(out.begin(), out.end(), whole.begin()));
        }
    }
    void exactEqualsTheProjectionOfTheOptimalPlan() // 14
    {
        Rng rng(23);
        for (int round = 0; round < 100; ++round) {
            const GroupSample sample = drawGroups(rng, drawSizes(rng, 2, 1, 60), Shape::Normal);
            const BarycenterMap map = sample.fit(BarycenterEstimator::Exact);
            for (std::size_t g = 0; g < 2; ++g) {
                const std::vector<double> sorted = sample.sortedOf(g);
                std::vector<double> mapped;
                for (const double score : sorted)
                    mapped.push_back(map.apply(score, static_cast<std::int32_t>(g)).value());
                QVERIFY(largestGap(mapped, planProjection(sample, g)) <= 1e-13);
            }
        }
    }
    void noOtherCommonLawIsNearer() // 16
    {
        Rng rng(24);
        for (int round = 0; round < 40; ++round) {
            const std::size_t n = 2 + rng.below(60);
            const std::size_t nGroups = 2 + rng.below(3);
            const GroupSample sample = drawGroups(rng, std::vector<std::size_t>(nGroups, n), Shape::Gamma);
            const std::vector<double> target
                = sample.mappedBy(sample.fit(BarycenterEstimator::Exact)).sortedOf(0);
            const auto cost = [&](const std::vector<double>& law) {
                double sum = 0.0;
                for (std::size_t g = 0; g < nGroups; ++g) {
                    const std::vector<double> sorted = sample.sortedOf(g);
                    for (std::size_t i = 0; i < n; ++i)
                        sum += (sorted[i] - law[i]) * (sorted[i] - law[i]);
                }
                return sum;
            };
            for (int other = 0; other < 20; ++other) {
                std::vector<double> law = target;
                for (double& value : law)
                    value += 0.01 * rng.normal();
                std::sort(law.begin(), law.end());
                QVERIFY(cost(target) <= cost(law));
            }
        }
    }
    void splittingAGroupAtRandomChangesLittle() // 17
    {
        Rng rng(25);
        for (const std::size_t n : {500U, 5000U, 50000U}) {
            const GroupSample sample = drawGroups(rng, {n / 2, n / 2}, Shape::Normal);
            GroupSample finer = sample;
            finer.nGroups = 3;
            for (std::int32_t& code : finer.group)
                code = code == 0 ? 0 : 1 + static_cast<std::int32_t>(rng.below(2));
            const std::vector<double> coarse = applied(sample.fit(BarycenterEstimator::Smooth), sample, 1);
            const std::vector<double> fine = applied(finer.fit(BarycenterEstimator::Smooth), finer, 1);
            double squares = 0.0;
            for (std::size_t i = 0; i < coarse.size(); ++i)
                squares += (coarse[i] - fine[i]) * (coarse[i] - fine[i]);
            // O(1/√n); the specification measured 1.7, 1.2 and 1.2 times 1/√n.
            QVERIFY(std::sqrt(squares / static_cast<double>(n)) <= 4.0 / std::sqrt(static_cast<double>(n)));
        }
    }
    void wholeWeightsEqualReplication()
    {
        Rng rng(26);
        for (int round = 0; round < 60; ++round) {
            GroupSample sample = drawGroups(
                rng, drawSizes(rng, 2 + rng.below(3), 2, 50), round % 2 == 0 ? Shape::Normal : Shape::Ties);
            for (std::size_t i = 0; i < sample.scores.size(); ++i)
                sample.weight.push_back(static_cast<double>(1 + rng.below(4)));
            const GroupSample longer = replicated(sample);
            for (const BarycenterEstimator estimator : kWholeEstimators) {
                const BarycenterMap map = sample.fit(estimator);
                const BarycenterMap longerMap = longer.fit(estimator);
                for (std::int32_t g = 0; g < static_cast<std::int32_t>(sample.nGroups); ++g) {
                    for (double v = -5.0; v < 11.0; v += 0.0625)
                        QVERIFY(std::abs(map.apply(v, g).value() - longerMap.apply(v, g).value()) <= 1e-12);
                }
            }
        }
    }
    void theScaleOfWeightsDoesNotMatter()
    {
        Rng rng(27);
        GroupSample sample = drawGroups(rng, {40, 30}, Shape::Normal);
        for (std::size_t i = 0; i < sample.scores.size(); ++i)
            sample.weight.push_back(0.5 + rng.uniform());
        GroupSample scaled = sample;
        for (double& weight : scaled.weight)
            weight *= 0.3;
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const std::vector<double> mapped = applied(sample.fit(estimator), sample, 1);
            QVERIFY(largestGap(applied(scaled.fit(estimator), sample, 1), mapped) <= 1e-12);
        }
    }
    void randomRanksComeFromSeedAndRowAlone()
    {
        const GroupSample sample = [] {
            Rng rng(28);
            return drawGroups(rng, {500, 400}, Shape::Ties);
        }();
        const BarycenterMap map = sample.fit(BarycenterEstimator::PaperSplit, {7, {}});
        const BarycenterMap same = sample.fit(BarycenterEstimator::PaperSplit, {7, {}});
        const BarycenterMap other = sample.fit(BarycenterEstimator::PaperSplit, {8, {}});
        QVERIFY(applied(map, sample, 1) == applied(same, sample, 1));
        QVERIFY(applied(map, sample, 1) != applied(other, sample, 1));
        QCOMPARE(map.apply(3.0, 0, 41).value(), same.apply(3.0, 0, 41).value());
        // Ids given one by one mean the same as a run of ids.
        std::vector<std::int64_t> ids(sample.scores.size());
        std::iota(ids.begin(), ids.end(), std::int64_t {100});
        std::vector<double> byIds(ids.size());
        std::vector<double> byFirst(ids.size());
        (void)map.apply({sample.scores, sample.group, ids, 0}, byIds).value();
        (void)map.apply({sample.scores, sample.group, {}, 100}, byFirst).value();
        QVERIFY(byIds == byFirst);
    }
    void randomRanksSpreadTiesOverTheirWholeStep()
    {
        // Everybody has the same score: with random ranks the law of the other group is drawn from evenly.
        GroupSample sample;
        for (int i = 0; i < 2000; ++i) {
            sample.add(5.0, 0);
            sample.add(i / 2000.0, 1);
        }
        const BarycenterMap map = sample.fit(BarycenterEstimator::PaperSplit, {3, {}});
        double sum = 0.0;
        for (std::int64_t row = 0; row < 4000; ++row)
            sum += map.apply(5.0, 0, row).value();
        // Half 5 and half a draw from [0, 1] with mean 1/2; four standard errors of the mean of 4,000 such
        // draws.
        QVERIFY(std::abs(sum / 4000.0 - 2.75) < 4.0 * 0.5 * 0.29 / std::sqrt(4000.0));
    }
    void countsRowsOutsideTheCalibrationRange()
    {
        GroupSample sample;
        for (const double score : {1.0, 2.0, 3.0})
            sample.add(score, 0);
        for (const double score : {5.0, 7.0})
            sample.add(score, 1);
        const BarycenterMap map = sample.fit(BarycenterEstimator::Smooth);
        const std::vector<double> scores {0.9, 1.0, 3.0, 3.1, 5.0, 7.5};
        const std::vector<std::int32_t> group {0, 0, 0, 0, 1, 1};
        std::vector<double> out(6);
        QCOMPARE(map.apply({scores, group, {}, 0}, out).value(), std::size_t {3});
        QCOMPARE(out[0], out[1]);
        QCOMPARE(out[2], out[3]);
        QCOMPARE(map.range(1), std::pair(5.0, 7.0));
    }
    void refusesScoresThatAreNotFinite() // 18
    {
        const std::vector<double> bad {1.0, kNan, kInfinity, 2.0};
        const std::vector<std::int32_t> group {0, 0, 1, 1};
        QCOMPARE(BarycenterMap::fit(bad, group, {}, 2, BarycenterEstimator::Smooth).error().what.english(),
            std::string("2 of 4 scores are not finite: 1 NaN, 1 infinite"));
        const std::vector<double> good {1.0, 2.0, 3.0, 4.0};
        const BarycenterMap map = BarycenterMap::fit(good, group, {}, 2, BarycenterEstimator::Smooth).value();
        std::vector<double> out(4);
        QCOMPARE(map.apply({bad, group, {}, 0}, out).error().what.english(),
            std::string("2 of 4 scores are not finite"));
        QCOMPARE(map.apply(kNan, 0).error().code, ErrorCode::InvalidData);
    }
    void namesTheGroupThatHasNoCalibrationRows() // 18
    {
        const std::vector<double> scores {1.0, 2.0, 3.0};
        const std::vector<std::int32_t> group {0, 0, 2};
        const BarycenterOptions options {{}, {"women", "unknown", "men"}};
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const BarycenterMap map = BarycenterMap::fit(scores, group, {}, 3, estimator, options).value();
            const Error error = map.apply(1.0, 1).error();
            QCOMPARE(error.code, ErrorCode::InvalidData);
            QVERIFY(error.what.english().find("unknown") != std::string::npos);
            QCOMPARE(map.apply(1.0, 3).error().code, ErrorCode::InvalidArgument);
            QVERIFY(map.apply(1.0, 2).has_value());
        }
    }
    void warnsAboutSmallSingleAndConstantGroups() // 18
    {
        GroupSample sample;
        for (int i = 0; i < 40; ++i) {
            sample.add(i, 0);
            sample.add(3.0, 2);
        }
        sample.add(1.0, 1);
        sample.add(1.0, 3);
        sample.add(2.0, 3);
        const BarycenterMap map = sample.fit(BarycenterEstimator::Exact, {{}, {"a", "b", "c", "d"}});
        QCOMPARE(map.warnings().size(), std::size_t {3});
        QVERIFY(map.warnings()[0].english().find("group b has a single calibration row") == 0);
        QVERIFY(map.warnings()[1].english().find("all 40 calibration scores of group c are equal") == 0);
        QVERIFY(map.warnings()[2].english().find("group d has only 2 calibration rows") == 0);
    }
    void constantGroupsGoToTheCentreOrTheTop() // 18
    {
        const std::vector<double> scores {5.0, 5.0, 1.0, 3.0};
        const std::vector<std::int32_t> group {0, 0, 1, 1};
        const auto mapped = [&](BarycenterEstimator estimator) {
            return BarycenterMap::fit(scores, group, {}, 2, estimator).value().apply(5.0, 0).value();
        };
        QCOMPARE(mapped(BarycenterEstimator::Smooth), 3.5); // half of 5 and half of the median 2
        QCOMPARE(mapped(BarycenterEstimator::Exact), 3.5);
        QCOMPARE(mapped(BarycenterEstimator::Paper), 4.0); // half of 5 and half of the maximum 3
    }
    void aMillionTiesAreNoTrouble() // 18
    {
        GroupSample sample;
        for (int i = 0; i < 1000000; ++i)
            sample.add(i % 2 == 0 ? 1.0 : 0.001 * (i % 1000), i % 2 == 0 ? 0U : 1U);
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const BarycenterMap map = sample.fit(estimator);
            QVERIFY(map.apply(1.0, 0).value() <= 1.0);
            QVERIFY(std::isfinite(applied(map, sample, 2).back()));
        }
    }
    void negativeZeroIsZero() // 18
    {
        const std::vector<double> scores {-0.0, 0.0, 1.0, 2.0, 3.0};
        const std::vector<std::int32_t> group {0, 0, 0, 1, 1};
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const BarycenterMap map = BarycenterMap::fit(scores, group, {}, 2, estimator).value();
            QVERIFY(map.apply(-0.0, 0).value() == map.apply(0.0, 0).value());
        }
    }
    void extremeScoresGiveFiniteResults() // 18
    {
        constexpr double kLargest = std::numeric_limits<double>::max();
        constexpr double kTiny = std::numeric_limits<double>::denorm_min();
        const std::vector<std::vector<double>> samples {{-kLargest, 0.0, kLargest, -kLargest, 1.0, kLargest},
            {kLargest, kLargest, 0.9 * kLargest, 0.5 * kLargest, kLargest, 0.6 * kLargest},
            {0.0, kTiny, 2.0 * kTiny, kTiny, 3.0 * kTiny, 4.0 * kTiny}, {0.0, 1.0, 1e12, -1e12, 0.5, 0.6}};
        const std::vector<std::int32_t> group {0, 0, 0, 1, 1, 1};
        for (const std::vector<double>& scores : samples) {
            const auto [low, high] = std::minmax_element(scores.begin(), scores.end());
            for (const BarycenterEstimator estimator : kAllEstimators) {
                const BarycenterMap map = BarycenterMap::fit(scores, group, {}, 2, estimator).value();
                for (const double v : {-kLargest, -1.0, 0.0, kTiny, 0.3, 5.0, kLargest}) {
                    const double mapped = map.apply(v, 0).value();
                    QVERIFY(mapped >= *low && mapped <= *high);
                }
            }
        }
    }
    void refusesNoRowsAndStopsWhenAsked()
    {
        QCOMPARE(BarycenterMap::fit({}, {}, {}, 2, BarycenterEstimator::Smooth).error().code,
            ErrorCode::InvalidData);
        std::stop_source stop;
        stop.request_stop();
        const RunContext stopped(stop.get_token(), nullptr, 2);
        const std::vector<double> scores {1.0, 2.0};
        const std::vector<std::int32_t> group {0, 1};
        for (const BarycenterEstimator estimator : kAllEstimators) {
            const auto refused = BarycenterMap::fit(scores, group, {}, 2, estimator, {}, stopped);
            QCOMPARE(refused.error().code, ErrorCode::Cancelled);
            std::vector<double> out(2);
            const BarycenterMap map = BarycenterMap::fit(scores, group, {}, 2, estimator).value();
            QCOMPARE(map.apply({scores, group, {}, 0}, out, stopped).error().code, ErrorCode::Cancelled);
        }
    }
    void findsEstimatorsByTheirIds()
    {
        for (std::size_t e = 0; e < kBarycenterEstimatorIds.size(); ++e)
            QCOMPARE(
                static_cast<std::size_t>(findBarycenterEstimator(kBarycenterEstimatorIds[e]).value()), e);
        QCOMPARE(findBarycenterEstimator("rough").error().code, ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstBarycenterMap)
#include "tst_barycenter_map.moc"
