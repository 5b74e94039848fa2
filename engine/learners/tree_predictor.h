#pragma once

#include "engine/boosting/boosted_trees.h"
#include "engine/learners/learner.h"

namespace evenhand {

/// Whether outcomes are classes, all 0 or 1. Of a number that is never anything else, the probability of 1 is
/// the mean, so nothing is lost when a regression is taken for a classification by this.
[[nodiscard]] inline bool hasClasses(const Eigen::VectorXd& y)
{
    return (y.array() == 0.0 || y.array() == 1.0).all();
}

/// Scores of trees: probabilities, or numbers in regression.
class TreePredictor final : public Predictor {
public:
    /// @param classes  scores are probabilities
    TreePredictor(BoostedTrees trees, bool classes, std::vector<Text> warnings = {})
        : m_trees(std::move(trees))
        , m_classes(classes)
        , m_warnings(std::move(warnings))
    {
    }

    [[nodiscard]] Result<Scores> predict(const EncodedData& rows, const RunContext& ctx) const override
    {
        EH_CHECK(ctx.checkpoint());
        EH_TRY(Scores scores, m_trees.predict(rows.x, ctx));
        // The penalty pulls means of zeros and ones to the mean of all; rounding can pass either end.
        if (m_classes)
            scores = scores.cwiseMax(0.0).cwiseMin(1.0);
        return scores;
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }
    [[nodiscard]] const BoostingOutcome& outcome() const { return m_trees.outcome(); }

private:
    BoostedTrees m_trees;
    bool m_classes;
    std::vector<Text> m_warnings;
};

} // namespace evenhand
