#pragma once

#include "engine/core/run_context.h"

#include <functional>
#include <memory>
#include <thread>

namespace evenhand::cli {

/// Exit codes that scripts rely on.
enum ExitCode : int { kDone = 0, kUsage = 1, kBadInput = 2, kNoAnswer = 3, kInternal = 4, kCancelled = 130 };

[[nodiscard]] ExitCode exitCodeOf(ErrorCode code);

/// Prints an error as one line on standard error: "error: WHAT (WHERE); HINT", or as a JSON object.
/// @return the exit code that belongs to it
[[nodiscard]] ExitCode printError(const Error& error, bool asJson);

/// How a job shows its progress.
struct Display {
    bool isWanted = true;
    bool asLines = false; ///< one under the other, also when standard error is no terminal
    /// What is shown of a fraction; empty: the percentage.
    std::function<std::string(double)> line {};
};

/// A job of the command line: stops at Ctrl+C, shows its progress when standard error is a terminal and
/// nobody asked for quiet.
class ConsoleJob {
public:
    ConsoleJob(int threads, Display display);
    ConsoleJob(int threads, bool quiet)
        : ConsoleJob(threads, Display {!quiet, false, {}})
    {
    }
    ~ConsoleJob();
    ConsoleJob(const ConsoleJob&) = delete;
    ConsoleJob& operator=(const ConsoleJob&) = delete;
    ConsoleJob(ConsoleJob&&) = delete;
    ConsoleJob& operator=(ConsoleJob&&) = delete;

    [[nodiscard]] RunContext context() { return {m_stop.get_token(), &m_progress, m_threads}; }

private:
    std::stop_source m_stop;
    Progress m_progress;
    int m_threads;
    std::jthread m_signals;
    std::jthread m_display;
};

/// Blocks SIGINT in this and all later threads, so that ConsoleJob can wait for it. To be called first in
/// main().
void blockInterrupts();

} // namespace evenhand::cli
