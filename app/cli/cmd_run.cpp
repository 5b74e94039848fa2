#include "app/cli/commands.h"
#include "app/cli/sweep_line.h"
#include "app/cli/sweep_options.h"
#include "app/cli/write_results.h"

#include "engine/core/parallel.h"
#include "engine/io/shards.h"
#include "engine/pipeline/run.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

namespace {

struct RunCommand {
    SweepOptions sweep;
    std::optional<std::string> shard; ///< "3/8"; absent: all
};

/// A run from the command line: what it looks results up in and whom it tells how far it is.
class StudyRun {
public:
    explicit StudyRun(const RunCommand& command)
        : m_command(command)
        , m_options(command.sweep)
        , m_cache(openCache(command.sweep))
        , m_line(m_progress)
    {
    }

    int run()
    {
        const Display display {
            !m_options.quiet, m_options.lines, [this](double fraction) { return m_line.at(fraction); }};
        const Result<bool> done = [&] {
            ConsoleJob job(m_options.threads > 0 ? m_options.threads : defaultThreads(), display);
            return !m_command.shard ? runWhole(job.context()) : runShard(job.context());
        }();
        const bool isStopped = done.has_error() ? done.error().code == ErrorCode::Cancelled : !*done;
        if (!m_options.quiet && (!done.has_error() || isStopped))
            tellCache(m_progress, m_cache.get());
        if (isStopped && !m_options.quiet && m_cache && !m_cache->problem())
            std::cerr << "note: stopped; what is finished is kept, and the same command continues\n";
        if (done.has_error())
            return printError(done.error(), m_options.asJson);
        if (!m_options.quiet)
            std::cout << std::filesystem::absolute(m_written).lexically_normal().string() << '\n';
        return *done ? kDone : kCancelled;
    }

private:
    Result<bool> runWhole(const RunContext& ctx)
    {
        EH_TRY(const LoadedStudy loaded, loadStudy(m_options, ctx.slice(0.0, 0.1)));
        EH_TRY(const std::shared_ptr<const Report> report,
            evenhand::run(loaded.file.study, loaded.data, ctx.slice(0.1, 0.95),
                {m_cache.get(), programId(), {}, &m_progress}));
        m_written = m_options.out;
        if (report->complete) {
            EH_CHECK(writeResults(*report, loaded.data, m_written, ctx.slice(0.95, 1.0)));
            return true;
        }
        // A stopped study is written too: what is finished is worth keeping, and results.json says that it is
        // not complete. But it never takes the place of one that is.
        if (holdsCompleteResults(m_written))
            return Error {ErrorCode::Cancelled,
                text("stopped; the complete results that are there were left as they are"), {},
                {m_written.string(), {}, {}}};
        EH_CHECK(writeResults(*report, loaded.data, m_written, ctx.finishing()));
        return false;
    }

    Result<bool> runShard(const RunContext& ctx)
    {
        EH_TRY(const Shard shard, readShard(*m_command.shard));
        EH_TRY(const LoadedStudy loaded, loadStudy(m_options, ctx.slice(0.0, 0.1)));
        EH_TRY(const std::string sweep, sweepKey(loaded.file.study, loaded.data, programId(), ctx));
        EH_CHECK(makeFolder(m_options.out));
        m_written = std::filesystem::path(m_options.out) / shardFileName(shard);
        EH_TRY(const auto writer, ShardWriter::create(m_written, m_cache.get()));
        EH_TRY(const std::shared_ptr<const Report> report,
            evenhand::run(loaded.file.study, loaded.data, ctx.slice(0.1, 1.0),
                {writer.get(), programId(), shard, &m_progress}));
        if (ctx.stopRequested())
            return Error {ErrorCode::Cancelled, text("stopped before the shard was complete"), {}, {}};
        EH_CHECK(writer->finish(sweep, shard));
        return true;
    }

    const RunCommand& m_command;
    const SweepOptions& m_options;
    std::unique_ptr<UnitPacks> m_cache;
    SweepProgress m_progress;
    SweepLine m_line;
    std::filesystem::path m_written;
};

} // namespace

void addRun(CLI::App& app, Action& action)
{
    CLI::App* const command
        = app.add_subcommand("run", "run a study file: results.json, metrics.csv, report.html, figures");
    const auto options = std::make_shared<RunCommand>();
    SweepOptions& sweep = options->sweep;
    command->add_option("STUDY", sweep.study, "the study file")->required();
    command->add_option("--out", sweep.out, "folder for the results")->capture_default_str();
    command->add_option("--threads", sweep.threads, "threads to use (results do not depend on it)")
        ->check(CLI::Range(1, 1024));
    command
        ->add_option("--shard", options->shard,
            "i/n: only the i-th of n parts, into a file that the command merge puts together")
        ->check([](const std::string& given) {
            const Result<Shard> shard = readShard(given);
            return shard.has_error() ? shard.error().english() : std::string();
        });
    command->add_option("--cache", sweep.cache,
        "folder of results computed before (otherwise STUDY.evenhand-cache beside the study)");
    command->add_flag("--no-cache", sweep.noCache, "compute everything, keep nothing for another time");
    command->add_flag("--progress", sweep.lines, "progress as lines on standard error, for logs");
    command->add_flag("--quiet", sweep.quiet, "say nothing but errors");
    command->add_flag("--json", sweep.asJson, "errors as JSON");
    command->callback([&action, options] { action = [options] { return StudyRun(*options).run(); }; });
}

} // namespace evenhand::cli
