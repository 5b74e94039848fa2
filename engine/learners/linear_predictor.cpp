#include "engine/learners/linear_predictor.h"

#include "engine/learners/row_blocks.h"

#include <cmath>

namespace evenhand {

double logisticFunction(double z)
{
    // The exponential of a negative number never overflows.
    const double e = std::exp(-std::abs(z));
    return z >= 0.0 ? 1.0 / (1.0 + e) : e / (1.0 + e);
}

double softplus(double z)
{
    return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
}

LinearPredictor::LinearPredictor(
    Eigen::VectorXd coefficients, double intercept, Link link, std::vector<Text> warnings)
    : m_coefficients(std::move(coefficients))
    , m_intercept(intercept)
    , m_link(link)
    , m_warnings(std::move(warnings))
{
}

Result<Eigen::VectorXd> LinearPredictor::linearPart(const DesignMatrix& x, const RunContext& ctx) const
{
    if (x.features() != m_coefficients.size()) {
        Error mismatch {ErrorCode::Internal, {}, {}, {}};
        mismatch.what = text(
            "the model has %1 coefficients, the rows %2 features", m_coefficients.size(), x.features());
        return Failure {std::move(mismatch)};
    }
    EH_TRY(Eigen::VectorXd z, blockwiseTimes(x, m_coefficients, ctx));
    z.array() += m_intercept;
    return z;
}

Result<std::optional<Eigen::VectorXd>> LinearPredictor::linearPart(
    const EncodedData& rows, const RunContext& ctx) const
{
    EH_TRY(Eigen::VectorXd z, linearPart(rows.x, ctx));
    return std::optional<Eigen::VectorXd>(std::move(z));
}

Result<Scores> LinearPredictor::predict(const EncodedData& rows, const RunContext& ctx) const
{
    EH_TRY(Scores score, linearPart(rows.x, ctx));
    // Not Eigen's vectorised exponential: its last bits differ between the packets and the rows left over
    // at the end.
    if (m_link == Link::Logistic)
        for (double& each : score)
            each = logisticFunction(each);
    return score;
}

} // namespace evenhand
