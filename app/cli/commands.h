#pragma once

#include "app/cli/console.h"

#include <CLI/App.hpp>

#include <functional>

namespace evenhand::cli {

/// What a chosen command does; gives the exit code.
using Action = std::function<int()>;

// Each adds one subcommand with its options and, when it is chosen, puts what it does into `action`.
void addInspect(CLI::App& app, Action& action);
void addRun(CLI::App& app, Action& action);
void addMerge(CLI::App& app, Action& action);
void addAudit(CLI::App& app, Action& action);
void addRepair(CLI::App& app, Action& action);
void addPreprocess(CLI::App& app, Action& action);
void addFrontier(CLI::App& app, Action& action);
void addDivergence(CLI::App& app, Action& action);
void addTransfer(CLI::App& app, Action& action);
void addRegistries(CLI::App& app, Action& action);
void addVersion(CLI::App& app, Action& action);

} // namespace evenhand::cli
