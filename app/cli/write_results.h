#pragma once

#include "engine/data/table.h"
#include "engine/pipeline/report.h"

#include <filesystem>

namespace evenhand::cli {

/// Makes a folder and those it lies in.
/// @errors WriteFailed
[[nodiscard]] Result<void> makeFolder(const std::filesystem::path& folder);

/// Whether a folder has the results of a study that ran to its end.
[[nodiscard]] bool holdsCompleteResults(const std::filesystem::path& folder);

/// Writes everything that comes out of a study into a folder: results.json, metrics.csv, report.html, the
/// figures, and predictions.csv if the study asks for it.
/// @errors WriteFailed;  Cancelled before anything was written
[[nodiscard]] Result<void> writeResults(
    const Report& report, const Dataset& data, const std::filesystem::path& folder, const RunContext& ctx);

} // namespace evenhand::cli
