#include "engine/metrics/convention_fairlearn.h"

#include "engine/metrics/rates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

namespace evenhand::fairlearn {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

template <CellRate rate> double orZero(const Confusion& cells)
{
    const CellValue value = rate(cells);
    return value.undefined == nullptr ? value.value : 0.0;
}

double balanced(const Confusion& cells)
{
    // scikit-learn averages over the classes that occur.
    const bool hasPositives = truePositiveRate(cells).undefined == nullptr;
    const bool hasNegatives = trueNegativeRate(cells).undefined == nullptr;
    const double sum = orZero<truePositiveRate>(cells) + orZero<trueNegativeRate>(cells);
    return hasPositives && hasNegatives ? 0.5 * sum : sum;
}

struct Named {
    std::string_view name;
    Metric metric;
};

constexpr std::array<Named, 12> kMetrics {{
    {"count", orZero<rowsOf>},
    {"selection_rate", orZero<selectionRate>},
    {"true_positive_rate", orZero<truePositiveRate>},
    {"true_negative_rate", orZero<trueNegativeRate>},
    {"false_positive_rate", orZero<falsePositiveRate>},
    {"false_negative_rate", orZero<falseNegativeRate>},
    {"accuracy_score", orZero<accuracyRate>},
    {"zero_one_loss", [](const Confusion& cells) { return 1.0 - orZero<accuracyRate>(cells); }},
    {"balanced_accuracy_score", balanced},
    {"precision_score", orZero<precisionRate>},
    {"recall_score", orZero<truePositiveRate>},
    {"f1_score", orZero<f1Score>},
}};

/// combine(kept, next) over of(value) of the groups that have a number; NaN when there is none.
template <class Of, class Combine>
double overGroups(std::span<const double> values, const Of& of, const Combine& combine)
{
    double kept = kNaN;
    for (const double value : values) {
        const double next = of(value);
        if (!std::isnan(next))
            kept = std::isnan(kept) ? next : combine(kept, next);
    }
    return kept;
}

std::vector<double> valuesOf(std::span<const Confusion> cells, Metric metric)
{
    std::vector<double> values;
    for (const Confusion& group : cells)
        values.push_back(group.all().rows > 0.0 ? metric(group) : kNaN);
    return values;
}

double smaller(double a, double b)
{
    return std::min(a, b);
}

double larger(double a, double b)
{
    return std::max(a, b);
}

double meanOf(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) ? b : a;
    return 0.5 * (a + b);
}

} // namespace

Metric findMetric(std::string_view name)
{
    const auto* const found = std::ranges::find(kMetrics, name, &Named::name);
    return found == kMetrics.end() ? nullptr : found->metric;
}

double lowest(std::span<const double> values)
{
    return overGroups(values, std::identity {}, smaller);
}

double highest(std::span<const double> values)
{
    return overGroups(values, std::identity {}, larger);
}

double difference(std::span<const double> values, double overall, Method method)
{
    if (method == Method::BetweenGroups)
        return highest(values) - lowest(values);
    return overGroups(
        values, [&](double value) { return std::abs(value - overall); }, larger);
}

double ratio(std::span<const double> values, double overall, Method method)
{
    if (method == Method::BetweenGroups)
        return lowest(values) / highest(values);
    const auto towardsOne = [&](double value) {
        const double quotient = value / overall;
        return quotient > 1.0 ? 1.0 / quotient : quotient;
    };
    return overGroups(values, towardsOne, smaller);
}

double lowest(std::span<const Confusion> cells, Metric metric)
{
    return lowest(valuesOf(cells, metric));
}

double highest(std::span<const Confusion> cells, Metric metric)
{
    return highest(valuesOf(cells, metric));
}

double difference(std::span<const Confusion> cells, const Confusion& overall, Metric metric, Method method)
{
    return difference(valuesOf(cells, metric), metric(overall), method);
}

double ratio(std::span<const Confusion> cells, const Confusion& overall, Metric metric, Method method)
{
    return ratio(valuesOf(cells, metric), metric(overall), method);
}

double equalizedOddsDifference(
    std::span<const Confusion> cells, const Confusion& overall, Method method, Aggregate aggregate)
{
    const double opportunity = difference(cells, overall, orZero<truePositiveRate>, method);
    const double fallOut = difference(cells, overall, orZero<falsePositiveRate>, method);
    if (aggregate == Aggregate::Mean)
        return meanOf(opportunity, fallOut);
    return fallOut > opportunity ? fallOut : opportunity;
}

double equalizedOddsRatio(
    std::span<const Confusion> cells, const Confusion& overall, Method method, Aggregate aggregate)
{
    const double opportunity = ratio(cells, overall, orZero<truePositiveRate>, method);
    const double fallOut = ratio(cells, overall, orZero<falsePositiveRate>, method);
    if (aggregate == Aggregate::Mean)
        return meanOf(opportunity, fallOut);
    return fallOut < opportunity ? fallOut : opportunity;
}

} // namespace evenhand::fairlearn
