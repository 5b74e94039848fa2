#include "engine/pipeline/step_counter.h"

#include <algorithm>

namespace evenhand {

Result<void> StepCounter::step(Text doing)
{
    const std::scoped_lock lock(m_mutex);
    m_ctx.say(std::move(doing));
    return count(1);
}

Result<void> StepCounter::skip(std::size_t steps)
{
    const std::scoped_lock lock(m_mutex);
    return count(steps);
}

/// With the lock held.
Result<void> StepCounter::count(std::size_t steps)
{
    m_done += steps;
    return m_ctx.checkpoint(std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_total)));
}

} // namespace evenhand
