#include "app/cli/commands.h"
#include "app/cli/options.h"

#include "engine/core/parallel.h"
#include "engine/io/atomic_file.h"
#include "engine/io/load_dataset.h"
#include "engine/io/transformed_csv.h"
#include "engine/methods/notion.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

namespace {

struct PreprocessOptions {
    PreprocessSpec spec;
    std::string file, out, sensitive, exclude;
    std::vector<std::string> cuts;
    std::string notion, map;
    std::optional<double> strength;
    std::vector<std::string> settings, tasks;
    bool isRegression = false;
    bool isRaw = false;
    bool asJson = false;
};

Result<void> preprocessFile(PreprocessOptions options, const RunContext& ctx)
{
    Roles& roles = options.spec.roles;
    roles.task = options.isRegression ? Task::Regression : Task::Classification;
    roles.sensitive = splitAt(options.sensitive, ',');
    if (!options.exclude.empty())
        roles.exclude = splitAt(options.exclude, ',');
    for (const std::string& cut : options.cuts)
        EH_CHECK(readCuts(cut, roles.cuts));
    options.spec.encoding.standardise = !options.isRaw;
    for (const std::string& task : options.tasks) {
        EH_TRY(TaskTarget target, readTask(task));
        roles.tasks.push_back(std::move(target));
    }
    EH_TRY(options.spec.params, readSettings(options.settings));
    for (const auto& [id, value] : {std::pair {"notion", options.notion}, std::pair {"map", options.map}})
        if (!value.empty())
            options.spec.params[id] = value;
    if (options.strength)
        options.spec.params["strength"] = *options.strength;
    EH_TRY(const Dataset data, loadDataset(options.file, {}, "", ctx));
    EH_TRY(const TransformedTable transformed, preprocess(options.spec, *data.table, ctx));
    for (const Text& note : data.notes)
        std::cerr << "note: " << note.english() << '\n';
    for (const Text& warning : transformed.warnings)
        std::cerr << "warning: " << warning.english() << '\n';
    return writeFileAtomically(options.out, transformedCsv(*data.table, roles, transformed));
}

int runPreprocess(const PreprocessOptions& options)
{
    ConsoleJob job(defaultThreads(), false);
    const Result<void> done = preprocessFile(options, job.context());
    return done.has_error() ? printError(done.error(), options.asJson) : kDone;
}

} // namespace

void addPreprocess(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand("preprocess",
        "write features that a pre-processing made fair, for any learner: those on which no linear model can "
        "tell the "
        "groups' means apart, or a learned representation");
    const auto options = std::make_shared<PreprocessOptions>();
    command->add_option("FILE", options->file, "the table; - is standard input")->required();
    command->add_option("--target", options->spec.roles.target, "column with the outcome")->required();
    command->add_option("--favourable", options->spec.roles.favourable, "the outcome that people hope for");
    command->add_option("--sensitive", options->sensitive, "sensitive column, or several separated by commas")
        ->required();
    command->add_option("--cut", options->cuts, "cut a numeric sensitive column: COLUMN=VALUE[,VALUE…]");
    command->add_option("--exclude", options->exclude, "columns that are not features, separated by commas");
    command->add_option("--weight", options->spec.roles.weight, "column with row weights");
    command->add_flag("--sensitive-as-feature", options->spec.roles.sensitiveAsFeature,
        "the sensitive columns are features, too");
    command
        ->add_option("--method", options->spec.method,
            "ferm_preprocessing, correlation_remover, disparate_impact_remover or fair_representation")
        ->capture_default_str();
    command->add_option("--set", options->settings, "a parameter of the method: NAME=VALUE; may be repeated");
    command->add_option("--task", options->tasks,
        "a further target of a representation: COLUMN (a number), COLUMN>CUT or COLUMN=LEVEL[|LEVEL…]; may "
        "be "
        "repeated");
    command->add_option(
        "--task-column", options->spec.roles.taskColumn, "column that says which task a row belongs to");
    command->add_option("--seed", options->spec.seed, "of a representation's training")
        ->capture_default_str();
    command->add_option("--notion", options->notion, "which rows are compared")
        ->check(CLI::IsMember(std::vector<std::string>(kNotionIds.begin(), kNotionIds.end())));
    command
        ->add_option(
            "--map", options->map, "projection keeps all features, elimination drops one, as in the paper")
        ->check(CLI::IsMember({"projection", "elimination"}));
    command->add_option("--strength", options->strength,
        "of the projection: 0 = untouched, 1 = whole (default); of a representation: weight of the "
        "divergence");
    command->add_flag("--regression", options->isRegression, "the target is a number");
    command->add_flag("--raw", options->isRaw, "do not standardise numeric columns");
    command->add_option("--out", options->out, "the CSV to write")->required();
    command->add_flag("--json", options->asJson, "errors as JSON");
    command->callback([&action, options] { action = [options] { return runPreprocess(*options); }; });
}

} // namespace evenhand::cli
