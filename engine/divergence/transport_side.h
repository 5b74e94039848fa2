#pragma once

#include "engine/divergence/packed_cloud.h"

namespace evenhand {

/// One marginal of an entropic transport problem: its points, its dual potential, and what the last sweep
/// over the plan P found. All are (stride,) with room behind the last point, where exponents are so low that
/// the plan is 0.
struct TransportSide {
    explicit TransportSide(const PackedCloud& points);

    const PackedCloud* cloud;
    double epsilon = 1.0;
    PackedVector potential; ///< f
    PackedVector exponent; ///< (f - ½‖x‖²)/ε + log a: P_ij is exp of those of row and column and x·y/ε
    PackedVector logRatio; ///< log(Σ_j P_ij / a_i)
    PackedVector mean;     ///< Σ_j P_ij y_j / Σ_j P_ij, coordinate by coordinate
    PackedVector stored;   ///< exponents less log a at which the plan was stored without weights
    PackedVector
        factor; ///< a exp(change of the exponent since): P_ij is stored_ij times those of row and column

    void setEpsilon(double value);
    /// f ← f - share · ε · log(Σ_j P_ij / a_i): Sinkhorn's update for 1, its average with f for ½.
    void update(double share);
    void setPotential(std::span<const double> f);

    void rememberStored();
    /// The stored plan was raised to the fourth power.
    void raiseStored();
    /// @return the largest change of an exponent since the plan was stored
    double findFactors();

    /// @param sums    Σ_j P_ij of every row, each divided by exp(shift_i); @param shift  empty: all 0
    /// @param moments Σ_j P_ij y_j divided likewise, or empty
    void measure(const PackedVector& sums, const PackedVector& moments, const PackedVector& shift);
    /// Σ_i |Σ_j P_ij - a_i|, of the last measure().
    [[nodiscard]] double marginalError() const;
    /// ⟨a, f⟩
    [[nodiscard]] double value() const;
    /// a_i (x_i - mean_i). (n, d)
    [[nodiscard]] Eigen::MatrixXd gradient() const;

private:
    void findExponents();

    PackedVector m_halfSquares; ///< ½‖x‖²
    PackedVector m_logWeight;
};

} // namespace evenhand
