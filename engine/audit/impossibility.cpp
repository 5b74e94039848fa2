#include "engine/audit/impossibility.h"

#include "engine/audit/group_comparison.h"
#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// Precision that a group with these odds of being actually positive has.
double precisionOf(double positives, double negatives, double falsePositiveRate, double falseNegativeRate)
{
    const double truePositives = positives * (1.0 - falseNegativeRate);
    const double selected = truePositives + negatives * falsePositiveRate;
    // Nobody selected: the limit of few mistakes, so that the precision stays monotone in both rates.
    return selected > 0.0 ? truePositives / selected : 1.0;
}

ErrorRates ratesOf(const Confusion& cells)
{
    const double positives = cells.positives().weight;
    const double negatives = cells.negatives().weight;
    const double a = cells.falsePositive.weight / negatives;
    const double b = cells.falseNegative.weight / positives;
    return {precisionOf(positives, negatives, a, b), a, b};
}

/// The rate that two others leave to a group with base rate @p p, by Chouldechova's identity. The true
/// positive rate and, for the false negative rate, 1 - precision must not be 0.
double forcedValue(ErrorRate forced, const ErrorRates& held, double p)
{
    const double odds = p / (1.0 - p);
    switch (forced) {
    case ErrorRate::FalsePositiveRate:
        return odds * (1.0 - held.precision) / held.precision * (1.0 - held.falseNegativeRate);
    case ErrorRate::FalseNegativeRate:
        return 1.0 - held.falsePositiveRate / odds * held.precision / (1.0 - held.precision);
    case ErrorRate::Precision:
        break;
    }
    return precisionOf(p, 1.0 - p, held.falsePositiveRate, held.falseNegativeRate);
}

ForcedRate forcedRate(const std::array<ErrorRate, 3>& parts, const Impossibility& result)
{
    ForcedRate choice {parts[0], parts[1], parts[2], {}, true, 0.0};
    for (const double p : result.baseRates) {
        // Nobody selected wrongly: precision and false positive rate leave the false negative rate free.
        const bool isFree
            = choice.forced == ErrorRate::FalseNegativeRate && result.pooled.falsePositiveRate == 0.0;
        double value
            = isFree ? result.pooled.falseNegativeRate : forcedValue(choice.forced, result.pooled, p);
        constexpr double kRounding = 1e-12;
        if (value > -kRounding && value < 1.0 + kRounding)
            value = std::clamp(value, 0.0, 1.0);
        else
            choice.isFeasible = false;
        choice.values.push_back(value);
    }
    const auto [low, high] = std::ranges::minmax(choice.values);
    choice.gap = high - low;
    return choice;
}

/// Sorts the groups into those that are compared and those that are left out.
void chooseGroups(const AttributeAudit& attribute, Impossibility& result)
{
    for (std::size_t g = 0; g < attribute.groups.size(); ++g) {
        const Confusion& cells = attribute.groups[g].cells;
        const RowSum positives = cells.positives();
        const RowSum negatives = cells.negatives();
        if (attribute.groups[g].isSmall) {
            result.small.push_back(g);
        } else if (!(positives.weight > 0.0) || !(negatives.weight > 0.0)) {
            result.oneSided.push_back(g);
        } else {
            result.groups.push_back(g);
            result.baseRates.push_back(positives.weight / (positives.weight + negatives.weight));
        }
    }
}

/// The two groups whose base rates differ most surely: the extreme ones, unless these are so small that
/// others are farther apart by the ends of their intervals.
void choosePair(const AttributeAudit& attribute, double confidence, Impossibility& result)
{
    const auto position = [](const std::vector<double>& values, auto place) {
        return static_cast<std::size_t>(place - values.begin());
    };
    result.low = position(result.baseRates, std::ranges::min_element(result.baseRates));
    // The last of equals, so that groups with equal base rates are still two groups.
    result.high = result.baseRates.size() - 1
        - static_cast<std::size_t>(
            std::max_element(result.baseRates.rbegin(), result.baseRates.rend()) - result.baseRates.rbegin());
    if (result.groups.size() == 2)
        return;
    std::vector<double> lowEnds;
    std::vector<double> highEnds;
    for (std::size_t i = 0; i < result.groups.size(); ++i) {
        const Interval interval = wilsonInterval(result.baseRates[i],
            attribute.groups[result.groups[i]].cells.all().effectiveCount(),
            pairConfidence(confidence, result.groups.size()));
        lowEnds.push_back(interval.low);
        highEnds.push_back(interval.high);
    }
    const std::size_t low = position(highEnds, std::ranges::min_element(highEnds));
    const std::size_t high = position(lowEnds, std::ranges::max_element(lowEnds));
    if (result.baseRates[low] < result.baseRates[high]) {
        result.low = low;
        result.high = high;
    }
}

/// The largest of the gaps that two groups have today.
double largestGap(const Confusion& low, const Confusion& high)
{
    const ErrorRates a = ratesOf(low);
    const ErrorRates b = ratesOf(high);
    double gap = std::max(std::abs(a.falsePositiveRate - b.falsePositiveRate),
        std::abs(a.falseNegativeRate - b.falseNegativeRate));
    if (low.selected().weight > 0.0 && high.selected().weight > 0.0)
        gap = std::max(gap, std::abs(a.precision - b.precision));
    return gap;
}

} // namespace

const char* errorRateId(ErrorRate rate)
{
    constexpr std::array kIds {"precision", "false_positive_rate", "false_negative_rate"};
    return kIds[static_cast<std::size_t>(rate)];
}

const char* errorRateName(ErrorRate rate)
{
    constexpr std::array kNames {"precision", "false positive rate", "false negative rate"};
    return kNames[static_cast<std::size_t>(rate)];
}

double ErrorRates::of(ErrorRate rate) const
{
    const std::array<double, 3> values {precision, falsePositiveRate, falseNegativeRate};
    return values[static_cast<std::size_t>(rate)];
}

RateCompromise bestCompromise(const Confusion& low, const Confusion& high)
{
    const double lowPositives = low.positives().weight;
    const double highPositives = high.positives().weight;
    const double lowNegatives = low.negatives().weight;
    const double highNegatives = high.negatives().weight;
    const double positives = lowPositives + highPositives;
    const double negatives = lowNegatives + highNegatives;
    const double meanFpr = (low.falsePositive.weight + high.falsePositive.weight) / negatives;
    const double meanFnr = (low.falseNegative.weight + high.falseNegative.weight) / positives;
    // With the totals fixed, the differences (high - low) of the two error rates are the free variables. The
    // precision of the high group falls and that of the low group rises with each of them. So whatever gap is
    // allowed, the difference of precisions is smallest when both differences are as large as allowed, and
    // the best ε is the one root of: difference of precisions = ε.
    const double mostFpr
        = std::min((1.0 - meanFpr) * negatives / lowNegatives, meanFpr * negatives / highNegatives);
    const double mostFnr
        = std::min((1.0 - meanFnr) * positives / lowPositives, meanFnr * positives / highPositives);
    RateCompromise made;
    const auto setRates = [&](double epsilon) {
        const double fpr = std::min(epsilon, mostFpr);
        const double fnr = std::min(epsilon, mostFnr);
        const auto rates = [&](double ownPositives, double ownNegatives, double a, double b) {
            a = std::clamp(a, 0.0, 1.0);
            b = std::clamp(b, 0.0, 1.0);
            return ErrorRates {precisionOf(ownPositives, ownNegatives, a, b), a, b};
        };
        made.highRates = rates(highPositives, highNegatives, meanFpr + fpr * lowNegatives / negatives,
            meanFnr + fnr * lowPositives / positives);
        made.lowRates = rates(lowPositives, lowNegatives, meanFpr - fpr * highNegatives / negatives,
            meanFnr - fnr * highPositives / positives);
        return made.highRates.precision - made.lowRates.precision;
    };
    double below = 0.0;
    double above = 1.0;
    if (setRates(0.0) <= 0.0)
        above = 0.0;
    constexpr int kHalvings = 60;
    for (int i = 0; i < kHalvings && above > 0.0; ++i) {
        const double middle = 0.5 * (below + above);
        (setRates(middle) <= middle ? above : below) = middle;
    }
    (void)setRates(above);
    made.epsilon = above;
    made.today = largestGap(low, high);
    return made;
}

Impossibility impossibility(const AttributeAudit& attribute, double confidence)
{
    Impossibility result;
    chooseGroups(attribute, result);
    if (result.groups.size() < 2) {
        result.undefined = text("fewer than two groups have at least %1 rows, actual positives and actual "
                                "negatives",
            kSmallAuditGroup);
        return result;
    }
    Confusion all;
    for (const std::size_t g : result.groups)
        all += attribute.groups[g].cells;
    if (!(all.truePositive.weight > 0.0)) {
        result.undefined = text("nobody who is actually positive is selected");
        return result;
    }
    result.pooled = ratesOf(all);
    choosePair(attribute, confidence, result);
    const Confusion& lowCells = attribute.groups[result.groups[result.low]].cells;
    const Confusion& highCells = attribute.groups[result.groups[result.high]].cells;
    const double low = result.baseRates[result.low];
    const double high = result.baseRates[result.high];
    result.baseRateGap = newcombeDifferenceInterval(high, highCells.all().effectiveCount(), low,
        lowCells.all().effectiveCount(), pairConfidence(confidence, result.groups.size()));
    result.baseRatesDiffer = result.baseRateGap.low > 0.0;
    const auto extremes = std::ranges::minmax(result.baseRates);
    result.canAllHold = extremes.max - extremes.min < 1e-12 || !(all.falsePositive.weight > 0.0);
    using enum ErrorRate;
    result.choices = {forcedRate({Precision, FalseNegativeRate, FalsePositiveRate}, result),
        forcedRate({Precision, FalsePositiveRate, FalseNegativeRate}, result),
        forcedRate({FalsePositiveRate, FalseNegativeRate, Precision}, result)};
    if (lowCells.truePositive.weight > 0.0 || highCells.truePositive.weight > 0.0) {
        result.compromise = bestCompromise(lowCells, highCells);
        result.compromise->low = result.low;
        result.compromise->high = result.high;
    }
    result.sentences = impossibilitySentences(attribute, result);
    return result;
}

} // namespace evenhand
