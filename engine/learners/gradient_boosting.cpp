#include "engine/learners/gradient_boosting.h"

#include "engine/learners/tree_params.h"
#include "engine/learners/tree_predictor.h"

namespace evenhand {

namespace {

BoostingSpec specOf(const ParamSet& params)
{
    BoostingSpec spec;
    spec.rounds = static_cast<int>(number(params, "rounds"));
    spec.rate = number(params, "rate");
    spec.depth = static_cast<int>(number(params, "depth"));
    spec.minimumChildWeight = number(params, "min_child_weight");
    spec.lambda = number(params, "lambda");
    spec.gamma = number(params, "gamma");
    spec.subsample = number(params, "subsample");
    spec.columnSample = number(params, "colsample_bytree");
    spec.patience = static_cast<int>(number(params, "early_stopping"));
    spec.seed = static_cast<std::uint64_t>(number(params, "seed"));
    return spec;
}

class GradientBoostingLearner final : public Learner {
public:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> fit(const EncodedData& train,
        const ParamSet& params, const EncodingSpec&, const RunContext& ctx) const override
    {
        if (train.y.size() == 0)
            return invalidData(text("gradient boosting: there is no training row"));
        BoostingSpec spec = specOf(params);
        const bool classes = hasClasses(train.y);
        spec.loss = classes ? TreeLoss::Logistic : TreeLoss::Squared;
        EH_TRY(BoostedTrees trees, BoostedTrees::fit(train.x, train.y, train.weight, spec, ctx));
        const BoostingOutcome& outcome = trees.outcome();
        std::vector<Text> said;
        if (outcome.keptAside > 0)
            said.push_back(text("%1 used %2 of at most %3 trees, after which the loss on %4 training rows "
                                "kept aside was smallest",
                "gradient boosting", outcome.trees, spec.rounds, outcome.keptAside));
        return std::make_shared<TreePredictor>(std::move(trees), classes, std::move(said));
    }
};

ParamSpec roundsParam()
{
    ParamSpec rounds;
    rounds.id = "rounds";
    rounds.name = "Rounds";
    rounds.description = "Trees, one after another; with early stopping at most.";
    rounds.kind = ParamKind::Integer;
    rounds.minimum = 1.0;
    rounds.maximum = 100'000.0;
    rounds.defaultNumber = 100.0;
    return rounds;
}

ParamSpec rateParam()
{
    ParamSpec rate;
    rate.id = "rate";
    rate.name = "Learning rate";
    rate.description = "By which each tree's values are shrunk: smaller needs more rounds and fits finer.";
    rate.minimum = 1e-6;
    rate.defaultNumber = 0.1;
    rate.logarithmic = true;
    return rate;
}

ParamSpec gammaParam()
{
    ParamSpec gamma;
    gamma.id = "gamma";
    gamma.name = "Least gain γ";
    gamma.description = "That a split must save of the loss.";
    gamma.maximum = 1e9;
    return gamma;
}

ParamSpec earlyStoppingParam()
{
    ParamSpec stopping;
    stopping.id = "early_stopping";
    stopping.name = "Early stopping";
    stopping.description
        = "Rounds without improvement after which no more trees are made, judged on a tenth of the training "
          "rows that is kept aside (with 50 rows or more); 0 makes all rounds on all rows.";
    stopping.kind = ParamKind::Integer;
    stopping.maximum = 10'000.0;
    stopping.defaultNumber = 10.0;
    return stopping;
}

} // namespace

LearnerInfo gradientBoostingInfo()
{
    LearnerInfo info;
    info.id = "gradient_boosting";
    info.name = "Gradient boosted trees";
    info.description = "Adds trees that each lower the log-loss (of numbers: the squared error) the most, "
                       "with a penalty on leaf values.";
    info.classification = true;
    info.regression = true;
    info.params = {roundsParam(), rateParam(), treeDepth(6.0), leastChildWeight(), leafPenalty(1.0),
        gammaParam(), rowShare(1.0),
        columnShare("colsample_bytree", "That a tree may use, drawn anew for each tree.", 1.0),
        earlyStoppingParam(), treeSeed()};
    info.citation = "Chen, Guestrin (2016), XGBoost: A scalable tree boosting system, KDD, section 2";
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<GradientBoostingLearner>(); };
    return info;
}

} // namespace evenhand
