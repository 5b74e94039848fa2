#pragma once

#include "engine/pipeline/remaining_time.h"
#include "engine/pipeline/sweep.h"

#include <chrono>
#include <string>

namespace evenhand::cli {

/// "about 2 min left"; rounded, because it is an estimate.
[[nodiscard]] std::string remainingText(double seconds);

/// What a person sees of a sweep that is running: "41 % · repeat 3 of 10 · about 2 min left".
class SweepLine {
public:
    explicit SweepLine(const SweepProgress& progress)
        : m_progress(progress)
    {
    }
    /// To be asked several times a second by one thread.
    [[nodiscard]] std::string at(double fraction);

private:
    const SweepProgress& m_progress;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    RemainingTime m_time;
};

/// "12 of 120 results came from the cache"; empty when there is no result.
[[nodiscard]] std::string cacheText(const SweepProgress::State& state);

} // namespace evenhand::cli
