#pragma once

#include "engine/learners/mean_constraints.h"

#include <optional>

namespace evenhand {

/// What a fairness constraint did to one model of one repeat: the numbers behind the figures that make the
/// constraint visible. Gaps are max - min over the groups of a family.
struct ConstraintInsight {
    /// One group's rows of one part (training or test).
    struct GroupMean {
        double rows = 0.0;
        double weight = 0.0;
        std::optional<double> linear; ///< mean linear part with the intercept; absent without rows
        std::optional<double> rate;   ///< share decided favourably; absent without rows, and in regression
        /// Mean of sign f - f over the rows, whose size says how far the linear loss is from the hard one.
        std::optional<double> signMinusLinear;
    };
    struct Family {
        std::string rows; ///< "favourable", "unfavourable" or "all"
        std::vector<std::string> groups;
        std::vector<GroupMean> train, test; ///< one per group
        std::vector<double> multipliers;    ///< one per group
    };
    struct Coefficient {
        std::string feature;
        double before = 0.0;   ///< w of the unconstrained model
        double after = 0.0;    ///< w under the constraint
        std::vector<double> u; ///< per family: μ_a - μ_b of the two groups that lie furthest apart before
    };
    std::vector<Family> families;
    std::vector<Coefficient> coefficients; ///< of linear models, in feature order; empty for kernels
    std::vector<std::pair<std::string, std::string>> uGroups; ///< per family: the groups a and b of u
    ConstraintState before, after;
    double radius = 0.0; ///< largest ‖φ(x)‖ of a training row
    std::string learner; ///< id
};

} // namespace evenhand
