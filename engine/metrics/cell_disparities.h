#pragma once

#include "engine/metrics/rates.h"

#include <array>

namespace evenhand {

/// Why a comparison of groups has no value.
enum class Lack : std::uint8_t {
    Nothing,
    TooFewGroups, ///< fewer than two groups have the rate
    Reference,    ///< the reference group has not
    Rest,         ///< everyone else together has not
    Other,        ///< see Disparity::reason
};

/// A comparison of groups before it is put into words: no memory is allocated for it.
struct Disparity {
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    static constexpr std::size_t kRest = static_cast<std::size_t>(-2); ///< all groups but the reference

    double value = 0.0; ///< means nothing unless lack is Nothing
    Lack lack = Lack::Nothing;
    CellRate lacking = nullptr;   ///< the rate that is missing
    const char* reason = nullptr; ///< of Lack::Other, and of the rate that a reference or the rest lacks
    std::size_t groupA = kNone, groupB = kNone;
};

/// What a disparity is: how it is measured, and which rates a group needs not to be left out.
struct CellDisparity {
    Disparity (*measure)(const GroupCells&) = nullptr;
    std::array<CellRate, 2> rates {};
};

/// Name under which all groups but the reference appear in MetricValue::groups.
inline constexpr const char* kEveryoneElse = "(everyone else)";

// Between the lowest and the highest group, Fairlearn's "between_groups". Groups whose rate is undefined are
// left out and named; with fewer than two groups left there is no value. Of two rates the worse counts, and
// one that has no value may hide the larger difference, so then there is none.
extern const CellDisparity kDemographicParityDifference;
extern const CellDisparity kDemographicParityRatio; ///< min / max; undefined when both are 0
extern const CellDisparity kEqualOpportunityDifference;
extern const CellDisparity kEqualOpportunityRatio;
extern const CellDisparity kEqualizedOddsDifference;
extern const CellDisparity kEqualizedOddsRatio;
extern const CellDisparity kPredictiveParityDifference;
extern const CellDisparity kAccuracyDifference;

// Everyone else, pooled, against the reference group, AIF360's: negative when everyone else is selected less.
extern const CellDisparity kStatisticalParityDifference;
extern const CellDisparity kDisparateImpact;
extern const CellDisparity kAverageOddsDifference;
extern const CellDisparity kAverageAbsOddsDifference;

// Inequality of the benefits ŷ - y + 1 between persons, groups left aside.
extern const CellDisparity kTheilIndex;
extern const CellDisparity kGeneralizedEntropyIndex;

/// The value with its groups, the groups left out, or why there is none.
[[nodiscard]] MetricValue describe(const CellDisparity& disparity, const GroupCells& groups);
[[nodiscard]] std::optional<double> valueOf(const CellDisparity& disparity, const GroupCells& groups);

} // namespace evenhand
