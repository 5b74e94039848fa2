#include "engine/learners/centring.h"

namespace evenhand {

Result<Centred> centreDense(
    const DesignMatrix& x, const Eigen::Ref<const Eigen::VectorXd>& weight, const RunContext& ctx)
{
    // Means below ten standard deviations cost less than two digits.
    constexpr double kLargeMean = 10.0;
    const Eigen::Index p = x.dense.cols();
    Centred centred;
    centred.shift = Eigen::VectorXd::Zero(p);
    const double total = weight.sum();
    bool worthwhile = false;
    Eigen::VectorXd means(p);
    for (Eigen::Index j = 0; j < p; ++j) {
        EH_CHECK(ctx.checkpoint());
        means[j] = x.dense.col(j).dot(weight) / total;
        const double variance = ((x.dense.col(j).array() - means[j]).square() * weight.array()).sum() / total;
        worthwhile = worthwhile || means[j] * means[j] > kLargeMean * kLargeMean * variance;
    }
    if (!worthwhile)
        return centred;
    centred.copy = std::make_unique<DesignMatrix>(x);
    for (Eigen::Index j = 0; j < p; ++j) {
        EH_CHECK(ctx.checkpoint());
        centred.copy->dense.col(j).array() -= means[j];
    }
    centred.shift = means;
    return centred;
}

} // namespace evenhand
