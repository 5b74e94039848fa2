#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace evenhand {

/// Which rows a notion of fairness compares between groups.
enum class Notion : std::uint8_t {
    EqualOpportunity,  ///< those with the favourable outcome
    EqualizedOdds,     ///< those with the favourable and, apart, those with the unfavourable outcome
    DemographicParity, ///< all
};

/// "equal_opportunity", "equalized_odds", "demographic_parity".
inline constexpr std::array<std::string_view, 3> kNotionIds {
    "equal_opportunity", "equalized_odds", "demographic_parity"};

} // namespace evenhand
