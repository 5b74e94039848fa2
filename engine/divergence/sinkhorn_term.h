#pragma once

#include "engine/divergence/pair_sweep.h"
#include "engine/divergence/transport_side.h"

namespace evenhand {

/// One entropic optimal transport problem with cost ½‖x-y‖²: its dual potentials and their updates. A problem
/// of a cloud with itself has one potential, f = g.
///
/// With P_ij = a_i b_j exp((f_i + g_j - C_ij)/ε) the updates of Sinkhorn's algorithm are
/// f_i - ε log(Σ_j P_ij / a_i) and g_j - ε log(Σ_i P_ij / b_j): one sweep over the pairs serves both, the
/// marginal error and, with moments, the gradient. ½‖x‖² and log a are part of the exponents of the sides, so
/// a pair costs a product of points and an exponential.
class SinkhornTerm : public PairSweep {
public:
    /// Centred clouds of equal dims; the same one for the problem of a cloud with itself.
    SinkhornTerm(const PackedCloud& x, const PackedCloud& y);

    void setEpsilon(double epsilon);
    /// As long as ε stays, the plan only changes by factors of its rows and columns, and ε/4 is a fourth
    /// power: with the plan of the next sweep stored, later sweeps need no exponentials. Takes storage()
    /// numbers of memory.
    void store() { m_isToStore = true; }
    [[nodiscard]] std::size_t storage() const;

    /// Sweeps over the plan once. Sums that leave the range of doubles are found again row by row with the
    /// largest exponent taken off, so any ε > 0 will do.
    /// @errors Cancelled
    static Result<void> sweep(std::span<SinkhornTerm* const> terms, bool withMoments, const RunContext& ctx);

    [[nodiscard]] double marginalError() const;
    /// See TransportSide::update().
    void update(double share);
    /// ⟨a, f⟩ + ⟨b, g⟩
    [[nodiscard]] double value() const;

    /// Of a symmetric problem both are the same side.
    [[nodiscard]] TransportSide& rowSide() { return m_rows; }
    [[nodiscard]] TransportSide& columnSide() { return isSymmetric() ? m_rows : m_columns; }

    EVENHAND_INLINE void addComputed(Eigen::Index block, ChunkSums& out);
    EVENHAND_INLINE void addStored(Eigen::Index block, ChunkSums& out);
    EVENHAND_INLINE void addRaised(Eigen::Index block, ChunkSums& out);

protected:
    void runBlock(Eigen::Index block, ChunkSums& out) override;

private:
    enum class Plan : std::uint8_t {
        Computed, ///< from the points
        Storing,  ///< computed, and stored
        Stored,   ///< from what was stored
        Raising,  ///< its fourth power, stored again
    };

    template <Plan kPlan> EVENHAND_INLINE void addFromStored(Eigen::Index block, ChunkSums& out);
    EVENHAND_INLINE void storeTile(const TilePlace& place, Tile& tile);
    void raise();
    [[nodiscard]] double* storedAt(Eigen::Index row, Eigen::Index column);
    void prepare();
    [[nodiscard]] bool isInRange() const;
    Result<void> measure(SweepSums sums, const RunContext& ctx);

    TransportSide m_rows, m_columns;
    bool m_isToStore = false;
    bool m_isStored = false;
    bool m_isToRaise = false;
    Plan m_plan = Plan::Computed; ///< of this sweep
    PackedVector m_storedPlan;
};

} // namespace evenhand
