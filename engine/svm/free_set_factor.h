#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Core>

namespace evenhand {

/// Cholesky factor LLᵀ of a symmetric positive definite matrix whose rows come and go: appending and removing
/// one costs O(size²).
/// @source Golub, Van Loan (2013), Matrix Computations, section 6.5.4
class FreeSetFactor {
public:
    /// @param lower  (k, k); only its lower triangle is read
    /// @return whether the matrix is positive definite to working precision
    /// @errors Cancelled  within 100 ms up to some 4000 rows
    [[nodiscard]] Result<bool> factorise(Eigen::MatrixXd lower, const RunContext& ctx);
    /// @param column    (k,) entries with the present rows
    /// @param diagonal  of the new row
    /// @return whether the larger matrix is positive definite; if not, nothing is changed
    [[nodiscard]] bool append(const Eigen::Ref<const Eigen::VectorXd>& column, double diagonal);
    void remove(Eigen::Index position);
    /// Solves in place.
    void solve(Eigen::Ref<Eigen::VectorXd> right) const;
    [[nodiscard]] Eigen::Index size() const { return m_size; }

private:
    void reserve(Eigen::Index size);

    Eigen::MatrixXd m_factor; ///< lower triangle of the leading (size, size) block
    Eigen::Index m_size = 0;
};

} // namespace evenhand
