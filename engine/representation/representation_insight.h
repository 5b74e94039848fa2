#pragma once

#include "engine/core/training_curve.h"
#include "engine/data/study.h"
#include "engine/statistics/auc.h"

#include <Eigen/Core>

#include <optional>

namespace evenhand {

/// How well a classifier that was trained to tell one group from the others does on test rows. 0.5 is chance.
struct AuditorReading {
    std::string group; ///< told from all others; of two groups only the first is read
    AucEstimate auc;
    double balancedAccuracy = 0.5;
};

/// What a linear (logistic) and a nonlinear (boosted trees) auditor recover of the group; empty where
/// training was stopped before they could be asked, or a group is too small.
struct AuditorReadings {
    std::vector<AuditorReading> linear, nonlinear;
};

/// A divergence between two groups' representations on test rows, normalised (mean 0, mean square 1), beside
/// what it is when the group is dealt out at random. A raw value alone says nothing.
struct DivergenceReading {
    std::string kind; ///< "mmd" (squared), "sinkhorn" (per dimension), "mean" (squared, per dimension)
    std::string rows; ///< that are compared: "all", "favourable" or "unfavourable"
    std::string groupA, groupB;
    double value = 0.0;
    double nullMean = 0.0, null95 = 0.0; ///< permutation null: mean and 95 % quantile
    double p = 1.0;                      ///< (1 + permutations at least as large) / (1 + permutations)
    std::size_t rowsA = 0, rowsB = 0;    ///< rows that were used
};

/// Name of the reading that pools all tasks of a task column.
inline constexpr const char* kAllTasks = "all tasks together";

/// How one task fares on test rows.
struct TaskReading {
    std::string task;
    Task kind = Task::Classification;
    double rows = 0.0;
    double error = 0.0;        ///< share of wrong decisions, or mean squared error over the variance of y
    double trivialError = 0.0; ///< of always deciding for the majority, or for the mean
    bool degenerate = false;   ///< decides (nearly) everybody alike: a small gap means nothing
    std::optional<double> gap; ///< largest difference of decision rates, or of means in standard deviations
                               ///< of y; absent where a group is too small
    std::optional<double> softGap; ///< of mean probabilities; of classification
    std::optional<double> ks;  ///< largest distance of two groups' distribution functions of the prediction
    std::optional<double> auc; ///< of classification
    std::vector<double> groupRows; ///< per group
};

/// One trained representation as test rows see it.
struct RepresentationState {
    double strength = 0.0;
    std::shared_ptr<const TrainingCurve> training;
    std::vector<TaskReading> tasks;
    AuditorReadings auditors;
    std::vector<DivergenceReading> divergences;
    double rms = 0.0;       ///< root mean square of the centred representation: does not shrink unnoticed
    Eigen::MatrixXd points; ///< (sample, 2) first two principal components
    double explained[2] = {0.0, 0.0}; ///< share of the variance of this representation along each of them
};

/// What a fair representation did in one repeat of a run: the network without fairness and the one with it,
/// trained on the same rows from the same start.
struct RepresentationInsight {
    std::vector<std::string> groups; ///< names, as in the study
    std::string divergence;          ///< that was minimised: "mmd", "sinkhorn", "mean"
    std::string notion;              ///< which rows it compares: id of the notion
    Eigen::Index dimensions = 0;     ///< of the representation
    /// Strength 0, and the run's own. The first has no training when it was stopped before its turn.
    RepresentationState before, after;
    AuditorReadings features; ///< what the same auditors recover from the features themselves
    /// Test rows drawn, at most 2,000 of every group; coordinates are in the axes of both clouds together, so
    /// the two pictures have the same axes.
    std::vector<Eigen::Index> row;   ///< of the table
    std::vector<std::int32_t> group; ///< index into groups
    std::vector<double> y;           ///< of the study's own target
};

} // namespace evenhand
