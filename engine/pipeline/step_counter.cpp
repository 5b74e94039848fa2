#include "engine/pipeline/step_counter.h"

#include <algorithm>

namespace evenhand {

Result<void> StepCounter::step(Text doing)
{
    const std::scoped_lock lock(m_mutex);
    ++m_done;
    m_ctx.say(std::move(doing));
    return m_ctx.checkpoint(std::min(1.0, static_cast<double>(m_done) / static_cast<double>(m_total)));
}

} // namespace evenhand
