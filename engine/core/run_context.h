#pragma once

#include "engine/core/result.h"
#include "engine/core/training_curve.h"

#include <atomic>
#include <mutex>
#include <stop_token>

namespace evenhand {

/// What a running job tells the outside. Written by the engine, read by anybody at any time.
class Progress {
public:
    void setFraction(double fraction) { m_fraction.store(fraction, std::memory_order_relaxed); }
    [[nodiscard]] double fraction() const { return m_fraction.load(std::memory_order_relaxed); }

    void say(Text doing)
    {
        const std::scoped_lock lock(m_mutex);
        m_doing = std::move(doing);
    }
    [[nodiscard]] Text doing() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_doing;
    }

private:
    std::atomic<double> m_fraction {0.0};
    mutable std::mutex m_mutex;
    Text m_doing;
};

/// How a computation is run: who may stop it, where it reports, with how many threads. Never what it
/// computes: results have the same bits for every RunContext.
class RunContext {
public:
    RunContext() = default;
    RunContext(std::stop_token stop, Progress* progress, int threads)
        : m_stop(std::move(stop))
        , m_progress(progress)
        , m_threads(threads < 1 ? 1 : threads)
    {
    }

    [[nodiscard]] bool stopRequested() const { return m_stop.stop_requested(); }
    [[nodiscard]] const std::stop_token& stopToken() const { return m_stop; }
    [[nodiscard]] int threads() const { return m_threads; }

    /// To be called at least every 50 ms of work. @p fraction in [0,1] is the share of this slice that is
    /// done.
    /// @errors Cancelled when the person has asked to stop
    [[nodiscard]] Result<void> checkpoint(double fraction) const
    {
        if (m_progress != nullptr)
            m_progress->setFraction(m_begin + (m_end - m_begin) * fraction);
        return checkpoint();
    }
    /// As above without saying how far it is.
    [[nodiscard]] Result<void> checkpoint() const
    {
        if (stopRequested())
            return Error {ErrorCode::Cancelled, text("stopped"), {}, {}};
        return kOk;
    }
    void say(Text doing) const
    {
        if (m_progress != nullptr)
            m_progress->say(std::move(doing));
    }

    /// Shows a network's training while it goes on; also from work that is otherwise silent.
    void show(const std::shared_ptr<const TrainingCurve>& curve) const
    {
        if (m_live != nullptr)
            m_live->show(curve);
    }
    /// The same job, showing trainings in @p live.
    [[nodiscard]] RunContext showing(LiveTraining* live) const
    {
        RunContext watched = *this;
        watched.m_live = live;
        return watched;
    }
    /// The same job with nobody to stop it: to finish in little time what a stop has left half done.
    [[nodiscard]] RunContext finishing() const
    {
        RunContext last = *this;
        last.m_stop = {};
        return last;
    }

    /// The same job, reporting into the part [begin, end] of this slice.
    [[nodiscard]] RunContext slice(double begin, double end) const
    {
        RunContext part = *this;
        part.m_begin = m_begin + (m_end - m_begin) * begin;
        part.m_end = m_begin + (m_end - m_begin) * end;
        return part;
    }
    /// The same job without reporting and on its share of the threads: for work that runs beside its like.
    [[nodiscard]] RunContext silent(int threads = 1) const
    {
        return RunContext {m_stop, nullptr, threads}.showing(m_live);
    }

private:
    std::stop_token m_stop;
    Progress* m_progress = nullptr;
    LiveTraining* m_live = nullptr;
    double m_begin = 0.0;
    double m_end = 1.0;
    int m_threads = 1;
};

} // namespace evenhand
