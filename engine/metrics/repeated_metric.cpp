#include "engine/metrics/repeated_metric.h"

#include "engine/metrics/intervals.h"

#include <cmath>

namespace evenhand {

RepeatedMetric summarise(std::string id, std::vector<std::optional<double>> repeats, double testToTrainRatio)
{
    RepeatedMetric summary;
    summary.id = std::move(id);
    summary.repeats = std::move(repeats);
    std::size_t defined = 0;
    double sum = 0.0;
    for (const std::optional<double>& value : summary.repeats) {
        sum += value.value_or(0.0);
        defined += value ? 1U : 0U;
    }
    if (defined == 0) {
        summary.undefined = text("undefined in every repeat");
        return summary;
    }
    const double mean = sum / static_cast<double>(defined);
    summary.mean = mean;
    if (defined < 2)
        return summary;
    double squares = 0.0;
    for (const std::optional<double>& value : summary.repeats)
        if (value)
            squares += (*value - mean) * (*value - mean);
    const double sd = std::sqrt(squares / static_cast<double>(defined - 1));
    const Interval interval = correctedResampledInterval(mean, sd, defined, testToTrainRatio);
    summary.sd = sd;
    summary.low = interval.low;
    summary.high = interval.high;
    return summary;
}

} // namespace evenhand
