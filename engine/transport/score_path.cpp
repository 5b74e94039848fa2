#include "engine/transport/score_path.h"

#include "engine/transport/kernel_density.h"
#include "engine/transport/ks_search.h"
#include "engine/transport/radix_sort.h"
#include "engine/transport/sorted_groups.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace evenhand {

namespace {

constexpr double kMonotoneTolerance = 1e-9;

/// Rows of each group, in the order of the table.
std::vector<std::vector<std::size_t>> rowsByGroup(std::span<const std::int32_t> group, std::size_t groups)
{
    std::vector<std::vector<std::size_t>> rows(groups);
    for (std::size_t i = 0; i < group.size(); ++i)
        rows[static_cast<std::size_t>(group[i])].push_back(i);
    return rows;
}

/// Largest step back of a sequence that should ascend; makes it ascend.
double iron(std::vector<double>& values)
{
    double worst = 0.0;
    for (std::size_t i = 1; i < values.size(); ++i) {
        worst = std::max(worst, values[i - 1] - values[i]);
        values[i] = std::max(values[i - 1], values[i]);
    }
    return worst;
}

} // namespace

ScorePath::Group ScorePath::makeGroup(std::span<const double> base, std::span<const double> repaired,
    std::span<const double> weight, const std::vector<std::size_t>& rows)
{
    std::vector<std::size_t> order = rows;
    if (!weight.empty())
        std::sort(order.begin(), order.end(), [&](std::size_t i, std::size_t j) {
            return std::tie(base[i], repaired[i], weight[i]) < std::tie(base[j], repaired[j], weight[j]);
        });
    Group made;
    made.base.reserve(order.size());
    made.repaired.reserve(order.size());
    for (const std::size_t row : order) {
        made.base.push_back(base[row] + 0.0);
        made.repaired.push_back(repaired[row] + 0.0);
        if (!weight.empty())
            made.cumulative.push_back(weight[row]);
    }
    if (weight.empty())
        sortAscending(made.base, made.repaired);
    std::partial_sum(made.cumulative.begin(), made.cumulative.end(), made.cumulative.begin());
    if (!made.base.empty())
        made.bandwidth = silvermanBandwidth({made.base, made.cumulative});
    return made;
}

Result<ScorePath> ScorePath::create(std::span<const double> base, std::span<const double> repaired,
    std::span<const std::int32_t> group, std::span<const double> weight, std::size_t groups)
{
    // Checks both ends of the path, and says whether the weights matter.
    EH_TRY(const SortedGroups before, SortedGroups::create(base, group, weight, groups));
    EH_TRY(const SortedGroups after, SortedGroups::create(repaired, group, weight, groups));
    ScorePath path;
    path.m_minimum = std::numeric_limits<double>::infinity();
    path.m_maximum = -path.m_minimum;
    for (const SortedGroups* const end : {&before, &after}) {
        for (const std::size_t g : end->present()) {
            path.m_minimum = std::min(path.m_minimum, end->sample(g).values.front());
            path.m_maximum = std::max(path.m_maximum, end->sample(g).values.back());
        }
    }
    if (base.empty())
        path.m_minimum = path.m_maximum = 0.0;
    const std::span<const double> used = before.isWeighted() ? weight : std::span<const double> {};
    const std::vector<std::vector<std::size_t>> rows = rowsByGroup(group, groups);
    for (std::size_t g = 0; g < groups; ++g) {
        Group made = makeGroup(base, repaired, used, rows[g]);
        made.share = before.share(g);
        if (iron(made.repaired) > kMonotoneTolerance * (path.m_maximum - path.m_minimum))
            return invalidData(
                text("the repaired scores of group %1 do not keep the order of its scores", g));
        path.m_groups.push_back(std::move(made));
    }
    return path;
}

MixedSample ScorePath::at(std::size_t group, double t) const
{
    const Group& of = m_groups[group];
    return {of.base, of.repaired, of.cumulative, t};
}

std::size_t ScorePath::rows() const
{
    return std::accumulate(m_groups.begin(), m_groups.end(), std::size_t {0},
        [](std::size_t sum, const Group& group) { return sum + group.base.size(); });
}

double ScorePath::quantile(std::size_t group, double u, double t) const
{
    const MixedSample sample = at(group, t);
    return sample[quantileIndex(sample.size(), sample.cumulative, u)];
}

double ScorePath::ecdf(std::size_t group, double x, double t) const
{
    const MixedSample sample = at(group, t);
    return sample.weightOf(sample.find(x, true, 0, sample.size())) / sample.total();
}

double ScorePath::selectionRate(std::size_t group, double threshold, double t) const
{
    const MixedSample sample = at(group, t);
    const double below = sample.weightOf(sample.find(threshold, false, 0, sample.size()));
    return (sample.total() - below) / sample.total();
}

std::vector<double> ScorePath::histogram(std::size_t group, std::span<const double> edges, double t) const
{
    const MixedSample sample = at(group, t);
    std::vector<double> shares(edges.empty() ? 0 : edges.size() - 1, 0.0);
    if (shares.empty() || sample.size() == 0)
        return shares;
    std::size_t begin = sample.find(edges.front(), false, 0, sample.size());
    for (std::size_t bin = 0; bin < shares.size(); ++bin) {
        const bool isLast = bin + 1 == shares.size();
        const std::size_t end = sample.findNear(edges[bin + 1], isLast, begin, sample.size());
        shares[bin] = (sample.weightOf(end) - sample.weightOf(begin)) / sample.total();
        begin = end;
    }
    return shares;
}

std::vector<double> ScorePath::density(std::size_t group, double gridMinimum, double gridMaximum,
    std::size_t gridSize, double bandwidth, double t) const
{
    return kernelDensity(at(group, t), gridMinimum, gridMaximum, gridSize, bandwidth);
}

double ScorePath::barycenterQuantile(double u, double t) const
{
    double sum = 0.0;
    for (std::size_t g = 0; g < groups(); ++g) {
        if (count(g) > 0)
            sum += share(g) * quantile(g, u, t);
    }
    return sum;
}

KsMarker ScorePath::ks(double t) const
{
    KsMarker marker;
    double best = -1.0;
    for (std::size_t a = 0; a < groups(); ++a) {
        for (std::size_t b = a + 1; b < groups(); ++b) {
            if (count(a) == 0 || count(b) == 0)
                continue;
            const KsPoint point = searchKs(at(a, t), at(b, t), best);
            if (point.distance <= best)
                continue;
            best = point.distance;
            marker = {point.distance, point.at, a, b, point.ecdfA, point.ecdfB};
        }
    }
    return marker;
}

} // namespace evenhand
