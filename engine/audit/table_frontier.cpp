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

/// Whether rows with the favourable outcome score lower on average: a score that was meant the other way
/// round.
bool looksReversed(const AuditRows& rows)
{
    double sum[2] = {0.0, 0.0};
    double weight[2] = {0.0, 0.0};
    for (std::size_t i = 0; i < rows.score.size(); ++i) {
        const std::size_t outcome = rows.y[i] == 1.0 ? 1 : 0;
        const double own = rows.weight.empty() ? 1.0 : rows.weight[i];
        sum[outcome] += own * rows.score[i];
        weight[outcome] += own;
    }
    return weight[0] > 0.0 && weight[1] > 0.0 && sum[1] / weight[1] < sum[0] / weight[0];
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
    if (looksReversed(rows))
        frontier.warnings.push_back(spec.highScoreIsFavourable
                ? text(
                    "rows with the favourable outcome have lower scores on average; if a high score speaks "
                    "against a person, say so (--score-of-unfavourable)")
                : text("rows with the favourable outcome have higher scores on average, although high scores "
                       "are said to speak against a person"));
    EH_TRY(const std::vector<GroupCurve> curves,
        groupCurves(rows.score, rows.y, rows.weight, codes, frontier.groups.size(), ctx));
    warnOfFreeGroups(curves, frontier);
    EH_TRY(frontier.drawn,
        thresholdFrontier(curves, spec.notion, ThresholdRules::Randomised, spec.costs, spec.tolerances, ctx));
    EH_TRY(frontier.single,
        thresholdFrontier(
            curves, spec.notion, ThresholdRules::Deterministic, spec.costs, spec.tolerances, ctx));
    if (spec.band) {
        frontier.warnings.push_back(text(
            "The frontier is the best on these very rows, with hindsight, and its band is of such bests: "
            "in small tables both are too high."));
        const ScoredRows scored {rows.score, rows.y, rows.weight, codes, frontier.groups.size()};
        EH_TRY(frontier.band,
            frontierBand(scored, spec.notion, ThresholdRules::Randomised, spec.costs, spec.tolerances,
                *spec.band, ctx));
    }
    return frontier;
}

} // namespace evenhand
