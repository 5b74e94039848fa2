#include "engine/thresholds/equalized_odds_frontier.h"

#include "engine/thresholds/concave_maximum.h"

namespace evenhand {

namespace {

/// Rates nearer than this are the same.
constexpr double kSameRate = 1e-12;

struct Line {
    double value = 0.0, slope = 0.0;
};

/// Value at @p x of the chain given by two columns, and its slope to the right (at the end to the left).
Line along(const std::vector<double>& x, const std::vector<double>& y, double at)
{
    const std::size_t i = pieceAt(x, at);
    const double slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
    return {y[i] + slope * (std::min(at, x[i + 1]) - x[i]), slope};
}

/// Best gain on the upper chain with a rate in [low, low + tolerance].
Line bestInWindow(const RocHull& hull, const std::vector<double>& rate, double low, double tolerance)
{
    const double peak = rate[hull.peak];
    if (peak < low)
        return along(rate, hull.gain, low);
    if (peak > low + tolerance)
        return along(rate, hull.gain, low + tolerance);
    return {hull.gain[hull.peak], 0.0};
}

bool hasBoth(const RocHull& hull)
{
    return hull.hasPositives && hull.hasNegatives;
}

/// The best gain for corners (F, ·) as a function of T.
class Slice {
public:
    Slice(const std::vector<RocHull>& hulls, double tolerance, double f)
        : m_hulls(hulls)
        , m_tolerance(tolerance)
        , m_f(f)
    {
        for (const RocHull& hull : hulls) {
            m_byF.push_back({});
            if (!hasBoth(hull))
                continue;
            m_byF.back() = bestInWindow(hull, hull.upper.falsePositiveRate, f, tolerance);
            // The box must reach up to the lower chain at F and down to the upper chain at F + tolerance.
            const Line floor = along(hull.lower.falsePositiveRate, hull.lower.truePositiveRate, f);
            if (floor.value - tolerance > m_low.value)
                m_low = {floor.value - tolerance, floor.slope};
            const double right = f + tolerance;
            const Line roof = right < 1.0
                ? along(hull.upper.falsePositiveRate, hull.upper.truePositiveRate, right)
                : Line {1.0, 0.0};
            if (roof.value < m_high.value)
                m_high = roof;
        }
        // (F, F) is always allowed; only rounding can put the ends in the wrong order.
        if (m_low.value > m_high.value)
            m_low.value = m_high.value;
    }

    [[nodiscard]] Support best(double slack) const
    {
        return concaveMaximum(
            m_low.value, m_high.value, m_low.slope, m_high.slope, slack, [this](double t) { return at(t); });
    }

private:
    [[nodiscard]] Support at(double t) const
    {
        Support sum;
        sum.at = t;
        for (std::size_t g = 0; g < m_hulls.size(); ++g)
            add(m_hulls[g], m_byF[g], t, sum);
        sum.bound = sum.value;
        return sum;
    }

    void add(const RocHull& hull, const Line& byF, double t, Support& sum) const
    {
        const double top = std::min(1.0, t + m_tolerance);
        const double topSlope = t + m_tolerance < 1.0 ? hull.truePositiveGain : 0.0;
        const double corner = hull.truePositiveGain * top - hull.falsePositiveLoss * m_f;
        if (!hasBoth(hull)) {
            sum.value += corner;
            sum.slope += topSlope;
            sum.across -= hull.falsePositiveLoss;
            return;
        }
        const Line byT = bestInWindow(hull, hull.upper.truePositiveRate, t, m_tolerance);
        if (corner < byF.value && corner < byT.value) {
            sum.value += corner;
            sum.slope += topSlope;
            sum.across -= hull.falsePositiveLoss;
        } else if (byF.value <= byT.value) {
            sum.value += byF.value;
            sum.across += byF.slope;
        } else {
            sum.value += byT.value;
            sum.slope += byT.slope;
        }
    }

    const std::vector<RocHull>& m_hulls;
    double m_tolerance;
    double m_f;
    std::vector<Line> m_byF;
    Line m_low {0.0, 0.0}, m_high {1.0, 0.0}; ///< allowed T, and how its ends move with F
};

/// The best rule of one group for the corner (f, t): what the three bounds mean, in terms of rates.
EntryMix ruleAt(const RocHull& hull, double f, double t, double tolerance)
{
    if (hull.isEmpty())
        return {};
    const RocChain& upper = hull.upper;
    const std::vector<double>& x = upper.falsePositiveRate;
    const std::vector<double>& y = upper.truePositiveRate;
    const double right = std::min(1.0, f + tolerance);
    const double top = std::min(1.0, t + tolerance);
    if (!hull.hasNegatives)
        return mixAt(upper, y, top);
    if (!hull.hasPositives)
        return mixAt(upper, x, f);
    if (along(x, y, f).value > top + kSameRate)
        return mixInside(hull, f, top);
    const double peakX = x[hull.peak];
    const double peakY = y[hull.peak];
    // On the chain: as far along it as the more demanding of the two windows says.
    if (peakX < f || peakY < t) {
        const bool byF = peakX < f && (peakY >= t || along(x, y, f).value >= t);
        return byF ? mixAt(upper, x, f) : mixAt(upper, y, t);
    }
    if (peakX > right || peakY > top) {
        const bool byF = peakX > right && (peakY <= top || along(x, y, right).value <= top);
        return byF ? mixAt(upper, x, right) : mixAt(upper, y, top);
    }
    return {{upper.entry[hull.peak], 1.0}};
}

} // namespace

std::vector<EntryMix> equalizedOddsRules(const std::vector<RocHull>& hulls, double tolerance, double weight)
{
    const double slack = 1e-14 * weight;
    const auto sliceAt = [&](double f) {
        const Support inner = Slice(hulls, tolerance, f).best(slack);
        return Support {f, inner.value, inner.bound, inner.across, 0.0};
    };
    const double f = concaveMaximum(0.0, 1.0, 0.0, 0.0, 4.0 * slack, sliceAt).at;
    const double t = Slice(hulls, tolerance, f).best(slack).at;
    std::vector<EntryMix> rules;
    for (const RocHull& hull : hulls)
        rules.push_back(ruleAt(hull, f, t, tolerance));
    return rules;
}

} // namespace evenhand
