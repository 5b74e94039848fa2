#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/report_figures.h"

#include "engine/core/parallel.h"
#include "engine/figures/representation.h"
#include "engine/figures/transfer_names.h"
#include "engine/io/atomic_file.h"
#include "engine/io/load_dataset.h"
#include "engine/io/study_json.h"
#include "engine/io/transfer_json.h"
#include "engine/methods/method.h"
#include "engine/pipeline/transfer.h"

#include <CLI/CLI.hpp>

#include <charconv>
#include <iostream>

namespace evenhand::cli {

namespace {

constexpr std::string_view kMethod = "fair_representation";

struct TransferOptions {
    std::string study, out;
    std::vector<std::string> leaveOut, set;
    int repeats = 5;
    int threads = 0;
    bool quiet = false;
    bool asJson = false;
};

/// Parameters of the study's first run that learns a representation, those with a single value; of the others
/// the default holds, which is said.
ParamSet paramsOf(const Study& study, bool quiet)
{
    ParamSet params;
    for (const RunSpec& run : study.runs) {
        if (run.method.id != kMethod)
            continue;
        for (const auto& [name, values] : run.method.params) {
            if (values.size() == 1)
                params[name] = values.front();
            else if (!quiet)
                std::cerr << "note: the study has several values of " << name
                          << "; the default is used unless --set chooses one\n";
        }
        break;
    }
    return params;
}

/// "strength=3", "divergence=mmd".
Result<void> setParams(const std::vector<std::string>& given, ParamSet& params)
{
    for (const std::string& entry : given) {
        const std::size_t equals = entry.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == entry.size())
            return invalidArgument(
                text("“%1” is not NAME=VALUE", entry), text("for example --set strength=10"));
        const std::string value = entry.substr(equals + 1);
        double number = 0.0;
        const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool isNumber = read.ec == std::errc() && read.ptr == value.data() + value.size();
        params[entry.substr(0, equals)] = isNumber ? ParamValue(number) : ParamValue(value);
    }
    return kOk;
}

Result<void> write(const TransferReport& report, const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error {ErrorCode::WriteFailed, text("cannot make the folder: %1", problem.message()),
            text("choose another one with --out"), {folder.string(), {}, {}}};
    EH_CHECK(writeFileAtomically(folder / "transfer.json", transferJson(report)));
    EH_CHECK(writeFileAtomically(folder / "transfer.csv", transferCsv(report)));
    std::vector<Figure> figures;
    for (const std::string& task : transferTasks(report)) {
        figures.push_back(transferFigure(report, task));
        figures.back().id += "_" + std::to_string(figures.size()); // the name of a file
    }
    EH_TRY(const std::vector<PageFigure> drawn, drawFigures(figures, folder / "figures"));
    static_cast<void>(drawn);
    return kOk;
}

Result<bool> compare(const TransferOptions& options, const RunContext& ctx)
{
    EH_TRY(const StudyFile file, loadStudyFile(options.study));
    EH_TRY(const Dataset data,
        loadDataset(dataPathOf(file.study, options.study).string(), file.study.import, file.study.dataSha256,
            ctx.slice(0.0, 0.05)));
    TransferSpec spec;
    spec.leaveOut = options.leaveOut;
    spec.repeats = options.repeats;
    spec.params = paramsOf(file.study, options.quiet);
    EH_CHECK(setParams(options.set, spec.params));
    EH_TRY(const std::shared_ptr<const TransferReport> report,
        transfer(file.study, *data.table, spec, ctx.slice(0.05, 1.0)));
    if (!options.quiet)
        for (const Text& warning : report->warnings)
            std::cerr << "warning: " << warning.english() << '\n';
    if (!options.out.empty())
        EH_CHECK(write(*report, options.out));
    std::cout << (options.asJson ? transferJson(*report) : transferText(*report));
    if (!report->complete && !options.quiet)
        std::cerr << "note: stopped; only finished repeats are here\n";
    return report->complete;
}

int runTransfer(const TransferOptions& options)
{
    ConsoleJob job(options.threads > 0 ? options.threads : defaultThreads(), options.quiet);
    const Result<bool> done = compare(options, job.context());
    if (done.has_error())
        return printError(done.error(), options.asJson);
    return *done ? kDone : kCancelled;
}

} // namespace

void addTransfer(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand(
        "transfer", "learn representations without a task and see how they serve it afterwards");
    const auto options = std::make_shared<TransferOptions>();
    command->add_option("STUDY", options->study, "the study file; it has further targets or a task column")
        ->required();
    command->add_option("--leave-out", options->leaveOut,
        "a task to leave out, by its name, or several; without: each in turn, or a quarter of many");
    command->add_option("--repeats", options->repeats, "random splits")
        ->check(CLI::Range(1, 1000))
        ->capture_default_str();
    command->add_option(
        "--set", options->set, "a parameter of the method, NAME=VALUE; may be given several times");
    command->add_option("--out", options->out, "folder for transfer.json, transfer.csv and figures");
    command->add_option("--threads", options->threads, "threads to use (results do not depend on it)")
        ->check(CLI::Range(1, 1024));
    command->add_flag("--quiet", options->quiet, "say nothing but the result and errors");
    command->add_flag("--json", options->asJson, "print JSON instead of a table");
    command->callback([&action, options] { action = [options] { return runTransfer(*options); }; });
}

} // namespace evenhand::cli
