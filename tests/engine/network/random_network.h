#pragma once

#include "engine/core/rng.h"
#include "engine/network/objective.h"

#include <limits>

namespace evenhand::test {

/// Random rows with dense numbers and one-hot blocks, mixed tasks, missing values and weights.
struct RandomNetwork {
    NetworkShape shape;
    NetworkRows rows;
    Eigen::VectorXd parameters;

    RandomNetwork(std::uint64_t seed, Eigen::Index n, std::vector<Eigen::Index> hidden, Activation activation,
        std::size_t groups, bool byTaskColumn)
    {
        Rng rng(seed);
        DesignMatrix x;
        x.dense.resize(n, 3);
        for (double& value : x.dense.reshaped())
            value = rng.normal();
        x.blocks = {{3, 4, {}}, {7, 2, {}}};
        x.featureNames.assign(9, "x");
        for (Eigen::Index i = 0; i < n; ++i) {
            x.blocks[0].codes.push_back(static_cast<std::int32_t>(rng.below(5)) - 1);
            x.blocks[1].codes.push_back(static_cast<std::int32_t>(rng.below(2)));
            rows.group.push_back(static_cast<std::int32_t>(rng.below(groups)));
        }
        rows.x = InputRows(x);
        rows.groups = groups;
        rows.comparisons = {rows.group};
        rows.weight.resize(n);
        for (double& value : rows.weight)
            value = 0.5 + rng.uniform();
        setTargets(rng, n, byTaskColumn);
        shape = {9, std::move(hidden), activation, 3};
        parameters = initialParameters(shape, seed + 1);
    }

    /// One-hot blocks written out as numbers.
    [[nodiscard]] static DesignMatrix writtenOut(const DesignMatrix& x)
    {
        return {x.toDense(), {}, x.featureNames};
    }

private:
    void setTargets(Rng& rng, Eigen::Index n, bool byTaskColumn)
    {
        rows.targets.kinds = {Task::Classification, Task::Regression, Task::Classification};
        if (byTaskColumn)
            rows.targets.kinds.assign(3, Task::Regression);
        rows.targets.y.resize(n, byTaskColumn ? 1 : 3);
        for (Eigen::Index j = 0; j < rows.targets.y.cols(); ++j)
            for (Eigen::Index i = 0; i < n; ++i) {
                const bool classes = rows.targets.kinds[static_cast<std::size_t>(j)] == Task::Classification;
                rows.targets.y(i, j) = classes ? static_cast<double>(rng.below(2)) : rng.normal();
                if (rng.below(8) == 0)
                    rows.targets.y(i, j) = std::numeric_limits<double>::quiet_NaN();
            }
        for (Eigen::Index i = 0; byTaskColumn && i < n; ++i)
            rows.targets.taskOf.push_back(static_cast<std::int32_t>(rng.below(4)) - 1);
        setShares(rows.targets, rows.weight);
    }
};

inline Batch allRows(Eigen::Index n)
{
    Batch batch;
    for (Eigen::Index i = 0; i < n; ++i)
        batch.rows.push_back(i);
    return batch;
}

} // namespace evenhand::test
