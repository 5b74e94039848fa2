#include "engine/methods/best_response.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr std::string_view kLogistic = "logistic";

bool hasOneLabel(const CellTargets& targets)
{
    return (targets.label.array() == targets.label[0]).all();
}

} // namespace

Result<BestResponse> BestResponse::create(
    const FitInput& input, const Reduction& reduction, const RunContext& ctx)
{
    if (input.learner == nullptr || input.learnerParams == nullptr)
        return invalidArgument(text("a reduction trains models and was not told with which learner"));
    BestResponse made(input, reduction);
    const bool isLogistic = reduction.task == Task::Classification && input.learner->id == kLogistic;
    if (isLogistic && LogisticRefits::isWorthwhile(input.train.x, reduction.cells)) {
        // A base model whose scores were known already has no weights to begin from: it is trained again, to
        // the same bits.
        std::shared_ptr<const Predictor> base = input.base;
        if (dynamic_cast<const LinearPredictor*>(base.get()) == nullptr) {
            EH_TRY(base, input.learner->make()->fit(input.train, *input.learnerParams, input.encoding, ctx));
        }
        EH_TRY(made.m_refits,
            LogisticRefits::prepare(input.train, number(*input.learnerParams, "C") * input.train.weight,
                input.encoding.intercept, reduction.cell, reduction.cells,
                dynamic_cast<const LinearPredictor*>(base.get()), ctx));
    }
    return made;
}

VectorXd BestResponse::decided(const VectorXd& scores, double threshold) const
{
    if (m_reduction->task == Task::Regression)
        return scores;
    return (scores.array() >= threshold).cast<double>();
}

Result<std::shared_ptr<const Response>> BestResponse::to(const VectorXd& costs, const RunContext& ctx) const
{
    EH_CHECK(ctx.checkpoint());
    const CellTargets targets = targetsOf(*m_reduction, costs);
    if (m_refits != nullptr && !hasOneLabel(targets)) {
        EH_TRY(std::shared_ptr<const Response> made, refit(targets, ctx));
        if (made != nullptr)
            return made;
    }
    return train(targets, ctx);
}

Result<std::shared_ptr<const Response>> BestResponse::refit(
    const CellTargets& targets, const RunContext& ctx) const
{
    const Result<LogisticRefits::Fit> fit = m_refits->fit(targets.label, targets.factor, ctx);
    if (fit.has_error() && fit.error().code == ErrorCode::Cancelled)
        return Failure {fit.error()};
    // What the short cut cannot fit, the learner does.
    if (fit.has_error() || !fit->converged || !fit->coefficients.allFinite())
        return std::shared_ptr<const Response> {};
    auto made = std::make_shared<Response>();
    made->model = std::make_shared<LinearPredictor>(
        fit->coefficients, fit->intercept, Link::Logistic, std::vector<Text> {});
    made->summary = summaryOf(*m_reduction, m_input->train.y, decided(fit->linear, 0.0));
    return std::shared_ptr<const Response>(std::move(made));
}

Result<std::shared_ptr<const Response>> BestResponse::train(
    const CellTargets& targets, const RunContext& ctx) const
{
    EncodedData rows = m_input->train;
    EH_CHECK(ctx.checkpoint());
    const bool isClass = m_reduction->task == Task::Classification;
    for (Index i = 0; i < rows.y.size(); ++i) {
        const Index cell = m_reduction->cell[static_cast<std::size_t>(i)];
        rows.y[i] = isClass ? targets.label[cell] : rows.y[i] + targets.label[cell];
        rows.weight[i] *= targets.factor[cell];
    }
    auto made = std::make_shared<Response>();
    made->isConstant = isClass && hasOneLabel(targets);
    EH_TRY(made->model, m_input->learner->make()->fit(rows, *m_input->learnerParams, m_input->encoding, ctx));
    EH_TRY(const Scores scores, made->model->predict(m_input->train, ctx));
    if (!scores.allFinite())
        return noAnswer(text("a model trained on reweighted rows has scores that are not finite"));
    made->summary = summaryOf(*m_reduction, m_input->train.y, decided(scores, threshold()));
    return std::shared_ptr<const Response>(std::move(made));
}

Result<std::shared_ptr<const Response>> RememberedResponses::to(const VectorXd& costs, const RunContext& ctx)
{
    const std::vector<double> key(costs.begin(), costs.end());
    const auto known = m_known.find(key);
    if (known != m_known.end())
        return known->second;
    EH_TRY(std::shared_ptr<const Response> made, m_oracle.to(costs, ctx));
    m_known.emplace(key, made);
    return made;
}

std::vector<Text> warningsOf(const std::vector<std::shared_ptr<const Response>>& responses)
{
    std::vector<Text> all;
    for (const auto& response : responses) {
        if (response->isConstant)
            continue;
        for (const Text& warning : response->model->warnings())
            if (std::ranges::find(all, warning.source, &Text::source) == all.end())
                all.push_back(warning);
    }
    return all;
}

} // namespace evenhand
