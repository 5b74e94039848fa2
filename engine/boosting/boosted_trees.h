#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

#include <memory>

namespace evenhand {

struct BoostingSpec {
    int rounds = 100;
    double rate = 0.1;               ///< by which a tree's values are shrunk
    int depth = 6;                   ///< of a tree, at most
    double minimumChildWeight = 1.0; ///< sum of second derivatives in a leaf, at least
    std::uint64_t seed = 0;
};

/// Gradient boosted trees for a binary outcome, by XGBoost's C library on one thread: the same bits every
/// time.
/// @source Chen, Guestrin (2016), XGBoost: A scalable tree boosting system
class BoostedTrees {
public:
    /// @param y       (n,) 0 or 1;  @param weight  (n,) > 0
    /// @errors Cancelled between two trees; Internal  what the library reports
    [[nodiscard]] static Result<BoostedTrees> fit(const DesignMatrix& x, const Eigen::VectorXd& y,
        const Eigen::VectorXd& weight, const BoostingSpec& spec, const RunContext& ctx);

    /// Probabilities of the outcome, (n,).
    [[nodiscard]] Result<Eigen::VectorXd> predict(const DesignMatrix& x) const;

private:
    explicit BoostedTrees(std::shared_ptr<void> booster)
        : m_booster(std::move(booster))
    {
    }
    std::shared_ptr<void> m_booster;
};

} // namespace evenhand
