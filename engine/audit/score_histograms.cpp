#include "engine/audit/score_histograms.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// Upper ends of the bins: every distinct score, or scores that cut the pooled rows into equal parts.
std::vector<double> binEnds(const SortedGroups& groups, std::size_t mostBins, bool& isExact)
{
    std::vector<double> pooled;
    std::vector<double> distinct;
    // A group of a million rows is known well enough by some of its quantiles; only the grid depends on them.
    constexpr std::size_t kMostPerGroup = 65'536;
    isExact = true;
    for (const std::size_t group : groups.present()) {
        const SortedSample sample = groups.sample(group);
        const std::size_t step = std::max<std::size_t>(1, sample.size() / kMostPerGroup);
        std::size_t changes = 1;
        for (std::size_t i = 1; i < sample.size() && changes <= mostBins; ++i)
            changes += sample.values[i] != sample.values[i - 1] ? 1U : 0U;
        isExact = isExact && changes <= mostBins;
        if (isExact) {
            distinct.push_back(sample.values.front());
            for (std::size_t i = 1; i < sample.size(); ++i)
                if (sample.values[i] != sample.values[i - 1])
                    distinct.push_back(sample.values[i]);
        }
        for (std::size_t i = step - 1; i < sample.size(); i += step)
            pooled.push_back(sample.values[i]);
        pooled.push_back(sample.values.back());
    }
    std::ranges::sort(distinct);
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    isExact = isExact && distinct.size() <= mostBins;
    if (isExact)
        return distinct;
    std::ranges::sort(pooled);
    std::vector<double> ends;
    for (std::size_t bin = 1; bin <= mostBins; ++bin)
        ends.push_back(pooled[(pooled.size() * bin - 1) / mostBins]);
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    return ends;
}

/// Squared W2 of two histograms of total mass one on the same grid.
double squaredW2(std::span<const double> values, std::span<const double> a, std::span<const double> b)
{
    double sum = 0.0;
    std::size_t i = 0;
    std::size_t j = 0;
    double leftA = a[0];
    double leftB = b[0];
    while (true) {
        while (leftA <= 0.0 && i + 1 < a.size())
            leftA = a[++i];
        while (leftB <= 0.0 && j + 1 < b.size())
            leftB = b[++j];
        const double moved = std::min(leftA, leftB);
        if (!(moved > 0.0))
            return sum;
        sum += moved * (values[i] - values[j]) * (values[i] - values[j]);
        leftA -= moved;
        leftB -= moved;
        // What rounding leaves behind is not worth a step.
        constexpr double kNothing = 1e-15;
        leftA = leftA < kNothing ? 0.0 : leftA;
        leftB = leftB < kNothing ? 0.0 : leftB;
    }
}

} // namespace

ScoreHistograms scoreHistograms(const SortedGroups& groups, std::size_t mostBins)
{
    ScoreHistograms histograms;
    histograms.groups = groups.groups();
    const std::vector<double> ends = binEnds(groups, mostBins, histograms.isExact);
    const std::size_t bins = ends.size();
    histograms.counts.assign(histograms.groups * bins, 0.0);
    std::vector<double> sums(bins, 0.0);
    std::vector<double> rows(bins, 0.0);
    for (const std::size_t group : groups.present()) {
        const SortedSample sample = groups.sample(group);
        const double scale = sample.isWeighted() ? effectiveSize(sample) / sample.total() : 1.0;
        std::size_t begin = 0;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const std::size_t end = countAtMost(sample, ends[bin]);
            histograms.counts[group * bins + bin]
                = std::round(scale * (sample.weightOf(end) - sample.weightOf(begin)));
            for (std::size_t i = begin; i < end; ++i)
                sums[bin] += sample.values[i];
            rows[bin] += static_cast<double>(end - begin);
            begin = end;
        }
    }
    for (std::size_t bin = 0; bin < bins; ++bin)
        histograms.values.push_back(
            histograms.isExact || rows[bin] == 0.0 ? ends[bin] : sums[bin] / rows[bin]);
    return histograms;
}

ScoreDistances scoreDistances(
    std::span<const double> values, std::span<const double> counts, std::size_t groups)
{
    const std::size_t bins = values.size();
    std::vector<double> mass(counts.size(), 0.0);
    std::vector<double> total(groups, 0.0);
    double all = 0.0;
    for (std::size_t group = 0; group < groups; ++group) {
        for (std::size_t bin = 0; bin < bins; ++bin)
            total[group] += counts[group * bins + bin];
        all += total[group];
        for (std::size_t bin = 0; bin < bins && total[group] > 0.0; ++bin)
            mass[group * bins + bin] = counts[group * bins + bin] / total[group];
    }
    ScoreDistances distances;
    for (std::size_t a = 0; a < groups; ++a) {
        for (std::size_t b = a + 1; b < groups; ++b) {
            if (!(total[a] > 0.0) || !(total[b] > 0.0))
                continue;
            const auto massA = std::span<const double>(mass).subspan(a * bins, bins);
            const auto massB = std::span<const double>(mass).subspan(b * bins, bins);
            double gap = 0.0;
            double ks = 0.0;
            double w1 = 0.0;
            for (std::size_t bin = 0; bin + 1 < bins; ++bin) {
                gap += massA[bin] - massB[bin];
                ks = std::max(ks, std::abs(gap));
                w1 += std::abs(gap) * (values[bin + 1] - values[bin]);
            }
            const double w2 = squaredW2(values, massA, massB);
            distances.ks = std::max(distances.ks, ks);
            distances.wasserstein1 = std::max(distances.wasserstein1, w1);
            distances.wasserstein2 = std::max(distances.wasserstein2, std::sqrt(w2));
            distances.unfairness += total[a] / all * (total[b] / all) * w2;
        }
    }
    return distances;
}

} // namespace evenhand
