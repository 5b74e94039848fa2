#pragma once

#include <string>

namespace evenhand {

/// A SHA-256 of the running program's file: another build may give other bits, so its results are not mixed
/// with those of this one. Empty where the system does not say which file that is.
[[nodiscard]] const std::string& buildId();

} // namespace evenhand
