#include "engine/audit/rate_rows.h"

#include "engine/metrics/rates.h"
#include "engine/statistics/normal.h"
#include "engine/statistics/rate_intervals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

/// Which rows a rate speaks of, and of which of them it counts the share.
struct RateKind {
    std::string_view id, name, nobody;
    bool needsOutcome = false;
    bool (*isInDenominator)(bool selected, bool positive) = nullptr;
    bool (*isCounted)(bool selected, bool positive) = nullptr;
};

constexpr bool everybody(bool /*selected*/, bool /*positive*/)
{
    return true;
}
constexpr bool selected(bool isSelected, bool /*positive*/)
{
    return isSelected;
}
constexpr bool rejected(bool isSelected, bool /*positive*/)
{
    return !isSelected;
}
constexpr bool positive(bool /*selected*/, bool isPositive)
{
    return isPositive;
}
constexpr bool negative(bool /*selected*/, bool isPositive)
{
    return !isPositive;
}
constexpr bool correct(bool isSelected, bool isPositive)
{
    return isSelected == isPositive;
}

constexpr std::array kRates {
    RateKind {"selection_rate", "selection rate", "no rows", false, everybody, selected},
    RateKind {"true_positive_rate", "true positive rate", "no actual positives", true, positive, selected},
    RateKind {"false_positive_rate", "false positive rate", "no actual negatives", true, negative, selected},
    RateKind {"true_negative_rate", "true negative rate", "no actual negatives", true, negative, rejected},
    RateKind {"false_negative_rate", "false negative rate", "no actual positives", true, positive, rejected},
    RateKind {"precision", "precision", "nobody is selected", true, selected, positive},
    RateKind {"negative_predictive_value", "negative predictive value", "everybody is selected", true,
        rejected, negative},
    RateKind {"false_discovery_rate", "false discovery rate", "nobody is selected", true, selected, negative},
    RateKind {
        "false_omission_rate", "false omission rate", "everybody is selected", true, rejected, positive},
    RateKind {"accuracy", "accuracy", "no rows", true, everybody, correct},
    RateKind {"base_rate", "base rate", "no rows", true, everybody, positive},
};

Result<RateRows> regressionRows(const AuditRows& rows, std::string_view id)
{
    RateRows made;
    made.isShare = false;
    made.nobody = "no rows";
    made.value = rows.score;
    if (id == "mean_prediction") {
        made.name = "mean prediction";
        return made;
    }
    if (id != "mean_error")
        return invalidArgument(text("“%1” is not a mean of predicted numbers", id),
            text("the means are: mean_prediction, mean_error"));
    if (rows.y.empty())
        return noAnswer(text("the table has no true outcomes, so there is no error"));
    made.name = "mean error";
    for (std::size_t row = 0; row < made.value.size(); ++row)
        made.value[row] -= rows.y[row];
    return made;
}

} // namespace

Result<RateRows> rateRows(const AuditRows& rows, std::string_view id)
{
    if (rows.task == Task::Regression)
        return regressionRows(rows, id);
    const auto* const kind = std::ranges::find(kRates, id, &RateKind::id);
    if (kind == kRates.end()) {
        std::string ids;
        for (const RateKind& each : kRates)
            ids += (ids.empty() ? "" : ", ") + std::string(each.id);
        return invalidArgument(text("“%1” is not a rate of decisions", id), text("the rates are: %1", ids));
    }
    const bool needsDecision = id != "base_rate";
    if (needsDecision && rows.decision.empty())
        return noAnswer(text("there are no decisions, so there is no %1", kind->name),
            text("choose a threshold for the score"));
    if (kind->needsOutcome && rows.y.empty())
        return noAnswer(text("the table has no true outcomes, so there is no %1", kind->name));
    RateRows made;
    made.name = kind->name;
    made.nobody = kind->nobody;
    made.value.resize(rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const bool isSelected = needsDecision && rows.decision[row] == 1.0;
        const bool isPositive = kind->needsOutcome && rows.y[row] == 1.0;
        made.value[row] = !kind->isInDenominator(isSelected, isPositive)
            ? std::numeric_limits<double>::quiet_NaN()
            : (kind->isCounted(isSelected, isPositive) ? 1.0 : 0.0);
    }
    return made;
}

void MeanSum::add(double x, double w)
{
    rows += 1.0;
    weight += w;
    squares += w * w;
    sum += w * x;
    sumOfSquares += w * x * x;
}

MeanSum operator+(const MeanSum& a, const MeanSum& b)
{
    return {a.rows + b.rows, a.weight + b.weight, a.squares + b.squares, a.sum + b.sum,
        a.sumOfSquares + b.sumOfSquares};
}

double MeanSum::variance(bool isShare) const
{
    const double m = mean();
    if (isShare)
        return m * (1.0 - m);
    const double n = effectiveCount();
    return std::max(0.0, sumOfSquares / weight - m * m) * n / (n - 1.0);
}

MetricValue MeanSum::value(bool isShare, double confidence, std::string_view nobody) const
{
    if (!(weight > 0.0))
        return undefinedValue(text(nobody));
    // Rounding of weighted sums must not put a share outside [0, 1].
    const double estimate = isShare ? std::clamp(mean(), 0.0, 1.0) : mean();
    MetricValue made = definedValue(estimate);
    made.numerator = sum;
    made.denominator = weight;
    made.effectiveCount = effectiveCount();
    if (isShare) {
        const Interval interval = wilsonInterval(estimate, *made.effectiveCount, confidence);
        made.low = interval.low;
        made.high = interval.high;
    } else if (*made.effectiveCount > 1.0) {
        const double half = twoSidedQuantile(confidence) * std::sqrt(variance(false) / *made.effectiveCount);
        made.low = estimate - half;
        made.high = estimate + half;
    }
    return made;
}

MetricValue differenceOf(const MetricValue& a, const MetricValue& b)
{
    if (!a.value || !b.value)
        return undefinedValue(a.value ? b.undefined : a.undefined);
    MetricValue made = definedValue(*a.value - *b.value);
    if (a.low && a.high && b.low && b.high) {
        made.low = *made.value - std::hypot(*a.value - *a.low, *b.high - *b.value);
        made.high = *made.value + std::hypot(*a.high - *a.value, *b.value - *b.low);
    }
    return made;
}

} // namespace evenhand
