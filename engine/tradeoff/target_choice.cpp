#include "engine/tradeoff/target_choice.h"

#include <algorithm>

namespace evenhand {

namespace {

/// Whether a run's error is good enough, given the best one's.
bool isNearBest(const TradeoffAxes& axes, double error, double best, const Target& target)
{
    if (error == best || target.kind == TargetKind::GapAtMost)
        return true;
    if (target.kind == TargetKind::AtMostBelowBest)
        return axes.errorBadness(error) <= axes.errorBadness(best) + target.value;
    return axes.error->higherIsBetter ? error >= target.value * best : error <= best / target.value;
}

/// Mean figures of every run over all halves; a run counts as trivial if it mostly is.
std::vector<RunFigures> meanFigures(const HalfFigures& figures)
{
    std::vector<RunFigures> means(figures.nRuns);
    for (std::size_t run = 0; run < figures.nRuns; ++run) {
        double error = 0.0;
        double unfairness = 0.0;
        int defined = 0;
        int trivial = 0;
        int halves = 0;
        for (const auto& repeat : figures.repeats)
            for (const auto& half : repeat) {
                const RunFigures& own = half[run];
                ++halves;
                if (!own.error || !own.unfairness)
                    continue;
                error += *own.error;
                unfairness += *own.unfairness;
                trivial += own.isTrivial ? 1 : 0;
                ++defined;
            }
        if (2 * defined <= halves) // seldom defined: nothing to rely on
            continue;
        means[run].error = error / defined;
        means[run].unfairness = unfairness / defined;
        means[run].isTrivial = 2 * trivial > defined;
    }
    return means;
}

/// The mean of a figure over the two choices of a repeat that have one.
template <class Figure>
std::optional<double> ofRepeat(const std::array<HonestChoice, 2>& repeat, Figure figure)
{
    double sum = 0.0;
    int n = 0;
    for (const HonestChoice& choice : repeat)
        if (const std::optional<double> value = figure(choice); choice.run && value) {
            sum += *value;
            ++n;
        }
    return n == 0 ? std::nullopt : std::optional(sum / n);
}

template <class Figure>
RepeatedMetric overRepeats(std::string_view id, const TargetChoice& choice, double testToTrain, Figure figure)
{
    std::vector<std::optional<double>> values;
    for (const auto& repeat : choice.repeats)
        values.push_back(ofRepeat(repeat, figure));
    return summarise(std::string(id), std::move(values), testToTrain);
}

std::optional<std::size_t> smallestGap(const TradeoffAxes& axes, std::span<const RunFigures> runs)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < runs.size(); ++i)
        if (runs[i].error && runs[i].unfairness && !runs[i].isTrivial
            && (!best || axes.gap(*runs[i].unfairness) < axes.gap(*runs[*best].unfairness)))
            best = i;
    return best;
}

} // namespace

const std::array<Target, 3>& usualTargets()
{
    static const std::array<Target, 3> kTargets {Target {TargetKind::AtMostBelowBest, 0.01},
        Target {TargetKind::GapAtMost, 0.02}, Target {TargetKind::TwoStep, 0.9}};
    return kTargets;
}

std::optional<std::size_t> chooseRun(
    const TradeoffAxes& axes, std::span<const RunFigures> runs, const Target& target)
{
    std::optional<double> best;
    for (const RunFigures& run : runs)
        if (run.error && run.unfairness
            && (!best || axes.errorBadness(*run.error) < axes.errorBadness(*best)))
            best = run.error;
    std::optional<std::size_t> chosen;
    const auto isBetter = [&](const RunFigures& a, const RunFigures& b) {
        if (a.isTrivial != b.isTrivial)
            return b.isTrivial;
        const std::pair errors {axes.errorBadness(*a.error), axes.errorBadness(*b.error)};
        const std::pair gaps {axes.gap(*a.unfairness), axes.gap(*b.unfairness)};
        const auto& [first, second]
            = target.kind == TargetKind::GapAtMost ? std::pair {errors, gaps} : std::pair {gaps, errors};
        return first.first != first.second ? first.first < first.second : second.first < second.second;
    };
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const RunFigures& run = runs[i];
        if (!run.error || !run.unfairness || !isNearBest(axes, *run.error, *best, target))
            continue;
        if (target.kind == TargetKind::GapAtMost && axes.gap(*run.unfairness) > target.value)
            continue;
        if (!chosen || isBetter(run, runs[*chosen]))
            chosen = i;
    }
    return chosen;
}

TargetChoice chooseForTarget(const HalfFigures& figures, const Target& target)
{
    TargetChoice choice;
    choice.target = target;
    choice.timesChosen.assign(figures.nRuns, 0);
    for (const auto& halves : figures.repeats) {
        auto& made = choice.repeats.emplace_back();
        for (std::size_t half = 0; half < 2; ++half) {
            made[half].run = chooseRun(figures.axes, halves[half], target);
            if (!made[half].run) {
                ++choice.unmet;
                continue;
            }
            made[half].validation = halves[half][*made[half].run];
            made[half].test = halves[1 - half][*made[half].run];
            ++choice.timesChosen[*made[half].run];
        }
    }
    const auto summed = [&](const MetricInfo& metric, auto figure) {
        return overRepeats(metric.id, choice, figures.testToTrain, figure);
    };
    choice.validationError
        = summed(*figures.axes.error, [](const HonestChoice& c) { return c.validation.error; });
    choice.validationUnfairness
        = summed(*figures.axes.unfairness, [](const HonestChoice& c) { return c.validation.unfairness; });
    choice.testError = summed(*figures.axes.error, [](const HonestChoice& c) { return c.test.error; });
    choice.testUnfairness
        = summed(*figures.axes.unfairness, [](const HonestChoice& c) { return c.test.unfairness; });
    const std::vector<RunFigures> means = meanFigures(figures);
    choice.recommended = chooseRun(figures.axes, means, target);
    if (choice.recommended)
        choice.isTrivial = means[*choice.recommended].isTrivial;
    else
        choice.nearest = smallestGap(figures.axes, means);
    return choice;
}

} // namespace evenhand
