#pragma once

#include "engine/core/run_context.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace evenhand {

/// The bytes of a file as long as the object lives. Large ordinary files are mapped; small ones, pipes and
/// standard input ("-") are read into memory.
class FileBytes {
public:
    /// @errors Unreadable  missing, a folder, a device, no permission, or it failed while being read;
    /// Cancelled
    [[nodiscard]] static Result<FileBytes> open(const std::filesystem::path& file, const RunContext& ctx);

    FileBytes(FileBytes&& other) noexcept;
    FileBytes& operator=(FileBytes&&) = delete;
    FileBytes(const FileBytes&) = delete;
    FileBytes& operator=(const FileBytes&) = delete;
    ~FileBytes();

    [[nodiscard]] std::string_view view() const
    {
        return m_mapped != nullptr ? std::string_view(static_cast<const char*>(m_mapped), m_size)
                                   : std::string_view(m_buffer);
    }
    /// Whether the file still has the size and the time of change that it had when it was opened.
    [[nodiscard]] bool isUnchanged() const;

private:
    FileBytes() = default;

    std::string m_buffer;
    void* m_mapped = nullptr;
    std::size_t m_size = 0;
    std::filesystem::path m_file; ///< empty for pipes
    std::filesystem::file_time_type m_changed;
};

} // namespace evenhand
