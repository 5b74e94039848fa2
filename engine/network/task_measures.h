#pragma once

#include "engine/network/objective.h"

#include <optional>

namespace evenhand {

/// How one task's predictions fare on some rows, and how differently they treat groups.
struct TaskMeasures {
    double rows = 0.0;             ///< with a value
    double error = 0.0;            ///< share of wrong decisions (o > 0), or mean squared error; weighted
    double trivialError = 0.0;     ///< of deciding for the majority of these rows, or predicting their mean
    double decided = 0.0;          ///< share of decisions for the outcome; of classes
    std::optional<double> gap;     ///< largest difference of two groups' decision rates, or mean predictions
    std::optional<double> softGap; ///< of mean probabilities; of classes
    std::vector<double> groupRows; ///< per group
};

/// @param outputs    (n, T) of every head, before any link
/// @param leastRows  a group with fewer rows of a task is left out; with fewer than two such groups there is
///                   no gap
[[nodiscard]] std::vector<TaskMeasures> measureTasks(const HeadTargets& targets,
    const Eigen::MatrixXd& outputs, const std::vector<std::int32_t>& group, std::size_t groups,
    const Eigen::VectorXd& weight, double leastRows);

/// 1/(1 + e^{-o}).
[[nodiscard]] double probabilityOf(double output);

} // namespace evenhand
