#include "engine/pipeline/prepare.h"

#include "engine/data/outcome.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

using Eigen::Index;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

Result<void> readClasses(const Roles& roles, const Column& target, Prepared& prepared)
{
    const std::vector<std::string> levels = outcomeLevels(target);
    if (levels.size() < 2)
        return invalidData(text("the target “%1” has only one value (%2)", target.name, quotedNames(levels)),
            text("choose a target with two outcomes"));
    if (roles.favourable.empty())
        return invalidArgument(text("the target “%1” has %2 values and none is chosen as favourable",
                                   target.name, levels.size()),
            text("choose the favourable outcome among %1", quotedNames(levels)));
    EH_TRY(const OutcomeTest test, OutcomeTest::create(target, roles.favourable, "target"));
    if (levels.size() > 2)
        prepared.warnings.push_back(
            text("the target “%1” has %2 values: “%3” is compared with all the others taken together",
                target.name, levels.size(), roles.favourable));
    for (std::size_t row = 0; row < target.rows(); ++row)
        prepared.y[static_cast<Index>(row)]
            = target.isMissing(row) ? kUnknown : (test.holds(row) ? 1.0 : 0.0);
    return kOk;
}

Result<void> readNumbers(const Column& target, Prepared& prepared)
{
    const NumericColumn* const numbers = target.numeric();
    if (numbers == nullptr)
        return invalidData(text("the target “%1” is not a number", target.name),
            text("choose a numeric target, or the task “classification”"));
    prepared.y = Eigen::Map<const Eigen::VectorXd>(
        numbers->values.data(), static_cast<Index>(numbers->values.size()));
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : numbers->values) {
        low = std::fmin(low, value);
        high = std::fmax(high, value);
    }
    if (!(high > low))
        return invalidData(
            text("the target “%1” has only one value", target.name), text("choose another target"));
    return kOk;
}

void chooseRows(const Roles& roles, const Table& table, Prepared& prepared)
{
    std::size_t noTarget = 0;
    std::size_t noWeight = 0;
    for (Index row = 0; row < static_cast<Index>(table.rows()); ++row) {
        if (std::isnan(prepared.y[row])) {
            ++noTarget;
        } else if (prepared.weight[row] == 0.0) {
            ++noWeight;
        } else {
            prepared.rows.push_back(row);
            const std::int32_t group = prepared.groups.codes[static_cast<std::size_t>(row)];
            const bool isClass = roles.task == Task::Classification;
            prepared.stratum.push_back(
                isClass ? 2 * group + static_cast<std::int32_t>(prepared.y[row]) : group);
        }
    }
    if (noTarget > 0)
        prepared.warnings.push_back(
            text("%1 of %2 rows have no target and are left out", noTarget, table.rows()));
    if (noWeight > 0)
        prepared.warnings.push_back(
            text("%1 of %2 rows have weight 0 and are left out", noWeight, table.rows()));
}

Result<void> checkGroups(const Roles& roles, Prepared& prepared)
{
    constexpr std::size_t kSmall = 30;
    const std::size_t nGroups = prepared.groups.names.size();
    std::vector<std::size_t> count(nGroups, 0);
    std::vector<std::size_t> favourable(nGroups, 0);
    for (const Index row : prepared.rows) {
        const auto group = static_cast<std::size_t>(prepared.groups.codes[static_cast<std::size_t>(row)]);
        ++count[group];
        favourable[group] += prepared.y[row] == 1.0 ? 1U : 0U;
    }
    std::vector<std::string> present;
    std::vector<std::string> small;
    for (std::size_t g = 0; g < nGroups; ++g) {
        if (count[g] > 0)
            present.push_back(prepared.groups.names[g]);
        if (count[g] > 0 && count[g] < kSmall)
            small.push_back(prepared.groups.names[g] + " (" + std::to_string(count[g]) + ")");
        const bool oneClass = roles.task == Task::Classification && count[g] > 0
            && (favourable[g] == 0 || favourable[g] == count[g]);
        if (oneClass)
            prepared.warnings.push_back(
                favourable[g] == 0 ? text(
                    "group “%1” has no row with the favourable outcome: its true-positive rate is undefined",
                    prepared.groups.names[g])
                                   : text("group “%1” has no row with the unfavourable outcome: its "
                                          "false-positive rate is undefined",
                                       prepared.groups.names[g]));
    }
    if (present.size() < 2)
        return invalidData(text("there is only one group: every usable row has “%1” = %2",
                               prepared.groups.attribute, quotedNames(present)),
            text("choose a sensitive attribute with at least two values"));
    if (!small.empty())
        prepared.warnings.push_back(small.size() == 1
                ? text("a group has fewer than %1 rows, so its numbers are unreliable: %2", kSmall,
                    quotedNames(small))
                : text("%1 groups have fewer than %2 rows, so their numbers are unreliable: %3", small.size(),
                    kSmall, quotedNames(small)));
    return kOk;
}

Result<void> chooseFeatures(const Roles& roles, const Table& table, Prepared& prepared)
{
    const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
        return std::ranges::find(names, name) != names.end();
    };
    const auto isTask = [&](const std::string& name) {
        return name == roles.taskColumn || std::ranges::count(roles.tasks, name, &TaskTarget::column) > 0;
    };
    for (const std::string& name : roles.features.empty() ? roles.exclude : roles.features)
        EH_CHECK(
            table.column(name).has_error() ? Result<void>(table.column(name).error()) : Result<void>(kOk));
    std::vector<std::string> leftOut;
    for (const Column& column : table.columns()) {
        const bool isSensitive = contains(roles.sensitive, column.name);
        const bool chosen = roles.features.empty() ? !contains(roles.exclude, column.name)
                                                   : contains(roles.features, column.name);
        if (column.name == roles.target || column.name == roles.weight || isTask(column.name)
            || (!chosen && !isSensitive))
            continue;
        if (isSensitive && (!roles.sensitiveAsFeature || contains(roles.exclude, column.name)))
            continue;
        const bool isUsable = column.text() == nullptr && column.kind != ColumnKind::Identifier
            && column.kind != ColumnKind::Constant;
        if (isUsable)
            prepared.features.push_back(column.name);
        else
            leftOut.push_back(column.name);
    }
    if (!leftOut.empty())
        prepared.warnings.push_back(
            text("not used as features, because they identify rows, are free text, or are constant: %1",
                quotedNames(leftOut)));
    if (prepared.features.empty())
        return invalidData(
            text("no column is left to predict “%1” from", roles.target), text("leave fewer columns out"));
    return kOk;
}

Result<void> checkRoles(const Roles& roles)
{
    if (roles.target.empty())
        return invalidArgument(
            text("no target is chosen"), text("choose the column that is to be predicted"));
    if (roles.sensitive.empty())
        return invalidArgument(text("no sensitive attribute is chosen"),
            text("choose the column whose groups are to be compared"));
    for (const std::string& name : roles.sensitive)
        if (name == roles.target)
            return invalidArgument(text("“%1” is both the target and a sensitive attribute", name),
                text("choose another column for one of them"));
    if (!roles.weight.empty()
        && (roles.weight == roles.target
            || std::ranges::find(roles.sensitive, roles.weight) != roles.sensitive.end()))
        return invalidArgument(text("“%1” cannot be the weight and play another part too", roles.weight));
    return kOk;
}

} // namespace

Result<Prepared> prepare(const Roles& roles, const Table& table, const RunContext& ctx)
{
    EH_CHECK(checkRoles(roles));
    EH_TRY(const Column* const target, table.column(roles.target));
    Prepared prepared;
    EH_TRY(prepared.groups, makeGroups(table, roles.sensitive, roles.cuts));
    EH_CHECK(ctx.checkpoint());
    prepared.y.resize(static_cast<Index>(table.rows()));
    EH_CHECK(roles.task == Task::Classification ? readClasses(roles, *target, prepared)
                                                : readNumbers(*target, prepared));
    EH_TRY(const std::vector<double> weight, rowWeights(roles.weight, table));
    prepared.weight = Eigen::Map<const Eigen::VectorXd>(weight.data(), static_cast<Index>(weight.size()));
    EH_CHECK(ctx.checkpoint());
    if (!roles.tasks.empty() || !roles.taskColumn.empty()) {
        EH_TRY(prepared.tasks, readTasks(roles, table, prepared.y, ctx));
    }
    chooseRows(roles, table, prepared);
    EH_CHECK(checkGroups(roles, prepared));
    EH_CHECK(chooseFeatures(roles, table, prepared));
    return prepared;
}

} // namespace evenhand
