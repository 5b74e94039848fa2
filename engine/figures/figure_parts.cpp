#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

namespace evenhand {

std::vector<ShownGroup> shownGroups(std::span<const double> counts)
{
    std::vector<std::size_t> present;
    for (std::size_t g = 0; g < counts.size(); ++g) {
        if (counts[g] > 0.0)
            present.push_back(g);
    }
    const bool numberedAnew = counts.size() > kMostGroups;
    if (present.size() > kMostGroups) {
        std::stable_sort(present.begin(), present.end(),
            [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
        present.resize(kMostGroups);
        std::sort(present.begin(), present.end());
    }
    std::vector<ShownGroup> shown;
    for (std::size_t i = 0; i < present.size(); ++i)
        shown.push_back({present[i], static_cast<int>(numberedAnew ? i : present[i])});
    return shown;
}

std::vector<Text> groupNotes(std::span<const double> counts, const std::vector<std::string>& names)
{
    std::vector<Text> notes;
    const auto present
        = std::count_if(counts.begin(), counts.end(), [](double count) { return count > 0.0; });
    if (static_cast<std::size_t>(present) > kMostGroups)
        notes.push_back(text("Of %1 groups the %2 largest are shown.", present, kMostGroups));
    for (const ShownGroup& shown : shownGroups(counts)) {
        const double count = counts[shown.group];
        if (count == 1.0)
            notes.push_back(text("Group “%1” has a single row.", names[shown.group]));
        else if (count < kSmallGroup)
            notes.push_back(text("Group “%1” has %2 rows.", names[shown.group], count));
    }
    for (std::size_t g = 0; g < counts.size() && counts.size() <= kMostGroups; ++g) {
        if (!(counts[g] > 0.0))
            notes.push_back(text("Group “%1” has no rows here.", names[g]));
    }
    return notes;
}

std::vector<double> countsOf(const ScoreView& view)
{
    std::vector<double> counts(view.path->groups());
    for (std::size_t g = 0; g < counts.size(); ++g)
        counts[g] = static_cast<double>(view.path->count(g));
    return counts;
}

std::vector<double> equallySpaced(double low, double high, std::size_t n)
{
    std::vector<double> values(n);
    for (std::size_t i = 0; i < n; ++i)
        values[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(n - 1);
    return values;
}

std::vector<double> midRanks(std::size_t n)
{
    std::vector<double> ranks(n);
    for (std::size_t i = 0; i < n; ++i)
        ranks[i] = (static_cast<double>(i) + 0.5) / static_cast<double>(n);
    return ranks;
}

std::string scoreNumber(Task task, double score)
{
    return task == Task::Classification ? fixedNumber(score, 3) : shortNumber(score, 4);
}

FigureLayer groupLayer(Mark mark, const ShownGroup& shown, const std::vector<std::string>& names, bool faint)
{
    FigureLayer layer;
    layer.mark = mark;
    layer.name = faint ? text("%1, before", names[shown.group]) : text("%1", names[shown.group]);
    layer.hue = Hue::Group;
    layer.index = shown.colour;
    layer.faint = faint;
    layer.inLegend = !faint;
    return layer;
}

MedianPair extremeMedians(const ScoreView& view, std::span<const ShownGroup> shown)
{
    const auto byMedian = [&](const ShownGroup& a, const ShownGroup& b) {
        return view.path->quantile(a.group, 0.5, 0.0) < view.path->quantile(b.group, 0.5, 0.0);
    };
    const auto low = std::min_element(shown.begin(), shown.end(), byMedian);
    auto high = std::max_element(shown.begin(), shown.end(), byMedian);
    // All medians equal: still two different groups, so that the sentence compares something.
    if (high == low && shown.size() > 1)
        high = low == shown.begin() ? std::next(low) : shown.begin();
    return {low->group, high->group};
}

Figure emptyFigure(std::string id, Text title, const Text& subtitle, Text why)
{
    Figure figure;
    figure.id = std::move(id);
    figure.title = std::move(title);
    figure.subtitle = subtitle;
    figure.summary = std::move(why);
    return figure;
}

void addNote(Figure& figure, Text note)
{
    figure.notes.push_back(std::move(note));
}

Text beforeNote()
{
    return text("Thin lines: before the repair.");
}

Text mapEndsNote()
{
    return text("A map is drawn where its group has scores; a score beyond those of the calibration rows is "
                "treated like the last of them.");
}

} // namespace evenhand
