#include "engine/divergence/bandwidth.h"

#include "engine/core/rng.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr Index kMostRows = 1000;

std::vector<Index> subsample(Index rows, std::uint64_t seed)
{
    std::vector<Index> chosen(static_cast<std::size_t>(rows));
    std::iota(chosen.begin(), chosen.end(), Index {0});
    if (rows <= kMostRows)
        return chosen;
    Rng rng(seed);
    for (std::size_t i = 0; i < static_cast<std::size_t>(kMostRows); ++i)
        std::swap(chosen[i], chosen[i + rng.below(chosen.size() - i)]);
    chosen.resize(static_cast<std::size_t>(kMostRows));
    return chosen;
}

std::vector<double> distances(const Eigen::MatrixXd& points)
{
    std::vector<double> found;
    const Index n = points.rows();
    found.reserve(static_cast<std::size_t>(n * (n - 1) / 2));
    Eigen::ArrayXd squares(n);
    for (Index i = 0; i + 1 < n; ++i) {
        const Index left = n - i - 1;
        squares.head(left).setZero();
        for (Index k = 0; k < points.cols(); ++k)
            squares.head(left) += (points.col(k).tail(left).array() - points(i, k)).square();
        for (Index j = 0; j < left; ++j)
            found.push_back(std::sqrt(squares[j]));
    }
    return found;
}

double medianOf(std::vector<double>& values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2.0;
}

} // namespace

double medianDistance(const Eigen::Ref<const Eigen::MatrixXd>& points, std::uint64_t seed)
{
    std::vector<double> found = distances(points(subsample(points.rows(), seed), Eigen::all));
    if (found.empty())
        return 1.0;
    if (const double median = medianOf(found); median > 0.0)
        return median;
    const double mean = std::accumulate(found.begin(), found.end(), 0.0) / static_cast<double>(found.size());
    return mean > 0.0 ? mean : 1.0;
}

double medianDistance(const PointCloud& x, const PointCloud& y, std::uint64_t seed)
{
    Eigen::MatrixXd pooled(x.size() + y.size(), x.points.cols());
    pooled << x.points, y.points;
    return medianDistance(pooled, seed);
}

double defaultEpsilon(std::span<const PointCloud* const> clouds, std::uint64_t seed)
{
    Index rows = 0;
    for (const PointCloud* const cloud : clouds)
        rows += cloud->size();
    Eigen::MatrixXd pooled(rows, clouds.empty() ? 0 : clouds.front()->points.cols());
    for (Index row = 0; const PointCloud* const cloud : clouds) {
        pooled.middleRows(row, cloud->size()) = cloud->points;
        row += cloud->size();
    }
    const double median = medianDistance(pooled, seed);
    return 0.3 * 0.5 * median * median;
}

} // namespace evenhand
