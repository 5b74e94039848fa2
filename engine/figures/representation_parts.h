#pragma once

#include "engine/figures/representation.h"

namespace evenhand {

using Representations = std::vector<const RepresentationInsight*>;

/// True if some finished repeat of the run says what representation it learned.
[[nodiscard]] bool hasRepresentation(const RunResult& run);
/// The representation of one repeat, or those of all that have one.
[[nodiscard]] Representations representationsOf(const RunResult& run, std::optional<std::size_t> repeat);
/// That repeat, else the first that has a representation.
[[nodiscard]] std::size_t shownRepresentation(const RunResult& run, std::optional<std::size_t> repeat);

[[nodiscard]] const RepresentationState& stateOf(
    const RepresentationInsight& insight, RepresentationPart part);

/// Test rows divided by training rows of a repeat, for the interval of a mean over repeats.
[[nodiscard]] double testToTrainOf(const Report& report, const RunResult& run);

/// A number of every representation over the repeats with the interval of its mean; nullopt where undefined.
template <class Number>
[[nodiscard]] RepeatedMetric overRepresentations(
    const Report& report, const RunResult& run, const Representations& all, const Number& number)
{
    std::vector<std::optional<double>> repeats;
    repeats.reserve(all.size());
    for (const RepresentationInsight* const insight : all)
        repeats.push_back(number(*insight));
    return summarise({}, std::move(repeats), testToTrainOf(report, run));
}

/// "Adult · sex · mean of 5 repeats, 95 % intervals · fair representation, strength 10".
[[nodiscard]] Text representationSubtitle(
    const Report& report, const RunResult& run, std::optional<std::size_t> repeat);

/// "MMD", "Sinkhorn", "means"; an unknown kind as it is.
[[nodiscard]] std::string divergenceName(const std::string& kind);
/// "0.72 (0.70 to 0.74)"; without an interval the number alone.
[[nodiscard]] std::string withInterval(const RepeatedMetric& value, int decimals = 3);
/// "Female" or "afam = yes": a group of the report as readers know it.
[[nodiscard]] std::string groupOf(const Report& report, const std::string& name);

/// A task over the repeats.
struct TaskChange {
    std::string task;
    Task kind = Task::Classification;
    RepeatedMetric errorBefore, errorAfter, trivial, gapBefore, gapAfter;
    std::size_t degenerateBefore = 0, degenerateAfter = 0; ///< repeats in which it decided alike for all
    std::size_t repeats = 0;
};
/// Tasks in the order of the first representation.
[[nodiscard]] std::vector<TaskChange> taskChanges(
    const Report& report, const RunResult& run, const Representations& all);

/// One auditor's reading over the repeats. A single repeat has the interval of its own estimate.
struct AuditorChange {
    std::string group;
    RepeatedMetric features, before, after;
};
struct AuditorChanges {
    std::vector<AuditorChange> linear, nonlinear;
};
[[nodiscard]] AuditorChanges auditorChanges(
    const Report& report, const RunResult& run, const Representations& all);

/// One divergence of one pair of groups over the repeats.
struct DivergenceChange {
    std::string kind, rows, groupA, groupB; ///< as in DivergenceReading
    RepeatedMetric before, after, nullBefore, nullAfter, null95Before, null95After;
    double pBefore = 1.0, pAfter = 1.0; ///< largest over the repeats
    [[nodiscard]] bool hadDifference() const { return *before.mean > *null95Before.mean; }
};
/// In the order of the first representation; those that are in no repeat both before and after are left out.
[[nodiscard]] std::vector<DivergenceChange> divergenceChanges(
    const Report& report, const RunResult& run, const Representations& all);

/// A figure that is empty because this run or repeat has no representation.
[[nodiscard]] Figure noRepresentation(
    const Report& report, std::size_t run, std::optional<std::size_t> repeat, std::string id, Text title);

} // namespace evenhand
