#include "engine/figures/representation_parts.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

const TaskReading* findTask(const RepresentationState& state, const std::string& task)
{
    const auto found = std::ranges::find(state.tasks, task, &TaskReading::task);
    return found == state.tasks.end() ? nullptr : &*found;
}

const AuditorReading* findReading(const std::vector<AuditorReading>& all, const std::string& group)
{
    const auto found = std::ranges::find(all, group, &AuditorReading::group);
    return found == all.end() ? nullptr : &*found;
}

const DivergenceReading* findDivergence(const RepresentationState& state, const DivergenceReading& like)
{
    const auto found = std::ranges::find_if(state.divergences, [&](const DivergenceReading& reading) {
        return reading.kind == like.kind && reading.rows == like.rows && reading.groupA == like.groupA
            && reading.groupB == like.groupB;
    });
    return found == state.divergences.end() ? nullptr : &*found;
}

template <class Reading, class Number>
std::optional<double> numberOf(const Reading* reading, const Number& number)
{
    return reading == nullptr ? std::nullopt : std::optional<double>(number(*reading));
}

using Side = std::vector<AuditorReading> AuditorReadings::*;

/// AUC of one auditor for one group on one of the three inputs.
RepeatedMetric aucOf(const Report& report, const RunResult& run, const Representations& all, Side side,
    const std::string& group, const AuditorReadings& (*of)(const RepresentationInsight&))
{
    RepeatedMetric metric = overRepresentations(report, run, all, [&](const RepresentationInsight& insight) {
        return numberOf(findReading(of(insight).*side, group),
            [](const AuditorReading& reading) { return reading.auc.value; });
    });
    if (all.size() == 1 && metric.mean) {
        const AuditorReading& own = *findReading(of(*all.front()).*side, group);
        metric.low = own.auc.interval.low;
        metric.high = own.auc.interval.high;
    }
    return metric;
}

std::vector<AuditorChange> changesOf(
    const Report& report, const RunResult& run, const Representations& all, Side side)
{
    std::vector<std::string> groups;
    const auto add = [&](const AuditorReadings& readings) {
        for (const AuditorReading& reading : readings.*side)
            if (std::ranges::find(groups, reading.group) == groups.end())
                groups.push_back(reading.group);
    };
    for (const RepresentationInsight* const insight : all) {
        add(insight->features);
        add(insight->before.auditors);
        add(insight->after.auditors);
    }
    std::vector<AuditorChange> changes;
    for (const std::string& group : groups) {
        const auto auc = [&](const AuditorReadings& (*of)(const RepresentationInsight&)) {
            return aucOf(report, run, all, side, group, of);
        };
        changes.push_back({group,
            auc([](const RepresentationInsight& i) -> const AuditorReadings& { return i.features; }),
            auc([](const RepresentationInsight& i) -> const AuditorReadings& { return i.before.auditors; }),
            auc([](const RepresentationInsight& i) -> const AuditorReadings& { return i.after.auditors; })});
    }
    return changes;
}

} // namespace

bool hasRepresentation(const RunResult& run)
{
    return std::ranges::any_of(
        run.representations, [](const auto& representation) { return representation != nullptr; });
}

Representations representationsOf(const RunResult& run, std::optional<std::size_t> repeat)
{
    Representations found;
    for (std::size_t i = 0; i < run.representations.size(); ++i)
        if (run.representations[i] && (!repeat || *repeat == i))
            found.push_back(run.representations[i].get());
    return found;
}

std::size_t shownRepresentation(const RunResult& run, std::optional<std::size_t> repeat)
{
    if (repeat)
        return *repeat;
    const auto first = std::ranges::find_if(
        run.representations, [](const auto& representation) { return representation != nullptr; });
    return static_cast<std::size_t>(first - run.representations.begin());
}

const RepresentationState& stateOf(const RepresentationInsight& insight, RepresentationPart part)
{
    return part == RepresentationPart::Before ? insight.before : insight.after;
}

double testToTrainOf(const Report& report, const RunResult& run)
{
    const auto learner = static_cast<std::size_t>(std::max(run.learnerIndex, 0));
    if (learner < report.baseScores.size())
        for (const auto& scores : report.baseScores[learner])
            if (scores && scores->row.size() < report.usedRows) {
                const auto test = static_cast<double>(scores->row.size());
                return test / (static_cast<double>(report.usedRows) - test);
            }
    const SplitSpec& split = report.study.split;
    return split.kind == SplitKind::KFold ? 1.0 / std::max(1.0, split.folds - 1.0)
                                          : split.testFraction / std::max(1e-9, 1.0 - split.testFraction);
}

std::string divergenceName(const std::string& kind)
{
    return kind == "mmd" ? "MMD" : kind == "sinkhorn" ? "Sinkhorn" : kind == "mean" ? "means" : kind;
}

std::string withInterval(const RepeatedMetric& value, int decimals)
{
    if (!value.mean)
        return "not defined";
    const std::string mean = fixedNumber(*value.mean, decimals);
    const bool isWide = value.low && value.high && *value.high - *value.low > 1e-12;
    return isWide
        ? text("%1 (%2 to %3)", mean, fixedNumber(*value.low, decimals), fixedNumber(*value.high, decimals))
              .english()
        : mean;
}

std::string groupOf(const Report& report, const std::string& name)
{
    const auto found = std::ranges::find(report.groups.names, name);
    if (found == report.groups.names.end())
        return name;
    return readableGroupNames(report.groups)[static_cast<std::size_t>(found - report.groups.names.begin())];
}

Text representationSubtitle(const Report& report, const RunResult& run, std::optional<std::size_t> repeat)
{
    const std::size_t repeats = representationsOf(run, {}).size();
    const std::string strength = strengthWords(run).english();
    const std::string name = runName(run, true) + (strength.empty() ? "" : ", " + strength);
    if (repeat || repeats < 2)
        return text("%1 · %2 · repeat %3 of %4 · %5", report.dataName, report.groups.attribute,
            shownRepresentation(run, repeat) + 1, run.representations.size(), name);
    return text("%1 · %2 · mean of %3 repeats, 95 % intervals · %4", report.dataName, report.groups.attribute,
        repeats, name);
}

std::vector<TaskChange> taskChanges(const Report& report, const RunResult& run, const Representations& all)
{
    std::vector<TaskChange> changes;
    if (all.empty())
        return changes;
    for (const TaskReading& first : all.front()->after.tasks) {
        const auto number = [&](RepresentationPart part, const auto& of) {
            return overRepresentations(
                report, run, all, [&](const RepresentationInsight& insight) -> std::optional<double> {
                    const TaskReading* const reading = findTask(stateOf(insight, part), first.task);
                    return reading == nullptr ? std::nullopt : of(*reading);
                });
        };
        const auto error = [](const TaskReading& r) { return std::optional(r.error); };
        const auto trivial = [](const TaskReading& r) { return std::optional(r.trivialError); };
        const auto gap = [](const TaskReading& r) { return r.gap; };
        TaskChange change;
        change.task = first.task;
        change.kind = first.kind;
        change.errorBefore = number(RepresentationPart::Before, error);
        change.errorAfter = number(RepresentationPart::After, error);
        change.trivial = number(RepresentationPart::After, trivial);
        change.gapBefore = number(RepresentationPart::Before, gap);
        change.gapAfter = number(RepresentationPart::After, gap);
        for (const RepresentationInsight* const insight : all) {
            const TaskReading* const before = findTask(insight->before, first.task);
            const TaskReading* const after = findTask(insight->after, first.task);
            change.repeats += after != nullptr ? 1U : 0U;
            change.degenerateBefore += before != nullptr && before->degenerate ? 1U : 0U;
            change.degenerateAfter += after != nullptr && after->degenerate ? 1U : 0U;
        }
        changes.push_back(std::move(change));
    }
    return changes;
}

AuditorChanges auditorChanges(const Report& report, const RunResult& run, const Representations& all)
{
    return {changesOf(report, run, all, &AuditorReadings::linear),
        changesOf(report, run, all, &AuditorReadings::nonlinear)};
}

std::vector<DivergenceChange> divergenceChanges(
    const Report& report, const RunResult& run, const Representations& all)
{
    std::vector<DivergenceChange> changes;
    if (all.empty())
        return changes;
    for (const DivergenceReading& first : all.front()->after.divergences) {
        const auto number = [&](RepresentationPart part, double DivergenceReading::*member) {
            return overRepresentations(report, run, all, [&](const RepresentationInsight& insight) {
                return numberOf(findDivergence(stateOf(insight, part), first),
                    [&](const DivergenceReading& reading) { return reading.*member; });
            });
        };
        constexpr auto before = RepresentationPart::Before;
        constexpr auto after = RepresentationPart::After;
        DivergenceChange change {first.kind, first.rows, first.groupA, first.groupB,
            number(before, &DivergenceReading::value), number(after, &DivergenceReading::value),
            number(before, &DivergenceReading::nullMean), number(after, &DivergenceReading::nullMean),
            number(before, &DivergenceReading::null95), number(after, &DivergenceReading::null95), 0.0, 0.0};
        for (const RepresentationInsight* const insight : all) {
            if (const auto* const reading = findDivergence(insight->before, first))
                change.pBefore = std::max(change.pBefore, reading->p);
            if (const auto* const reading = findDivergence(insight->after, first))
                change.pAfter = std::max(change.pAfter, reading->p);
        }
        if (change.before.mean && change.after.mean)
            changes.push_back(std::move(change));
    }
    return changes;
}

Figure noRepresentation(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat, std::string id, Text title)
{
    if (run >= report.runs.size() || !hasRepresentation(report.runs[run]))
        return emptyFigure(std::move(id), std::move(title), {}, text("This run learned no representation."));
    return emptyFigure(std::move(id), std::move(title),
        representationSubtitle(report, report.runs[run], repeat), text("This repeat was not finished."));
}

} // namespace evenhand
