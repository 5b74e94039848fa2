#pragma once

#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/report.h"

#include <mutex>

namespace evenhand {

/// The rows of a split as features, encoded when somebody first asks for them: a repeat that the cache knows
/// needs none. Thread-safe.
class SplitRows {
public:
    SplitRows(const SplitWork& work, bool withCalibration)
        : m_work(work)
        , m_withCalibration(withCalibration)
    {
    }
    [[nodiscard]] Result<const EncodedSplit*> get();

private:
    const SplitWork& m_work;
    bool m_withCalibration;
    std::mutex m_mutex;
    std::optional<EncodedSplit> m_rows;
};

/// A learner setting on a split with what its runs share.
struct SettingBase {
    BaseModel
        model; ///< the predictor may be one that is trained when it is first asked; `test` is in `scores`
    std::shared_ptr<const RepeatScores> scores;
    std::vector<Text> warnings; ///< of the encoding and of the model
    double seconds = 0.0;
};

/// Trains a learner setting and scores test and calibration rows, as far as the cache does not have it.
/// @param work, rows, params  must outlive what is returned
[[nodiscard]] Result<SettingBase> settingBase(
    const SplitWork& work, SplitRows& rows, const ParamSet& params, bool calibrates);

} // namespace evenhand
