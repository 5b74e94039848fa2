#include "engine/statistics/significance.h"

#include "engine/statistics/normal.h"

#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

struct Margins {
    double with = 0.0, without = 0.0;
    double groupsWithRows = 0.0;

    [[nodiscard]] bool allowsTest() const { return groupsWithRows >= 2.0 && with > 0.0 && without > 0.0; }
};

Margins marginsOf(std::span<const double> with, std::span<const double> without)
{
    Margins margins;
    for (std::size_t group = 0; group < with.size(); ++group) {
        margins.with += with[group];
        margins.without += without[group];
        margins.groupsWithRows += with[group] + without[group] > 0.0 ? 1.0 : 0.0;
    }
    return margins;
}

/// The part of one cell; a continuity correction never takes it past the expected count.
double contribution(double observed, double expected, bool yates)
{
    const double gap = std::abs(observed - expected);
    const double corrected = yates ? gap - std::min(0.5, gap) : gap;
    return corrected * corrected / expected;
}

} // namespace

std::optional<ChiSquareTest> chiSquareTest(
    std::span<const double> with, std::span<const double> without, bool yates)
{
    const Margins margins = marginsOf(with, without);
    if (!margins.allowsTest())
        return std::nullopt;
    const bool corrects = yates && margins.groupsWithRows == 2.0;
    ChiSquareTest test;
    test.degreesOfFreedom = margins.groupsWithRows - 1.0;
    for (std::size_t group = 0; group < with.size(); ++group) {
        const double rows = with[group] + without[group];
        if (rows <= 0.0)
            continue;
        const double total = margins.with + margins.without;
        test.statistic += contribution(with[group], rows * margins.with / total, corrects)
            + contribution(without[group], rows * margins.without / total, corrects);
    }
    test.pValue = boost::math::gamma_q(0.5 * test.degreesOfFreedom, 0.5 * test.statistic);
    return test;
}

std::optional<ZTest> pooledZTest(double shareA, double countA, double shareB, double countB)
{
    const double pooled = (shareA * countA + shareB * countB) / (countA + countB);
    const double variance = pooled * (1.0 - pooled) * (1.0 / countA + 1.0 / countB);
    if (!(variance > 0.0))
        return std::nullopt;
    const double z = (shareA - shareB) / std::sqrt(variance);
    return ZTest {z, twoSidedPValue(z)};
}

std::vector<std::optional<double>> benjaminiHochberg(std::span<const std::optional<double>> pValues)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < pValues.size(); ++i)
        if (pValues[i])
            order.push_back(i);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return *pValues[i]; });
    std::vector<std::optional<double>> adjusted(pValues.size());
    double least = 1.0;
    for (std::size_t rank = order.size(); rank > 0; --rank) {
        const std::size_t i = order[rank - 1];
        least = std::min(least, *pValues[i] * static_cast<double>(order.size()) / static_cast<double>(rank));
        adjusted[i] = least;
    }
    return adjusted;
}

} // namespace evenhand
