#pragma once

namespace evenhand {

/// Two ends of an interval, low ≤ high, both belonging to it.
struct Interval {
    double low = 0.0, high = 0.0;

    friend bool operator==(const Interval&, const Interval&) = default;
};

} // namespace evenhand
