#pragma once

#include "engine/core/run_context.h"
#include "engine/data/table.h"
#include "engine/pipeline/report.h"

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

} // namespace evenhand
