#pragma once

#include "engine/core/result.h"
#include "engine/data/study.h"
#include "engine/data/table.h"

#include <Eigen/Core>

#include <span>

namespace evenhand {

/// Disjoint rows of the table, each list ascending.
struct Split {
    std::vector<Eigen::Index> train, calibrate, test;
};

/// The splits of a study, one per repeat (or per fold). Each is a function of the seed and its number alone
/// and is dealt out when asked for, so that thousands of repeats of a large table need no memory.
///
/// Holdout and k folds are stratified: inside every stratum the rows are shuffled and dealt out so that each
/// part gets its share to within one row. A stratum with a single row goes to training.
class Splitter {
public:
    /// @param rows     usable rows of the table (those with a target), ascending
    /// @param stratum  one number per entry of @p rows: the group, or group and target class in
    /// classification
    /// @errors InvalidArgument  fractions outside (0,1) or adding up to 1 or more; folds < 2; unknown split
    /// column or
    ///                          value
    /// @errors InvalidData      a part would be empty
    [[nodiscard]] static Result<Splitter> create(const SplitSpec& spec, const Table& table,
        std::vector<Eigen::Index> rows, std::vector<std::int32_t> stratum);

    [[nodiscard]] std::size_t count() const { return m_count; }
    /// @param repeat  in [0, count())
    [[nodiscard]] Result<Split> split(std::size_t repeat) const;

private:
    Splitter() = default;

    SplitSpec m_spec;
    std::size_t m_count = 0;
    std::vector<Eigen::Index> m_rows;
    std::vector<std::int32_t> m_stratum;
    std::vector<std::vector<std::size_t>> m_strata; ///< of Holdout: positions in m_rows by stratum
    std::vector<std::int32_t> m_fold;               ///< of KFold
    Split m_byColumn;                               ///< of Column
};

/// Fold number in [0, folds) of each entry, stratified and seeded as above; for out-of-fold scores.
[[nodiscard]] std::vector<std::int32_t> stratifiedFolds(
    std::span<const std::int32_t> stratum, int folds, std::uint64_t seed);

} // namespace evenhand
