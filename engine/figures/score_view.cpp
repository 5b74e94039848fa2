#include "engine/figures/score_view.h"

#include "engine/methods/method.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr std::string_view kStrength = "strength";

std::optional<double> strengthOf(const RunResult& run)
{
    const auto found = run.methodParams.find(kStrength);
    if (found == run.methodParams.end() || !std::holds_alternative<double>(found->second))
        return std::nullopt;
    return std::get<double>(found->second);
}

/// Parameters of a run's method in one repeat, without the strength.
ParamSet settingsOf(const RunResult& run, std::size_t repeat)
{
    ParamSet params = run.selection && repeat < run.selection->repeats.size()
        ? run.selection->repeats[repeat]->choice().methodParams
        : run.methodParams;
    params.erase(std::string(kStrength));
    return params;
}

/// Whether two runs differ in this repeat by their strength alone. Runs whose parameters were chosen may do
/// so in one repeat and have different models in another.
bool isSamePath(const Report& report, const RunResult& a, const RunResult& b, std::size_t repeat)
{
    const auto baseOf = [&](const RunResult& run) {
        const auto& repeats = report.baseScores[static_cast<std::size_t>(run.learnerIndex)];
        return repeat < repeats.size() ? repeats[repeat] : nullptr;
    };
    return a.method == b.method && settingsOf(a, repeat) == settingsOf(b, repeat) && baseOf(a) == baseOf(b);
}

/// Scores after the full repair: those of the path's strongest run, carried on along the straight line when
/// it is not full.
std::optional<Eigen::VectorXd> repairedByTheStudy(
    const Report& report, const RunResult& selected, std::size_t repeat, const Eigen::VectorXd& base)
{
    const RunResult* strongest = nullptr;
    for (const RunResult& run : report.runs) {
        const bool isCandidate = isSamePath(report, run, selected, repeat)
            && strengthOf(run).value_or(0.0) > 0.0 && repeat < run.scores.size();
        if (isCandidate && (strongest == nullptr || *strengthOf(run) > *strengthOf(*strongest)))
            strongest = &run;
    }
    if (strongest == nullptr)
        return std::nullopt;
    const double t = *strengthOf(*strongest);
    const Eigen::VectorXd& scores = *strongest->scores[repeat];
    if (t == 1.0)
        return scores;
    return Eigen::VectorXd((scores - (1.0 - t) * base) / t);
}

Result<Eigen::VectorXd> repairedByPreview(
    const Report& report, const RepeatScores& rows, const RunContext& ctx)
{
    EH_TRY(const MethodInfo* const info, findMethod("wasserstein_barycenter"));
    EncodedData test;
    test.x.dense.resize(rows.base.size(), 0);
    test.y = rows.y;
    test.weight = rows.weight;
    test.group = rows.group;
    test.row = rows.row;
    const CalibrationData calibration {rows.base, rows.group, rows.weight, rows.y};
    const FitInput input {test, calibration, nullptr, report.groups.names, report.study.roles.task, {}, 0};
    EH_TRY(const ParamSet params, completeParams(info->id, info->params, {}));
    EH_TRY(const auto predictors, info->make()->fit(input, {params}, ctx));
    return predictors.front()->predict(test, rows.base, ctx);
}

Text dataLineOf(const Report& report, const RunResult& run, std::size_t repeat, std::size_t rows)
{
    return text("%1 · %2 · %3 · repeat %4 of %5 · %6 test rows", report.dataName, report.groups.attribute,
        run.learner, repeat + 1, run.scores.size(), rows);
}

} // namespace

Result<SelectedScores> selectScores(
    const Report& report, std::size_t run, std::size_t repeat, const RunContext& ctx)
{
    if (run >= report.runs.size() || repeat >= report.runs[run].scores.size())
        return invalidArgument(text("this run has no finished repeat %1", repeat + 1));
    const RunResult& selected = report.runs[run];
    const RepeatScores& rows = *report.baseScores[static_cast<std::size_t>(selected.learnerIndex)][repeat];
    SelectedScores scores;
    std::optional<Eigen::VectorXd> repaired = repairedByTheStudy(report, selected, repeat, rows.base);
    scores.isPreview = !repaired;
    if (!repaired) {
        EH_TRY(repaired, repairedByPreview(report, rows, ctx));
    }
    scores.strength = strengthOf(selected).value_or(0.0);
    const auto spanOf = [](const Eigen::VectorXd& v) {
        return std::span<const double>(v.data(), static_cast<std::size_t>(v.size()));
    };
    EH_TRY(ScorePath path,
        ScorePath::create(spanOf(rows.base), spanOf(*repaired), rows.group, spanOf(rows.weight),
            report.groups.names.size()));
    ScoreView& view = scores.view;
    view.path = std::make_shared<const ScorePath>(std::move(path));
    view.groupNames = readableGroupNames(report.groups);
    if (!scores.isPreview)
        view.calibrationRows = rows.calibrationRows;
    view.task = report.study.roles.task;
    view.dataLine = dataLineOf(report, selected, repeat, rows.row.size());
    view.threshold = rows.threshold;
    const auto learner = findLearner(selected.learner);
    const bool isProbability = learner.has_error() || (*learner)->scoreKind == ScoreKind::Probability;
    const Roles& roles = report.study.roles;
    view.scoreName = view.task == Task::Regression ? text("predicted %1", roles.target)
        : isProbability ? text("predicted probability of %1 = %2", roles.target, roles.favourable)
                        : text("decision value for %1 = %2", roles.target, roles.favourable);
    return scores;
}

} // namespace evenhand
