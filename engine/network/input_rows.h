#pragma once

#include "engine/data/design_matrix.h"

#include <span>

namespace evenhand {

/// Features packed row by row for a network: what a row has lies together, one-hot blocks stay codes. An
/// input layer costs the number of table columns, not of features.
class InputRows {
public:
    InputRows() = default;
    explicit InputRows(const DesignMatrix& x);

    [[nodiscard]] Eigen::Index rows() const { return m_rows; }
    [[nodiscard]] Eigen::Index features() const { return m_features; }

    /// out(:, k) = W·x_{rows[k]} + c; W (units, features), out (units, rows).
    void times(const Eigen::Ref<const Eigen::MatrixXd>& weight, const Eigen::Ref<const Eigen::VectorXd>& bias,
        std::span<const Eigen::Index> rows, Eigen::Ref<Eigen::MatrixXd> out) const;
    /// gradient += Σ_k d(:, k)·x_{rows[k]}ᵀ; gradient (units, features).
    void addOuter(const Eigen::Ref<const Eigen::MatrixXd>& d, std::span<const Eigen::Index> rows,
        Eigen::Ref<Eigen::MatrixXd> gradient) const;

private:
    Eigen::Index m_rows = 0, m_features = 0;
    Eigen::MatrixXd m_dense; ///< (dense columns, rows)
    Eigen::Index m_blocks = 0;
    std::vector<std::int32_t> m_codes; ///< feature of each block, row by row; -1: none
};

} // namespace evenhand
