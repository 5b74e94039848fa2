#pragma once

#include <string>
#include <utility>
#include <vector>

namespace evenhand {

/// Names and versions of the libraries and the compiler that the engine was built with, in a fixed order.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> libraryVersions();

} // namespace evenhand
