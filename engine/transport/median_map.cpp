#include "engine/transport/median_map.h"

#include <algorithm>

namespace evenhand {

namespace {

/// The steps of one group's quantile function.
struct Steps {
    std::vector<double> value; ///< distinct, ascending
    std::vector<double> end;   ///< F(value); the last one is 1
    std::size_t at = 0;        ///< where the sweep stands
    double sum = 0.0;          ///< integral of the median over the present step so far
    double width = 0.0;
    std::vector<double> image;
};

Steps stepsOf(const SortedSample& sample)
{
    Steps steps;
    for (std::size_t i = 0; i < sample.size(); ++i) {
        if (i + 1 < sample.size() && sample.values[i + 1] == sample.values[i])
            continue;
        steps.value.push_back(sample.values[i]);
        steps.end.push_back(i + 1 == sample.size() ? 1.0 : sample.weightOf(i + 1) / sample.total());
    }
    steps.image.reserve(steps.value.size());
    return steps;
}

/// Reorders @p values.
double medianOf(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1)
        return *middle;
    const double below = *std::max_element(values.begin(), middle);
    return below + 0.5 * (*middle - below);
}

/// Runs through all shares from 0 to 1 and gathers the mean median over every group's every step.
Result<void> sweep(std::vector<Steps>& groups, const RunContext& ctx)
{
    constexpr std::size_t kStepsBetweenQuestions = 16'384;
    std::vector<double> values(groups.size());
    double from = 0.0;
    for (std::size_t count = 0; from < 1.0; ++count) {
        if (count % kStepsBetweenQuestions == 0)
            EH_CHECK(ctx.checkpoint());
        double to = 1.0;
        for (std::size_t g = 0; g < groups.size(); ++g) {
            values[g] = groups[g].value[groups[g].at];
            to = std::min(to, groups[g].end[groups[g].at]);
        }
        const double median = medianOf(values);
        for (Steps& group : groups) {
            group.sum += (to - from) * median;
            group.width += to - from;
            if (group.end[group.at] > to)
                continue;
            group.image.push_back(group.width > 0.0 ? group.sum / group.width : median);
            group.sum = group.width = 0.0;
            if (group.at + 1 < group.value.size())
                ++group.at;
        }
        from = to;
    }
    // Rows whose share is lost in rounding lie at the very end.
    for (std::size_t g = 0; g < groups.size(); ++g)
        values[g] = groups[g].value.back();
    const double last = medianOf(values);
    for (Steps& group : groups)
        group.image.resize(group.value.size(), last);
    return kOk;
}

} // namespace

Result<MedianMap> MedianMap::fit(const SortedGroups& groups, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    const std::vector<std::size_t> present = groups.present();
    std::vector<Steps> steps;
    for (const std::size_t g : present) {
        steps.push_back(stepsOf(groups.sample(g)));
        EH_CHECK(ctx.checkpoint());
    }
    EH_CHECK(sweep(steps, ctx));
    MedianMap map;
    map.m_groups.resize(groups.groups());
    for (std::size_t k = 0; k < present.size(); ++k)
        map.m_groups[present[k]] = {std::move(steps[k].value), std::move(steps[k].image)};
    return map;
}

double MedianMap::apply(std::size_t group, double value) const
{
    const Knots& knots = m_groups[group];
    if (knots.value.empty())
        return value;
    const auto above = std::ranges::lower_bound(knots.value, value);
    if (above == knots.value.end())
        return knots.image.back();
    const auto k = static_cast<std::size_t>(above - knots.value.begin());
    if (*above == value || k == 0)
        return knots.image[k];
    const double share = (value - knots.value[k - 1]) / (knots.value[k] - knots.value[k - 1]);
    return knots.image[k - 1] + share * (knots.image[k] - knots.image[k - 1]);
}

} // namespace evenhand
