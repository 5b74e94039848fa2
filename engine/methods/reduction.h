#pragma once

#include "engine/methods/method.h"

#include <array>

namespace evenhand {

/// What is held alike between groups by a reduction.
enum class ReductionNotion : std::uint8_t {
    DemographicParity, ///< the share accepted, among all rows; in regression the mean prediction
    EqualOpportunity,  ///< the share accepted, among rows with the favourable outcome
    EqualizedOdds,     ///< that and the share accepted among rows with the unfavourable outcome
    BoundedGroupLoss,  ///< the loss of each group, which is bounded instead of compared
};

inline constexpr std::array<std::string_view, 4> kReductionNotionIds {
    "demographic_parity", "equal_opportunity", "equalized_odds", "bounded_group_loss"};

[[nodiscard]] ParamSpec reductionNotionParam();
[[nodiscard]] ReductionNotion reductionNotionOf(const ParamSet& params);

/// Training rows as a learning problem under linear constraints.
///
/// Whatever counts of a model's predictions is a short vector, its summary a; error and constraints are
/// linear in it, and so is the Lagrangian err(a) + λ·violation(a), whose slope in a are the costs by which a
/// best response is trained.
///
/// Classification: cell 2g + y holds the rows of group g with outcome y; a_c is the weight of the rows of c
/// that are accepted, of all weight. Error: the share of weight that is decided wrongly.
/// Regression: cells are groups; a_g is the squared error of the rows of g over all weight, in units of the
/// outcome's variance, and a_{G+g} the sum of predictions there, in units of its standard deviation. Error:
/// the mean squared error in units of the variance.
struct Reduction {
    Task task = Task::Classification;
    bool comparesLoss = false; ///< of BoundedGroupLoss
    Eigen::Index cells = 0;
    std::vector<std::int32_t> cell; ///< (n,)
    Eigen::VectorXd cellShare;      ///< (cells,) of all weight
    Eigen::VectorXd share;          ///< (n,) of a row of all weight
    double deviation = 1.0;         ///< standard deviation of the outcome, in regression

    // error = errorConstant + errorSlope·a
    Eigen::VectorXd errorSlope; ///< (s,)
    double errorConstant = 0.0;
    // Of each constraint: constant + slope·a ≤ tolerance. Two-sided ones come in pairs, ± of the same.
    Eigen::MatrixXd slope;             ///< (k, s)
    Eigen::VectorXd constant;          ///< (k,)
    bool isTwoSided = false;           ///< row k + j is the negative of row j, for half of the rows
    std::vector<Eigen::Index> largest; ///< of two-sided ones: per event the group with the most weight; its
                                       ///< constraint follows from the others'
    double rows = 0.0;                 ///< effective number of rows, (Σw)²/Σw²

    [[nodiscard]] double error(const Eigen::VectorXd& summary) const
    {
        return errorConstant + errorSlope.dot(summary);
    }
    /// (k,) left sides of the constraints.
    [[nodiscard]] Eigen::VectorXd violations(const Eigen::VectorXd& summary) const
    {
        return constant + slope * summary;
    }
    /// Slope of the Lagrangian under multipliers (k,) ≥ 0.
    [[nodiscard]] Eigen::VectorXd costs(const Eigen::VectorXd& multipliers) const
    {
        return errorSlope + slope.transpose() * multipliers;
    }
};

/// A reduction with what a reader must know of it.
struct PreparedReduction {
    Reduction reduction;
    std::vector<Text> warnings;
};

/// @errors InvalidData  as constrainNotion()
/// @source Agarwal, Beygelzimer, Dudík, Langford, Wallach (2018), A reductions approach to fair
///         classification, ICML, section 2 and example 4: a group is compared with all rows of the event;
///         bounded group loss: Agarwal, Dudík, Wu (2019), Fair regression, ICML, definition 2
[[nodiscard]] Result<PreparedReduction> prepareReduction(const FitInput& input, ReductionNotion notion);

/// Summary of a model with the given predictions: in classification decisions 0 or 1.
[[nodiscard]] Eigen::VectorXd summaryOf(
    const Reduction& reduction, const Eigen::VectorXd& y, const Eigen::VectorXd& predictions);

/// What a learner is trained on instead of the outcomes to minimise costs·a.
struct CellTargets {
    Eigen::VectorXd label;  ///< (cells,) outcome 0 or 1 of all rows of the cell; in regression what is added
                            ///< to each row's outcome
    Eigen::VectorXd factor; ///< (cells,) > 0 of the row's weight; leaves the sum of weights as it is
};
/// @source Agarwal et al. (2018), section 3.2 (cost-sensitive classification as weighted classification); in
///         regression u·(h - y)² + s·h = u·(h - (y - s/2u))² + const
[[nodiscard]] CellTargets targetsOf(const Reduction& reduction, const Eigen::VectorXd& costs);

} // namespace evenhand
