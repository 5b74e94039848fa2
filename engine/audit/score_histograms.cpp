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

/// Histograms whose masses are one in each group that has rows.
struct Masses {
    std::vector<double> mass;  ///< (groups · bins,)
    std::vector<double> share; ///< (groups,) of all rows; 0: no rows
    std::size_t bins = 0;

    Masses(std::span<const double> counts, std::size_t groups)
        : mass(counts.begin(), counts.end())
        , share(groups, 0.0)
        , bins(counts.size() / groups)
    {
        double all = 0.0;
        for (std::size_t group = 0; group < groups; ++group) {
            for (const double count : counts.subspan(group * bins, bins))
                share[group] += count;
            all += share[group];
            for (std::size_t bin = 0; bin < bins && share[group] > 0.0; ++bin)
                mass[group * bins + bin] /= share[group];
        }
        for (double& own : share)
            own /= all;
    }
    [[nodiscard]] std::span<const double> of(std::size_t group) const
    {
        return std::span<const double>(mass).subspan(group * bins, bins);
    }
};

/// sup |F| and ∫|F| of the distribution function F of a signed histogram.
struct Norms {
    double supremum = 0.0, integral = 0.0;
};
template <class MassAt> Norms normsOf(std::span<const double> values, const MassAt& massAt)
{
    Norms norms;
    double sum = 0.0;
    for (std::size_t bin = 0; bin + 1 < values.size(); ++bin) {
        sum += massAt(bin);
        norms.supremum = std::max(norms.supremum, std::abs(sum));
        norms.integral += std::abs(sum) * (values[bin + 1] - values[bin]);
    }
    return norms;
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
    const Masses masses(counts, groups);
    ScoreDistances distances;
    for (std::size_t a = 0; a < groups; ++a) {
        for (std::size_t b = a + 1; b < groups; ++b) {
            if (!(masses.share[a] > 0.0) || !(masses.share[b] > 0.0))
                continue;
            const auto massA = masses.of(a);
            const auto massB = masses.of(b);
            const Norms norms = normsOf(values, [&](std::size_t bin) { return massA[bin] - massB[bin]; });
            const double w2 = squaredW2(values, massA, massB);
            distances.ks = std::max(distances.ks, norms.supremum);
            distances.wasserstein1 = std::max(distances.wasserstein1, norms.integral);
            distances.wasserstein2 = std::max(distances.wasserstein2, std::sqrt(w2));
            distances.unfairness += masses.share[a] * masses.share[b] * w2;
        }
    }
    return distances;
}

ScoreDistances scoreDeviations(std::span<const double> values, std::span<const double> original,
    std::span<const double> counts, std::size_t groups)
{
    const Masses before(original, groups);
    const Masses after(counts, groups);
    std::vector<double> moved(groups, 0.0);
    double movedTogether = 0.0;
    for (std::size_t group = 0; group < groups; ++group) {
        if (!(before.share[group] > 0.0) || !(after.share[group] > 0.0))
            continue;
        const double squared = squaredW2(values, before.of(group), after.of(group));
        moved[group] = std::sqrt(squared);
        movedTogether += before.share[group] * squared;
    }
    ScoreDistances deviations;
    deviations.unfairness = std::sqrt(movedTogether);
    for (std::size_t a = 0; a < groups; ++a) {
        for (std::size_t b = a + 1; b < groups; ++b) {
            const bool isThere = before.share[a] > 0.0 && before.share[b] > 0.0 && after.share[a] > 0.0
                && after.share[b] > 0.0;
            if (!isThere)
                continue;
            const Norms norms = normsOf(values, [&](std::size_t bin) {
                return (after.of(a)[bin] - after.of(b)[bin]) - (before.of(a)[bin] - before.of(b)[bin]);
            });
            deviations.ks = std::max(deviations.ks, norms.supremum);
            deviations.wasserstein1 = std::max(deviations.wasserstein1, norms.integral);
            deviations.wasserstein2 = std::max(deviations.wasserstein2, moved[a] + moved[b]);
        }
    }
    return deviations;
}

} // namespace evenhand
