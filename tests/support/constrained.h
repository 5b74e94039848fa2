#pragma once

#include "engine/pipeline/report.h"

#include <cmath>

namespace evenhand::test {

/// What a made-up study under fairness constraints looks like.
struct ConstrainedSpec {
    std::vector<std::string> groups {"Female", "Male"};
    std::vector<std::string> features {"age", "hours", "sex = Female", "sex = Male"};
    std::size_t families = 1; ///< 2: favourable and unfavourable rows
    bool isLinear = true;
    std::size_t repeats = 3;
    std::vector<double> shares {0.0, 0.2, 0.4, 0.6, 0.8, 1.0}; ///< ε as a share of the unconstrained gap
    bool withInsight = true;
    bool hasRates = true; ///< false: a regression
};

/// The gap of the unconstrained model in one repeat: between 1.19 and 1.21.
inline double freeGap(std::size_t repeat)
{
    return 1.2 + 0.01 * (static_cast<double>(repeat % 3) - 1.0);
}

inline ConstraintInsight::GroupMean groupMean(double linear, double rows, bool hasRate)
{
    ConstraintInsight::GroupMean mean;
    mean.rows = mean.weight = rows;
    mean.linear = linear;
    if (hasRate) {
        mean.rate = 1.0 / (1.0 + std::exp(-2.0 * linear));
        mean.signMinusLinear = 2.0 * *mean.rate - 1.0 - linear;
    }
    return mean;
}

/// Groups lie equally far apart around 0.1, @p gap from the first to the last.
inline std::vector<ConstraintInsight::GroupMean> groupMeans(
    std::size_t groups, double gap, double rows, bool hasRate)
{
    std::vector<ConstraintInsight::GroupMean> means;
    for (std::size_t g = 0; g < groups; ++g) {
        const double place = static_cast<double>(g) / static_cast<double>(groups - 1) - 0.5;
        means.push_back(groupMean(0.1 + gap * place, rows + static_cast<double>(g) * 10.0, hasRate));
    }
    return means;
}

inline std::shared_ptr<const ConstraintInsight> insight(
    const ConstrainedSpec& spec, std::size_t repeat, double share)
{
    auto made = std::make_shared<ConstraintInsight>();
    const double free = freeGap(repeat);
    const double gap = std::min(share, 1.0) * free;
    const std::size_t k = spec.groups.size();
    for (std::size_t f = 0; f < spec.families; ++f) {
        const double scale = f == 0 ? 1.0 : 0.5;
        ConstraintInsight::Family family;
        family.rows = f == 0 ? "favourable" : "unfavourable";
        family.groups = spec.groups;
        family.train = groupMeans(k, scale * gap, 200.0, spec.hasRates);
        family.test
            = groupMeans(k, scale * (gap + 0.05 * static_cast<double>(repeat % 2)), 90.0, spec.hasRates);
        family.multipliers.assign(k, 0.0);
        made->families.push_back(family);
        std::vector<double> before, after;
        for (std::size_t g = 0; g < k; ++g) {
            const double place = static_cast<double>(g) / static_cast<double>(k - 1) - 0.5;
            before.push_back(scale * free * place);
            after.push_back(scale * gap * place);
        }
        made->before.means.push_back(before);
        made->after.means.push_back(after);
        made->uGroups.emplace_back(spec.groups.back(), spec.groups.front());
    }
    made->before.epsilon = made->after.epsilon = share * free;
    made->before.norm = 1.5;
    made->after.norm = 1.0 + 0.5 * share;
    made->before.alignment = 0.8;
    made->after.alignment = 0.8 * std::min(share, 1.0);
    made->radius = 2.0;
    made->learner = spec.isLinear ? "linear_svm" : "kernel_svm";
    for (std::size_t j = 0; spec.isLinear && j < spec.features.size(); ++j) {
        const double u = (j % 2 == 0 ? 1.0 : -1.0) * (0.2 + 0.1 * static_cast<double>(j));
        ConstraintInsight::Coefficient coefficient;
        coefficient.feature = spec.features[j];
        coefficient.before = 0.3 + 0.01 * static_cast<double>(repeat);
        coefficient.after = coefficient.before - 0.5 * (1.0 - std::min(share, 1.0)) * u;
        coefficient.u.assign(spec.families, u);
        made->coefficients.push_back(coefficient);
    }
    return made;
}

/// A baseline, then one run per share, strictest first, each with scores for four test rows.
inline std::shared_ptr<Report> constrainedReport(const ConstrainedSpec& spec)
{
    auto report = std::make_shared<Report>();
    report->dataName = "people.csv";
    report->groups = {"sex", spec.groups, {}};
    report->study.roles.target = "hired";
    report->study.roles.favourable = "yes";
    report->study.roles.task = spec.hasRates ? Task::Classification : Task::Regression;
    report->study.split.repeats = static_cast<int>(spec.repeats);
    report->tableRows = report->usedRows = 1000;
    auto rows = std::make_shared<RepeatScores>();
    rows->row = {0, 1, 2, 3};
    rows->group = {0, 1, 0, 1};
    rows->y = rows->weight = Eigen::VectorXd::Ones(4);
    rows->base = Eigen::Vector4d(-0.6, -0.1, 0.3, 0.9);
    rows->threshold = 0.0;
    report->baseScores.assign(1, {});
    report->baseScores[0].assign(spec.repeats, rows);
    for (std::size_t i = 0; i <= spec.shares.size(); ++i) {
        RunResult run;
        run.learner = spec.isLinear ? "linear_svm" : "kernel_svm";
        run.repeatsDone = static_cast<int>(spec.repeats);
        const double share = i == 0 ? 1.0 : spec.shares[i - 1];
        if (i > 0) {
            run.method = "ferm";
            run.methodParams = {{"epsilon", share}, {"tolerance", std::string("share")},
                {"notion", std::string(spec.families > 1 ? "equalized_odds" : "equal_opportunity")}};
        }
        for (const auto& [id, value] :
            {std::pair {"accuracy", 0.78 + 0.05 * share}, {"demographic_parity_difference", 0.3 * share},
                {"ks_distance", 0.4 * share}, {"mean_squared_error", 1.0 - 0.2 * share}}) {
            RepeatedMetric metric;
            metric.id = id;
            metric.repeats.assign(spec.repeats, value);
            metric.mean = value;
            metric.low = value - 0.02;
            metric.high = value + 0.02;
            run.metrics.push_back(metric);
        }
        for (const std::string& name : spec.groups) {
            GroupResult group;
            group.group = name;
            group.count = group.weight = 45.0;
            RepeatedMetric rate;
            rate.id = "selection_rate";
            rate.repeats.assign(spec.repeats, 0.5);
            rate.mean = 0.5;
            rate.low = 0.4;
            rate.high = 0.6;
            group.metrics.push_back(rate);
            run.groups.push_back(group);
        }
        for (std::size_t r = 0; r < spec.repeats; ++r) {
            Eigen::VectorXd scores = rows->base;
            if (i > 0)
                scores[1] += 1.0 - share; // the order inside group 1 changes, as training anew may do
            run.scores.push_back(std::make_shared<const Eigen::VectorXd>(scores));
            run.insights.push_back(i > 0 && spec.withInsight ? insight(spec, r, share) : nullptr);
        }
        report->runs.push_back(run);
    }
    return report;
}

} // namespace evenhand::test
