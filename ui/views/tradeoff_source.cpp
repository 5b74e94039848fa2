#include "ui/views/tradeoff_source.h"

namespace evenhand::ui {

namespace {

/// Keeps what has an answer; a stop goes on, any other reason is left to the caller to say.
template <class T> Result<void> keep(std::optional<T>& place, Result<T> answer, Text* reason)
{
    if (answer.has_value()) {
        place = *std::move(answer);
        return kOk;
    }
    if (answer.error().code == ErrorCode::Cancelled)
        return std::move(answer).error();
    if (reason != nullptr)
        *reason = answer.error().what;
    return kOk;
}

Result<JobRunner::Value> answer(const Report& report, const std::string& error, const std::string& unfairness,
    const RunContext& ctx, const JobRunner::Publish& publish)
{
    auto answers = std::make_shared<TradeoffAnswers>();
    answers->error = error;
    answers->unfairness = unfairness;
    EH_CHECK(keep(answers->measures, frontMeasures(report, error, unfairness, ctx), nullptr));
    EH_CHECK(keep(answers->frontier, reportFrontier(report, error, unfairness, ctx), &answers->noFrontier));
    publish(std::make_shared<const TradeoffAnswers>(*answers));
    EH_CHECK(keep(answers->dominated, dominance(report, error, unfairness, ctx), &answers->noDominance));
    EH_CHECK(keep(answers->halves, halfFigures(report, error, unfairness, ctx), nullptr));
    return JobRunner::Value(std::move(answers));
}

} // namespace

TradeoffSource::TradeoffSource(QObject* parent)
    : QObject(parent)
{
    const auto take = [this](JobRunner::Id, const JobRunner::Value& value) {
        m_answers = jobValue<TradeoffAnswers>(value);
        emit changed();
    };
    connect(&m_job, &JobRunner::partial, this, take);
    connect(&m_job, &JobRunner::finished, this, take);
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        qWarning("trade-off: %s", error.english().c_str());
        m_answers.reset();
        emit changed();
    });
}

void TradeoffSource::request(
    const ViewContext& context, const std::string& error, const std::string& unfairness)
{
    if (context.report == m_report && error == m_error && unfairness == m_unfairness)
        return;
    const bool sameAxes = error == m_error && unfairness == m_unfairness;
    m_report = context.report;
    m_error = error;
    m_unfairness = unfairness;
    // While a study grows the frontier of fewer repeats stays; what speaks of single runs may mean others
    // now.
    if (context.running && sameAxes && m_answers) {
        auto kept = std::make_shared<TradeoffAnswers>(*m_answers);
        kept->measures.reset();
        kept->dominated.reset();
        kept->halves.reset();
        m_answers = std::move(kept);
    } else {
        m_answers.reset();
    }
    if (!m_report) {
        m_job.abandon();
        return;
    }
    m_job.start([report = m_report, error, unfairness](
                    const RunContext& ctx, const JobRunner::Publish& publish) -> Result<JobRunner::Value> {
        return answer(*report, error, unfairness, ctx, publish);
    });
}

} // namespace evenhand::ui
