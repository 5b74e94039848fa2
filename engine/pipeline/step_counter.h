#pragma once

#include "engine/core/run_context.h"

namespace evenhand {

/// Counts finished steps of all units together and reports the fraction. Thread-safe.
class StepCounter {
public:
    StepCounter(std::size_t total, const RunContext& ctx)
        : m_total(total)
        , m_ctx(ctx)
    {
    }
    [[nodiscard]] Result<void> step(Text doing);
    /// Counts steps that need not be done, because a cache has what they would give.
    [[nodiscard]] Result<void> skip(std::size_t steps);

private:
    Result<void> count(std::size_t steps);

    std::size_t m_total;
    std::size_t m_done = 0;
    std::mutex m_mutex;
    const RunContext& m_ctx;
};

} // namespace evenhand
