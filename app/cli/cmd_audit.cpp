#include "app/cli/commands.h"
#include "app/cli/options.h"

#include "engine/audit/audit.h"
#include "engine/audit/rate_curve.h"
#include "engine/audit/subgroup_audit.h"
#include "engine/core/parallel.h"
#include "engine/data/outcome.h"
#include "engine/io/audit_conditional_json.h"
#include "engine/io/audit_extras_json.h"
#include "engine/io/audit_json.h"
#include "engine/io/load_dataset.h"
#include "engine/io/rate_curve_json.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace evenhand::cli {

namespace {

struct AuditOptions {
    Roles roles;
    AuditSpec spec;
    std::string file, sensitive, curves, subgroups, subgroupColumns, divergenceColumns;
    std::vector<std::string> cuts;
    std::optional<double> tolerance, ratio;
    bool unfavourableScore = false;
    bool regression = false;
    bool tools = false;
    bool asJson = false;
};

/// Numbers of many values are amounts, not decisions.
Task taskOf(const Table& table, const AuditOptions& options)
{
    if (options.regression)
        return Task::Regression;
    const std::string& judged
        = !options.roles.target.empty() ? options.roles.target : options.spec.prediction;
    const auto column = table.indexOf(judged);
    if (!options.roles.favourable.empty() || !column || options.spec.threshold)
        return Task::Classification;
    constexpr std::size_t kMostClasses = 20;
    const Column& values = table.columns()[*column];
    return values.numeric() != nullptr && outcomeLevels(values).size() > kMostClasses ? Task::Regression
                                                                                      : Task::Classification;
}

/// Each attribute with the condition held fixed; absent for an attribute that the condition belongs to.
Result<ConditionalAudits> conditionalAudits(
    const AuditReport& report, const Table& table, const RunContext& ctx)
{
    const std::string& column = report.spec.condition;
    const std::string metric = report.task == Task::Classification ? "selection_rate" : "mean_prediction";
    ConditionalAudits audits(report.attributes.size());
    for (std::size_t i = 0; i < report.attributes.size(); ++i) {
        const AttributeAudit& attribute = report.attributes[i];
        const bool isOwn = std::ranges::count(report.roles.sensitive, column) > 0
            && (attribute.isIntersection || attribute.name == column);
        if (isOwn && report.attributes.size() > 1)
            continue;
        EH_TRY(audits[i], conditionalAudit(report, i, table, column, metric, ctx));
    }
    return audits;
}

/// The selection rate, or the mean prediction, along each column that was asked for.
Result<std::vector<RateCurve>> curvesOf(
    const AuditReport& report, const Table& table, const AuditOptions& options, const RunContext& ctx)
{
    std::vector<RateCurve> curves;
    if (options.curves.empty())
        return curves;
    const char* const metric = report.task == Task::Regression ? "mean_prediction" : "selection_rate";
    for (const std::string& column : splitAt(options.curves, ',')) {
        EH_TRY(RateCurve curve, rateCurve(report, table, column, metric, ctx));
        curves.push_back(std::move(curve));
    }
    return curves;
}

/// The worst subgroups by each rate that was asked for.
Result<std::vector<RateSubgroups>> subgroupsOf(
    const AuditReport& report, const Table& table, const AuditOptions& options, const RunContext& ctx)
{
    std::vector<RateSubgroups> searches;
    if (options.subgroups.empty())
        return searches;
    const std::vector<std::string> columns = options.subgroupColumns.empty()
        ? std::vector<std::string> {}
        : splitAt(options.subgroupColumns, ',');
    SubgroupSearch search;
    search.confidence = report.spec.confidence;
    for (const std::string& metric : splitAt(options.subgroups, ',')) {
        EH_TRY(SubgroupReport found, worstSubgroups(report, table, metric, columns, search, ctx));
        searches.push_back({metric, std::move(found)});
    }
    return searches;
}

Result<void> auditFile(AuditOptions options, const RunContext& ctx)
{
    options.roles.sensitive = splitAt(options.sensitive, ',');
    if (!options.divergenceColumns.empty())
        options.spec.divergenceColumns = splitAt(options.divergenceColumns, ',');
    for (const std::string& cut : options.cuts)
        EH_CHECK(readCuts(cut, options.roles.cuts));
    options.spec.highScoreIsFavourable = !options.unfavourableScore;
    if (options.tolerance) {
        options.spec.policy.byRatio = false;
        options.spec.policy.tolerance = *options.tolerance;
    }
    if (options.ratio)
        options.spec.policy.ratio = *options.ratio;
    EH_TRY(const Dataset data, loadDataset(options.file, {}, "", ctx));
    options.roles.task = taskOf(*data.table, options);
    if (options.roles.task == Task::Classification)
        proposeFavourable(*data.table,
            !options.roles.target.empty() ? options.roles.target : options.spec.prediction, options.roles);
    EH_TRY(const std::shared_ptr<const AuditReport> report, audit(options.roles, options.spec, data, ctx));
    for (const Text& note : data.notes)
        std::cerr << "note: " << note.english() << '\n';
    ConditionalAudits conditional;
    if (!options.spec.condition.empty()) {
        EH_TRY(conditional, conditionalAudits(*report, *data.table, ctx));
    }
    EH_TRY(const std::vector<RateCurve> curves, curvesOf(*report, *data.table, options, ctx));
    EH_TRY(const std::vector<RateSubgroups> subgroups, subgroupsOf(*report, *data.table, options, ctx));
    if (options.asJson) {
        json::object object = auditToJson(*report);
        addConditionalJson(*report, conditional, object);
        addDivergenceJson(*report, object);
        if (!curves.empty())
            object["curves"] = rateCurvesToJson(curves);
        if (!subgroups.empty())
            object["subgroups"] = subgroupsToJson(subgroups);
        if (options.tools)
            addToolsJson(*report, object);
        std::cout << writeJson(object);
    } else {
        std::cout << auditText(*report) << conditionalText(*report, conditional) << divergencesText(*report);
        for (const RateCurve& curve : curves)
            std::cout << '\n' << curve.summary.english() << ' ' << curve.chance.english() << '\n';
        std::cout << subgroupsText(subgroups) << (options.tools ? toolsText(*report) : std::string());
    }
    return kOk;
}

int runAudit(const AuditOptions& options)
{
    ConsoleJob job(defaultThreads(), options.asJson);
    const Result<void> done = auditFile(options, job.context());
    return done.has_error() ? printError(done.error(), options.asJson) : kDone;
}

} // namespace

void addAudit(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand(
        "audit", "group metrics and disparities of predictions or scores that are already in the table");
    const auto options = std::make_shared<AuditOptions>();
    AuditSpec& spec = options->spec;
    command->add_option("FILE", options->file, "the table; - is standard input")->required();
    command
        ->add_option("--sensitive", options->sensitive,
            "sensitive column, or several separated by commas: each of them and their intersection")
        ->required();
    command->add_option("--target", options->roles.target, "column with the true outcome");
    command->add_option("--favourable", options->roles.favourable, "the outcome that people hope for");
    command->add_option("--prediction", spec.prediction, "column with the decisions or predicted numbers");
    command->add_option("--score", spec.score, "column with the scores");
    command->add_option(
        "--threshold", spec.threshold, "a score from here on is a decision; 0.5 for scores between 0 and 1");
    command->add_flag("--score-of-unfavourable", options->unfavourableScore,
        "high scores speak for the outcome that nobody hopes for");
    command->add_option("--weight", options->roles.weight, "column with row weights");
    command->add_option("--reference", spec.reference, "group that others are compared with");
    command->add_option("--cut", options->cuts, "cut a numeric sensitive column: COLUMN=VALUE[,VALUE…]");
    command->add_option("--condition", spec.condition,
        "column of a factor that may matter: groups are also compared among rows with the same value of it");
    command->add_option("--curve", options->curves,
        "numeric column, or several separated by commas: the selection rate (or mean prediction) as a smooth "
        "curve along it");
    command->add_option("--subgroups", options->subgroups,
        "rate, or several separated by commas (selection_rate, true_positive_rate, false_positive_rate, "
        "precision, accuracy): the worst subgroups of up to three columns by it");
    command->add_option(
        "--subgroup-columns", options->subgroupColumns, "columns that subgroups are made of, instead of all");
    command->add_option("--divergence-columns", options->divergenceColumns,
        "columns in which the groups are compared all at once, instead of all features");
    command->add_flag("--tools", options->tools,
        "the same groups as Fairlearn, AIF360 and Aequitas count them, with the reason for each difference");
    command
        ->add_option("--convention", spec.convention, "how undefined rates, references and signs are treated")
        ->check(CLI::IsMember({"evenhand", "fairlearn", "aif360", "aequitas"}))
        ->capture_default_str();
    command->add_option("--confidence", spec.confidence, "of the intervals")->capture_default_str();
    command->add_option("--bootstrap", spec.replicates, "resamples of the bootstrap and of permutation tests")
        ->capture_default_str();
    command->add_option("--seed", spec.seed, "of everything random")->capture_default_str();
    command
        ->add_option("--ratio", options->ratio,
            "the policy: the smaller rate is at least this share of "
            "the larger (0.8: four-fifths)")
        ->check(CLI::Range(0.0, 1.0));
    command->add_option("--tolerance", options->tolerance, "the policy instead: the largest difference")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--regression", options->regression, "predictions are numbers, not decisions");
    command->add_flag("--json", options->asJson, "as JSON");
    command->callback([&action, options] {
        if (!options->spec.hasPredictions())
            throw CLI::RequiredError("--prediction or --score");
        action = [options] { return runAudit(*options); };
    });
}

} // namespace evenhand::cli
