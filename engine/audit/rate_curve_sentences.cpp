#include "engine/audit/rate_curve.h"
#include "engine/audit/verdict_text.h"
#include "engine/core/number_text.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

std::string rateNumber(const RateCurve& curve, double rate)
{
    return curve.isShare ? percentNumber(rate) : shortNumber(rate);
}

/// The points at which a person would tell the curve: its lowest and highest among values that are not rare,
/// and the two ends where they are far from these.
std::vector<std::size_t> tellingPoints(const RateCurve& curve)
{
    std::size_t first = 0;
    while (first + 1 < curve.value.size() && curve.value[first] < curve.firstCommon)
        ++first;
    std::size_t end = curve.value.size() - 1;
    while (end > first && curve.value[end] > curve.lastCommon)
        --end;
    std::size_t low = first;
    std::size_t high = first;
    for (std::size_t i = first; i <= end; ++i) {
        if (curve.rate[i] < curve.rate[low])
            low = i;
        if (curve.rate[i] > curve.rate[high])
            high = i;
    }
    constexpr double kWorthTelling = 0.25;
    const double worth = kWorthTelling * (curve.rate[high] - curve.rate[low]);
    const auto isFar = [&](std::size_t a, std::size_t b) {
        return a != b && std::abs(curve.rate[a] - curve.rate[b]) > worth;
    };
    const auto [from, to] = std::minmax(low, high);
    std::vector<std::size_t> points;
    if (isFar(first, from))
        points.push_back(first);
    points.push_back(from);
    points.push_back(to);
    if (isFar(end, to))
        points.push_back(end);
    return points;
}

Text courseSentence(const RateCurve& curve, const std::vector<std::size_t>& points)
{
    const auto rate = [&](std::size_t i) { return rateNumber(curve, curve.rate[points[i]]); };
    const auto value = [&](std::size_t i) { return shortNumber(curve.value[points[i]]); };
    const bool rises = curve.rate[points[1]] > curve.rate[points[0]];
    if (points.size() == 2)
        return text(rises ? "The %1 rises from %2 at “%3” %4 to %5 at %6."
                          : "The %1 falls from %2 at “%3” %4 to %5 at %6.",
            curve.metricName, rate(0), curve.column, value(0), rate(1), value(1));
    if (points.size() == 3)
        return text(rises ? "The %1 rises from %2 at “%3” %4 to %5 at %6 and falls to %7 at %8."
                          : "The %1 falls from %2 at “%3” %4 to %5 at %6 and rises to %7 at %8.",
            curve.metricName, rate(0), curve.column, value(0), rate(1), value(1), rate(2), value(2));
    return text(rises ? "The %1 rises from %2 at %3 to %4 at %5, falls to %6 at %7 and rises to %8 at %9."
                      : "The %1 falls from %2 at %3 to %4 at %5, rises to %6 at %7 and falls to %8 at %9.",
        curve.metricName, rate(0), value(0), rate(1), value(1), rate(2), value(2), rate(3), value(3));
}

} // namespace

void describeCurve(RateCurve& curve)
{
    const std::vector<std::size_t> points = tellingPoints(curve);
    const auto [low, high] = std::ranges::minmax(points, {}, [&](std::size_t i) { return curve.rate[i]; });
    const std::string lowest = rateNumber(curve, curve.rate[low]);
    curve.summary = lowest == rateNumber(curve, curve.rate[high])
        ? text("The %1 is %2 at every value of “%3”.", curve.metricName, lowest, curve.column)
        : courseSentence(curve, points);
    const std::string confidence = confidenceName(curve.confidence);
    curve.chance = curve.constantFits
        ? text("A constant %1 lies inside the whole %2 band: these rows do not show that it depends on “%3”.",
            curve.metricName, confidence, curve.column)
        : text("No constant %1 lies inside the whole %2 band: that it depends on “%3” is more than chance "
               "explains.",
            curve.metricName, confidence, curve.column);
}

} // namespace evenhand
