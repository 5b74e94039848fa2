#include "engine/pipeline/repair.h"

#include "engine/data/groups.h"
#include "engine/data/outcome.h"
#include "engine/transport/barycenter_map.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

Result<const std::vector<double>*> numbersOf(
    const Table& table, const std::string& name, std::string_view part)
{
    EH_TRY(const Column* const column, table.column(name));
    if (column->numeric() == nullptr)
        return invalidData(text("the %1 “%2” is not a number", part, name));
    return &column->numeric()->values;
}

/// Rows of a table that have a score, as the map wants them.
struct ScoredPart {
    std::vector<double> score, weight;
    std::vector<std::int32_t> group;
    std::vector<std::int64_t> row;
};

/// Codes of @p groups in terms of @p names, which grow by what is new.
std::vector<std::int32_t> commonCodes(const Groups& groups, std::vector<std::string>& names)
{
    std::vector<std::int32_t> translated;
    for (const std::string& name : groups.names) {
        const auto found = std::ranges::find(names, name);
        translated.push_back(static_cast<std::int32_t>(found - names.begin()));
        if (found == names.end())
            names.push_back(name);
    }
    std::vector<std::int32_t> codes;
    codes.reserve(groups.codes.size());
    for (const std::int32_t code : groups.codes)
        codes.push_back(translated[static_cast<std::size_t>(code)]);
    return codes;
}

Result<ScoredPart> scoredRows(
    const RepairSpec& spec, const Table& table, bool needsWeight, std::vector<std::string>& groupNames)
{
    EH_TRY(const std::vector<double>* const score, numbersOf(table, spec.score, "score"));
    EH_TRY(const Groups groups, makeGroups(table, spec.sensitive, spec.cuts));
    const std::vector<std::int32_t> codes = commonCodes(groups, groupNames);
    const bool isWeighted = needsWeight && !spec.weight.empty();
    EH_TRY(const std::vector<double> weight, rowWeights(isWeighted ? spec.weight : std::string(), table));
    ScoredPart part;
    for (std::size_t row = 0; row < table.rows(); ++row) {
        if (std::isnan((*score)[row]) || weight[row] == 0.0)
            continue;
        part.score.push_back((*score)[row]);
        part.group.push_back(codes[row]);
        part.row.push_back(static_cast<std::int64_t>(row));
        if (isWeighted)
            part.weight.push_back(weight[row]);
    }
    if (part.score.empty())
        return invalidData(text("no row has a score in “%1”", spec.score));
    return part;
}

std::size_t countDistinct(const std::vector<std::int32_t>& groups)
{
    std::vector<std::int32_t> sorted = groups;
    std::ranges::sort(sorted);
    return static_cast<std::size_t>(std::ranges::unique(sorted).begin() - sorted.begin());
}

} // namespace

Result<double> strengthOfShare(double alpha)
{
    if (!(alpha >= 0.0 && alpha <= 1.0))
        return invalidArgument(text("the share of unfairness kept must lie between 0 and 1, not %1", alpha));
    return 1.0 - std::sqrt(alpha);
}

Result<RepairedScores> repair(
    const RepairSpec& spec, const Table& table, const Table& calibration, const RunContext& ctx)
{
    if (!(spec.strength >= 0.0 && spec.strength <= 1.0))
        return invalidArgument(text("the strength must lie between 0 and 1, not %1", spec.strength));
    EH_TRY(const BarycenterEstimator estimator, findBarycenterEstimator(spec.estimator));
    std::vector<std::string> groupNames;
    EH_TRY(const ScoredPart known, scoredRows(spec, calibration, true, groupNames));
    EH_TRY(const ScoredPart rows, scoredRows(spec, table, false, groupNames));
    if (countDistinct(known.group) < 2)
        return invalidData(text("there is only one group to fit the repair on"),
            text("choose a sensitive attribute with at least two values"));
    BarycenterOptions options;
    options.seed = spec.seed;
    options.groupNames = groupNames;
    EH_TRY(const BarycenterMap map,
        BarycenterMap::fit(
            known.score, known.group, known.weight, groupNames.size(), estimator, options, ctx));
    std::vector<double> mapped(rows.score.size());
    EH_TRY(const std::size_t outside, map.apply({rows.score, rows.group, rows.row}, mapped, ctx));

    RepairedScores repaired;
    repaired.warnings = map.warnings();
    if (outside > 0)
        repaired.warnings.push_back(
            text("%1 of %2 rows lie outside the calibration range of their group and are held at its end",
                outside, rows.score.size()));
    if (rows.score.size() < table.rows())
        repaired.warnings.push_back(
            text("%1 rows have no score and get no fair score", table.rows() - rows.score.size()));
    repaired.fairScore.assign(table.rows(), std::numeric_limits<double>::quiet_NaN());
    const double t = spec.strength;
    for (std::size_t i = 0; i < mapped.size(); ++i) {
        // The ends are exact: strength 0 gives the score itself, strength 1 the map itself.
        const double mixed = t == 0.0 ? rows.score[i]
            : t == 1.0                ? mapped[i]
                                      : (1.0 - t) * rows.score[i] + t * mapped[i];
        repaired.fairScore[static_cast<std::size_t>(rows.row[i])] = mixed;
    }
    return repaired;
}

} // namespace evenhand
