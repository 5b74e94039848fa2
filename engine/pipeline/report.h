#pragma once

#include "engine/data/groups.h"
#include "engine/data/study.h"
#include "engine/methods/constraint_insight.h"
#include "engine/metrics/metric.h"
#include "engine/metrics/repeated_metric.h"
#include "engine/pipeline/selection.h"
#include "engine/representation/representation_insight.h"

#include <Eigen/Core>

#include <memory>

namespace evenhand {

struct GroupResult {
    std::string group;
    double count = 0.0; ///< test rows per repeat, mean over the repeats
    double weight = 0.0;
    std::vector<RepeatedMetric> metrics;
};

/// Test rows of one repeat with their scores; what the views draw.
struct RepeatScores {
    std::vector<double> calibrationRows; ///< per group; empty when nothing was calibrated
    std::vector<Eigen::Index> row;       ///< of the table
    std::vector<std::int32_t> group;
    Eigen::VectorXd y, weight;
    Eigen::VectorXd base;   ///< scores of the unrepaired model
    double threshold = 0.5; ///< classification: a score from here on decides for the favourable outcome
};

/// Parameters that a selection chose in one repeat.
struct RepeatChoice {
    struct Configuration {
        ParamSet learnerParams, methodParams; ///< complete
        ConfigurationScore score;
    };
    std::vector<Configuration> configurations; ///< all that were searched, in the order of the grid
    std::size_t chosen = 0;

    [[nodiscard]] const Configuration& choice() const { return configurations[chosen]; }
};

/// How a run's parameters were chosen.
struct RunSelection {
    RunSpec asked; ///< selection and grids; the strength has the value of this run
    std::vector<std::shared_ptr<const RepeatChoice>> repeats; ///< finished ones
    std::size_t mostFrequent = 0; ///< configuration chosen most often, the first of equals
    int timesChosen = 0;          ///< repeats in which it was
};

struct RunResult {
    std::string learner, method;                   ///< ids; method empty for the baseline
    ParamSet learnerParams, methodParams;          ///< complete; those searched have the most frequent choice
    std::shared_ptr<const RunSelection> selection; ///< null: the parameters are as given
    bool decides = false; ///< scores are probabilities of a favourable decision, see MethodInfo::decides
    int learnerIndex = 0; ///< runs with the same number share splits, base model and `RepeatScores`
    double seconds = 0.0;
    int repeatsDone = 0;
    std::vector<RepeatedMetric> metrics;
    std::vector<GroupResult> groups;
    std::vector<Text> warnings;
    std::vector<std::shared_ptr<const Eigen::VectorXd>>
        scores; ///< per repeat: this run's scores of the test rows
    std::vector<std::shared_ptr<const ConstraintInsight>> insights; ///< per repeat; null: no constraint
    std::vector<std::shared_ptr<const RepresentationInsight>>
        representations; ///< per repeat; null: no representation was learned
};

/// What came out of a study. Numbers only; figures are made from it elsewhere. Immutable once published.
struct Report {
    Study study;
    Groups groups;
    std::string dataName;
    std::size_t tableRows = 0;
    std::size_t usedRows = 0;
    std::vector<RunResult> runs;
    /// [learner index of the run][repeat]
    std::vector<std::vector<std::shared_ptr<const RepeatScores>>> baseScores;
    std::vector<int> pareto; ///< indices of runs that no other run beats in both error and unfairness
    std::vector<Text> warnings;
    double seconds = 0.0;
    int threads = 1;
    bool complete = true; ///< false: stopped, only finished repeats are here
};

} // namespace evenhand
