#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

namespace evenhand::test {

/// Folder of the real tables, when this machine has them: EVENHAND_DATA, or ../shared/data beside the
/// checkout.
inline std::optional<std::filesystem::path> realData()
{
    if (const char* const named = std::getenv("EVENHAND_DATA");
        named != nullptr && std::filesystem::exists(named))
        return std::filesystem::path(named);
    const auto beside = std::filesystem::path(EVENHAND_SOURCE_DIR) / ".." / "shared" / "data";
    if (std::filesystem::exists(beside))
        return beside;
    return std::nullopt;
}

/// A file of tests/golden.
inline std::filesystem::path golden(const std::string& name)
{
    return std::filesystem::path(EVENHAND_SOURCE_DIR) / "tests" / "golden" / name;
}

} // namespace evenhand::test

/// Skips a test, saying so, when the real tables are not here.
#define EVENHAND_NEEDS_REAL_DATA(variable)                                                                   \
    const auto variable##Found = evenhand::test::realData();                                                 \
    if (!variable##Found)                                                                                    \
        QSKIP("the real tables are not on this machine (set EVENHAND_DATA)");                                \
    const std::filesystem::path& variable = *variable##Found
