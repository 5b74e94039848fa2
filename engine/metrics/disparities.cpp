#include "engine/metrics/disparities.h"

#include "engine/metrics/cell_disparities.h"
#include "engine/metrics/score_disparities.h"

namespace evenhand {

namespace {

template <const CellDisparity& disparity> MetricValue ofGroupCells(const GroupCells& groups)
{
    return describe(disparity, groups);
}

template <const CellDisparity& disparity> std::optional<double> valueOfGroupCells(const GroupCells& groups)
{
    return valueOf(disparity, groups);
}

template <const CellDisparity& disparity, bool needsOutcome> MetricValue fromRows(const MetricInput& input)
{
    if (input.groupNames == nullptr || input.group.size() != rowCount(input))
        return undefinedValue(text("no groups"));
    if (Text reason = missingInput(input, {.decision = true, .outcome = needsOutcome}); !reason.empty())
        return undefinedValue(std::move(reason));
    const std::vector<Confusion> cells = confusionByGroup(input);
    return describe(disparity, {cells, input.groupNames, input.reference.value_or(largestGroup(cells))});
}

/// What people read about a metric.
struct Words {
    std::string_view id, name, description, citation;
};

enum Traits : unsigned { None = 0, Share = 1, Ratio = 2, WithoutOutcome = 4 };

template <const CellDisparity& disparity, unsigned traits = Share> MetricInfo ofDecisions(const Words& words)
{
    constexpr bool needsOutcome = (traits & WithoutOutcome) == 0;
    MetricInfo info {words.id, words.name, words.description, MetricRole::Unfairness, true, false,
        (traits & Share) != 0, (traits & Ratio) != 0, words.citation, fromRows<disparity, needsOutcome>};
    info.needs = {.decision = true, .outcome = needsOutcome};
    info.parity = (traits & Ratio) != 0 ? 1.0 : 0.0;
    info.ofGroupCells = ofGroupCells<disparity>;
    info.valueOfGroupCells = valueOfGroupCells<disparity>;
    return info;
}

MetricInfo ofScores(const Words& words, MetricValue (*compute)(const MetricInput&), bool isShare = false)
{
    MetricInfo info {words.id, words.name, words.description, MetricRole::Unfairness, true, true, isShare,
        false, words.citation, compute};
    info.needs = {.score = true};
    return info;
}

constexpr const char* kCalders
    = "Calders, Verwer (2010), Three naive Bayes approaches for discrimination-free classification";
constexpr const char* kFeldman = "Feldman et al. (2015), Certifying and removing disparate impact";
constexpr const char* kHardt = "Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning";
constexpr const char* kBellamy
    = "Bellamy et al. (2019), AI Fairness 360: An extensible toolkit for detecting and mitigating bias";
constexpr const char* kBerk = "Berk et al. (2021), Fairness in criminal justice risk assessments";
constexpr const char* kChouldechova = "Chouldechova (2017), Fair prediction with disparate impact";
constexpr const char* kSpeicher
    = "Speicher et al. (2018), A unified approach to quantifying algorithmic unfairness, definition 2";
constexpr const char* kChzhen
    = "Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Fair regression with Wasserstein barycenters";
constexpr const char* kVillani = "Villani (2003), Topics in Optimal Transportation, Theorem 2.18";

std::vector<MetricInfo> betweenExtremes()
{
    return {
        ofDecisions<kDemographicParityDifference, Share | WithoutOutcome>(
            {"demographic_parity_difference", "Demographic parity difference",
                "largest difference of selection rates between two groups", kCalders}),
        ofDecisions<kDemographicParityRatio, Share | Ratio | WithoutOutcome>({"demographic_parity_ratio",
            "Demographic parity ratio", "smallest selection rate divided by the largest", kFeldman}),
        ofDecisions<kEqualOpportunityDifference>(
            {"equal_opportunity_difference", "Equal opportunity difference",
                "largest difference of true positive rates between two groups", kHardt}),
        ofDecisions<kEqualOpportunityRatio, Share | Ratio>({"equal_opportunity_ratio",
            "Equal opportunity ratio", "smallest true positive rate divided by the largest", kHardt}),
        ofDecisions<kEqualizedOddsDifference>({"equalized_odds_difference", "Equalized odds difference",
            "larger of the largest differences of true and of false positive rates", kHardt}),
        ofDecisions<kEqualizedOddsRatio, Share | Ratio>({"equalized_odds_ratio", "Equalized odds ratio",
            "smaller of the smallest ratios of true and of false positive rates", kHardt}),
        ofDecisions<kPredictiveParityDifference>(
            {"predictive_parity_difference", "Predictive parity difference",
                "largest difference of precisions between two groups", kChouldechova}),
        ofDecisions<kAccuracyDifference>({"accuracy_difference", "Accuracy difference",
            "largest difference of accuracies between two groups", kBerk}),
    };
}

std::vector<MetricInfo> againstReference()
{
    return {
        ofDecisions<kStatisticalParityDifference, Share | WithoutOutcome>(
            {"statistical_parity_difference", "Statistical parity difference",
                "selection rate of everyone else minus that of the reference group", kBellamy}),
        ofDecisions<kDisparateImpact, Ratio | WithoutOutcome>({"disparate_impact", "Disparate impact",
            "selection rate of everyone else divided by that of the reference group", kFeldman}),
        ofDecisions<kAverageOddsDifference>({"average_odds_difference", "Average odds difference",
            "mean of the differences of false and of true positive rates, everyone else minus the reference "
            "group; opposite signs cancel",
            kBellamy}),
        ofDecisions<kAverageAbsOddsDifference>({"average_abs_odds_difference",
            "Average absolute odds difference",
            "mean of the absolute differences of false and of true positive rates between everyone else and "
            "the reference group",
            kBellamy}),
    };
}

std::vector<MetricInfo> betweenPersons()
{
    return {
        ofDecisions<kTheilIndex, None>({"theil_index", "Theil index",
            "mean of (b/μ)·ln(b/μ) of the benefits b = ŷ - y + 1 with mean μ, over all rows", kSpeicher}),
        ofDecisions<kGeneralizedEntropyIndex, None>({"generalized_entropy_index", "Generalized entropy index",
            "half the mean of (b/μ)² - 1 of the benefits b = ŷ - y + 1 with mean μ, over all rows",
            kSpeicher}),
    };
}

std::vector<MetricInfo> betweenScores()
{
    return {
        ofScores(
            {"ks_distance", "Kolmogorov–Smirnov distance",
                "largest sup |F - F'| of the scores' distribution functions between two groups", kChzhen},
            ksDistanceMetric, true),
        ofScores({"wasserstein_1", "Wasserstein-1 distance",
                     "largest ∫|Q - Q'| du of the scores between two groups", kVillani},
            wasserstein1Metric),
        ofScores({"wasserstein_2", "Wasserstein-2 distance",
                     "largest √∫(Q - Q')² du of the scores between two groups", kVillani},
            wasserstein2Metric),
        ofScores({"barycenter_unfairness", "Distance to the barycenter",
                     "Σ p_s·W2²(scores of group s, barycenter): the least mean squared change that makes "
                     "groups equal",
                     "Chzhen, Schreuder (2022), A minimax framework for quantifying risk-fairness trade-off "
                     "in regression"},
            barycenterUnfairnessMetric),
    };
}

} // namespace

std::vector<MetricInfo> unfairnessMetrics()
{
    std::vector<MetricInfo> all;
    for (const auto& part : {betweenExtremes(), againstReference(), betweenPersons(), betweenScores()})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

} // namespace evenhand
