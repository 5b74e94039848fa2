#pragma once

#include "engine/core/rng.h"
#include "engine/data/design_matrix.h"

#include <cmath>

namespace evenhand::test {

/// Simulated features: p dense normal columns and one-hot blocks of the given numbers of levels, some codes
/// unseen.
inline DesignMatrix simulatedFeatures(
    Eigen::Index n, Eigen::Index p, const std::vector<Eigen::Index>& blockLevels, std::uint64_t seed)
{
    Rng rng(seed);
    DesignMatrix x;
    x.dense.resize(n, p);
    for (Eigen::Index i = 0; i < n; ++i)
        for (Eigen::Index j = 0; j < p; ++j)
            x.dense(i, j) = rng.normal();
    for (Eigen::Index j = 0; j < p; ++j)
        x.featureNames.push_back(std::string("x").append(std::to_string(j)));
    for (const Eigen::Index nLevels : blockLevels) {
        DesignMatrix::OneHot block {x.features(), nLevels, {}};
        for (Eigen::Index i = 0; i < n; ++i)
            block.codes.push_back(
                static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(nLevels) + 1)) - 1);
        for (Eigen::Index level = 0; level < nLevels; ++level)
            x.featureNames.push_back(std::string("b")
                                         .append(std::to_string(x.blocks.size()))
                                         .append(" = ")
                                         .append(std::to_string(level)));
        x.blocks.push_back(std::move(block));
    }
    return x;
}

/// Rows with outcomes that follow a linear model of the features, 0/1 or numbers.
inline EncodedData simulatedRows(Eigen::Index n, Eigen::Index p, const std::vector<Eigen::Index>& blockLevels,
    bool classification, std::uint64_t seed)
{
    EncodedData data;
    data.x = simulatedFeatures(n, p, blockLevels, seed);
    Rng rng(seed, 1);
    Eigen::VectorXd truth(data.x.features());
    for (double& each : truth)
        each = rng.normal() / std::sqrt(static_cast<double>(truth.size()));
    const Eigen::VectorXd z = data.x.times(truth);
    data.y.resize(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const double probability = 1.0 / (1.0 + std::exp(-2.0 * z[i] - 0.5));
        data.y[i]
            = classification ? (rng.uniform() < probability ? 1.0 : 0.0) : 3.0 + z[i] + 0.3 * rng.normal();
    }
    data.weight = Eigen::VectorXd::Ones(n);
    data.group.assign(static_cast<std::size_t>(n), 0);
    for (Eigen::Index i = 0; i < n; ++i)
        data.row.push_back(i);
    return data;
}

} // namespace evenhand::test
