#include "engine/boosting/kept_aside.h"

#include "engine/boosting/tree_predictions.h"
#include "engine/data/split.h"

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

KeptAside keepAside(const VectorXd& y, bool classes, std::uint64_t seed)
{
    constexpr int kParts = 10;
    constexpr Index kFewestRows = 50;
    if (y.size() < kFewestRows)
        return {};
    std::vector<std::int32_t> stratum(static_cast<std::size_t>(y.size()), 0);
    if (classes)
        for (Index i = 0; i < y.size(); ++i)
            stratum[static_cast<std::size_t>(i)] = y[i] > 0.5 ? 1 : 0;
    const std::vector<std::int32_t> part = stratifiedFolds(stratum, kParts, seed);
    KeptAside kept;
    for (std::size_t i = 0; i < part.size(); ++i)
        (part[i] == 0 ? kept.judging : kept.training).push_back(static_cast<Index>(i));
    return kept;
}

HeldLoss::HeldLoss(const BoostingRows& rows, TreeLoss loss, double start)
    : m_rows(rows)
    , m_loss(loss)
    , m_base(loss == TreeLoss::Logistic ? std::log(start / (1.0 - start)) : start)
    , m_margin(VectorXd::Constant(rows.size(), m_base))
{
}

Result<void> HeldLoss::addTree(void* booster, int round, const RunContext& ctx)
{
    CompressedRows batch;
    const Index step = compressedBatch(m_rows.x);
    double loss = 0.0;
    for (Index begin = 0; begin < m_rows.size(); begin += step) {
        EH_CHECK(ctx.checkpoint());
        const Index count = std::min(step, m_rows.size() - begin);
        batch.fill(m_rows.x, m_rows.only->data() + begin, 0, count);
        VectorXd tree(count);
        EH_CHECK(predictTrees(booster, batch, m_rows.x.features(), {round, round + 1, true}, tree));
        m_margin.segment(begin, count).array() += tree.array() - m_base;
        for (Index i = begin; i < begin + count; ++i) {
            const double y = m_rows.y[m_rows.at(i)];
            const double z = m_margin[i];
            const double each = m_loss == TreeLoss::Squared
                ? (z - y) * (z - y)
                : std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))) - y * z;
            loss += m_rows.weight[m_rows.at(i)] * each;
        }
    }
    if (loss < m_best) {
        m_best = loss;
        m_bestRound = round;
    }
    return kOk;
}

} // namespace evenhand
