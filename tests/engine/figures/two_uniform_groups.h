#pragma once

#include "engine/figures/build.h"

#include <memory>

/// Group A uniform on [0, 0.6], group B on [0.4, 1], equally many: their barycenter is uniform on [0.2, 0.8],
/// the maps are shifts by +0.2 and -0.2, and the KS distance at strength 0 is 2/3.
inline evenhand::ScoreView twoUniformGroups(std::size_t perGroup = 600)
{
    std::vector<double> base;
    std::vector<double> repaired;
    std::vector<std::int32_t> group;
    for (const std::int32_t g : {0, 1}) {
        for (std::size_t i = 0; i < perGroup; ++i) {
            const double rank = (static_cast<double>(i) + 0.5) / static_cast<double>(perGroup);
            base.push_back(0.4 * g + 0.6 * rank);
            repaired.push_back(0.2 + 0.6 * rank);
            group.push_back(g);
        }
    }
    evenhand::ScoreView view;
    view.path = std::make_shared<const evenhand::ScorePath>(
        *evenhand::ScorePath::create(base, repaired, group, {}, 2));
    view.groupNames = {"A & <b>co</b>", "B"};
    view.dataLine = evenhand::text("made up · %1 rows", 2 * perGroup);
    view.scoreName = evenhand::text("predicted probability of “%1”", "yes");
    return view;
}

/// As many groups as @p counts has numbers, each uniform on [0, 1] and unchanged by the repair.
inline evenhand::ScoreView uniformGroups(const std::vector<std::size_t>& counts)
{
    std::vector<double> base;
    std::vector<std::int32_t> group;
    evenhand::ScoreView view;
    for (std::size_t g = 0; g < counts.size(); ++g) {
        for (std::size_t i = 0; i < counts[g]; ++i) {
            base.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(counts[g]));
            group.push_back(static_cast<std::int32_t>(g));
        }
        view.groupNames.push_back("group " + std::to_string(g));
    }
    view.path = std::make_shared<const evenhand::ScorePath>(
        *evenhand::ScorePath::create(base, base, group, {}, counts.size()));
    view.scoreName = evenhand::text("score");
    return view;
}
