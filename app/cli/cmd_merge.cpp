#include "app/cli/commands.h"
#include "app/cli/sweep_options.h"
#include "app/cli/write_results.h"

#include "engine/core/parallel.h"
#include "engine/io/shards.h"
#include "engine/pipeline/run.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

namespace {

struct MergeCommand {
    SweepOptions sweep;
    std::vector<std::string> shards;
};

Result<void> merge(const MergeCommand& command, const RunContext& ctx)
{
    EH_TRY(const LoadedStudy loaded, loadStudy(command.sweep, ctx.slice(0.0, 0.2)));
    EH_TRY(const std::string sweep, sweepKey(loaded.file.study, loaded.data, programId(), ctx));
    EH_TRY(const auto shards, ShardReader::open({command.shards.begin(), command.shards.end()}, sweep));
    EH_TRY(const std::shared_ptr<const Report> report,
        run(loaded.file.study, loaded.data, ctx.slice(0.2, 0.95),
            RunOptions {shards.get(), programId(), {}, nullptr}));
    if (!report->complete)
        return Error {ErrorCode::Cancelled, text("stopped"), {}, {}};
    return writeResults(*report, loaded.data, command.sweep.out, ctx.slice(0.95, 1.0));
}

int runMerge(const MergeCommand& command)
{
    const SweepOptions& options = command.sweep;
    const Result<void> done = [&] {
        ConsoleJob job(options.threads > 0 ? options.threads : defaultThreads(), options.quiet);
        return merge(command, job.context());
    }();
    if (done.has_error())
        return printError(done.error(), options.asJson);
    if (!options.quiet)
        std::cout << std::filesystem::absolute(options.out).lexically_normal().string() << '\n';
    return kDone;
}

} // namespace

void addMerge(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand(
        "merge", "put the shards of a study together: the same files as run, without computing anything");
    const auto options = std::make_shared<MergeCommand>();
    SweepOptions& sweep = options->sweep;
    command->add_option("STUDY", sweep.study, "the study file that the shards were computed from")
        ->required();
    command->add_option("SHARD", options->shards, "the files shard-i-of-n.units, all n of them")->required();
    command->add_option("--out", sweep.out, "folder for the results")->capture_default_str();
    command->add_option("--threads", sweep.threads, "threads to use")->check(CLI::Range(1, 1024));
    command->add_flag("--quiet", sweep.quiet, "say nothing but errors");
    command->add_flag("--json", sweep.asJson, "errors as JSON");
    command->callback([&action, options] { action = [options] { return runMerge(*options); }; });
}

} // namespace evenhand::cli
