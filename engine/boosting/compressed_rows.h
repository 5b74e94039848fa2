#pragma once

#include "engine/core/run_context.h"
#include "engine/data/design_matrix.h"

#include <string>

namespace evenhand {

/// Some rows in XGBoost's compressed form: of a one-hot block only the level that a row has is an entry, so
/// all others are missing values and one-hot columns are never written out.
class CompressedRows {
public:
    /// Replaces what is there by @p count rows of @p x: those at @p rows, or from @p begin on if it is null.
    void fill(const DesignMatrix& x, const Eigen::Index* rows, Eigen::Index begin, Eigen::Index count);

    // The three parts as descriptions of arrays for XGBoost; valid until the next fill().
    [[nodiscard]] std::string starts() const;
    [[nodiscard]] std::string columns() const;
    [[nodiscard]] std::string values() const;

private:
    std::vector<std::uint64_t> m_starts;
    std::vector<std::uint32_t> m_columns;
    std::vector<float> m_values;
};

/// Rows of one call into XGBoost that take a few milliseconds.
[[nodiscard]] Eigen::Index compressedBatch(const DesignMatrix& x);

/// The success of a call into XGBoost, or its message as an error of ours.
[[nodiscard]] Result<void> succeeded(int code);

/// The rows that a model is trained on.
struct BoostingRows {
    const DesignMatrix& x;
    const Eigen::VectorXd& y;                        ///< (n,)
    const Eigen::VectorXd& weight;                   ///< (n,) > 0
    const std::vector<Eigen::Index>* only = nullptr; ///< these of them; null: all

    [[nodiscard]] Eigen::Index size() const
    {
        return only != nullptr ? static_cast<Eigen::Index>(only->size()) : y.size();
    }
    [[nodiscard]] Eigen::Index at(Eigen::Index i) const
    {
        return only != nullptr ? (*only)[static_cast<std::size_t>(i)] : i;
    }
};

/// XGBoost's matrix of binned features (a QuantileDMatrix), with outcomes and weights; filled in batches of
/// rows, between which a stop is heard.
/// @errors Cancelled; Internal  what the library reports
[[nodiscard]] Result<std::shared_ptr<void>> binnedMatrix(const BoostingRows& rows, const RunContext& ctx);

} // namespace evenhand
