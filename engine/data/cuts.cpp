#include "engine/data/cuts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

std::vector<double> quantileCuts(const NumericColumn& numbers, std::size_t parts)
{
    std::vector<double> sorted;
    std::ranges::copy_if(
        numbers.values, std::back_inserter(sorted), [](double value) { return !std::isnan(value); });
    std::ranges::sort(sorted);
    std::vector<double> cuts;
    for (std::size_t part = 1; part < parts && !sorted.empty(); ++part) {
        // The lower quantile: a value of the column, so that the cut reads well.
        const std::size_t rank = (sorted.size() * part + parts - 1) / parts;
        const double cut = sorted[std::max<std::size_t>(rank, 1) - 1];
        if (cut < sorted.back() && (cuts.empty() || cut > cuts.back()))
            cuts.push_back(cut);
    }
    return cuts;
}

std::vector<double> decadeCuts(const NumericColumn& numbers)
{
    constexpr double kDecade = 10.0;
    constexpr std::size_t kMost = 20;
    double low = INFINITY;
    double high = -INFINITY;
    for (const double value : numbers.values) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    std::vector<double> cuts;
    for (double cut = std::ceil(low / kDecade) * kDecade; cut < high && cuts.size() <= kMost; cut += kDecade)
        cuts.push_back(cut);
    return cuts.size() > kMost ? std::vector<double> {} : cuts;
}

} // namespace evenhand
