#pragma once

#include "engine/core/rng.h"
#include "engine/methods/method.h"

namespace evenhand::test {

/// A trained model whose score is its first feature.
class FirstFeature final : public Predictor {
public:
    Result<Scores> predict(const EncodedData& rows, const RunContext&) const override
    {
        return Scores(rows.x.dense.col(0));
    }
};

/// What a method is given, made up: two features, a target that depends on both, groups that differ.
struct MethodStudy {
    EncodedData rows;
    CalibrationData calibration;
    std::shared_ptr<const Predictor> base = std::make_shared<const FirstFeature>();
    std::vector<std::string> groupNames;
    Task task = Task::Classification;

    MethodStudy(Eigen::Index n, std::size_t nGroups, Task wanted, std::uint64_t seed)
        : task(wanted)
    {
        Rng rng(seed);
        rows.x.dense.resize(n, 2);
        rows.x.featureNames = {"first", "second"};
        rows.y.resize(n);
        rows.weight = Eigen::VectorXd::Ones(n);
        for (Eigen::Index i = 0; i < n; ++i) {
            const auto group = static_cast<std::int32_t>(rng.below(nGroups));
            const double score = 1.0 / (1.0 + std::exp(-rng.normal() - 0.7 * group));
            rows.x.dense(i, 0) = score;
            rows.x.dense(i, 1) = rng.normal();
            rows.y(i)
                = task == Task::Regression ? score + 0.1 * rng.normal() : (rng.uniform() < score ? 1.0 : 0.0);
            rows.group.push_back(group);
            rows.row.push_back(i);
        }
        for (std::size_t g = 0; g < nGroups; ++g)
            groupNames.push_back("group " + std::to_string(g));
        calibrate();
    }

    /// Calibration rows are the rows themselves.
    void calibrate() { calibration = {rows.x.dense.col(0), rows.group, rows.weight, rows.y}; }

    [[nodiscard]] Scores baseScores() const { return rows.x.dense.col(0); }

    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const MethodInfo& info, const std::vector<ParamSet>& settings, const RunContext& ctx = {}) const
    {
        std::vector<ParamSet> complete;
        for (const ParamSet& setting : settings) {
            EH_TRY(ParamSet params, completeParams(info.id, info.params, setting));
            complete.push_back(std::move(params));
        }
        // A learner that methods can train themselves.
        const LearnerInfo* const learner
            = findLearner(task == Task::Classification ? "linear_svm" : "ridge").value();
        const ParamSet learnerParams = completeParams(learner->id, learner->params, {}).value();
        const FitInput input {rows, calibration, base, groupNames, task, {}, 11, learner, &learnerParams};
        return info.make()->fit(input, complete, ctx);
    }

    /// Scores of the rows after a repair with the given parameters.
    [[nodiscard]] Result<Scores> repaired(
        const MethodInfo& info, const ParamSet& setting = {}, const RunContext& ctx = {}) const
    {
        EH_TRY(const auto predictors, fit(info, {setting}, ctx));
        return predictors.front()->predict(rows, baseScores(), ctx);
    }

    /// The same study with its rows in another order and its groups under other codes.
    [[nodiscard]] MethodStudy shuffled(std::uint64_t seed) const
    {
        MethodStudy other = *this;
        std::vector<Eigen::Index> order(rows.row);
        Rng(seed).shuffle(std::span(order));
        const auto last = static_cast<std::int32_t>(groupNames.size()) - 1;
        for (std::size_t to = 0; to < order.size(); ++to) {
            const Eigen::Index from = order[to];
            const auto at = static_cast<Eigen::Index>(to);
            other.rows.x.dense.row(at) = rows.x.dense.row(from);
            other.rows.y(at) = rows.y(from);
            other.rows.group[to] = last - rows.group[static_cast<std::size_t>(from)];
            other.rows.row[to] = from;
        }
        other.calibrate();
        return other;
    }
};

} // namespace evenhand::test
