#pragma once

#include "engine/core/number_text.h"
#include "engine/figures/build.h"

#include <span>

namespace evenhand {

/// A group that a figure shows, and the number of its colour. With at most kMostGroups groups the colour is
/// the group's own number, so that it is the same in every figure; with more, the largest are shown and
/// numbered among themselves.
struct ShownGroup {
    std::size_t group = 0;
    int colour = 0;
};

inline constexpr std::size_t kMostGroups = 8;
/// Groups with fewer rows are said to be small.
inline constexpr double kSmallGroup = 30.0;

/// The groups with rows, in their own order; of more than kMostGroups the largest (the first of equals).
[[nodiscard]] std::vector<ShownGroup> shownGroups(std::span<const double> counts);

/// What a reader must know about the groups: which are small, empty, or left out for room.
[[nodiscard]] std::vector<Text> groupNotes(
    std::span<const double> counts, const std::vector<std::string>& names);

/// Rows of every group of a view.
[[nodiscard]] std::vector<double> countsOf(const ScoreView& view);

/// @p n values at equal distances, both ends included; n ≥ 2.
[[nodiscard]] std::vector<double> equallySpaced(double low, double high, std::size_t n);

/// Ranks (i + 1/2)/n: no quantile at 0 or 1, where one person would decide.
[[nodiscard]] std::vector<double> midRanks(std::size_t n);

/// A score for sentences: three decimals for probabilities, four significant digits otherwise.
[[nodiscard]] std::string scoreNumber(Task task, double score);

/// A layer in the colour of a group, named after it.
[[nodiscard]] FigureLayer groupLayer(
    Mark mark, const ShownGroup& shown, const std::vector<std::string>& names, bool faint);

/// Equal positions in [0,1]: figures show originals behind the moved ones only when there is a difference.
[[nodiscard]] inline bool isRepaired(double t)
{
    return t > 0.0;
}

/// Among the shown groups, those with the lowest and the highest median at strength 0.
struct MedianPair {
    std::size_t low = 0, high = 0;
};
[[nodiscard]] MedianPair extremeMedians(const ScoreView& view, std::span<const ShownGroup> shown);

/// A figure that has nothing to draw and says why.
[[nodiscard]] Figure emptyFigure(std::string id, Text title, const Text& subtitle, Text why);

/// Adds a sentence under a figure. (Inlined, GCC 12 sees an overrun in it that is none.)
void addNote(Figure& figure, Text note);
/// Note under every figure that draws the state before the repair faintly.
[[nodiscard]] Text beforeNote();
/// Note under transport maps: where they end.
[[nodiscard]] Text mapEndsNote();

} // namespace evenhand
