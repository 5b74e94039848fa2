#include "ui/jobs/job_runner.h"

#include "engine/core/parallel.h"

#include <exception>

namespace evenhand::ui {

JobRunner::JobRunner(QObject* parent)
    : QObject(parent)
    , m_worker([this](const std::stop_token& quit) { workerLoop(quit); })
{
    m_poll.setInterval(50);
    connect(&m_poll, &QTimer::timeout, this, &JobRunner::poll);
}

JobRunner::~JobRunner()
{
    m_worker.request_stop();
    m_currentStop.request_stop();
    {
        const std::scoped_lock lock(m_mutex);
        if (m_next)
            m_next->stop.request_stop();
        m_next.reset();
    }
    m_worker.join();
}

JobRunner::Id JobRunner::start(Work work)
{
    const Id replaced = m_current;
    m_currentStop.request_stop();
    Job job {++m_lastId, std::move(work), {}, std::make_shared<Progress>(), std::make_shared<LiveTraining>()};
    m_current = job.id;
    m_currentStop = job.stop;
    m_currentProgress = job.progress;
    m_currentLive = job.live;
    m_shownCurve.reset();
    const Id id = job.id;
    {
        const std::scoped_lock lock(m_mutex);
        m_next = std::move(job);
    }
    m_wake.notify_one();
    m_poll.start();
    if (replaced != 0)
        emit cancelled(replaced);
    return id;
}

void JobRunner::stop()
{
    m_currentStop.request_stop();
}

void JobRunner::abandon()
{
    m_currentStop.request_stop();
    {
        const std::scoped_lock lock(m_mutex);
        m_next.reset();
    }
    const Id id = std::exchange(m_current, 0);
    m_poll.stop();
    if (id != 0)
        emit cancelled(id);
}

void JobRunner::workerLoop(const std::stop_token& quit)
{
    while (true) {
        std::optional<Job> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_wake.wait(lock, quit, [this] { return m_next.has_value(); }))
                return;
            job = std::exchange(m_next, std::nullopt);
        }
        const RunContext context = RunContext(job->stop.get_token(), job->progress.get(), defaultThreads())
                                       .showing(job->live.get());
        const Publish publish = [this, id = job->id](Value value) { post({id, true, std::move(value)}); };
        // The only place where exceptions end: they are faults of ours or exhausted memory.
        try {
            post({job->id, false, job->work(context, publish)});
        } catch (const std::bad_alloc&) {
            post({job->id, false,
                Error {ErrorCode::Internal, text("not enough memory"),
                    text("use fewer rows or fewer columns"), {}}});
        } catch (const std::exception& exception) {
            post({job->id, false,
                Error {ErrorCode::Internal, text("internal fault: %1", exception.what()),
                    text("please report it"), {}}});
        }
    }
}

void JobRunner::post(Outcome outcome)
{
    {
        const std::scoped_lock lock(m_mutex);
        // Only the newest partial of a job is worth drawing.
        if (outcome.isPartial)
            std::erase_if(
                m_outbox, [&](const Outcome& old) { return old.isPartial && old.id == outcome.id; });
        m_outbox.push_back(std::move(outcome));
    }
    QMetaObject::invokeMethod(this, "drain", Qt::QueuedConnection);
}

void JobRunner::drain()
{
    std::vector<Outcome> outcomes;
    {
        const std::scoped_lock lock(m_mutex);
        outcomes.swap(m_outbox);
    }
    for (const Outcome& outcome : outcomes) {
        if (outcome.id != m_current)
            continue;
        if (outcome.isPartial) {
            emit partial(outcome.id, outcome.value.value());
            continue;
        }
        m_current = 0;
        m_poll.stop();
        if (outcome.value.has_value())
            emit finished(outcome.id, outcome.value.value());
        else if (outcome.value.error().code == ErrorCode::Cancelled)
            emit cancelled(outcome.id);
        else
            emit failed(outcome.id, outcome.value.error());
    }
}

void JobRunner::poll()
{
    if (m_current == 0)
        return;
    const Id id = m_current;
    emit progressed(id, m_currentProgress->fraction(), m_currentProgress->doing());
    m_skipsCurve = !m_skipsCurve;
    if (id != m_current || m_skipsCurve)
        return;
    if (auto curve = m_currentLive->curve(); curve != m_shownCurve) {
        m_shownCurve = std::move(curve);
        emit trained(id, m_shownCurve);
    }
}

} // namespace evenhand::ui
