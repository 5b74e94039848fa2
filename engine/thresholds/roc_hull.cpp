#include "engine/thresholds/roc_hull.h"

#include <algorithm>

namespace evenhand {

namespace {

/// Parts smaller than this are rounding and are given to their neighbour.
constexpr double kSmallestShare = 1e-12;

/// Monotone chain over the points (FP, TP), which are already in order; sign +1 keeps the upper side.
std::vector<std::size_t> chainEntries(const GroupCurve& curve, double sign)
{
    const std::vector<double>& x = curve.falsePositive;
    const std::vector<double>& y = curve.truePositive;
    std::vector<std::size_t> kept;
    for (std::size_t k = 0; k < curve.size(); ++k) {
        while (kept.size() > 1) {
            const std::size_t a = kept[kept.size() - 2];
            const std::size_t b = kept.back();
            const double turn = (x[b] - x[a]) * (y[k] - y[b]) - (y[b] - y[a]) * (x[k] - x[b]);
            if (sign * turn < 0.0)
                break;
            kept.pop_back();
        }
        kept.push_back(k);
    }
    return kept;
}

RocChain chainOf(const GroupCurve& curve, double sign)
{
    RocChain chain;
    chain.entry = chainEntries(curve, sign);
    for (const std::size_t k : chain.entry) {
        chain.falsePositiveRate.push_back(curve.negatives > 0.0 ? curve.falsePositiveRate(k) : 0.0);
        chain.truePositiveRate.push_back(curve.positives > 0.0 ? curve.truePositiveRate(k) : 0.0);
    }
    return chain;
}

EntryMix cleaned(EntryMix mix)
{
    std::erase_if(mix, [](const EntryShare& part) { return part.probability < kSmallestShare; });
    double total = 0.0;
    for (const EntryShare& part : mix)
        total += part.probability;
    for (EntryShare& part : mix)
        part.probability /= total;
    std::ranges::sort(mix, {}, &EntryShare::entry);
    return mix;
}

} // namespace

RocHull rocHull(const GroupCurve& curve, const ErrorCosts& costs)
{
    RocHull hull;
    hull.hasPositives = curve.positives > 0.0;
    hull.hasNegatives = curve.negatives > 0.0;
    hull.truePositiveGain = costs.falseNegative * curve.positives;
    hull.falsePositiveLoss = costs.falsePositive * curve.negatives;
    if (hull.isEmpty())
        return hull;
    hull.upper = chainOf(curve, 1.0);
    hull.lower = chainOf(curve, -1.0);
    double best = 0.0;
    for (std::size_t i = 0; i < hull.upper.entry.size(); ++i) {
        const std::size_t k = hull.upper.entry[i];
        hull.selectionRate.push_back(curve.selectionRate(k));
        hull.gain.push_back(
            costs.falseNegative * curve.truePositive[k] - costs.falsePositive * curve.falsePositive[k]);
        // When one kind of error is free, of two vertices with the same gain the one with more right
        // decisions.
        const double correct = curve.truePositive[k] - curve.falsePositive[k];
        const double peak = hull.gain[hull.peak];
        if (i == 0 || hull.gain[i] > peak || (hull.gain[i] == peak && correct > best)) {
            hull.peak = i;
            best = correct;
        }
    }
    return hull;
}

std::size_t pieceAt(const std::vector<double>& column, double value)
{
    const auto above = std::ranges::upper_bound(column, std::max(value, column.front()));
    if (above != column.end())
        return static_cast<std::size_t>(std::max(above - column.begin(), std::ptrdiff_t {1})) - 1U;
    const auto top = std::ranges::lower_bound(column, column.back());
    return static_cast<std::size_t>(std::max(top - column.begin(), std::ptrdiff_t {1})) - 1U;
}

EntryMix mixOnChain(const RocChain& chain, std::size_t left, double towards)
{
    const double share = std::clamp(towards, 0.0, 1.0);
    return cleaned({{chain.entry[left], 1.0 - share}, {chain.entry[left + 1], share}});
}

EntryMix mixAt(const RocChain& chain, const std::vector<double>& rate, double value)
{
    const std::size_t i = pieceAt(rate, value);
    return mixOnChain(chain, i, (value - rate[i]) / (rate[i + 1] - rate[i]));
}

EntryMix mixInside(const RocHull& hull, double falsePositiveRate, double truePositiveRate)
{
    // Around "nobody", the origin, the other vertices lie in the order of their angle: the upper chain
    // forwards, the lower one backwards. The ray through the point leaves the hull at one edge.
    struct Vertex {
        std::size_t entry;
        double x, y;
    };
    std::vector<Vertex> ring;
    const RocChain& upper = hull.upper;
    const RocChain& lower = hull.lower;
    for (std::size_t i = 1; i < upper.entry.size(); ++i)
        ring.push_back({upper.entry[i], upper.falsePositiveRate[i], upper.truePositiveRate[i]});
    for (std::size_t i = lower.entry.size() - 1; i-- > 1;)
        ring.push_back({lower.entry[i], lower.falsePositiveRate[i], lower.truePositiveRate[i]});
    const double x = falsePositiveRate;
    const double y = truePositiveRate;
    // Positive where the vertex is on the upper left of the ray.
    const auto side = [&](const Vertex& vertex) { return x * vertex.y - y * vertex.x; };
    std::size_t next = 1;
    while (next + 1 < ring.size() && side(ring[next]) > 0.0)
        ++next;
    if (ring.size() < 2 || side(ring.front()) <= 0.0)
        next = 0;
    if (next == 0) {
        // On the edge to the first vertex, or beyond it.
        const Vertex& first = ring.front();
        const double share = std::clamp(first.y > 0.0 ? y / first.y : x / first.x, 0.0, 1.0);
        return cleaned({{0, 1.0 - share}, {first.entry, share}});
    }
    const Vertex& a = ring[next - 1];
    const Vertex& b = ring[next];
    const double area = a.y * b.x - a.x * b.y;
    const double ofA = std::max(0.0, area > 0.0 ? (y * b.x - x * b.y) / area : 0.0);
    const double ofB = std::max(0.0, area > 0.0 ? (a.y * x - a.x * y) / area : 1.0);
    const double scale = std::max(1.0, ofA + ofB);
    return cleaned({{0, 1.0 - (ofA + ofB) / scale}, {a.entry, ofA / scale}, {b.entry, ofB / scale}});
}

} // namespace evenhand
