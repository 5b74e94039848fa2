#include "app/cli/commands.h"
#include "app/cli/options.h"

#include "engine/core/parallel.h"
#include "engine/io/atomic_file.h"
#include "engine/io/load_dataset.h"
#include "engine/io/repaired_csv.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

namespace {

struct RepairOptions {
    RepairSpec spec;
    std::string file, calibration, out;
    std::string sensitive;
    std::vector<std::string> cuts;
    std::optional<double> strength, alpha;
    std::uint64_t seed = 0;
    bool hasSeed = false;
    bool asJson = false;
};

Result<void> repairFile(RepairOptions options, const RunContext& ctx)
{
    options.spec.sensitive = splitAt(options.sensitive, ',');
    for (const std::string& cut : options.cuts)
        EH_CHECK(readCuts(cut, options.spec.cuts));
    if (options.alpha) {
        EH_TRY(options.spec.strength, strengthOfShare(*options.alpha));
    } else if (options.strength) {
        options.spec.strength = *options.strength;
    }
    if (options.hasSeed)
        options.spec.seed = options.seed;
    EH_TRY(const Dataset data, loadDataset(options.file, {}, "", ctx));
    Dataset other;
    if (!options.calibration.empty()) {
        EH_TRY(other, loadDataset(options.calibration, {}, "", ctx));
    }
    const Table& calibration = options.calibration.empty() ? *data.table : *other.table;
    EH_TRY(const RepairedScores repaired, repair(options.spec, *data.table, calibration, ctx));
    for (const Text& note : data.notes)
        std::cerr << "note: " << note.english() << '\n';
    for (const Text& warning : repaired.warnings)
        std::cerr << "warning: " << warning.english() << '\n';
    return writeFileAtomically(options.out, repairedCsv(*data.table, repaired));
}

int runRepair(const RepairOptions& options)
{
    ConsoleJob job(defaultThreads(), false);
    const Result<void> done = repairFile(options, job.context());
    return done.has_error() ? printError(done.error(), options.asJson) : kDone;
}

} // namespace

void addRepair(CLI::App& app, Action& action)
{
    CLI::App* const command
        = app.add_subcommand("repair", "add a column fair_score: the Wasserstein-barycenter repair");
    const auto options = std::make_shared<RepairOptions>();
    command->add_option("FILE", options->file, "the table; - is standard input")->required();
    command->add_option("--score", options->spec.score, "column with the scores")->required();
    command->add_option("--sensitive", options->sensitive, "sensitive column, or several separated by commas")
        ->required();
    command->add_option("--cut", options->cuts, "cut a numeric sensitive column: COLUMN=VALUE[,VALUE…]");
    command->add_option(
        "--calibration", options->calibration, "table that the map is fitted on, instead of FILE");
    command->add_option("--estimator", options->spec.estimator, "how distributions are estimated")
        ->check(CLI::IsMember({"smooth", "exact", "paper", "paper-split"}))
        ->capture_default_str();
    CLI::Option* const strength
        = command->add_option("--strength", options->strength, "0 = untouched, 1 = parity")
              ->check(CLI::Range(0.0, 1.0));
    command->add_option("--alpha", options->alpha, "share of the unfairness that is kept")
        ->check(CLI::Range(0.0, 1.0))
        ->excludes(strength);
    command->add_option("--weight", options->spec.weight, "column with row weights");
    command->add_option("--seed", options->seed, "of paper-split: random halves and ranks")
        ->each([options](const std::string&) { options->hasSeed = true; });
    command->add_option("--out", options->out, "the CSV to write")->required();
    command->add_flag("--json", options->asJson, "errors as JSON");
    command->callback([&action, options] { action = [options] { return runRepair(*options); }; });
}

} // namespace evenhand::cli
