#include "engine/audit/audit_rows.h"

#include "engine/data/groups.h"
#include "engine/data/outcome.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

namespace {

/// What the chosen columns say, for every row of the table.
struct Columns {
    const Column* target = nullptr;
    const Column* prediction = nullptr;
    const Column* score = nullptr;
    std::vector<double> weight;
};

Result<void> checkSpec(const Roles& roles, const AuditSpec& spec)
{
    if (!spec.hasPredictions())
        return invalidArgument(text("neither a prediction nor a score column is chosen"),
            text("choose the column that holds the decisions, or the one that holds the scores"));
    const std::array<std::pair<const std::string*, const char*>, 3> columns {
        {{&roles.target, "true outcome"}, {&spec.prediction, "prediction"}, {&spec.score, "score"}}};
    for (std::size_t i = 0; i < columns.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (!columns[i].first->empty() && *columns[i].first == *columns[j].first)
                return invalidArgument(text("“%1” cannot be both the %2 and the %3", *columns[i].first,
                                           columns[j].second, columns[i].second),
                    text("choose another column for one of them"));
    for (const std::string& sensitive : roles.sensitive)
        for (const auto& [column, part] : columns)
            if (sensitive == *column)
                return invalidArgument(text("“%1” is both the %2 and a sensitive attribute", sensitive, part),
                    text("choose another column for one of them"));
    return kOk;
}

Result<const Column*> optionalColumn(const Table& table, const std::string& name)
{
    if (name.empty())
        return nullptr;
    return table.column(name);
}

Result<Columns> findColumns(const Roles& roles, const AuditSpec& spec, const Table& table)
{
    Columns columns;
    EH_TRY(columns.target, optionalColumn(table, roles.target));
    EH_TRY(columns.prediction, optionalColumn(table, spec.prediction));
    EH_TRY(columns.score, optionalColumn(table, spec.score));
    if (columns.score != nullptr && columns.score->numeric() == nullptr)
        return invalidData(text("the score “%1” is not a number", spec.score),
            text("choose it as the prediction if it holds decisions"));
    EH_TRY(columns.weight, rowWeights(roles.weight, table));
    return columns;
}

/// The rows in which everything that was chosen has a value.
void chooseRows(const Columns& columns, std::size_t nRows, AuditRows& rows)
{
    std::array<std::size_t, 3> missing {};
    const std::array<const Column*, 3> needed {columns.prediction, columns.score, columns.target};
    std::size_t noWeight = 0;
    rows.row.reserve(nRows);
    for (std::size_t row = 0; row < nRows; ++row) {
        std::size_t lacking = needed.size();
        for (std::size_t i = 0; i < needed.size() && lacking == needed.size(); ++i)
            if (needed[i] != nullptr && needed[i]->isMissing(row))
                lacking = i;
        if (lacking < needed.size())
            ++missing[lacking];
        else if (columns.weight[row] == 0.0)
            ++noWeight;
        else
            rows.row.push_back(static_cast<Eigen::Index>(row));
    }
    const std::array<const char*, 3> sentences {"%1 of %2 rows have no prediction and are left out",
        "%1 of %2 rows have no score and are left out",
        "%1 of %2 rows have no true outcome and are left out; if outcomes are known only for those who were "
        "selected, the rates that need them describe the selected alone"};
    for (std::size_t i = 0; i < missing.size(); ++i)
        if (missing[i] > 0)
            rows.warnings.push_back(text(sentences[i], missing[i], nRows));
    if (noWeight > 0)
        rows.warnings.push_back(text("%1 of %2 rows have weight 0 and are left out", noWeight, nRows));
}

std::vector<double> numbersAt(const std::vector<double>& values, const std::vector<Eigen::Index>& rows)
{
    std::vector<double> chosen(rows.size());
    std::ranges::transform(
        rows, chosen.begin(), [&](Eigen::Index row) { return values[static_cast<std::size_t>(row)]; });
    return chosen;
}

std::vector<double> indicatorAt(const OutcomeTest& test, const std::vector<Eigen::Index>& rows)
{
    std::vector<double> holds(rows.size());
    std::ranges::transform(rows, holds.begin(),
        [&](Eigen::Index row) { return test.holds(static_cast<std::size_t>(row)) ? 1.0 : 0.0; });
    return holds;
}

Result<std::string> favourableOf(const Roles& roles, const Columns& columns)
{
    if (!roles.favourable.empty())
        return roles.favourable;
    const Column* const column = columns.target != nullptr ? columns.target : columns.prediction;
    if (column == nullptr)
        return std::string();
    const std::vector<std::string> levels = outcomeLevels(*column);
    return invalidArgument(
        text("“%1” has %2 values and none is chosen as favourable", column->name, levels.size()),
        text("choose the favourable outcome among %1", quotedNames(levels)));
}

/// Decisions written 0 and 1 beside outcomes that are words.
bool isZeroOne(const Column& column)
{
    const std::vector<std::string> levels = outcomeLevels(column);
    return !levels.empty()
        && std::ranges::all_of(levels, [](const std::string& level) { return level == "0" || level == "1"; });
}

Result<void> readDecisions(const Column& prediction, AuditRows& rows)
{
    std::string favourable = rows.favourable;
    // A 1 beside outcomes in words says yes; beside an outcome 0 it is the other outcome, even if all are 1.
    const bool isWord = favourable != "0" && favourable != "1";
    const bool isUnknown = OutcomeTest::create(prediction, favourable, "prediction").has_error();
    if (isUnknown && isZeroOne(prediction) && !isWord) {
        rows.warnings.push_back(text("every row has the same prediction in “%1”", prediction.name));
        rows.decision.assign(rows.row.size(), 0.0);
        return kOk;
    }
    if (isUnknown && isZeroOne(prediction)) {
        rows.warnings.push_back(text(
            "“%1” does not hold the value “%2”; its 1 is taken to mean it", prediction.name, favourable));
        favourable = "1";
    }
    EH_TRY(const OutcomeTest test, OutcomeTest::create(prediction, favourable, "prediction"));
    constexpr std::size_t kMostDecisions = 20;
    const std::size_t levels = outcomeLevels(prediction).size();
    if (levels > kMostDecisions)
        return invalidData(
            text("the prediction “%1” has %2 or more different values, so it does not hold decisions",
                prediction.name, levels),
            text("choose it as the score"));
    if (levels > 2)
        rows.warnings.push_back(
            text("the prediction “%1” has %2 values: “%3” is compared with all the others taken together",
                prediction.name, levels, favourable));
    rows.decision = indicatorAt(test, rows.row);
    return kOk;
}

void decideByThreshold(const AuditSpec& spec, AuditRows& rows)
{
    rows.threshold = spec.threshold;
    if (!rows.threshold && rows.scoreIsProbability)
        rows.threshold = 0.5;
    if (!rows.threshold) {
        const auto [low, high] = std::ranges::minmax(rows.score);
        rows.warnings.push_back(text(
            "the scores go from %1 to %2 and no threshold is chosen, so there are no decisions to audit; "
            "choose the score from which on a person is selected",
            low, high));
        return;
    }
    rows.decision.resize(rows.score.size());
    std::ranges::transform(rows.score, rows.decision.begin(),
        [&](double score) { return (score >= *rows.threshold) == spec.highScoreIsFavourable ? 1.0 : 0.0; });
}

Result<void> readClassification(
    const Roles& roles, const AuditSpec& spec, const Columns& columns, AuditRows& rows)
{
    EH_TRY(rows.favourable, favourableOf(roles, columns));
    rows.outcomeName = outcomeName(roles.target.empty() ? spec.prediction : roles.target, rows.favourable);
    if (columns.target != nullptr) {
        EH_TRY(const OutcomeTest test, OutcomeTest::create(*columns.target, rows.favourable, "true outcome"));
        rows.y = indicatorAt(test, rows.row);
    }
    if (columns.score != nullptr) {
        rows.score = numbersAt(columns.score->numeric()->values, rows.row);
        rows.scoreIsProbability
            = std::ranges::all_of(rows.score, [](double score) { return score >= 0.0 && score <= 1.0; });
        if (!spec.highScoreIsFavourable && !rows.y.empty()) {
            rows.scoreOutcome.resize(rows.y.size());
            std::ranges::transform(rows.y, rows.scoreOutcome.begin(), [](double y) { return 1.0 - y; });
        }
    }
    if (columns.prediction != nullptr)
        return readDecisions(*columns.prediction, rows);
    decideByThreshold(spec, rows);
    return kOk;
}

Result<void> readRegression(const Columns& columns, AuditRows& rows)
{
    const Column& predicted = columns.prediction != nullptr ? *columns.prediction : *columns.score;
    if (predicted.numeric() == nullptr)
        return invalidData(text("the prediction “%1” is not a number", predicted.name),
            text("choose a numeric column, or say that the outcome is a decision"));
    rows.score = numbersAt(predicted.numeric()->values, rows.row);
    if (columns.target == nullptr)
        return kOk;
    if (columns.target->numeric() == nullptr)
        return invalidData(text("the true outcome “%1” is not a number", columns.target->name),
            text("choose a numeric column, or say that the outcome is a decision"));
    rows.y = numbersAt(columns.target->numeric()->values, rows.row);
    return kOk;
}

} // namespace

std::string outcomeName(const std::string& column, const std::string& favourable)
{
    // Names of groups and of outcomes have the same trouble: "1" and "yes" say nothing by themselves.
    const std::string readable = readableGroupNames({column, {favourable}, {}}).front();
    return readable == favourable ? "“" + favourable + "”" : readable;
}

Result<AuditRows> auditRows(
    const Roles& roles, const AuditSpec& spec, const Table& table, const RunContext& ctx)
{
    EH_CHECK(checkSpec(roles, spec));
    EH_TRY(const Columns columns, findColumns(roles, spec, table));
    AuditRows rows;
    rows.task = roles.task;
    chooseRows(columns, table.rows(), rows);
    if (rows.row.empty())
        return invalidData(text("no row has both a prediction and everything else that was chosen"));
    EH_CHECK(ctx.checkpoint());
    EH_CHECK(roles.task == Task::Classification ? readClassification(roles, spec, columns, rows)
                                                : readRegression(columns, rows));
    if (!roles.weight.empty())
        rows.weight = numbersAt(columns.weight, rows.row);
    return rows;
}

} // namespace evenhand
