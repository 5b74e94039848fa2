#include "engine/divergence/transport_side.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;

namespace {

/// Low enough for exp() to be 0 whatever is added to it.
constexpr double kNoWeight = -1e30;

} // namespace

TransportSide::TransportSide(const PackedCloud& points)
    : cloud(&points)
{
    const auto stride = static_cast<std::size_t>(points.stride);
    potential.assign(stride, 0.0);
    exponent.assign(stride, kNoWeight);
    logRatio.assign(stride, 0.0);
    factor.assign(stride, 0.0);
    m_halfSquares.assign(stride, 0.0);
    m_logWeight.assign(stride, 0.0);
    for (Index k = 0; k < points.dims; ++k) {
        const double* const coordinate = points.coordinates.data() + k * points.stride;
        for (std::size_t i = 0; i < stride; ++i)
            m_halfSquares[i] += 0.5 * coordinate[i] * coordinate[i];
    }
    for (Index i = 0; i < points.size; ++i)
        m_logWeight[static_cast<std::size_t>(i)] = std::log(points.weight[static_cast<std::size_t>(i)]);
}

void TransportSide::findExponents()
{
    const auto size = static_cast<std::size_t>(cloud->size);
    for (std::size_t i = 0; i < size; ++i)
        exponent[i] = (potential[i] - m_halfSquares[i]) / epsilon + m_logWeight[i];
}

void TransportSide::setEpsilon(double value)
{
    epsilon = value;
    findExponents();
}

void TransportSide::update(double share)
{
    for (std::size_t i = 0; i < potential.size(); ++i)
        potential[i] -= share * epsilon * logRatio[i];
    findExponents();
}

void TransportSide::setPotential(std::span<const double> f)
{
    std::copy(f.begin(), f.end(), potential.begin());
    findExponents();
}

void TransportSide::rememberStored()
{
    const auto size = static_cast<std::size_t>(cloud->size);
    stored = exponent;
    for (std::size_t i = 0; i < size; ++i)
        stored[i] -= m_logWeight[i];
    std::copy(cloud->weight.begin(), cloud->weight.end(), factor.begin());
}

void TransportSide::raiseStored()
{
    for (double& value : stored)
        value *= 4.0;
}

double TransportSide::findFactors()
{
    const auto size = static_cast<std::size_t>(cloud->size);
    double largest = 0.0;
    for (std::size_t i = 0; i < size; ++i) {
        const double change = exponent[i] - m_logWeight[i] - stored[i];
        largest = std::max(largest, std::abs(change));
        factor[i] = cloud->weight[i] * std::exp(change);
    }
    return largest;
}

void TransportSide::measure(const PackedVector& sums, const PackedVector& moments, const PackedVector& shift)
{
    const auto size = static_cast<std::size_t>(cloud->size);
    const auto stride = static_cast<std::size_t>(cloud->stride);
    for (std::size_t i = 0; i < size; ++i)
        logRatio[i] = std::log(sums[i]) - m_logWeight[i] + (shift.empty() ? 0.0 : shift[i]);
    mean.assign(moments.size(), 0.0);
    for (std::size_t first = 0; first < moments.size(); first += stride)
        for (std::size_t i = 0; i < size; ++i)
            mean[first + i] = moments[first + i] / sums[i];
}

double TransportSide::marginalError() const
{
    double error = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud->size); ++i)
        error += cloud->weight[i] * std::abs(std::expm1(std::min(logRatio[i], 700.0)));
    return error;
}

double TransportSide::value() const
{
    double sum = 0.0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(cloud->size); ++i)
        sum += cloud->weight[i] * potential[i];
    return sum;
}

Eigen::MatrixXd TransportSide::gradient() const
{
    Eigen::MatrixXd found(cloud->size, cloud->dims);
    for (Index k = 0; k < cloud->dims; ++k)
        for (Index i = 0; i < cloud->size; ++i) {
            const auto at = static_cast<std::size_t>(k * cloud->stride + i);
            found(i, k) = cloud->weight[static_cast<std::size_t>(i)] * (cloud->coordinates[at] - mean[at]);
        }
    return found;
}

} // namespace evenhand
