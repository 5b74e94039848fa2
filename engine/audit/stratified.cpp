#include "engine/audit/stratified.h"

#include "engine/metrics/rates.h"
#include "engine/statistics/normal.h"

#include <Eigen/Dense>
#include <boost/math/distributions/chi_squared.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

StratifiedTest chiSquared(double statistic, double degreesOfFreedom)
{
    const boost::math::chi_squared law(degreesOfFreedom);
    return {statistic, degreesOfFreedom, boost::math::cdf(boost::math::complement(law, statistic))};
}

/// Sato's P and Q of a stratum, in the order of his equation.
struct SatoTerms {
    double p = 0.0, q = 0.0;
};

SatoTerms satoTerms(double meanA, double nA, double meanB, double nB)
{
    const double n = nA + nB;
    const double eventsA = meanA * nA;
    const double eventsB = meanB * nB;
    return {(nA * nA * eventsB - nB * nB * eventsA + 0.5 * nA * nB * (nB - nA)) / (n * n),
        (eventsA * (nB - eventsB) + eventsB * (nA - eventsA)) / (2.0 * n)};
}

/// Adds what one stratum says: how far the groups' sums are from what equal means would give, and the
/// covariance of that.
bool addStratum(const std::vector<MeanSum>& groups, Eigen::VectorXd& excess, Eigen::MatrixXd& covariance)
{
    const auto nGroups = static_cast<Eigen::Index>(groups.size());
    Eigen::VectorXd count(nGroups);
    double total = 0.0;
    double sum = 0.0;
    double sumOfSquares = 0.0;
    for (Eigen::Index g = 0; g < nGroups; ++g) {
        const MeanSum& cell = groups[static_cast<std::size_t>(g)];
        count[g] = cell.effectiveCount();
        if (!(cell.weight > 0.0))
            continue;
        total += count[g];
        sum += count[g] * cell.mean();
        sumOfSquares += count[g] * cell.sumOfSquares / cell.weight;
    }
    if (!(total > 1.0))
        return false;
    const double mean = sum / total;
    const double variance = std::max(0.0, sumOfSquares / total - mean * mean);
    for (Eigen::Index g = 0; g < nGroups; ++g) {
        const MeanSum& cell = groups[static_cast<std::size_t>(g)];
        if (cell.weight > 0.0)
            excess[g] += count[g] * (cell.mean() - mean);
    }
    covariance += variance * total / (total - 1.0)
        * (Eigen::MatrixXd(count.asDiagonal()) - count * count.transpose() / total);
    return variance > 0.0;
}

/// Of mean(a) - mean(b) in one stratum. Of shares under the hypothesis that their difference is @p common
/// while both together have the share they have: a variance from the two shares themselves moves with their
/// difference, and the test would reject twice as often as it says when groups have 15 rows.
double varianceOfDifference(const StratumSums& stratum, bool isShare, double common)
{
    const double nA = stratum.a.effectiveCount();
    const double nB = stratum.b.effectiveCount();
    if (!isShare)
        return stratum.a.variance(false) / nA + stratum.b.variance(false) / nB;
    const double n = nA + nB;
    const double pooled = (nA * stratum.a.mean() + nB * stratum.b.mean()) / n;
    const double shareA = std::clamp(pooled + common * nB / n, 0.0, 1.0);
    const double shareB = std::clamp(pooled - common * nA / n, 0.0, 1.0);
    return (shareA * (1.0 - shareA) / nA + shareB * (1.0 - shareB) / nB) * n / (n - 1.0);
}

} // namespace

MetricValue mantelHaenszelDifference(std::span<const StratumSums> strata, bool isShare, double confidence)
{
    double weights = 0.0;
    double sum = 0.0;
    double p = 0.0;
    double q = 0.0;
    double spread = 0.0; // of numbers: Σ w²·variance
    for (const StratumSums& stratum : strata) {
        const double nA = stratum.a.effectiveCount();
        const double nB = stratum.b.effectiveCount();
        const double weight = nA * nB / (nA + nB);
        weights += weight;
        sum += weight * (stratum.a.mean() - stratum.b.mean());
        if (isShare) {
            const SatoTerms terms = satoTerms(stratum.a.mean(), nA, stratum.b.mean(), nB);
            p += terms.p;
            q += terms.q;
        } else {
            spread += weight * weight * (stratum.a.variance(false) / nA + stratum.b.variance(false) / nB);
        }
    }
    if (!(weights > 0.0))
        return undefinedValue(text("no stratum has both groups"));
    MetricValue made = definedValue(sum / weights);
    const double variance = (isShare ? *made.value * p + q : spread) / (weights * weights);
    const double half = twoSidedQuantile(confidence) * std::sqrt(std::max(0.0, variance));
    made.low = isShare ? std::max(-1.0, *made.value - half) : *made.value - half;
    made.high = isShare ? std::min(1.0, *made.value + half) : *made.value + half;
    return made;
}

MetricValue standardisedDifference(
    std::span<const StratumSums> strata, std::span<const double> shares, bool isShare, double confidence)
{
    if (strata.empty())
        return undefinedValue(text("no stratum has both groups"));
    double sum = 0.0;
    double below = 0.0;
    double above = 0.0;
    for (std::size_t k = 0; k < strata.size(); ++k) {
        const MetricValue difference = differenceOf(strata[k].a.value(isShare, confidence, "no rows"),
            strata[k].b.value(isShare, confidence, "no rows"));
        sum += shares[k] * *difference.value;
        below += std::pow(shares[k] * (*difference.value - *difference.low), 2);
        above += std::pow(shares[k] * (*difference.high - *difference.value), 2);
    }
    MetricValue made = definedValue(sum);
    made.low = sum - std::sqrt(below);
    made.high = sum + std::sqrt(above);
    return made;
}

std::optional<double> commonOddsRatio(std::span<const StratumSums> strata)
{
    double above = 0.0;
    double below = 0.0;
    for (const StratumSums& stratum : strata) {
        const double nA = stratum.a.effectiveCount();
        const double nB = stratum.b.effectiveCount();
        const double a = stratum.a.mean();
        const double b = stratum.b.mean();
        above += nA * a * nB * (1.0 - b) / (nA + nB);
        below += nB * b * nA * (1.0 - a) / (nA + nB);
    }
    return below > 0.0 ? std::optional(above / below) : std::nullopt;
}

std::optional<StratifiedTest> cochranMantelHaenszelTest(const std::vector<std::vector<MeanSum>>& strata)
{
    if (strata.empty())
        return std::nullopt;
    const auto nGroups = static_cast<Eigen::Index>(strata.front().size());
    Eigen::VectorXd excess = Eigen::VectorXd::Zero(nGroups);
    Eigen::MatrixXd covariance = Eigen::MatrixXd::Zero(nGroups, nGroups);
    bool saysAnything = false;
    for (const std::vector<MeanSum>& groups : strata)
        saysAnything = addStratum(groups, excess, covariance) || saysAnything;
    if (!saysAnything)
        return std::nullopt;
    // The sums over all groups are fixed, so one direction (more, if groups never meet) has no variance: the
    // pseudo-inverse leaves it out, and the rank is the degrees of freedom.
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(covariance);
    const Eigen::VectorXd& spectrum = solver.eigenvalues();
    const double smallest = 1e-10 * spectrum.maxCoeff();
    const Eigen::VectorXd projected = solver.eigenvectors().transpose() * excess;
    double statistic = 0.0;
    double degreesOfFreedom = 0.0;
    for (Eigen::Index i = 0; i < nGroups; ++i) {
        if (!(spectrum[i] > smallest))
            continue;
        statistic += projected[i] * projected[i] / spectrum[i];
        degreesOfFreedom += 1.0;
    }
    if (degreesOfFreedom == 0.0)
        return std::nullopt;
    return chiSquared(statistic, degreesOfFreedom);
}

std::optional<StratifiedTest> homogeneityTest(std::span<const StratumSums> strata, bool isShare)
{
    const MetricValue weighted = mantelHaenszelDifference(strata, isShare, 0.95);
    std::vector<std::pair<double, double>> terms; // difference and its variance
    double precision = 0.0;
    double sum = 0.0;
    for (const StratumSums& stratum : strata) {
        const double difference = stratum.a.mean() - stratum.b.mean();
        const double variance = varianceOfDifference(stratum, isShare, weighted.value.value_or(0.0));
        if (!(variance > 0.0))
            continue; // everybody or nobody in both groups: nothing to be told
        terms.emplace_back(difference, variance);
        precision += 1.0 / variance;
        sum += difference / variance;
    }
    if (terms.size() < 2)
        return std::nullopt;
    const double common = sum / precision;
    double statistic = 0.0;
    for (const auto& [difference, variance] : terms)
        statistic += (difference - common) * (difference - common) / variance;
    return chiSquared(statistic, static_cast<double>(terms.size() - 1));
}

} // namespace evenhand
