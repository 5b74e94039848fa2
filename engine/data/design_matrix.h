#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <string>
#include <vector>

namespace evenhand {

/// n rows of d encoded features, kept as what they are: a dense block of numbers and, for each categorical
/// column, one level per row (a one-hot block that is never written out). Products cost O(n · columns of the
/// table), not O(n · d).
///
/// Feature order: the dense columns first, then the one-hot blocks in the order of `blocks`.
struct DesignMatrix {
    struct OneHot {
        Eigen::Index offset = 0; ///< feature index of the block's first level
        Eigen::Index levels = 0;
        std::vector<std::int32_t>
            codes; ///< one per row; -1: a level not seen in training, or missing: all zeros
    };

    Eigen::MatrixXd dense; ///< (n, p) column-major
    std::vector<OneHot> blocks;
    std::vector<std::string> featureNames; ///< d names: "age", "age (missing)", "race = White"

    [[nodiscard]] Eigen::Index rows() const { return dense.rows(); }
    [[nodiscard]] Eigen::Index features() const { return static_cast<Eigen::Index>(featureNames.size()); }

    /// X·w, shape (n,).
    [[nodiscard]] Eigen::VectorXd times(const Eigen::Ref<const Eigen::VectorXd>& w) const;
    /// Xᵀ·v, shape (d,).
    [[nodiscard]] Eigen::VectorXd transposedTimes(const Eigen::Ref<const Eigen::VectorXd>& v) const;
    /// Xᵀ·diag(weight)·X, shape (d, d), symmetric.
    [[nodiscard]] Eigen::MatrixXd weightedGram(const Eigen::Ref<const Eigen::VectorXd>& weight) const;

    // The same over the rows [begin, end), so that a long product can be stopped between blocks of rows.
    /// out[begin, end) = (X·w)[begin, end); a row's value has the same bits whatever rows are beside it.
    void timesInto(const Eigen::Ref<const Eigen::VectorXd>& w, Eigen::Index begin, Eigen::Index end,
        Eigen::Ref<Eigen::VectorXd> out) const;
    /// out += Xᵀ·v over these rows; v and out have n and d entries.
    void addTransposedTimes(const Eigen::Ref<const Eigen::VectorXd>& v, Eigen::Index begin, Eigen::Index end,
        Eigen::Ref<Eigen::VectorXd> out) const;
    /// Lower triangle of gram += Xᵀ·diag(weight)·X over these rows; weight has n entries.
    void addLowerGram(const Eigen::Ref<const Eigen::VectorXd>& weight, Eigen::Index begin, Eigen::Index end,
        Eigen::MatrixXd& gram) const;

    /// The given rows in the given order.
    [[nodiscard]] DesignMatrix select(const std::vector<Eigen::Index>& rows) const;
    /// All d columns written out; for learners that need every entry.
    [[nodiscard]] Eigen::MatrixXd toDense() const;
};

/// What a learner sees of some rows.
struct EncodedData {
    DesignMatrix x;         ///< (n, d)
    Eigen::VectorXd y;      ///< (n,) 0/1 in classification (1 = favourable), the number itself in regression
    Eigen::VectorXd weight; ///< (n,) > 0; all ones when the study has no weights
    std::vector<std::int32_t> group; ///< (n,) index into the study's groups
    std::vector<Eigen::Index> row;   ///< (n,) row of the table
};

} // namespace evenhand
