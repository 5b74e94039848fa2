#include "engine/io/json_fields.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

Error badField(const std::string& file, Text what)
{
    return {ErrorCode::Unreadable, std::move(what), {}, {file, {}, {}}};
}

} // namespace

std::optional<double> numberOf(const json::value& value)
{
    if (const double* const real = value.if_double())
        return *real;
    if (const std::int64_t* const integer = value.if_int64())
        return static_cast<double>(*integer);
    if (const std::uint64_t* const natural = value.if_uint64())
        return static_cast<double>(*natural);
    return std::nullopt;
}

JsonFields::JsonFields(const json::value& value, std::string path, std::string file,
    std::initializer_list<std::string_view> known)
    : m_object(value.if_object())
    , m_path(std::move(path))
    , m_file(std::move(file))
{
    if (m_object == nullptr) {
        m_error = badField(m_file, text("“%1” must be an object", m_path.empty() ? "the file" : m_path));
        return;
    }
    for (const auto& member : *m_object) {
        const std::string_view key(member.key().data(), member.key().size());
        if (std::ranges::find(known, key) == known.end()) {
            m_error = badField(m_file, text("there is no field “%1”", pathOf(key)));
            return;
        }
    }
}

const json::value* JsonFields::find(std::string_view field) const
{
    if (m_object == nullptr || m_error)
        return nullptr;
    const json::value* const found = m_object->if_contains({field.data(), field.size()});
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::string JsonFields::pathOf(std::string_view field) const
{
    return m_path.empty() ? std::string(field) : m_path + "." + std::string(field);
}

void JsonFields::fail(std::string_view field, std::string_view expected)
{
    if (!m_error)
        m_error = badField(m_file, text("“%1” must be %2", pathOf(field), expected));
}

Result<void> JsonFields::outcome() const
{
    if (m_error)
        return *m_error;
    return kOk;
}

void JsonFields::read(std::string_view field, std::string& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    if (const json::string* const given = found->if_string())
        target = std::string(given->data(), given->size());
    else
        fail(field, "a text");
}

void JsonFields::read(std::string_view field, bool& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    if (const bool* const given = found->if_bool())
        target = *given;
    else
        fail(field, "true or false");
}

void JsonFields::read(std::string_view field, double& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    if (const auto given = numberOf(*found))
        target = *given;
    else
        fail(field, "a number");
}

void JsonFields::read(std::string_view field, int& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    const auto given = numberOf(*found);
    if (given && *given == std::floor(*given) && std::abs(*given) < 1e9)
        target = static_cast<int>(*given);
    else
        fail(field, "a whole number");
}

void JsonFields::read(std::string_view field, std::uint64_t& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    if (const std::uint64_t* const natural = found->if_uint64())
        target = *natural;
    else if (const std::int64_t* const integer = found->if_int64(); integer != nullptr && *integer >= 0)
        target = static_cast<std::uint64_t>(*integer);
    else
        fail(field, "a whole number that is not negative");
}

void JsonFields::read(std::string_view field, std::vector<std::string>& target)
{
    const json::value* const found = find(field);
    if (found == nullptr)
        return;
    const json::array* const array = found->if_array();
    if (array == nullptr
        || !std::ranges::all_of(*array, [](const json::value& v) { return v.is_string(); })) {
        fail(field, "a list of texts");
        return;
    }
    target.clear();
    for (const json::value& entry : *array)
        target.emplace_back(entry.get_string().data(), entry.get_string().size());
}

} // namespace evenhand
