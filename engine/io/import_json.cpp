#include "engine/io/import_json.h"

#include "engine/io/json_fields.h"

#include <array>

namespace evenhand {

namespace {

constexpr std::array<std::pair<TextEncoding, const char*>, 4> kEncodings {
    {{TextEncoding::Utf8, "utf-8"}, {TextEncoding::Utf16LittleEndian, "utf-16le"},
        {TextEncoding::Utf16BigEndian, "utf-16be"}, {TextEncoding::Windows1252, "windows-1252"}}};

void readCharacter(JsonFields& fields, std::string_view field, std::optional<char>& target)
{
    std::string given;
    fields.read(field, given);
    if (given.size() == 1)
        target = given.front();
    else if (fields.find(field) != nullptr)
        fields.fail(field, "one character");
}

} // namespace

json::object importOptionsToJson(const ImportOptions& options)
{
    json::object object;
    const auto put = [&object](const char* field, const std::optional<char>& value) {
        if (value)
            object[field] = std::string(1, *value);
    };
    put("delimiter", options.delimiter);
    put("decimal_point", options.decimalPoint);
    put("comment", options.comment);
    if (options.hasHeader)
        object["header"] = *options.hasHeader;
    if (options.skipLines > 0)
        object["skip_lines"] = options.skipLines;
    for (const auto& [encoding, name] : kEncodings)
        if (options.encoding == encoding)
            object["encoding"] = name;
    if (options.missingMarkers) {
        json::array markers;
        for (const std::string& marker : *options.missingMarkers)
            markers.emplace_back(marker);
        object["missing"] = std::move(markers);
    }
    return object;
}

Result<ImportOptions> readImportOptions(const json::value& value, const std::string& file)
{
    JsonFields fields(value, "data.import", file,
        {"delimiter", "decimal_point", "comment", "header", "skip_lines", "encoding", "missing"});
    ImportOptions options;
    readCharacter(fields, "delimiter", options.delimiter);
    readCharacter(fields, "decimal_point", options.decimalPoint);
    readCharacter(fields, "comment", options.comment);
    if (fields.find("header") != nullptr) {
        bool header = true;
        fields.read("header", header);
        options.hasHeader = header;
    }
    fields.read("skip_lines", options.skipLines);
    if (options.skipLines < 0)
        fields.fail("skip_lines", "0 or more");
    if (fields.find("encoding") != nullptr) {
        std::string name;
        fields.read("encoding", name);
        for (const auto& [encoding, known] : kEncodings)
            if (name == known)
                options.encoding = encoding;
        if (!options.encoding)
            fields.fail("encoding", "“utf-8”, “utf-16le”, “utf-16be” or “windows-1252”");
    }
    if (fields.find("missing") != nullptr) {
        std::vector<std::string> markers;
        fields.read("missing", markers);
        options.missingMarkers = std::move(markers);
    }
    EH_CHECK(fields.outcome());
    return options;
}

} // namespace evenhand
