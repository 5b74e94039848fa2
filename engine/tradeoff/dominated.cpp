#include "engine/tradeoff/dominated.h"

#include "engine/core/parallel.h"
#include "engine/methods/method.h"
#include "engine/tradeoff/row_subset.h"

#include <algorithm>
#include <numeric>

namespace evenhand {

namespace {

using Values = std::vector<std::optional<double>>;

/// Differences of every run in one repeat; absent where one side is undefined.
struct Differences {
    Values inside, heldOut, excessGap; ///< [run]
};

/// Test rows with the scores under the thresholds.
struct Scored {
    RowSubset rows;
    std::vector<double> score;
};

/// Works on one repeat.
class RepeatJudge {
public:
    RepeatJudge(const Report& report, const FrontierAxes& axes, std::size_t scoreRun, std::size_t repeat,
        const RunContext& ctx)
        : m_report(report)
        , m_axes(axes)
        , m_rows(*testRowsOf(report, report.runs[scoreRun], repeat))
        , m_repeat(repeat)
        , m_ctx(ctx)
    {
    }

    [[nodiscard]] Result<Differences> judge() const
    {
        const std::size_t n = m_report.runs.size();
        Differences found {Values(n), Values(n), Values(n)};
        EH_CHECK(addInside(found));
        const auto halves = testHalves(m_rows, Task::Classification, m_report.study.split.seed, m_repeat);
        const Scored first = scored(rowsOfHalf(halves, 0));
        const Scored second = scored(rowsOfHalf(halves, 1));
        Differences back {Values(n), Values(n), Values(n)};
        EH_CHECK(addHeldOut(first, second, found));
        EH_CHECK(addHeldOut(second, first, back));
        for (std::size_t run = 0; run < n; ++run) {
            average(found.heldOut[run], back.heldOut[run]);
            average(found.excessGap[run], back.excessGap[run]);
        }
        return found;
    }

private:
    static void average(std::optional<double>& into, const std::optional<double>& other)
    {
        into = into && other ? std::optional(0.5 * (*into + *other)) : std::nullopt;
    }

    [[nodiscard]] Scored scored(std::vector<Eigen::Index> rows) const
    {
        RowSubset subset(m_rows, Task::Classification, m_report.groups.names, std::move(rows));
        std::vector<double> score = subset.take(m_rows.base);
        return {std::move(subset), std::move(score)};
    }

    /// A run's figures on some rows; undefined if it lacks this repeat or has other test rows in it.
    [[nodiscard]] RunFigures figuresOf(std::size_t i, const RowSubset& rows) const
    {
        const RunResult& run = m_report.runs[i];
        const RepeatScores* const own = testRowsOf(m_report, run, m_repeat);
        if (own == nullptr || m_repeat >= run.scores.size() || !run.scores[m_repeat]
            || (own != &m_rows && own->row != m_rows.row))
            return {};
        return rows.measure(m_axes.axes, rows.take(*run.scores[m_repeat]), run.decides);
    }

    [[nodiscard]] Result<std::vector<GroupCurve>> curvesOf(const Scored& rows) const
    {
        return groupCurves(rows.score, rows.rows.y(), rows.rows.weight(), rows.rows.group(),
            m_report.groups.names.size(), m_ctx);
    }

    /// Frontier points at the gap of each run that has figures; [run], empty rules where it has none.
    [[nodiscard]] Result<std::vector<FrontierPoint>> pointsAt(
        const Scored& rows, const std::vector<RunFigures>& figures) const
    {
        EH_TRY(const std::vector<GroupCurve> curves, curvesOf(rows));
        std::vector<double> tolerances;
        for (const RunFigures& own : figures)
            tolerances.push_back(own.unfairness ? m_axes.axes.gap(*own.unfairness) : 0.0);
        return thresholdFrontier(
            curves, m_axes.notion, ThresholdRules::Randomised, costsOf(m_axes, curves), tolerances, m_ctx);
    }

    /// A half may lack the rows that the notion compares: this repeat says nothing then, the others do.
    [[nodiscard]] static bool cannotCompare(const Result<std::vector<FrontierPoint>>& points)
    {
        return points.has_error() && points.error().code == ErrorCode::InvalidData;
    }

    [[nodiscard]] std::vector<RunFigures> allFigures(const RowSubset& rows) const
    {
        std::vector<RunFigures> figures;
        for (std::size_t i = 0; i < m_report.runs.size(); ++i)
            figures.push_back(figuresOf(i, rows));
        return figures;
    }

    [[nodiscard]] Result<void> addInside(Differences& found) const
    {
        std::vector<Eigen::Index> all(m_rows.group.size());
        std::iota(all.begin(), all.end(), Eigen::Index {0});
        const Scored rows = scored(std::move(all));
        const std::vector<RunFigures> figures = allFigures(rows.rows);
        EH_CHECK(m_ctx.checkpoint());
        const Result<std::vector<FrontierPoint>> made = pointsAt(rows, figures);
        if (cannotCompare(made))
            return kOk;
        EH_TRY(const std::vector<FrontierPoint> points, made);
        for (std::size_t i = 0; i < figures.size(); ++i)
            if (figures[i].error && figures[i].unfairness)
                found.inside[i] = 1.0 - points[i].cost - *figures[i].error;
        return kOk;
    }

    /// Thresholds from @p picked, judged on @p kept.
    [[nodiscard]] Result<void> addHeldOut(const Scored& picked, const Scored& kept, Differences& found) const
    {
        const std::vector<RunFigures> there = allFigures(picked.rows);
        EH_CHECK(m_ctx.checkpoint());
        const Result<std::vector<FrontierPoint>> made = pointsAt(picked, there);
        if (cannotCompare(made))
            return kOk;
        EH_TRY(const std::vector<FrontierPoint> points, made);
        for (std::size_t i = 0; i < there.size(); ++i) {
            if (!there[i].error || !there[i].unfairness)
                continue;
            EH_CHECK(m_ctx.checkpoint());
            std::vector<double> decision;
            const std::span<const std::int32_t> group = kept.rows.group();
            for (std::size_t k = 0; k < kept.score.size(); ++k)
                decision.push_back(
                    points[i].rules[static_cast<std::size_t>(group[k])].selects(kept.score[k]));
            const RunFigures thresholds = kept.rows.measure(m_axes.axes, decision, true);
            const RunFigures own = figuresOf(i, kept.rows);
            if (thresholds.error && own.error)
                found.heldOut[i] = *thresholds.error - *own.error;
            if (thresholds.unfairness && own.unfairness)
                found.excessGap[i]
                    = m_axes.axes.gap(*thresholds.unfairness) - m_axes.axes.gap(*own.unfairness);
        }
        return kOk;
    }

    const Report& m_report;
    const FrontierAxes& m_axes;
    const RepeatScores& m_rows;
    std::size_t m_repeat;
    const RunContext& m_ctx;
};

/// Whether the run needs nobody's group when it decides.
bool decidesWithoutGroup(const Report& report, const RunResult& run)
{
    if (report.study.roles.sensitiveAsFeature)
        return false;
    if (run.method.empty())
        return true;
    const auto method = findMethod(run.method);
    return method.has_value() && !(*method)->needsGroupAtPrediction;
}

void say(const Report& report, const RunResult& run, RunDominance& judged)
{
    switch (judged.verdict) {
    case Dominance::Dominated:
        judged.label = text("dominated by thresholds at this tolerance");
        if (decidesWithoutGroup(report, run))
            judged.note = text("This model decides without knowing anybody's group; the thresholds that beat "
                               "it must know it.");
        return;
    case Dominance::NotDominated:
        judged.label = text("not dominated by thresholds");
        return;
    case Dominance::CannotSay:
        judged.label = text("cannot be told apart from thresholds at this tolerance");
        if (!judged.inside.mean)
            judged.label = text("not compared with thresholds: its figures are undefined");
        else if (!judged.heldOut.low)
            judged.note = text("The difference has no interval with a single repeat.");
        return;
    }
}

} // namespace

Dominance verdictOf(
    const RepeatedMetric& inside, const RepeatedMetric& heldOut, const RepeatedMetric& excessGap)
{
    if (!inside.mean || !heldOut.mean)
        return Dominance::CannotSay;
    // Rounding alone puts a point on the frontier inside it.
    constexpr double kRounding = 1e-9;
    if (*inside.mean <= kRounding || (heldOut.high && *heldOut.high < 0.0))
        return Dominance::NotDominated;
    const bool isMoreAccurate = heldOut.low && *heldOut.low > 0.0;
    const bool isAsFair = excessGap.low && *excessGap.low <= 0.0;
    return isMoreAccurate && isAsFair ? Dominance::Dominated : Dominance::CannotSay;
}

Result<DominanceReport> dominance(const Report& report, const std::string& errorMetric,
    const std::string& unfairnessMetric, const RunContext& ctx)
{
    DominanceReport judged;
    EH_TRY(judged.axes, frontierAxes(report, errorMetric, unfairnessMetric));
    EH_TRY(judged.scoreRun, bestScoreRun(report, *judged.axes.axes.error));
    const std::size_t nRepeats = report.runs[judged.scoreRun].scores.size();
    std::vector<Differences> repeats(nRepeats);
    const RunContext quiet = ctx.silent();
    const auto ofRepeat = [&](std::size_t repeat) -> Result<void> {
        if (testRowsOf(report, report.runs[judged.scoreRun], repeat) == nullptr)
            return noAnswer(text("the test rows of repeat %1 are missing", repeat + 1));
        EH_TRY(repeats[repeat], RepeatJudge(report, judged.axes, judged.scoreRun, repeat, quiet).judge());
        return kOk;
    };
    EH_CHECK(parallelFor(nRepeats, ctx, ofRepeat));
    const double testToTrain = testToTrainOf(report);
    for (std::size_t run = 0; run < report.runs.size(); ++run) {
        RunDominance& own = judged.runs.emplace_back();
        const auto over = [&](std::string id, Values Differences::*differences) {
            Values values;
            for (const Differences& repeat : repeats)
                values.push_back((repeat.*differences)[run]);
            return summarise(std::move(id), std::move(values), testToTrain);
        };
        own.inside = over("inside_frontier", &Differences::inside);
        own.heldOut = over("held_out_difference", &Differences::heldOut);
        own.excessGap = over("held_out_excess_gap", &Differences::excessGap);
        own.verdict = verdictOf(own.inside, own.heldOut, own.excessGap);
        say(report, report.runs[run], own);
    }
    judged.notes.assign(1,
        text(
            "A run is called dominated only if thresholds that were picked on one half of the test rows beat "
            "it on the other by more than the uncertainty over the repeats."));
    return judged;
}

} // namespace evenhand
