#include "engine/learners/random_forest.h"

#include "engine/learners/tree_params.h"
#include "engine/learners/tree_predictor.h"

namespace evenhand {

namespace {

class RandomForestLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec&, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("random forest: there is no training row"));
        ForestSpec spec;
        spec.trees = static_cast<int>(number(params, "trees"));
        spec.depth = static_cast<int>(number(params, "depth"));
        spec.minimumChildWeight = number(params, "min_child_weight");
        spec.lambda = number(params, "lambda");
        spec.subsample = number(params, "subsample");
        spec.columnSample = number(params, "colsample_bynode");
        spec.seed = static_cast<std::uint64_t>(number(params, "seed"));
        EH_TRY(BoostedTrees trees, BoostedTrees::fitForest(train.x, train.y, train.weight, spec, ctx));
        return std::make_shared<TreePredictor>(std::move(trees), hasClasses(train.y));
    }
};

} // namespace

LearnerInfo randomForestInfo()
{
    ParamSpec trees;
    trees.id = "trees";
    trees.name = "Trees";
    trees.description = "Grown apart and averaged: more are steadier and slower.";
    trees.kind = ParamKind::Integer;
    trees.minimum = 1.0;
    trees.maximum = 100'000.0;
    trees.defaultNumber = 100.0;
    LearnerInfo info;
    info.id = "random_forest";
    info.name = "Random forest";
    info.description = "The mean of trees that minimise the squared error on rows and features drawn anew; "
                       "of outcomes 0 and 1 a probability.";
    info.classification = true;
    info.regression = true;
    // XGBoost's recipe but for the depth: trees that are averaged, not added up, want to be deeper than 6.
    info.params = {trees, treeDepth(12.0), leastChildWeight(), leafPenalty(1e-5), rowShare(0.8),
        columnShare("colsample_bynode", "That each split chooses from, drawn anew for each split.", 0.8),
        treeSeed()};
    info.citation = "Breiman (2001), Random forests, Machine Learning 45; trees: Chen, Guestrin (2016), "
                    "XGBoost: A scalable tree boosting system, KDD";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<RandomForestLearner>(); };
    return info;
}

} // namespace evenhand
