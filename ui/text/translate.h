#pragma once

#include "engine/core/text.h"

#include <QString>

namespace evenhand::ui {

/// The sentence in the window's language, its places filled with the literal arguments.
[[nodiscard]] QString translate(const Text& text);
/// As above for a fixed English phrase of the engine, such as a method's name.
[[nodiscard]] QString translate(std::string_view english);

} // namespace evenhand::ui
