#pragma once

#include "engine/io/unit_file.h"
#include "engine/pipeline/sweep.h"
#include "engine/pipeline/unit_store.h"

#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace evenhand {

/// "shard-3-of-8.units"
[[nodiscard]] std::string shardFileName(const Shard& shard);

/// Writes the results of one part of a sweep, found or computed, into a file that is there only when it is
/// complete.
class ShardWriter final : public UnitStore {
public:
    /// @param file   the name that the file gets in finish(); one that is there is replaced
    /// @param known  is asked first and told of everything; may be null
    /// @errors WriteFailed
    [[nodiscard]] static Result<std::unique_ptr<ShardWriter>> create(
        std::filesystem::path file, UnitStore* known);
    ~ShardWriter() override;

    [[nodiscard]] std::optional<std::string> find(const std::string& key) override;
    void keep(const std::string& key, std::string_view bytes) override;

    /// @param sweep  of sweepKey()
    /// @errors WriteFailed  also of earlier calls of keep()
    [[nodiscard]] Result<void> finish(const std::string& sweep, const Shard& shard);

private:
    ShardWriter(UnitFileWriter writer, std::filesystem::path file, UnitStore* known);
    void record(const std::string& key, std::string_view bytes);

    std::filesystem::path m_file;
    UnitStore* m_known;
    std::mutex m_mutex;
    UnitFileWriter m_writer;
    std::unordered_set<std::string> m_keys; ///< written
    std::optional<Error> m_problem;
    bool m_isFinished = false;
};

/// The results of all parts of a sweep together. Read only.
class ShardReader final : public UnitStore {
public:
    /// @param sweep  of sweepKey()
    /// @errors Unreadable       a file is missing, damaged, or no shard; the error names it
    /// @errors InvalidArgument  a shard of another study, table or program; one that is there twice in
    /// different numbers of parts; parts that are missing, named by number
    [[nodiscard]] static Result<std::unique_ptr<ShardReader>> open(
        const std::vector<std::filesystem::path>& files, const std::string& sweep);

    [[nodiscard]] std::optional<std::string> find(const std::string& key) override;
    void keep(const std::string&, std::string_view) override { }

private:
    struct Place {
        std::filesystem::path file;
        UnitRecord record;
    };
    std::unordered_map<std::string, Place> m_places;
};

} // namespace evenhand
