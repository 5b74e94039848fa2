#pragma once

#include "engine/data/study.h"
#include "engine/divergence/group_divergence.h"
#include "engine/network/input_rows.h"
#include "engine/network/network.h"

namespace evenhand {

/// What the heads have to predict. Either every row belongs to every task whose value it has, or each row
/// belongs to one task.
struct HeadTargets {
    std::vector<Task> kinds;          ///< (T,)
    Eigen::MatrixXd y;                ///< (n, T), or (n, 1) with `taskOf`; 0/1 or a number; NaN where unknown
    std::vector<std::int32_t> taskOf; ///< (n,) task of a row, -1 none; empty: see above
    /// Same shape as y: what a row's loss counts in the risk; 0 where there is no value. With weights w they
    /// are M_it w_i/(T Σ_i M_it w_i), so that the risk is the mean over the tasks of their mean losses.
    Eigen::MatrixXd share;

    [[nodiscard]] bool byRow() const { return !taskOf.empty(); }
};
/// Fills in `share`; T counts the tasks that have a row. @param weight  (n,) > 0
void setShares(HeadTargets& targets, const Eigen::VectorXd& weight);

/// Rows that a network is trained or judged on.
struct NetworkRows {
    InputRows x;
    HeadTargets targets;
    /// Group of each row in every comparison; -1: not compared. All rows for demographic parity; those with
    /// the favourable outcome for equal opportunity; two comparisons for equalised odds.
    std::vector<std::vector<std::int32_t>> comparisons;
    std::vector<std::int32_t> group; ///< (n,) of every row
    std::size_t groups = 0;
    Eigen::VectorXd weight; ///< (n,) inside a comparison; empty: all alike
};

struct ObjectiveSpec {
    double strength = 0.0; ///< λ
    GroupDivergenceSpec divergence;
    double weightDecay = 1e-4; ///< ρ
    double coupling = 0.0;     ///< κ: heads of many small tasks are held together
    double dropout = 0.0;      ///< share of hidden units left out of a step
};

/// Rows of one step.
struct Batch {
    std::vector<Eigen::Index> rows;
    std::vector<double> scale; ///< by which a row's loss counts for those that were not drawn; empty: 1
};

struct ObjectiveValue {
    double objective = 0.0, risk = 0.0, divergence = 0.0, penalty = 0.0;
    bool converged = true; ///< of the divergence
};

/// J = Σ share·ℓ(o_t(x), y) + λ·mean over the comparisons of D + (ρ/2)(Σ‖W‖² + ‖V‖²) + κ·mean_t ‖v_t - v̄‖²
/// with the logistic loss for classes and the squared error for numbers; exact gradients.
/// @source Oneto, Donini, Luise, Ciliberto, Maurer, Pontil (2020), Exploiting MMD and Sinkhorn Divergences
/// for Fair and Transferable Representation Learning
class Objective {
public:
    Objective(const NetworkShape& shape, const NetworkRows& rows, const ObjectiveSpec& spec);

    /// @param gradient     null: value only
    /// @param dropoutSeed  of this step; used when units are dropped
    /// @errors Cancelled; what the divergence cannot do
    [[nodiscard]] Result<ObjectiveValue> at(const Eigen::VectorXd& parameters, const Batch& batch,
        Eigen::VectorXd* gradient, std::uint64_t dropoutSeed, const RunContext& ctx);

private:
    void forward(const NetworkParts<const Eigen::VectorXd>& net, const Batch& batch, Eigen::Index begin,
        Eigen::Index end);
    double headLosses(const NetworkParts<const Eigen::VectorXd>& net, const Batch& batch, Eigen::Index begin,
        Eigen::Index end, const NetworkParts<Eigen::VectorXd>* gradient);
    void backward(const NetworkParts<const Eigen::VectorXd>& net, const Batch& batch, Eigen::Index begin,
        Eigen::Index end, const NetworkParts<Eigen::VectorXd>& gradient);
    void drop(std::uint64_t seed, Eigen::Index size);
    Result<void> addDivergence(
        const Batch& batch, bool withGradient, ObjectiveValue& value, const RunContext& ctx);
    double penalties(
        const NetworkParts<const Eigen::VectorXd>& net, const NetworkParts<Eigen::VectorXd>* gradient) const;

    const NetworkShape& m_shape;
    const NetworkRows& m_rows;
    const ObjectiveSpec& m_spec;
    std::vector<Eigen::MatrixXd> m_output, m_delta; ///< per layer (units, batch)
    std::vector<Eigen::MatrixXd> m_kept;            ///< per layer (units, batch): 0 or 1/(1 - dropout)
};

/// The representation of some rows, (rows, dimensions).
[[nodiscard]] Eigen::MatrixXd represent(
    const NetworkShape& shape, const Eigen::VectorXd& parameters, const InputRows& x);
/// Outputs o_t of every head, (rows, tasks), before any link.
[[nodiscard]] Eigen::MatrixXd headOutputs(
    const NetworkShape& shape, const Eigen::VectorXd& parameters, const Eigen::MatrixXd& representation);

} // namespace evenhand
