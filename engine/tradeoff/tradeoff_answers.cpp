#include "engine/tradeoff/tradeoff_answers.h"

#include "engine/pipeline/assemble.h"

namespace evenhand {

namespace {

template <class T> Result<void> keep(TradeoffPart<T>& part, Result<T> answer)
{
    if (answer.has_value()) {
        part.value = *std::move(answer);
        return kOk;
    }
    if (answer.error().code == ErrorCode::Cancelled)
        return std::move(answer).error();
    part.reason = answer.error().what;
    return kOk;
}

} // namespace

Result<TradeoffAnswers> tradeoffAnswers(const Report& report, const std::string& error,
    const std::string& unfairness, const RunContext& ctx,
    const std::function<void(const TradeoffAnswers&)>& early)
{
    TradeoffAnswers answers;
    answers.error = error;
    answers.unfairness = unfairness;
    EH_CHECK(keep(answers.measures, frontMeasures(report, error, unfairness, ctx)));
    EH_CHECK(keep(answers.frontier, reportFrontier(report, error, unfairness, ctx)));
    if (early)
        early(answers);
    EH_CHECK(keep(answers.dominated, dominance(report, error, unfairness, ctx)));
    EH_CHECK(keep(answers.halves, halfFigures(report, error, unfairness, ctx)));
    return answers;
}

Result<TradeoffAnswers> tradeoffAnswers(const Report& report, const RunContext& ctx)
{
    return tradeoffAnswers(report, errorMetricOf(report.study), unfairnessMetricOf(report.study), ctx);
}

} // namespace evenhand
