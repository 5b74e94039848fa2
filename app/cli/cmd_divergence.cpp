#include "app/cli/commands.h"
#include "app/cli/options.h"

#include "engine/core/parallel.h"
#include "engine/io/divergence_json.h"
#include "engine/io/load_dataset.h"

#include <CLI/CLI.hpp>

#include <iostream>
#include <numeric>

namespace evenhand::cli {

namespace {

struct DivergenceOptions {
    ColumnDivergenceSpec spec;
    std::string file, sensitive, columns, kind = "mmd";
    std::vector<std::string> cuts;
    std::optional<double> bandwidth, epsilon;
    bool asJson = false;
};

Result<void> checkKindOptions(const DivergenceOptions& options, DistanceKind kind)
{
    if (options.bandwidth && kind != DistanceKind::Mmd)
        return invalidArgument(
            text("--bandwidth is of the kernel of mmd, not of %1", options.kind), text("leave it out"));
    if (options.epsilon && kind != DistanceKind::Sinkhorn)
        return invalidArgument(
            text("--epsilon is of sinkhorn, not of %1", options.kind), text("leave it out"));
    return kOk;
}

Result<void> divergenceOfFile(DivergenceOptions options, const RunContext& ctx)
{
    EH_TRY(options.spec.distance.kind, distanceKind(options.kind));
    EH_CHECK(checkKindOptions(options, options.spec.distance.kind));
    options.spec.columns = splitAt(options.columns, ',');
    options.spec.distance.bandwidth = options.bandwidth.value_or(0.0);
    options.spec.distance.epsilon = options.epsilon.value_or(0.0);
    std::map<std::string, std::vector<double>> cuts;
    for (const std::string& cut : options.cuts)
        EH_CHECK(readCuts(cut, cuts));
    EH_TRY(const Dataset data, loadDataset(options.file, {}, "", ctx));
    EH_TRY(const Groups groups, makeGroups(*data.table, splitAt(options.sensitive, ','), cuts));
    std::vector<Eigen::Index> rows(data.table->rows());
    std::iota(rows.begin(), rows.end(), Eigen::Index {0});
    EH_TRY(const ColumnDivergence divergence, columnDivergence(*data.table, groups, rows, options.spec, ctx));
    for (const Text& note : data.notes)
        std::cerr << "note: " << note.english() << '\n';
    for (const Text& warning : divergence.warnings)
        std::cerr << "warning: " << warning.english() << '\n';
    std::cout << (options.asJson ? writeJson(divergenceToJson(divergence)) : divergenceText(divergence));
    return kOk;
}

int runDivergence(const DivergenceOptions& options)
{
    ConsoleJob job(defaultThreads(), options.asJson);
    const Result<void> done = divergenceOfFile(options, job.context());
    return done.has_error() ? printError(done.error(), options.asJson) : kDone;
}

} // namespace

void addDivergence(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand("divergence",
        "how different the groups are in several columns at once, and whether that could be chance");
    const auto options = std::make_shared<DivergenceOptions>();
    PermutationSpec& distance = options->spec.distance;
    command->add_option("FILE", options->file, "the table; - is standard input")->required();
    command
        ->add_option("--sensitive", options->sensitive,
            "sensitive column, or several separated by commas: groups are their intersection")
        ->required();
    command->add_option("--columns", options->columns, "columns to compare, separated by commas")->required();
    command->add_option("--cut", options->cuts, "cut a numeric sensitive column: COLUMN=VALUE[,VALUE…]");
    command
        ->add_option("--kind", options->kind,
            "mmd: kernels; sinkhorn: entropic transport; energy: the energy distance; wasserstein: exact "
            "transport")
        ->check(CLI::IsMember({"mmd", "sinkhorn", "energy", "wasserstein"}))
        ->capture_default_str();
    command->add_option("--bandwidth", options->bandwidth, "of mmd; the median distance unless given")
        ->check(CLI::PositiveNumber);
    command
        ->add_option("--epsilon", options->epsilon,
            "of sinkhorn, for the cost of half the squared distance; 0.3 times its median unless given")
        ->check(CLI::PositiveNumber);
    command->add_flag("--standardise", options->spec.standardise, "numbers less their mean, by their spread");
    command
        ->add_option("--permutations", distance.permutations,
            "of the groups, for the level by chance; 200 unless given, 20 where each is an optimisation")
        ->check(CLI::Range(1, 1'000'000));
    command->add_option("--seed", distance.seed, "of everything random")->capture_default_str();
    command->add_flag("--json", options->asJson, "as JSON");
    command->callback([&action, options] { action = [options] { return runDivergence(*options); }; });
}

} // namespace evenhand::cli
