#pragma once

#include "engine/core/rng.h"
#include "engine/divergence/divergence.h"
#include "engine/io/json.h"
#include "tests/support/data.h"

#include <fstream>
#include <iterator>

namespace evenhand::test {

namespace bj = boost::json;

inline Eigen::MatrixXd matrixOf(const bj::value& rows)
{
    const bj::array& all = rows.as_array();
    Eigen::MatrixXd found(static_cast<Eigen::Index>(all.size()),
        all.empty() ? 0 : static_cast<Eigen::Index>(all.front().as_array().size()));
    for (Eigen::Index i = 0; i < found.rows(); ++i)
        for (Eigen::Index k = 0; k < found.cols(); ++k)
            found(i, k) = all[static_cast<std::size_t>(i)]
                              .as_array()[static_cast<std::size_t>(k)]
                              .to_number<double>();
    return found;
}

inline Eigen::VectorXd vectorOf(const bj::value& numbers)
{
    Eigen::VectorXd found(static_cast<Eigen::Index>(numbers.as_array().size()));
    for (Eigen::Index i = 0; i < found.size(); ++i)
        found[i] = numbers.as_array()[static_cast<std::size_t>(i)].to_number<double>();
    return found;
}

/// Two clouds of tests/golden/representation and what is known of them.
struct GoldenClouds {
    PointCloud x, y;
    bj::array tests;
    double median = 0.0;

    explicit GoldenClouds(const std::string& name)
    {
        std::ifstream file(golden("representation/" + name + ".json"));
        const std::string bytes {std::istreambuf_iterator<char>(file), {}};
        const bj::object all = parseJson(bytes, "golden").value().as_object();
        x = {matrixOf(all.at("x")), vectorOf(all.at("a"))};
        y = {matrixOf(all.at("y")), vectorOf(all.at("b"))};
        tests = all.at("tests").as_array();
        median = all.at("median_sigma").to_number<double>();
        if (!all.at("weighted").as_bool())
            x.weight = y.weight = {};
    }
};

/// (n, d) independent normal numbers with mean @p shift.
inline Eigen::MatrixXd normalPoints(Rng& rng, Eigen::Index n, Eigen::Index d, double shift = 0.0)
{
    Eigen::MatrixXd points(n, d);
    for (Eigen::Index i = 0; i < points.size(); ++i)
        points.data()[i] = rng.normal() + shift;
    return points;
}

inline Eigen::VectorXd randomShares(Rng& rng, Eigen::Index n)
{
    Eigen::VectorXd weight(n);
    for (double& value : weight)
        value = 0.2 + rng.uniform();
    return weight / weight.sum();
}

inline PointCloud permuted(Rng& rng, const PointCloud& cloud)
{
    std::vector<Eigen::Index> order(static_cast<std::size_t>(cloud.size()));
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<Eigen::Index>(i);
    rng.shuffle(std::span(order));
    PointCloud other {cloud.points(order, Eigen::all), {}};
    if (cloud.weight.size() > 0)
        other.weight = cloud.weight(order);
    return other;
}

/// The largest difference between @p gradient and central differences of @p value in @p points.
template <class Value>
double gradientError(Eigen::MatrixXd points, const Eigen::MatrixXd& gradient, const Value& value)
{
    constexpr double kStep = 1e-5;
    double worst = 0.0;
    for (Eigen::Index i = 0; i < points.size(); ++i) {
        const double at = points.data()[i];
        points.data()[i] = at + kStep;
        const double above = value(points);
        points.data()[i] = at - kStep;
        const double below = value(points);
        points.data()[i] = at;
        worst = std::max(worst, std::abs((above - below) / (2.0 * kStep) - gradient.data()[i]));
    }
    return worst;
}

} // namespace evenhand::test
