#include "engine/figures/score_view.h"

#include "engine/figures/run_names.h"
#include "engine/methods/method.h"

#include <algorithm>

namespace evenhand {

namespace {

/// The method made a model of its own instead of moving the scores of the base model.
bool trainsItself(const RunResult& run)
{
    const auto info = findMethod(run.method);
    return info.has_value() && (*info)->family != Family::Post;
}

/// Parameters of a run's method in one repeat, without the strength.
ParamSet settingsOf(const RunResult& run, std::size_t repeat)
{
    ParamSet params = run.selection && repeat < run.selection->repeats.size()
        ? run.selection->repeats[repeat]->choice().methodParams
        : run.methodParams;
    params.erase("strength");
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

/// A barycenter repair fitted on the very scores that it moves.
Result<Eigen::VectorXd> repairedByPreview(
    const Report& report, const RepeatScores& rows, const Eigen::VectorXd& scores, const RunContext& ctx)
{
    EH_TRY(const MethodInfo* const info, findMethod("wasserstein_barycenter"));
    EncodedData test;
    test.x.dense.resize(scores.size(), 0);
    test.y = rows.y;
    test.weight = rows.weight;
    test.group = rows.group;
    test.row = rows.row;
    const CalibrationData calibration {scores, rows.group, rows.weight, rows.y};
    const FitInput input {test, calibration, nullptr, report.groups.names, report.study.roles.task, {}, 0};
    EH_TRY(const ParamSet params, completeParams(info->id, info->params, {}));
    EH_TRY(const auto predictors, info->make()->fit(input, {params}, ctx));
    return predictors.front()->predict(test, scores, ctx);
}

std::span<const double> spanOf(const Eigen::VectorXd& v)
{
    return {v.data(), static_cast<std::size_t>(v.size())};
}

Result<std::shared_ptr<const ScorePath>> makePath(
    const Report& report, const RepeatScores& rows, const Eigen::VectorXd& from, const Eigen::VectorXd& to)
{
    EH_TRY(ScorePath path,
        ScorePath::create(
            spanOf(from), spanOf(to), rows.group, spanOf(rows.weight), report.groups.names.size()));
    return std::make_shared<const ScorePath>(std::move(path));
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
    ScoreView& view = scores.view;
    // Decisions have no distribution to look at: shown are the scores that they were made from.
    const bool isOwn = trainsItself(selected) && !selected.decides;
    const Eigen::VectorXd& start = isOwn ? *selected.scores[repeat] : rows.base;
    std::optional<Eigen::VectorXd> repaired;
    if (!isOwn && !selected.decides) {
        repaired = repairedByTheStudy(report, selected, repeat, rows.base);
        scores.strength = strengthOf(selected).value_or(0.0);
    }
    scores.isPreview = !repaired;
    if (!repaired) {
        EH_TRY(repaired, repairedByPreview(report, rows, start, ctx));
    }
    EH_TRY(view.path, makePath(report, rows, start, *repaired));
    if (isOwn) {
        EH_TRY(view.before, makePath(report, rows, rows.base, rows.base));
    }
    view.groupNames = readableGroupNames(report.groups);
    if (!scores.isPreview)
        view.calibrationRows = rows.calibrationRows;
    view.task = report.study.roles.task;
    view.dataLine = dataLineOf(report, selected, repeat, rows.row.size());
    if (view.task == Task::Classification)
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
