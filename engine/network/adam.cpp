#include "engine/network/adam.h"

#include "engine/core/wide_loops.h"

#include <cmath>

namespace evenhand {

namespace {

constexpr double kMeanDecay = 0.9, kSquareDecay = 0.999, kSmall = 1e-8;

EVENHAND_WIDE_LOOPS void update(double* __restrict parameters, const double* __restrict gradient,
    double* __restrict mean, double* __restrict square, double rate, double meanFactor, double squareFactor,
    Eigen::Index n)
{
    for (Eigen::Index i = 0; i < n; ++i) {
        mean[i] = kMeanDecay * mean[i] + (1.0 - kMeanDecay) * gradient[i];
        square[i] = kSquareDecay * square[i] + (1.0 - kSquareDecay) * gradient[i] * gradient[i];
        parameters[i] -= rate * (mean[i] * meanFactor) / (std::sqrt(square[i] * squareFactor) + kSmall);
    }
}

} // namespace

void Adam::step(Eigen::VectorXd& parameters, const Eigen::VectorXd& gradient, double rate)
{
    ++m_steps;
    update(parameters.data(), gradient.data(), m_mean.data(), m_square.data(), rate,
        1.0 / (1.0 - std::pow(kMeanDecay, m_steps)), 1.0 / (1.0 - std::pow(kSquareDecay, m_steps)),
        parameters.size());
}

} // namespace evenhand
