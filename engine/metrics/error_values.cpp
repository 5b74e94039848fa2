#include "engine/metrics/error_values.h"

#include "engine/metrics/rates.h"
#include "engine/transport/radix_sort.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// Weighted mean of term(row), or why there is none.
template <class Term>
MetricValue weightedMean(const MetricInput& input, const MetricNeeds& needs, const Term& term)
{
    if (Text reason = missingInput(input, needs); !reason.empty())
        return undefinedValue(std::move(reason));
    double sum = 0.0;
    double total = 0.0;
    for (std::size_t row = 0; row < input.score.size(); ++row) {
        const double weight = weightOf(input, row);
        sum += weight * term(row);
        total += weight;
    }
    return definedValue(sum / total);
}

constexpr MetricNeeds kScore {.score = true};
constexpr MetricNeeds kScoreAndOutcome {.score = true, .outcome = true};
constexpr MetricNeeds kProbability {.score = true, .scoreOutcome = true};

} // namespace

std::span<const double> predictedOutcome(const MetricInput& input)
{
    return input.scoreOutcome.empty() ? input.y : input.scoreOutcome;
}

Text notProbabilities(const MetricInput& input)
{
    if (Text reason = missingInput(input, kProbability); !reason.empty())
        return reason;
    if (!std::ranges::all_of(input.score, [](double score) { return score >= 0.0 && score <= 1.0; }))
        return text("scores outside 0 to 1 are not probabilities");
    return {};
}

MetricValue meanSquaredError(const MetricInput& input)
{
    return weightedMean(input, kScoreAndOutcome, [&](std::size_t row) {
        const double residual = input.y[row] - input.score[row];
        return residual * residual;
    });
}

MetricValue rootMeanSquaredError(const MetricInput& input)
{
    MetricValue error = meanSquaredError(input);
    if (error.value)
        error.value = std::sqrt(*error.value);
    return error;
}

MetricValue meanAbsoluteError(const MetricInput& input)
{
    return weightedMean(
        input, kScoreAndOutcome, [&](std::size_t row) { return std::abs(input.y[row] - input.score[row]); });
}

MetricValue meanPrediction(const MetricInput& input)
{
    return weightedMean(input, kScore, [&](std::size_t row) { return input.score[row]; });
}

MetricValue rSquared(const MetricInput& input)
{
    const MetricValue mean
        = weightedMean(input, kScoreAndOutcome, [&](std::size_t row) { return input.y[row]; });
    if (!mean.value)
        return mean;
    const auto [lowest, highest] = std::ranges::minmax(input.y);
    if (lowest == highest)
        return undefinedValue(text("all true outcomes are equal"));
    const MetricValue variance = weightedMean(input, kScoreAndOutcome, [&](std::size_t row) {
        const double residual = input.y[row] - *mean.value;
        return residual * residual;
    });
    return definedValue(1.0 - *meanSquaredError(input).value / *variance.value);
}

MetricValue rocAuc(const MetricInput& input)
{
    if (Text reason = missingInput(input, kProbability); !reason.empty())
        return undefinedValue(std::move(reason));
    const std::span<const double> outcome = predictedOutcome(input);
    // Each score carries the weight of its row, negative for a negative row: two columns sort faster than
    // rows.
    std::vector<double> score(input.score.begin(), input.score.end());
    std::vector<double> signedWeight(score.size());
    for (std::size_t row = 0; row < score.size(); ++row)
        signedWeight[row] = outcome[row] == 1.0 ? weightOf(input, row) : -weightOf(input, row);
    sortAscending(score, signedWeight);
    double negativesBelow = 0.0;
    double positives = 0.0;
    double concordant = 0.0;
    for (std::size_t begin = 0; begin < score.size();) {
        double tiedPositives = 0.0;
        double tiedNegatives = 0.0;
        std::size_t end = begin;
        for (; end < score.size() && score[end] == score[begin]; ++end) {
            if (signedWeight[end] > 0.0)
                tiedPositives += signedWeight[end];
            else
                tiedNegatives -= signedWeight[end];
        }
        concordant += tiedPositives * (negativesBelow + 0.5 * tiedNegatives);
        positives += tiedPositives;
        negativesBelow += tiedNegatives;
        begin = end;
    }
    if (!(positives > 0.0))
        return undefinedValue(text("no actual positives"));
    if (!(negativesBelow > 0.0))
        return undefinedValue(text("no actual negatives"));
    return definedValue(concordant / (positives * negativesBelow));
}

MetricValue brierScore(const MetricInput& input)
{
    if (Text reason = notProbabilities(input); !reason.empty())
        return undefinedValue(std::move(reason));
    const std::span<const double> outcome = predictedOutcome(input);
    return weightedMean(input, kProbability, [&](std::size_t row) {
        const double residual = outcome[row] - input.score[row];
        return residual * residual;
    });
}

MetricValue logLoss(const MetricInput& input)
{
    if (Text reason = notProbabilities(input); !reason.empty())
        return undefinedValue(std::move(reason));
    const std::span<const double> outcome = predictedOutcome(input);
    MetricValue loss = weightedMean(input, kProbability, [&](std::size_t row) {
        return -std::log(outcome[row] == 1.0 ? input.score[row] : 1.0 - input.score[row]);
    });
    if (loss.value && !std::isfinite(*loss.value))
        return undefinedValue(text("a row's outcome has a score that rules it out"));
    return loss;
}

} // namespace evenhand
