#include "engine/pipeline/remaining_time.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace evenhand {

namespace {

/// Units that end side by side on several threads are one stretch.
constexpr double kShortestStretch = 0.5;
constexpr double kCachedSpeed = 20.0; ///< times the usual speed
constexpr std::size_t kMostStretches = 256;

} // namespace

void RemainingTime::add(double seconds, double fraction)
{
    fraction = std::clamp(fraction, 0.0, 1.0);
    if (!m_hasBegun || fraction < m_fraction || seconds < m_now) {
        *this = RemainingTime();
        m_hasBegun = true;
        m_now = m_begin = seconds;
        m_fraction = m_beginFraction = fraction;
        return;
    }
    m_now = seconds;
    if (fraction > m_fraction && seconds - m_begin >= kShortestStretch) {
        m_stretches.push_back({seconds, seconds - m_begin, fraction - m_beginFraction});
        m_begin = seconds;
        m_beginFraction = fraction;
        shorten();
    }
    m_fraction = fraction;
}

/// Old stretches are joined in pairs, so that memory stays the same for jobs of days.
void RemainingTime::shorten()
{
    if (m_stretches.size() <= kMostStretches)
        return;
    std::deque<Stretch> joined;
    for (std::size_t i = 0; i + 1 < kMostStretches; i += 2) {
        const Stretch& a = m_stretches[i];
        const Stretch& b = m_stretches[i + 1];
        joined.push_back({b.end, a.length + b.length, a.growth + b.growth});
    }
    joined.insert(
        joined.end(), m_stretches.begin() + static_cast<std::ptrdiff_t>(kMostStretches), m_stretches.end());
    m_stretches = std::move(joined);
}

/// Median of the speed over time.
double RemainingTime::usualSpeed() const
{
    std::vector<Stretch> sorted(m_stretches.begin(), m_stretches.end());
    std::ranges::sort(sorted, {}, &Stretch::speed);
    double all = 0.0;
    for (const Stretch& stretch : sorted)
        all += stretch.length;
    double passed = 0.0;
    for (const Stretch& stretch : sorted) {
        passed += stretch.length;
        if (passed >= all / 2.0)
            return stretch.speed();
    }
    return 0.0;
}

std::optional<double> RemainingTime::seconds() const
{
    if (m_fraction >= 1.0)
        return 0.0;
    if (m_stretches.empty())
        return std::nullopt;
    const double usual = usualSpeed();
    const double memory = std::max(30.0, (m_now - m_stretches.front().end) / 3.0);
    double growth = 0.0;
    double length = 0.0;
    for (const Stretch& stretch : m_stretches) {
        if (stretch.speed() > kCachedSpeed * usual)
            continue;
        const double share = std::exp((stretch.end - m_now) / memory);
        growth += share * stretch.growth;
        length += share * stretch.length;
    }
    // A stretch that takes long is evidence before it ends.
    const double waiting = m_now - m_begin;
    const double gained = m_fraction - m_beginFraction;
    if (gained <= kCachedSpeed * usual * waiting) {
        growth += gained;
        length += waiting;
    }
    return (1.0 - m_fraction) * length / growth;
}

} // namespace evenhand
