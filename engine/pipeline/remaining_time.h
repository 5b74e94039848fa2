#pragma once

#include <deque>
#include <optional>

namespace evenhand {

/// Estimates how long a job will still take from how far it is at what time. Told again and again, say ten
/// times a second; works for jobs of seconds and of days.
///
/// What comes from a cache moves the fraction at no cost and says nothing about the rest. Stretches that are
/// more than twenty times as fast as the job's usual speed are therefore left out, as far as they are seen
/// beside others: the usual speed is the median over time, and cached work takes hardly any. Recent speed
/// counts for more than that of long ago.
class RemainingTime {
public:
    /// @param seconds   since the beginning of the job, by any clock that never goes back
    /// @param fraction  in [0,1], share that is done; never less than before (a smaller one begins anew)
    void add(double seconds, double fraction);

    /// Seconds from the time of the last add() to the end; 0 when done. Absent while too little has been seen
    /// to say anything.
    [[nodiscard]] std::optional<double> seconds() const;

private:
    /// A stretch of time at whose end the fraction had grown.
    struct Stretch {
        double end = 0.0, length = 0.0, growth = 0.0;
        [[nodiscard]] double speed() const { return growth / length; }
    };
    void shorten();
    [[nodiscard]] double usualSpeed() const;

    std::deque<Stretch> m_stretches;
    bool m_hasBegun = false;
    double m_now = 0.0, m_fraction = 0.0;
    double m_begin = 0.0, m_beginFraction = 0.0; ///< of the stretch that has not ended yet
};

} // namespace evenhand
