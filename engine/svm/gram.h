#pragma once

#include "engine/core/run_context.h"
#include "engine/svm/kernel.h"

#include <list>
#include <memory>

namespace evenhand {

/// The matrix K of inner products of n rows, never written out as a whole. Not thread-safe: a solver's own.
class Gram {
public:
    virtual ~Gram() = default;
    Gram() = default;
    Gram(const Gram&) = delete;
    Gram& operator=(const Gram&) = delete;
    Gram(Gram&&) = delete;
    Gram& operator=(Gram&&) = delete;

    [[nodiscard]] virtual Eigen::Index rows() const = 0;
    [[nodiscard]] virtual double diagonal(Eigen::Index i) const = 0;
    /// Row i of K, n numbers; valid until the next call.
    [[nodiscard]] virtual const double* row(Eigen::Index i) = 0;
    /// to[k] = K(i, which[k]).
    virtual void entries(Eigen::Index i, std::span<const Eigen::Index> which, double* to) = 0;
    /// f += Σ_k change_k·K(which_k, ·).
    /// @errors Cancelled
    [[nodiscard]] virtual Result<void> addCombination(std::span<const Eigen::Index> which,
        std::span<const double> change, Eigen::VectorXd& f, const RunContext& ctx)
        = 0;
    /// K·W for a few columns, shape (n, q), on all the threads of @p ctx.
    /// @errors Cancelled
    [[nodiscard]] virtual Result<Eigen::MatrixXd> times(const Eigen::MatrixXd& weights, const RunContext& ctx)
        = 0;
};

/// Rows of a kernel, computed when they are first asked for; the latest used are kept.
class KernelGram final : public Gram {
public:
    /// @param bytes  how much may be kept; at least two rows are
    KernelGram(std::shared_ptr<const KernelRows> rows, std::size_t bytes);

    [[nodiscard]] Eigen::Index rows() const override { return m_rows->rows(); }
    [[nodiscard]] double diagonal(Eigen::Index i) const override { return m_diagonal[i]; }
    [[nodiscard]] const double* row(Eigen::Index i) override;
    void entries(Eigen::Index i, std::span<const Eigen::Index> which, double* to) override;
    [[nodiscard]] Result<void> addCombination(std::span<const Eigen::Index> which,
        std::span<const double> change, Eigen::VectorXd& f, const RunContext& ctx) override;
    [[nodiscard]] Result<Eigen::MatrixXd> times(
        const Eigen::MatrixXd& weights, const RunContext& ctx) override;

    /// Rows that were computed so far, those computed again included.
    [[nodiscard]] std::size_t computedRows() const { return m_computed; }

private:
    std::shared_ptr<const KernelRows> m_rows;
    Eigen::VectorXd m_diagonal;
    std::size_t m_most;                            ///< rows that are kept
    std::vector<std::unique_ptr<double[]>> m_kept; ///< by row; null: not here
    std::list<Eigen::Index> m_order;               ///< latest used first; unused while all rows fit
    std::vector<std::list<Eigen::Index>::iterator> m_place;
    std::size_t m_nKept = 0;
    std::size_t m_computed = 0;
    bool m_allFit;
};

/// Inner products of rows of features.
class LinearGram final : public Gram {
public:
    explicit LinearGram(const DesignMatrix& x);

    [[nodiscard]] Eigen::Index rows() const override { return m_x.rows(); }
    [[nodiscard]] double diagonal(Eigen::Index i) const override { return m_diagonal[i]; }
    [[nodiscard]] const double* row(Eigen::Index i) override;
    void entries(Eigen::Index i, std::span<const Eigen::Index> which, double* to) override;
    [[nodiscard]] Result<void> addCombination(std::span<const Eigen::Index> which,
        std::span<const double> change, Eigen::VectorXd& f, const RunContext& ctx) override;
    [[nodiscard]] Result<Eigen::MatrixXd> times(
        const Eigen::MatrixXd& weights, const RunContext& ctx) override;

private:
    /// w += change·x_i.
    void addRow(Eigen::Index i, double change, Eigen::VectorXd& w) const;

    const DesignMatrix& m_x;
    Eigen::VectorXd m_diagonal;
    Eigen::VectorXd m_row;
    Eigen::VectorXd m_weights; ///< (d,) scratch
};

} // namespace evenhand
