#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace evenhand {

/// Linear fairness constraints: in every family the mean linear parts ⟨w, φ(x)⟩ of the groups may lie at most
/// a tolerance ε apart, max_g ⟨w, μ_g⟩ - min_g ⟨w, μ_g⟩ ≤ ε with μ_g the mean of φ over the family's rows of
/// group g. The intercept cancels.
/// @source Donini et al. (2018), Empirical Risk Minimization under Fairness Constraints, section 3.2; more
/// than two
///         groups: section 2 of the same
struct MeanConstraints {
    /// Rows that are compared with one another: those with the favourable outcome, those with the
    /// unfavourable one, or all.
    struct Family {
        std::string rows; ///< "favourable", "unfavourable" or "all"
        std::vector<std::string> groups;
        std::vector<std::int32_t> member; ///< (n,) index into `groups`; -1: the row is not in this family
        Eigen::VectorXd share;            ///< (n,) weight of the row in its group's mean; 0 outside
    };
    std::vector<Family> families;
};

/// How far the means may lie apart.
struct Tolerance {
    enum class Kind : std::uint8_t {
        Number, ///< ε itself, in units of the linear part
        Share,  ///< ε as a share of the largest gap of the unconstrained model; from 1 on nothing is
                ///< constrained
    };
    Kind kind = Kind::Number;
    double value = 0.0; ///< ≥ 0

    friend bool operator==(const Tolerance&, const Tolerance&) = default;
};

/// What a constraint did to a model, measured on its training rows.
struct ConstraintState {
    double epsilon = 0.0;                         ///< tolerance in force, in units of the linear part
    std::vector<std::vector<double>> means;       ///< [family][group] ⟨w, μ_g⟩, without the intercept
    std::vector<std::vector<double>> multipliers; ///< [family][group]; positive where the mean is held down
    Eigen::VectorXd coefficients; ///< (d,) w of a linear model in feature order; empty for kernels
    double intercept = 0.0;
    double norm = 0.0;       ///< ‖w‖ in the space of φ
    double objective = 0.0;  ///< of the training problem at the solution
    double dualityGap = 0.0; ///< relative to the objective; 0 where the solution is in closed form
    double alignment = 0.0; ///< largest |⟨w,u⟩|/(‖w‖·‖u‖) over the pairs of groups; 0: orthogonal
};

} // namespace evenhand
