#include "engine/thresholds/frontier_band.h"
#include "threshold_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

const std::vector<double> kTolerances {0.0, 0.1, 1.0};

FrontierBand bandOf(const ScoredGroups& rows, const BandSpec& spec = {}, int threads = 2,
    Notion notion = Notion::DemographicParity)
{
    return frontierBand({rows.score, rows.y, rows.weight, rows.group, rows.nGroups}, notion,
        ThresholdRules::Randomised, {}, kTolerances, spec, RunContext({}, nullptr, threads))
        .value();
}

} // namespace

class TstFrontierBand : public QObject {
    Q_OBJECT
private slots:
    void isThatOfAShareWhenThereIsNothingToChoose()
    {
        // Scores without any information: everybody or nobody, and the accuracy is the share of the larger
        // outcome. Its bootstrap is that of a binomial share; 2000 replicates know the ends to about 4 %.
        ScoredGroups rows;
        rows.nGroups = 2;
        const std::size_t n = 1000;
        for (std::size_t i = 0; i < n; ++i) {
            rows.score.push_back(1.0);
            rows.y.push_back(i % 10 < 7 ? 1.0 : 0.0);
            rows.group.push_back(i % 3 == 0 ? 0 : 1);
        }
        const FrontierBand band = bandOf(rows, {2000, 0.95, 3});
        const double half = 1.96 * std::sqrt(0.7 * 0.3 / static_cast<double>(n));
        QVERIFY(std::abs(band.lowAccuracy[0] - (0.7 - half)) <= 0.15 * half);
        QVERIFY(std::abs(band.highAccuracy[0] - (0.7 + half)) <= 0.15 * half);
        QVERIFY(std::abs(band.lowCost[0] - (1.0 - band.highAccuracy[0])) <= 1e-12);
        QCOMPARE(band.replicates, 2000);
    }
    void hasTheSameBitsForAnyThreadsAndOrderOfRows()
    {
        ScoredGroups rows = madeUpGroups(600, 3, 4, 0.1);
        for (std::size_t i = 0; i < rows.score.size(); ++i)
            rows.weight.push_back(1.0 + static_cast<double>(i % 3));
        const FrontierBand one = bandOf(rows, {40, 0.9, 7}, 1, Notion::EqualizedOdds);
        const FrontierBand four = bandOf(rows, {40, 0.9, 7}, 4, Notion::EqualizedOdds);
        QVERIFY(one.lowAccuracy == four.lowAccuracy && one.highAccuracy == four.highAccuracy);
        for (std::vector<double>* const column : {&rows.score, &rows.y, &rows.weight})
            std::ranges::reverse(*column);
        std::ranges::reverse(rows.group);
        QVERIFY(bandOf(rows, {40, 0.9, 7}, 2, Notion::EqualizedOdds).lowAccuracy == one.lowAccuracy);
        QVERIFY(bandOf(rows, {40, 0.9, 8}, 2, Notion::EqualizedOdds).lowAccuracy != one.lowAccuracy);
    }
    void narrowsWithMoreRows()
    {
        const auto widthOf = [](std::size_t n) {
            const FrontierBand band = bandOf(madeUpGroups(n, 3, 5));
            return band.highAccuracy[1] - band.lowAccuracy[1];
        };
        // By the square root of 16, up to what 200 replicates do not know.
        const double ratio = widthOf(500) / widthOf(8000);
        QVERIFY2(ratio > 3.0 && ratio < 5.5, std::to_string(ratio).c_str());
    }
    void weightsThatAreEqualChangeNothing()
    {
        ScoredGroups rows = madeUpGroups(400, 2, 6);
        const FrontierBand without = bandOf(rows);
        rows.weight.assign(rows.score.size(), 2.0);
        const FrontierBand with = bandOf(rows);
        for (std::size_t i = 0; i < kTolerances.size(); ++i)
            QVERIFY(std::abs(with.lowAccuracy[i] - without.lowAccuracy[i]) <= 1e-12);
    }
    void refusesWhatHasNoMeaning()
    {
        const ScoredGroups rows = madeUpGroups(100, 2, 6);
        const auto codeOf = [&](const BandSpec& spec) {
            return frontierBand({rows.score, rows.y, {}, rows.group, 2}, Notion::DemographicParity,
                ThresholdRules::Randomised, {}, kTolerances, spec, {})
                .error()
                .code;
        };
        QCOMPARE(codeOf({0, 0.95, 1}), ErrorCode::InvalidArgument);
        QCOMPARE(codeOf({10, 1.0, 1}), ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstFrontierBand)
#include "tst_frontier_band.moc"
