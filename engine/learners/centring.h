#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

#include <memory>

namespace evenhand {

/// Features whose dense columns have had their mean taken off, because subtracting large means later would
/// cost digits (a year of birth: 1970 ± 15). With an intercept this changes only the intercept.
struct Centred {
    std::unique_ptr<DesignMatrix> copy; ///< absent when the columns are centred well enough as they are
    Eigen::VectorXd shift;              ///< (p,) what was taken off each dense column; zero without a copy

    [[nodiscard]] const DesignMatrix& features(const DesignMatrix& original) const
    {
        return copy ? *copy : original;
    }
    /// Intercept for the original features of a model fitted on the centred ones.
    [[nodiscard]] double intercept(double fitted, const Eigen::Ref<const Eigen::VectorXd>& coefficients) const
    {
        return fitted - shift.dot(coefficients.head(shift.size()));
    }
};

/// @errors Cancelled
[[nodiscard]] Result<Centred> centreDense(
    const DesignMatrix& x, const Eigen::Ref<const Eigen::VectorXd>& weight, const RunContext& ctx);

} // namespace evenhand
