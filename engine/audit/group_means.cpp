#include "engine/audit/group_means.h"

#include "engine/core/parallel.h"
#include "engine/statistics/normal.h"

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kBlock = 1U << 18U;

/// Running weighted mean and sum of squared deviations (West), which two blocks can be joined into one of.
struct Moments {
    double weight = 0.0, squares = 0.0, mean = 0.0, deviations = 0.0;

    void add(double value, double w)
    {
        weight += w;
        squares += w * w;
        const double step = value - mean;
        mean += step * w / weight;
        deviations += w * step * (value - mean);
    }
    void join(const Moments& other)
    {
        if (!(other.weight > 0.0))
            return;
        const double total = weight + other.weight;
        const double step = other.mean - mean;
        deviations += other.deviations + step * step * weight * other.weight / total;
        mean += step * other.weight / total;
        weight = total;
        squares += other.squares;
    }
    [[nodiscard]] GroupMean result() const
    {
        if (!(weight > 0.0))
            return {};
        const double count = weight * weight / squares;
        return {mean, count > 1.0 ? deviations / weight * count / (count - 1.0) : 0.0, count};
    }
};

} // namespace

double GroupMean::standardError() const
{
    return effectiveCount > 0.0 ? std::sqrt(variance / effectiveCount) : 0.0;
}

Interval GroupMean::interval(double confidence) const
{
    if (!(effectiveCount > 1.0))
        return {mean, mean};
    const boost::math::students_t law(effectiveCount - 1.0);
    const double half = boost::math::quantile(law, 0.5 + 0.5 * confidence) * standardError();
    return {mean - half, mean + half};
}

Result<std::vector<GroupMean>> groupMeans(std::span<const std::int32_t> codes, std::span<const double> weight,
    std::size_t nGroups, const std::function<double(std::size_t)>& term, const RunContext& ctx)
{
    const std::size_t nBlocks = (codes.size() + kBlock - 1) / kBlock;
    std::vector<std::vector<Moments>> blocks(nBlocks, std::vector<Moments>(nGroups));
    const auto sumBlock = [&](std::size_t block) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const std::size_t end = std::min(codes.size(), (block + 1) * kBlock);
        for (std::size_t row = block * kBlock; row < end; ++row)
            blocks[block][static_cast<std::size_t>(codes[row])].add(
                term(row), weight.empty() ? 1.0 : weight[row]);
        return kOk;
    };
    EH_CHECK(parallelFor(nBlocks, ctx, sumBlock));
    std::vector<GroupMean> means;
    for (std::size_t group = 0; group < nGroups; ++group) {
        Moments all;
        for (const std::vector<Moments>& block : blocks)
            all.join(block[group]);
        means.push_back(all.result());
    }
    return means;
}

Interval differenceInterval(const GroupMean& a, const GroupMean& b, double confidence)
{
    const double half = twoSidedQuantile(confidence) * std::hypot(a.standardError(), b.standardError());
    return {a.mean - b.mean - half, a.mean - b.mean + half};
}

double equalMeansPValue(const std::vector<GroupMean>& groups)
{
    // Means weighted by their precision are compared with their common mean (Cochran's Q).
    double precisions = 0.0;
    double sum = 0.0;
    std::vector<std::pair<double, double>> usable;
    for (const GroupMean& group : groups) {
        const double error = group.standardError();
        if (group.effectiveCount < 2.0 || !(error > 0.0))
            continue;
        const double precision = 1.0 / (error * error);
        usable.emplace_back(group.mean, precision);
        precisions += precision;
        sum += precision * group.mean;
    }
    if (usable.size() < 2)
        return 1.0;
    double q = 0.0;
    for (const auto& [mean, precision] : usable)
        q += precision * (mean - sum / precisions) * (mean - sum / precisions);
    const boost::math::chi_squared law(static_cast<double>(usable.size() - 1));
    return boost::math::cdf(boost::math::complement(law, q));
}

} // namespace evenhand
