#include "app/cli/commands.h"
#include "app/cli/report_figures.h"

#include "app/common/version.h"
#include "engine/core/parallel.h"
#include "engine/io/atomic_file.h"
#include "engine/io/load_dataset.h"
#include "engine/io/results_json.h"
#include "engine/io/study_json.h"
#include "engine/pipeline/run.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

namespace {

struct RunOptions {
    std::string study;
    std::string out = "out";
    int threads = 0;
    bool quiet = false;
    bool asJson = false;
};

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error {ErrorCode::WriteFailed, text("cannot make the folder: %1", problem.message()),
            text("choose another one with --out"), {folder.string(), {}, {}}};
    return kOk;
}

Result<void> writeAll(
    const Report& report, const Dataset& data, const RunOptions& options, const RunContext& ctx)
{
    const std::filesystem::path folder(options.out);
    EH_CHECK(makeFolder(folder));
    const Provenance provenance {kVersion, kCommit, data.sha256, report.threads};
    EH_CHECK(writeFileAtomically(folder / "results.json", resultsJson(report, provenance)));
    EH_CHECK(writeFileAtomically(folder / "metrics.csv", metricsCsv(report)));
    if (report.study.predictions)
        EH_CHECK(writeFileAtomically(folder / "predictions.csv", predictionsCsv(report)));
    EH_TRY(
        const std::vector<PageFigure> figures, drawFigures(reportFigures(report, ctx), folder / "figures"));
    return writeFileAtomically(folder / "report.html", reportHtml(report, provenance, figures));
}

Result<bool> runAndWrite(const RunOptions& options, const RunContext& ctx)
{
    EH_TRY(StudyFile file, loadStudyFile(options.study));
    EH_TRY(const Dataset data,
        loadDataset(dataPathOf(file.study, options.study).string(), file.study.import, file.study.dataSha256,
            ctx.slice(0.0, 0.1)));
    for (const Text& note : data.notes)
        if (!options.quiet)
            std::cerr << "note: " << note.english() << '\n';
    EH_TRY(const std::shared_ptr<const Report> report, run(file.study, data, ctx.slice(0.1, 0.95)));
    // A stopped study is written too: what is finished is worth keeping, and results.json says that it is not
    // complete.
    EH_CHECK(writeAll(*report, data, options, RunContext {{}, nullptr, ctx.threads()}));
    return report->complete;
}

int runStudy(const RunOptions& options)
{
    ConsoleJob job(options.threads > 0 ? options.threads : defaultThreads(), options.quiet);
    const Result<bool> done = runAndWrite(options, job.context());
    if (done.has_error())
        return printError(done.error(), options.asJson);
    if (!options.quiet)
        std::cout << std::filesystem::absolute(options.out).lexically_normal().string() << '\n';
    return *done ? kDone : kCancelled;
}

} // namespace

void addRun(CLI::App& app, Action& action)
{
    CLI::App* const command
        = app.add_subcommand("run", "run a study file: results.json, metrics.csv, report.html, figures");
    const auto options = std::make_shared<RunOptions>();
    command->add_option("STUDY", options->study, "the study file")->required();
    command->add_option("--out", options->out, "folder for the results")->capture_default_str();
    command->add_option("--threads", options->threads, "threads to use (results do not depend on it)")
        ->check(CLI::Range(1, 1024));
    command->add_flag("--quiet", options->quiet, "say nothing but errors");
    command->add_flag("--json", options->asJson, "errors as JSON");
    command->callback([&action, options] { action = [options] { return runStudy(*options); }; });
}

} // namespace evenhand::cli
