#include "engine/network/objective.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/network/head_losses.h"

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Rows of a full batch that one thread works on at once; fixed, so that sums have one order.
constexpr Index kChunk = 4096;

std::size_t chunksOf(Index n)
{
    return static_cast<std::size_t>((n + kChunk - 1) / kChunk);
}

} // namespace

void setShares(HeadTargets& targets, const VectorXd& weight)
{
    const auto tasks = static_cast<Index>(targets.kinds.size());
    targets.share.setZero(targets.y.rows(), targets.y.cols());
    VectorXd total = VectorXd::Zero(tasks);
    const auto forEach = [&](const auto& visit) {
        for (Index j = 0; j < targets.y.cols(); ++j)
            for (Index i = 0; i < targets.y.rows(); ++i) {
                const Index task = targets.byRow() ? targets.taskOf[static_cast<std::size_t>(i)] : j;
                if (task >= 0 && !std::isnan(targets.y(i, j)))
                    visit(i, j, task);
            }
    };
    forEach([&](Index i, Index, Index task) { total[task] += weight[i]; });
    const auto served = static_cast<double>(std::max<Index>(1, (total.array() > 0.0).count()));
    forEach([&](Index i, Index j, Index task) { targets.share(i, j) = weight[i] / (served * total[task]); });
}

Objective::Objective(const NetworkShape& shape, const NetworkRows& rows, const ObjectiveSpec& spec)
    : m_shape(shape)
    , m_rows(rows)
    , m_spec(spec)
    , m_output(shape.layers())
    , m_delta(shape.layers())
    , m_kept(spec.dropout > 0.0 ? shape.layers() : 0)
{
}

void Objective::drop(std::uint64_t seed, Index size)
{
    for (std::size_t l = 0; l < m_kept.size(); ++l) {
        Rng rng(seed, l);
        m_kept[l].resize(m_shape.hidden[l], size);
        for (Index i = 0; i < m_kept[l].size(); ++i)
            m_kept[l].data()[i] = rng.uniform() < m_spec.dropout ? 0.0 : 1.0 / (1.0 - m_spec.dropout);
    }
}

void Objective::forward(const NetworkParts<const VectorXd>& net, const Batch& batch, Index begin, Index end)
{
    const Index size = end - begin;
    for (std::size_t l = 0; l < m_shape.layers(); ++l) {
        auto out = m_output[l].middleCols(begin, size);
        if (l == 0) {
            m_rows.x.times(
                net.weight(0), net.bias(0), {batch.rows.data() + begin, static_cast<std::size_t>(size)}, out);
        } else {
            const auto in = m_output[l - 1].middleCols(begin, size);
            if (m_kept.empty())
                out.noalias() = net.weight(l) * in;
            else
                out.noalias() = net.weight(l) * in.cwiseProduct(m_kept[l - 1].middleCols(begin, size));
            out.colwise() += net.bias(l);
        }
        activate(m_shape.activation, out);
    }
}

double Objective::headLosses(const NetworkParts<const VectorXd>& net, const Batch& batch, Index begin,
    Index end, const NetworkParts<VectorXd>* gradient)
{
    const Index size = end - begin;
    MatrixXd h = m_output.back().middleCols(begin, size);
    if (!m_kept.empty())
        h.array() *= m_kept.back().middleCols(begin, size).array();
    const HeadBatch part {m_rows.targets, {batch.rows.data() + begin, static_cast<std::size_t>(size)},
        batch.scale.empty()
            ? std::span<const double> {}
            : std::span<const double> {batch.scale.data() + begin, static_cast<std::size_t>(size)}};
    if (gradient == nullptr)
        return lossOfHeads(part, h, net.heads(), net.headBias(), nullptr);
    HeadGradient made {gradient->heads(), gradient->headBias(), MatrixXd(h.rows(), size)};
    const double loss = lossOfHeads(part, h, net.heads(), net.headBias(), &made);
    if (!m_kept.empty())
        made.representation.array() *= m_kept.back().middleCols(begin, size).array();
    m_delta.back().middleCols(begin, size) = made.representation;
    return loss;
}

void Objective::backward(const NetworkParts<const VectorXd>& net, const Batch& batch, Index begin, Index end,
    const NetworkParts<VectorXd>& gradient)
{
    const Index size = end - begin;
    for (std::size_t l = m_shape.layers(); l-- > 0;) {
        auto delta = m_delta[l].middleCols(begin, size);
        timesDerivative(m_shape.activation, m_output[l].middleCols(begin, size), delta);
        gradient.bias(l) += delta.rowwise().sum();
        if (l == 0) {
            m_rows.x.addOuter(
                delta, {batch.rows.data() + begin, static_cast<std::size_t>(size)}, gradient.weight(0));
            break;
        }
        auto below = m_delta[l - 1].middleCols(begin, size);
        const auto in = m_output[l - 1].middleCols(begin, size);
        below.noalias() = net.weight(l).transpose() * delta;
        if (m_kept.empty()) {
            gradient.weight(l).noalias() += delta * in.transpose();
        } else {
            const auto kept = m_kept[l - 1].middleCols(begin, size);
            gradient.weight(l).noalias() += delta * in.cwiseProduct(kept).transpose();
            below.array() *= kept.array();
        }
    }
}

Result<void> Objective::addDivergence(
    const Batch& batch, bool withGradient, ObjectiveValue& value, const RunContext& ctx)
{
    const MatrixXd h = m_output.back().transpose();
    std::vector<std::int32_t> group(batch.rows.size());
    VectorXd weight(m_rows.weight.size() > 0 ? h.rows() : 0);
    for (Index i = 0; i < weight.size(); ++i)
        weight[i] = m_rows.weight[batch.rows[static_cast<std::size_t>(i)]];
    const double part = 1.0 / static_cast<double>(m_rows.comparisons.size());
    for (const std::vector<std::int32_t>& codes : m_rows.comparisons) {
        for (std::size_t i = 0; i < group.size(); ++i)
            group[i] = codes[static_cast<std::size_t>(batch.rows[i])];
        EH_TRY(const GroupDivergence found,
            groupDivergence(h, group, m_rows.groups, weight, m_spec.divergence, withGradient, ctx));
        value.divergence += part * found.value;
        value.converged = value.converged && found.converged;
        if (withGradient)
            m_delta.back() += (m_spec.strength * part) * found.gradient.transpose();
    }
    return kOk;
}

double Objective::penalties(
    const NetworkParts<const VectorXd>& net, const NetworkParts<VectorXd>* gradient) const
{
    double squares = net.heads().squaredNorm();
    for (std::size_t l = 0; l < m_shape.layers(); ++l)
        squares += net.weight(l).squaredNorm();
    if (gradient != nullptr) {
        gradient->heads() += m_spec.weightDecay * net.heads();
        for (std::size_t l = 0; l < m_shape.layers(); ++l)
            gradient->weight(l) += m_spec.weightDecay * net.weight(l);
    }
    double total = 0.5 * m_spec.weightDecay * squares;
    if (m_spec.coupling > 0.0) {
        const VectorXd mean = net.heads().rowwise().mean();
        const MatrixXd apart = net.heads().colwise() - mean;
        const double share = m_spec.coupling / static_cast<double>(m_shape.tasks);
        total += share * apart.squaredNorm();
        if (gradient != nullptr)
            gradient->heads() += 2.0 * share * apart; // the mean's own part sums to zero
    }
    return total;
}

Result<ObjectiveValue> Objective::at(const VectorXd& parameters, const Batch& batch, VectorXd* gradient,
    std::uint64_t dropoutSeed, const RunContext& ctx)
{
    const auto size = static_cast<Index>(batch.rows.size());
    for (std::size_t l = 0; l < m_shape.layers(); ++l) {
        m_output[l].resize(m_shape.hidden[l], size);
        m_delta[l].resize(m_shape.hidden[l], size);
    }
    drop(dropoutSeed, size);
    const NetworkParts<const VectorXd> net(m_shape, parameters);
    const std::size_t chunks = chunksOf(size);
    std::vector<VectorXd> own(gradient == nullptr ? 0 : chunks);
    std::vector<double> loss(chunks);
    const auto range = [&](std::size_t c, const auto& work) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const Index begin = static_cast<Index>(c) * kChunk;
        work(begin, std::min(size, begin + kChunk));
        return kOk;
    };
    const auto up = [&](std::size_t c) -> Result<void> {
        return range(c, [&](Index begin, Index end) {
            forward(net, batch, begin, end);
            if (gradient == nullptr) {
                loss[c] = headLosses(net, batch, begin, end, nullptr);
                return;
            }
            own[c].setZero(m_shape.size());
            const NetworkParts<VectorXd> parts(m_shape, own[c]);
            loss[c] = headLosses(net, batch, begin, end, &parts);
        });
    };
    EH_CHECK(parallelFor(chunks, ctx, up));
    ObjectiveValue value;
    for (const double part : loss)
        value.risk += part;
    if (m_spec.strength > 0.0)
        EH_CHECK(addDivergence(batch, gradient != nullptr, value, ctx));
    if (gradient == nullptr) {
        value.penalty = penalties(net, nullptr);
    } else {
        const auto down = [&](std::size_t c) -> Result<void> {
            return range(c, [&](Index begin, Index end) {
                backward(net, batch, begin, end, NetworkParts<VectorXd>(m_shape, own[c]));
            });
        };
        EH_CHECK(parallelFor(chunks, ctx, down));
        *gradient = own.front();
        for (std::size_t c = 1; c < chunks; ++c)
            *gradient += own[c];
        const NetworkParts<VectorXd> parts(m_shape, *gradient);
        value.penalty = penalties(net, &parts);
    }
    value.objective = value.risk + m_spec.strength * value.divergence + value.penalty;
    return value;
}

MatrixXd represent(const NetworkShape& shape, const VectorXd& parameters, const InputRows& x)
{
    const NetworkParts<const VectorXd> net(shape, parameters);
    MatrixXd made(x.rows(), shape.dimensions());
    std::vector<Index> rows;
    for (Index begin = 0; begin < x.rows(); begin += kChunk) {
        const Index size = std::min(kChunk, x.rows() - begin);
        rows.resize(static_cast<std::size_t>(size));
        for (Index i = 0; i < size; ++i)
            rows[static_cast<std::size_t>(i)] = begin + i;
        MatrixXd h(shape.hidden.front(), size);
        x.times(net.weight(0), net.bias(0), rows, h);
        activate(shape.activation, h);
        for (std::size_t l = 1; l < shape.layers(); ++l) {
            MatrixXd next = (net.weight(l) * h).colwise() + net.bias(l);
            activate(shape.activation, next);
            h = std::move(next);
        }
        made.middleRows(begin, size) = h.transpose();
    }
    return made;
}

MatrixXd headOutputs(const NetworkShape& shape, const VectorXd& parameters, const MatrixXd& representation)
{
    const NetworkParts<const VectorXd> net(shape, parameters);
    return (representation * net.heads()).rowwise() + net.headBias().transpose();
}

} // namespace evenhand
