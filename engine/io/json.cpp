#include "engine/io/json.h"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <charconv>
#include <cmath>

namespace evenhand {

namespace {

/// Builds values from the parser's events, reading each number from its own text.
class ExactHandler {
public:
    static constexpr std::size_t max_object_size = json::object::max_size();
    static constexpr std::size_t max_array_size = json::array::max_size();
    static constexpr std::size_t max_key_size = json::string::max_size();
    static constexpr std::size_t max_string_size = json::string::max_size();

    json::value release() { return m_stack.release(); }

    bool on_document_begin(json::error_code&)
    {
        m_stack.reset();
        return true;
    }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return true; }
    bool on_object_end(std::size_t n, json::error_code&)
    {
        m_stack.push_object(n);
        return true;
    }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t n, json::error_code&)
    {
        m_stack.push_array(n);
        return true;
    }
    bool on_key_part(json::string_view part, std::size_t, json::error_code&)
    {
        m_stack.push_chars(part);
        return true;
    }
    bool on_key(json::string_view part, std::size_t, json::error_code&)
    {
        m_stack.push_key(part);
        return true;
    }
    bool on_string_part(json::string_view part, std::size_t, json::error_code&)
    {
        m_stack.push_chars(part);
        return true;
    }
    bool on_string(json::string_view part, std::size_t, json::error_code&)
    {
        m_stack.push_string(part);
        return true;
    }
    bool on_number_part(json::string_view part, json::error_code&)
    {
        m_number.append(part.data(), part.size());
        return true;
    }
    bool on_int64(std::int64_t value, json::string_view, json::error_code&)
    {
        m_number.clear();
        m_stack.push_int64(value);
        return true;
    }
    bool on_uint64(std::uint64_t value, json::string_view, json::error_code&)
    {
        m_number.clear();
        m_stack.push_uint64(value);
        return true;
    }
    bool on_double(double approximate, json::string_view part, json::error_code& error)
    {
        m_number.append(part.data(), part.size());
        double exact = approximate;
        const auto read = std::from_chars(m_number.data(), m_number.data() + m_number.size(), exact);
        if (read.ec == std::errc::result_out_of_range && !std::isfinite(approximate)) {
            error = json::error::exponent_overflow;
            return false;
        }
        m_number.clear();
        m_stack.push_double(exact);
        return true;
    }
    bool on_bool(bool value, json::error_code&)
    {
        m_stack.push_bool(value);
        return true;
    }
    bool on_null(json::error_code&)
    {
        m_stack.push_null();
        return true;
    }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }

private:
    json::value_stack m_stack;
    std::string m_number;
};

Location positionOf(std::string_view bytes, std::size_t offset, std::string name)
{
    Location where {std::move(name), 1, 1};
    for (const char c : bytes.substr(0, offset)) {
        if (c == '\n') {
            ++*where.line;
            where.column = 1;
        } else {
            ++*where.column;
        }
    }
    return where;
}

void writeString(std::string& out, json::string_view text)
{
    out += json::serialize(text);
}

bool isFlat(const json::array& array)
{
    return std::ranges::all_of(array, [](const json::value& v) { return !v.is_object() && !v.is_array(); });
}

void write(std::string& out, const json::value& value, std::size_t depth);

void newLine(std::string& out, std::size_t depth)
{
    out += '\n';
    out.append(2 * depth, ' ');
}

void writeArray(std::string& out, const json::array& array, std::size_t depth)
{
    const bool flat = isFlat(array);
    out += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (i > 0)
            out += flat ? ", " : ",";
        if (!flat)
            newLine(out, depth + 1);
        write(out, array[i], depth + 1);
    }
    if (!flat)
        newLine(out, depth);
    out += ']';
}

void writeObject(std::string& out, const json::object& object, std::size_t depth)
{
    if (object.empty()) {
        out += "{}";
        return;
    }
    out += '{';
    bool first = true;
    for (const auto& member : object) {
        if (!first)
            out += ',';
        first = false;
        newLine(out, depth + 1);
        writeString(out, member.key());
        out += ": ";
        write(out, member.value(), depth + 1);
    }
    newLine(out, depth);
    out += '}';
}

void write(std::string& out, const json::value& value, std::size_t depth)
{
    switch (value.kind()) {
    case json::kind::null:
        out += "null";
        break;
    case json::kind::bool_:
        out += value.get_bool() ? "true" : "false";
        break;
    case json::kind::int64:
        out += std::to_string(value.get_int64());
        break;
    case json::kind::uint64:
        out += std::to_string(value.get_uint64());
        break;
    case json::kind::double_:
        out += std::isfinite(value.get_double()) ? exactNumber(value.get_double()) : "null";
        break;
    case json::kind::string:
        writeString(out, value.get_string());
        break;
    case json::kind::array:
        writeArray(out, value.get_array(), depth);
        break;
    case json::kind::object:
        writeObject(out, value.get_object(), depth);
        break;
    }
}

} // namespace

Result<json::value> parseJson(std::string_view bytes, std::string name)
{
    json::basic_parser<ExactHandler> parser {json::parse_options {}};
    json::error_code error;
    const std::size_t read = parser.write_some(false, bytes.data(), bytes.size(), error);
    if (!error && read < bytes.size())
        error = json::error::extra_data;
    if (error)
        return Error {ErrorCode::Unreadable, text("this is not valid JSON: %1", error.message()),
            text("the file was perhaps cut off or edited by hand"), positionOf(bytes, read, std::move(name))};
    return parser.handler().release();
}

std::string writeJson(const json::value& value)
{
    std::string out;
    write(out, value, 0);
    out += '\n';
    return out;
}

json::value jsonNumber(std::optional<double> value)
{
    if (!value || !std::isfinite(*value))
        return nullptr;
    return *value;
}

} // namespace evenhand
