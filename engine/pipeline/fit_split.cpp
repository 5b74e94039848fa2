#include "engine/pipeline/fit_split.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/pipeline/encode_rows.h"

namespace evenhand {

using Eigen::Index;

namespace {

Result<EncodedData> encode(const StudyData& data, const Encoder& encoder, const std::vector<Index>& rows)
{
    return encodeRows(data.table, data.prepared, encoder, rows);
}

Result<Encoder> fitEncoder(const StudyData& data, const std::vector<Index>& rows)
{
    return Encoder::fit(data.table, data.prepared.features, rows, data.study.encoding);
}

Result<std::shared_ptr<const Predictor>> train(
    const SplitWork& work, const EncodedData& rows, const ParamSet& params, const RunContext& ctx)
{
    EH_CHECK(ctx.checkpoint());
    return work.learner.make()->fit(rows, params, work.data.study.encoding, ctx);
}

/// Positions of the training rows inside and outside a fold.
struct Fold {
    std::vector<Index> inside, outside; ///< rows of the table
    std::vector<Index> places;          ///< of the outside rows among the training rows
};

Fold foldOf(const std::vector<Index>& rows, const std::vector<std::int32_t>& folds, std::size_t k)
{
    Fold fold;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (folds[i] == static_cast<std::int32_t>(k)) {
            fold.outside.push_back(rows[i]);
            fold.places.push_back(static_cast<Index>(i));
        } else {
            fold.inside.push_back(rows[i]);
        }
    }
    return fold;
}

} // namespace

std::uint64_t seedFor(std::uint64_t studySeed, std::size_t repeat, SeedPurpose purpose)
{
    return Rng(studySeed, (static_cast<std::uint64_t>(repeat) << 8U) + static_cast<std::uint64_t>(purpose))
        .bits();
}

Result<void> SplitWork::step(std::string_view doing) const
{
    return steps.step(text("repeat %1: %2 (%3)", repeat + 1, doing, learner.id));
}

Result<EncodedSplit> encodeSplit(const SplitWork& work, bool withCalibration)
{
    EH_TRY(Encoder encoder, fitEncoder(work.data, work.split.train));
    EncodedSplit rows {std::move(encoder), {}, {}, {}};
    EH_TRY(rows.train, encode(work.data, rows.encoder, work.split.train));
    EH_TRY(rows.test, encode(work.data, rows.encoder, work.split.test));
    if (withCalibration && !work.split.calibrate.empty()) {
        EH_TRY(rows.calibrate, encode(work.data, rows.encoder, work.split.calibrate));
    }
    return rows;
}

std::int32_t stratumOf(const StudyData& data, Index row)
{
    const std::int32_t group = data.prepared.groups.codes[static_cast<std::size_t>(row)];
    const bool isClass = data.study.roles.task == Task::Classification;
    return isClass ? 2 * group + static_cast<std::int32_t>(data.prepared.y[row]) : group;
}

bool calibratesOutOfFold(const SplitSpec& split)
{
    const bool ownRows = split.calibrationFraction > 0.0 || !split.calibrateValues.empty();
    return !ownRows && split.calibration == Calibration::OutOfFold;
}

Result<std::vector<Scores>> outOfFoldScores(
    const SplitWork& work, const std::vector<ParamSet>& learnerSettings)
{
    const std::vector<Index>& rows = work.split.train;
    std::vector<std::int32_t> stratum;
    for (const Index row : rows)
        stratum.push_back(stratumOf(work.data, row));
    const int folds = work.data.study.split.calibrationFolds;
    const std::vector<std::int32_t> fold = stratifiedFolds(stratum, folds, work.seeds.calibrationFolds);
    std::vector<Scores> all(learnerSettings.size(), Scores(static_cast<Index>(rows.size())));
    const auto scoreFold = [&](std::size_t k) -> Result<void> {
        const Fold own = foldOf(rows, fold, k);
        if (own.outside.empty())
            return work.step("calibrating");
        const RunContext silent = work.ctx.silent(1);
        EH_TRY(const Encoder encoder, fitEncoder(work.data, own.inside));
        EH_TRY(const EncodedData inside, encode(work.data, encoder, own.inside));
        EH_TRY(const EncodedData outside, encode(work.data, encoder, own.outside));
        for (std::size_t setting = 0; setting < learnerSettings.size(); ++setting) {
            EH_TRY(const auto predictor, train(work, inside, learnerSettings[setting], silent));
            EH_TRY(const Scores scores, predictor->predict(outside, silent));
            for (std::size_t i = 0; i < own.places.size(); ++i)
                all[setting][own.places[i]] = scores[static_cast<Index>(i)];
            EH_CHECK(work.step("calibrating"));
        }
        return kOk;
    };
    EH_CHECK(parallelFor(static_cast<std::size_t>(folds), work.ctx, scoreFold));
    return all;
}

Result<BaseModel> trainBase(const SplitWork& work, const EncodedSplit& rows, const ParamSet& params,
    bool calibrate, const Scores* outOfFold)
{
    BaseModel base {params, {}, {}, {}};
    EH_TRY(base.predictor, trainPredictor(work, rows, params));
    EH_TRY(base.test, base.predictor->predict(rows.test, work.ctx));
    if (!base.test.allFinite())
        return Error {ErrorCode::NoAnswer,
            text("the learner “%1” gave a score that is not a number", work.learner.id),
            text("try a stronger regularisation"), {}};
    if (!calibrate)
        return base;
    base.calibration = calibrationRows(work);
    if (calibratesOutOfFold(work.data.study.split)) {
        base.calibration.score = *outOfFold;
    } else {
        EH_TRY(base.calibration.score, calibrationScores(work, rows, *base.predictor));
    }
    return base;
}

Result<std::shared_ptr<const Predictor>> trainPredictor(
    const SplitWork& work, const EncodedSplit& rows, const ParamSet& params)
{
    return train(work, rows.train, params, work.ctx);
}

CalibrationData calibrationRows(const SplitWork& work)
{
    const std::vector<Index>& rows = work.split.calibrate.empty() ? work.split.train : work.split.calibrate;
    const Prepared& prepared = work.data.prepared;
    CalibrationData data;
    for (const Index row : rows)
        data.group.push_back(prepared.groups.codes[static_cast<std::size_t>(row)]);
    data.weight = prepared.weight(rows);
    data.y = prepared.y(rows);
    return data;
}

Result<Scores> calibrationScores(const SplitWork& work, const EncodedSplit& rows, const Predictor& predictor)
{
    return predictor.predict(work.split.calibrate.empty() ? rows.train : rows.calibrate, work.ctx);
}

Result<std::vector<std::shared_ptr<const FairPredictor>>> fitMethod(const SplitWork& work,
    const EncodedSplit& rows, const BaseModel& base, const MethodInfo& method,
    const std::vector<ParamSet>& settings)
{
    static const CalibrationData kNone;
    const StudyData& data = work.data;
    const CalibrationData& calibration = method.family == Family::Post ? base.calibration : kNone;
    const FitInput input {rows.train, calibration, base.predictor, data.prepared.groups.names,
        data.study.roles.task, data.study.encoding, work.seeds.method, &work.learner, &base.params,
        data.prepared.tasks.count() > 0 ? &data.prepared.tasks : nullptr, data.study.roles.target};
    return method.make()->fit(input, settings, work.ctx);
}

} // namespace evenhand
