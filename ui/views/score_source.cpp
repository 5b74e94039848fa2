#include "ui/views/score_source.h"

#include <algorithm>

namespace evenhand::ui {

namespace {

bool hasScores(const RunResult& run, int repeat)
{
    const auto i = static_cast<std::size_t>(repeat);
    return i < run.scores.size() && run.scores[i] != nullptr;
}

} // namespace

ScoreSource::ScoreSource(QObject* parent)
    : QObject(parent)
{
    connect(&m_job, &JobRunner::finished, this, [this](JobRunner::Id, const JobRunner::Value& value) {
        m_scores = jobValue<SelectedScores>(value);
        emit changed();
    });
    connect(&m_job, &JobRunner::failed, this, [this](JobRunner::Id, const Error& error) {
        qWarning("scores: %s", error.english().c_str());
        m_scores.reset();
        emit changed();
    });
}

int ScoreSource::repeats() const
{
    const RunResult* const run = m_context.selected();
    return run == nullptr ? 0 : static_cast<int>(run->scores.size());
}

void ScoreSource::request(const ViewContext& context)
{
    const int before = repeats();
    m_context = context;
    m_repeat = std::clamp(m_repeat, 0, std::max(repeats() - 1, 0));
    if (repeats() != before)
        emit repeatChanged();
    prepare();
}

void ScoreSource::setRepeat(int repeat)
{
    if (repeat == m_repeat)
        return;
    m_repeat = repeat;
    prepare();
    emit repeatChanged();
}

void ScoreSource::prepare()
{
    const RunResult* const run = m_context.selected();
    const auto i = static_cast<std::size_t>(m_repeat);
    if (run == nullptr || !hasScores(*run, m_repeat)) {
        m_job.abandon();
        m_ofScores.reset();
        if (std::exchange(m_scores, nullptr))
            emit changed();
        return;
    }
    const auto& base = m_context.report->baseScores[static_cast<std::size_t>(run->learnerIndex)];
    if (run->scores[i] == m_ofScores && i < base.size() && base[i] == m_ofBase && m_ofRepeats == repeats())
        return;
    m_ofScores = run->scores[i];
    m_ofRepeats = repeats();
    m_ofBase = i < base.size() ? base[i] : nullptr;
    m_job.start([report = m_context.report, index = m_context.run, repeat = m_repeat](
                    const RunContext& ctx, const JobRunner::Publish&) -> Result<JobRunner::Value> {
        EH_TRY(SelectedScores scores,
            selectScores(*report, static_cast<std::size_t>(index), static_cast<std::size_t>(repeat), ctx));
        return JobRunner::Value(std::make_shared<const SelectedScores>(std::move(scores)));
    });
}

} // namespace evenhand::ui
