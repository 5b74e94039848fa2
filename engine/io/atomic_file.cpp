#include "engine/io/atomic_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace evenhand {

namespace {

Error writeFailed(const std::filesystem::path& file, int reason)
{
    return {ErrorCode::WriteFailed, text("cannot write the file: %1", std::strerror(reason)),
        text("choose another folder or free some space"), {file.string(), {}, {}}};
}

bool writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

/// What a new file's permissions would be: mkstemp gives owner-only, which would surprise a shared folder.
mode_t usualMode()
{
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return 0666 & ~mask;
}

} // namespace

Result<void> writeFileAtomically(const std::filesystem::path& file, std::string_view bytes)
{
    std::string temporary = file.string() + ".XXXXXX";
    const int descriptor = ::mkstemp(temporary.data());
    if (descriptor < 0)
        return writeFailed(file, errno);
    bool good
        = writeAll(descriptor, bytes) && ::fsync(descriptor) == 0 && ::fchmod(descriptor, usualMode()) == 0;
    int reason = errno;
    good = (::close(descriptor) == 0) && good;
    if (good && std::rename(temporary.c_str(), file.c_str()) == 0)
        return kOk;
    if (good)
        reason = errno;
    ::unlink(temporary.c_str());
    return writeFailed(file, reason);
}

Result<std::string> readFile(const std::filesystem::path& file)
{
    const auto failed = [&](int reason) {
        return Error {ErrorCode::Unreadable, text("cannot read the file: %1", std::strerror(reason)), {},
            {file.string(), {}, {}}};
    };
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failed(errno);
    std::string bytes;
    constexpr std::size_t kChunk = 1U << 16U;
    for (;;) {
        const std::size_t used = bytes.size();
        bytes.resize(used + kChunk);
        const ssize_t got = ::read(descriptor, bytes.data() + used, kChunk);
        bytes.resize(used + static_cast<std::size_t>(got > 0 ? got : 0));
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR) {
            const int reason = errno;
            ::close(descriptor);
            return failed(reason);
        }
    }
    ::close(descriptor);
    return bytes;
}

} // namespace evenhand
