#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <vector>

namespace evenhand {

/// One of several equal parts of a study's work, for a machine of its own. A part is made of whole base
/// models (repeat x learner setting), so none is trained on two machines.
struct Shard {
    std::size_t index = 0; ///< in [0, count)
    std::size_t count = 1;

    /// Repeats follow one another and learner settings take turns, so that every part gets some of each.
    [[nodiscard]] bool has(std::size_t repeat, std::size_t learner, std::size_t learners) const
    {
        return (repeat * learners + (learner + repeat) % learners) % count == index;
    }
};

/// How far a study is. Written by run(), read by anybody at any time.
class SweepProgress {
public:
    struct Run {
        int repeatsDone = 0, repeats = 0;
    };
    struct State {
        std::vector<Run> runs;                    ///< in the order of the report
        std::size_t repeatsDone = 0, repeats = 0; ///< done: with all their runs
        std::size_t computed = 0, fromCache = 0;  ///< results: a run in a repeat
    };
    [[nodiscard]] State state() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_state;
    }
    void change(const std::function<void(State&)>& change)
    {
        const std::scoped_lock lock(m_mutex);
        change(m_state);
    }

private:
    mutable std::mutex m_mutex;
    State m_state;
};

} // namespace evenhand
