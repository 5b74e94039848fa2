#pragma once

#include "engine/io/read_table.h"

namespace evenhand {

/// A table by what a study says of it: a file, or "simulated:…" for the teaching table.
/// @param expectedSha256  when not empty and different from the file's, a note says that the file has changed
/// @errors as readTable and simulateTable
[[nodiscard]] Result<Dataset> loadDataset(const std::string& path, const ImportOptions& options,
    const std::string& expectedSha256, const RunContext& ctx);

} // namespace evenhand
