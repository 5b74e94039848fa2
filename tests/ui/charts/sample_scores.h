#pragma once

#include "engine/core/rng.h"
#include "engine/figures/build.h"

#include <cmath>
#include <memory>

namespace samples {

/// Probabilities of three groups of unequal size, and their repair by the average of the quantile functions.
inline evenhand::ScoreView scoreView()
{
    using namespace evenhand;
    const std::vector<std::size_t> counts {900, 400, 25};
    const std::vector<double> centre {0.6, -0.4, -1.0};
    std::vector<std::vector<double>> sorted;
    Rng rng(7);
    for (std::size_t g = 0; g < counts.size(); ++g) {
        std::vector<double> scores(counts[g]);
        for (double& score : scores)
            score = 1.0 / (1.0 + std::exp(-(centre[g] + 0.8 * rng.normal())));
        std::sort(scores.begin(), scores.end());
        sorted.push_back(std::move(scores));
    }
    std::vector<double> base;
    std::vector<double> repaired;
    std::vector<std::int32_t> group;
    for (std::size_t g = 0; g < counts.size(); ++g) {
        for (std::size_t i = 0; i < counts[g]; ++i) {
            double fair = 0.0;
            for (std::size_t h = 0; h < counts.size(); ++h)
                fair += static_cast<double>(counts[h]) / 1325.0 * sorted[h][i * counts[h] / counts[g]];
            base.push_back(sorted[g][i]);
            repaired.push_back(fair);
            group.push_back(static_cast<std::int32_t>(g));
        }
    }
    ScoreView view;
    view.path
        = std::make_shared<const ScorePath>(*ScorePath::create(base, repaired, group, {}, counts.size()));
    view.groupNames = {"white", "black", "Hispanic"};
    view.dataLine = text("%1 · race · logistic · repeat 1 of 10 · 1325 test rows", "made up");
    view.scoreName = text("predicted probability of %1 = %2", "loan", "granted");
    return view;
}

} // namespace samples
