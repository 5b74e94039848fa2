#include "engine/network/network.h"

#include "engine/core/exponentials.h"
#include "engine/core/rng.h"
#include "engine/core/wide_loops.h"

namespace evenhand {

using Eigen::Index;

namespace {

/// Numbers that go through the exponential at once: small enough to stay in the nearest cache.
constexpr Index kBlock = 512;

EVENHAND_WIDE_LOOPS void negativeSizes(const double* from, double factor, double* to, Index n)
{
    for (Index i = 0; i < n; ++i)
        to[i] = -factor * std::abs(from[i]);
}

/// tanh z = sign z · (1 - e)/(1 + e) with e = exp(-2|z|).
EVENHAND_WIDE_LOOPS void tanhFrom(const double* e, double* z, Index n)
{
    for (Index i = 0; i < n; ++i)
        z[i] = std::copysign((1.0 - e[i]) / (1.0 + e[i]), z[i]);
}

/// σ(z) = 1/(1 + e) for z ≥ 0 and e/(1 + e) for z < 0, with e = exp(-|z|).
EVENHAND_WIDE_LOOPS void sigmoidFrom(const double* e, double* z, Index n)
{
    for (Index i = 0; i < n; ++i)
        z[i] = (z[i] >= 0.0 ? 1.0 : e[i]) / (1.0 + e[i]);
}

EVENHAND_WIDE_LOOPS void reluOf(double* z, Index n)
{
    for (Index i = 0; i < n; ++i)
        z[i] = z[i] > 0.0 ? z[i] : 0.0;
}

void activateRun(Activation activation, double* z, Index n)
{
    if (activation == Activation::Relu)
        return reluOf(z, n);
    const double factor = activation == Activation::Tanh ? 2.0 : 1.0;
    std::array<double, static_cast<std::size_t>(kBlock)> e; // filled before it is read
    for (Index begin = 0; begin < n; begin += kBlock) {
        const Index size = std::min(kBlock, n - begin);
        negativeSizes(z + begin, factor, e.data(), size);
        exponentials({e.data(), static_cast<std::size_t>(size)});
        if (activation == Activation::Tanh)
            tanhFrom(e.data(), z + begin, size);
        else
            sigmoidFrom(e.data(), z + begin, size);
    }
}

} // namespace

Index NetworkShape::size() const
{
    Index total = (dimensions() + 1) * tasks;
    for (std::size_t l = 0; l < layers(); ++l)
        total += hidden[l] * (inputsOf(l) + 1);
    return total;
}

Eigen::VectorXd initialParameters(const NetworkShape& shape, std::uint64_t seed)
{
    Eigen::VectorXd values(shape.size());
    Rng rng(seed, 1);
    Index at = 0;
    const auto fill = [&](Index inputs, Index count) {
        const double bound = 1.0 / std::sqrt(static_cast<double>(std::max<Index>(1, inputs)));
        for (Index i = 0; i < count; ++i)
            values[at++] = bound * (2.0 * rng.uniform() - 1.0);
    };
    for (std::size_t l = 0; l < shape.layers(); ++l)
        fill(shape.inputsOf(l), shape.hidden[l] * (shape.inputsOf(l) + 1));
    fill(shape.dimensions(), (shape.dimensions() + 1) * shape.tasks);
    return values;
}

void activate(Activation activation, Eigen::Ref<Eigen::MatrixXd> z)
{
    for (Index j = 0; j < z.cols(); j += z.outerStride() == z.rows() ? z.cols() : 1)
        activateRun(activation, z.col(j).data(), z.outerStride() == z.rows() ? z.size() : z.rows());
}

void timesDerivative(
    Activation activation, const Eigen::Ref<const Eigen::MatrixXd>& h, Eigen::Ref<Eigen::MatrixXd> gradient)
{
    switch (activation) {
    case Activation::Tanh:
        gradient.array() *= 1.0 - h.array().square();
        break;
    case Activation::Sigmoid:
        gradient.array() *= h.array() * (1.0 - h.array());
        break;
    case Activation::Relu:
        gradient.array() *= (h.array() > 0.0).cast<double>();
        break;
    }
}

} // namespace evenhand
