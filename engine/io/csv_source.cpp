#include "engine/io/csv_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace evenhand {

namespace {

constexpr std::size_t kMapFrom = std::size_t {16} << 20;

Error unreadable(const std::filesystem::path& file, Text what)
{
    return {ErrorCode::Unreadable, std::move(what), {}, {file.string(), {}, {}}};
}

Text reason(int number)
{
    return text("the file cannot be read: %1", std::generic_category().message(number));
}

class Descriptor {
public:
    explicit Descriptor(int number, bool owned)
        : m_number(number)
        , m_owned(owned)
    {
    }
    ~Descriptor()
    {
        if (m_owned && m_number >= 0)
            ::close(m_number);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return m_number; }

private:
    int m_number;
    bool m_owned;
};

/// A pipe may be silent for ever, so waiting for it has to be stoppable.
Result<void> waitForInput(int descriptor, const RunContext& ctx)
{
    constexpr int kPatienceMs = 20;
    while (true) {
        EH_CHECK(ctx.checkpoint());
        pollfd waiting {descriptor, POLLIN, 0};
        if (::poll(&waiting, 1, kPatienceMs) != 0)
            return kOk;
    }
}

Result<std::string> readAll(
    const std::filesystem::path& file, int descriptor, bool isPipe, const RunContext& ctx)
{
    std::string bytes;
    std::string piece(std::size_t {1} << 18, '\0');
    while (true) {
        EH_CHECK(ctx.checkpoint());
        if (isPipe)
            EH_CHECK(waitForInput(descriptor, ctx));
        const ssize_t got = ::read(descriptor, piece.data(), piece.size());
        if (got == 0)
            return bytes;
        if (got > 0)
            bytes.append(piece.data(), static_cast<std::size_t>(got));
        else if (errno != EINTR && errno != EAGAIN)
            return unreadable(file, reason(errno));
    }
}

} // namespace

Result<FileBytes> FileBytes::open(const std::filesystem::path& file, const RunContext& ctx)
{
    const bool isStandardInput = file == "-";
    const Descriptor descriptor(
        isStandardInput ? STDIN_FILENO : ::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC),
        !isStandardInput);
    if (descriptor.number() < 0) {
        if (errno == ENOENT)
            return unreadable(file, text("the file does not exist"));
        if (errno == EACCES)
            return unreadable(file, text("you have no permission to read the file"));
        return unreadable(file, reason(errno));
    }
    struct stat status { };
    if (::fstat(descriptor.number(), &status) != 0)
        return unreadable(file, reason(errno));
    if (S_ISDIR(status.st_mode))
        return unreadable(file, text("this is a folder, not a file"));
    if (!isStandardInput && !S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return unreadable(file, text("this is a device, not a file"));

    FileBytes bytes;
    const bool isOrdinary = S_ISREG(status.st_mode) && !isStandardInput;
    if (isOrdinary) {
        std::error_code ignored;
        bytes.m_file = file;
        bytes.m_changed = std::filesystem::last_write_time(file, ignored);
        bytes.m_size = static_cast<std::size_t>(status.st_size);
    }
    if (isOrdinary && bytes.m_size >= kMapFrom) {
        void* const mapped = ::mmap(nullptr, bytes.m_size, PROT_READ, MAP_PRIVATE, descriptor.number(), 0);
        if (mapped != MAP_FAILED) { // NOLINT: the system's own constant
            ::madvise(mapped, bytes.m_size, MADV_SEQUENTIAL);
            bytes.m_mapped = mapped;
            return bytes;
        }
    }
    EH_TRY(bytes.m_buffer, readAll(file, descriptor.number(), !S_ISREG(status.st_mode), ctx));
    return bytes;
}

FileBytes::FileBytes(FileBytes&& other) noexcept
    : m_buffer(std::move(other.m_buffer))
    , m_mapped(std::exchange(other.m_mapped, nullptr))
    , m_size(other.m_size)
    , m_file(std::move(other.m_file))
    , m_changed(other.m_changed)
{
}

FileBytes::~FileBytes()
{
    if (m_mapped != nullptr)
        ::munmap(m_mapped, m_size);
}

bool FileBytes::isUnchanged() const
{
    if (m_file.empty())
        return true;
    std::error_code failed;
    const auto size = std::filesystem::file_size(m_file, failed);
    if (failed || size != m_size)
        return false;
    const auto changed = std::filesystem::last_write_time(m_file, failed);
    return !failed && changed == m_changed;
}

} // namespace evenhand
