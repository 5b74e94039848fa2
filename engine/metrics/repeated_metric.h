#pragma once

#include "engine/pipeline/report.h"

namespace evenhand {

/// Mean, spread and 95 % interval of a metric over the repeats of a run.
///
/// The interval is the corrected resampled t interval mean ± t_{J-1, 0.975} · sqrt((1/J + nTest/nTrain) ·
/// sd²): training sets of different repeats overlap, so the repeats are not independent and sd/√J would be
/// far too small.
/// @param repeats      one value per finished repeat; absent where it is undefined
/// @param testToTrain  rows in test / rows in training
/// @return low and high absent with fewer than two defined repeats
/// @source Nadeau & Bengio (2003), Inference for the generalization error, Machine Learning 52, equation (9)
[[nodiscard]] RepeatedMetric summarise(
    std::string id, std::vector<std::optional<double>> repeats, double testToTrain);

} // namespace evenhand
