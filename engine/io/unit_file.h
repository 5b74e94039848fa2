#pragma once

#include "engine/core/result.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace evenhand {

// A file of results that were computed (UnitStore), one record after another:
//
//   8 bytes   "EHUNIT1\n"
//   8 bytes   length n of the content, little-endian
//   64 bytes  key: a SHA-256 in hexadecimal
//   4 bytes   CRC-32 of the content, little-endian
//   4 bytes   CRC-32 of the 84 bytes before
//   n bytes   content
//
// Records are only ever appended. A file that ends in the middle of one (a process that was killed, a disk
// that was full) is good up to there.

/// A record of such a file.
struct UnitRecord {
    std::string key;
    std::uint64_t offset = 0; ///< of the content
    std::uint64_t length = 0;
    std::uint32_t checksum = 0;
};

struct UnitList {
    std::vector<UnitRecord> records;
    bool isWhole = true; ///< false: after the last record there is something that is none
};

/// The records of a file, without their contents. Of a file that is damaged or something else: those before
/// the damage, perhaps none.
[[nodiscard]] UnitList listUnits(const std::filesystem::path& file);

/// The content of a record; absent when it is damaged or cannot be read.
[[nodiscard]] std::optional<std::string> readUnit(
    const std::filesystem::path& file, const UnitRecord& record);

/// A new file to which records are appended; each is one write, so that a kill between two loses neither.
class UnitFileWriter {
public:
    /// @param file  must not exist
    /// @errors WriteFailed
    [[nodiscard]] static Result<UnitFileWriter> create(const std::filesystem::path& file);
    ~UnitFileWriter();
    UnitFileWriter(UnitFileWriter&& other) noexcept;
    UnitFileWriter& operator=(UnitFileWriter&& other) noexcept;
    UnitFileWriter(const UnitFileWriter&) = delete;
    UnitFileWriter& operator=(const UnitFileWriter&) = delete;

    /// @return the record, for reading it again
    /// @errors WriteFailed  the file must not be appended to any more
    [[nodiscard]] Result<UnitRecord> append(const std::string& key, std::string_view content);
    /// Makes sure that everything is on the disk.
    /// @errors WriteFailed
    [[nodiscard]] Result<void> flush();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::uint64_t size() const { return m_size; }

private:
    UnitFileWriter(int descriptor, std::filesystem::path path);

    int m_descriptor = -1;
    std::filesystem::path m_path;
    std::uint64_t m_size = 0;
};

} // namespace evenhand
