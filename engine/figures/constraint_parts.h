#pragma once

#include "engine/figures/constraint.h"
#include "engine/methods/fairness_bound.h"

#include <span>

namespace evenhand {

using Insights = std::vector<const ConstraintInsight*>;

/// True if some finished repeat of the run says what its constraint did.
[[nodiscard]] bool hasInsight(const RunResult& run);
/// The insight of one repeat, or those of all that have one.
[[nodiscard]] Insights insightsOf(const RunResult& run, ShownRepeat repeat);

/// A number of every insight over the repeats, with the interval of its mean; nullopt where it is undefined.
template <class Number>
[[nodiscard]] RepeatedMetric overInsights(const Insights& insights, const Number& number);
/// Test rows divided by training rows, of the first family.
[[nodiscard]] double testToTrain(const Insights& insights);

/// Tolerance in force, mean over the repeats; may be infinite.
[[nodiscard]] double meanEpsilon(const Insights& insights);
/// Largest gap over all families of the means of the unconstrained model: the constraint binds below it.
[[nodiscard]] double unconstrainedGap(const Insights& insights);

/// Of the runs that differ from @p run in nothing but the strength the one with the smallest tolerance in
/// force; @p run itself if it has no constraint.
[[nodiscard]] std::size_t strictestRun(const Report& report, std::size_t run);

enum class ConstraintPart : std::uint8_t { Train, Test };
/// Gap between the groups of a family over the repeats.
/// @param value  &GroupMean::linear or &GroupMean::rate
[[nodiscard]] RepeatedMetric gapOf(const Insights& insights, std::size_t family, ConstraintPart part,
    std::optional<double> ConstraintInsight::GroupMean::*value);

/// One feature of a linear model, mean over the repeats that have it.
struct FeatureChange {
    std::string feature;
    RepeatedMetric before, after;
    RepeatedMetric u; ///< of one family, over the repeats with the same two groups
    [[nodiscard]] double change() const { return *after.mean - *before.mean; }
};
/// In feature order; empty for kernels. u is turned so that it points from uGroups().second to first.
[[nodiscard]] std::vector<FeatureChange> featureChanges(const Insights& insights, std::size_t family);
/// The two groups whose difference u is in the first insight, a and b of μ_a - μ_b, as readers know them.
[[nodiscard]] std::pair<std::string, std::string> uGroups(
    const Report& report, const Insights& insights, std::size_t family);

/// What a family compares: "people with the favourable outcome" and "true positive rate".
struct FamilyWords {
    std::string people, rate;
};
[[nodiscard]] FamilyWords familyWords(const std::string& rows);
/// Of a report's group.
[[nodiscard]] std::string readableGroup(const Report& report, const std::string& name);
/// "COMPAS · race · mean of 5 repeats, 95 % intervals · linear SVM · fair empirical risk minimisation"; what
/// a narrow figure cuts off is the end.
[[nodiscard]] Text constraintSubtitle(const Report& report, const RunResult& run, ShownRepeat repeat);
/// "3.4": percentage points of a difference of two shares.
[[nodiscard]] std::string pointsNumber(double gap);

template <class Number> RepeatedMetric overInsights(const Insights& insights, const Number& number)
{
    std::vector<std::optional<double>> repeats;
    repeats.reserve(insights.size());
    for (const ConstraintInsight* const insight : insights)
        repeats.push_back(number(*insight));
    return summarise({}, std::move(repeats), testToTrain(insights));
}

} // namespace evenhand
