#include "engine/io/unit_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace evenhand {

namespace {

constexpr std::string_view kMagic = "EHUNIT1\n";
constexpr std::size_t kKeyLength = 64;
constexpr std::size_t kHeaderLength = 8 + 8 + kKeyLength + 4 + 4;

std::uint32_t checksumOf(std::string_view bytes)
{
    return static_cast<std::uint32_t>(
        ::crc32_z(0L, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void appendNumber(std::string& bytes, std::uint64_t value, int width)
{
    for (int i = 0; i < width; ++i)
        bytes += static_cast<char>((value >> (8 * i)) & 0xFFU);
}

std::uint64_t numberAt(std::string_view bytes, std::size_t place, std::size_t width)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i)
        value |= std::uint64_t {static_cast<unsigned char>(bytes[place + i])} << (8 * i);
    return value;
}

std::string headerOf(const UnitRecord& record)
{
    std::string header(kMagic);
    appendNumber(header, record.length, 8);
    header += record.key;
    appendNumber(header, record.checksum, 4);
    appendNumber(header, checksumOf(header), 4);
    return header;
}

/// Closes what it opened.
class OpenFile {
public:
    explicit OpenFile(const std::filesystem::path& file)
        : m_descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC))
    {
    }
    ~OpenFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    OpenFile(OpenFile&&) = delete;
    OpenFile& operator=(OpenFile&&) = delete;

    [[nodiscard]] std::uint64_t size() const
    {
        struct stat status { };
        const bool isFile
            = m_descriptor >= 0 && ::fstat(m_descriptor, &status) == 0 && S_ISREG(status.st_mode);
        return isFile ? static_cast<std::uint64_t>(status.st_size) : 0;
    }
    [[nodiscard]] bool read(char* into, std::size_t count, std::uint64_t offset) const
    {
        while (count > 0) {
            const ssize_t got = ::pread(m_descriptor, into, count, static_cast<off_t>(offset));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return false;
            into += got;
            count -= static_cast<std::size_t>(got);
            offset += static_cast<std::uint64_t>(got);
        }
        return true;
    }

private:
    int m_descriptor;
};

std::optional<UnitRecord> recordAt(const OpenFile& file, std::uint64_t place, std::uint64_t size)
{
    if (size - place < kHeaderLength)
        return std::nullopt;
    std::string header(kHeaderLength, '\0');
    if (!file.read(header.data(), header.size(), place) || !header.starts_with(kMagic)
        || numberAt(header, kHeaderLength - 4, 4)
            != checksumOf(std::string_view(header).substr(0, kHeaderLength - 4)))
        return std::nullopt;
    UnitRecord record {header.substr(16, kKeyLength), place + kHeaderLength, numberAt(header, 8, 8),
        static_cast<std::uint32_t>(numberAt(header, 16 + kKeyLength, 4))};
    if (record.length > size - record.offset)
        return std::nullopt;
    return record;
}

Error writeFailed(const std::filesystem::path& file, int reason)
{
    return {ErrorCode::WriteFailed, text("cannot write the file: %1", std::strerror(reason)),
        text("choose another folder or free some space"), {file.string(), {}, {}}};
}

} // namespace

UnitList listUnits(const std::filesystem::path& file)
{
    UnitList list;
    const OpenFile opened(file);
    const std::uint64_t size = opened.size();
    std::uint64_t place = 0;
    while (place < size) {
        std::optional<UnitRecord> record = recordAt(opened, place, size);
        if (!record) {
            list.isWhole = false;
            break;
        }
        place = record->offset + record->length;
        list.records.push_back(*std::move(record));
    }
    return list;
}

std::optional<std::string> readUnit(const std::filesystem::path& file, const UnitRecord& record)
{
    const OpenFile opened(file);
    const std::uint64_t size = opened.size();
    if (record.offset > size || record.length > size - record.offset)
        return std::nullopt;
    std::string content(static_cast<std::size_t>(record.length), '\0');
    if (!opened.read(content.data(), content.size(), record.offset) || checksumOf(content) != record.checksum)
        return std::nullopt;
    return content;
}

UnitFileWriter::UnitFileWriter(int descriptor, std::filesystem::path path)
    : m_descriptor(descriptor)
    , m_path(std::move(path))
{
}

UnitFileWriter::UnitFileWriter(UnitFileWriter&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_path(std::move(other.m_path))
    , m_size(other.m_size)
{
}

UnitFileWriter& UnitFileWriter::operator=(UnitFileWriter&& other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_path, other.m_path);
    std::swap(m_size, other.m_size);
    return *this;
}

UnitFileWriter::~UnitFileWriter()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

Result<UnitFileWriter> UnitFileWriter::create(const std::filesystem::path& file)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return writeFailed(file, errno);
    return UnitFileWriter(descriptor, file);
}

Result<UnitRecord> UnitFileWriter::append(const std::string& key, std::string_view content)
{
    UnitRecord record {key, m_size + kHeaderLength, content.size(), checksumOf(content)};
    record.key.resize(kKeyLength, ' ');
    std::string bytes = headerOf(record);
    bytes += content;
    std::string_view rest = bytes;
    while (!rest.empty()) {
        const ssize_t written = ::write(m_descriptor, rest.data(), rest.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return writeFailed(m_path, errno);
        rest.remove_prefix(static_cast<std::size_t>(written));
    }
    m_size += bytes.size();
    return record;
}

Result<void> UnitFileWriter::flush()
{
    if (::fsync(m_descriptor) != 0)
        return writeFailed(m_path, errno);
    return kOk;
}

} // namespace evenhand
