#include "engine/thresholds/capacity.h"

#include "engine/thresholds/roc_hull.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <utility>

namespace evenhand {

namespace {

/// What counts as within a capacity or rate when weights are sums of doubles.
constexpr double kRounding = 1e-12;

double weightOf(const std::vector<GroupCurve>& curves)
{
    return std::accumulate(curves.begin(), curves.end(), 0.0,
        [](double sum, const GroupCurve& curve) { return sum + curve.weight(); });
}

double selectedAt(const GroupCurve& curve, std::size_t k)
{
    return curve.truePositive[k] + curve.falsePositive[k];
}

double totalSelected(const std::vector<GroupCurve>& curves, const std::vector<double>& thresholds)
{
    double total = 0.0;
    for (std::size_t g = 0; g < curves.size(); ++g)
        total += selectedAt(curves[g], curves[g].entryAt(thresholds[g]));
    return total;
}

/// The same hull with fewer entries, which is all that drawn rules see.
GroupCurve onlyHull(const GroupCurve& curve)
{
    const RocHull hull = rocHull(curve, {});
    std::vector<std::size_t> entries = hull.upper.entry;
    entries.insert(entries.end(), hull.lower.entry.begin(), hull.lower.entry.end());
    std::ranges::sort(entries);
    const auto repeated = std::ranges::unique(entries);
    entries.erase(repeated.begin(), repeated.end());
    GroupCurve reduced = curve;
    if (entries.empty())
        return reduced;
    reduced.threshold.clear();
    reduced.truePositive.clear();
    reduced.falsePositive.clear();
    for (const std::size_t k : entries) {
        reduced.threshold.push_back(curve.threshold[k]);
        reduced.truePositive.push_back(curve.truePositive[k]);
        reduced.falsePositive.push_back(curve.falsePositive[k]);
    }
    return reduced;
}

/// The rates at which drawn or single rules are best when selecting a row costs a price: it falls from 1 to
/// 0.
class PricedRules {
public:
    PricedRules(const std::vector<GroupCurve>& curves, Notion notion, ThresholdRules rules, double tolerance)
        : m_curves(curves)
        , m_notion(notion)
        , m_rules(rules)
        , m_tolerance(tolerance)
    {
    }
    [[nodiscard]] Result<FrontierPoint> at(double price, const RunContext& ctx) const
    {
        // A found favourable outcome is worth 1 - price, another selected row costs the price.
        EH_TRY(std::vector<FrontierPoint> points,
            thresholdFrontier(m_curves, m_notion, m_rules, {price, 1.0 - price}, {&m_tolerance, 1}, ctx));
        return std::move(points.front());
    }
    [[nodiscard]] double selected(const FrontierPoint& point) const
    {
        double total = 0.0;
        for (std::size_t g = 0; g < m_curves.size(); ++g)
            total += m_curves[g].weight() * point.groups[g].selectionRate;
        return total;
    }

private:
    const std::vector<GroupCurve>& m_curves;
    Notion m_notion;
    ThresholdRules m_rules;
    double m_tolerance;
};

/// The rules on both sides of a capacity.
struct AroundCapacity {
    FrontierPoint within, beyond; ///< at the ends those who select nobody and everybody, without rules
};

/// @param groups  that the rates are given for
FrontierPoint constant(const std::vector<GroupRates>& groups, double rate)
{
    FrontierPoint point;
    for (const GroupRates& rates : groups)
        point.groups.push_back({rate, rates.truePositiveRate ? std::optional(rate) : std::nullopt,
            rates.falsePositiveRate ? std::optional(rate) : std::nullopt});
    return point;
}

Result<AroundCapacity> aroundCapacity(
    const PricedRules& rules, double capacity, int halvings, const RunContext& ctx)
{
    AroundCapacity found;
    EH_TRY(found.beyond, rules.at(0.0, ctx));
    found.within = constant(found.beyond.groups, 0.0);
    if (rules.selected(found.beyond) <= capacity) {
        found.within = std::move(found.beyond);
        found.beyond = constant(found.within.groups, 1.0);
        return found;
    }
    double low = 0.0;
    double high = 1.0;
    for (int step = 0; step < halvings; ++step) {
        const double price = std::midpoint(low, high);
        EH_TRY(FrontierPoint point, rules.at(price, ctx));
        const bool fits = rules.selected(point) <= capacity;
        (fits ? high : low) = price;
        (fits ? found.within : found.beyond) = std::move(point);
    }
    return found;
}

/// Per group the last threshold at which its rate is not beyond the mixed one.
std::vector<double> roundedDown(
    const std::vector<GroupCurve>& curves, const AroundCapacity& rules, double share, bool byTruePositives)
{
    std::vector<double> thresholds;
    for (std::size_t g = 0; g < curves.size(); ++g) {
        const GroupCurve& curve = curves[g];
        const bool isTrue = byTruePositives && curve.positives > 0.0;
        const GroupRates& a = rules.within.groups[g];
        const GroupRates& b = rules.beyond.groups[g];
        const double from = isTrue ? *a.truePositiveRate : a.selectionRate;
        const double to = isTrue ? *b.truePositiveRate : b.selectionRate;
        const double limit = from + share * (to - from) + kRounding;
        std::size_t kept = 0;
        for (std::size_t k = 1; k < curve.size(); ++k) {
            const double rate = isTrue ? curve.truePositiveRate(k) : curve.selectionRate(k);
            if (rate > limit)
                break;
            // Further rows without the favourable outcome do not raise the true positive rate: not selected,
            // unless everybody is.
            const bool rises = !isTrue || curve.truePositive[k] > curve.truePositive[kept];
            kept = rises ? k : kept;
        }
        thresholds.push_back(thresholdOf(curve, kept));
    }
    return thresholds;
}

/// One-rate notions: drawn rules at a capacity, rounded down; the target is moved until the rounded rules
/// fit.
Result<std::vector<double>> roundedAtCapacity(const std::vector<GroupCurve>& curves, double capacity,
    Notion notion, double tolerance, const RunContext& ctx)
{
    constexpr int kHalvingsOfPrice = 50;
    constexpr int kHalvingsOfTarget = 12;
    std::vector<GroupCurve> hulls;
    for (const GroupCurve& curve : curves) {
        EH_CHECK(ctx.checkpoint());
        hulls.push_back(onlyHull(curve));
    }
    const PricedRules rules(hulls, notion, ThresholdRules::Randomised, tolerance);
    const bool byTruePositives = notion == Notion::EqualOpportunity;
    const double limit = capacity + kRounding * weightOf(curves);
    std::vector<double> best(curves.size(), std::numeric_limits<double>::infinity());
    double most = 0.0;
    double low = 0.0;
    double high = capacity;
    double target = capacity;
    for (int step = 0; step < kHalvingsOfTarget; ++step, target = std::midpoint(low, high)) {
        EH_TRY(const AroundCapacity around, aroundCapacity(rules, target, kHalvingsOfPrice, ctx));
        const double a = rules.selected(around.within);
        const double b = rules.selected(around.beyond);
        const double share = b > a ? std::clamp((target - a) / (b - a), 0.0, 1.0) : 0.0;
        std::vector<double> thresholds = roundedDown(curves, around, share, byTruePositives);
        const double total = totalSelected(curves, thresholds);
        const bool fits = total <= limit;
        if (fits && total >= most) {
            most = total;
            best = std::move(thresholds);
        }
        if (fits && target == capacity)
            break;
        (fits ? low : high) = target;
    }
    return best;
}

/// Lowers thresholds, one entry of one group at a time, as long as capacity and tolerance allow: always the
/// step with the largest share of favourable outcomes.
class CapacityFill {
public:
    CapacityFill(const std::vector<GroupCurve>& curves, double limit, double tolerance)
        : m_curves(curves)
        , m_limit(limit)
        , m_tolerance(tolerance + kRounding)
    {
    }
    [[nodiscard]] Result<std::vector<std::size_t>> fill(
        std::vector<std::size_t> entries, const RunContext& ctx) const
    {
        double total = 0.0;
        for (std::size_t g = 0; g < entries.size(); ++g)
            total += selectedAt(m_curves[g], entries[g]);
        for (std::size_t step = 0;; ++step) {
            if (step % 1024 == 0)
                EH_CHECK(ctx.checkpoint());
            std::size_t best = entries.size();
            double most = -1.0;
            for (std::size_t g = 0; g < entries.size(); ++g) {
                const double share = shareOfStep(g, entries, total);
                if (share > most) {
                    best = g;
                    most = share;
                }
            }
            if (best == entries.size())
                return entries;
            total -= selectedAt(m_curves[best], entries[best]);
            total += selectedAt(m_curves[best], ++entries[best]);
        }
    }

private:
    /// -1 when the step is not allowed.
    [[nodiscard]] double shareOfStep(std::size_t g, std::vector<std::size_t>& entries, double total) const
    {
        const GroupCurve& curve = m_curves[g];
        const std::size_t k = entries[g];
        if (k + 1 >= curve.size())
            return -1.0;
        const double more = selectedAt(curve, k + 1) - selectedAt(curve, k);
        ++entries[g];
        const bool isAllowed = total + more <= m_limit && gap(entries) <= m_tolerance;
        --entries[g];
        return isAllowed ? (curve.truePositive[k + 1] - curve.truePositive[k]) / more : -1.0;
    }
    [[nodiscard]] double gap(const std::vector<std::size_t>& entries) const
    {
        double widest = 0.0;
        for (const bool isTrue : {true, false}) {
            double low = 1.0;
            double high = 0.0;
            for (std::size_t g = 0; g < entries.size(); ++g) {
                const GroupCurve& curve = m_curves[g];
                if (!((isTrue ? curve.positives : curve.negatives) > 0.0))
                    continue;
                const double rate
                    = isTrue ? curve.truePositiveRate(entries[g]) : curve.falsePositiveRate(entries[g]);
                low = std::min(low, rate);
                high = std::max(high, rate);
            }
            widest = std::max(widest, high - low);
        }
        return widest;
    }

    const std::vector<GroupCurve>& m_curves;
    double m_limit;
    double m_tolerance;
};

/// Equalized odds with single thresholds.
Result<std::vector<double>> pricedAtCapacity(
    const std::vector<GroupCurve>& curves, double capacity, double tolerance, const RunContext& ctx)
{
    constexpr int kHalvings = 24;
    const PricedRules rules(curves, Notion::EqualizedOdds, ThresholdRules::Deterministic, tolerance);
    const double limit = capacity + kRounding * weightOf(curves);
    EH_TRY(const AroundCapacity around, aroundCapacity(rules, limit, kHalvings, ctx));
    std::vector<std::size_t> entries(curves.size(), 0);
    for (std::size_t g = 0; g < around.within.rules.size(); ++g)
        if (!around.within.rules[g].parts.empty())
            entries[g] = curves[g].entryAt(around.within.rules[g].parts.front().threshold);
    EH_TRY(entries, CapacityFill(curves, limit, tolerance).fill(std::move(entries), ctx));
    std::vector<double> thresholds;
    for (std::size_t g = 0; g < curves.size(); ++g)
        thresholds.push_back(thresholdOf(curves[g], entries[g]));
    return thresholds;
}

} // namespace

Result<std::vector<double>> capacityThresholds(const std::vector<GroupCurve>& curves, double capacity,
    Notion notion, double tolerance, const RunContext& ctx)
{
    return notion == Notion::EqualizedOdds ? pricedAtCapacity(curves, capacity, tolerance, ctx)
                                           : roundedAtCapacity(curves, capacity, notion, tolerance, ctx);
}

} // namespace evenhand
