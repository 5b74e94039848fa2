#include "engine/transport/distances.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace evenhand {

namespace {

/// Calls body(length, i, j) for the pieces of [0, 1] on which Q_a is a's value i and Q_b is b's value j.
///
/// The end of a's row i is (i+1)/n = (i+1)·m/(n·m) and likewise for b, so the next end is chosen in integers
/// and ties never depend on rounding.
template <class Body> void forPiecesByCount(std::size_t n, std::size_t m, const Body& body)
{
    const double whole = static_cast<double>(n) * static_cast<double>(m);
    std::size_t left = 0;
    for (std::size_t i = 0, j = 0; i < n && j < m;) {
        const std::size_t endA = (i + 1) * m;
        const std::size_t endB = (j + 1) * n;
        const std::size_t right = std::min(endA, endB);
        body(static_cast<double>(right - left) / whole, i, j);
        left = right;
        i += endA == right ? 1U : 0U;
        j += endB == right ? 1U : 0U;
    }
}

template <class Body> void forPiecesByWeight(const SortedSample& a, const SortedSample& b, const Body& body)
{
    // Multiplying across instead of dividing keeps whole-number weights exact.
    const double totalA = a.total();
    const double totalB = b.total();
    const double whole = totalA * totalB;
    double left = 0.0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const double endA = a.weightOf(i + 1) * totalB;
        const double endB = b.weightOf(j + 1) * totalA;
        const double right = std::min(endA, endB);
        body((right - left) / whole, i, j);
        left = right;
        i += endA == right ? 1U : 0U;
        j += endB == right ? 1U : 0U;
    }
}

/// ∫₀¹ cost(Q_a(u) - Q_b(u)) du
template <class Cost> double integrate(const SortedSample& a, const SortedSample& b, const Cost& cost)
{
    double sum = 0.0;
    const auto add = [&](double length, std::size_t i, std::size_t j) {
        sum += length * cost(a.values[i] - b.values[j]);
    };
    if (a.isWeighted() || b.isWeighted())
        forPiecesByWeight(a, b, add);
    else
        forPiecesByCount(a.size(), b.size(), add);
    return sum;
}

template <class Distance> Result<GroupDistance> largest(const SortedGroups& groups, const Distance& distance)
{
    const std::vector<std::size_t> present = groups.present();
    if (present.size() < 2)
        return noAnswer(text("fewer than two groups have rows"), text("a distance needs two groups"));
    GroupDistance found {-1.0, 0, 0};
    for (std::size_t a = 0; a < present.size(); ++a) {
        for (std::size_t b = a + 1; b < present.size(); ++b) {
            const double value = distance(groups.sample(present[a]), groups.sample(present[b]));
            if (value > found.value)
                found = {value, present[a], present[b]};
        }
    }
    return found;
}

} // namespace

KsPoint ksPoint(const SortedSample& a, const SortedSample& b)
{
    const double totalA = a.total();
    const double totalB = b.total();
    double best = -1.0;
    KsPoint found;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const double x = std::min(a.values[i], b.values[j]);
        while (i < a.size() && a.values[i] <= x)
            ++i;
        while (j < b.size() && b.values[j] <= x)
            ++j;
        // Multiplied across, which is exact for counts and whole-number weights: equal heights stay equal.
        const double difference = std::abs(a.weightOf(i) * totalB - b.weightOf(j) * totalA);
        if (difference > best) {
            best = difference;
            found = {0.0, x, a.weightOf(i) / totalA, b.weightOf(j) / totalB};
        }
    }
    found.distance = best / (totalA * totalB);
    return found;
}

double ksDistance(const SortedSample& a, const SortedSample& b)
{
    return ksPoint(a, b).distance;
}

double wasserstein1(const SortedSample& a, const SortedSample& b)
{
    return integrate(a, b, [](double gap) { return std::abs(gap); });
}

double squaredWasserstein2(const SortedSample& a, const SortedSample& b)
{
    return integrate(a, b, [](double gap) { return gap * gap; });
}

Result<GroupDistance> ksDistance(const SortedGroups& groups)
{
    return largest(groups, [](const auto& a, const auto& b) { return ksDistance(a, b); });
}

Result<GroupDistance> wasserstein1(const SortedGroups& groups)
{
    return largest(groups, [](const auto& a, const auto& b) { return wasserstein1(a, b); });
}

Result<GroupDistance> wasserstein2(const SortedGroups& groups)
{
    return largest(groups, [](const auto& a, const auto& b) { return std::sqrt(squaredWasserstein2(a, b)); });
}

Result<double> barycenterUnfairness(const SortedGroups& groups)
{
    const std::vector<std::size_t> present = groups.present();
    if (present.size() < 2)
        return noAnswer(text("fewer than two groups have rows"), text("unfairness needs two groups"));
    double sum = 0.0;
    for (std::size_t a = 0; a < present.size(); ++a) {
        for (std::size_t b = a + 1; b < present.size(); ++b)
            sum += groups.share(present[a]) * groups.share(present[b])
                * squaredWasserstein2(groups.sample(present[a]), groups.sample(present[b]));
    }
    return sum;
}

Result<GroupDistance> ksDistance(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups)
{
    EH_TRY(const SortedGroups groups, SortedGroups::create(scores, group, weight, nGroups));
    return ksDistance(groups);
}

Result<GroupDistance> wasserstein1(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups)
{
    EH_TRY(const SortedGroups groups, SortedGroups::create(scores, group, weight, nGroups));
    return wasserstein1(groups);
}

Result<GroupDistance> wasserstein2(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups)
{
    EH_TRY(const SortedGroups groups, SortedGroups::create(scores, group, weight, nGroups));
    return wasserstein2(groups);
}

Result<double> barycenterUnfairness(std::span<const double> scores, std::span<const std::int32_t> group,
    std::span<const double> weight, std::size_t nGroups)
{
    EH_TRY(const SortedGroups groups, SortedGroups::create(scores, group, weight, nGroups));
    return barycenterUnfairness(groups);
}

double ksNoiseFloor(double testA, double testB, double calibrationA, double calibrationB)
{
    const double bridge = std::sqrt(std::numbers::pi / 2.0) * std::numbers::ln2;
    return bridge * std::sqrt(1.0 / testA + 1.0 / testB + 1.0 / calibrationA + 1.0 / calibrationB);
}

} // namespace evenhand
