#include "engine/representation/auditors.h"

#include "engine/boosting/boosted_trees.h"
#include "engine/learners/logistic_fit.h"
#include "engine/network/batches.h"
#include "engine/representation/served_tasks.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr Index kMostRows = 20'000;
constexpr std::size_t kMostGroups = 6;
constexpr double kLeastRows = 20.0;

VectorXd membership(const EncodedData& rows, std::size_t group)
{
    VectorXd y(rows.y.size());
    for (Index i = 0; i < y.size(); ++i)
        y[i] = rows.group[static_cast<std::size_t>(i)] == static_cast<std::int32_t>(group) ? 1.0 : 0.0;
    return y;
}

/// Weights by which both sides count alike, mean 1.
VectorXd balancedWeight(const VectorXd& y, const VectorXd& weight)
{
    const double inside = y.dot(weight), all = weight.sum();
    const auto n = static_cast<double>(y.size());
    VectorXd made(y.size());
    for (Index i = 0; i < y.size(); ++i)
        made[i] = weight[i] * 0.5 * n / (y[i] > 0.5 ? inside : all - inside);
    return made;
}

/// Dense columns to mean 0 and mean square 1, by what training rows say.
struct Standard {
    Eigen::RowVectorXd mean, factor;

    explicit Standard(const DesignMatrix& x)
        : mean(x.dense.colwise().mean())
        , factor(Eigen::RowVectorXd::Ones(x.dense.cols()))
    {
        for (Index j = 0; j < mean.size(); ++j) {
            const double square = (x.dense.col(j).array() - mean[j]).square().mean();
            factor[j] = square > 0.0 ? 1.0 / std::sqrt(square) : 1.0;
        }
    }
    [[nodiscard]] DesignMatrix apply(DesignMatrix x) const
    {
        x.dense = (x.dense.rowwise() - mean).array().rowwise() * factor.array();
        return x;
    }
};

Result<AuditorReading> readingOf(const std::string& group, const VectorXd& score, double threshold,
    const VectorXd& y, const EncodedData& test, const RunContext& ctx)
{
    AuditorReading reading {group, {}, 0.5};
    const auto n = static_cast<std::size_t>(y.size());
    EH_TRY(reading.auc,
        aucEstimate({score.data(), n}, {y.data(), n}, {test.weight.data(), n}, 0.95, ctx.silent()));
    double right[2] = {0.0, 0.0}, total[2] = {0.0, 0.0};
    for (Index i = 0; i < y.size(); ++i) {
        const std::size_t side = y[i] > 0.5 ? 1 : 0;
        total[side] += test.weight[i];
        right[side] += (score[i] > threshold) == (side == 1) ? test.weight[i] : 0.0;
    }
    reading.balancedAccuracy = 0.5 * (right[0] / total[0] + right[1] / total[1]);
    return reading;
}

/// Groups to tell apart: enough rows on both sides, the largest first, in the study's order.
std::vector<std::size_t> auditedGroups(const EncodedData& train, const EncodedData& test, std::size_t nGroups)
{
    std::vector<std::size_t> found;
    std::vector<double> count(nGroups);
    const auto enough = [](const VectorXd& y) {
        const double inside = y.sum();
        return std::min(inside, static_cast<double>(y.size()) - inside) >= kLeastRows;
    };
    for (std::size_t g = 0; g < nGroups; ++g) {
        const VectorXd tested = membership(test, g);
        count[g] = tested.sum();
        if (enough(tested) && enough(membership(train, g)))
            found.push_back(g);
    }
    std::ranges::stable_sort(found, [&](std::size_t a, std::size_t b) { return count[a] > count[b]; });
    found.resize(std::min(found.size(), nGroups == 2 ? std::size_t {1} : kMostGroups));
    std::ranges::sort(found);
    return found;
}

} // namespace

Result<AuditorReadings> askAuditors(const EncodedData& train, const EncodedData& test,
    const std::vector<std::string>& groupNames, std::uint64_t seed, const RunContext& ctx)
{
    std::vector<Index> drawn = stratifiedSample(train.group, kMostRows, seed).rows;
    std::ranges::sort(drawn);
    const EncodedData rows = selectRows(train, drawn);
    const Standard standard(rows.x);
    const DesignMatrix linearTrain = standard.apply(rows.x), linearTest = standard.apply(test.x);
    AuditorReadings readings;
    for (const std::size_t g : auditedGroups(rows, test, groupNames.size())) {
        const VectorXd y = membership(rows, g), tested = membership(test, g);
        const VectorXd weight = balancedWeight(y, rows.weight);
        EH_TRY(const LogisticSolution line, fitLogistic({linearTrain, y, weight}, ctx));
        const VectorXd score = linearTest.times(line.coefficients).array() + line.intercept;
        EH_TRY(AuditorReading linear, readingOf(groupNames[g], score, 0.0, tested, test, ctx));
        EH_TRY(const BoostedTrees trees, BoostedTrees::fit(rows.x, y, weight, {.seed = seed}, ctx));
        EH_TRY(const VectorXd probability, trees.predict(test.x));
        EH_TRY(AuditorReading nonlinear, readingOf(groupNames[g], probability, 0.5, tested, test, ctx));
        readings.linear.push_back(std::move(linear));
        readings.nonlinear.push_back(std::move(nonlinear));
    }
    return readings;
}

} // namespace evenhand
