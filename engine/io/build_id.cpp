#include "engine/io/build_id.h"

#include "engine/core/hash.h"

namespace evenhand {

const std::string& buildId()
{
    static const std::string id = [] {
        const Result<std::string> hash = sha256OfFile("/proc/self/exe", {});
        return hash.has_error() ? std::string() : *hash;
    }();
    return id;
}

} // namespace evenhand
