#include "engine/metrics/calibration.h"

#include "engine/metrics/error_values.h"
#include "engine/metrics/rates.h"
#include "engine/transport/radix_sort.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand {

namespace {

std::size_t binOf(double place, std::size_t bins)
{
    const auto bin = static_cast<std::size_t>(place * static_cast<double>(bins));
    return std::min(bin, bins - 1);
}

/// Adds one row to a bin; sums first, means at the end. Positives are added elsewhere.
void add(CalibrationBin& bin, double score, double weight)
{
    bin.rows += 1.0;
    bin.weight += weight;
    bin.squares += weight * weight;
    bin.meanScore += weight * score;
}

void fillEqualWidth(
    const MetricInput& input, std::span<const double> outcome, std::vector<CalibrationBin>& bins)
{
    for (std::size_t row = 0; row < input.score.size(); ++row) {
        CalibrationBin& bin = bins[binOf(input.score[row], bins.size())];
        const double weight = weightOf(input, row);
        add(bin, input.score[row], weight);
        bin.positiveShare += outcome[row] == 1.0 ? weight : 0.0;
    }
}

/// Scores are sorted without their rows, which is several times faster; the rows find their bins afterwards
/// by the largest score of each.
void fillEqualMass(
    const MetricInput& input, std::span<const double> outcome, std::vector<CalibrationBin>& bins)
{
    std::vector<double> score(input.score.begin(), input.score.end());
    std::vector<double> weight(input.weight.begin(), input.weight.end());
    if (weight.empty())
        sortAscending(score);
    else
        sortAscending(score, weight);
    const auto weightAt = [&](std::size_t i) { return weight.empty() ? 1.0 : weight[i]; };
    const double total = weight.empty() ? static_cast<double>(score.size())
                                        : std::accumulate(weight.begin(), weight.end(), 0.0);
    std::vector<double> ends;
    std::vector<std::size_t> binOfEnd;
    double below = 0.0;
    for (std::size_t begin = 0; begin < score.size();) {
        std::size_t end = begin;
        double tied = 0.0;
        for (; end < score.size() && score[end] == score[begin]; ++end)
            tied += weightAt(end);
        const std::size_t bin = binOf((below + 0.5 * tied) / total, bins.size());
        if (binOfEnd.empty() || binOfEnd.back() != bin) {
            ends.push_back(score[begin]);
            binOfEnd.push_back(bin);
        }
        ends.back() = score[begin];
        for (; begin < end; ++begin)
            add(bins[bin], score[begin], weightAt(begin));
        below += tied;
    }
    for (std::size_t row = 0; row < input.score.size(); ++row) {
        if (outcome[row] != 1.0)
            continue;
        const auto place = std::ranges::lower_bound(ends, input.score[row]) - ends.begin();
        bins[binOfEnd[static_cast<std::size_t>(place)]].positiveShare += weightOf(input, row);
    }
}

} // namespace

std::vector<CalibrationBin> calibrationBins(const MetricInput& input, std::size_t bins, Binning binning)
{
    const std::span<const double> outcome = predictedOutcome(input);
    std::vector<CalibrationBin> filled(bins);
    if (binning == Binning::EqualMass)
        fillEqualMass(input, outcome, filled);
    else
        fillEqualWidth(input, outcome, filled);
    std::erase_if(filled, [](const CalibrationBin& bin) { return !(bin.weight > 0.0); });
    for (CalibrationBin& bin : filled) {
        bin.meanScore /= bin.weight;
        bin.positiveShare /= bin.weight;
    }
    return filled;
}

double calibrationError(const std::vector<CalibrationBin>& bins)
{
    double sum = 0.0;
    double total = 0.0;
    for (const CalibrationBin& bin : bins) {
        sum += bin.weight * std::abs(bin.positiveShare - bin.meanScore);
        total += bin.weight;
    }
    return sum / total;
}

MetricValue expectedCalibrationError(const MetricInput& input)
{
    if (Text reason = notProbabilities(input); !reason.empty())
        return undefinedValue(std::move(reason));
    return definedValue(calibrationError(calibrationBins(input, kCalibrationErrorBins, Binning::EqualMass)));
}

} // namespace evenhand
