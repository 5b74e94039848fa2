#pragma once

#include <cstdint>
#include <span>

namespace evenhand {

/// Rows to be mapped.
struct ScoredRows {
    std::span<const double> score;       ///< (n,) finite
    std::span<const std::int32_t> group; ///< (n,)
    std::span<const std::int64_t>
        rowId; ///< (n,) what random ranks are keyed by; empty: firstRowId + position
    std::int64_t firstRowId = 0;

    [[nodiscard]] std::size_t size() const { return score.size(); }
    [[nodiscard]] std::int64_t id(std::size_t i) const
    {
        return rowId.empty() ? firstRowId + static_cast<std::int64_t>(i) : rowId[i];
    }
    [[nodiscard]] ScoredRows part(std::size_t begin, std::size_t count) const
    {
        return {score.subspan(begin, count), group.subspan(begin, count),
            rowId.empty() ? rowId : rowId.subspan(begin, count),
            firstRowId + static_cast<std::int64_t>(begin)};
    }
};

/// One estimator of the maps T_s to the barycenter, fitted. Immutable. A row's result depends on this row
/// alone.
class RowMap {
public:
    virtual ~RowMap() = default;
    RowMap() = default;
    RowMap(const RowMap&) = delete;
    RowMap& operator=(const RowMap&) = delete;
    RowMap(RowMap&&) = delete;
    RowMap& operator=(RowMap&&) = delete;

    /// out[i] = T_group[i](score[i]); all groups have calibration rows, all scores are finite.
    virtual void apply(const ScoredRows& rows, std::span<double> out) const = 0;
};

} // namespace evenhand
