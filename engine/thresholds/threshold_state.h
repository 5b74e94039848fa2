#pragma once

#include "engine/data/notion.h"
#include "engine/thresholds/frontier.h"
#include "engine/thresholds/group_curve.h"

namespace evenhand {

/// What thresholds are judged by: every group's curve by weight and, where rows weigh differently, by number.
struct ThresholdCurves {
    std::vector<GroupCurve> weighted;
    std::vector<GroupCurve>
        counted; ///< of the same scores, every row weighing one; empty: they do so already

    [[nodiscard]] const GroupCurve& rowsOf(std::size_t group) const
    {
        return counted.empty() ? weighted[group] : counted[group];
    }
};

/// @param score, y, weight, group  as of groupCurves(); weights that are all one count as none
/// @errors Cancelled
/// @cost O(n log n), twice when rows weigh differently
[[nodiscard]] Result<ThresholdCurves> thresholdCurves(std::span<const double> score,
    std::span<const double> y, std::span<const double> weight, std::span<const std::int32_t> group,
    std::size_t nGroups, const RunContext& ctx);

/// What one threshold per group decides.
struct ThresholdState {
    std::vector<Confusion> cells; ///< per group; `squares` are not known and 0
    Confusion all;
    double cost = 0.0;              ///< of the errors, mean over all weight
    std::optional<double> accuracy; ///< absent without rows
    /// Largest difference between two groups in the rates of a notion, as metrics of that name have it;
    /// absent when fewer than two groups have the rate.
    std::optional<double> demographicParity, equalOpportunity, equalizedOdds;

    [[nodiscard]] const std::optional<double>& gap(Notion notion) const
    {
        return notion == Notion::DemographicParity ? demographicParity
            : notion == Notion::EqualOpportunity   ? equalOpportunity
                                                   : equalizedOdds;
    }
};

/// @param thresholds  one per group; score ≥ threshold is selected
/// @cost O(groups · log n): for a threshold that is being dragged
[[nodiscard]] ThresholdState thresholdState(
    const ThresholdCurves& curves, std::span<const double> thresholds, const ErrorCosts& costs);

/// How people call the two outcomes.
struct OutcomeNames {
    std::string favourable, unfavourable; ///< the second is empty when there are several others
};

/// What other thresholds change, one fact each: "41 more Female selected", "12 fewer Male", "3 more selected
/// who turn out <=50K", "2 fewer rejected who turn out >50K". In numbers of rows. Groups by the size of their
/// change; of more than four the rest is summed up. Empty when no decision changes.
[[nodiscard]] std::vector<Text> changesInWords(const ThresholdState& before, const ThresholdState& after,
    const std::vector<std::string>& groupNames, const OutcomeNames& outcomes);

} // namespace evenhand
