#include "engine/thresholds/one_rate_frontier.h"

#include <algorithm>

namespace evenhand {

namespace {

const std::vector<double>& rateOf(const RocHull& hull, bool byTruePositives)
{
    return byTruePositives ? hull.upper.truePositiveRate : hull.selectionRate;
}

/// Where the best gain inside the window [t, t + tolerance] gets flatter as t grows, and by how much.
struct Bend {
    double at, drop;
};

/// The best gain inside a window is the concave gain pulled apart at its peak: what rises to the peak is
/// moved to the left by the tolerance, since there the window's upper end counts.
/// @return its slope before the first bend
double addBends(
    const std::vector<double>& rate, const RocHull& hull, double tolerance, std::vector<Bend>& bends)
{
    // The true positive rate stays at 1 along the end of the chain, which is of no use.
    const auto last = static_cast<std::size_t>(std::ranges::lower_bound(rate, rate.back()) - rate.begin());
    const auto slope
        = [&](std::size_t i) { return (hull.gain[i] - hull.gain[i - 1]) / (rate[i] - rate[i - 1]); };
    double before = hull.peak > 0 ? slope(1) : 0.0;
    const double first = before;
    for (std::size_t i = 1; i <= hull.peak; ++i) {
        const double after = i < hull.peak ? slope(i + 1) : 0.0;
        bends.push_back({std::max(0.0, rate[i] - tolerance), before - after});
        before = after;
    }
    for (std::size_t i = hull.peak; i < last; ++i) {
        const double after = slope(i + 1);
        bends.push_back({rate[i], before - after});
        before = after;
    }
    return first;
}

/// Lower end of the best window.
double bestWindow(const std::vector<RocHull>& hulls, bool byTruePositives, double tolerance, double weight)
{
    std::vector<Bend> bends;
    double slope = 0.0;
    for (const RocHull& hull : hulls)
        if (!hull.isEmpty() && (hull.hasPositives || !byTruePositives))
            slope += addBends(rateOf(hull, byTruePositives), hull, tolerance, bends);
    std::ranges::stable_sort(bends, {}, &Bend::at);
    // A slope this small is level: the sum of slopes must not decide by its rounding.
    const double level = 1e-12 * weight;
    double at = 0.0;
    for (const Bend& bend : bends) {
        if (slope <= level)
            break;
        slope -= bend.drop;
        at = bend.at;
    }
    return at;
}

} // namespace

std::vector<EntryMix> oneRateRules(
    const std::vector<RocHull>& hulls, bool byTruePositives, double tolerance, double weight)
{
    const double low = bestWindow(hulls, byTruePositives, tolerance, weight);
    std::vector<EntryMix> rules;
    for (const RocHull& hull : hulls) {
        if (hull.isEmpty()) {
            rules.emplace_back();
            continue;
        }
        const bool isFree = byTruePositives && !hull.hasPositives;
        const std::vector<double>& rate = rateOf(hull, byTruePositives);
        const double peak = rate[hull.peak];
        const double wanted = std::clamp(peak, low, std::min(1.0, low + tolerance));
        rules.push_back(isFree || wanted == peak ? EntryMix {{hull.upper.entry[hull.peak], 1.0}}
                                                 : mixAt(hull.upper, rate, wanted));
    }
    return rules;
}

} // namespace evenhand
