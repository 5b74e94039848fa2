#pragma once

#include "ui/session/study_files.h"

namespace evenhand::ui {

/// The same services, with runs that keep every finished piece in a folder and never compute it again: a
/// sweep that was stopped, or the window closed over it, continues where it was. At most 2 GB are kept; what
/// was not used for longest goes first.
[[nodiscard]] Services keepingResults(Services services, std::filesystem::path folder);

} // namespace evenhand::ui
