#include "engine/metrics/repeated_metric.h"

#include <boost/math/distributions/students_t.hpp>

namespace evenhand {

RepeatedMetric summarise(std::string id, std::vector<std::optional<double>> repeats, double testToTrain)
{
    RepeatedMetric metric;
    metric.id = std::move(id);
    double sum = 0.0;
    double count = 0.0;
    for (const std::optional<double>& value : repeats) {
        sum += value.value_or(0.0);
        count += value ? 1.0 : 0.0;
    }
    if (count > 0.0)
        metric.mean = sum / count;
    if (count > 1.0) {
        double squares = 0.0;
        for (const std::optional<double>& value : repeats)
            squares += value ? (*value - *metric.mean) * (*value - *metric.mean) : 0.0;
        const double variance = squares / (count - 1.0);
        const double t = boost::math::quantile(boost::math::students_t(count - 1.0), 0.975);
        const double half = t * std::sqrt((1.0 / count + testToTrain) * variance);
        metric.sd = std::sqrt(variance);
        metric.low = *metric.mean - half;
        metric.high = *metric.mean + half;
    }
    metric.repeats = std::move(repeats);
    return metric;
}

} // namespace evenhand
