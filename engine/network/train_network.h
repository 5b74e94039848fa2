#pragma once

#include "engine/core/training_curve.h"
#include "engine/network/batches.h"

namespace evenhand {

enum class Optimiser : std::uint8_t { Adam, Lbfgs };

struct TrainingSpec {
    ObjectiveSpec objective;
    Optimiser optimiser = Optimiser::Adam;
    double learningRate = 3e-3;       ///< of Adam; a fifth of it in the last quarter of the steps
    Eigen::Index batch = 512;         ///< of Adam; 0: all rows at once. L-BFGS always takes all
    Eigen::Index leastGroupRows = 64; ///< rows of each stratum in a batch
    int epochs = 0; ///< of Adam; L-BFGS takes 20 iterations for each. 0: 12, for small tables as many as give
                    ///< 650 steps
    int patience = 0; ///< epochs without a better validation objective before it ends; 0: never
    std::uint64_t seed = 0;
    std::string what; ///< name of the curve
    std::vector<std::string> taskNames;
};

struct TrainedNetwork {
    NetworkShape shape;
    Eigen::VectorXd parameters; ///< of the epoch with the smallest validation objective; without validation
                                ///< rows of the last
    std::shared_ptr<const TrainingCurve> curve;
    std::vector<Text> warnings;
};

/// Trains a network from seeded initial parameters. Asked to stop, it keeps the best network so far, as soon
/// as there is one.
/// @param stratum     (n,) ≥ 0 of the training rows, see BatchDrawer
/// @param validation  rows that judge the epochs; null: none are kept aside
/// @errors Cancelled  before the first epoch was finished
/// @errors NoAnswer   the objective became infinite or not a number
[[nodiscard]] Result<TrainedNetwork> trainNetwork(const NetworkShape& shape, const NetworkRows& rows,
    std::span<const std::int32_t> stratum, const NetworkRows* validation, const TrainingSpec& spec,
    const RunContext& ctx);

} // namespace evenhand
