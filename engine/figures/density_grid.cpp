#include "engine/figures/density_grid.h"

#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace evenhand {

namespace {

double widestBandwidth(const ScoreView& view)
{
    double widest = 0.0;
    for (std::size_t g = 0; g < view.path->groups(); ++g) {
        if (view.path->count(g) > 0)
            widest = std::max(widest, view.path->bandwidth(g));
    }
    return widest;
}

/// The grid carried on by as many steps at both ends as a kernel reaches.
struct Margin {
    std::size_t steps = 0;
    double low = 0.0, high = 0.0;
    std::size_t size = 0;
};

Margin marginOf(const DensityGrid& grid, double bandwidth)
{
    const double step = (grid.high - grid.low) / static_cast<double>(grid.x.size() - 1);
    const auto reach = static_cast<std::size_t>(std::ceil(4.0 * bandwidth / step));
    const std::size_t steps = std::min(reach, grid.x.size() - 1);
    const double width = step * static_cast<double>(steps);
    return {steps, grid.low - width, grid.high + width, grid.x.size() + 2 * steps};
}

/// Adds what lies outside the bounds back inside, mirrored.
std::vector<double> folded(const std::vector<double>& wide, std::size_t steps)
{
    const std::size_t n = wide.size() - 2 * steps;
    std::vector<double> inside(wide.begin() + static_cast<std::ptrdiff_t>(steps),
        wide.begin() + static_cast<std::ptrdiff_t>(steps + n));
    for (std::size_t i = 0; i <= steps && i < n; ++i) {
        inside[i] += wide[steps - i];
        inside[n - 1 - i] += wide[steps + n - 1 + i];
    }
    return inside;
}

/// Gaussian kernel density of equally heavy samples on an equally spaced grid, by linear binning.
std::vector<double> kernelDensity(
    const std::vector<double>& samples, double low, double high, std::size_t n, double bandwidth)
{
    const double step = (high - low) / static_cast<double>(n - 1);
    std::vector<double> mass(n, 0.0);
    for (const double sample : samples) {
        const double place = std::clamp((sample - low) / step, 0.0, static_cast<double>(n - 1));
        const auto left = std::min(static_cast<std::size_t>(place), n - 2);
        const double right = place - static_cast<double>(left);
        mass[left] += 1.0 - right;
        mass[left + 1] += right;
    }
    const auto reach = std::min(static_cast<std::size_t>(std::ceil(5.0 * bandwidth / step)), n - 1);
    std::vector<double> kernel(reach + 1);
    const double scale
        = 1.0 / (static_cast<double>(samples.size()) * bandwidth * std::sqrt(2.0 * std::numbers::pi));
    for (std::size_t k = 0; k <= reach; ++k) {
        const double z = static_cast<double>(k) * step / bandwidth;
        kernel[k] = scale * std::exp(-0.5 * z * z);
    }
    std::vector<double> density(n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
        if (mass[j] == 0.0)
            continue;
        for (std::size_t k = std::min(reach, j); k > 0; --k)
            density[j - k] += mass[j] * kernel[k];
        const std::size_t end = std::min(reach, n - 1 - j);
        for (std::size_t k = 0; k <= end; ++k)
            density[j + k] += mass[j] * kernel[k];
    }
    return density;
}

} // namespace

DensityGrid densityGrid(const ScoreView& view, std::size_t n, const ScoreView* other)
{
    auto [low, high] = view.path->range();
    double bandwidth = widestBandwidth(view);
    if (other != nullptr) {
        low = std::min(low, other->path->range().first);
        high = std::max(high, other->path->range().second);
        bandwidth = std::max(bandwidth, widestBandwidth(*other));
    }
    const double reach = 3.0 * bandwidth;
    DensityGrid grid;
    grid.low = low - reach;
    grid.high = high + reach;
    // Some learners give numbers outside [0,1] also in classification; those have no bounds.
    const bool isProbability = view.task == Task::Classification && low >= 0.0 && high <= 1.0;
    if (isProbability && (grid.low < 0.0 || grid.high > 1.0)) {
        grid.bounded = true;
        grid.low = 0.0;
        grid.high = 1.0;
    }
    if (!(grid.high > grid.low)) {
        grid.low -= 0.5;
        grid.high += 0.5;
    }
    grid.x = equallySpaced(grid.low, grid.high, n);
    return grid;
}

std::vector<double> groupDensity(const ScoreView& view, const DensityGrid& grid, std::size_t group, double t)
{
    const double bandwidth = view.path->bandwidth(group);
    if (!grid.bounded)
        return view.path->density(group, grid.low, grid.high, grid.x.size(), bandwidth, t);
    const Margin margin = marginOf(grid, bandwidth);
    return folded(
        view.path->density(group, margin.low, margin.high, margin.size, bandwidth, t), margin.steps);
}

std::vector<double> barycenterDensity(const ScoreView& view, const DensityGrid& grid)
{
    constexpr std::size_t kSamples = 2048;
    std::vector<double> samples;
    samples.reserve(kSamples);
    for (const double u : midRanks(kSamples))
        samples.push_back(view.path->barycenterQuantile(u, 0.0));
    double bandwidth = 0.0;
    for (std::size_t g = 0; g < view.path->groups(); ++g)
        bandwidth += view.path->count(g) > 0 ? view.path->share(g) * view.path->bandwidth(g) : 0.0;
    if (!(bandwidth > 0.0))
        bandwidth = (grid.high - grid.low) / 100.0;
    if (!grid.bounded)
        return kernelDensity(samples, grid.low, grid.high, grid.x.size(), bandwidth);
    const Margin margin = marginOf(grid, bandwidth);
    return folded(kernelDensity(samples, margin.low, margin.high, margin.size, bandwidth), margin.steps);
}

} // namespace evenhand
