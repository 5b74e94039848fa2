#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/sweep.h"
#include "engine/pipeline/unit_store.h"

#include <functional>

namespace evenhand {

/// Called with a growing report whenever a repeat is finished, from whichever thread finished it, one call at
/// a time.
using PartialReport = std::function<void(std::shared_ptr<const Report>)>;

/// The one entry point: runs a study on a table. Window and command line both call this and nothing below it.
///
/// Stages: check roles → groups → splits → for each repeat and learner: encode, train, calibrate, repair,
/// measure. The same bits for any number of threads.
/// @return a complete report; when stopped after at least one finished repeat, the report of those (complete
/// = false)
/// @errors InvalidArgument, InvalidData  a choice or the table cannot be used; the text names it
/// @errors Cancelled                     stopped before any repeat was finished
[[nodiscard]] Result<std::shared_ptr<const Report>> run(
    const Study& study, const Dataset& data, const RunContext& ctx, const PartialReport& partial = {});

/// How a study is run, beside what it computes.
struct RunOptions {
    UnitStore* store = nullptr; ///< where results are looked for and kept; null: everything is computed
    std::string program; ///< version and build of the program, whose results alone are taken from the store
    Shard shard {};      ///< which part is computed; of less than the whole the report is not complete
    SweepProgress* progress = nullptr;
};

/// As above; results that the store has are not computed again. The report has the same bits either way,
/// apart from seconds.
[[nodiscard]] Result<std::shared_ptr<const Report>> run(const Study& study, const Dataset& data,
    const RunContext& ctx, const RunOptions& options, const PartialReport& partial = {});

/// What a sweep is, whatever machine computes it: shards with the same key belong together.
/// @errors as run() for a study that cannot be run
[[nodiscard]] Result<std::string> sweepKey(
    const Study& study, const Dataset& data, std::string_view program, const RunContext& ctx);

} // namespace evenhand
