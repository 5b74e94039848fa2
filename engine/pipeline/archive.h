#pragma once

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstring>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace evenhand {

/// Whether T is U, const or not: one function lists the members of U for writing and for reading.
template <class T, class U>
concept ArchiveOf = std::same_as<std::remove_const_t<T>, U>;

namespace detail {

template <class T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

/// Little-endian on every machine.
template <Plain T> std::array<char, sizeof(T)> bytesOf(T value)
{
    auto bytes = std::bit_cast<std::array<char, sizeof(T)>>(value);
    if constexpr (std::endian::native == std::endian::big)
        std::reverse(bytes.begin(), bytes.end());
    return bytes;
}
template <Plain T> T fromBytes(std::array<char, sizeof(T)> bytes)
{
    if constexpr (std::endian::native == std::endian::big)
        std::reverse(bytes.begin(), bytes.end());
    return std::bit_cast<T>(bytes);
}

} // namespace detail

/// Turns values into bytes: doubles bit by bit, so that what is read back is what was written, NaN included.
///
/// A struct is written by `template <class A> void archiveMembers(A& a, ArchiveOf<S> auto& s)`, which takes
/// the struct apart with a structured binding: who adds a member and forgets it here gets no program.
class ArchiveWriter {
public:
    template <class... Ts> void operator()(const Ts&... values) { (put(values), ...); }
    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    template <detail::Plain T> void put(const T& value)
    {
        const auto bytes = detail::bytesOf(value);
        m_bytes.append(bytes.data(), bytes.size());
    }
    void put(std::string_view text)
    {
        put(std::uint64_t {text.size()});
        m_bytes.append(text);
    }
    void put(const std::string& text) { put(std::string_view(text)); }
    void put(const char* text) { put(std::string_view(text)); }
    template <class T> void put(const std::vector<T>& list)
    {
        put(std::uint64_t {list.size()});
        for (const T& each : list)
            put(each);
    }
    void put(const std::vector<bool>& list)
    {
        put(std::uint64_t {list.size()});
        for (const bool each : list)
            put(each);
    }
    template <class T, std::size_t n> void put(const T (&list)[n])
    {
        for (const T& each : list)
            put(each);
    }
    template <class T> void put(const std::optional<T>& value)
    {
        put(value.has_value());
        if (value)
            put(*value);
    }
    template <class T> void put(const std::shared_ptr<T>& value)
    {
        put(value != nullptr);
        if (value)
            put(*value);
    }
    template <class A, class B> void put(const std::pair<A, B>& pair) { (*this)(pair.first, pair.second); }
    template <class K, class V, class C> void put(const std::map<K, V, C>& map)
    {
        put(std::uint64_t {map.size()});
        for (const auto& entry : map)
            (*this)(entry.first, entry.second);
    }
    template <class... Ts> void put(const std::variant<Ts...>& value)
    {
        put(std::uint64_t {value.index()});
        std::visit([this](const auto& held) { put(held); }, value);
    }
    template <int rows, int columns> void put(const Eigen::Matrix<double, rows, columns>& matrix)
    {
        put(std::int64_t {matrix.rows()});
        put(std::int64_t {matrix.cols()});
        for (Eigen::Index i = 0; i < matrix.size(); ++i)
            put(matrix.data()[i]);
    }
    template <class T>
    requires std::is_class_v<T>
    void put(const T& value) { archiveMembers(*this, value); }

    std::string m_bytes;
};

/// Reads what ArchiveWriter wrote. Damaged bytes never do harm: they make it fail, and what was being read
/// is then incomplete.
class ArchiveReader {
public:
    explicit ArchiveReader(std::string_view bytes)
        : m_rest(bytes)
    {
    }
    template <class... Ts> void operator()(Ts&... values) { (get(values), ...); }
    /// Whether everything could be read and nothing is left.
    [[nodiscard]] bool isComplete() const { return !m_hasFailed && m_rest.empty(); }

private:
    template <detail::Plain T> void get(T& value)
    {
        std::array<char, sizeof(T)> bytes {};
        if (!take(bytes.data(), bytes.size()))
            return;
        if constexpr (std::same_as<T, bool>)
            value = bytes[0] != 0;
        else
            value = detail::fromBytes<T>(bytes);
    }
    void get(std::string& text)
    {
        text.resize(size(1));
        take(text.data(), text.size());
    }
    template <class T> void get(std::vector<T>& list)
    {
        list.clear();
        list.resize(size(detail::Plain<T> ? sizeof(T) : 1));
        for (T& each : list) {
            if (m_hasFailed)
                return;
            get(each);
        }
    }
    template <class T, std::size_t n> void get(T (&list)[n])
    {
        for (T& each : list)
            get(each);
    }
    template <class T> void get(std::optional<T>& value)
    {
        value.reset();
        if (flag())
            get(value.emplace());
    }
    template <class T> void get(std::shared_ptr<const T>& value)
    {
        value.reset();
        if (!flag())
            return;
        auto made = std::make_shared<T>();
        get(*made);
        value = std::move(made);
    }
    template <class A, class B> void get(std::pair<A, B>& pair) { (*this)(pair.first, pair.second); }
    template <int rows, int columns> void get(Eigen::Matrix<double, rows, columns>& matrix)
    {
        std::int64_t n = 0;
        std::int64_t m = 0;
        (*this)(n, m);
        const auto most = static_cast<std::int64_t>(m_rest.size() / sizeof(double));
        const bool fits = n >= 0 && m >= 0 && (rows < 0 || n == rows) && (columns < 0 || m == columns)
            && (n == 0 || m <= most / n);
        if (m_hasFailed || !fits) {
            m_hasFailed = true;
            return;
        }
        matrix.resize(n, m);
        for (Eigen::Index i = 0; i < matrix.size(); ++i)
            get(matrix.data()[i]);
    }
    template <class T>
    requires std::is_class_v<T>
    void get(T& value) { archiveMembers(*this, value); }

    bool flag()
    {
        bool value = false;
        get(value);
        return value && !m_hasFailed;
    }
    /// Number of entries that take at least @p each bytes; 0 when so many cannot follow.
    std::size_t size(std::size_t each)
    {
        std::uint64_t count = 0;
        get(count);
        if (m_hasFailed || count > m_rest.size() / each) {
            m_hasFailed = true;
            return 0;
        }
        return static_cast<std::size_t>(count);
    }
    bool take(char* into, std::size_t count)
    {
        if (m_hasFailed || m_rest.size() < count) {
            m_hasFailed = true;
            return false;
        }
        if (count > 0)
            std::memcpy(into, m_rest.data(), count);
        m_rest.remove_prefix(count);
        return true;
    }

    std::string_view m_rest;
    bool m_hasFailed = false;
};

} // namespace evenhand
