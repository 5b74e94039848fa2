#pragma once

#include "engine/data/import_options.h"
#include "engine/io/json.h"

namespace evenhand {

/// The import choices of a study file's "data.import"; only what differs from the recognition is written.
[[nodiscard]] json::object importOptionsToJson(const ImportOptions& options);

/// @param file  stands for the file in messages
/// @errors Unreadable  a field of the wrong type, name or value, named by its path
[[nodiscard]] Result<ImportOptions> readImportOptions(const json::value& value, const std::string& file);

} // namespace evenhand
