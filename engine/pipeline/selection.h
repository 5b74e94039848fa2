#pragma once

#include "engine/core/result.h"
#include "engine/metrics/confusion.h"

namespace evenhand {

/// What one configuration did on the rows outside one fold.
struct FoldOutcome {
    std::vector<Confusion> cells; ///< classification: one per group
    double squaredError = 0.0;    ///< regression: Σ w·(y - f)²
    double weight = 0.0;          ///< regression: Σ w
    bool isConstant = false;      ///< regression: the same prediction for every row
    /// Distance from parity; absent: undefined on these rows.
    std::optional<double> unfairness;
};

/// Folds of one configuration; absent: no model could be trained on the fold's inside.
using FoldOutcomes = std::vector<std::optional<FoldOutcome>>;

/// Why a configuration could not be chosen.
enum class Exclusion : std::uint8_t {
    None,
    Untrained, ///< in a fold in which other configurations could be trained
    Error,     ///< its error is too large
    Constant,  ///< it decides the same for everybody
    LowRates,  ///< it finds hardly any favourable outcome in any group
    Undefined, ///< its unfairness is undefined in every fold
};
/// "decides the same for everybody"; empty for None.
[[nodiscard]] std::string_view reasonOf(Exclusion exclusion);

/// What cross-validation says about one configuration.
struct ConfigurationScore {
    std::optional<double> error;      ///< pooled over the folds: accuracy, in regression mean squared error
    std::optional<double> unfairness; ///< mean distance from parity over the folds that have one
    int undefinedFolds = 0;           ///< folds that have none
    bool isKept = false;              ///< after the first step
    Exclusion exclusion = Exclusion::None;
};

struct Choice {
    std::vector<ConfigurationScore> scores; ///< one per configuration
    std::size_t chosen = 0;
    /// The configuration that would have been chosen, had trivial ones not been set aside.
    std::optional<std::size_t> setAside;
    bool isTrivial = false; ///< the chosen one is trivial, for want of another
    int untrainedFolds = 0; ///< folds in which no configuration could be trained
};

/// True positive rate below which, in every group that has positives, a classifier counts as trivial.
inline constexpr double kLowestRate = 0.05;

/// Chooses one of several configurations that were judged on the same folds.
///
/// Step 1 keeps those with accuracy ≥ keep·best (regression: error ≤ best/keep). Step 2 takes the smallest
/// mean unfairness; ties go to the smaller error, then to the first. Unlike in the paper, a fold in which the
/// unfairness is undefined is skipped rather than counted as fair, and trivial models (constant, or with a
/// true positive rate near 0 in every group) are set aside while there is another: a model that decides the
/// same for everybody is perfectly fair and would win. BestError stops after the smallest error.
/// @param outcomes  [configuration][fold], in the order of the grid, at least one configuration
/// @errors NoAnswer no configuration could be trained
/// @source Donini et al. (2018), section 4, "novel validation procedure"
[[nodiscard]] Result<Choice> chooseConfiguration(
    const SelectionSpec& selection, Task task, const std::vector<FoldOutcomes>& outcomes);

/// What a reader of the results must know about a choice.
[[nodiscard]] std::vector<Text> warningsOf(const Choice& choice, Task task, std::string_view learner);

/// The selection's unfairness metric, with the default of the task where it names none.
[[nodiscard]] std::string unfairnessMetricOf(const SelectionSpec& selection, Task task);

/// @param path  of the selection in the study, for the message: "runs[0].selection"
/// @errors InvalidArgument  folds, share or metric cannot be used
[[nodiscard]] Result<const MetricInfo*> checkSelection(
    const SelectionSpec& selection, Task task, const std::string& path);

/// Bounds of a selection's settings.
inline constexpr int kMinimumSelectionFolds = 2;
inline constexpr int kMaximumSelectionFolds = 100;

} // namespace evenhand
