#include "engine/thresholds/deterministic_frontier.h"

#include <algorithm>
#include <numeric>
#include <queue>

namespace evenhand {

namespace {

/// Rates that differ by this much more than the tolerance are within it: 0.4 - 0.3 is more than 0.1 in
/// doubles.
constexpr double kRounding = 1e-12;

/// Sorts values that are already in order inside runs.
/// @param ends  0 and the end of every run
void mergeRuns(std::vector<double>& values, std::vector<std::size_t> ends)
{
    while (ends.size() > 2) {
        std::vector<std::size_t> longer {0};
        for (std::size_t i = 0; i + 2 < ends.size(); i += 2) {
            const auto at
                = [&](std::size_t end) { return values.begin() + static_cast<std::ptrdiff_t>(ends[end]); };
            std::inplace_merge(at(i), at(i + 1), at(i + 2));
            longer.push_back(ends[i + 2]);
        }
        if (longer.back() != ends.back())
            longer.push_back(ends.back());
        ends = std::move(longer);
    }
}

} // namespace

std::uint32_t DeterministicFrontier::RunMaximum::better(std::uint32_t a, std::uint32_t b) const
{
    if (gain[a] != gain[b])
        return gain[a] > gain[b] ? a : b;
    return std::min(a, b);
}

void DeterministicFrontier::RunMaximum::build()
{
    const std::size_t n = gain.size();
    tree.resize(2 * n);
    for (std::size_t i = 0; i < n; ++i)
        tree[n + i] = static_cast<std::uint32_t>(i);
    for (std::size_t i = n - 1; i > 0; --i)
        tree[i] = better(tree[2 * i], tree[2 * i + 1]);
}

std::uint32_t DeterministicFrontier::RunMaximum::best(std::size_t first, std::size_t last) const
{
    const std::size_t n = gain.size();
    auto found = static_cast<std::uint32_t>(first);
    std::size_t left = first + n;
    std::size_t right = last + n + 1;
    for (; left < right; left /= 2, right /= 2) {
        if (left % 2 == 1)
            found = better(found, tree[left++]);
        if (right % 2 == 1)
            found = better(found, tree[--right]);
    }
    return found;
}

DeterministicFrontier::DeterministicFrontier(
    const std::vector<GroupCurve>& curves, Notion notion, const ErrorCosts& costs)
{
    for (const GroupCurve& curve : curves) {
        RunMaximum& group = m_groups.emplace_back();
        for (std::size_t k = 0; k < curve.size(); ++k)
            group.gain.push_back(
                costs.falseNegative * curve.truePositive[k] - costs.falsePositive * curve.falsePositive[k]);
        group.build();
    }
    if (notion == Notion::DemographicParity)
        addAxis(curves, true, false);
    else
        addAxis(curves, false, true);
    if (notion == Notion::EqualizedOdds)
        addAxis(curves, false, false);
}

void DeterministicFrontier::addAxis(const std::vector<GroupCurve>& curves, bool selection, bool truePositives)
{
    Axis& axis = m_axes.emplace_back();
    std::vector<std::size_t> runs {0};
    for (const GroupCurve& curve : curves) {
        std::vector<double>& rate = axis.rate.emplace_back();
        const double rows = selection ? curve.weight() : truePositives ? curve.positives : curve.negatives;
        if (!(rows > 0.0))
            continue;
        for (std::size_t k = 0; k < curve.size(); ++k) {
            const double selected = (selection || truePositives ? curve.truePositive[k] : 0.0)
                + (selection || !truePositives ? curve.falsePositive[k] : 0.0);
            rate.push_back(selected / rows);
        }
        axis.candidates.insert(axis.candidates.end(), rate.begin(), rate.end());
        runs.push_back(axis.candidates.size());
    }
    mergeRuns(axis.candidates, std::move(runs));
    const auto repeated = std::ranges::unique(axis.candidates);
    axis.candidates.erase(repeated.begin(), repeated.end());
    if (axis.candidates.empty())
        axis.candidates.push_back(0.0);
}

bool DeterministicFrontier::choose(
    const Rectangle& rectangle, double tolerance, std::vector<std::size_t>& entries) const
{
    for (std::size_t g = 0; g < m_groups.size(); ++g) {
        std::size_t first = 0;
        std::size_t end = m_groups[g].gain.size();
        for (std::size_t a = 0; a < m_axes.size(); ++a) {
            const std::vector<double>& rate = m_axes[a].rate[g];
            if (rate.empty())
                continue;
            const double low = m_axes[a].candidates[rectangle.first[a]];
            const double high = m_axes[a].candidates[rectangle.last[a]] + tolerance + kRounding;
            const auto from = static_cast<std::ptrdiff_t>(first);
            const auto to = static_cast<std::ptrdiff_t>(end);
            first = static_cast<std::size_t>(
                std::lower_bound(rate.begin() + from, rate.begin() + to, low) - rate.begin());
            end = static_cast<std::size_t>(
                std::upper_bound(rate.begin() + static_cast<std::ptrdiff_t>(first), rate.begin() + to, high)
                - rate.begin());
            if (first >= end)
                return false;
        }
        entries[g] = m_groups[g].best(first, end - 1);
    }
    return true;
}

double DeterministicFrontier::gainOf(const std::vector<std::size_t>& entries) const
{
    double gain = 0.0;
    for (std::size_t g = 0; g < entries.size(); ++g)
        gain += m_groups[g].gain[entries[g]];
    return gain;
}

bool DeterministicFrontier::isWithin(const std::vector<std::size_t>& entries, double tolerance) const
{
    for (const Axis& axis : m_axes) {
        double low = 2.0;
        double high = -1.0;
        for (std::size_t g = 0; g < entries.size(); ++g)
            if (!axis.rate[g].empty()) {
                low = std::min(low, axis.rate[g][entries[g]]);
                high = std::max(high, axis.rate[g][entries[g]]);
            }
        if (high - low > tolerance + kRounding)
            return false;
    }
    return true;
}

std::size_t DeterministicFrontier::axisToSplit(const Rectangle& rectangle) const
{
    std::size_t widest = 0;
    double width = -1.0;
    for (std::size_t a = 0; a < m_axes.size(); ++a) {
        const std::vector<double>& candidates = m_axes[a].candidates;
        const double own = candidates[rectangle.last[a]] - candidates[rectangle.first[a]];
        if (rectangle.first[a] < rectangle.last[a] && own > width) {
            widest = a;
            width = own;
        }
    }
    return widest;
}

Result<std::vector<std::size_t>> DeterministicFrontier::best(double tolerance, const RunContext& ctx) const
{
    constexpr std::uint64_t kBetweenChecks = 4096;
    const auto isWorse = [](const Rectangle& a, const Rectangle& b) {
        return a.bound != b.bound ? a.bound < b.bound : a.number > b.number;
    };
    std::priority_queue<Rectangle, std::vector<Rectangle>, decltype(isWorse)> open(isWorse);
    std::vector<std::size_t> entries(m_groups.size(), 0);
    std::uint64_t number = 0;
    const auto push = [&](Rectangle rectangle) {
        if (!choose(rectangle, tolerance, entries))
            return;
        rectangle.bound = gainOf(entries);
        rectangle.number = number++;
        open.push(rectangle);
    };
    Rectangle all;
    for (std::size_t a = 0; a < m_axes.size(); ++a)
        all.last[a] = static_cast<std::uint32_t>(m_axes[a].candidates.size() - 1);
    push(all);
    std::uint64_t visited = 0;
    while (!open.empty()) {
        if (visited++ % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        const Rectangle rectangle = open.top();
        open.pop();
        choose(rectangle, tolerance, entries);
        if (isWithin(entries, tolerance))
            return entries;
        const std::size_t axis = axisToSplit(rectangle);
        Rectangle lower = rectangle;
        Rectangle upper = rectangle;
        lower.last[axis] = std::midpoint(rectangle.first[axis], rectangle.last[axis]);
        upper.first[axis] = lower.last[axis] + 1;
        push(lower);
        push(upper);
    }
    // Selecting nobody is always allowed.
    return std::vector<std::size_t>(m_groups.size(), 0);
}

} // namespace evenhand
