#pragma once

#include <QString>

#include <optional>

namespace evenhand::ui {

/// "about 3 min left", no finer than such an estimate is; empty while there is none.
[[nodiscard]] QString remainingText(std::optional<double> seconds);

} // namespace evenhand::ui
