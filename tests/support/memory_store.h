#pragma once

#include "engine/pipeline/unit_store.h"

#include <map>
#include <mutex>
#include <utility>

namespace evenhand::test {

/// Keeps results in memory and counts what is found and kept.
class MemoryStore final : public UnitStore {
public:
    std::optional<std::string> find(const std::string& key) override
    {
        const std::scoped_lock lock(m_mutex);
        const auto entry = units.find(key);
        if (entry == units.end())
            return std::nullopt;
        ++found;
        return entry->second;
    }
    void keep(const std::string& key, std::string_view bytes) override
    {
        const std::scoped_lock lock(m_mutex);
        units[key] = std::string(bytes);
        ++kept;
    }
    /// Units kept since the last time this was asked.
    std::size_t takeKept()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(kept, 0);
    }

    std::map<std::string, std::string> units;
    std::size_t found = 0, kept = 0;

private:
    std::mutex m_mutex;
};

} // namespace evenhand::test
