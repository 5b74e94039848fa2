#include "engine/thresholds/threshold_state.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kMostGroupsNamed = 4;

struct GroupChange {
    std::size_t group = 0;
    std::int64_t selected = 0; ///< rows more than before
};

std::int64_t difference(const RowSum& before, const RowSum& after)
{
    return std::llround(after.rows) - std::llround(before.rows);
}

std::vector<GroupChange> groupChanges(const ThresholdState& before, const ThresholdState& after)
{
    std::vector<GroupChange> changes;
    for (std::size_t g = 0; g < before.cells.size(); ++g) {
        const std::int64_t selected = difference(before.cells[g].selected(), after.cells[g].selected());
        if (selected != 0)
            changes.push_back({g, selected});
    }
    std::ranges::stable_sort(changes, [](const GroupChange& a, const GroupChange& b) {
        return std::abs(a.selected) > std::abs(b.selected);
    });
    return changes;
}

Text groupWords(const GroupChange& change, const std::string& name, bool isFirst)
{
    const std::int64_t n = std::abs(change.selected);
    if (isFirst)
        return change.selected > 0 ? text("%1 more %2 selected", n, name)
                                   : text("%1 fewer %2 selected", n, name);
    return change.selected > 0 ? text("%1 more %2", n, name) : text("%1 fewer %2", n, name);
}

Text wronglySelected(std::int64_t change, const OutcomeNames& outcomes)
{
    const std::int64_t n = std::abs(change);
    if (outcomes.unfavourable.empty())
        return change > 0 ? text("%1 more selected who do not turn out %2", n, outcomes.favourable)
                          : text("%1 fewer selected who do not turn out %2", n, outcomes.favourable);
    return change > 0 ? text("%1 more selected who turn out %2", n, outcomes.unfavourable)
                      : text("%1 fewer selected who turn out %2", n, outcomes.unfavourable);
}

Text wronglyRejected(std::int64_t change, const OutcomeNames& outcomes)
{
    const std::int64_t n = std::abs(change);
    return change > 0 ? text("%1 more rejected who turn out %2", n, outcomes.favourable)
                      : text("%1 fewer rejected who turn out %2", n, outcomes.favourable);
}

} // namespace

std::vector<Text> changesInWords(const ThresholdState& before, const ThresholdState& after,
    const std::vector<std::string>& groupNames, const OutcomeNames& outcomes)
{
    std::vector<Text> words;
    const std::vector<GroupChange> changes = groupChanges(before, after);
    std::int64_t rest = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (i < kMostGroupsNamed || changes.size() == kMostGroupsNamed + 1)
            words.push_back(groupWords(changes[i], groupNames[changes[i].group], i == 0));
        else
            rest += changes[i].selected;
    }
    if (rest != 0)
        words.push_back(
            rest > 0 ? text("%1 more in other groups", rest) : text("%1 fewer in other groups", -rest));
    const std::int64_t falsePositive = difference(before.all.falsePositive, after.all.falsePositive);
    const std::int64_t falseNegative = difference(before.all.falseNegative, after.all.falseNegative);
    if (falsePositive != 0)
        words.push_back(wronglySelected(falsePositive, outcomes));
    if (falseNegative != 0)
        words.push_back(wronglyRejected(falseNegative, outcomes));
    return words;
}

} // namespace evenhand
