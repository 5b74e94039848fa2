#pragma once

#include "engine/core/text.h"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace evenhand {

/// What kind of thing went wrong; decides the command line's exit code and what the window offers to do.
enum class ErrorCode : std::uint8_t {
    InvalidArgument,    ///< a choice that cannot be used (unknown column, parameter out of its bounds)
    InvalidData,        ///< the table cannot be used as asked (one group only, negative weights)
    Unreadable,         ///< a file is missing, damaged, or not what it claims to be
    UnsupportedVersion, ///< a file written by a newer program
    NoAnswer,           ///< the computation has no answer (infeasible, not defined)
    WriteFailed,        ///< an output file could not be written; nothing was left half-written
    Cancelled,          ///< the person stopped it
    Internal,           ///< a fault of ours
};

/// Position in a file, counted from 1; absent parts are unknown.
struct Location {
    std::string file;
    std::optional<std::int64_t> line;
    std::optional<std::int64_t> column;

    friend bool operator==(const Location&, const Location&) = default;
};

/// Why there is no result: what happened, where, and what to do about it.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    Text what;
    Text hint;      ///< may be empty
    Location where; ///< may be empty

    /// "WHAT (WHERE); HINT" in English, one line.
    [[nodiscard]] std::string english() const;
};

[[nodiscard]] inline Error invalidArgument(Text what, Text hint = {})
{
    return {ErrorCode::InvalidArgument, std::move(what), std::move(hint), {}};
}
[[nodiscard]] inline Error invalidData(Text what, Text hint = {})
{
    return {ErrorCode::InvalidData, std::move(what), std::move(hint), {}};
}
[[nodiscard]] inline Error noAnswer(Text what, Text hint = {})
{
    return {ErrorCode::NoAnswer, std::move(what), std::move(hint), {}};
}

[[noreturn]] void throw_exception_from_error(const Error& error, const boost::source_location& location);

/// A value or the reason why there is none. Exceptions are left to bugs and to exhausted memory.
template <class T> using Result = boost::system::result<T, Error>;

/// An error on its way out of a function. Needed where the value type can be made from anything (an Eigen
/// vector can), so that the compiler cannot tell an error from a value: `return Failure { error };`.
struct Failure {
    Error error;

    template <class T> operator Result<T>() && // NOLINT(google-explicit-constructor): the point of the type
    {
        return Result<T>(boost::system::in_place_error, std::move(error));
    }
};

/// The success of a Result<void>.
inline constexpr auto kOk = boost::system::in_place_value;

} // namespace evenhand

#define EH_CONCAT_(a, b) a##b
#define EH_CONCAT(a, b) EH_CONCAT_(a, b)
#define EH_TRY_ASSIGN_(temporary, target, ...)                                                               \
    auto temporary = (__VA_ARGS__);                                                                          \
    if (temporary.has_error())                                                                               \
        return ::evenhand::Failure {std::move(temporary).error()};                                           \
    target = *std::move(temporary)
/// `EH_TRY(const double a, f(x));` gives a the value of f(x), or returns its error from the enclosing
/// function.
#define EH_TRY(target, ...) EH_TRY_ASSIGN_(EH_CONCAT(ehResult, __LINE__), target, __VA_ARGS__)
/// `EH_CHECK(f(x));` returns the error of a Result<void>, if there is one.
#define EH_CHECK(...)                                                                                        \
    do {                                                                                                     \
        auto ehResult = (__VA_ARGS__);                                                                       \
        if (ehResult.has_error())                                                                            \
            return ::evenhand::Failure {std::move(ehResult).error()};                                        \
    } while (false)
