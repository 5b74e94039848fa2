#include "engine/transport/kernel_density.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace evenhand {

namespace {

constexpr int kBinsPerBandwidth = 8;
constexpr int kBandwidths = 6; ///< where the kernel is cut off
constexpr std::int64_t kReach = kBinsPerBandwidth * kBandwidths;

/// Weights of the bins [k·width, (k+1)·width) around a place that moves to the right; each bin is counted
/// once.
class BinWindow {
public:
    BinWindow(const MixedSample& sample, double width)
        : m_sample(sample)
        , m_width(width)
    {
    }

    /// Makes the bins first … first + 2·kReach ready.
    void moveTo(std::int64_t first)
    {
        if (!m_isReady || first > m_end) { // nothing that was counted is of use
            m_isReady = true;
            m_end = first;
            m_row = m_sample.findNear(edge(first), false, m_row, m_sample.size());
        }
        for (; m_end <= first + 2 * kReach; ++m_end) {
            const std::size_t next = m_sample.findNear(edge(m_end + 1), false, m_row, m_sample.size());
            m_weights[place(m_end)] = m_sample.weightOf(next) - m_sample.weightOf(m_row);
            m_row = next;
        }
    }
    [[nodiscard]] double weight(std::int64_t bin) const { return m_weights[place(bin)]; }

private:
    static constexpr std::size_t kSize = 128; // at least 2·kReach + 1, a power of two
    static_assert(kSize > 2 * kReach);

    [[nodiscard]] double edge(std::int64_t bin) const { return static_cast<double>(bin) * m_width; }
    static std::size_t place(std::int64_t bin) { return static_cast<std::size_t>(bin) & (kSize - 1); }

    MixedSample m_sample;
    double m_width;
    bool m_isReady = false;
    std::int64_t m_end = 0; ///< the first bin that is not counted yet
    std::size_t m_row = 0;  ///< the first row that is not counted yet
    std::array<double, kSize> m_weights {};
};

} // namespace

std::vector<double> kernelDensity(
    const MixedSample& sample, double gridMinimum, double gridMaximum, std::size_t gridSize, double bandwidth)
{
    std::vector<double> density(gridSize, 0.0);
    if (sample.size() == 0 || gridSize == 0)
        return density;
    const double step = gridSize > 1 ? (gridMaximum - gridMinimum) / static_cast<double>(gridSize - 1) : 0.0;
    // Bin numbers must fit an integer, however small the bandwidth is beside the scores.
    const double largest = std::max(std::abs(gridMinimum), std::abs(gridMaximum));
    const double width = std::max(bandwidth / kBinsPerBandwidth, largest * 1e-12);
    const double scale = 1.0 / (bandwidth * std::sqrt(2.0 * std::numbers::pi) * sample.total());
    const double spacing = width / bandwidth;
    const double shrink = std::exp(-spacing * spacing);
    const bool isRegular
        = spacing < 1.0; // else bins are wider than the kernel, and the recurrence would overflow
    BinWindow bins(sample, width);
    for (std::size_t g = 0; g < gridSize; ++g) {
        const double x = gridMinimum + static_cast<double>(g) * step;
        const std::int64_t first = static_cast<std::int64_t>(std::floor(x / width)) - kReach;
        bins.moveTo(first);
        // exp(-z²/2) at equally spaced z by recurrence: two exponentials per grid point instead of one per
        // bin. Its error grows like bins² · 1e-16, which is far below what a drawing or a test can tell.
        double z = (x - (static_cast<double>(first) + 0.5) * width) / bandwidth;
        double kernel = std::exp(-0.5 * z * z);
        double ratio = std::exp(z * spacing - 0.5 * spacing * spacing);
        double sum = 0.0;
        for (std::int64_t bin = first; bin <= first + 2 * kReach; ++bin) {
            const double weight = bins.weight(bin);
            if (!isRegular) {
                z = (x - (static_cast<double>(bin) + 0.5) * width) / bandwidth;
                kernel = std::exp(-0.5 * z * z);
            }
            sum += weight * kernel;
            kernel *= ratio;
            ratio *= shrink;
        }
        density[g] = scale * sum;
    }
    return density;
}

double silvermanBandwidth(const SortedSample& sample)
{
    const double center = mean(sample);
    double squares = 0.0;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        const double gap = sample.values[i] - center;
        squares += (sample.weightOf(i + 1) - sample.weightOf(i)) * gap * gap;
    }
    const double sd = std::sqrt(squares / sample.total());
    const double middleHalf = (quantile(sample, 0.75) - quantile(sample, 0.25)) / 1.34;
    const double spread = middleHalf > 0.0 ? std::min(sd, middleHalf) : sd;
    const double bandwidth = 0.9 * spread * std::pow(effectiveSize(sample), -0.2);
    // A constant has rounding for a spread at most.
    const double smallest = 1e-9 * std::abs(center);
    if (bandwidth > smallest)
        return bandwidth;
    return center == 0.0 ? 1e-3 : 1e-3 * std::abs(center);
}

} // namespace evenhand
