#include "app/cli/sweep_line.h"

#include <algorithm>
#include <cmath>

namespace evenhand::cli {

std::string remainingText(double seconds)
{
    const auto rounded = [](double value, const char* unit) {
        return "about " + std::to_string(static_cast<long long>(std::max(1.0, std::round(value)))) + " "
            + unit + " left";
    };
    if (seconds < 90.0)
        return rounded(seconds, "s");
    if (seconds < 90.0 * 60.0)
        return rounded(seconds / 60.0, "min");
    if (seconds < 36.0 * 3600.0)
        return rounded(seconds / 3600.0, "h");
    return rounded(seconds / 86400.0, "days");
}

std::string SweepLine::at(double fraction)
{
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - m_start;
    m_time.add(passed.count(), fraction);
    std::string line = std::to_string(static_cast<int>(100.0 * fraction)) + " %";
    const SweepProgress::State state = m_progress.state();
    if (state.repeats > 0)
        line += " · repeat " + std::to_string(std::min(state.repeatsDone + 1, state.repeats)) + " of "
            + std::to_string(state.repeats);
    if (state.runs.size() > 1) {
        const auto done = std::ranges::count_if(
            state.runs, [](const SweepProgress::Run& run) { return run.repeatsDone == run.repeats; });
        line += " · " + std::to_string(done) + " of " + std::to_string(state.runs.size()) + " runs done";
    }
    if (const std::optional<double> left = m_time.seconds())
        line += " · " + remainingText(*left);
    return line;
}

std::string cacheText(const SweepProgress::State& state)
{
    const std::size_t all = state.computed + state.fromCache;
    if (all == 0)
        return {};
    return std::to_string(state.fromCache) + " of " + std::to_string(all) + " results came from the cache";
}

} // namespace evenhand::cli
