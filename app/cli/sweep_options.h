#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"
#include "engine/io/study_json.h"
#include "engine/io/unit_packs.h"
#include "engine/pipeline/sweep.h"

#include <optional>
#include <string>

namespace evenhand::cli {

/// What the commands that compute or put together a sweep have in common.
struct SweepOptions {
    std::string study;
    std::string out = "out";
    std::string cache; ///< folder; empty: beside the study
    bool noCache = false;
    int threads = 0;
    bool quiet = false;
    bool lines = false; ///< progress as lines, for logs
    bool asJson = false;
};

/// A study file with its table.
struct LoadedStudy {
    StudyFile file;
    Dataset data;
};
/// @errors as loadStudyFile and loadDataset;  Cancelled
[[nodiscard]] Result<LoadedStudy> loadStudy(const SweepOptions& options, const RunContext& ctx);

/// The folder of a study's results unless another is asked for: "hmda.evenhand" has "hmda.evenhand-cache".
[[nodiscard]] std::filesystem::path cacheFolderOf(const SweepOptions& options);

/// The store of a command; absent when none is wanted or results cannot be told from those of another build.
[[nodiscard]] std::unique_ptr<UnitPacks> openCache(const SweepOptions& options);

/// Version, commit and build: results of another program are not taken.
[[nodiscard]] std::string programId();

/// "3/8" is the third of eight parts.
/// @errors InvalidArgument  not two whole numbers with 1 ≤ first ≤ second
[[nodiscard]] Result<Shard> readShard(const std::string& given);

/// Says on standard error how many results came from the cache and whether any could not be kept.
void tellCache(const SweepProgress& progress, const UnitPacks* cache);

} // namespace evenhand::cli
