#pragma once

#include "engine/io/unit_file.h"
#include "engine/pipeline/unit_store.h"

#include <mutex>
#include <unordered_map>

namespace evenhand {

/// Results kept in a folder, in files named *.units (unit_file.h). Any number of processes may use one folder
/// at once: each appends to files of its own and sees what the others had written when it began. Nothing
/// depends on the folder but time; it can be deleted whenever nobody computes.
class UnitPacks final : public UnitStore {
public:
    static constexpr std::uint64_t kNoLimit = ~std::uint64_t {0};

    /// @param folder     is made when the first result is kept
    /// @param mostBytes  files that were not used for longest are deleted at first until no more are left
    explicit UnitPacks(std::filesystem::path folder, std::uint64_t mostBytes = kNoLimit);

    [[nodiscard]] std::optional<std::string> find(const std::string& key) override;
    void keep(const std::string& key, std::string_view bytes) override;

    /// Why results are no longer kept; absent while they are.
    [[nodiscard]] std::optional<Error> problem() const;

private:
    struct Place {
        std::size_t pack = 0;
        UnitRecord record;
    };
    Result<void> append(const std::string& key, std::string_view bytes);
    Result<void> startPack();

    std::filesystem::path m_folder;
    mutable std::mutex m_mutex;
    std::vector<std::filesystem::path> m_packs;
    std::vector<bool> m_isUsed; ///< packs whose time of last use is that of now
    std::unordered_map<std::string, Place> m_places;
    std::optional<UnitFileWriter> m_writer; ///< of the last pack
    std::optional<Error> m_problem;
};

} // namespace evenhand
