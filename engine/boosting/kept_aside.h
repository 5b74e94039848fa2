#pragma once

#include "engine/boosting/boosted_trees.h"
#include "engine/boosting/compressed_rows.h"

namespace evenhand {

/// Rows that trees are grown on and rows that judge them.
struct KeptAside {
    std::vector<Eigen::Index> training, judging; ///< ascending; both empty: too few rows to keep some aside
};

/// A tenth of the rows, drawn by @p seed, of every class alike.
/// @param y  (n,) @param classes  whether its values are classes
[[nodiscard]] KeptAside keepAside(const Eigen::VectorXd& y, bool classes, std::uint64_t seed);

/// Loss on the rows kept aside, tree after tree.
class HeldLoss {
public:
    /// @param start  XGBoost's base_score
    HeldLoss(const BoostingRows& rows, TreeLoss loss, double start);

    /// Adds the tree of @p round.
    /// @errors Cancelled; Internal  what the library reports
    Result<void> addTree(void* booster, int round, const RunContext& ctx);
    /// The round after which the loss was smallest so far.
    [[nodiscard]] int bestRound() const { return m_bestRound; }

private:
    BoostingRows m_rows;
    TreeLoss m_loss;
    double m_base = 0.0;      ///< margin of no tree
    Eigen::VectorXd m_margin; ///< (kept aside,) so far
    double m_best = HUGE_VAL;
    int m_bestRound = 0;
};

} // namespace evenhand
