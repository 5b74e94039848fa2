#include "engine/divergence/compared_groups.h"

#include <algorithm>
#include <ranges>

namespace evenhand {

using Eigen::Index;

namespace {

Result<void> checkRows(const Eigen::MatrixXd& points, std::span<const std::int32_t> group,
    std::size_t nGroups, const Eigen::VectorXd& weight)
{
    const auto n = static_cast<std::size_t>(points.rows());
    if (group.size() != n || (weight.size() != 0 && weight.size() != points.rows()))
        return invalidArgument(
            text("%1 rows cannot have %2 groups and %3 weights", n, group.size(), weight.size()));
    if (!points.allFinite())
        return invalidData(text("a coordinate is not finite"));
    if (!weight.allFinite() || (weight.array() < 0.0).any())
        return invalidData(text("a weight is negative or not finite"));
    for (const std::int32_t code : group)
        if (code < -1 || code >= static_cast<std::int64_t>(nGroups))
            return invalidArgument(text("there is no group %1", code));
    return kOk;
}

/// Numbers the groups that have enough rows; -1 for the others.
std::vector<std::int32_t> numbered(
    std::span<const std::int32_t> group, std::size_t nGroups, const Eigen::VectorXd& weight)
{
    std::vector<int> rows(nGroups, 0);
    for (std::size_t i = 0; i < group.size(); ++i)
        if (group[i] >= 0 && (weight.size() == 0 || weight[static_cast<Index>(i)] > 0.0))
            ++rows[static_cast<std::size_t>(group[i])];
    std::vector<std::int32_t> number(nGroups, -1);
    for (std::int32_t next = 0; std::size_t g : std::views::iota(std::size_t {0}, nGroups))
        if (rows[g] >= 2)
            number[g] = next++;
    return number;
}

Eigen::MatrixXd formOf(const std::vector<CloudComparison>& comparisons, const Eigen::VectorXd& groupShare)
{
    const Index groups = groupShare.size();
    const auto law = [&](std::size_t cloud) -> Eigen::VectorXd {
        return static_cast<Index>(cloud) < groups
            ? Eigen::VectorXd(Eigen::VectorXd::Unit(groups, static_cast<Index>(cloud)))
            : groupShare;
    };
    Eigen::MatrixXd form = Eigen::MatrixXd::Zero(groups, groups);
    for (const CloudComparison& comparison : comparisons) {
        const Eigen::VectorXd difference = law(comparison.x) - law(comparison.y);
        form += comparison.coefficient * difference * difference.transpose();
    }
    return form;
}

} // namespace

Result<ComparedGroups> ComparedGroups::of(const Eigen::MatrixXd& points, std::span<const std::int32_t> group,
    std::size_t nGroups, const Eigen::VectorXd& weight, GroupComparison comparison)
{
    EH_CHECK(checkRows(points, group, nGroups, weight));
    const std::vector<std::int32_t> number = numbered(group, nGroups, weight);
    const Index groups = 1 + *std::max_element(number.begin(), number.end());
    if (nGroups == 0 || groups < 2)
        return noAnswer(text("fewer than two groups have two rows"), text("a comparison needs two groups"));
    ComparedGroups compared;
    std::vector<double> weights;
    compared.groupShare = Eigen::VectorXd::Zero(groups);
    for (std::size_t i = 0; i < group.size(); ++i) {
        const std::int32_t code = group[i] < 0 ? -1 : number[static_cast<std::size_t>(group[i])];
        const double own = weight.size() == 0 ? 1.0 : weight[static_cast<Index>(i)];
        if (code < 0 || !(own > 0.0))
            continue;
        compared.rows.group.push_back(code);
        compared.source.push_back(static_cast<Index>(i));
        weights.push_back(own);
        compared.groupShare[code] += own;
    }
    compared.rows.points = points(compared.source, Eigen::all);
    compared.rows.weight.resize(static_cast<Index>(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i)
        compared.rows.weight[static_cast<Index>(i)]
            = weights[i] / compared.groupShare[compared.rows.group[i]];
    compared.groupShare /= compared.groupShare.sum();
    compared.rows.coefficients = formOf(compared.comparisons(comparison), compared.groupShare);
    return compared;
}

std::vector<CloudComparison> ComparedGroups::comparisons(GroupComparison comparison) const
{
    const auto n = static_cast<std::size_t>(groups());
    if (n == 2)
        return {{0, 1, 1.0}};
    std::vector<CloudComparison> found;
    if (comparison == GroupComparison::Pooled) {
        for (std::size_t g = 0; g < n; ++g)
            found.push_back({g, n, 1.0 / static_cast<double>(n)});
        return found;
    }
    for (std::size_t a = 0; a < n; ++a)
        for (std::size_t b = a + 1; b < n; ++b)
            found.push_back({a, b, 2.0 / static_cast<double>(n * (n - 1))});
    return found;
}

std::vector<PointCloud> ComparedGroups::clouds(GroupComparison comparison) const
{
    std::vector<PointCloud> found;
    for (Index g = 0; g < groups(); ++g) {
        std::vector<Index> own;
        for (std::size_t i = 0; i < rows.group.size(); ++i)
            if (rows.group[i] == g)
                own.push_back(static_cast<Index>(i));
        found.push_back({rows.points(own, Eigen::all), rows.weight(own)});
    }
    if (groups() > 2 && comparison == GroupComparison::Pooled) {
        PointCloud all {rows.points, rows.weight};
        for (std::size_t i = 0; i < rows.group.size(); ++i)
            all.weight[static_cast<Index>(i)] *= groupShare[rows.group[i]];
        found.push_back(std::move(all));
    }
    return found;
}

Eigen::MatrixXd ComparedGroups::gathered(const std::vector<Eigen::MatrixXd>& ofClouds) const
{
    const auto n = static_cast<std::size_t>(groups());
    Eigen::MatrixXd found = Eigen::MatrixXd::Zero(rows.points.rows(), rows.points.cols());
    std::vector<Index> next(n, 0);
    for (std::size_t i = 0; i < rows.group.size(); ++i) {
        const auto g = static_cast<std::size_t>(rows.group[i]);
        found.row(static_cast<Index>(i)) = ofClouds[g].row(next[g]++);
    }
    if (ofClouds.size() > n)
        found += ofClouds[n];
    return found;
}

} // namespace evenhand
