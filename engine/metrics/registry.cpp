#include "engine/metrics/disparities.h"
#include "engine/metrics/group_metrics.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

const std::vector<MetricInfo>& metrics()
{
    static const std::vector<MetricInfo> all = [] {
        std::vector<MetricInfo> table = errorMetrics();
        for (const MetricInfo& info : groupMetrics())
            table.push_back(info);
        for (const MetricInfo& info : unfairnessMetrics())
            table.push_back(info);
        return table;
    }();
    return all;
}

Result<const MetricInfo*> findMetric(std::string_view id)
{
    const auto found = std::ranges::find(metrics(), id, &MetricInfo::id);
    if (found != metrics().end())
        return &*found;
    std::string ids;
    for (const MetricInfo& info : metrics())
        if (&*std::ranges::find(metrics(), info.id, &MetricInfo::id) == &info)
            ids += (ids.empty() ? "" : ", ") + std::string(info.id);
    return invalidArgument(text("there is no metric “%1”", id), text("the metrics are: %1", ids));
}

double badness(const MetricInfo& metric, double value)
{
    if (metric.role != MetricRole::Unfairness)
        return metric.higherIsBetter ? -value : value;
    // A ratio of 2 is as far from parity as one of 1/2.
    if (metric.parity == 1.0)
        return value > 1.0 ? 1.0 - 1.0 / value : 1.0 - value;
    return std::abs(value - metric.parity);
}

} // namespace evenhand
