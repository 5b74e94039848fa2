#pragma once

#include "engine/data/study.h"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <string_view>

namespace evenhand {

struct Confusion;
struct GroupCells;

/// A number, or the reason why there is none. An undefined metric is never 0 and never counts as fair.
struct MetricValue {
    std::optional<double> value;
    std::optional<double> low, high;              ///< interval, when one was computed
    std::optional<double> numerator, denominator; ///< of a rate
    std::optional<double> effectiveCount; ///< of a rate: (Σw)²/Σw² of the rows in its denominator (Kish)
    Text undefined;                       ///< reason when there is no value
    std::vector<std::string> groups;      ///< of a disparity: the two groups it is attained between
    std::vector<std::string> excluded;    ///< groups for which it is undefined, left out
};

/// Rows to be judged. Any of the columns may be empty where a metric does not need it.
struct MetricInput {
    Task task = Task::Classification;
    std::span<const double> score;       ///< (n,) probability or predicted number
    std::span<const double> y;           ///< (n,) true outcome: 0/1 (1 is favourable) or a number
    std::span<const double> weight;      ///< (n,) > 0, or empty: all ones
    std::span<const std::int32_t> group; ///< (n,) index into groupNames
    std::span<const double> decision; ///< (n,) 1 = favourable, or empty: score ≥ threshold; between 0 and
                                      ///< 1: the probability of it, and counts are expected ones
    std::span<const double> scoreOutcome; ///< (n,) 0/1 outcome whose probability is the score, or empty: y
    const std::vector<std::string>* groupNames = nullptr;
    std::optional<std::size_t> reference; ///< group of signed comparisons; absent: the one of largest weight
    double threshold = 0.5;               ///< decision is score ≥ threshold; classification only
};

enum class MetricRole : std::uint8_t {
    Error,      ///< of the whole: accuracy, mean_squared_error
    Group,      ///< one number per group, also defined for all rows: selection_rate
    Unfairness, ///< between groups; 0 (or 1 for a ratio) is parity
};

/// What a metric must be given.
struct MetricNeeds {
    bool decision = false; ///< decisions, or scores to be cut at the threshold
    bool score = false;
    bool outcome = false;      ///< y
    bool scoreOutcome = false; ///< what the score predicts: scoreOutcome, else y

    friend bool operator==(const MetricNeeds&, const MetricNeeds&) = default;
};

struct MetricInfo {
    std::string_view id;          ///< the field's name; never changes its meaning
    std::string_view name;        ///< for people, English
    std::string_view description; ///< formula in one line
    MetricRole role = MetricRole::Error;
    bool classification = false, regression = false;
    bool isShare = false; ///< in [0,1], shown as a percentage
    bool higherIsBetter = false;
    std::string_view citation;
    /// For Error and Unfairness: over all rows of the input. For Group: over the rows given, whatever their
    /// group.
    MetricValue (*compute)(const MetricInput&) = nullptr;

    MetricNeeds needs {};
    /// Of Unfairness: the value between equal groups. Signed differences and ratios may lie on either side.
    double parity = 0.0;
    /// Where the metric is a function of one confusion matrix, or of one per group: that function; compute()
    /// goes through it. The value… functions return the same number without sentences and names, for loops
    /// that call them a million times.
    MetricValue (*ofCells)(const Confusion&) = nullptr;
    std::optional<double> (*valueOfCells)(const Confusion&) = nullptr;
    MetricValue (*ofGroupCells)(const GroupCells&) = nullptr;
    std::optional<double> (*valueOfGroupCells)(const GroupCells&) = nullptr;
};

/// All metrics in the order in which people see them. A metric that is an error of the whole and also shown
/// per group (accuracy) is there twice: first with role Error, then with role Group, by the same formula.
[[nodiscard]] const std::vector<MetricInfo>& metrics();
/// The first metric of that id.
/// @errors InvalidArgument  no such metric; the hint lists them
[[nodiscard]] Result<const MetricInfo*> findMetric(std::string_view id);

/// How far a value is from what one would like, the smaller the better: for comparing runs.
[[nodiscard]] double badness(const MetricInfo& metric, double value);

/// Rows of the input, whichever of its columns are given.
[[nodiscard]] std::size_t rowCount(const MetricInput& input);
/// Why a metric with these needs cannot be computed at all; empty if it can.
[[nodiscard]] Text missingInput(const MetricInput& input, const MetricNeeds& needs);

} // namespace evenhand
