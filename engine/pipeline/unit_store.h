#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace evenhand {

/// Keeps results that were computed, so that they are never computed twice. Where it keeps them is its own
/// business (engine/io/unit_packs.h: on disk). Any number of threads may ask at once.
class UnitStore {
public:
    virtual ~UnitStore() = default;
    UnitStore() = default;
    UnitStore(const UnitStore&) = delete;
    UnitStore& operator=(const UnitStore&) = delete;
    UnitStore(UnitStore&&) = delete;
    UnitStore& operator=(UnitStore&&) = delete;

    /// @param key  64 hexadecimal digits: a SHA-256 over everything that determines the result
    /// @return     the bytes that were kept under it; absent when there are none, or they are damaged
    [[nodiscard]] virtual std::optional<std::string> find(const std::string& key) = 0;
    /// A failure is no error of the computation: the result is then computed again another time.
    virtual void keep(const std::string& key, std::string_view bytes) = 0;
};

} // namespace evenhand
