#include "app/cli/commands.h"

#include <CLI/CLI.hpp>

#include <iostream>

namespace {

/// CLI11 would print usage over many lines; scripts get one line like every other error.
int usageError(const CLI::ParseError& problem)
{
    using namespace evenhand;
    Error error = invalidArgument(text("%1", problem.what()), text("see evenhand-cli --help"));
    return static_cast<int>(cli::printError(error, false)) == cli::kBadInput ? cli::kUsage : cli::kInternal;
}

} // namespace

int main(int argc, char** argv)
{
    using namespace evenhand;
    cli::blockInterrupts();
    CLI::App app(
        "Evenhand without a window: find, repair and weigh unequal treatment by models.", "evenhand-cli");
    app.require_subcommand(1);
    cli::Action action;
    cli::addInspect(app, action);
    cli::addRun(app, action);
    cli::addMerge(app, action);
    cli::addAudit(app, action);
    cli::addRepair(app, action);
    cli::addPreprocess(app, action);
    cli::addFrontier(app, action);
    cli::addDivergence(app, action);
    cli::addTransfer(app, action);
    cli::addRegistries(app, action);
    cli::addVersion(app, action);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        return app.exit(asked); // --help
    } catch (const CLI::ParseError& problem) {
        return usageError(problem);
    }
    try {
        return action();
    } catch (const std::bad_alloc&) {
        return cli::printError(
            {ErrorCode::Internal, text("there is not enough memory for this table"), {}, {}}, false);
    } catch (const std::exception& fault) {
        return cli::printError(
            {ErrorCode::Internal, text("internal fault: %1", fault.what()), {}, {}}, false);
    }
}
