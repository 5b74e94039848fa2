#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

#include <memory>
#include <optional>

namespace evenhand {

/// What trees are fitted to, and so what they predict.
enum class TreeLoss : std::uint8_t {
    Logistic, ///< of outcomes 0 and 1: probabilities
    Squared,  ///< of numbers: means
};

struct BoostingSpec {
    int rounds = 100;                ///< trees, at most
    double rate = 0.1;               ///< by which a tree's values are shrunk
    int depth = 6;                   ///< of a tree, at most
    double minimumChildWeight = 1.0; ///< sum of second derivatives in a leaf, at least
    std::uint64_t seed = 0;
    TreeLoss loss = TreeLoss::Logistic;
    double lambda = 1.0;       ///< L2 penalty on leaf values
    double gamma = 0.0;        ///< loss that a split must save, at least
    double subsample = 1.0;    ///< share of the rows that a tree sees
    double columnSample = 1.0; ///< share of the features that a tree sees
    int patience
        = 0; ///< rounds without improvement on rows kept aside after which no more are made; 0: never
    std::optional<double> start {}; ///< XGBoost's base_score; absent: 1/2, of squared loss the mean outcome
};

struct ForestSpec {
    int trees = 100;
    int depth = 6;
    double minimumChildWeight = 1.0;
    std::uint64_t seed = 0;
    double lambda = 1e-5;
    double subsample = 0.8;
    double columnSample = 0.8; ///< share of the features that a split chooses from
    std::optional<double> start {};
};

/// How a boosting ended.
struct BoostingOutcome {
    int trees = 0;              ///< that predict
    Eigen::Index keptAside = 0; ///< rows that judged them; 0: none
};

/// Gradient boosted trees and random forests by XGBoost's C library on one thread: the same bits every time.
/// A stop is heard between batches of rows and between trees; one tree on a million rows takes a few tenths
/// of a second, in which the library cannot be interrupted.
/// @source Chen, Guestrin (2016), XGBoost: A scalable tree boosting system
class BoostedTrees {
public:
    /// @param y       (n,) 0 or 1, or numbers when the loss is squared;  @param weight  (n,) > 0
    /// @errors Cancelled between two trees; Internal  what the library reports
    [[nodiscard]] static Result<BoostedTrees> fit(const DesignMatrix& x, const Eigen::VectorXd& y,
        const Eigen::VectorXd& weight, const BoostingSpec& spec, const RunContext& ctx);

    /// A random forest of squared loss: the mean of trees that are fitted apart, on rows and features drawn
    /// anew for each. On outcomes 0 and 1 its trees are those of the logistic loss, whose second derivative
    /// is the same for all rows before the first tree; but its leaves hold shares of outcomes, so their mean
    /// is a probability.
    /// @source Breiman (2001), Random forests; XGBoost's recipe of parallel trees and one round
    [[nodiscard]] static Result<BoostedTrees> fitForest(const DesignMatrix& x, const Eigen::VectorXd& y,
        const Eigen::VectorXd& weight, const ForestSpec& spec, const RunContext& ctx);

    /// Probabilities of the outcome or, with squared loss, means: (n,). A row's number does not depend on the
    /// others.
    [[nodiscard]] Result<Eigen::VectorXd> predict(const DesignMatrix& x, const RunContext& ctx = {}) const;

    [[nodiscard]] const BoostingOutcome& outcome() const { return m_outcome; }

private:
    BoostedTrees(std::shared_ptr<void> booster, BoostingOutcome outcome)
        : m_booster(std::move(booster))
        , m_outcome(outcome)
    {
    }
    std::shared_ptr<void> m_booster;
    BoostingOutcome m_outcome;
};

} // namespace evenhand
