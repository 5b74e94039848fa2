#include "engine/methods/constraint_means.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

std::vector<ConstraintInsight::GroupMean> groupMeans(const NotionFamily& family, std::size_t groups,
    const Eigen::VectorXd& linear, const Eigen::VectorXd& weight, bool decides)
{
    struct Sums {
        double rows = 0.0, weight = 0.0, linear = 0.0, favourable = 0.0, difference = 0.0;
    };
    std::vector<Sums> sums(groups);
    for (std::size_t i = 0; i < family.member.size(); ++i) {
        if (family.member[i] < 0)
            continue;
        Sums& own = sums[static_cast<std::size_t>(family.member[i])];
        const double f = linear[static_cast<Index>(i)];
        const double w = weight[static_cast<Index>(i)];
        own.rows += 1.0;
        own.weight += w;
        own.linear += w * f;
        own.favourable += f >= 0.0 ? w : 0.0;
        own.difference += w * ((f >= 0.0 ? 1.0 : -1.0) - f);
    }
    std::vector<ConstraintInsight::GroupMean> means;
    for (const Sums& own : sums) {
        ConstraintInsight::GroupMean& mean = means.emplace_back();
        mean.rows = own.rows;
        mean.weight = own.weight;
        if (!(own.weight > 0.0))
            continue;
        mean.linear = own.linear / own.weight;
        if (decides) {
            mean.rate = own.favourable / own.weight;
            mean.signMinusLinear = own.difference / own.weight;
        }
    }
    return means;
}

std::optional<double> rateGap(const std::vector<ConstraintInsight::GroupMean>& means)
{
    std::optional<double> low;
    std::optional<double> high;
    int defined = 0;
    for (const ConstraintInsight::GroupMean& mean : means) {
        if (!mean.rate)
            continue;
        ++defined;
        low = low ? std::min(*low, *mean.rate) : *mean.rate;
        high = high ? std::max(*high, *mean.rate) : *mean.rate;
    }
    return defined < 2 ? std::nullopt : std::optional(*high - *low);
}

} // namespace evenhand
