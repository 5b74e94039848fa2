#include "app/cli/write_results.h"

#include "app/cli/report_figures.h"
#include "app/common/version.h"
#include "engine/io/atomic_file.h"
#include "engine/io/json.h"
#include "engine/io/results_json.h"
#include "engine/pipeline/assemble.h"

#include <iostream>

namespace evenhand::cli {

namespace {

/// The trade-off of a study that was stopped: whoever stops does not wait for it.
TradeoffAnswers unanswered(const Report& report)
{
    TradeoffAnswers answers;
    answers.error = errorMetricOf(report.study);
    answers.unfairness = unfairnessMetricOf(report.study);
    const Text reason = text("the study was stopped before it was complete");
    answers.measures.reason = answers.frontier.reason = answers.dominated.reason = answers.halves.reason
        = reason;
    return answers;
}

} // namespace

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error {ErrorCode::WriteFailed, text("cannot make the folder: %1", problem.message()),
            text("choose another one with --out"), {folder.string(), {}, {}}};
    return kOk;
}

bool holdsCompleteResults(const std::filesystem::path& folder)
{
    const Result<std::string> bytes = readFile(folder / "results.json");
    if (bytes.has_error())
        return false;
    const Result<json::value> results = parseJson(*bytes, "results.json");
    if (results.has_error() || !results->is_object())
        return false;
    const json::value* const complete = results->as_object().if_contains("complete");
    return complete != nullptr && complete->is_bool() && complete->as_bool();
}

Result<void> writeResults(
    const Report& report, const Dataset& data, const std::filesystem::path& folder, const RunContext& ctx)
{
    // All that takes long comes before anything is written.
    EH_TRY(const TradeoffAnswers answers,
        report.complete ? tradeoffAnswers(report, ctx) : Result<TradeoffAnswers>(unanswered(report)));
    EH_CHECK(makeFolder(folder));
    const Provenance provenance {kVersion, kCommit, data.sha256, report.threads};
    EH_CHECK(writeFileAtomically(folder / "results.json", resultsJson(report, provenance, answers)));
    EH_CHECK(writeFileAtomically(folder / "metrics.csv", metricsCsv(report)));
    if (report.study.predictions) {
        EH_CHECK(writeFileAtomically(folder / "predictions.csv", predictionsCsv(report)));
    } else if (std::error_code none; std::filesystem::remove(folder / "predictions.csv", none)) {
        std::cerr << "note: predictions.csv belonged to earlier results and was removed\n";
    }
    EH_TRY(const std::vector<PageFigure> figures,
        drawFigures(reportFigures(report, answers, ctx.finishing()), folder / "figures"));
    return writeFileAtomically(folder / "report.html", reportHtml(report, provenance, answers, figures));
}

} // namespace evenhand::cli
