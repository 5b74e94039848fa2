#include "engine/boosting/boosted_trees.h"

#include "engine/boosting/compressed_rows.h"
#include "engine/boosting/kept_aside.h"
#include "engine/boosting/tree_predictions.h"

#include <xgboost/c_api.h>

#include <utility>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

using Settings = std::vector<std::pair<const char*, std::string>>;

Result<std::shared_ptr<void>> boosterOf(const std::shared_ptr<void>& train, const Settings& settings)
{
    BoosterHandle handle = nullptr;
    DMatrixHandle cached = train.get();
    EH_CHECK(succeeded(XGBoosterCreate(&cached, 1, &handle)));
    std::shared_ptr<void> booster(handle, XGBoosterFree);
    for (const auto& [name, value] : settings)
        EH_CHECK(succeeded(XGBoosterSetParam(handle, name, value.c_str())));
    return booster;
}

Settings commonSettings(TreeLoss loss, double start, std::uint64_t seed)
{
    return {
        {"verbosity", "0"},
        {"nthread", "1"},
        {"tree_method", "hist"},
        {"objective", loss == TreeLoss::Logistic ? "binary:logistic" : "reg:squarederror"},
        {"base_score", exactNumber(start)},
        {"seed", std::to_string(seed % 2147483647U)},
    };
}

double startOf(const std::optional<double>& wanted, TreeLoss loss, const BoostingRows& rows)
{
    if (wanted || loss == TreeLoss::Logistic)
        return wanted.value_or(0.5);
    return rows.y.dot(rows.weight) / rows.weight.sum();
}

/// The library keeps outcomes in single precision.
Result<void> checkOutcomes(const VectorXd& y)
{
    constexpr double kLargest = 1e18; // its square must fit, too
    const double largest = y.cwiseAbs().maxCoeff();
    if (largest <= kLargest)
        return kOk;
    return invalidData(text("the target has values up to %1, more than boosted trees can hold", largest),
        text("divide the target by a constant, or choose ridge"));
}

} // namespace

Result<BoostedTrees> BoostedTrees::fit(const DesignMatrix& x, const VectorXd& y, const VectorXd& weight,
    const BoostingSpec& spec, const RunContext& ctx)
{
    EH_CHECK(checkOutcomes(y));
    const KeptAside aside
        = spec.patience > 0 ? keepAside(y, spec.loss == TreeLoss::Logistic, spec.seed) : KeptAside {};
    const bool judges = !aside.judging.empty();
    const BoostingRows rows {x, y, weight, judges ? &aside.training : nullptr};
    EH_TRY(const std::shared_ptr<void> train, binnedMatrix(rows, ctx));
    const double start = startOf(spec.start, spec.loss, rows);
    Settings settings = commonSettings(spec.loss, start, spec.seed);
    settings.insert(settings.end(),
        {{"eta", exactNumber(spec.rate)}, {"max_depth", std::to_string(spec.depth)},
            {"min_child_weight", exactNumber(spec.minimumChildWeight)}, {"lambda", exactNumber(spec.lambda)},
            {"gamma", exactNumber(spec.gamma)}, {"subsample", exactNumber(spec.subsample)},
            {"colsample_bytree", exactNumber(spec.columnSample)}});
    EH_TRY(const std::shared_ptr<void> booster, boosterOf(train, settings));
    HeldLoss held({x, y, weight, &aside.judging}, spec.loss, start);
    BoostingOutcome outcome {spec.rounds, static_cast<Index>(aside.judging.size())};
    for (int round = 0; round < spec.rounds; ++round) {
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(succeeded(XGBoosterUpdateOneIter(booster.get(), round, train.get())));
        if (!judges)
            continue;
        EH_CHECK(held.addTree(booster.get(), round, ctx));
        outcome.trees = held.bestRound() + 1;
        if (round - held.bestRound() >= spec.patience)
            break;
    }
    return BoostedTrees(booster, outcome);
}

Result<BoostedTrees> BoostedTrees::fitForest(const DesignMatrix& x, const VectorXd& y, const VectorXd& weight,
    const ForestSpec& spec, const RunContext& ctx)
{
    EH_CHECK(checkOutcomes(y));
    const BoostingRows rows {x, y, weight};
    EH_TRY(const std::shared_ptr<void> train, binnedMatrix(rows, ctx));
    const double start = startOf(spec.start, TreeLoss::Squared, rows);
    Settings settings = commonSettings(TreeLoss::Squared, start, spec.seed);
    // XGBoost's own round of parallel trees cannot be stopped. Rounds of one tree each with the derivatives
    // before the first tree are the same trees, and a rate of one over their number makes the sum a mean.
    settings.insert(settings.end(),
        {{"eta", exactNumber(1.0 / spec.trees)}, {"max_depth", std::to_string(spec.depth)},
            {"min_child_weight", exactNumber(spec.minimumChildWeight)}, {"lambda", exactNumber(spec.lambda)},
            {"subsample", exactNumber(spec.subsample)},
            {"colsample_bynode", exactNumber(spec.columnSample)}});
    EH_TRY(const std::shared_ptr<void> booster, boosterOf(train, settings));
    // As the library computes them, in single precision.
    std::vector<float> first, second;
    for (Index i = 0; i < y.size(); ++i) {
        const auto w = static_cast<float>(weight[i]);
        first.push_back((static_cast<float>(start) - static_cast<float>(y[i])) * w);
        second.push_back(w);
    }
    for (int tree = 0; tree < spec.trees; ++tree) {
        EH_CHECK(ctx.checkpoint());
        EH_CHECK(succeeded(XGBoosterBoostOneIter(
            booster.get(), train.get(), first.data(), second.data(), static_cast<bst_ulong>(first.size()))));
    }
    return BoostedTrees(booster, {spec.trees, 0});
}

Result<VectorXd> BoostedTrees::predict(const DesignMatrix& x, const RunContext& ctx) const
{
    VectorXd made(x.rows());
    CompressedRows batch;
    const Index step = std::min<Index>(compressedBatch(x), 2048);
    for (Index begin = 0; begin < x.rows(); begin += step) {
        EH_CHECK(ctx.checkpoint());
        const Index count = std::min(step, x.rows() - begin);
        batch.fill(x, nullptr, begin, count);
        EH_CHECK(predictTrees(
            m_booster.get(), batch, x.features(), {0, m_outcome.trees, false}, made.segment(begin, count)));
    }
    return made;
}

} // namespace evenhand
