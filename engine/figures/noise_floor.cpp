#include "engine/figures/noise_floor.h"

#include <cmath>
#include <numbers>

namespace evenhand {

double noiseFloor(const ScoreView& view, std::size_t groupA, std::size_t groupB)
{
    const double kolmogorovMean = std::sqrt(std::numbers::pi / 2.0) * std::numbers::ln2;
    double sum = 0.0;
    for (const std::size_t group : {groupA, groupB}) {
        const auto judged = static_cast<double>(view.path->count(group));
        const bool known = group < view.calibrationRows.size() && view.calibrationRows[group] > 0.0;
        sum += 1.0 / judged + 1.0 / (known ? view.calibrationRows[group] : judged);
    }
    return kolmogorovMean * std::sqrt(sum);
}

} // namespace evenhand
