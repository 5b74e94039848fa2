#pragma once

#include "engine/metrics/metric.h"

namespace evenhand {

/// How scores are cut into bins.
enum class Binning : std::uint8_t {
    EqualMass,  ///< bins of equal weight; rows with the same score stay together
    EqualWidth, ///< [0, 1/n), …, [1 - 1/n, 1]
};

/// Rows whose scores fall into one bin.
struct CalibrationBin {
    double rows = 0.0, weight = 0.0;
    double squares = 0.0; ///< Σw²
    double meanScore = 0.0;
    double positiveShare = 0.0; ///< weighted share of rows whose outcome is 1

    /// Kish's (Σw)²/Σw².
    [[nodiscard]] double effectiveCount() const { return weight * weight / squares; }
};

/// Bins of equal mass of the expected calibration error.
inline constexpr std::size_t kCalibrationErrorBins = 15;

/// The bins that hold rows, ascending in score. Bins of equal mass: a run of equal scores belongs to the bin
/// in which the middle of its weight lies, so ties never depend on the order of rows.
/// @param input  scores in [0,1] and the outcome that they predict
/// @param bins   at least 1
/// @cost O(n log n) for equal mass, O(n) for equal width
[[nodiscard]] std::vector<CalibrationBin> calibrationBins(
    const MetricInput& input, std::size_t bins, Binning binning);

/// Σ weight share · |positive share - mean score| over the bins.
/// @source Naeini, Cooper, Hauskrecht (2015), Obtaining well calibrated probabilities using Bayesian binning,
/// section 3; bins of equal mass after Nguyen, O'Connor (2015), Posterior calibration and exploratory
/// analysis for natural language processing models
[[nodiscard]] double calibrationError(const std::vector<CalibrationBin>& bins);

/// With kCalibrationErrorBins bins of equal mass; undefined for scores that are no probabilities.
[[nodiscard]] MetricValue expectedCalibrationError(const MetricInput& input);

} // namespace evenhand
