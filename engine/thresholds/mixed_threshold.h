#pragma once

#include <vector>

namespace evenhand {

/// A rule for one group: one of several thresholds, drawn at random. Deterministic when it has one part.
struct MixedThreshold {
    struct Part {
        double threshold = 0.0;   ///< score ≥ threshold is selected; +∞ nobody, -∞ everybody
        double probability = 1.0; ///< > 0; those of a rule add up to 1
        friend bool operator==(const Part&, const Part&) = default;
    };
    std::vector<Part> parts;

    /// Probability that a row with this score is selected.
    [[nodiscard]] double selects(double score) const
    {
        double probability = 0.0;
        for (const Part& part : parts)
            probability += score >= part.threshold ? part.probability : 0.0;
        return probability;
    }
    friend bool operator==(const MixedThreshold&, const MixedThreshold&) = default;
};

} // namespace evenhand
