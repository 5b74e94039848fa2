#include "engine/pipeline/run.h"

#include "engine/core/parallel.h"
#include "engine/pipeline/assemble.h"

#include <chrono>

namespace evenhand {

namespace {

using Clock = std::chrono::steady_clock;

Result<void> checkReportMetrics(const Study& study)
{
    const auto check = [&](const std::string& id, MetricRole role) -> Result<void> {
        EH_TRY(const MetricInfo* const metric, findMetric(id));
        const bool fitsTask
            = study.roles.task == Task::Classification ? metric->classification : metric->regression;
        if (metric->role != role || !fitsTask)
            return invalidArgument(text("the metric “%1” cannot be on this axis for this task", id));
        return kOk;
    };
    EH_CHECK(check(errorMetricOf(study), MetricRole::Error));
    return check(unfairnessMetricOf(study), MetricRole::Unfairness);
}

/// Publishes growing reports, one at a time and not more often than people can see.
class Publisher {
public:
    Publisher(const PartialReport& partial, std::function<std::shared_ptr<Report>()> assembleNow)
        : m_partial(partial)
        , m_assemble(std::move(assembleNow))
    {
    }
    /// Called with the lock of the outcomes held.
    void unitFinished()
    {
        constexpr auto kPause = std::chrono::milliseconds(100);
        if (!m_partial || Clock::now() - m_last < kPause)
            return;
        const std::shared_ptr<Report> report = m_assemble();
        report->complete = false;
        m_partial(report);
        m_last = Clock::now();
    }

private:
    const PartialReport& m_partial;
    std::function<std::shared_ptr<Report>()> m_assemble;
    Clock::time_point m_last;
};

} // namespace

Result<std::shared_ptr<const Report>> run(
    const Study& study, const Dataset& data, const RunContext& ctx, const PartialReport& partial)
{
    const Clock::time_point start = Clock::now();
    ctx.say(text("checking the table"));
    EH_CHECK(ctx.checkpoint(0.0));
    EH_TRY(const Plan plan, makePlan(study));
    EH_TRY(const Prepared prepared, prepare(study.roles, *data.table, ctx));
    EH_CHECK(checkReportMetrics(study));
    EH_TRY(
        const Splitter splits, Splitter::create(study.split, *data.table, prepared.rows, prepared.stratum));

    Outcomes outcomes(
        plan.learners.size(), std::vector<std::shared_ptr<const RepeatOutcome>>(splits.count()));
    std::size_t totalSteps = 0;
    for (const LearnerJob& job : plan.learners)
        totalSteps += splits.count() * stepsOf(job, study.split);
    StepCounter steps(totalSteps, ctx);
    std::mutex mutex;
    Publisher publisher(partial, [&] { return assemble(study, data, prepared, plan, outcomes); });

    // Repeats run beside one another; threads that are left over work inside them. Repeat by repeat rather
    // than learner by learner, so that what is finished when somebody stops is comparable.
    const std::size_t units = splits.count() * plan.learners.size();
    const int inner = std::max(1, ctx.threads() / static_cast<int>(std::min<std::size_t>(units, 1024)));
    const Result<void> done = parallelFor(units, ctx, [&](std::size_t unit) -> Result<void> {
        const std::size_t repeat = unit / plan.learners.size();
        const std::size_t learner = unit % plan.learners.size();
        EH_TRY(RepeatOutcome outcome,
            computeRepeat(study, *data.table, prepared, plan.learners[learner], splits, repeat, steps,
                ctx.silent(inner)));
        const std::scoped_lock lock(mutex);
        outcomes[learner][repeat] = std::make_shared<const RepeatOutcome>(std::move(outcome));
        publisher.unitFinished();
        return kOk;
    });
    const bool anyFinished = std::ranges::any_of(outcomes, [](const auto& repeats) {
        return std::ranges::any_of(repeats, [](const auto& r) { return r != nullptr; });
    });
    if (done.has_error() && (done.error().code != ErrorCode::Cancelled || !anyFinished))
        return done.error();
    // Steps were counted at most: what searches had no need to do is done, too.
    if (!done.has_error())
        static_cast<void>(ctx.checkpoint(1.0)); // too late to stop
    const std::shared_ptr<Report> report = assemble(study, data, prepared, plan, outcomes);
    const bool isCutShort = std::ranges::any_of(outcomes, [](const auto& repeats) {
        return std::ranges::any_of(repeats, [](const auto& r) { return r != nullptr && r->isCutShort; });
    });
    report->complete = !done.has_error() && !isCutShort;
    report->seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report->threads = ctx.threads();
    return std::shared_ptr<const Report>(report);
}

} // namespace evenhand
