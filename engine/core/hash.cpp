#include "engine/core/hash.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

namespace evenhand {

namespace {

constexpr std::size_t kPiece = std::size_t {1} << 20;

class Sha256 {
public:
    Sha256()
        : m_state(EVP_MD_CTX_new(), &EVP_MD_CTX_free)
    {
        require(m_state != nullptr && EVP_DigestInit_ex(m_state.get(), EVP_sha256(), nullptr) == 1);
    }
    void add(std::string_view bytes)
    {
        require(EVP_DigestUpdate(m_state.get(), bytes.data(), bytes.size()) == 1);
    }
    [[nodiscard]] std::string hex()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest {};
        unsigned int size = 0;
        require(EVP_DigestFinal_ex(m_state.get(), digest.data(), &size) == 1);
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string text;
        for (std::size_t i = 0; i < size; ++i) {
            text += kDigits[digest[i] >> 4U];
            text += kDigits[digest[i] & 15U];
        }
        return text;
    }

private:
    // Only exhausted memory or a broken installation of the library can fail here.
    static void require(bool worked)
    {
        if (!worked)
            throw std::runtime_error("SHA-256 is not available");
    }

    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_state;
};

} // namespace

std::string sha256(std::string_view bytes)
{
    Sha256 hash;
    hash.add(bytes);
    return hash.hex();
}

Result<std::string> sha256(std::string_view bytes, const RunContext& ctx)
{
    Sha256 hash;
    for (std::size_t begin = 0; begin < bytes.size(); begin += kPiece) {
        EH_CHECK(ctx.checkpoint());
        hash.add(bytes.substr(begin, kPiece));
    }
    return hash.hex();
}

Result<std::string> sha256OfFile(const std::filesystem::path& file, const RunContext& ctx)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return Error {ErrorCode::Unreadable, text("the file cannot be opened"), {}, {file.string(), {}, {}}};
    Sha256 hash;
    std::vector<char> piece(kPiece);
    while (in) {
        EH_CHECK(ctx.checkpoint());
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        hash.add({piece.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (!in.eof())
        return Error {ErrorCode::Unreadable, text("the file cannot be read"), {}, {file.string(), {}, {}}};
    return hash.hex();
}

} // namespace evenhand
