#include "engine/pipeline/repeat.h"

#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/select_run.h"

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
    const EncodedSplit& rows;
    std::optional<std::uint64_t> bootstrapSeed;
};

/// A trained learner setting with what its runs share.
struct Base {
    BaseModel model;
    std::shared_ptr<const RepeatScores> scores;
    double seconds = 0.0;
};

std::shared_ptr<const RepeatScores> repeatScores(const Unit& unit, BaseModel& model, bool isCalibrated)
{
    const EncodedData& test = unit.rows.test;
    auto kept = std::make_shared<RepeatScores>();
    kept->row = test.row;
    kept->group = test.group;
    kept->y = test.y;
    kept->weight = test.weight;
    kept->base = std::move(model.test);
    kept->threshold = thresholdOf(unit.work.learner.scoreKind);
    if (isCalibrated) {
        kept->calibrationRows.assign(unit.work.data.prepared.groups.names.size(), 0.0);
        for (const std::int32_t group : model.calibration.group)
            kept->calibrationRows[static_cast<std::size_t>(group)] += 1.0;
    }
    return kept;
}

Result<Base> computeBase(const Unit& unit, const LearnerJob& job)
{
    const Clock::time_point start = Clock::now();
    const bool calibrates = job.needsCalibration();
    std::vector<Scores> outOfFold(1);
    if (calibrates && calibratesOutOfFold(unit.work.data.study.split)) {
        EH_TRY(outOfFold, outOfFoldScores(unit.work, {job.params}));
    }
    EH_TRY(BaseModel model, trainBase(unit.work, unit.rows, job.params, calibrates, &outOfFold.front()));
    EH_CHECK(unit.work.step("training"));
    Base base {std::move(model), {}, 0.0};
    base.scores = repeatScores(unit, base.model, calibrates);
    base.seconds = secondsSince(start);
    return base;
}

/// Runs of one method; fewer than planned when a stop came in the middle.
struct MethodOutcomes {
    std::vector<RunOutcome> runs;
    bool isCutShort = false;
};

Result<MethodOutcomes> computeMethod(
    const Unit& unit, const Base& base, const GroupedRows& grouped, const MethodJob& job)
{
    const Clock::time_point start = Clock::now();
    const StudyData& data = unit.work.data;
    std::vector<std::shared_ptr<const FairPredictor>> predictors;
    if (job.method != nullptr) {
        EH_TRY(predictors, fitMethod(unit.work, unit.rows, base.model, *job.method, job.settings));
    }
    // Asked to stop, a training keeps its best network so far; it is still measured, then this is the end.
    const bool isStopped = unit.work.ctx.stopRequested();
    const RunContext ctx = isStopped ? unit.work.ctx.finishing() : unit.work.ctx;
    std::vector<RunOutcome> outcomes;
    for (std::size_t i = 0; i < job.settings.size(); ++i) {
        if (job.method != nullptr && predictors[i] == nullptr)
            continue;
        RunOutcome outcome;
        outcome.run = job.runs[i];
        outcome.test = base.scores;
        outcome.warnings = unit.rows.encoder.warnings();
        const std::vector<Text> fitted = base.model.predictor->warnings();
        outcome.warnings.insert(outcome.warnings.end(), fitted.begin(), fitted.end());
        if (job.method == nullptr) {
            outcome.scores = std::shared_ptr<const Eigen::VectorXd>(base.scores, &base.scores->base);
        } else {
            EH_TRY(Scores scores, predictors[i]->predict(unit.rows.test, base.scores->base, ctx));
            outcome.scores = std::make_shared<const Eigen::VectorXd>(std::move(scores));
            EH_TRY(outcome.insight, predictors[i]->insight(unit.rows.test, unit.work.ctx));
            const std::vector<Text> repaired = predictors[i]->warnings();
            outcome.warnings.insert(outcome.warnings.end(), repaired.begin(), repaired.end());
        }
        EH_TRY(outcome.evaluation,
            grouped.evaluate(*outcome.scores, givesDecisions(job.method, data.study.roles.task),
                data.study.roles.task, data.prepared.groups.names,
                isStopped ? std::nullopt : unit.bootstrapSeed, ctx));
        outcomes.push_back(std::move(outcome));
        if (!isStopped)
            EH_CHECK(unit.work.step(job.method == nullptr ? "measuring" : job.method->id));
    }
    const double own = secondsSince(start) / static_cast<double>(job.settings.size());
    for (RunOutcome& outcome : outcomes)
        outcome.seconds = own + base.seconds;
    return MethodOutcomes {std::move(outcomes), isStopped};
}

/// All runs of one learner setting.
Result<void> computeSetting(const Unit& unit, const LearnerJob& job, RepeatOutcome& outcome)
{
    EH_TRY(const Base base, computeBase(unit, job));
    const std::size_t nGroups = unit.work.data.prepared.groups.names.size();
    const GroupedRows grouped(*base.scores, nGroups);
    if (outcome.groupCount.empty()) {
        for (std::size_t g = 0; g < nGroups; ++g) {
            outcome.groupCount.push_back(static_cast<double>(grouped.count(g)));
            outcome.groupWeight.push_back(grouped.weight(g));
        }
    }
    for (const MethodJob& method : job.methods) {
        EH_TRY(MethodOutcomes made, computeMethod(unit, base, grouped, method));
        std::ranges::move(made.runs, std::back_inserter(outcome.runs));
        outcome.isCutShort = made.isCutShort;
        if (made.isCutShort)
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

Result<RepeatOutcome> computeRepeat(const Study& study, const Table& table, const Prepared& prepared,
    const LearnerJob& job, const Splitter& splits, std::size_t repeat, StepCounter& steps,
    const RunContext& ctx)
{
    EH_TRY(const Split split, splits.split(repeat));
    const StudyData data {study, table, prepared};
    const auto seed = [&](SeedPurpose purpose) { return seedFor(study.split.seed, repeat, purpose); };
    const SplitWork work {data, split, *job.learner,
        {seed(SeedPurpose::CalibrationFolds), seed(SeedPurpose::Method)}, repeat, steps, ctx};
    EH_TRY(const EncodedSplit rows, encodeSplit(work, job.needsCalibration()));
    Unit unit {work, rows, std::nullopt};
    if (splits.count() == 1 && split.test.size() <= kBootstrapRows)
        unit.bootstrapSeed = seed(SeedPurpose::Bootstrap);
    RepeatOutcome outcome;
    outcome.testToTrain = static_cast<double>(split.test.size()) / static_cast<double>(split.train.size());
    EH_CHECK(job.search ? computeSearch(unit, job, outcome) : computeSetting(unit, job, outcome));
    return outcome;
}

} // namespace evenhand
