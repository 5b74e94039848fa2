#pragma once

#include "engine/core/run_context.h"

#include <QObject>
#include <QTimer>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

namespace evenhand::ui {

/// Runs one piece of work at a time off the window's thread; the latest request wins.
///
/// Everything that comes back is immutable and carries the id of its job. All signals are emitted on the
/// thread of this object, and only for the newest job: of a job that was replaced or abandoned nothing is
/// heard but `cancelled`. Destroying the runner stops the work, waits for its next checkpoint and emits
/// nothing.
class JobRunner final : public QObject {
    Q_OBJECT
public:
    using Id = quint64;
    using Value = std::shared_ptr<const void>;
    using Publish = std::function<void(Value)>;
    /// What a job does, on the worker thread. May publish values that are usable before the end.
    using Work = std::function<Result<Value>(const RunContext&, const Publish&)>;

    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override;
    JobRunner(const JobRunner&) = delete;
    JobRunner& operator=(const JobRunner&) = delete;
    JobRunner(JobRunner&&) = delete;
    JobRunner& operator=(JobRunner&&) = delete;

    /// Replaces the running job, if there is one, which hears a stop request.
    Id start(Work work);
    /// Asks the running job to stop. What it has finished still arrives; otherwise `cancelled` does.
    void stop();
    /// Stops the running job and forgets it: nothing of it arrives any more.
    void abandon();
    [[nodiscard]] bool isBusy() const { return m_current != 0; }

signals:
    void progressed(evenhand::ui::JobRunner::Id id, double fraction, const evenhand::Text& doing);
    /// A network that the job trains has done another epoch; at most ten times a second.
    void trained(evenhand::ui::JobRunner::Id id, const std::shared_ptr<const evenhand::TrainingCurve>& curve);
    void partial(evenhand::ui::JobRunner::Id id, const evenhand::ui::JobRunner::Value& value);
    void finished(evenhand::ui::JobRunner::Id id, const evenhand::ui::JobRunner::Value& value);
    void failed(evenhand::ui::JobRunner::Id id, const evenhand::Error& error);
    void cancelled(evenhand::ui::JobRunner::Id id);

private:
    struct Job {
        Id id = 0;
        Work work;
        std::stop_source stop;
        std::shared_ptr<Progress> progress;
        std::shared_ptr<LiveTraining> live;
    };
    struct Outcome {
        Id id = 0;
        bool isPartial = false;
        Result<Value> value;
    };

    void workerLoop(const std::stop_token& quit);
    void post(Outcome outcome);
    Q_INVOKABLE void drain();
    void poll();

    QTimer m_poll; ///< 20 Hz while busy
    Id m_lastId = 0;
    Id m_current = 0; ///< 0 = idle
    std::stop_source m_currentStop;
    std::shared_ptr<Progress> m_currentProgress;
    std::shared_ptr<LiveTraining> m_currentLive;
    std::shared_ptr<const TrainingCurve> m_shownCurve;
    bool m_skipsCurve = false; ///< every other poll

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<Job> m_next;     ///< guarded; only the newest request survives
    std::vector<Outcome> m_outbox; ///< guarded
    std::jthread m_worker;         ///< last: joined before anything else dies
};

/// Takes a value out of a runner's signal; @p T must be what the work returned.
template <class T> [[nodiscard]] std::shared_ptr<const T> jobValue(const JobRunner::Value& value)
{
    return std::static_pointer_cast<const T>(value);
}

} // namespace evenhand::ui
