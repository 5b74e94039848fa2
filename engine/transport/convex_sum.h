#pragma once

#include <algorithm>
#include <limits>

namespace evenhand {

/// Σ p_s q_s for shares p that add up to one, held between the smallest and the largest q, where it belongs
/// but for rounding: equal q give exactly q, and the sum is non-decreasing in every q.
class ConvexSum {
public:
    void add(double share, double value)
    {
        m_sum += share * value;
        m_least = std::min(m_least, value);
        m_most = std::max(m_most, value);
    }
    [[nodiscard]] double value() const { return std::clamp(m_sum, m_least, m_most); }

private:
    double m_sum = 0.0;
    double m_least = std::numeric_limits<double>::infinity();
    double m_most = -std::numeric_limits<double>::infinity();
};

} // namespace evenhand
