#pragma once

#include "engine/learners/logistic_refits.h"
#include "engine/methods/reduction.h"

#include <map>

namespace evenhand {

/// A model that the learner answered, with what counts of it.
struct Response {
    std::shared_ptr<const Predictor> model;
    Eigen::VectorXd summary; ///< of its predictions of the training rows, see Reduction
    bool isConstant = false; ///< trained on one outcome only: its warnings are about that
};

/// The learner of a study as the oracle of a reduction: the model that it trains on relabelled and reweighted
/// rows. It is best for the costs as far as its own loss stands for them, as in the paper.
///
/// Answers are functions of the costs alone, whatever was asked before. Logistic regression is refitted from
/// the study's base model, which is faster and the same to about five digits (LogisticRefits).
class BestResponse {
public:
    /// @param input, reduction  must outlive the oracle
    /// @errors InvalidArgument  the input names no learner;  Cancelled
    [[nodiscard]] static Result<BestResponse> create(
        const FitInput& input, const Reduction& reduction, const RunContext& ctx);

    /// @param costs  as Reduction::costs(); any number of threads may ask at once
    /// @errors Cancelled, and whatever the learner returns
    [[nodiscard]] Result<std::shared_ptr<const Response>> to(
        const Eigen::VectorXd& costs, const RunContext& ctx) const;

    [[nodiscard]] double threshold() const { return thresholdOf(m_input->learner->scoreKind); }

private:
    BestResponse(const FitInput& input, const Reduction& reduction)
        : m_input(&input)
        , m_reduction(&reduction)
    {
    }
    [[nodiscard]] Result<std::shared_ptr<const Response>> train(
        const CellTargets& targets, const RunContext& ctx) const;
    [[nodiscard]] Result<std::shared_ptr<const Response>> refit(
        const CellTargets& targets, const RunContext& ctx) const;
    [[nodiscard]] Eigen::VectorXd decided(const Eigen::VectorXd& scores, double threshold) const;

    const FitInput* m_input;
    const Reduction* m_reduction;
    std::shared_ptr<const LogisticRefits> m_refits; ///< null: the learner trains
};

/// An oracle that is not asked the same twice. One thread at a time.
class RememberedResponses {
public:
    explicit RememberedResponses(const BestResponse& oracle)
        : m_oracle(oracle)
    {
    }
    /// As BestResponse::to().
    [[nodiscard]] Result<std::shared_ptr<const Response>> to(
        const Eigen::VectorXd& costs, const RunContext& ctx);

private:
    const BestResponse& m_oracle;
    std::map<std::vector<double>, std::shared_ptr<const Response>> m_known;
};

/// Sentences of models about their fits, each kind once.
[[nodiscard]] std::vector<Text> warningsOf(const std::vector<std::shared_ptr<const Response>>& responses);

} // namespace evenhand
