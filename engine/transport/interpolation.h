#pragma once

#include <algorithm>
#include <cmath>

namespace evenhand {

/// The line by the share of the way from x0 to x1, for gaps whose slope overflows.
[[nodiscard]] double interpolateByShare(double x, double x0, double x1, double y0, double y1);

/// The straight line through (x0, y0) and (x1, y1), x0 ≤ x1 and y0 ≤ y1, at x: non-decreasing in x, never
/// outside [y0, y1], exact at both ends, and finite for any finite input (gaps that overflow, denormal gaps).
/// Held at its end outside [x0, x1]. In the header because it is called for every row that is mapped.
[[nodiscard]] inline double interpolate(double x, double x0, double x1, double y0, double y1)
{
    if (x <= x0)
        return y0;
    if (x >= x1)
        return y1;
    const double slope = (y1 - y0) / (x1 - x0);
    const double y = slope * (x - x0) + y0;
    // A gap that overflows makes the slope 0 and the last product NaN or 0; a denormal gap makes the slope
    // infinite.
    const bool isPlain = std::isfinite(slope) && x1 - x0 < 1e300;
    return std::clamp(isPlain ? y : interpolateByShare(x, x0, x1, y0, y1), y0, y1);
}

} // namespace evenhand
