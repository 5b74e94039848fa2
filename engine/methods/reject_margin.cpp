#include "engine/methods/reject_margin.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace evenhand {

namespace {

/// Rates nearer than this are the same.
constexpr double kSameRate = 1e-12;

/// Smallest and largest of the rates that are defined.
class Spread {
public:
    void add(double part, double whole)
    {
        if (!(whole > 0.0))
            return;
        const double rate = part / whole;
        m_low = std::min(m_low, rate);
        m_high = std::max(m_high, rate);
        ++m_count;
    }
    [[nodiscard]] std::size_t count() const { return m_count; }
    [[nodiscard]] double width() const { return m_count > 1 ? m_high - m_low : 0.0; }

private:
    double m_low = 2.0, m_high = -1.0;
    std::size_t m_count = 0;
};

struct Gap {
    double width = 0.0;
    bool isDefined = false;
};

Gap gapOf(const std::vector<DecidedCells>& cells, Notion notion)
{
    Spread first;
    Spread second;
    for (const DecidedCells& group : cells) {
        if (notion == Notion::DemographicParity)
            first.add(group.truePositive + group.falsePositive, group.weight());
        else
            first.add(group.truePositive, group.positives);
        if (notion == Notion::EqualizedOdds)
            second.add(group.falsePositive, group.negatives);
    }
    return {std::max(first.width(), second.width()), first.count() > 1 || second.count() > 1};
}

/// A row that a margin changes.
struct Change {
    double distance, y, weight;
    std::int32_t group;
    bool toFavourable;
};

Result<std::vector<Change>> changesOf(
    const FitInput& input, const std::vector<NearThreshold>& near, const RunContext& ctx)
{
    constexpr std::size_t kBetweenChecks = 1U << 16U;
    const CalibrationData& rows = input.calibration;
    const double threshold = baseThreshold(input);
    std::vector<Change> changes;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        if (i % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        const auto at = static_cast<Eigen::Index>(i);
        const NearThreshold own = near[static_cast<std::size_t>(rows.group[i])];
        const bool selected = rows.score[at] >= threshold;
        if (own != NearThreshold::Own && selected != (own == NearThreshold::Favourable))
            changes.push_back({std::abs(rows.score[at] - threshold), rows.y[at], rows.weight[at],
                rows.group[i], own == NearThreshold::Favourable});
    }
    EH_CHECK(ctx.checkpoint());
    std::ranges::sort(changes, [](const Change& a, const Change& b) {
        return std::tie(a.distance, a.y, a.weight) < std::tie(b.distance, b.y, b.weight);
    });
    return changes;
}

} // namespace

std::vector<NearThreshold> nearThreshold(const std::vector<DecidedCells>& cells)
{
    double selected = 0.0;
    double weight = 0.0;
    for (const DecidedCells& group : cells) {
        selected += group.truePositive + group.falsePositive;
        weight += group.weight();
    }
    const double overall = selected / weight;
    std::vector<NearThreshold> near;
    for (const DecidedCells& group : cells) {
        const double gap = group.weight() > 0.0 ? group.selectionRate() - overall : 0.0;
        near.push_back(gap < -kSameRate ? NearThreshold::Favourable
                : gap > kSameRate       ? NearThreshold::Unfavourable
                                        : NearThreshold::Own);
    }
    return near;
}

std::optional<double> MarginGaps::within(double bound) const
{
    for (std::size_t i = 0; i < margin.size(); ++i)
        if (gap[i] <= bound + kSameRate)
            return margin[i];
    return {};
}

double MarginGaps::best() const
{
    return margin[static_cast<std::size_t>(std::ranges::min_element(gap) - gap.begin())];
}

Result<MarginGaps> marginGaps(const FitInput& input, const std::vector<NearThreshold>& near,
    std::vector<DecidedCells> cells, Notion notion, const RunContext& ctx)
{
    constexpr std::size_t kBetweenChecks = 1U << 14U;
    const Gap untouched = gapOf(cells, notion);
    if (!untouched.isDefined)
        return invalidData(text("fewer than two groups have calibration rows with the favourable outcome"),
            text("choose demographic parity, which compares all rows"));
    EH_TRY(const std::vector<Change> changes, changesOf(input, near, ctx));
    MarginGaps gaps {{0.0}, {untouched.width}};
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (i % kBetweenChecks == 0)
            EH_CHECK(ctx.checkpoint());
        const Change& change = changes[i];
        DecidedCells& own = cells[static_cast<std::size_t>(change.group)];
        (change.y == 1.0 ? own.truePositive : own.falsePositive)
            += change.toFavourable ? change.weight : -change.weight;
        if (i + 1 < changes.size() && changes[i + 1].distance == change.distance)
            continue;
        if (change.distance == 0.0)
            continue; // a margin of 0 changes nobody, not even those exactly at the threshold
        gaps.margin.push_back(change.distance);
        gaps.gap.push_back(gapOf(cells, notion).width);
    }
    return gaps;
}

} // namespace evenhand
