#include "app/cli/console.h"

#include "engine/io/json.h"

#include <boost/json/serialize.hpp>

#include <csignal>
#include <ctime>
#include <iostream>
#include <unistd.h>

namespace evenhand::cli {

namespace {

std::string_view codeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::InvalidData:
        return "invalid_data";
    case ErrorCode::Unreadable:
        return "unreadable";
    case ErrorCode::UnsupportedVersion:
        return "unsupported_version";
    case ErrorCode::NoAnswer:
        return "no_answer";
    case ErrorCode::WriteFailed:
        return "write_failed";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

json::value numberOrNull(const std::optional<std::int64_t>& number)
{
    return number ? json::value(*number) : json::value(nullptr);
}

json::value textOrNull(const std::string& value)
{
    return value.empty() ? json::value(nullptr) : json::value(value);
}

/// One line, whatever the data contained.
std::string onOneLine(std::string line)
{
    for (char& c : line)
        if (static_cast<unsigned char>(c) < 0x20)
            c = ' ';
    return line;
}

std::string lineOf(const Progress& progress, const Display& display)
{
    if (display.line)
        return display.line(progress.fraction());
    return std::to_string(static_cast<int>(100.0 * progress.fraction())) + " %";
}

/// One line that is written again and again.
void showProgress(const std::stop_token& stop, const Progress& progress, const Display& display)
{
    std::string shown;
    while (!stop.stop_requested()) {
        std::string line = lineOf(progress, display) + "  " + onOneLine(progress.doing().english());
        if (line != shown)
            std::cerr << "\r\033[K" << line << std::flush;
        shown = std::move(line);
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    std::cerr << "\r\033[K" << std::flush;
}

/// A line whenever there is something new, at most one a second, and one at the end.
void listProgress(const std::stop_token& stop, const Progress& progress, const Display& display)
{
    std::string shown;
    for (int tick = 1; !stop.stop_requested(); ++tick) {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        std::string line = lineOf(progress, display);
        if (tick % 10 != 0 || line == shown)
            continue;
        std::cerr << line + '\n' << std::flush;
        shown = std::move(line);
    }
    if (const std::string last = lineOf(progress, display); last != shown)
        std::cerr << last + '\n' << std::flush;
}

/// request_stop() locks and runs callbacks, which a signal handler must not do: a thread waits for the signal
/// instead.
void waitForInterrupt(const std::stop_token& done, std::stop_source stop)
{
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    sigaddset(&interrupts, SIGTERM);
    const timespec pause {0, 10'000'000};
    while (!done.stop_requested())
        if (sigtimedwait(&interrupts, nullptr, &pause) > 0)
            stop.request_stop();
}

} // namespace

ExitCode exitCodeOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
    case ErrorCode::InvalidData:
    case ErrorCode::Unreadable:
    case ErrorCode::UnsupportedVersion:
    case ErrorCode::WriteFailed:
        return kBadInput;
    case ErrorCode::NoAnswer:
        return kNoAnswer;
    case ErrorCode::Cancelled:
        return kCancelled;
    case ErrorCode::Internal:
        return kInternal;
    }
    return kInternal;
}

ExitCode printError(const Error& error, bool asJson)
{
    if (asJson) {
        json::object body;
        body["code"] = codeName(error.code);
        body["message"] = error.what.english();
        body["file"] = textOrNull(error.where.file);
        body["line"] = numberOrNull(error.where.line);
        body["column"] = numberOrNull(error.where.column);
        body["hint"] = textOrNull(error.hint.english());
        std::cerr << json::serialize(json::object {{"error", std::move(body)}}) << '\n';
    } else {
        std::cerr << "error: " << onOneLine(error.english()) << '\n';
    }
    return exitCodeOf(error.code);
}

ConsoleJob::ConsoleJob(int threads, Display display)
    : m_threads(threads)
    , m_signals([stop = m_stop](const std::stop_token& done) { waitForInterrupt(done, stop); })
{
    if (!display.isWanted || (!display.asLines && ::isatty(STDERR_FILENO) != 1))
        return;
    m_display = std::jthread([this, display = std::move(display)](const std::stop_token& done) {
        (display.asLines ? listProgress : showProgress)(done, m_progress, display);
    });
}

ConsoleJob::~ConsoleJob() = default;

void blockInterrupts()
{
    sigset_t interrupts;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    sigaddset(&interrupts, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &interrupts, nullptr);
}

} // namespace evenhand::cli
