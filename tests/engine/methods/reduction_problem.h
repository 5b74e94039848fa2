#pragma once

#include "engine/core/rng.h"
#include "engine/learners/linear_predictor.h"
#include "engine/methods/method.h"
#include "tests/support/encoded.h"

#include <Eigen/QR>

#include <algorithm>

namespace evenhand::test {

using Eigen::Index;
using Eigen::VectorXd;

/// Weighted least squares on the features alone, no penalty: the learner of the reference cases.
class LeastSquares final : public Learner {
public:
    class Model final : public Predictor {
    public:
        explicit Model(VectorXd w)
            : m_w(std::move(w))
        {
        }
        Result<Scores> predict(const EncodedData& rows, const RunContext&) const override
        {
            return Scores(rows.x.dense * m_w);
        }

    private:
        VectorXd m_w;
    };
    Result<std::shared_ptr<const Predictor>> fit(
        const EncodedData& train, const ParamSet&, const EncodingSpec&, const RunContext&) const override
    {
        const VectorXd root = train.weight.cwiseSqrt();
        const Eigen::MatrixXd x = root.asDiagonal() * train.x.dense;
        const VectorXd y = root.asDiagonal() * train.y;
        return std::make_shared<Model>(x.colPivHouseholderQr().solve(y));
    }
};

inline LearnerInfo leastSquares()
{
    LearnerInfo info;
    info.id = "least_squares";
    info.classification = info.regression = true;
    info.make = []() -> std::unique_ptr<Learner> { return std::make_unique<LeastSquares>(); };
    return info;
}

/// Rows with a learner, ready to be given to methods.
struct Problem {
    EncodedData rows;
    std::vector<std::string> groupNames;
    LearnerInfo learner = leastSquares();
    ParamSet params;
    Task task = Task::Classification;
    CalibrationData calibration {};
    std::shared_ptr<const Predictor> base {};

    [[nodiscard]] FitInput input() const
    {
        return {rows, calibration, base, groupNames, task, {}, 1, &learner, &params};
    }
    void use(std::string_view id)
    {
        learner = *findLearner(id).value();
        params = completeParams(id, learner.params, {}).value();
        base = learner.make()->fit(rows, params, {}, {}).value();
    }
    [[nodiscard]] Scores repaired(
        const MethodInfo& info, const ParamSet& given, const RunContext& ctx = {}) const
    {
        const ParamSet complete = completeParams(info.id, info.params, given).value();
        const auto made = info.make()->fit(input(), {complete}, ctx).value();
        return made.front()->predict(rows, {}, ctx).value();
    }
};

/// Rows whose outcome depends on features and, by them, on the group; the last groups are small.
inline Problem simulated(Index n, std::size_t groups, Task task, std::uint64_t seed)
{
    Problem made;
    made.task = task;
    Rng rng(seed, 7);
    made.rows = simulatedRows(n, 5, {4}, task == Task::Classification, seed);
    for (Index i = 0; i < n; ++i) {
        const double pull = made.rows.x.dense(i, 0) + 0.8 * rng.normal();
        const auto g = static_cast<std::int32_t>(std::clamp(
            (pull + 1.5) / 3.0 * static_cast<double>(groups), 0.0, static_cast<double>(groups - 1)));
        made.rows.group[static_cast<std::size_t>(i)] = g;
        const double z = 1.2 * made.rows.x.dense(i, 0) - made.rows.x.dense(i, 1) + 0.4 * g;
        made.rows.y[i] = task == Task::Regression ? 20.0 + 3.0 * z + (1.0 + g) * rng.normal()
            : rng.uniform() < logisticFunction(z) ? 1.0
                                                  : 0.0;
    }
    for (std::size_t g = 0; g < groups; ++g)
        made.groupNames.push_back("group " + std::to_string(g));
    made.use(task == Task::Classification ? "logistic" : "ridge");
    return made;
}

inline double errorOf(const EncodedData& rows, const Scores& probability)
{
    const Eigen::ArrayXd wrong = (rows.y - probability).array().abs();
    return (wrong * rows.weight.array()).sum() / rows.weight.sum();
}

/// Largest distance of a group's mean to that of all, among rows with the given outcome (-1: all).
inline double parityGap(const EncodedData& rows, const Scores& scores, int groups, double outcome = -1.0)
{
    std::vector<double> sum(static_cast<std::size_t>(groups) + 1, 0.0), total = sum;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto row = static_cast<Index>(i);
        if (outcome >= 0.0 && rows.y[row] != outcome)
            continue;
        for (const std::size_t to : {static_cast<std::size_t>(rows.group[i]), sum.size() - 1}) {
            sum[to] += rows.weight[row] * scores[row];
            total[to] += rows.weight[row];
        }
    }
    double gap = 0.0;
    for (std::size_t g = 0; g + 1 < sum.size(); ++g)
        gap = std::max(gap, std::abs(sum[g] / total[g] - sum.back() / total.back()));
    return gap;
}

inline std::vector<double> groupSquaredErrors(const EncodedData& rows, const Scores& scores, int groups)
{
    std::vector<double> sum(static_cast<std::size_t>(groups), 0.0), total = sum;
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const double miss = scores[static_cast<Index>(i)] - rows.y[static_cast<Index>(i)];
        sum[static_cast<std::size_t>(rows.group[i])] += miss * miss;
        total[static_cast<std::size_t>(rows.group[i])] += 1.0;
    }
    for (std::size_t g = 0; g < sum.size(); ++g)
        sum[g] /= total[g];
    return sum;
}

} // namespace evenhand::test
