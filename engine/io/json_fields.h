#pragma once

#include "engine/io/json.h"

#include <initializer_list>

namespace evenhand {

/// Reads the fields of one JSON object with messages that name a field by its path ("split.test_fraction").
///
/// Absent and null fields leave the target as it is. The first problem is kept and all later reads do
/// nothing, so that a caller reads field after field and asks once at the end.
class JsonFields {
public:
    /// @param known  every allowed field; another one is a problem, so that a misspelt field is never
    /// silently ignored
    JsonFields(const json::value& value, std::string path, std::string file,
        std::initializer_list<std::string_view> known);

    void read(std::string_view field, std::string& target);
    void read(std::string_view field, bool& target);
    void read(std::string_view field, double& target);
    void read(std::string_view field, int& target);
    void read(std::string_view field, std::uint64_t& target);
    void read(std::string_view field, std::vector<std::string>& target);
    /// The field itself, or nullptr when it is absent or null.
    [[nodiscard]] const json::value* find(std::string_view field) const;
    [[nodiscard]] std::string pathOf(std::string_view field) const;
    [[nodiscard]] const std::string& file() const { return m_file; }

    void fail(std::string_view field, std::string_view expected);
    [[nodiscard]] Result<void> outcome() const;

private:
    const json::object* m_object = nullptr;
    std::string m_path;
    std::string m_file;
    std::optional<Error> m_error;
};

/// A JSON number of any kind as a double.
[[nodiscard]] std::optional<double> numberOf(const json::value& value);

} // namespace evenhand
