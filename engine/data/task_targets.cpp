#include "engine/data/task_targets.h"

#include "engine/data/outcome.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace evenhand {

namespace {

using Eigen::Index;
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
/// More values than this are measurements or identifiers, not schools.
constexpr std::size_t kMostTasks = 1000;

Result<void> checkIsFree(const Roles& roles, const std::string& column, std::string_view part)
{
    const std::string_view other = column == roles.target ? "the target"
        : std::ranges::count(roles.sensitive, column) > 0 ? "a sensitive attribute"
        : column == roles.weight                          ? "the weight"
                                                          : "";
    if (!other.empty())
        return invalidArgument(text("“%1” cannot be %2 and %3 at once", column, part, other),
            text("choose another column for one of them"));
    return kOk;
}

Result<void> checkRoles(const Roles& roles)
{
    if (!roles.tasks.empty() && !roles.taskColumn.empty())
        return invalidArgument(
            text("there are further targets, and “%1” says which task a row belongs to", roles.taskColumn),
            text("choose one of them: several targets for every row, or one target for several kinds of "
                 "rows"));
    std::set<std::string> named;
    for (const TaskTarget& task : roles.tasks) {
        if (task.column.empty())
            return invalidArgument(text("a further target has no column"), text("choose its column"));
        EH_CHECK(checkIsFree(roles, task.column, "a further target"));
        if (!named.insert(task.column).second)
            return invalidArgument(text("“%1” is a further target twice", task.column),
                text("leave one of them out: nearly the same task twice teaches nothing"));
    }
    if (!roles.taskColumn.empty())
        EH_CHECK(checkIsFree(roles, roles.taskColumn, "the task column"));
    return kOk;
}

using Values = Eigen::Ref<Eigen::VectorXd>;

Result<void> readNumbers(const TaskTarget& task, const Column& column, Values y)
{
    if (!task.favourable.empty() || task.above)
        return invalidArgument(
            text("the further target “%1” is a number, so it has no values that count as its outcome",
                task.column),
            text("leave “favourable” and “above” out, or make it a classification"));
    const NumericColumn* const numbers = column.numeric();
    if (numbers == nullptr)
        return invalidData(text("the further target “%1” is not a number", task.column),
            text("say which of its values count as the outcome"));
    y = Eigen::Map<const Eigen::VectorXd>(numbers->values.data(), y.size());
    return kOk;
}

Result<void> readAbove(const TaskTarget& task, const Column& column, Values y)
{
    const NumericColumn* const numbers = column.numeric();
    if (numbers == nullptr)
        return invalidData(
            text("the further target “%1” is not a number and cannot lie above %2", task.column, *task.above),
            text("say which of its values count as the outcome"));
    if (!std::isfinite(*task.above))
        return invalidArgument(text("the further target “%1” has no finite cut", task.column));
    for (Index row = 0; row < y.size(); ++row) {
        const double value = numbers->values[static_cast<std::size_t>(row)];
        y[row] = std::isnan(value) ? kUnknown : (value > *task.above ? 1.0 : 0.0);
    }
    return kOk;
}

Result<void> readFavourable(const TaskTarget& task, const Column& column, Values y)
{
    if (column.text() != nullptr)
        return invalidData(
            text("the further target “%1” has too many different values to predict", task.column),
            text("choose another column"));
    std::vector<OutcomeTest> tests;
    for (const std::string& level : task.favourable) {
        EH_TRY(OutcomeTest test, OutcomeTest::create(column, level, "further target"));
        tests.push_back(test);
    }
    for (Index row = 0; row < y.size(); ++row) {
        const auto at = static_cast<std::size_t>(row);
        const bool holds = !column.isMissing(at)
            && std::ranges::any_of(tests, [&](const OutcomeTest& test) { return test.holds(at); });
        y[row] = column.isMissing(at) ? kUnknown : (holds ? 1.0 : 0.0);
    }
    return kOk;
}

Result<void> readTarget(const TaskTarget& task, const Table& table, Values y)
{
    EH_TRY(const Column* const column, table.column(task.column));
    if (task.task == Task::Regression) {
        EH_CHECK(readNumbers(task, *column, y));
    } else if (task.above && !task.favourable.empty()) {
        return invalidArgument(
            text("the further target “%1” has both a cut and values that count as its outcome", task.column),
            text("leave one of them out"));
    } else if (!task.above && task.favourable.empty()) {
        return invalidArgument(
            text("nothing says what counts as the outcome of the further target “%1”", task.column),
            column->numeric() != nullptr
                ? text("give a cut that its values lie above, or predict it as a number")
                : text("its values are: %1", quotedNames(outcomeLevels(*column))));
    } else {
        EH_CHECK(task.above ? readAbove(task, *column, y) : readFavourable(task, *column, y));
    }
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const double value : y) {
        low = std::fmin(low, value);
        high = std::fmax(high, value);
    }
    if (!(low <= high))
        return invalidData(
            text("the further target “%1” has no values", task.column), text("choose another column"));
    if (low == high)
        return invalidData(task.task == Task::Regression
                ? text("the further target “%1” has only one value", task.column)
                : text("“%1” is the same for every row, so there is nothing to predict", taskName(task)),
            task.above ? text("choose another cut") : text("choose other values or another column"));
    return kOk;
}

/// Tasks of a coded column: its levels, in their own order.
Result<std::vector<std::string>> codedTasks(const CategoricalColumn& column, std::vector<std::int32_t>& codes)
{
    codes = column.codes;
    return column.levels;
}

/// Tasks of a numeric column: its values, ascending.
Result<std::vector<std::string>> numberedTasks(
    const std::string& name, const NumericColumn& column, std::vector<std::int32_t>& codes)
{
    std::map<double, std::int32_t> codeOf;
    for (const double value : column.values) {
        if (!std::isnan(value))
            codeOf.emplace(value, 0);
        if (codeOf.size() > kMostTasks)
            return invalidData(
                text("the task column “%1” has more than %2 different values", name, kMostTasks),
                text("choose a column whose values name schools, sites, or the like"));
    }
    std::vector<std::string> values;
    for (auto& [value, code] : codeOf) {
        code = static_cast<std::int32_t>(values.size());
        values.push_back(exactNumber(value));
    }
    for (const double value : column.values)
        codes.push_back(std::isnan(value) ? -1 : codeOf.at(value));
    return values;
}

Result<void> readTaskColumn(const Roles& roles, const Table& table, TaskTargets& targets)
{
    const std::string& name = roles.taskColumn;
    EH_TRY(const Column* const column, table.column(name));
    std::vector<std::int32_t> codes;
    std::vector<std::string> values;
    if (column->numeric() != nullptr) {
        EH_TRY(values, numberedTasks(name, *column->numeric(), codes));
    } else if (column->categorical() != nullptr) {
        EH_TRY(values, codedTasks(*column->categorical(), codes));
    } else {
        return invalidData(text("the task column “%1” has too many different values", name),
            text("choose a column whose values name schools, sites, or the like"));
    }
    // A value that no row with a known target has is not a task.
    std::vector<std::int32_t> taskOf(values.size(), -1);
    std::vector<bool> occurs(values.size(), false);
    for (std::size_t row = 0; row < codes.size(); ++row)
        if (codes[row] >= 0 && !std::isnan(targets.y(static_cast<Index>(row), 0)))
            occurs[static_cast<std::size_t>(codes[row])] = true;
    for (std::size_t k = 0; k < values.size(); ++k)
        if (occurs[k]) {
            taskOf[k] = static_cast<std::int32_t>(targets.names.size());
            targets.names.push_back(name + " " + values[k]);
        }
    if (targets.names.size() < 2)
        return invalidData(targets.names.empty()
                ? text("the task column “%1” has no value in any row with a target", name)
                : text("the task column “%1” has only one value", name),
            text("choose a column with several values, or none"));
    if (targets.names.size() > kMostTasks)
        return invalidData(text("the task column “%1” has more than %2 different values", name, kMostTasks),
            text("choose a column whose values name schools, sites, or the like"));
    targets.kinds.assign(targets.names.size(), roles.task);
    for (const std::int32_t code : codes)
        targets.taskOfRow.push_back(code < 0 ? -1 : taskOf[static_cast<std::size_t>(code)]);
    return kOk;
}

} // namespace

double TaskTargets::value(std::size_t task, std::size_t row) const
{
    if (!byRow())
        return y(static_cast<Index>(row), static_cast<Index>(task));
    return taskOfRow[row] == static_cast<std::int32_t>(task) ? y(static_cast<Index>(row), 0) : kUnknown;
}

std::string ownTaskName(const Roles& roles)
{
    return roles.task == Task::Regression ? roles.target : roles.target + " = " + roles.favourable;
}

std::string taskName(const TaskTarget& target)
{
    if (target.task == Task::Regression)
        return target.column;
    if (target.above)
        return target.column + " > " + exactNumber(*target.above);
    constexpr std::size_t kNamed = 3;
    const std::vector<std::string>& levels = target.favourable;
    std::string name = target.column + " = ";
    if (levels.size() > kNamed)
        return name + levels[0] + ", " + levels[1] + " or " + std::to_string(levels.size() - 2) + " others";
    for (std::size_t i = 0; i < levels.size(); ++i)
        name += (i == 0 ? "" : i + 1 < levels.size() ? ", " : " or ") + levels[i];
    return name;
}

Result<TaskTargets> readTasks(
    const Roles& roles, const Table& table, const Eigen::VectorXd& y, const RunContext& ctx)
{
    EH_CHECK(checkRoles(roles));
    TaskTargets targets;
    const auto n = static_cast<Index>(table.rows());
    targets.y.resize(n, 1 + static_cast<Index>(roles.tasks.size()));
    targets.y.col(0) = y;
    if (!roles.taskColumn.empty()) {
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(readTaskColumn(roles, table, targets));
        return targets;
    }
    targets.names.push_back(ownTaskName(roles));
    targets.kinds.push_back(roles.task);
    for (std::size_t k = 0; k < roles.tasks.size(); ++k) {
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(readTarget(roles.tasks[k], table, targets.y.col(static_cast<Index>(k) + 1)));
        targets.names.push_back(taskName(roles.tasks[k]));
        targets.kinds.push_back(roles.tasks[k].task);
    }
    return targets;
}

} // namespace evenhand
