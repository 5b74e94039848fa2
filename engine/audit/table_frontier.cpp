#include "engine/audit/table_frontier.h"

#include "engine/audit/audit_rows.h"
#include "engine/data/groups.h"

#include <algorithm>

namespace evenhand {

namespace {

/// The groups that rows are in, under new codes.
std::vector<std::int32_t> keepPresent(
    const Groups& all, const AuditRows& rows, std::vector<std::string>& names)
{
    std::vector<std::int32_t> place(all.names.size(), -1);
    for (const Eigen::Index row : rows.row)
        place[static_cast<std::size_t>(all.codes[static_cast<std::size_t>(row)])] = 0;
    for (std::size_t g = 0; g < place.size(); ++g)
        if (place[g] == 0) {
            place[g] = static_cast<std::int32_t>(names.size());
            names.push_back(all.names[g]);
        }
    std::vector<std::int32_t> codes;
    for (const Eigen::Index row : rows.row)
        codes.push_back(place[static_cast<std::size_t>(all.codes[static_cast<std::size_t>(row)])]);
    return codes;
}

/// A group that cannot be held to a rate is said, by name.
void warnOfFreeGroups(const std::vector<GroupCurve>& curves, TableFrontier& frontier)
{
    if (frontier.spec.notion == Notion::DemographicParity)
        return;
    for (std::size_t g = 0; g < curves.size(); ++g) {
        if (!(curves[g].positives > 0.0))
            frontier.warnings.push_back(
                text("“%1” has no row with the favourable outcome: no true positive rate to hold it to",
                    frontier.groups[g]));
        else if (frontier.spec.notion == Notion::EqualizedOdds && !(curves[g].negatives > 0.0))
            frontier.warnings.push_back(
                text("“%1” has only rows with the favourable outcome: no false positive rate to hold it to",
                    frontier.groups[g]));
    }
}

} // namespace

Result<TableFrontier> tableFrontier(
    const Roles& roles, const TableFrontierSpec& spec, const Table& table, const RunContext& ctx)
{
    if (roles.target.empty())
        return invalidArgument(text("no column with the true outcome is chosen"),
            text("the frontier judges decisions by what came true"));
    AuditSpec read;
    read.score = spec.score;
    read.highScoreIsFavourable = spec.highScoreIsFavourable;
    read.threshold = 0.0; // All thresholds are tried; the decisions at this one are not looked at.
    EH_TRY(AuditRows rows, auditRows(roles, read, table, ctx));
    EH_TRY(const Groups all, makeGroups(table, roles.sensitive, roles.cuts));
    TableFrontier frontier;
    frontier.spec = spec;
    frontier.attribute = all.attribute;
    frontier.rows = rows.size();
    frontier.warnings = std::move(rows.warnings);
    const std::vector<std::int32_t> codes = keepPresent(all, rows, frontier.groups);
    if (!spec.highScoreIsFavourable)
        std::ranges::transform(rows.score, rows.score.begin(), std::negate {});
    EH_TRY(const std::vector<GroupCurve> curves,
        groupCurves(rows.score, rows.y, rows.weight, codes, frontier.groups.size(), ctx));
    warnOfFreeGroups(curves, frontier);
    EH_TRY(frontier.drawn,
        thresholdFrontier(curves, spec.notion, ThresholdRules::Randomised, spec.costs, spec.tolerances, ctx));
    EH_TRY(frontier.single,
        thresholdFrontier(
            curves, spec.notion, ThresholdRules::Deterministic, spec.costs, spec.tolerances, ctx));
    if (spec.band) {
        const ScoredRows scored {rows.score, rows.y, rows.weight, codes, frontier.groups.size()};
        EH_TRY(frontier.band,
            frontierBand(scored, spec.notion, ThresholdRules::Randomised, spec.costs, spec.tolerances,
                *spec.band, ctx));
    }
    return frontier;
}

} // namespace evenhand
