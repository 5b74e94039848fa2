#include "ui/views/tradeoff_source.h"

namespace evenhand::ui {

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
        EH_TRY(TradeoffAnswers answers,
            tradeoffAnswers(*report, error, unfairness, ctx, [&publish](const TradeoffAnswers& early) {
                publish(std::make_shared<const TradeoffAnswers>(early));
            }));
        return JobRunner::Value(std::make_shared<const TradeoffAnswers>(std::move(answers)));
    });
}

} // namespace evenhand::ui
