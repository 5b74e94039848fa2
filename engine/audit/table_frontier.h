#pragma once

#include "engine/data/table.h"
#include "engine/thresholds/frontier_band.h"

namespace evenhand {

struct TableFrontierSpec {
    std::string score;                 ///< numeric column
    bool highScoreIsFavourable = true; ///< false: the score is of the outcome that nobody hopes for
    Notion notion = Notion::DemographicParity;
    ErrorCosts costs;
    std::vector<double> tolerances;
    std::optional<BandSpec> band; ///< absent: no interval
};

/// The frontier of group thresholds on the scores of a table.
struct TableFrontier {
    TableFrontierSpec spec;
    std::string attribute;
    std::vector<std::string> groups;   ///< that have rows
    std::size_t rows = 0;              ///< with score, outcome and weight
    std::vector<FrontierPoint> drawn;  ///< (tolerances,) randomised rules
    std::vector<FrontierPoint> single; ///< (tolerances,) one threshold per group
    std::optional<FrontierBand> band;  ///< of `drawn`
    std::vector<Text> warnings;
};

/// @param roles  target, favourable outcome, sensitive columns (several: their intersection), cuts, weight
/// @errors those of auditRows, makeGroups and thresholdFrontier
[[nodiscard]] Result<TableFrontier> tableFrontier(
    const Roles& roles, const TableFrontierSpec& spec, const Table& table, const RunContext& ctx);

} // namespace evenhand
