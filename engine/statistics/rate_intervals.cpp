#include "engine/statistics/rate_intervals.h"

#include "engine/statistics/normal.h"

#include <boost/math/special_functions/beta.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

Interval wilsonInterval(double share, double effectiveCount, double confidence)
{
    const double z = twoSidedQuantile(confidence);
    const double z2 = z * z / effectiveCount;
    const double centre = (share + 0.5 * z2) / (1.0 + z2);
    const double half = z / (1.0 + z2) * std::sqrt((share * (1.0 - share) + 0.25 * z2) / effectiveCount);
    // At a share of 0 or 1 one end is exactly there; only rounding would move it.
    return {
        share <= 0.0 ? 0.0 : std::max(0.0, centre - half), share >= 1.0 ? 1.0 : std::min(1.0, centre + half)};
}

Interval clopperPearsonInterval(double share, double effectiveCount, double confidence)
{
    const double tail = 0.5 * (1.0 - confidence);
    const double successes = share * effectiveCount;
    const double failures = (1.0 - share) * effectiveCount;
    return {share <= 0.0 ? 0.0 : boost::math::ibeta_inv(successes, failures + 1.0, tail),
        share >= 1.0 ? 1.0 : boost::math::ibetac_inv(successes + 1.0, failures, tail)};
}

Interval newcombeDifferenceInterval(
    double shareA, double countA, double shareB, double countB, double confidence)
{
    const Interval a = wilsonInterval(shareA, countA, confidence);
    const Interval b = wilsonInterval(shareB, countB, confidence);
    const double difference = shareA - shareB;
    return {difference - std::hypot(shareA - a.low, b.high - shareB),
        difference + std::hypot(a.high - shareA, shareB - b.low)};
}

std::optional<Interval> moverRatioInterval(
    double shareA, double countA, double shareB, double countB, double confidence)
{
    if (shareB <= 0.0)
        return std::nullopt;
    const Interval a = wilsonInterval(shareA, countA, confidence);
    const Interval b = wilsonInterval(shareB, countB, confidence);
    const double product = shareA * shareB;
    const double lowNumerator = a.low * (2.0 * shareA - a.low);
    const double lowDenominator = b.high * (2.0 * shareB - b.high);
    const double highNumerator = a.high * (2.0 * shareA - a.high);
    const double highDenominator = b.low * (2.0 * shareB - b.low);
    const double lowRoot = std::sqrt(std::max(0.0, product * product - lowNumerator * lowDenominator));
    const double highRoot = std::sqrt(std::max(0.0, product * product - highNumerator * highDenominator));
    // The lower limit (product - root) / denominator is written so that nothing cancels; in that form it also
    // holds when the denominator is not positive.
    return Interval {
        shareA > 0.0 ? lowNumerator / (product + lowRoot) : 0.0, (product + highRoot) / highDenominator};
}

std::optional<Interval> logRatioInterval(
    double shareA, double countA, double shareB, double countB, double confidence)
{
    if (shareB <= 0.0)
        return std::nullopt;
    if (shareA <= 0.0 || shareA >= 1.0 || shareB >= 1.0)
        return moverRatioInterval(shareA, countA, shareB, countB, confidence);
    const double deviation
        = std::sqrt((1.0 - shareA) / (shareA * countA) + (1.0 - shareB) / (shareB * countB));
    const double half = twoSidedQuantile(confidence) * deviation;
    const double ratio = shareA / shareB;
    return Interval {ratio * std::exp(-half), ratio * std::exp(half)};
}

} // namespace evenhand
