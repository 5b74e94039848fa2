#include "engine/statistics/normal.h"

#include <boost/math/special_functions/erf.hpp>

#include <cmath>
#include <numbers>

namespace evenhand {

double normalQuantile(double level)
{
    return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * level);
}

double normalProbability(double z)
{
    return 0.5 * std::erfc(-z / std::numbers::sqrt2);
}

double twoSidedQuantile(double confidence)
{
    return std::numbers::sqrt2 * boost::math::erf_inv(confidence);
}

double twoSidedPValue(double z)
{
    return std::erfc(std::abs(z) / std::numbers::sqrt2);
}

} // namespace evenhand
