#pragma once

#include "engine/io/json.h"
#include "engine/methods/method.h"
#include "tests/support/data.h"

#include <fstream>

namespace evenhand::test {

inline boost::json::value readJson(const std::string& name)
{
    std::ifstream file(golden(name), std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(file), {}};
    return parseJson(bytes, name).value();
}

inline std::vector<double> numbersOf(const boost::json::value& list)
{
    std::vector<double> numbers;
    for (const boost::json::value& each : list.as_array())
        numbers.push_back(each.to_number<double>());
    return numbers;
}

inline Eigen::VectorXd vectorOf(const boost::json::value& list)
{
    const std::vector<double> numbers = numbersOf(list);
    return Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

inline Eigen::MatrixXd matrixOf(const boost::json::value& rows)
{
    Eigen::MatrixXd made;
    Eigen::Index i = 0;
    for (const boost::json::value& each : rows.as_array()) {
        const Eigen::VectorXd row = vectorOf(each);
        if (i == 0)
            made.resize(static_cast<Eigen::Index>(rows.as_array().size()), row.size());
        made.row(i++) = row;
    }
    return made;
}

/// Training rows of a reference case and what else a method is given; `learner` may be changed.
struct TrainingCase {
    EncodedData rows;
    CalibrationData calibration;
    std::vector<std::string> groupNames;
    Task task = Task::Classification;
    const LearnerInfo* learner = nullptr;
    ParamSet learnerParams;
    std::shared_ptr<const Predictor> base;

    /// @param y  empty: all zero;  @param weight  empty: all one
    TrainingCase(const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const std::vector<double>& group,
        Task wanted, const Eigen::VectorXd& weight = {})
        : rows(encoded(x, group))
        , task(wanted)
    {
        if (y.size() > 0)
            rows.y = y;
        if (weight.size() > 0)
            rows.weight = weight;
        for (const double each : group)
            while (static_cast<double>(groupNames.size()) <= each)
                groupNames.push_back(std::string("group ").append(std::to_string(groupNames.size())));
        useLearner(task == Task::Classification ? "logistic" : "ridge", {});
    }

    static EncodedData encoded(const Eigen::MatrixXd& x, const std::vector<double>& group)
    {
        EncodedData rows;
        rows.x.dense = x;
        for (Eigen::Index j = 0; j < x.cols(); ++j)
            rows.x.featureNames.push_back(std::string("x").append(std::to_string(j)));
        rows.y = Eigen::VectorXd::Zero(x.rows());
        rows.weight = Eigen::VectorXd::Ones(x.rows());
        for (std::size_t i = 0; i < group.size(); ++i) {
            rows.group.push_back(static_cast<std::int32_t>(group[i]));
            rows.row.push_back(static_cast<Eigen::Index>(i));
        }
        return rows;
    }

    void useLearner(std::string_view id, const ParamSet& params)
    {
        learner = findLearner(id).value();
        learnerParams = completeParams(id, learner->params, params).value();
    }

    [[nodiscard]] FitInput input() const
    {
        return {rows, calibration, base, groupNames, task, {}, 1, learner, &learnerParams};
    }
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const MethodInfo& info, const std::vector<ParamSet>& settings) const
    {
        std::vector<ParamSet> complete;
        for (const ParamSet& setting : settings) {
            EH_TRY(ParamSet params, completeParams(info.id, info.params, setting));
            complete.push_back(std::move(params));
        }
        return info.make()->fit(input(), complete, {});
    }
    [[nodiscard]] Result<TransformedFeatures> transform(const MethodInfo& info, double strength) const
    {
        EH_TRY(const ParamSet params, completeParams(info.id, info.params, {{"strength", strength}}));
        return info.make()->transform(input(), params, {});
    }
};

inline double largestDifference(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b)
{
    return a.rows() == b.rows() && a.cols() == b.cols() ? (a - b).cwiseAbs().maxCoeff() : HUGE_VAL;
}

} // namespace evenhand::test
