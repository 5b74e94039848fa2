#pragma once

#include "engine/thresholds/roc_hull.h"

#include <array>

namespace evenhand {

/// One threshold per group of greatest gain among those whose rates differ by at most a tolerance. Exact, by
/// branch and bound over the lower corner of the window that holds the rates: inside a rectangle of corners
/// a group can do no better than its best entry in the enlarged window, which is a run of its curve because
/// all rates grow along it.
class DeterministicFrontier {
public:
    /// @param curves  outlive this
    DeterministicFrontier(const std::vector<GroupCurve>& curves, Notion notion, const ErrorCosts& costs);

    /// @return  entry per group; 0 for a group without rows. Of several optima always the same.
    /// @errors Cancelled
    /// @cost O(d g log n) for d rectangles: few when many windows do equally well, up to the number of
    /// entries when exact equality is rare
    [[nodiscard]] Result<std::vector<std::size_t>> best(double tolerance, const RunContext& ctx) const;

private:
    /// One constrained rate.
    struct Axis {
        std::vector<std::vector<double>> rate; ///< [group][entry]; empty: the group is free in it
        std::vector<double> candidates;        ///< where the window can begin; ascending, different
    };
    /// Greatest gain in a run of entries, the first of several.
    struct RunMaximum {
        std::vector<double> gain;
        std::vector<std::uint32_t> tree; ///< [size + i] = i; [i] the better of [2i], [2i + 1]
        [[nodiscard]] std::uint32_t better(std::uint32_t a, std::uint32_t b) const;
        void build();
        [[nodiscard]] std::uint32_t best(std::size_t first, std::size_t last) const;
    };
    struct Rectangle {
        double bound = 0.0;
        std::uint64_t number = 0;
        std::array<std::uint32_t, 2> first {}, last {}; ///< candidates of each axis
    };

    void addAxis(const std::vector<GroupCurve>& curves, bool selection, bool truePositives);
    /// Best entries in the enlarged window of a rectangle; false if a group has none.
    bool choose(const Rectangle& rectangle, double tolerance, std::vector<std::size_t>& entries) const;
    [[nodiscard]] double gainOf(const std::vector<std::size_t>& entries) const;
    [[nodiscard]] bool isWithin(const std::vector<std::size_t>& entries, double tolerance) const;
    [[nodiscard]] std::size_t axisToSplit(const Rectangle& rectangle) const;

    std::vector<Axis> m_axes;
    std::vector<RunMaximum> m_groups;
};

} // namespace evenhand
