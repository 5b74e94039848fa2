#include "engine/pipeline/repeat.h"

#include "engine/pipeline/select_run.h"
#include "engine/pipeline/setting_base.h"

#include <chrono>

namespace evenhand {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Everything about one split that the stages below share.
struct Unit {
    const SplitWork& work;
    SplitRows& rows;
    std::optional<std::uint64_t> bootstrapSeed;
};

/// The runs of a method on one base model: those that the cache has, and the others.
class MethodRuns {
public:
    MethodRuns(const Unit& unit, const SettingBase& base, const GroupedRows& grouped, const MethodJob& job)
        : m_unit(unit)
        , m_base(base)
        , m_grouped(grouped)
        , m_job(job)
        , m_runs(job.settings.size())
    {
    }

    Result<void> compute()
    {
        const Clock::time_point start = Clock::now();
        findKnown();
        EH_CHECK(m_unit.work.steps.skip(m_known));
        if (m_missing.empty())
            return kOk;
        EH_CHECK(m_job.method == nullptr ? measureBase() : fitAndMeasure());
        const double own = secondsSince(start) / static_cast<double>(m_missing.size());
        for (const std::size_t setting : m_missing)
            if (m_runs[setting])
                m_runs[setting]->seconds = own;
        keepMissing();
        return kOk;
    }

    /// Asked to stop, a training keeps its best network so far; it is still measured, then this is the end.
    void moveInto(RepeatOutcome& outcome)
    {
        for (std::size_t setting = 0; setting < m_runs.size(); ++setting)
            if (m_runs[setting])
                outcome.runs.push_back(outcomeOf(setting, *std::move(m_runs[setting])));
        outcome.fromCache += m_known;
        outcome.isCutShort = m_isStopped;
    }

private:
    [[nodiscard]] std::string keyOf(const std::vector<ParamSet>& settings) const
    {
        const UnitPlace place {m_unit.work.repeat, m_unit.work.learner.id, m_base.model.params};
        return m_unit.work.data.cache.method(place, m_job.method, settings, m_unit.bootstrapSeed.has_value());
    }

    /// Settings that are kept together: each alone, or the whole path.
    void findKnown()
    {
        const UnitCache& cache = m_unit.work.data.cache;
        if (settingsAreIndependent(m_job.method)) {
            for (std::size_t i = 0; i < m_runs.size(); ++i) {
                auto known = cache.find<MethodUnit>(keyOf({m_job.settings[i]}));
                if (known && known->runs.size() == 1)
                    m_runs[i] = std::move(known->runs.front());
            }
        } else {
            auto known = cache.find<MethodUnit>(keyOf(m_job.settings));
            if (known && known->runs.size() == m_runs.size())
                std::ranges::move(known->runs, m_runs.begin());
        }
        for (std::size_t i = 0; i < m_runs.size(); ++i)
            if (!m_runs[i])
                m_missing.push_back(i);
        m_known = m_runs.size() - m_missing.size();
    }

    void keepMissing() const
    {
        if (!std::ranges::all_of(m_runs, [](const auto& run) { return run.has_value(); }))
            return;
        if (settingsAreIndependent(m_job.method)) {
            for (const std::size_t i : m_missing)
                m_unit.work.keep(keyOf({m_job.settings[i]}), MethodUnit {{*m_runs[i]}});
            return;
        }
        MethodUnit path;
        for (const std::optional<RunUnit>& run : m_runs)
            path.runs.push_back(*run);
        m_unit.work.keep(keyOf(m_job.settings), path);
    }

    Result<void> measureBase()
    {
        const RunContext ctx = contextNow();
        RunUnit& run = m_runs.front().emplace();
        EH_TRY(run.evaluation, measured(m_base.scores->base, ctx));
        return m_isStopped ? kOk : m_unit.work.step("measuring");
    }

    Result<void> fitAndMeasure()
    {
        std::vector<ParamSet> settings;
        for (const std::size_t i : m_missing)
            settings.push_back(m_job.settings[i]);
        EH_TRY(const EncodedSplit* const rows, m_unit.rows.get());
        EH_TRY(const auto predictors, fitMethod(m_unit.work, *rows, m_base.model, *m_job.method, settings));
        const RunContext ctx = contextNow();
        for (std::size_t i = 0; i < predictors.size(); ++i) {
            if (predictors[i] == nullptr)
                continue;
            RunUnit run;
            EH_TRY(run.scores, predictors[i]->predict(rows->test, m_base.scores->base, ctx));
            EH_TRY(run.insight, predictors[i]->insight(rows->test, m_unit.work.ctx));
            run.warnings = predictors[i]->warnings();
            EH_TRY(run.evaluation, measured(run.scores, ctx));
            m_runs[m_missing[i]] = std::move(run);
            if (!m_isStopped)
                EH_CHECK(m_unit.work.step(m_job.method->id));
        }
        return kOk;
    }

    /// To measure what there is, also after a stop.
    RunContext contextNow()
    {
        m_isStopped = m_unit.work.ctx.stopRequested();
        return m_isStopped ? m_unit.work.ctx.finishing() : m_unit.work.ctx;
    }

    [[nodiscard]] Result<Evaluation> measured(const Scores& scores, const RunContext& ctx) const
    {
        const StudyData& data = m_unit.work.data;
        return m_grouped.evaluate(scores, givesDecisions(m_job.method, data.study.roles.task),
            data.study.roles.task, data.prepared.groups.names,
            m_isStopped ? std::nullopt : m_unit.bootstrapSeed, ctx);
    }

    [[nodiscard]] RunOutcome outcomeOf(std::size_t setting, RunUnit run) const
    {
        RunOutcome outcome;
        outcome.run = m_job.runs[setting];
        outcome.evaluation = std::move(run.evaluation);
        outcome.test = m_base.scores;
        outcome.scores = m_job.method == nullptr
            ? std::shared_ptr<const Eigen::VectorXd>(m_base.scores, &m_base.scores->base)
            : std::make_shared<const Eigen::VectorXd>(std::move(run.scores));
        outcome.insight = std::move(run.insight);
        outcome.warnings = m_base.warnings;
        outcome.warnings.insert(outcome.warnings.end(), run.warnings.begin(), run.warnings.end());
        outcome.seconds = run.seconds + m_base.seconds;
        return outcome;
    }

    const Unit& m_unit;
    const SettingBase& m_base;
    const GroupedRows& m_grouped;
    const MethodJob& m_job;
    std::vector<std::optional<RunUnit>> m_runs; ///< one per setting
    std::vector<std::size_t> m_missing;         ///< settings that the cache does not have
    std::size_t m_known = 0;
    bool m_isStopped = false;
};

/// All runs of one learner setting.
Result<void> computeSetting(const Unit& unit, const LearnerJob& job, RepeatOutcome& outcome)
{
    EH_TRY(const SettingBase base, settingBase(unit.work, unit.rows, job.params, job.needsCalibration()));
    const std::size_t nGroups = unit.work.data.prepared.groups.names.size();
    const GroupedRows grouped(*base.scores, nGroups);
    if (outcome.groupCount.empty()) {
        for (std::size_t g = 0; g < nGroups; ++g) {
            outcome.groupCount.push_back(static_cast<double>(grouped.count(g)));
            outcome.groupWeight.push_back(grouped.weight(g));
        }
    }
    for (const MethodJob& method : job.methods) {
        MethodRuns runs(unit, base, grouped, method);
        EH_CHECK(runs.compute());
        runs.moveInto(outcome);
        if (outcome.isCutShort)
            break;
    }
    return kOk;
}

/// All runs of a search, each with the parameters that it chose.
Result<void> computeSearch(const Unit& unit, const LearnerJob& job, RepeatOutcome& outcome)
{
    const Clock::time_point start = Clock::now();
    const SplitWork& work = unit.work;
    EH_TRY(const std::vector<SearchedRun> searched,
        searchParameters(work.data, job, work.split, work.repeat, work.steps, work.ctx));
    const double share = secondsSince(start) / static_cast<double>(searched.size());
    for (const LearnerJob& chosen : chosenJobs(job, searched))
        EH_CHECK(computeSetting(unit, chosen, outcome));
    for (RunOutcome& run : outcome.runs) {
        const auto found = std::ranges::find(searched, run.run, &SearchedRun::run);
        run.choice = found->choice;
        run.warnings.insert(run.warnings.end(), found->warnings.begin(), found->warnings.end());
        run.seconds += share;
    }
    return kOk;
}

} // namespace

std::size_t stepsOf(const LearnerJob& job, const SplitSpec& split)
{
    std::size_t perTraining = 1;
    if (job.needsCalibration() && calibratesOutOfFold(split))
        perTraining += static_cast<std::size_t>(split.calibrationFolds);
    if (!job.search) {
        std::size_t steps = perTraining;
        for (const MethodJob& method : job.methods)
            steps += method.settings.size();
        return steps;
    }
    std::size_t runs = 0;
    for (const SearchedMethod& method : job.search->methods)
        runs += method.runs.size();
    return searchStepsOf(job, split) + runs
        + perTraining * std::min(runs, job.search->learnerSettings.size());
}

Result<RepeatOutcome> computeRepeat(const StudyData& data, const LearnerJob& job, const Splitter& splits,
    std::size_t repeat, StepCounter& steps, const RunContext& ctx)
{
    EH_TRY(const Split split, splits.split(repeat));
    const auto seed = [&](SeedPurpose purpose) { return seedFor(data.study.split.seed, repeat, purpose); };
    const SplitWork work {data, split, *job.learner,
        {seed(SeedPurpose::CalibrationFolds), seed(SeedPurpose::Method)}, repeat, steps, ctx};
    SplitRows rows(work, job.needsCalibration());
    Unit unit {work, rows, std::nullopt};
    if (splits.count() == 1 && split.test.size() <= kBootstrapRows)
        unit.bootstrapSeed = seed(SeedPurpose::Bootstrap);
    RepeatOutcome outcome;
    outcome.testToTrain = static_cast<double>(split.test.size()) / static_cast<double>(split.train.size());
    EH_CHECK(job.search ? computeSearch(unit, job, outcome) : computeSetting(unit, job, outcome));
    return outcome;
}

} // namespace evenhand
