#include "engine/transport/relaxation.h"

#include <cmath>

namespace evenhand {

void relax(std::span<const double> base, std::span<const double> repaired, double t, std::span<double> out)
{
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = relaxed(base[i], repaired[i], t);
}

double strengthOfAlpha(double alpha)
{
    return 1.0 - std::sqrt(alpha);
}

double alphaOfStrength(double t)
{
    return (1.0 - t) * (1.0 - t);
}

} // namespace evenhand
