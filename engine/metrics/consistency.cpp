#include "engine/metrics/consistency.h"

#include "engine/core/parallel.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace evenhand {

namespace {

/// |y_i - mean of the neighbours' y|.
double disagreement(const Eigen::Ref<const Eigen::MatrixXd>& features, std::span<const double> y,
    std::size_t person, std::size_t k, OwnNeighbour own)
{
    const auto self = static_cast<Eigen::Index>(person);
    const Eigen::VectorXd squared = (features.rowwise() - features.row(self)).rowwise().squaredNorm();
    std::vector<std::pair<double, std::size_t>> others;
    others.reserve(y.size() - 1);
    for (std::size_t other = 0; other < y.size(); ++other)
        if (other != person)
            others.emplace_back(squared[static_cast<Eigen::Index>(other)], other);
    double sum = own == OwnNeighbour::Included ? y[person] : 0.0;
    const std::size_t wanted = own == OwnNeighbour::Included ? k - 1 : k;
    std::ranges::partial_sort(others, others.begin() + static_cast<std::ptrdiff_t>(wanted));
    for (std::size_t i = 0; i < wanted; ++i)
        sum += y[others[i].second];
    return std::abs(y[person] - sum / static_cast<double>(k));
}

} // namespace

Result<double> consistency(const Eigen::Ref<const Eigen::MatrixXd>& features, std::span<const double> y,
    std::size_t k, OwnNeighbour own, const RunContext& ctx)
{
    const std::size_t available
        = own == OwnNeighbour::Included ? y.size() : y.size() - std::min<std::size_t>(y.size(), 1);
    if (y.empty() || static_cast<std::size_t>(features.rows()) != y.size())
        return Failure {invalidArgument(text("consistency needs one value per person"))};
    if (k == 0 || k > available)
        return Failure {invalidArgument(text("%1 neighbours cannot be had from %2 people", k, y.size()))};
    if (!features.allFinite() || !std::ranges::all_of(y, [](double value) { return std::isfinite(value); }))
        return Failure {invalidArgument(text("consistency needs finite numbers"))};
    std::vector<double> apart(y.size());
    EH_CHECK(parallelFor(y.size(), ctx, [&](std::size_t person) -> Result<void> {
        if (Result<void> goesOn = ctx.checkpoint(); goesOn.has_error())
            return goesOn;
        apart[person] = disagreement(features, y, person, k, own);
        return kOk;
    }));
    double sum = 0.0;
    for (const double each : apart)
        sum += each;
    return 1.0 - sum / static_cast<double>(y.size());
}

} // namespace evenhand
