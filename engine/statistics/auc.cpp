#include "engine/statistics/auc.h"

#include "engine/statistics/normal.h"
#include "engine/statistics/rate_intervals.h"
#include "engine/transport/sorted_groups.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace evenhand {

namespace {

/// Rows of one class that share a score.
struct Run {
    double weight = 0.0;
    double squares = 0.0; ///< Σw²
};

/// Reads a class from its smallest score on.
class Reader {
public:
    explicit Reader(const SortedSample& sample)
        : m_sample(sample)
    {
    }
    [[nodiscard]] bool atEnd() const { return m_at == m_sample.size(); }
    [[nodiscard]] double value() const { return m_sample.values[m_at]; }
    /// Takes the rows whose score is @p value.
    Run take(double value)
    {
        const std::size_t begin = m_at;
        Run run;
        for (; m_at < m_sample.size() && m_sample.values[m_at] == value; ++m_at) {
            if (m_sample.isWeighted()) {
                const double weight = m_sample.weightOf(m_at + 1) - m_sample.weightOf(m_at);
                run.weight += weight;
                run.squares += weight * weight;
            }
        }
        if (!m_sample.isWeighted())
            run.weight = run.squares = static_cast<double>(m_at - begin);
        return run;
    }

private:
    SortedSample m_sample;
    std::size_t m_at = 0;
};

/// Calls body(rows of the negative class, of the positive class) for each distinct score, ascending.
template <class Body>
void forScores(const SortedSample& negative, const SortedSample& positive, const Body& body)
{
    Reader low(negative);
    Reader high(positive);
    while (!low.atEnd() || !high.atEnd()) {
        const double value = low.atEnd() ? high.value()
            : high.atEnd()               ? low.value()
                                         : std::min(low.value(), high.value());
        const Run negatives = low.take(value);
        const Run positives = high.take(value);
        body(negatives, positives);
    }
}

/// Variances of the two classes' parts, without the correction n/(n - 1).
struct Parts {
    double value = 0.0;
    double ofPositives = 0.0, ofNegatives = 0.0;
};

Parts computeParts(const SortedSample& negative, const SortedSample& positive)
{
    const double allNegative = negative.total();
    const double allPositive = positive.total();
    Parts parts;
    double below = 0.0;
    forScores(negative, positive, [&](const Run& negatives, const Run& positives) {
        parts.value += positives.weight * (below + 0.5 * negatives.weight);
        below += negatives.weight;
    });
    parts.value = std::clamp(parts.value / (allNegative * allPositive), 0.0, 1.0);
    double negativesBelow = 0.0;
    double positivesBelow = 0.0;
    forScores(negative, positive, [&](const Run& negatives, const Run& positives) {
        const double placePositive = (negativesBelow + 0.5 * negatives.weight) / allNegative - parts.value;
        const double placeNegative
            = 1.0 - (positivesBelow + 0.5 * positives.weight) / allPositive - parts.value;
        parts.ofPositives += positives.squares * placePositive * placePositive;
        parts.ofNegatives += negatives.squares * placeNegative * placeNegative;
        negativesBelow += negatives.weight;
        positivesBelow += positives.weight;
    });
    parts.ofPositives /= allPositive * allPositive;
    parts.ofNegatives /= allNegative * allNegative;
    return parts;
}

AucEstimate estimate(const SortedSample& negative, const SortedSample& positive, double confidence)
{
    const Parts parts = computeParts(negative, positive);
    const double countPositive = effectiveSize(positive);
    const double countNegative = effectiveSize(negative);
    const double smaller = std::min(countPositive, countNegative);
    AucEstimate found;
    found.value = parts.value;
    constexpr double kFewest = 1.0 + 1e-9; // one row, or one that outweighs all others
    const double spread = parts.value * (1.0 - parts.value);
    if (smaller <= kFewest) {
        found.standardError = std::sqrt(spread / smaller);
        found.interval = wilsonInterval(parts.value, smaller, confidence);
        return found;
    }
    const double ofPositives = parts.ofPositives * countPositive / (countPositive - 1.0);
    const double ofNegatives = parts.ofNegatives * countNegative / (countNegative - 1.0);
    found.standardError = std::sqrt(ofPositives + ofNegatives);
    constexpr double kNothing = 1e-12; // what rounding leaves of a variance of 0
    if (spread <= kNothing || found.standardError <= kNothing) {
        found.interval = wilsonInterval(parts.value, smaller, confidence);
        return found;
    }
    const double logit = std::log(parts.value / (1.0 - parts.value));
    const double half = twoSidedQuantile(confidence) * found.standardError / spread;
    found.interval = {1.0 / (1.0 + std::exp(half - logit)), 1.0 / (1.0 + std::exp(-half - logit))};
    return found;
}

} // namespace

Result<AucEstimate> aucEstimate(std::span<const double> score, std::span<const double> outcome,
    std::span<const double> weight, double confidence, const RunContext& ctx)
{
    std::vector<std::int32_t> positive(outcome.size());
    for (std::size_t row = 0; row < outcome.size(); ++row) {
        if (outcome[row] != 0.0 && outcome[row] != 1.0)
            return invalidArgument(text("outcome %1 is neither 0 nor 1", outcome[row]));
        positive[row] = outcome[row] == 1.0 ? 1 : 0;
    }
    EH_TRY(const SortedGroups classes, SortedGroups::create(score, positive, weight, 2, ctx));
    if (classes.count(1) == 0)
        return noAnswer(text("no row has the favourable outcome"));
    if (classes.count(0) == 0)
        return noAnswer(text("every row has the favourable outcome"));
    EH_CHECK(ctx.checkpoint());
    return estimate(classes.sample(0), classes.sample(1), confidence);
}

AucEstimate aucDifference(const AucEstimate& a, const AucEstimate& b)
{
    const double difference = a.value - b.value;
    return {difference, std::hypot(a.standardError, b.standardError),
        {difference - std::hypot(a.value - a.interval.low, b.interval.high - b.value),
            difference + std::hypot(a.interval.high - a.value, b.value - b.interval.low)}};
}

} // namespace evenhand
