#include "engine/metrics/calibration.h"

#include "engine/metrics/error_values.h"
#include "engine/metrics/rates.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

struct Row {
    double score = 0.0, weight = 0.0;
    bool isPositive = false;
};

/// Sums first, means at the end.
void add(CalibrationBin& bin, const Row& row)
{
    bin.rows += 1.0;
    bin.weight += row.weight;
    bin.squares += row.weight * row.weight;
    bin.meanScore += row.weight * row.score;
    bin.positiveShare += row.isPositive ? row.weight : 0.0;
}

std::size_t binOf(double place, std::size_t bins)
{
    const auto bin = static_cast<std::size_t>(place * static_cast<double>(bins));
    return std::min(bin, bins - 1);
}

void fillEqualMass(std::vector<Row>& rows, std::vector<CalibrationBin>& bins)
{
    std::ranges::sort(rows, [](const Row& a, const Row& b) {
        return a.score != b.score  ? a.score < b.score
            : a.weight != b.weight ? a.weight < b.weight
                                   : a.isPositive < b.isPositive;
    });
    double total = 0.0;
    for (const Row& row : rows)
        total += row.weight;
    double below = 0.0;
    for (std::size_t begin = 0; begin < rows.size();) {
        std::size_t end = begin;
        double tied = 0.0;
        for (; end < rows.size() && rows[end].score == rows[begin].score; ++end)
            tied += rows[end].weight;
        CalibrationBin& bin = bins[binOf((below + 0.5 * tied) / total, bins.size())];
        for (; begin < end; ++begin)
            add(bin, rows[begin]);
        below += tied;
    }
}

} // namespace

std::vector<CalibrationBin> calibrationBins(const MetricInput& input, std::size_t bins, Binning binning)
{
    const std::span<const double> outcome = predictedOutcome(input);
    std::vector<Row> rows(input.score.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
        rows[i] = {input.score[i], weightOf(input, i), outcome[i] == 1.0};
    std::vector<CalibrationBin> filled(bins);
    if (binning == Binning::EqualMass)
        fillEqualMass(rows, filled);
    else
        for (const Row& row : rows)
            add(filled[binOf(row.score, bins)], row);
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
