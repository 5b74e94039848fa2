#pragma once

#include "engine/data/groups.h"
#include "engine/data/study.h"
#include "engine/methods/constraint_insight.h"
#include "engine/metrics/metric.h"
#include "engine/metrics/repeated_metric.h"

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

struct RunResult {
    std::string learner, method;          ///< ids; method empty for the baseline
    ParamSet learnerParams, methodParams; ///< complete
    int learnerIndex = 0; ///< runs of the same learner setting share splits, base model and `RepeatScores`
    double seconds = 0.0;
    int repeatsDone = 0;
    std::vector<RepeatedMetric> metrics;
    std::vector<GroupResult> groups;
    std::vector<Text> warnings;
    std::vector<std::shared_ptr<const Eigen::VectorXd>>
        scores; ///< per repeat: this run's scores of the test rows
    std::vector<std::shared_ptr<const ConstraintInsight>> insights; ///< per repeat; null: no constraint
};

/// What came out of a study. Numbers only; figures are made from it elsewhere. Immutable once published.
struct Report {
    Study study;
    Groups groups;
    std::string dataName;
    std::size_t tableRows = 0;
    std::size_t usedRows = 0;
    std::vector<RunResult> runs;
    /// [learner setting][repeat]
    std::vector<std::vector<std::shared_ptr<const RepeatScores>>> baseScores;
    std::vector<int> pareto; ///< indices of runs that no other run beats in both error and unfairness
    std::vector<Text> warnings;
    double seconds = 0.0;
    int threads = 1;
    bool complete = true; ///< false: stopped, only finished repeats are here
};

} // namespace evenhand
