#include "engine/pipeline/repeat.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/data/encoder.h"

#include <chrono>

namespace evenhand {

namespace {

using Clock = std::chrono::steady_clock;
using Eigen::Index;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Seeds of the random parts of a repeat, each a stream of its own.
std::uint64_t seedFor(std::uint64_t studySeed, std::size_t repeat, std::uint64_t purpose)
{
    return Rng(studySeed, (static_cast<std::uint64_t>(repeat) << 8U) + purpose).bits();
}

/// Everything about one learner setting and split that the stages below share.
struct Unit {
    const Study& study;
    const Table& table;
    const Prepared& prepared;
    const LearnerJob& job;
    const Split& split;
    std::size_t repeat;
    bool isOnlySplit;
    StepCounter& steps;
    const RunContext& ctx;

    [[nodiscard]] Text stepText(std::string_view doing) const
    {
        return text("repeat %1: %2 (%3)", repeat + 1, doing, job.learner->id);
    }
};

Result<EncodedData> encode(const Unit& unit, const Encoder& encoder, const std::vector<Index>& rows)
{
    EncodedData data;
    EH_TRY(data.x, encoder.transform(unit.table, rows));
    const auto n = static_cast<Index>(rows.size());
    data.y.resize(n);
    data.weight.resize(n);
    data.group.reserve(rows.size());
    for (Index i = 0; i < n; ++i) {
        const Index row = rows[static_cast<std::size_t>(i)];
        data.y[i] = unit.prepared.y[row];
        data.weight[i] = unit.prepared.weight[row];
        data.group.push_back(unit.prepared.groups.codes[static_cast<std::size_t>(row)]);
    }
    data.row = rows;
    return data;
}

struct TrainedModel {
    Encoder encoder;
    EncodedData train;
    std::shared_ptr<const Predictor> predictor;
};

Result<TrainedModel> trainOn(const Unit& unit, const std::vector<Index>& rows, const RunContext& ctx)
{
    EH_TRY(Encoder encoder, Encoder::fit(unit.table, unit.prepared.features, rows, unit.study.encoding));
    EH_TRY(EncodedData train, encode(unit, encoder, rows));
    EH_CHECK(ctx.checkpoint());
    const std::unique_ptr<Learner> learner = unit.job.learner->make();
    EH_TRY(std::shared_ptr<const Predictor> predictor,
        learner->fit(train, unit.job.params, unit.study.encoding, ctx));
    return TrainedModel {std::move(encoder), std::move(train), std::move(predictor)};
}

/// Calibration rows in their order, with scores still to be filled in.
CalibrationData calibrationRows(const Unit& unit, const std::vector<Index>& rows)
{
    CalibrationData data;
    const auto n = static_cast<Index>(rows.size());
    data.score.resize(n);
    data.y.resize(n);
    data.weight.resize(n);
    for (Index i = 0; i < n; ++i) {
        const Index row = rows[static_cast<std::size_t>(i)];
        data.y[i] = unit.prepared.y[row];
        data.weight[i] = unit.prepared.weight[row];
        data.group.push_back(unit.prepared.groups.codes[static_cast<std::size_t>(row)]);
    }
    return data;
}

std::int32_t stratumOf(const Unit& unit, Index row)
{
    const std::int32_t group = unit.prepared.groups.codes[static_cast<std::size_t>(row)];
    const bool isClass = unit.study.roles.task == Task::Classification;
    return isClass ? 2 * group + static_cast<std::int32_t>(unit.prepared.y[row]) : group;
}

/// Scores of the training rows, each by a model that was trained without it.
Result<CalibrationData> outOfFoldScores(const Unit& unit)
{
    const std::vector<Index>& rows = unit.split.train;
    CalibrationData data = calibrationRows(unit, rows);
    std::vector<std::int32_t> stratum;
    for (const Index row : rows)
        stratum.push_back(stratumOf(unit, row));
    const int folds = unit.study.split.calibrationFolds;
    const std::vector<std::int32_t> fold
        = stratifiedFolds(stratum, folds, seedFor(unit.study.split.seed, unit.repeat, 1));
    EH_CHECK(parallelFor(static_cast<std::size_t>(folds), unit.ctx, [&](std::size_t k) -> Result<void> {
        std::vector<Index> inside;
        std::vector<Index> outside;
        std::vector<Index> places;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (fold[i] == static_cast<std::int32_t>(k)) {
                outside.push_back(rows[i]);
                places.push_back(static_cast<Index>(i));
            } else {
                inside.push_back(rows[i]);
            }
        }
        if (outside.empty())
            return unit.steps.step(unit.stepText("calibrating"));
        const RunContext own = unit.ctx.silent(1);
        EH_TRY(const TrainedModel model, trainOn(unit, inside, own));
        EH_TRY(const EncodedData held, encode(unit, model.encoder, outside));
        EH_TRY(const Scores scores, model.predictor->predict(held, own));
        for (std::size_t i = 0; i < places.size(); ++i)
            data.score[places[i]] = scores[static_cast<Index>(i)];
        return unit.steps.step(unit.stepText("calibrating"));
    }));
    return data;
}

Result<CalibrationData> calibrationScores(const Unit& unit, const TrainedModel& model)
{
    if (!unit.split.calibrate.empty()) {
        CalibrationData data = calibrationRows(unit, unit.split.calibrate);
        EH_TRY(const EncodedData rows, encode(unit, model.encoder, unit.split.calibrate));
        EH_TRY(data.score, model.predictor->predict(rows, unit.ctx));
        return data;
    }
    if (unit.study.split.calibration == Calibration::OutOfFold)
        return outOfFoldScores(unit);
    CalibrationData data = calibrationRows(unit, unit.split.train);
    EH_TRY(data.score, model.predictor->predict(model.train, unit.ctx));
    return data;
}

/// Test rows and model of a unit, ready for its methods.
struct Base {
    TrainedModel model;
    EncodedData test;
    std::shared_ptr<const RepeatScores> scores;
    CalibrationData calibration;
    double seconds = 0.0;
};

Result<Base> computeBase(const Unit& unit)
{
    const Clock::time_point start = Clock::now();
    EH_TRY(TrainedModel model, trainOn(unit, unit.split.train, unit.ctx));
    EH_TRY(EncodedData test, encode(unit, model.encoder, unit.split.test));
    EH_TRY(Scores scores, model.predictor->predict(test, unit.ctx));
    if (!scores.allFinite())
        return Error {ErrorCode::NoAnswer,
            text("the learner “%1” gave a score that is not a number", unit.job.learner->id),
            text("try a stronger regularisation"), {}};
    EH_CHECK(unit.steps.step(unit.stepText("training")));
    Base base {std::move(model), {}, {}, {}, 0.0};
    if (unit.job.needsCalibration()) {
        EH_TRY(base.calibration, calibrationScores(unit, base.model));
    }
    auto kept = std::make_shared<RepeatScores>();
    kept->row = test.row;
    kept->group = test.group;
    kept->y = test.y;
    kept->weight = test.weight;
    kept->base = std::move(scores);
    kept->threshold = thresholdOf(unit.job.learner->scoreKind);
    if (unit.job.needsCalibration()) {
        kept->calibrationRows.assign(unit.prepared.groups.names.size(), 0.0);
        for (const std::int32_t group : base.calibration.group)
            kept->calibrationRows[static_cast<std::size_t>(group)] += 1.0;
    }
    base.test = std::move(test);
    base.scores = std::move(kept);
    base.seconds = secondsSince(start);
    return base;
}

std::optional<std::uint64_t> bootstrapSeed(const Unit& unit)
{
    if (!unit.isOnlySplit || unit.split.test.size() > kBootstrapRows)
        return std::nullopt;
    return seedFor(unit.study.split.seed, unit.repeat, 3);
}

Result<std::vector<RunOutcome>> computeMethod(
    const Unit& unit, const Base& base, const GroupedRows& grouped, const MethodJob& job)
{
    const Clock::time_point start = Clock::now();
    std::vector<std::shared_ptr<const FairPredictor>> predictors;
    if (job.method != nullptr) {
        const FitInput input {base.model.train, base.calibration, base.model.predictor,
            unit.prepared.groups.names, unit.study.roles.task, unit.study.encoding,
            seedFor(unit.study.split.seed, unit.repeat, 2), unit.job.learner, &unit.job.params};
        EH_TRY(predictors, job.method->make()->fit(input, job.settings, unit.ctx));
    }
    std::vector<RunOutcome> outcomes;
    for (std::size_t i = 0; i < job.settings.size(); ++i) {
        RunOutcome outcome;
        outcome.run = job.runs[i];
        outcome.warnings = base.model.encoder.warnings();
        const std::vector<Text> fitted = base.model.predictor->warnings();
        outcome.warnings.insert(outcome.warnings.end(), fitted.begin(), fitted.end());
        if (job.method == nullptr) {
            outcome.scores = std::shared_ptr<const Eigen::VectorXd>(base.scores, &base.scores->base);
        } else {
            EH_TRY(Scores scores, predictors[i]->predict(base.test, base.scores->base, unit.ctx));
            outcome.scores = std::make_shared<const Eigen::VectorXd>(std::move(scores));
            EH_TRY(outcome.insight, predictors[i]->insight(base.test, unit.ctx));
            const std::vector<Text> repaired = predictors[i]->warnings();
            outcome.warnings.insert(outcome.warnings.end(), repaired.begin(), repaired.end());
        }
        EH_TRY(outcome.evaluation,
            grouped.evaluate(*outcome.scores, unit.study.roles.task, unit.prepared.groups.names,
                bootstrapSeed(unit), unit.ctx));
        outcomes.push_back(std::move(outcome));
        EH_CHECK(unit.steps.step(unit.stepText(job.method == nullptr ? "measuring" : job.method->id)));
    }
    const double own = secondsSince(start) / static_cast<double>(job.settings.size());
    for (RunOutcome& outcome : outcomes)
        outcome.seconds = own + base.seconds;
    return outcomes;
}

} // namespace

Result<void> StepCounter::step(Text doing)
{
    const std::scoped_lock lock(m_mutex);
    ++m_done;
    m_ctx.say(std::move(doing));
    return m_ctx.checkpoint(static_cast<double>(m_done) / static_cast<double>(m_total));
}

std::size_t stepsOf(const LearnerJob& job, const SplitSpec& split)
{
    std::size_t steps = 1;
    const bool ownCalibration = split.calibrationFraction > 0.0 || !split.calibrateValues.empty();
    if (job.needsCalibration() && !ownCalibration && split.calibration == Calibration::OutOfFold)
        steps += static_cast<std::size_t>(split.calibrationFolds);
    for (const MethodJob& method : job.methods)
        steps += method.settings.size();
    return steps;
}

Result<RepeatOutcome> computeRepeat(const Study& study, const Table& table, const Prepared& prepared,
    const LearnerJob& job, const Splitter& splits, std::size_t repeat, StepCounter& steps,
    const RunContext& ctx)
{
    EH_TRY(const Split split, splits.split(repeat));
    const Unit unit {study, table, prepared, job, split, repeat, splits.count() == 1, steps, ctx};
    EH_TRY(const Base base, computeBase(unit));
    const std::size_t nGroups = prepared.groups.names.size();
    const GroupedRows grouped(*base.scores, nGroups);
    RepeatOutcome outcome;
    outcome.test = base.scores;
    outcome.testToTrain = static_cast<double>(split.test.size()) / static_cast<double>(split.train.size());
    for (std::size_t g = 0; g < nGroups; ++g) {
        outcome.groupCount.push_back(static_cast<double>(grouped.count(g)));
        outcome.groupWeight.push_back(grouped.weight(g));
    }
    for (const MethodJob& method : job.methods) {
        EH_TRY(std::vector<RunOutcome> runs, computeMethod(unit, base, grouped, method));
        std::ranges::move(runs, std::back_inserter(outcome.runs));
    }
    return outcome;
}

} // namespace evenhand
