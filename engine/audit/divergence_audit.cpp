#include "engine/audit/divergence_audit.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr Index kMostRowsOfTwo = 500;
constexpr Index kMostRowsOfMore = 250;
constexpr std::size_t kMostGroupsInPairs = 4;
/// A column with more levels makes more features than a divergence of so few rows can see.
constexpr std::size_t kMostLevels = 50;

std::vector<std::string> columnsOf(const AuditReport& report, const Table& table)
{
    if (!report.spec.divergenceColumns.empty())
        return report.spec.divergenceColumns;
    const Roles& roles = report.roles;
    std::vector<std::string> leftOut = roles.sensitive;
    leftOut.insert(leftOut.end(),
        {roles.target, roles.weight, roles.taskColumn, report.spec.prediction, report.spec.score});
    for (const TaskTarget& task : roles.tasks)
        leftOut.push_back(task.column);
    if (roles.features.empty())
        leftOut.insert(leftOut.end(), roles.exclude.begin(), roles.exclude.end());
    std::vector<std::string> columns = comparableColumns(table, leftOut);
    std::erase_if(columns, [&](const std::string& name) {
        const CategoricalColumn* const levels = (*table.column(name))->categorical();
        const bool isNoFeature = !roles.features.empty() && std::ranges::count(roles.features, name) == 0;
        return isNoFeature || (levels != nullptr && levels->levels.size() > kMostLevels);
    });
    return columns;
}

/// The attribute's groups by table row; rows that are not audited have no group.
Groups groupsOf(const AuditReport& report, const AttributeAudit& attribute, const Table& table)
{
    Groups groups {attribute.name, attribute.names(), std::vector<std::int32_t>(table.rows(), -1)};
    for (std::size_t i = 0; i < attribute.codes.size(); ++i)
        groups.codes[static_cast<std::size_t>(report.rows->row[i])] = attribute.codes[i];
    return groups;
}

ColumnDivergenceSpec specOf(const AuditReport& report, const AttributeAudit& attribute)
{
    ColumnDivergenceSpec spec;
    spec.standardise = true;
    spec.distance.kind = DistanceKind::Mmd;
    spec.distance.seed = report.spec.seed;
    const auto enough = std::ranges::count_if(attribute.groups,
        [](const GroupAudit& group) { return group.rows >= static_cast<double>(kFewestDivergenceRows); });
    spec.distance.mostRows = enough > 2 ? kMostRowsOfMore : kMostRowsOfTwo;
    if (static_cast<std::size_t>(enough) > kMostGroupsInPairs)
        spec.against = attribute.reference;
    return spec;
}

/// Pairs with a number, the most different first.
std::vector<const PairDivergence*> ranked(const ColumnDivergence& divergence)
{
    std::vector<const PairDivergence*> pairs;
    for (const PairDivergence& pair : divergence.pairs)
        if (pair.found)
            pairs.push_back(&pair);
    std::ranges::stable_sort(pairs, std::ranges::greater {},
        [](const PairDivergence* pair) { return pair->found->value - pair->found->nullMean; });
    return pairs;
}

void tell(DivergenceAudit& audit, ColumnDivergence found, const std::string& weight)
{
    for (const PairDivergence* const pair : ranked(found)) {
        if (audit.sentence.empty())
            audit.sentence = divergenceSentence(found, *pair);
        else
            audit.others.push_back(divergenceSentence(found, *pair));
    }
    audit.method = text("Squared maximum mean discrepancy of %1 columns, numbers standardised, at the median "
                        "distance; groups by at most %2 of their rows, drawn by lot, and permuted %3 times.",
        found.spec.columns.size(), found.spec.distance.mostRows, found.spec.distance.permutations);
    if (!weight.empty())
        audit.others.push_back(text("Every row counts the same here, whatever its “%1”.", weight));
    audit.caution = text("Groups that differ can be told apart by a model even without the sensitive column; "
                         "whether a decision is unfair is another question.");
    audit.found = std::move(found);
}

} // namespace

Result<DivergenceAudit> divergenceAudit(
    const AuditReport& report, const AttributeAudit& attribute, const Table& table, const RunContext& ctx)
{
    DivergenceAudit audit;
    audit.title = text("Distance of the features");
    audit.question = text("How different are the groups in all features at once?");
    ColumnDivergenceSpec spec = specOf(report, attribute);
    spec.columns = columnsOf(report, table);
    Result<ColumnDivergence> found = columnDivergence(
        table, groupsOf(report, attribute, table), report.rows->row, spec, ctx.silent(ctx.threads()));
    if (found.has_error()) {
        const bool isChosen
            = !report.spec.divergenceColumns.empty() && found.error().code == ErrorCode::InvalidArgument;
        if (found.error().code == ErrorCode::Cancelled || isChosen)
            return std::move(found).error();
        audit.sentence = text("This cannot be said here: %1.", found.error().what.english());
        return audit;
    }
    tell(audit, *std::move(found), report.roles.weight);
    return audit;
}

} // namespace evenhand
