#pragma once

#include "engine/data/design_matrix.h"

#include <span>

namespace evenhand {

enum class KernelKind : std::uint8_t { Rbf, Polynomial, Linear };

/// k(x, z): exp(-γ‖x-z‖²), (γ x·z + offset)^degree, or x·z.
struct KernelSpec {
    KernelKind kind = KernelKind::Rbf;
    double gamma = 1.0;
    int degree = 3;
    double offset = 0.0;

    friend bool operator==(const KernelSpec&, const KernelSpec&) = default;
};

/// Rows of features packed for kernel evaluations: numbers column by column, one-hot blocks as codes.
class KernelRows {
public:
    KernelRows(const DesignMatrix& x, const KernelSpec& spec);

    [[nodiscard]] Eigen::Index rows() const { return m_rows; }
    [[nodiscard]] const KernelSpec& spec() const { return m_spec; }
    /// k(x_i, x_j) for all j of @p first, …, first + out.size() - 1.
    void fillRow(Eigen::Index i, Eigen::Index first, std::span<double> out) const;
    /// k(z_i, x_j) of a row of other features (encoded alike) with all rows.
    void fillCrossRow(const KernelRows& other, Eigen::Index i, std::span<double> out) const;
    /// k(x_i, x_i).
    [[nodiscard]] double diagonal(Eigen::Index i) const;

private:
    void fill(const KernelRows& left, Eigen::Index i, Eigen::Index first, std::span<double> out) const;

    KernelSpec m_spec;
    Eigen::Index m_rows = 0;
    Eigen::MatrixXd m_dense;                         ///< (n, p)
    std::vector<std::vector<std::int32_t>> m_blocks; ///< codes of every one-hot block
    Eigen::VectorXd m_norm;                          ///< (n,) ‖x‖²
};

} // namespace evenhand
