#include "engine/figures/score_bars.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kBars = 50;
constexpr double kMostSteps = 60.0;

/// The different scores of all groups, ascending; empty when one group has too many to be few.
std::vector<double> fewScores(const std::vector<GroupCurve>& curves)
{
    std::vector<double> scores;
    for (const GroupCurve& curve : curves) {
        if (static_cast<double>(curve.size()) > kMostSteps + 2.0)
            return {};
        scores.insert(scores.end(), curve.threshold.begin() + 1, curve.threshold.end());
    }
    std::ranges::sort(scores);
    const auto repeated = std::ranges::unique(scores);
    scores.erase(repeated.begin(), repeated.end());
    return scores;
}

/// Weight with score ≥ edge, of one outcome.
double from(const GroupCurve& curve, const std::vector<double>& selected, double edge)
{
    return selected[curve.entryAt(edge)];
}

std::vector<double> sharesOf(
    const GroupCurve& curve, const std::vector<double>& selected, const std::vector<double>& edges)
{
    std::vector<double> shares;
    const std::size_t bars = edges.size() - 1;
    for (std::size_t i = 0; i < bars; ++i) {
        const double weight
            = from(curve, selected, edges[i]) - (i + 1 < bars ? from(curve, selected, edges[i + 1]) : 0.0);
        shares.push_back(selected.back() > 0.0 ? weight / selected.back() : 0.0);
    }
    return shares;
}

/// One bar is so high that most of the others would be lines on the axis.
bool needsRoots(const ScoreBars& bars)
{
    std::vector<double> filled;
    for (const auto* const side : {&bars.favourable, &bars.unfavourable})
        for (const std::vector<double>& shares : *side)
            std::ranges::copy_if(
                shares, std::back_inserter(filled), [](double share) { return share > 0.0; });
    if (filled.empty())
        return false;
    const auto middle = filled.begin() + static_cast<std::ptrdiff_t>(filled.size() / 2);
    std::ranges::nth_element(filled, middle);
    return bars.highest > 8.0 * *middle;
}

} // namespace

double ScoreBars::height(double share) const
{
    if (!(highest > 0.0))
        return 0.0;
    return isRoot ? std::sqrt(share / highest) : share / highest;
}

std::optional<double> latticeStep(const std::vector<GroupCurve>& curves)
{
    const std::vector<double> scores = fewScores(curves);
    if (scores.size() < 2)
        return std::nullopt;
    double step = scores.back() - scores.front();
    for (std::size_t i = 1; i < scores.size(); ++i)
        step = std::min(step, scores[i] - scores[i - 1]);
    if ((scores.back() - scores.front()) / step > kMostSteps)
        return std::nullopt;
    const bool isLattice = std::ranges::all_of(scores, [&](double score) {
        const double place = (score - scores.front()) / step;
        return std::abs(place - std::round(place)) < 1e-6;
    });
    return isLattice ? std::optional(step) : std::nullopt;
}

ScoreBars scoreBars(
    const std::vector<GroupCurve>& curves, double low, double high, std::optional<double> step)
{
    ScoreBars bars;
    // A threshold at a score selects from there on: a lattice has bars that begin at its scores.
    const bool isProbability = !step && low >= 0.0 && high <= 1.0 && high - low > 0.5;
    const bool isNegated = !step && low >= -1.0 && high <= 0.0 && high - low > 0.5;
    if (step)
        bars.edges = equallySpaced(
            low, high + *step, static_cast<std::size_t>(std::llround((high - low) / *step)) + 2);
    else if (isProbability || isNegated)
        bars.edges = equallySpaced(isProbability ? 0.0 : -1.0, isProbability ? 1.0 : 0.0, kBars + 1);
    else if (high > low)
        bars.edges = equallySpaced(low, high, kBars + 1);
    else
        bars.edges = {low, low + 1.0};
    for (const GroupCurve& curve : curves) {
        bars.favourable.push_back(sharesOf(curve, curve.truePositive, bars.edges));
        bars.unfavourable.push_back(sharesOf(curve, curve.falsePositive, bars.edges));
        bars.highest = std::max({bars.highest, std::ranges::max(bars.favourable.back()),
            std::ranges::max(bars.unfavourable.back())});
    }
    bars.isRoot = needsRoots(bars);
    return bars;
}

} // namespace evenhand
