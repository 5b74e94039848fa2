#pragma once

#include "engine/data/design_matrix.h"
#include "engine/io/gzip.h"
#include "tests/support/data.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <numeric>
#include <random>
#include <stdexcept>

namespace evenhand::test {

/// A golden design matrix: y in {-1, 1} first, then the features.
struct GoldenMatrix {
    Eigen::VectorXd y;
    Eigen::MatrixXd x;

    explicit GoldenMatrix(const std::string& name)
    {
        std::ifstream file(golden("ferm/" + name + ".csv.gz"), std::ios::binary);
        const std::string packed {std::istreambuf_iterator<char>(file), {}};
        const std::string text = gunzip(packed, {}).value();
        std::vector<double> cells;
        std::size_t rows = 0;
        for (std::size_t begin = text.find('\n') + 1; begin < text.size(); ++rows) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            for (const char* at = text.data() + begin; at < text.data() + end; ++at) {
                double value = 0.0;
                at = std::from_chars(at, text.data() + end, value).ptr;
                cells.push_back(value);
            }
            begin = end + 1;
        }
        const auto n = static_cast<Eigen::Index>(rows);
        const Eigen::Index d = static_cast<Eigen::Index>(cells.size()) / n - 1;
        y.resize(n);
        x.resize(n, d);
        for (Eigen::Index i = 0; i < n; ++i) {
            y[i] = cells[static_cast<std::size_t>(i * (d + 1))];
            for (Eigen::Index j = 0; j < d; ++j)
                x(i, j) = cells[static_cast<std::size_t>(i * (d + 1) + j + 1)];
        }
    }
};

/// The order in which numpy's RandomState(seed).shuffle leaves 0, …, n-1.
inline std::vector<Eigen::Index> numpyShuffle(std::uint32_t seed, std::size_t n)
{
    std::mt19937 generator(seed);
    std::vector<Eigen::Index> order(n);
    std::iota(order.begin(), order.end(), Eigen::Index {0});
    for (std::size_t i = n - 1; i >= 1; --i) {
        std::uint32_t mask = static_cast<std::uint32_t>(i);
        for (const unsigned shift : {1U, 2U, 4U, 8U, 16U})
            mask |= mask >> shift;
        std::uint32_t j = 0;
        do
            j = static_cast<std::uint32_t>(generator()) & mask;
        while (j > i);
        std::swap(order[i], order[j]);
    }
    return order;
}

/// Rows of a matrix as a learner sees them, in two groups: 0 where the sensitive column has its largest
/// value.
inline EncodedData encoded(
    const Eigen::MatrixXd& x, const Eigen::VectorXd& y, const Eigen::VectorXd& sensitive, double groupZero)
{
    EncodedData data;
    data.x.dense = x;
    for (Eigen::Index j = 0; j < x.cols(); ++j)
        data.x.featureNames.push_back(std::string("x").append(std::to_string(j)));
    data.y = (0.5 * (y.array() + 1.0)).matrix();
    data.weight = Eigen::VectorXd::Ones(y.size());
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        data.group.push_back(sensitive[i] == groupZero ? 0 : 1);
        data.row.push_back(i);
    }
    return data;
}

/// A split of a golden matrix, standardised with the training rows when asked, with or without the sensitive
/// column.
struct GoldenSplit {
    EncodedData train, test;

    GoldenSplit(const GoldenMatrix& data, Eigen::Index sensitive, std::uint32_t seed, bool isNineTenths,
        bool standardise, bool withSensitive)
    {
        const std::vector<Eigen::Index> order = numpyShuffle(seed, static_cast<std::size_t>(data.y.size()));
        const std::size_t nTrain = order.size() * (isNineTenths ? 9 : 7) / 10;
        const std::vector<Eigen::Index> inside(
            order.begin(), order.begin() + static_cast<std::ptrdiff_t>(nTrain));
        const std::vector<Eigen::Index> outside(
            order.begin() + static_cast<std::ptrdiff_t>(nTrain), order.end());
        Eigen::MatrixXd x = data.x;
        if (standardise) {
            for (Eigen::Index j = 0; j < x.cols(); ++j) {
                const Eigen::VectorXd column = data.x(inside, j);
                const double mean = column.mean();
                const double deviation = std::sqrt((column.array() - mean).square().mean());
                x.col(j) = (x.col(j).array() - mean) / (deviation > 0.0 ? deviation : 1.0);
            }
        }
        const double largest = data.x.col(sensitive).maxCoeff();
        std::vector<Eigen::Index> columns;
        for (Eigen::Index j = 0; j < x.cols(); ++j)
            if (withSensitive || j != sensitive)
                columns.push_back(j);
        const auto part = [&](const std::vector<Eigen::Index>& rows) {
            return encoded(x(rows, columns), data.y(rows), data.x(rows, sensitive), largest);
        };
        train = part(inside);
        test = part(outside);
    }
};

/// True positive rates of the two groups; NaN without positives.
inline std::pair<double, double> truePositiveRates(const EncodedData& rows, const Eigen::VectorXd& scores)
{
    std::array<double, 2> positives {};
    std::array<double, 2> found {};
    for (Eigen::Index i = 0; i < scores.size(); ++i)
        if (rows.y[i] == 1.0) {
            const auto group = static_cast<std::size_t>(rows.group[static_cast<std::size_t>(i)]);
            positives[group] += 1.0;
            found[group] += scores[i] >= 0.0 ? 1.0 : 0.0;
        }
    return {found[0] / positives[0], found[1] / positives[1]};
}

inline double accuracy(const EncodedData& rows, const Eigen::VectorXd& scores)
{
    double right = 0.0;
    for (Eigen::Index i = 0; i < scores.size(); ++i)
        right += (scores[i] >= 0.0) == (rows.y[i] == 1.0) ? 1.0 : 0.0;
    return right / static_cast<double>(scores.size());
}

} // namespace evenhand::test
