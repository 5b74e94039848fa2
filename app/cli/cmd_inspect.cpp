#include "app/cli/commands.h"

#include "engine/core/parallel.h"
#include "engine/data/propose_roles.h"
#include "engine/io/json.h"
#include "engine/io/load_dataset.h"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>

namespace evenhand::cli {

namespace {

struct InspectOptions {
    std::string file;
    bool asJson = false;
};

std::string_view kindName(ColumnKind kind)
{
    switch (kind) {
    case ColumnKind::Numeric:
        return "numeric";
    case ColumnKind::Categorical:
        return "categorical";
    case ColumnKind::Boolean:
        return "boolean";
    case ColumnKind::Date:
        return "date";
    case ColumnKind::Text:
        return "text";
    case ColumnKind::Identifier:
        return "identifier";
    case ColumnKind::Constant:
        return "constant";
    }
    return "text";
}

json::value textOrNull(const Text& sentence)
{
    return sentence.empty() ? json::value(nullptr) : json::value(sentence.english());
}

json::object profileToJson(const ColumnProfile& profile)
{
    const std::string_view kind = kindName(profile.kind);
    json::object entry;
    entry["name"] = profile.name;
    entry["type"] = json::string_view(kind.data(), kind.size());
    entry["missing"] = profile.missing;
    entry["distinct"] = profile.distinct;
    entry["minimum"] = jsonNumber(profile.minimum);
    entry["maximum"] = jsonNumber(profile.maximum);
    entry["mean"] = jsonNumber(profile.mean);
    entry["sensitive"] = textOrNull(sensitiveReason(profile));
    return entry;
}

void printJson(
    const Dataset& data, const std::vector<ColumnProfile>& profiles, const std::vector<Text>& doubts)
{
    json::object object;
    object["format"] = "evenhand-inspection";
    object["version"] = 1;
    object["file"] = data.path;
    object["sha256"] = data.sha256;
    object["rows"] = data.table->rows();
    object["dialect"] = data.dialect.english();
    json::array columns;
    json::array sensitive;
    for (const ColumnProfile& profile : profiles) {
        columns.push_back(profileToJson(profile));
        if (!sensitiveReason(profile).empty())
            sensitive.emplace_back(profile.name);
    }
    object["columns"] = std::move(columns);
    object["sensitive"] = std::move(sensitive);
    json::array notes;
    for (const Text& note : data.notes)
        notes.emplace_back(note.english());
    for (const Text& doubt : doubts)
        notes.emplace_back(doubt.english());
    object["notes"] = std::move(notes);
    std::cout << writeJson(object);
}

/// A name for a terminal: control characters would move the cursor, very long names would hide the rest.
std::string shown(const std::string& name)
{
    constexpr std::size_t kLongest = 40;
    std::string cell;
    for (const char c : name.substr(0, kLongest))
        cell += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    return name.size() > kLongest ? cell + "…" : cell;
}

void printTable(
    const Dataset& data, const std::vector<ColumnProfile>& profiles, const std::vector<Text>& doubts)
{
    std::cout << data.name << ": " << data.table->rows() << " rows, " << profiles.size() << " columns\n"
              << data.dialect.english() << "\n\n";
    std::cout << std::left << std::setw(28) << "column" << std::setw(13) << "type" << std::right
              << std::setw(9) << "missing" << std::setw(10) << "distinct" << std::setw(13) << "minimum"
              << std::setw(13) << "mean" << std::setw(13) << "maximum"
              << "\n";
    const auto number
        = [](const std::optional<double>& value) { return value ? shortNumber(*value, 6) : std::string(); };
    for (const ColumnProfile& profile : profiles) {
        const Text reason = sensitiveReason(profile);
        std::cout << std::left << std::setw(28) << shown(profile.name) << std::setw(13)
                  << kindName(profile.kind) << std::right << std::setw(9) << profile.missing << std::setw(10)
                  << profile.distinct << std::setw(13) << number(profile.minimum) << std::setw(13)
                  << number(profile.mean) << std::setw(13) << number(profile.maximum)
                  << (reason.empty() ? "" : "  looks sensitive: " + reason.english()) << "\n";
    }
    for (const Text& note : data.notes)
        std::cout << "note: " << note.english() << '\n';
    for (const Text& doubt : doubts)
        std::cout << "note: " << doubt.english() << '\n';
}

int inspect(const InspectOptions& options)
{
    ConsoleJob job(defaultThreads(), false);
    const RunContext ctx = job.context();
    const Result<Dataset> data = loadDataset(options.file, {}, "", ctx);
    if (data.has_error())
        return printError(data.error(), options.asJson);
    const auto profiles = profileColumns(*data->table, ctx);
    if (profiles.has_error())
        return printError(profiles.error(), options.asJson);
    const std::vector<Text> doubts = checkTable(*data->table, *profiles, Roles {}, ctx);
    (options.asJson ? printJson : printTable)(*data, *profiles, doubts);
    return kDone;
}

} // namespace

void addInspect(CLI::App& app, Action& action)
{
    CLI::App* const command
        = app.add_subcommand("inspect", "what was read from a table: dialect, columns, doubts");
    const auto options = std::make_shared<InspectOptions>();
    command->add_option("FILE", options->file, "the table; - is standard input")->required();
    command->add_flag("--json", options->asJson, "as JSON");
    command->callback([&action, options] { action = [options] { return inspect(*options); }; });
}

} // namespace evenhand::cli
