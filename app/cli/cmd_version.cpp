#include "app/cli/commands.h"

#include "app/common/version.h"
#include "engine/core/versions.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace evenhand::cli {

void addVersion(CLI::App& app, Action& action)
{
    CLI::App* const command = app.add_subcommand("version", "version, commit, library versions");
    command->callback([&action] {
        action = [] {
            std::cout << "evenhand " << kVersion << " (commit " << kCommit << ")\n";
            for (const auto& [library, version] : libraryVersions())
                std::cout << library << " " << version << '\n';
            return static_cast<int>(kDone);
        };
    });
}

} // namespace evenhand::cli
