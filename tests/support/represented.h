#pragma once

#include "engine/core/rng.h"
#include "engine/pipeline/report.h"
#include "engine/pipeline/transfer.h"

#include <cmath>

namespace evenhand::test {

/// What a made-up study that learned representations looks like.
struct RepresentedSpec {
    std::vector<std::string> groups {"Female", "Male"};
    std::vector<std::string> tasks {"income = >50K", "hours > 40", "married = yes"};
    std::size_t repeats = 3;
    std::size_t rowsPerGroup = 120;
    std::vector<double> strengths {1.0, 10.0};
    bool withAuditors = true;
    bool degenerate = false; ///< the last task decides alike for everybody after
    Task kind = Task::Classification;
};

inline std::shared_ptr<const TrainingCurve> trainingCurve(
    const RepresentedSpec& spec, double strength, int epochs = 12, int planned = 12)
{
    auto curve = std::make_shared<TrainingCurve>();
    curve->what = strength > 0.0 ? "mmd, strength " + shortNumber(strength) : "without fairness";
    curve->tasks = spec.tasks;
    curve->plannedEpochs = planned;
    curve->best = epochs - 2;
    curve->seconds = 0.25 * epochs;
    curve->batchGroupCounts.assign(spec.groups.size(), 512.0 / static_cast<double>(spec.groups.size()));
    for (int i = 0; i < epochs; ++i) {
        TrainingCurve::Epoch epoch;
        epoch.risk = 0.42 + 0.28 * std::exp(-0.4 * i) + 0.002 * strength;
        epoch.divergence = 0.08 * std::exp(-0.04 * strength * i / (1.0 + 0.1 * i)) + 0.002;
        epoch.objective = epoch.risk + strength * epoch.divergence;
        epoch.validationObjective = epoch.objective + 0.01 + 0.002 * std::max(0, i - epochs + 2);
        epoch.rms = 0.74 - 0.004 * i;
        for (std::size_t t = 0; t < spec.tasks.size(); ++t) {
            epoch.taskErrors.push_back(0.2 + 0.04 * static_cast<double>(t) + 0.1 * std::exp(-0.5 * i));
            epoch.taskGaps.push_back(0.1 + 0.05 * static_cast<double>(t) - 0.003 * i);
        }
        epoch.gap = epoch.taskGaps.empty() ? 0.0 : epoch.taskGaps.front();
        curve->epochs.push_back(epoch);
    }
    return curve;
}

inline AuditorReading auditorReading(const std::string& group, double auc)
{
    AuditorReading reading;
    reading.group = group;
    reading.auc.value = auc;
    reading.auc.standardError = 0.01;
    reading.auc.interval.low = auc - 0.02;
    reading.auc.interval.high = std::min(1.0, auc + 0.02);
    reading.balancedAccuracy = 0.5 + 0.7 * (auc - 0.5);
    return reading;
}

/// Of two groups the first, of more each.
inline AuditorReadings auditorReadings(const RepresentedSpec& spec, double linear, double nonlinear)
{
    AuditorReadings readings;
    const std::size_t asked = spec.groups.size() == 2 ? 1 : spec.groups.size();
    for (std::size_t g = 0; g < asked && spec.withAuditors; ++g) {
        readings.linear.push_back(auditorReading(spec.groups[g], linear));
        readings.nonlinear.push_back(auditorReading(spec.groups[g], nonlinear));
    }
    return readings;
}

inline TaskReading taskReading(
    const RepresentedSpec& spec, const std::string& task, std::size_t place, double share, std::size_t repeat)
{
    TaskReading reading;
    reading.task = task;
    reading.kind = spec.kind;
    reading.rows = 300.0;
    const double t = static_cast<double>(place);
    reading.error = 0.2 + 0.04 * t + 0.03 * share + 0.002 * static_cast<double>(repeat);
    reading.trivialError = 0.25 + 0.05 * t;
    reading.gap = (0.1 + 0.08 * t) * (1.0 - 0.8 * share) + 0.004 * static_cast<double>(repeat);
    reading.softGap = 0.8 * *reading.gap;
    reading.ks = 1.2 * *reading.gap;
    reading.auc = 0.8 - 0.05 * share;
    reading.groupRows.assign(spec.groups.size(), 150.0);
    if (spec.degenerate && place + 1 == spec.tasks.size() && share > 0.0) {
        reading.degenerate = true;
        reading.error = reading.trivialError;
        reading.gap = 0.001;
    }
    return reading;
}

inline RepresentationState representationState(const RepresentedSpec& spec, double strength,
    std::size_t repeat, const std::vector<std::int32_t>& group, Rng& rng)
{
    const double share = strength / (strength + 2.0);
    RepresentationState state;
    state.strength = strength;
    state.training = trainingCurve(spec, strength);
    for (std::size_t t = 0; t < spec.tasks.size(); ++t)
        state.tasks.push_back(taskReading(spec, spec.tasks[t], t, share, repeat));
    const double wobble = 0.005 * (static_cast<double>(repeat % 3) - 1.0);
    state.auditors = auditorReadings(spec, 0.78 - 0.25 * share + wobble, 0.79 - 0.04 * share + wobble);
    for (std::size_t a = 0; a < spec.groups.size(); ++a)
        for (std::size_t b = a + 1; b < spec.groups.size(); ++b)
            for (const auto& [kind, value] : {std::pair {"mmd", 0.06}, {"sinkhorn", 0.25}, {"mean", 0.2}}) {
                DivergenceReading reading;
                reading.kind = kind;
                reading.rows = "all";
                reading.groupA = spec.groups[a];
                reading.groupB = spec.groups[b];
                reading.value = value * (1.0 - 0.9 * share) + 0.1 * wobble;
                reading.nullMean = std::string(kind) == "mmd" ? 0.0 : 0.02 * value;
                reading.null95 = 0.05 * value;
                reading.p = reading.value > reading.null95 ? 0.005 : 0.2;
                reading.rowsA = reading.rowsB = spec.rowsPerGroup;
                state.divergences.push_back(reading);
            }
    state.rms = 0.7 - 0.05 * share;
    state.explained[0] = 0.55 - 0.1 * share;
    state.explained[1] = 0.2;
    state.points.resize(static_cast<Eigen::Index>(group.size()), 2);
    for (std::size_t i = 0; i < group.size(); ++i) {
        const auto at = static_cast<Eigen::Index>(i);
        state.points(at, 0) = rng.normal() + 1.6 * (1.0 - share) * group[i];
        state.points(at, 1) = 0.6 * rng.normal();
    }
    return state;
}

inline std::shared_ptr<const RepresentationInsight> representation(
    const RepresentedSpec& spec, std::size_t repeat, double strength)
{
    auto made = std::make_shared<RepresentationInsight>();
    made->groups = spec.groups;
    made->divergence = "mmd";
    made->notion = "demographic_parity";
    made->dimensions = 16;
    for (std::size_t g = 0; g < spec.groups.size(); ++g)
        for (std::size_t i = 0; i < spec.rowsPerGroup; ++i) {
            made->row.push_back(static_cast<Eigen::Index>(made->row.size()));
            made->group.push_back(static_cast<std::int32_t>(g));
            made->y.push_back(static_cast<double>(i % 2));
        }
    Rng rng(7 + repeat);
    made->before = representationState(spec, 0.0, repeat, made->group, rng);
    made->after = representationState(spec, strength, repeat, made->group, rng);
    made->features = auditorReadings(
        spec, 0.93 + 0.003 * static_cast<double>(repeat), 0.95 + 0.002 * static_cast<double>(repeat));
    return made;
}

/// A baseline, then one run per strength.
inline std::shared_ptr<Report> representedReport(const RepresentedSpec& spec)
{
    auto report = std::make_shared<Report>();
    report->dataName = "people.csv";
    report->groups = {"sex", spec.groups, {}};
    report->study.roles.target = "income";
    report->study.roles.favourable = ">50K";
    report->study.roles.task = spec.kind;
    report->study.split.repeats = static_cast<int>(spec.repeats);
    report->tableRows = report->usedRows = 1000;
    for (std::size_t i = 0; i <= spec.strengths.size(); ++i) {
        RunResult run;
        run.learner = spec.kind == Task::Classification ? "logistic" : "ridge";
        run.repeatsDone = static_cast<int>(spec.repeats);
        if (i > 0) {
            run.method = "fair_representation";
            run.methodParams = {{"strength", spec.strengths[i - 1]}, {"divergence", std::string("mmd")}};
        }
        for (std::size_t r = 0; r < spec.repeats; ++r)
            run.representations.push_back(i > 0 ? representation(spec, r, spec.strengths[i - 1]) : nullptr);
        report->runs.push_back(run);
    }
    return report;
}

/// Every task left out in turn, under every variant.
inline std::shared_ptr<const TransferReport> transferReport(const RepresentedSpec& spec, bool complete = true)
{
    auto report = std::make_shared<TransferReport>();
    report->groups = spec.groups;
    report->complete = complete;
    report->spec.repeats = static_cast<int>(spec.repeats);
    const std::pair<TransferVariant, double> variants[]
        = {{TransferVariant::RawFeatures, 0.0}, {TransferVariant::Unfair, 0.0}, {TransferVariant::Mean, 0.6},
            {TransferVariant::Mmd, 0.5}, {TransferVariant::Sinkhorn, 0.8}};
    for (std::size_t t = 0; t < spec.tasks.size(); ++t)
        for (const auto& [variant, share] : variants) {
            TransferRow row;
            row.task = spec.tasks[t];
            row.kind = spec.kind;
            row.variant = variant;
            row.strength = share > 0.0 ? 10.0 : 0.0;
            for (std::size_t r = 0; r < spec.repeats; ++r)
                row.repeats.push_back(taskReading(spec, spec.tasks[t], t, share, r));
            const auto over = [&](auto member) {
                std::vector<std::optional<double>> values;
                for (const TaskReading& reading : row.repeats)
                    values.push_back(reading.*member);
                return summarise({}, std::move(values), 0.4);
            };
            row.error = over(&TaskReading::error);
            row.trivialError = over(&TaskReading::trivialError);
            row.gap = over(&TaskReading::gap);
            row.softGap = over(&TaskReading::softGap);
            row.ks = over(&TaskReading::ks);
            row.auc = over(&TaskReading::auc);
            report->rows.push_back(std::move(row));
        }
    return report;
}

} // namespace evenhand::test
