#include "engine/transport/interpolation.h"

namespace evenhand {

double interpolateByShare(double x, double x0, double x1, double y0, double y1)
{
    // Halving keeps a gap finite that would overflow; a denormal gap must not be halved.
    const bool isHuge = !(x1 - x0 < 1e300);
    const double share = isHuge ? (0.5 * x - 0.5 * x0) / (0.5 * x1 - 0.5 * x0) : (x - x0) / (x1 - x0);
    return y0 * (1.0 - share) + y1 * share;
}

} // namespace evenhand
