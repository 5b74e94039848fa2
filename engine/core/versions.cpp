#include "engine/core/versions.h"

#include <Eigen/Core>
#include <boost/version.hpp>
#include <openssl/opensslv.h>
#include <zlib.h>

namespace evenhand {

std::vector<std::pair<std::string, std::string>> libraryVersions()
{
    const auto dotted = [](int a, int b, int c) {
        return std::to_string(a) + "." + std::to_string(b) + "." + std::to_string(c);
    };
    return {
        {"eigen", dotted(EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"boost", dotted(BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"zlib", ZLIB_VERSION},
        {"openssl", OPENSSL_VERSION_STR},
        {"compiler", "GCC " __VERSION__},
    };
}

} // namespace evenhand
