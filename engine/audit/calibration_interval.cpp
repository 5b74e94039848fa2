#include "engine/audit/calibration_interval.h"

#include "engine/core/rng.h"
#include "engine/statistics/normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace evenhand {

namespace {

/// Stream of the seed that belongs to the draws of these worlds.
constexpr std::uint64_t kStream = 0x4543'4549'0000'0000ULL;

double totalWeight(const std::vector<CalibrationBin>& bins)
{
    double total = 0.0;
    for (const CalibrationBin& bin : bins)
        total += bin.weight;
    return total;
}

/// Worlds in which every gap is a multiple of the observed one, with the same normal numbers in each.
class Worlds {
public:
    Worlds(const std::vector<CalibrationBin>& bins, std::size_t replicates, std::uint64_t seed)
        : m_bins(bins)
        , m_total(totalWeight(bins))
        , m_replicates(replicates)
        , m_normal(bins.size() * replicates)
    {
        Rng rng(seed, kStream);
        for (double& number : m_normal)
            number = rng.normal();
    }

    /// The true error of a world.
    [[nodiscard]] double errorOf(double multiple) const
    {
        double error = 0.0;
        for (const CalibrationBin& bin : m_bins)
            error += bin.weight / m_total * std::abs(positiveShare(bin, multiple) - bin.meanScore);
        return error;
    }

    /// How often a sample of a world shows an error at least as large.
    [[nodiscard]] Result<double> tailOf(double multiple, double observed, const RunContext& ctx) const
    {
        EH_CHECK(ctx.checkpoint());
        const std::size_t nBins = m_bins.size();
        std::vector<double> share(nBins);
        std::vector<double> gap(nBins);
        std::vector<double> deviation(nBins);
        for (std::size_t b = 0; b < nBins; ++b) {
            const double p = positiveShare(m_bins[b], multiple);
            share[b] = m_bins[b].weight / m_total;
            gap[b] = p - m_bins[b].meanScore;
            deviation[b] = std::sqrt(p * (1.0 - p) / m_bins[b].effectiveCount());
        }
        double atLeast = 0.0;
        for (std::size_t replicate = 0; replicate < m_replicates; ++replicate) {
            const double* const normal = m_normal.data() + replicate * nBins;
            double error = 0.0;
            for (std::size_t b = 0; b < nBins; ++b)
                error += share[b] * std::abs(gap[b] + deviation[b] * normal[b]);
            atLeast += error >= observed ? 1.0 : 0.0;
        }
        return atLeast / static_cast<double>(m_replicates);
    }

private:
    static double positiveShare(const CalibrationBin& bin, double multiple)
    {
        return std::clamp(bin.meanScore + multiple * (bin.positiveShare - bin.meanScore), 0.0, 1.0);
    }

    const std::vector<CalibrationBin>& m_bins;
    double m_total = 0.0;
    std::size_t m_replicates = 0;
    std::vector<double> m_normal; ///< replicate by replicate
};

constexpr int kHalvings = 24;

/// The world below which so large an error would be too rare; 0 when it is not rare in a calibrated one.
Result<double> lowestMultiple(const Worlds& worlds, double observed, double tail, const RunContext& ctx)
{
    EH_TRY(const double calibrated, worlds.tailOf(0.0, observed, ctx));
    if (calibrated >= tail)
        return 0.0;
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = 0.5 * (low + high);
        EH_TRY(const double atLeast, worlds.tailOf(middle, observed, ctx));
        (atLeast < tail ? low : high) = middle;
    }
    return low;
}

/// Standard deviation of the signed mean of all gaps. A bin whose outcomes are all alike still has the
/// variance that its scores promise.
double signedDeviation(const std::vector<CalibrationBin>& bins)
{
    const double total = totalWeight(bins);
    double variance = 0.0;
    for (const CalibrationBin& bin : bins) {
        const double ofOne
            = std::max(bin.positiveShare * (1.0 - bin.positiveShare), bin.meanScore * (1.0 - bin.meanScore));
        const double share = bin.weight / total;
        variance += share * share * ofOne / bin.effectiveCount();
    }
    return std::sqrt(variance);
}

} // namespace

double calibrationErrorByChance(const std::vector<CalibrationBin>& bins)
{
    const double total = totalWeight(bins);
    double error = 0.0;
    for (const CalibrationBin& bin : bins)
        error += bin.weight / total
            * std::sqrt(
                2.0 * std::numbers::inv_pi * bin.meanScore * (1.0 - bin.meanScore) / bin.effectiveCount());
    return error;
}

Result<Interval> calibrationErrorInterval(const std::vector<CalibrationBin>& bins, double confidence,
    std::size_t replicates, std::uint64_t seed, const RunContext& ctx)
{
    const double observed = calibrationError(bins);
    const double tail = 0.5 * (1.0 - confidence);
    const Worlds worlds(bins, replicates, seed);
    EH_TRY(const double lowest, lowestMultiple(worlds, observed, tail, ctx));
    const double high = observed + twoSidedQuantile(confidence) * signedDeviation(bins);
    return Interval {std::min(worlds.errorOf(lowest), observed), std::min(high, 1.0)};
}

} // namespace evenhand
