#include "engine/metrics/disparities.h"

#include "engine/metrics/rate_disparities.h"
#include "engine/metrics/score_disparities.h"

namespace evenhand {

namespace {

MetricInfo ofDecisions(std::string_view id, std::string_view name, std::string_view description,
    std::string_view citation, MetricValue (*compute)(const MetricInput&))
{
    MetricInfo info {
        id, name, description, MetricRole::Unfairness, true, false, true, false, citation, compute};
    return info;
}

MetricInfo ofScores(std::string_view id, std::string_view name, std::string_view description,
    std::string_view citation, MetricValue (*compute)(const MetricInput&))
{
    return {id, name, description, MetricRole::Unfairness, true, true, false, false, citation, compute};
}

constexpr const char* kHardt = "Hardt, Price, Srebro (2016), Equality of opportunity in supervised learning";
constexpr const char* kChzhen
    = "Chzhen, Denis, Hebiri, Oneto, Pontil (2020), Fair regression with Wasserstein barycenters";
constexpr const char* kVillani = "Villani (2003), Topics in Optimal Transportation, Theorem 2.18";

} // namespace

std::vector<MetricInfo> unfairnessMetrics()
{
    std::vector<MetricInfo> all {
        ofDecisions("demographic_parity_difference", "Demographic parity difference",
            "largest difference of selection rates between two groups",
            "Calders, Verwer (2010), Three naive Bayes approaches for discrimination-free classification",
            demographicParityDifference),
        ofDecisions("demographic_parity_ratio", "Demographic parity ratio",
            "smallest selection rate divided by the largest",
            "Feldman et al. (2015), Certifying and removing disparate impact", demographicParityRatio),
        ofDecisions("equal_opportunity_difference", "Equal opportunity difference",
            "largest difference of true positive rates between two groups", kHardt,
            equalOpportunityDifference),
        ofDecisions("equalized_odds_difference", "Equalized odds difference",
            "larger of the largest differences of true and of false positive rates", kHardt,
            equalizedOddsDifference),
        ofScores("ks_distance", "Kolmogorov–Smirnov distance",
            "largest sup |F - F'| of the scores' distribution functions between two groups", kChzhen,
            ksDistanceMetric),
        ofScores("wasserstein_1", "Wasserstein-1 distance",
            "largest ∫|Q - Q'| du of the scores between two groups", kVillani, wasserstein1Metric),
        ofScores("wasserstein_2", "Wasserstein-2 distance",
            "largest √∫(Q - Q')² du of the scores between two groups", kVillani, wasserstein2Metric),
        ofScores("barycenter_unfairness", "Distance to the barycenter",
            "Σ p_s·W2²(scores of group s, barycenter): the least mean squared change that makes groups equal",
            "Chzhen, Schreuder (2022), A minimax framework for quantifying risk-fairness trade-off in "
            "regression",
            barycenterUnfairnessMetric),
    };
    for (MetricInfo& info : all) {
        info.higherIsBetter = info.id == "demographic_parity_ratio";
        info.isShare = info.isShare || info.id == "ks_distance";
    }
    return all;
}

} // namespace evenhand
