#pragma once

#include "engine/data/encoder.h"
#include "engine/data/split.h"
#include "engine/methods/method.h"
#include "engine/pipeline/prepare.h"
#include "engine/pipeline/step_counter.h"
#include "engine/pipeline/unit_cache.h"

namespace evenhand {

/// What all splits of a study share.
struct StudyData {
    const Study& study;
    const Table& table;
    const Prepared& prepared;
    UnitCache cache {}; ///< of what was computed before
};

/// Seeds of what is random in one split.
struct SplitSeeds {
    std::uint64_t calibrationFolds = 0;
    std::uint64_t method = 0;
};

/// Seeds of the random parts of a repeat, each a stream of its own.
enum class SeedPurpose : std::uint8_t {
    CalibrationFolds = 1,
    Method = 2,
    Bootstrap = 3,
    SelectionFolds = 4,
    SelectionCalibration = 5, ///< one seed of each kind, of which every fold makes its own
    SelectionMethod = 6,
};
[[nodiscard]] std::uint64_t seedFor(std::uint64_t studySeed, std::size_t repeat, SeedPurpose purpose);

/// A split on which models are trained and judged, and who hears of it: the split of a repeat, or a fold of
/// its training rows (the fold's outside is its test part).
struct SplitWork {
    const StudyData& data;
    const Split& split;
    const LearnerInfo& learner;
    SplitSeeds seeds;
    std::size_t repeat = 0;
    StepCounter& steps;
    const RunContext& ctx;

    [[nodiscard]] Result<void> step(std::string_view doing) const;
    /// Keeps a unit for another time, unless a stop may have cut it short.
    template <class Unit> void keep(const std::string& key, const Unit& unit) const
    {
        if (!ctx.stopRequested())
            data.cache.keep(key, unit);
    }
};

/// The rows of a split as features, encoded once for every model that is trained on it.
struct EncodedSplit {
    Encoder encoder; ///< fitted on the training rows alone
    EncodedData train, test;
    EncodedData calibrate; ///< of a split with calibration rows of its own, when they are asked for
};
[[nodiscard]] Result<EncodedSplit> encodeSplit(const SplitWork& work, bool withCalibration);

/// Stratum of a row: its group, or group and class in classification.
[[nodiscard]] std::int32_t stratumOf(const StudyData& data, Eigen::Index row);

/// Whether the scores that a method is fitted on come from folds of the training rows.
[[nodiscard]] bool calibratesOutOfFold(const SplitSpec& split);

/// Scores of the training rows, each by a model that was trained without it; for several learner settings at
/// once, so that every fold is encoded once.
/// @return [setting], rows in the order of the split
[[nodiscard]] Result<std::vector<Scores>> outOfFoldScores(
    const SplitWork& work, const std::vector<ParamSet>& learnerSettings);

/// One learner setting trained on a split.
struct BaseModel {
    const ParamSet& params;
    std::shared_ptr<const Predictor> predictor;
    Scores test;                 ///< scores of the test rows
    CalibrationData calibration; ///< empty unless asked for
};
/// @param calibrate  fill in the calibration data
/// @param outOfFold  scores of outOfFoldScores() where calibratesOutOfFold(), else ignored
/// @errors NoAnswer  a score is not a number
[[nodiscard]] Result<BaseModel> trainBase(const SplitWork& work, const EncodedSplit& rows,
    const ParamSet& params, bool calibrate, const Scores* outOfFold);

/// The model of trainBase() alone.
[[nodiscard]] Result<std::shared_ptr<const Predictor>> trainPredictor(
    const SplitWork& work, const EncodedSplit& rows, const ParamSet& params);

/// Calibration rows of a split, with scores still to be filled in: rows of their own, else the training rows.
[[nodiscard]] CalibrationData calibrationRows(const SplitWork& work);
/// Their scores by a model of the whole split; where calibratesOutOfFold() they are outOfFoldScores()
/// instead.
[[nodiscard]] Result<Scores> calibrationScores(
    const SplitWork& work, const EncodedSplit& rows, const Predictor& predictor);

/// A method at all the given settings on one base model. Only a post-processing sees the calibration data:
/// what others give does not depend on what else is in the study.
[[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fitMethod(const SplitWork& work,
    const EncodedSplit& rows, const BaseModel& base, const MethodInfo& method,
    const std::vector<ParamSet>& settings);

} // namespace evenhand
