#include "engine/pipeline/setting_base.h"

#include <chrono>

namespace evenhand {

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// A model whose scores are known already. It is trained again for the few who ask it for more.
class LazyPredictor final : public Predictor {
public:
    LazyPredictor(const SplitWork& work, SplitRows& rows, const ParamSet& params, std::vector<Text> warnings)
        : m_work(work)
        , m_rows(rows)
        , m_params(params)
        , m_warnings(std::move(warnings))
    {
    }
    [[nodiscard]] Result<Scores> predict(const EncodedData& rows, const RunContext& ctx) const override
    {
        EH_TRY(const auto model, trained());
        return model->predict(rows, ctx);
    }
    [[nodiscard]] Result<std::optional<Eigen::VectorXd>> linearPart(
        const EncodedData& rows, const RunContext& ctx) const override
    {
        EH_TRY(const auto model, trained());
        return model->linearPart(rows, ctx);
    }
    [[nodiscard]] std::vector<Text> warnings() const override { return m_warnings; }

private:
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> trained() const
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_model) {
            EH_TRY(const EncodedSplit* const rows, m_rows.get());
            EH_TRY(m_model, trainPredictor(m_work, *rows, m_params));
        }
        return m_model;
    }

    const SplitWork& m_work;
    SplitRows& m_rows;
    const ParamSet& m_params;
    std::vector<Text> m_warnings;
    mutable std::mutex m_mutex;
    mutable std::shared_ptr<const Predictor> m_model;
};

/// Computes the parts of a SettingBase in the order in which they depend on one another.
class Builder {
public:
    Builder(const SplitWork& work, SplitRows& rows, const ParamSet& params)
        : m_work(work)
        , m_rows(rows)
        , m_params(params)
        , m_place {work.repeat, work.learner.id, params}
    {
    }

    Result<SettingBase> build(bool calibrates)
    {
        const bool isOutOfFold = calibrates && calibratesOutOfFold(m_work.data.study.split);
        CalibrationUnit calibration;
        if (isOutOfFold) {
            EH_TRY(calibration, outOfFold());
        }
        EH_TRY(const BaseUnit base, trainedBase());
        if (calibrates && !isOutOfFold) {
            EH_TRY(calibration, scoredCalibration());
        }
        SettingBase made {{m_params, m_predictor, {}, {}}, scores(base, calibrates), base.encoderWarnings,
            base.seconds + calibration.seconds};
        made.warnings.insert(made.warnings.end(), base.warnings.begin(), base.warnings.end());
        if (calibrates) {
            made.model.calibration = calibrationRows(m_work);
            made.model.calibration.score = std::move(calibration.score);
        }
        return made;
    }

private:
    Result<CalibrationUnit> outOfFold()
    {
        const std::string key = m_work.data.cache.calibration(m_place);
        if (auto known = m_work.data.cache.find<CalibrationUnit>(key)) {
            EH_CHECK(m_work.steps.skip(static_cast<std::size_t>(m_work.data.study.split.calibrationFolds)));
            return *std::move(known);
        }
        const Clock::time_point start = Clock::now();
        EH_TRY(std::vector<Scores> scores, outOfFoldScores(m_work, {m_params}));
        CalibrationUnit made {std::move(scores.front()), secondsSince(start)};
        m_work.keep(key, made);
        return made;
    }

    Result<BaseUnit> trainedBase()
    {
        const std::string key = m_work.data.cache.base(m_place);
        if (auto known = m_work.data.cache.find<BaseUnit>(key)) {
            m_predictor = std::make_shared<LazyPredictor>(m_work, m_rows, m_params, known->warnings);
            EH_CHECK(m_work.steps.skip(1));
            return *std::move(known);
        }
        const Clock::time_point start = Clock::now();
        EH_TRY(const EncodedSplit* const rows, m_rows.get());
        EH_TRY(BaseModel model, trainBase(m_work, *rows, m_params, false, nullptr));
        m_predictor = model.predictor;
        BaseUnit made {
            std::move(model.test), rows->encoder.warnings(), m_predictor->warnings(), secondsSince(start)};
        m_work.keep(key, made);
        EH_CHECK(m_work.step("training"));
        return made;
    }

    Result<CalibrationUnit> scoredCalibration()
    {
        const std::string key = m_work.data.cache.calibration(m_place);
        if (auto known = m_work.data.cache.find<CalibrationUnit>(key))
            return *std::move(known);
        const Clock::time_point start = Clock::now();
        EH_TRY(const EncodedSplit* const rows, m_rows.get());
        CalibrationUnit made;
        EH_TRY(made.score, calibrationScores(m_work, *rows, *m_predictor));
        made.seconds = secondsSince(start);
        m_work.keep(key, made);
        return made;
    }

    [[nodiscard]] std::shared_ptr<const RepeatScores> scores(const BaseUnit& base, bool calibrates) const
    {
        const Prepared& prepared = m_work.data.prepared;
        auto kept = std::make_shared<RepeatScores>();
        kept->row = m_work.split.test;
        for (const Eigen::Index row : kept->row)
            kept->group.push_back(prepared.groups.codes[static_cast<std::size_t>(row)]);
        kept->y = prepared.y(kept->row);
        kept->weight = prepared.weight(kept->row);
        kept->base = base.test;
        kept->threshold = thresholdOf(m_work.learner.scoreKind);
        if (calibrates) {
            kept->calibrationRows.assign(prepared.groups.names.size(), 0.0);
            for (const std::int32_t group : calibrationRows(m_work).group)
                kept->calibrationRows[static_cast<std::size_t>(group)] += 1.0;
        }
        return kept;
    }

    const SplitWork& m_work;
    SplitRows& m_rows;
    const ParamSet& m_params;
    UnitPlace m_place;
    std::shared_ptr<const Predictor> m_predictor;
};

} // namespace

Result<const EncodedSplit*> SplitRows::get()
{
    const std::scoped_lock lock(m_mutex);
    if (!m_rows) {
        EH_TRY(EncodedSplit rows, encodeSplit(m_work, m_withCalibration));
        m_rows.emplace(std::move(rows));
    }
    return &*m_rows;
}

Result<SettingBase> settingBase(
    const SplitWork& work, SplitRows& rows, const ParamSet& params, bool calibrates)
{
    return Builder(work, rows, params).build(calibrates);
}

} // namespace evenhand
