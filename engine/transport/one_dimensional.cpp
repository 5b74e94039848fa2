#include "engine/transport/one_dimensional.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kStepTolerance = 1e-12;

} // namespace

std::size_t countAtMost(const SortedSample& sample, double x)
{
    return static_cast<std::size_t>(
        std::upper_bound(sample.values.begin(), sample.values.end(), x) - sample.values.begin());
}

std::size_t countBelow(const SortedSample& sample, double x)
{
    return static_cast<std::size_t>(
        std::lower_bound(sample.values.begin(), sample.values.end(), x) - sample.values.begin());
}

double ecdf(const SortedSample& sample, double x)
{
    return sample.weightOf(countAtMost(sample, x)) / sample.total();
}

std::size_t quantileIndex(std::size_t n, std::span<const double> cumulative, double u)
{
    if (!(u > 0.0))
        return 0;
    if (u >= 1.0)
        return n - 1;
    const double total = cumulative.empty() ? static_cast<double>(n) : cumulative.back();
    const double wanted = (u - kStepTolerance) * total;
    if (cumulative.empty())
        return wanted <= 1.0 ? 0 : std::min(n, static_cast<std::size_t>(std::ceil(wanted))) - 1;
    const auto found = std::lower_bound(cumulative.begin(), cumulative.end(), wanted);
    return std::min(n - 1, static_cast<std::size_t>(found - cumulative.begin()));
}

double quantile(const SortedSample& sample, double u)
{
    return sample.values[quantileIndex(sample.size(), sample.cumulative, u)];
}

double mean(const SortedSample& sample)
{
    const double origin = sample.values.front();
    double sum = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i)
        sum += (sample.weightOf(i + 1) - sample.weightOf(i)) * (sample.values[i] - origin);
    return origin + sum / sample.total();
}

double effectiveSize(const SortedSample& sample)
{
    if (!sample.isWeighted())
        return static_cast<double>(sample.size());
    double squares = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double weight = sample.weightOf(i + 1) - sample.weightOf(i);
        squares += weight * weight;
    }
    return sample.total() * sample.total() / squares;
}

} // namespace evenhand
