#include "engine/metrics/inequality.h"

#include <cmath>
#include <limits>

namespace evenhand {

std::array<Benefit, 3> benefitsOf(const Confusion& cells)
{
    return {Benefit {1.0, cells.truePositive.weight + cells.trueNegative.weight},
        Benefit {2.0, cells.falsePositive.weight}, Benefit {0.0, cells.falseNegative.weight}};
}

double generalizedEntropy(std::span<const Benefit> benefits, double alpha)
{
    double weight = 0.0;
    double total = 0.0;
    for (const Benefit& benefit : benefits) {
        weight += benefit.weight;
        total += benefit.weight * benefit.value;
    }
    if (!(weight > 0.0) || !(total > 0.0))
        return std::numeric_limits<double>::quiet_NaN();
    const double mean = total / weight;
    double sum = 0.0;
    for (const Benefit& benefit : benefits) {
        if (benefit.weight == 0.0)
            continue;
        const double ratio = benefit.value / mean;
        double term = 0.0;
        if (alpha == 0.0)
            term = -std::log(ratio);
        else if (alpha == 1.0)
            term = ratio > 0.0 ? ratio * std::log(ratio) : 0.0; // the limit of x ln x at 0
        else
            term = (std::pow(ratio, alpha) - 1.0) / (alpha * (alpha - 1.0));
        sum += benefit.weight * term;
    }
    return sum / weight;
}

} // namespace evenhand
