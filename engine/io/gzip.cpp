#include "engine/io/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

namespace evenhand {

namespace {

constexpr std::size_t kPiece = std::size_t {1} << 20;

class Inflater {
public:
    Inflater()
    {
        constexpr int kGzipOnly = 16 + MAX_WBITS;
        if (inflateInit2(&m_stream, kGzipOnly) != Z_OK)
            throw std::runtime_error("zlib is not available");
    }
    ~Inflater() { inflateEnd(&m_stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream& stream() { return m_stream; }

private:
    z_stream m_stream {};
};

Error damaged()
{
    return {ErrorCode::Unreadable, text("compressed file is damaged or incomplete"), {}, {}};
}

/// Padding with zeros after the last member is common on tapes and harmless.
bool isPadding(std::string_view rest)
{
    return std::ranges::all_of(rest, [](char c) { return c == '\0'; });
}

} // namespace

Result<std::string> gunzip(std::string_view packed, const RunContext& ctx)
{
    Inflater inflater;
    z_stream& stream = inflater.stream();
    std::string out;
    std::vector<char> piece(kPiece);
    std::size_t at = 0;
    while (true) {
        EH_CHECK(ctx.checkpoint(static_cast<double>(at) / static_cast<double>(packed.size() + 1)));
        const std::size_t given = std::min(packed.size() - at, kPiece);
        stream.next_in
            = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data() + at)); // NOLINT: zlib's C interface
        stream.avail_in = static_cast<uInt>(given);
        stream.next_out = reinterpret_cast<Bytef*>(piece.data()); // NOLINT
        stream.avail_out = static_cast<uInt>(piece.size());
        const int state = inflate(&stream, Z_NO_FLUSH);
        const std::size_t taken = given - stream.avail_in;
        const std::size_t made = piece.size() - stream.avail_out;
        at += taken;
        out.append(piece.data(), made);
        if (state == Z_STREAM_END) {
            if (isPadding(packed.substr(at)))
                return out;
            if (inflateReset(&stream) != Z_OK)
                return damaged();
        } else if (state != Z_OK || (taken == 0 && made == 0)) {
            return damaged();
        }
    }
}

} // namespace evenhand
