#include "engine/metrics/group_metrics.h"

#include "engine/metrics/calibration.h"
#include "engine/metrics/error_values.h"
#include "engine/metrics/rates.h"

namespace evenhand {

namespace {

template <CellRate rate> MetricValue ofCells(const Confusion& cells)
{
    return describe(rate(cells));
}

template <CellRate rate> std::optional<double> valueOfCells(const Confusion& cells)
{
    const CellValue value = rate(cells);
    return value.undefined == nullptr ? std::optional(value.value) : std::nullopt;
}

constexpr MetricNeeds needsOf(CellRate rate)
{
    return {
        .decision = rate != baseRate && rate != rowsOf, .outcome = rate != selectionRate && rate != rowsOf};
}

template <CellRate rate> MetricValue fromRows(const MetricInput& input)
{
    if (rate != rowsOf) // a table without rows has 0 rows
        if (Text reason = missingInput(input, needsOf(rate)); !reason.empty())
            return undefinedValue(std::move(reason));
    return describe(rate(confusionOf(input)));
}

/// What people read about a metric.
struct Words {
    std::string_view id, name, description;
    std::string_view citation {};
};

enum Tasks : unsigned { Classifies = 1, Regresses = 2 };
enum Traits : unsigned { None = 0, Share = 1, HigherIsBetter = 2 };

MetricInfo metric(const Words& words, unsigned tasks, unsigned traits, const MetricNeeds& needs,
    MetricValue (*compute)(const MetricInput&))
{
    MetricInfo info {words.id, words.name, words.description, MetricRole::Group, (tasks & Classifies) != 0,
        (tasks & Regresses) != 0, (traits & Share) != 0, (traits & HigherIsBetter) != 0, words.citation,
        compute};
    info.needs = needs;
    return info;
}

template <CellRate rate>
MetricInfo cellMetric(const Words& words, unsigned traits, unsigned tasks = Classifies)
{
    MetricInfo info = metric(words, tasks, traits, needsOf(rate), fromRows<rate>);
    info.ofCells = ofCells<rate>;
    info.valueOfCells = valueOfCells<rate>;
    return info;
}

constexpr const char* kFawcett = "Fawcett (2006), An introduction to ROC analysis";
constexpr const char* kRijsbergen = "van Rijsbergen (1979), Information Retrieval, chapter 7";
constexpr const char* kNaeini
    = "Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning";
constexpr MetricNeeds kScoreAndOutcome {.score = true, .outcome = true};
constexpr MetricNeeds kProbability {.score = true, .scoreOutcome = true};

/// Formulas that are an error of the whole and a number per group.
std::vector<MetricInfo> sharedMetrics()
{
    return {
        cellMetric<accuracyRate>(
            {"accuracy", "Accuracy", "share of rows decided as they turned out: (TP + TN) / n", kFawcett},
            Share | HigherIsBetter),
        metric({"mean_squared_error", "Mean squared error", "mean of (y - f)²"}, Regresses, None,
            kScoreAndOutcome, meanSquaredError),
        metric({"mean_absolute_error", "Mean absolute error", "mean of |y - f|"}, Regresses, None,
            kScoreAndOutcome, meanAbsoluteError),
        metric({"root_mean_squared_error", "Root mean squared error", "√ of the mean of (y - f)²"}, Regresses,
            None, kScoreAndOutcome, rootMeanSquaredError),
        metric(
            {"r2", "R²", "1 - Σ(y - f)² / Σ(y - ȳ)²"}, Regresses, HigherIsBetter, kScoreAndOutcome, rSquared),
        cellMetric<balancedAccuracy>(
            {"balanced_accuracy", "Balanced accuracy", "mean of true positive and true negative rate",
                "Brodersen et al. (2010), The balanced accuracy and its posterior distribution"},
            Share | HigherIsBetter),
        cellMetric<f1Score>({"f1", "F1 score",
                                "harmonic mean of precision and true positive rate: 2 TP / "
                                "(2 TP + FP + FN)",
                                kRijsbergen},
            Share | HigherIsBetter),
        metric({"roc_auc", "Area under the ROC curve",
                   "probability that a positive scores higher than a negative, ties half", kFawcett},
            Classifies, HigherIsBetter, kProbability, rocAuc),
        metric({"brier", "Brier score", "mean of (y - score)²",
                   "Brier (1950), Verification of forecasts expressed in terms of probability"},
            Classifies, None, kProbability, brierScore),
        metric({"log_loss", "Log-loss", "mean of -log of the probability given to the outcome"}, Classifies,
            None, kProbability, logLoss),
        metric({"expected_calibration_error", "Expected calibration error",
                   "mean |share of positives - mean score| over 15 bins of equal weight", kNaeini},
            Classifies, None, kProbability, expectedCalibrationError),
    };
}

std::vector<MetricInfo> ratesOfDecisions()
{
    return {
        cellMetric<rowsOf>({"count", "Rows", "number of rows"}, None, Classifies | Regresses),
        cellMetric<selectionRate>(
            {"selection_rate", "Selection rate", "share of rows selected: (TP + FP) / n"}, Share),
        cellMetric<truePositiveRate>(
            {"true_positive_rate", "True positive rate",
                "share of the actual positives that are selected: TP / (TP + FN)", kFawcett},
            Share | HigherIsBetter),
        cellMetric<falsePositiveRate>(
            {"false_positive_rate", "False positive rate",
                "share of the actual negatives that are selected: FP / (FP + TN)", kFawcett},
            Share),
        cellMetric<trueNegativeRate>(
            {"true_negative_rate", "True negative rate",
                "share of the actual negatives that are not selected: TN / (FP + TN)", kFawcett},
            Share | HigherIsBetter),
        cellMetric<falseNegativeRate>(
            {"false_negative_rate", "False negative rate",
                "share of the actual positives that are not selected: FN / (TP + FN)", kFawcett},
            Share),
        cellMetric<precisionRate>(
            {"precision", "Precision", "share of the selected that are positive: TP / (TP + FP)", kFawcett},
            Share | HigherIsBetter),
        cellMetric<negativePredictiveValue>(
            {"negative_predictive_value", "Negative predictive value",
                "share of those not selected that are negative: TN / (TN + FN)", kFawcett},
            Share | HigherIsBetter),
        cellMetric<falseDiscoveryRate>(
            {"false_discovery_rate", "False discovery rate",
                "share of the selected that are negative: FP / (TP + FP)", kFawcett},
            Share),
        cellMetric<falseOmissionRate>(
            {"false_omission_rate", "False omission rate",
                "share of those not selected that are positive: FN / (TN + FN)", kFawcett},
            Share),
        cellMetric<baseRate>({"base_rate", "Base rate", "share of actual positives: (TP + FN) / n"}, Share),
        metric({"mean_prediction", "Mean score", "mean of the scores"}, Classifies | Regresses, None,
            {.score = true}, meanPrediction),
    };
}

} // namespace

std::vector<MetricInfo> errorMetrics()
{
    std::vector<MetricInfo> all = sharedMetrics();
    for (MetricInfo& info : all)
        info.role = MetricRole::Error;
    return all;
}

std::vector<MetricInfo> groupMetrics()
{
    std::vector<MetricInfo> all = ratesOfDecisions();
    for (const MetricInfo& info : sharedMetrics())
        all.push_back(info);
    return all;
}

} // namespace evenhand
