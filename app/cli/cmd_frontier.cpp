#include "app/cli/commands.h"
#include "app/cli/options.h"

#include "engine/core/parallel.h"
#include "engine/io/frontier_json.h"
#include "engine/io/load_dataset.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace evenhand::cli {

namespace {

struct FrontierOptions {
    Roles roles;
    TableFrontierSpec spec;
    BandSpec band;
    std::string file, sensitive, notion;
    std::vector<double> tolerances;
    std::vector<std::string> cuts;
    bool unfavourableScore = false;
    bool withBand = false;
    bool asJson = false;
};

Notion notionNamed(const std::string& id)
{
    const auto found = std::ranges::find(kNotionIds, std::string_view(id));
    return static_cast<Notion>(found - kNotionIds.begin());
}

Result<void> frontierOfFile(FrontierOptions options, const RunContext& ctx)
{
    options.roles.sensitive = splitAt(options.sensitive, ',');
    for (const std::string& cut : options.cuts)
        EH_CHECK(readCuts(cut, options.roles.cuts));
    options.spec.notion = notionNamed(options.notion);
    options.spec.highScoreIsFavourable = !options.unfavourableScore;
    options.spec.tolerances = options.tolerances;
    if (options.withBand)
        options.spec.band = options.band;
    EH_TRY(const Dataset data, loadDataset(options.file, {}, "", ctx));
    proposeFavourable(*data.table, options.roles.target, options.roles);
    EH_TRY(const TableFrontier frontier, tableFrontier(options.roles, options.spec, *data.table, ctx));
    for (const Text& note : data.notes)
        std::cerr << "note: " << note.english() << '\n';
    for (const Text& warning : frontier.warnings)
        std::cerr << "warning: " << warning.english() << '\n';
    std::cout << (options.asJson ? writeJson(frontierToJson(frontier)) : frontierText(frontier));
    return kOk;
}

int runFrontier(const FrontierOptions& options)
{
    ConsoleJob job(defaultThreads(), options.asJson);
    const Result<void> done = frontierOfFile(options, job.context());
    return done.has_error() ? printError(done.error(), options.asJson) : kDone;
}

void addWhatIsCompared(CLI::App& command, FrontierOptions& options)
{
    command.add_option("FILE", options.file, "the table; - is standard input")->required();
    command.add_option("--score", options.spec.score, "column with the scores")->required();
    command.add_option("--target", options.roles.target, "column with the true outcome")->required();
    command.add_option("--favourable", options.roles.favourable, "the outcome that people hope for");
    command
        .add_option("--sensitive", options.sensitive,
            "sensitive column, or several separated by commas: groups are their intersection")
        ->required();
    command.add_option("--notion", options.notion, "whose rates may differ by at most the tolerance")
        ->check(CLI::IsMember({"demographic_parity", "equal_opportunity", "equalized_odds"}))
        ->required();
    command.add_option("--weight", options.roles.weight, "column with row weights");
    command.add_option("--cut", options.cuts, "cut a numeric sensitive column: COLUMN=VALUE[,VALUE…]");
    command.add_flag("--score-of-unfavourable", options.unfavourableScore,
        "high scores speak for the outcome that nobody hopes for");
}

} // namespace

void addFrontier(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand("frontier",
        "the best accuracy that group thresholds can reach at each tolerance for unequal treatment");
    const auto options = std::make_shared<FrontierOptions>();
    options->tolerances = {0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 1.0};
    addWhatIsCompared(*command, *options);
    command
        ->add_option("--tolerance", options->tolerances,
            "largest difference between any two groups in each constrained rate, one or several separated by "
            "commas")
        ->delimiter(',')
        ->check(CLI::Range(0.0, 1.0))
        ->capture_default_str();
    command->add_option("--cost-false-positive", options->spec.costs.falsePositive,
        "what a wrong favourable decision costs: the least cost is then looked for");
    command->add_option(
        "--cost-false-negative", options->spec.costs.falseNegative, "what a wrong unfavourable one costs");
    command->add_flag("--band", options->withBand, "with an interval by drawing the rows again");
    command->add_option("--bootstrap", options->band.replicates, "resamples of the band")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--confidence", options->band.confidence, "of the band")->capture_default_str();
    command->add_option("--seed", options->band.seed, "of the band")->capture_default_str();
    command->add_flag("--json", options->asJson, "as JSON");
    command->callback([&action, options] { action = [options] { return runFrontier(*options); }; });
}

} // namespace evenhand::cli
