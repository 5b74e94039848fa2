#include "engine/metrics/group_metrics.h"

#include "engine/metrics/error_values.h"
#include "engine/metrics/rates.h"

namespace evenhand {

namespace {

template <ConfusionRate rate, bool needsOutcome> MetricValue overall(const MetricInput& input)
{
    if (Text reason = missingInput(input, needsOutcome); !reason.empty())
        return undefinedValue(std::move(reason));
    return rate(confusionOf(input));
}

MetricValue countRows(const MetricInput& input)
{
    return definedValue(static_cast<double>(std::max(input.score.size(), input.y.size())));
}

MetricValue baseRate(const MetricInput& input)
{
    if (Text reason = missingInput(input, true); !reason.empty())
        return undefinedValue(std::move(reason));
    return baseRateOf(confusionOf(input));
}

enum Tasks : unsigned { Classifies = 1, Regresses = 2 };
enum Traits : unsigned { None = 0, Share = 1, HigherIsBetter = 2 };

MetricInfo metric(MetricRole role, std::string_view id, std::string_view name, std::string_view description,
    unsigned tasks, unsigned traits, MetricValue (*compute)(const MetricInput&),
    std::string_view citation = {})
{
    return {id, name, description, role, (tasks & Classifies) != 0, (tasks & Regresses) != 0,
        (traits & Share) != 0, (traits & HigherIsBetter) != 0, citation, compute};
}

constexpr const char* kFawcett = "Fawcett (2006), An introduction to ROC analysis";

/// Formulas that are an error of the whole and a number per group.
std::vector<MetricInfo> sharedMetrics(MetricRole role)
{
    return {
        metric(role, "accuracy", "Accuracy", "share of rows decided as they turned out: (TP + TN) / n",
            Classifies, Share | HigherIsBetter, overall<accuracyOf, true>, kFawcett),
        metric(role, "mean_squared_error", "Mean squared error", "mean of (y - f)²", Regresses, None,
            meanSquaredError),
        metric(role, "mean_absolute_error", "Mean absolute error", "mean of |y - f|", Regresses, None,
            meanAbsoluteError),
    };
}

} // namespace

std::vector<MetricInfo> errorMetrics()
{
    constexpr MetricRole role = MetricRole::Error;
    std::vector<MetricInfo> all = sharedMetrics(role);
    all.push_back(metric(role, "root_mean_squared_error", "Root mean squared error",
        "√ of the mean of (y - f)²", Regresses, None, rootMeanSquaredError));
    all.push_back(metric(role, "r2", "R²", "1 - Σ(y - f)² / Σ(y - ȳ)²", Regresses, HigherIsBetter, rSquared));
    all.push_back(
        metric(role, "balanced_accuracy", "Balanced accuracy", "mean of true positive and true negative rate",
            Classifies, Share | HigherIsBetter, overall<balancedAccuracyOf, true>,
            "Brodersen et al. (2010), The balanced accuracy and its posterior distribution"));
    all.push_back(metric(role, "roc_auc", "Area under the ROC curve",
        "probability that a positive scores higher than a negative, ties half", Classifies, HigherIsBetter,
        rocAuc, kFawcett));
    all.push_back(metric(role, "brier", "Brier score", "mean of (y - score)²", Classifies, None,
        meanSquaredError, "Brier (1950), Verification of forecasts expressed in terms of probability"));
    all.push_back(metric(role, "log_loss", "Log-loss", "mean of -log of the probability given to the outcome",
        Classifies, None, logLoss));
    return all;
}

std::vector<MetricInfo> groupMetrics()
{
    constexpr MetricRole role = MetricRole::Group;
    std::vector<MetricInfo> all {
        metric(role, "count", "Rows", "number of rows", Classifies | Regresses, None, countRows),
        metric(role, "selection_rate", "Selection rate", "share of rows selected: (TP + FP) / n", Classifies,
            Share, overall<selectionRateOf, false>),
        metric(role, "true_positive_rate", "True positive rate",
            "share of the actual positives that are selected: TP / (TP + FN)", Classifies,
            Share | HigherIsBetter, overall<truePositiveRateOf, true>, kFawcett),
        metric(role, "false_positive_rate", "False positive rate",
            "share of the actual negatives that are selected: FP / (FP + TN)", Classifies, Share,
            overall<falsePositiveRateOf, true>, kFawcett),
        metric(role, "precision", "Precision", "share of the selected that are positive: TP / (TP + FP)",
            Classifies, Share | HigherIsBetter, overall<precisionOf, true>, kFawcett),
        metric(role, "base_rate", "Base rate", "share of actual positives: (TP + FN) / n", Classifies, Share,
            baseRate),
        metric(role, "mean_prediction", "Mean score", "mean of the scores", Classifies | Regresses, None,
            meanPrediction),
    };
    for (MetricInfo& info : sharedMetrics(role))
        all.push_back(info);
    return all;
}

} // namespace evenhand
