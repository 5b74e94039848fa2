#include "engine/svm/nystroem.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"

#include <Eigen/Cholesky>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd NystroemFeatures::coefficients(const VectorXd& w) const
{
    return factor.transpose().triangularView<Eigen::Upper>().solve(w);
}

Index defaultLandmarks(Index rows)
{
    constexpr double kOperations = 2e10; // rows·landmarks²
    const auto affordable
        = static_cast<Index>(std::sqrt(kOperations / static_cast<double>(std::max<Index>(rows, 1))));
    return std::clamp<Index>(affordable, 100, 1000);
}

Result<NystroemFeatures> nystroemFeatures(
    const DesignMatrix& x, const KernelSpec& spec, Index landmarks, const RunContext& ctx)
{
    constexpr std::uint64_t kSeed = 2018;
    std::vector<Index> order(static_cast<std::size_t>(x.rows()));
    std::iota(order.begin(), order.end(), Index {0});
    Rng(kSeed).shuffle(std::span(order));
    order.resize(static_cast<std::size_t>(std::min(landmarks, x.rows())));
    std::ranges::sort(order);

    NystroemFeatures made;
    made.landmarks = std::make_shared<const KernelRows>(x.select(order), spec);
    const Index m = made.landmarks->rows();
    MatrixXd kernel(m, m);
    for (Index i = 0; i < m; ++i) {
        EH_CHECK(ctx.checkpoint());
        made.landmarks->fillRow(i, 0, {kernel.col(i).data(), static_cast<std::size_t>(m)});
    }
    // Landmarks that are nearly alike make the factor meaningless without a little on the diagonal.
    kernel.diagonal().array() += 1e-10 * kernel.diagonal().maxCoeff();
    const Eigen::LLT<MatrixXd> cholesky(kernel);
    if (cholesky.info() != Eigen::Success)
        return noAnswer(text("the kernel of the landmarks is not positive definite"),
            text("try another kernel width or fewer landmarks"));
    made.factor = cholesky.matrixL();

    const KernelRows all(x, spec);
    made.features.resize(x.rows(), m);
    constexpr Index kBlock = 64;
    const Index blocks = (x.rows() + kBlock - 1) / kBlock;
    const auto ofBlock = [&](std::size_t block) -> Result<void> {
        const Index begin = static_cast<Index>(block) * kBlock;
        const Index count = std::min(kBlock, x.rows() - begin);
        MatrixXd part(m, count);
        for (Index i = 0; i < count; ++i) {
            if (i % 32 == 0)
                EH_CHECK(ctx.checkpoint());
            made.landmarks->fillCrossRow(all, begin + i, {part.col(i).data(), static_cast<std::size_t>(m)});
        }
        made.factor.triangularView<Eigen::Lower>().solveInPlace(part);
        made.features.middleRows(begin, count) = part.transpose();
        return kOk;
    };
    EH_CHECK(parallelFor(static_cast<std::size_t>(blocks), ctx, ofBlock));
    return made;
}

} // namespace evenhand
