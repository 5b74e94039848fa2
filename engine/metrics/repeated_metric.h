#pragma once

#include "engine/core/text.h"

#include <optional>
#include <string>
#include <vector>

namespace evenhand {

/// A metric over the repeats of a run.
struct RepeatedMetric {
    std::string id;
    std::vector<std::optional<double>> repeats; ///< absent: undefined in this repeat
    std::optional<double> mean, sd;             ///< over the repeats where it is defined; sd with n-1
    std::optional<double> low, high;            ///< 95 % interval of the mean, see summarise
    Text undefined;                             ///< reason when there is no mean
};

/// Mean, spread and the corrected resampled t interval (Nadeau, Bengio 2003) over the repeats in which the
/// metric is defined. With fewer than two of them there is neither spread nor interval.
/// @param testToTrainRatio  test rows divided by training rows of a repeat
[[nodiscard]] RepeatedMetric summarise(
    std::string id, std::vector<std::optional<double>> repeats, double testToTrainRatio);

} // namespace evenhand
