#include "engine/svm/kernel_predictor.h"

#include "engine/core/parallel.h"

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

KernelPredictor::KernelPredictor(std::shared_ptr<const KernelRows> centres, VectorXd coefficients,
    double intercept, std::vector<Text> warnings)
    : m_centres(std::move(centres))
    , m_coefficients(std::move(coefficients))
    , m_intercept(intercept)
    , m_warnings(std::move(warnings))
{
}

Result<Scores> KernelPredictor::predict(const EncodedData& rows, const RunContext& ctx) const
{
    const KernelRows asked(rows.x, m_centres->spec());
    const Index n = asked.rows();
    constexpr Index kBlock = 128;
    Scores scores(n);
    EH_CHECK(ctx.checkpoint());
    const auto ofBlock = [&](std::size_t block) -> Result<void> {
        VectorXd kernel(m_coefficients.size());
        const Index begin = static_cast<Index>(block) * kBlock;
        for (Index i = begin; i < std::min(n, begin + kBlock); ++i) {
            if (i % 16 == 0)
                EH_CHECK(ctx.checkpoint());
            m_centres->fillCrossRow(asked, i, {kernel.data(), static_cast<std::size_t>(kernel.size())});
            scores[i] = kernel.dot(m_coefficients) + m_intercept;
        }
        return kOk;
    };
    EH_CHECK(parallelFor(static_cast<std::size_t>((n + kBlock - 1) / kBlock), ctx, ofBlock));
    return scores;
}

Result<std::optional<VectorXd>> KernelPredictor::linearPart(
    const EncodedData& rows, const RunContext& ctx) const
{
    EH_TRY(Scores scores, predict(rows, ctx));
    return std::optional<VectorXd>(std::move(scores));
}

} // namespace evenhand
