#include "engine/figures/tradeoff_words.h"

#include "engine/core/number_text.h"
#include "engine/figures/run_names.h"

#include <cmath>

namespace evenhand {

namespace {

std::string idOf(const MetricInfo& metric)
{
    return std::string(metric.id);
}

/// One digit more than the interval supports: its ends are shown, too, and are compared with a target.
int digitsFor(double width)
{
    return supportedDecimals(width / 10.0);
}

} // namespace

std::string metricWithInterval(const RepeatedMetric& metric, const std::string& metricId)
{
    if (!metric.mean)
        return "undefined";
    const auto info = findMetric(metricId);
    const bool isShare = info.has_value() && (*info)->isShare;
    if (!metric.low || !metric.high)
        return metricNumber(metricId, *metric.mean);
    const int decimals = digitsFor((*metric.high - *metric.low) * (isShare ? 100.0 : 1.0));
    if (isShare)
        return fixedNumber(100.0 * *metric.mean, decimals) + " % ("
            + fixedNumber(100.0 * *metric.low, decimals) + " – " + fixedNumber(100.0 * *metric.high, decimals)
            + " %)";
    return fixedNumber(*metric.mean, decimals) + " (" + fixedNumber(*metric.low, decimals) + " – "
        + fixedNumber(*metric.high, decimals) + ")";
}

std::string differenceWords(const RepeatedMetric& difference, const std::string& metricId)
{
    if (!difference.mean)
        return "undefined";
    const auto info = findMetric(metricId);
    const bool isShare = info.has_value() && (*info)->isShare;
    const double scale = isShare ? 100.0 : 1.0;
    const bool hasInterval = difference.low && difference.high;
    const int decimals = hasInterval ? digitsFor((*difference.high - *difference.low) * scale)
        : isShare                    ? 1
                                     : 4;
    const auto number = [&](double value) {
        const std::string digits = fixedNumber(std::abs(value) * scale, decimals);
        return (value < 0.0 ? "−" : "+") + digits;
    };
    std::string words = number(*difference.mean) + (isShare ? " points" : "");
    if (hasInterval)
        words += " (" + number(*difference.low) + " to " + number(*difference.high) + ")";
    return words;
}

std::string runWithStrength(const Report& report, std::size_t run)
{
    const std::string name = runName(report.runs[run], hasSeveralLearners(report));
    const Text strength = strengthWords(report.runs[run]);
    return strength.empty() ? name : name + ", " + strength.english();
}

std::string pathName(const Report& report, const RunPath& path)
{
    return runName(report.runs[path.runs.front()], hasSeveralLearners(report));
}

Text targetWords(const TradeoffAxes& axes, const Target& target)
{
    const std::string error = metricName(idOf(*axes.error));
    const std::string gap = metricName(idOf(*axes.unfairness));
    switch (target.kind) {
    case TargetKind::AtMostBelowBest:
        if (axes.error->isShare)
            return text(
                "%1 at most %2 points from the best, then the smallest %3", error, 100.0 * target.value, gap);
        return text("%1 at most %2 from the best, then the smallest %3", error, target.value, gap);
    case TargetKind::GapAtMost:
        return text("%1 at most %2 from parity, then the best %3", gap,
            axes.unfairness->isShare ? percentNumber(target.value) : shortNumber(target.value), error);
    case TargetKind::TwoStep:
        return text("%1 within %2 of the best, then the smallest %3 (two-step selection)", error,
            percentNumber(target.value, 0), gap);
    }
    return {};
}

Text targetSentence(const Report& report, const TradeoffAxes& axes, const TargetChoice& choice)
{
    const std::string error = idOf(*axes.error);
    const std::string gap = idOf(*axes.unfairness);
    if (!choice.recommended && !choice.nearest)
        return text("No run has both figures.");
    if (!choice.recommended)
        return text("No run meets the target. The nearest is %1: %2 %3 on average.",
            runWithStrength(report, *choice.nearest), metricName(gap),
            metricNumber(gap, meanOf(report.runs[*choice.nearest], *axes.unfairness).value_or(0.0)));
    const std::string name = runWithStrength(report, *choice.recommended);
    const int taken = choice.timesChosen[*choice.recommended];
    return text(
        "%1. Where it was chosen: %2 %3, %4 %5. On rows kept aside: %6 and %7. It was chosen %8 times "
        "of %9.",
        name, metricName(error), metricNumber(error, choice.validationError.mean.value_or(0.0)),
        metricName(gap), metricNumber(gap, choice.validationUnfairness.mean.value_or(0.0)),
        metricWithInterval(choice.testError, error), metricWithInterval(choice.testUnfairness, gap), taken,
        2 * choice.repeats.size());
}

} // namespace evenhand
