#include "engine/pipeline/run.h"

#include "engine/core/parallel.h"
#include "engine/pipeline/assemble.h"

#include <algorithm>
#include <chrono>
#include <map>

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

/// What is computed side by side: a learner job in a repeat.
struct WorkUnit {
    std::size_t repeat = 0, learner = 0;
};

/// Repeat by repeat rather than learner by learner, so that what is finished when somebody stops is
/// comparable.
std::vector<WorkUnit> unitsOf(const Shard& shard, std::size_t repeats, std::size_t learners)
{
    std::vector<WorkUnit> units;
    for (std::size_t repeat = 0; repeat < repeats; ++repeat)
        for (std::size_t learner = 0; learner < learners; ++learner)
            if (shard.has(repeat, learner, learners))
                units.push_back({repeat, learner});
    return units;
}

/// Units run beside one another, one thread each; in the last round, in which there are fewer units than
/// threads, those that are left over work inside them.
int threadsInside(std::size_t unit, std::size_t units, int threads)
{
    const std::size_t lastRound = units % static_cast<std::size_t>(threads);
    return unit >= units - lastRound ? threads / static_cast<int>(lastRound) : 1;
}

/// Tells a SweepProgress, if there is one, which units are finished. One call at a time.
class Teller {
public:
    Teller(SweepProgress* progress, const Plan& plan, const std::vector<WorkUnit>& units)
        : m_progress(progress)
        , m_plan(plan)
    {
        std::vector<int> ofLearner(plan.learners.size(), 0);
        for (const WorkUnit& unit : units) {
            ++ofLearner[unit.learner];
            ++m_left[unit.repeat];
        }
        if (m_progress == nullptr)
            return;
        m_progress->change([&](SweepProgress::State& state) {
            state = {};
            for (const Plan::Run& run : plan.runs)
                state.runs.push_back({0, ofLearner[run.learnerJob]});
            state.repeats = m_left.size();
        });
    }
    void finished(const WorkUnit& unit, const RepeatOutcome& outcome)
    {
        if (m_progress == nullptr)
            return;
        m_progress->change([&](SweepProgress::State& state) {
            for (std::size_t run = 0; run < m_plan.runs.size(); ++run)
                if (m_plan.runs[run].learnerJob == unit.learner)
                    ++state.runs[run].repeatsDone;
            if (--m_left[unit.repeat] == 0)
                ++state.repeatsDone;
            state.fromCache += outcome.fromCache;
            state.computed += outcome.runs.size() - outcome.fromCache;
        });
    }

private:
    SweepProgress* m_progress;
    const Plan& m_plan;
    std::map<std::size_t, std::size_t> m_left; ///< units of each repeat
};

Result<UnitCache> cacheOf(
    const Study& study, const Dataset& data, const RunOptions& options, const RunContext& ctx)
{
    if (options.store == nullptr)
        return UnitCache();
    EH_TRY(std::string key, studyKey(study, *data.table, options.program, ctx));
    return UnitCache(*options.store, std::move(key));
}

bool isAnyCutShort(const Outcomes& outcomes)
{
    return std::ranges::any_of(outcomes, [](const auto& repeats) {
        return std::ranges::any_of(repeats, [](const auto& r) { return r != nullptr && r->isCutShort; });
    });
}

} // namespace

Result<std::shared_ptr<const Report>> run(
    const Study& study, const Dataset& data, const RunContext& ctx, const PartialReport& partial)
{
    return run(study, data, ctx, RunOptions {}, partial);
}

Result<std::shared_ptr<const Report>> run(const Study& study, const Dataset& data, const RunContext& ctx,
    const RunOptions& options, const PartialReport& partial)
{
    const Clock::time_point start = Clock::now();
    ctx.say(text("checking the table"));
    EH_CHECK(ctx.checkpoint(0.0));
    EH_TRY(const Plan plan, makePlan(study));
    EH_TRY(const Prepared prepared, prepare(study.roles, *data.table, ctx));
    EH_CHECK(checkReportMetrics(study));
    EH_TRY(
        const Splitter splits, Splitter::create(study.split, *data.table, prepared.rows, prepared.stratum));
    EH_TRY(UnitCache cache, cacheOf(study, data, options, ctx));
    const StudyData shared {study, *data.table, prepared, std::move(cache)};

    Outcomes outcomes(
        plan.learners.size(), std::vector<std::shared_ptr<const RepeatOutcome>>(splits.count()));
    const std::vector<WorkUnit> units = unitsOf(options.shard, splits.count(), plan.learners.size());
    std::size_t totalSteps = 0;
    for (const WorkUnit& unit : units)
        totalSteps += stepsOf(plan.learners[unit.learner], study.split);
    StepCounter steps(totalSteps, ctx);
    std::mutex mutex;
    Publisher publisher(partial, [&] { return assemble(study, data, prepared, plan, outcomes); });
    Teller teller(options.progress, plan, units);

    const Result<void> done = parallelFor(units.size(), ctx, [&](std::size_t i) -> Result<void> {
        const WorkUnit& unit = units[i];
        EH_TRY(RepeatOutcome outcome,
            computeRepeat(shared, plan.learners[unit.learner], splits, unit.repeat, steps,
                ctx.silent(threadsInside(i, units.size(), ctx.threads()))));
        const std::scoped_lock lock(mutex);
        teller.finished(unit, outcome);
        outcomes[unit.learner][unit.repeat] = std::make_shared<const RepeatOutcome>(std::move(outcome));
        publisher.unitFinished();
        return kOk;
    });
    // Only the first repeats without a gap are reported; a part of a sweep has gaps of its own.
    const bool anyFinished = std::ranges::any_of(outcomes, [&](const auto& repeats) {
        return options.shard.count > 1
            ? std::ranges::any_of(repeats, [](const auto& r) { return r != nullptr; })
            : repeats.front() != nullptr;
    });
    if (done.has_error() && (done.error().code != ErrorCode::Cancelled || !anyFinished))
        return done.error();
    // Steps were counted at most: what searches had no need to do is done, too.
    if (!done.has_error())
        static_cast<void>(ctx.checkpoint(1.0)); // too late to stop
    const std::shared_ptr<Report> report = assemble(study, data, prepared, plan, outcomes);
    report->complete = !done.has_error() && !isAnyCutShort(outcomes) && options.shard.count == 1;
    report->seconds = std::chrono::duration<double>(Clock::now() - start).count();
    report->threads = ctx.threads();
    return std::shared_ptr<const Report>(report);
}

Result<std::string> sweepKey(
    const Study& study, const Dataset& data, std::string_view program, const RunContext& ctx)
{
    EH_TRY(const Plan plan, makePlan(study));
    EH_TRY(const std::string shared, studyKey(study, *data.table, program, ctx));
    return sweepKeyOf(shared, study);
}

} // namespace evenhand
