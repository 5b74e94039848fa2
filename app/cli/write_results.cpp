#include "app/cli/write_results.h"

#include "app/cli/report_figures.h"
#include "app/common/version.h"
#include "engine/io/atomic_file.h"
#include "engine/io/results_json.h"

#include <iostream>

namespace evenhand::cli {

Result<void> makeFolder(const std::filesystem::path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return Error {ErrorCode::WriteFailed, text("cannot make the folder: %1", problem.message()),
            text("choose another one with --out"), {folder.string(), {}, {}}};
    return kOk;
}

Result<void> writeResults(
    const Report& report, const Dataset& data, const std::filesystem::path& folder, const RunContext& ctx)
{
    EH_CHECK(makeFolder(folder));
    const Provenance provenance {kVersion, kCommit, data.sha256, report.threads};
    EH_CHECK(writeFileAtomically(folder / "results.json", resultsJson(report, provenance)));
    EH_CHECK(writeFileAtomically(folder / "metrics.csv", metricsCsv(report)));
    if (report.study.predictions) {
        EH_CHECK(writeFileAtomically(folder / "predictions.csv", predictionsCsv(report)));
    } else if (std::error_code none; std::filesystem::remove(folder / "predictions.csv", none)) {
        std::cerr << "note: predictions.csv belonged to earlier results and was removed\n";
    }
    EH_TRY(
        const std::vector<PageFigure> figures, drawFigures(reportFigures(report, ctx), folder / "figures"));
    return writeFileAtomically(folder / "report.html", reportHtml(report, provenance, figures));
}

} // namespace evenhand::cli
