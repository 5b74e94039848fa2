#include "engine/statistics/sampling.h"

#include "engine/statistics/stirling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand {

namespace {

/// Walks up the distribution function; n·p is small. p ≤ ½.
double binomialByInversion(Rng& rng, double n, double p)
{
    const double odds = p / (1.0 - p);
    const double none = std::exp(n * std::log1p(-p));
    for (;;) {
        double left = rng.uniform();
        double mass = none;
        // Past this many successes the mass is below the spacing of the uniform numbers.
        const double most = std::min(n, 110.0);
        for (double k = 0.0; k <= most; k += 1.0) {
            if (left < mass)
                return k;
            left -= mass;
            mass *= odds * (n - k) / (k + 1.0);
        }
    }
}

/// Hörmann's BTRS; names of the constants are the paper's. n·p ≥ 10, p ≤ ½.
double binomialByRejection(Rng& rng, double n, double p)
{
    const double deviation = std::sqrt(n * p * (1.0 - p));
    const double b = 1.15 + 2.53 * deviation;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p;
    const double vr = 0.92 - 4.2 / b;
    for (;;) {
        const double u = rng.uniform() - 0.5;
        const double v = rng.uniform();
        const double us = 0.5 - std::abs(u);
        const double k = std::floor((2.0 * a / us + b) * u + n * p + 0.5);
        if (us >= 0.07 && v <= vr)
            return k;
        if (!(k >= 0.0 && k <= n))
            continue;
        const double alpha = (2.83 + 5.1 / b) * deviation;
        const double mode = std::floor((n + 1.0) * p);
        const double tilt = std::log(p / (1.0 - p) * (n - mode + 1.0) / (mode + 1.0));
        const double logRatio
            = logFactorialCurvature(mode, k) + logFactorialCurvature(n - mode, n - k) + (k - mode) * tilt;
        if (std::log(v * alpha / (a / (us * us) + b)) <= logRatio)
            return k;
    }
}

double hypergeometricOneByOne(Rng& rng, double marked, double total, double drawn)
{
    double found = 0.0;
    for (double i = 0.0; i < drawn; i += 1.0) {
        if (static_cast<double>(rng.below(static_cast<std::uint64_t>(total - i))) < marked - found)
            found += 1.0;
    }
    return found;
}

/// Stadlober's HRUA. marked ≤ unmarked, 10 ≤ drawn ≤ half of all.
double hypergeometricByRatio(Rng& rng, double marked, double unmarked, double drawn)
{
    constexpr double kWidth = 1.7155277699214135;  // 2·√(2/e)
    constexpr double kOffset = 0.8989161620588988; // 3 - 2·√(3/e)
    const double total = marked + unmarked;
    const double share = marked / total;
    const double centre = drawn * share + 0.5;
    const double deviation
        = std::sqrt((total - drawn) * drawn * share * (unmarked / total) / (total - 1.0) + 0.5);
    const double h = kWidth * deviation + kOffset;
    const double mode = std::floor((drawn + 1.0) * ((marked + 1.0) / (total + 2.0)));
    const double rest = unmarked - drawn; // unmarked balls left behind when no marked one is drawn
    const double tilt
        = std::log((mode + 1.0) / (marked - mode + 1.0) * ((rest + mode + 1.0) / (drawn - mode + 1.0)));
    for (;;) {
        const double u = rng.uniform();
        const double v = rng.uniform();
        const double k = std::floor(centre + h * (v - 0.5) / u);
        if (!(k >= 0.0 && k <= std::min(drawn, marked)))
            continue;
        const double logRatio = logFactorialCurvature(mode, k)
            + logFactorialCurvature(marked - mode, marked - k)
            + logFactorialCurvature(drawn - mode, drawn - k) + logFactorialCurvature(rest + mode, rest + k)
            + (mode - k) * tilt;
        if (u * (4.0 - u) - 3.0 <= logRatio)
            return k;
        if (u * (u - logRatio) < 1.0 && 2.0 * std::log(u) <= logRatio)
            return k;
    }
}

} // namespace

std::uint64_t sampleBinomial(Rng& rng, std::uint64_t n, double p)
{
    if (n == 0 || p <= 0.0)
        return 0;
    if (p >= 1.0)
        return n;
    constexpr double kInversionBelow = 10.0;
    const double rarer = std::min(p, 1.0 - p);
    const auto trials = static_cast<double>(n);
    const auto drawn = static_cast<std::uint64_t>(trials * rarer < kInversionBelow
            ? binomialByInversion(rng, trials, rarer)
            : binomialByRejection(rng, trials, rarer));
    return p <= 0.5 ? drawn : n - drawn;
}

std::uint64_t sampleHypergeometric(
    Rng& rng, std::uint64_t marked, std::uint64_t unmarked, std::uint64_t drawn)
{
    const std::uint64_t total = marked + unmarked;
    // Balls drawn and balls left behind are alike, and so are the two kinds: the smaller of each is counted.
    const std::uint64_t taken = std::min(drawn, total - drawn);
    const std::uint64_t rarer = std::min(marked, unmarked);
    if (taken == 0 || rarer == 0)
        return marked == 0 || drawn == 0 ? 0 : (unmarked == 0 ? drawn : marked);
    constexpr std::uint64_t kOneByOneBelow = 10;
    const auto counted = static_cast<std::uint64_t>(taken < kOneByOneBelow
            ? hypergeometricOneByOne(
                rng, static_cast<double>(rarer), static_cast<double>(total), static_cast<double>(taken))
            : hypergeometricByRatio(rng, static_cast<double>(rarer), static_cast<double>(total - rarer),
                static_cast<double>(taken)));
    const std::uint64_t markedTaken = marked <= unmarked ? counted : taken - counted;
    return drawn <= total - drawn ? markedTaken : marked - markedTaken;
}

void sampleMultinomial(Rng& rng, std::span<const double> counts, std::span<double> drawn)
{
    double rest = std::accumulate(counts.begin(), counts.end(), 0.0);
    double toDraw = rest;
    for (std::size_t cell = 0; cell < counts.size(); ++cell) {
        const double count = counts[cell];
        // The last cell with rows has the share 1 exactly: whole counts subtract without rounding.
        drawn[cell] = count > 0.0
            ? static_cast<double>(sampleBinomial(rng, static_cast<std::uint64_t>(toDraw), count / rest))
            : 0.0;
        rest -= count;
        toDraw -= drawn[cell];
    }
}

} // namespace evenhand
