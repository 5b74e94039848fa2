#include "engine/learners/tolerance_path.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evenhand {

using Eigen::Index;

Result<void> followTolerances(ConstrainedPath& path, const std::vector<Tolerance>& tolerances, double gap,
    const std::function<Result<ConstrainedModel>(double epsilon)>& solve)
{
    std::vector<double> epsilon;
    for (const Tolerance& tolerance : tolerances)
        epsilon.push_back(tolerance.kind == Tolerance::Kind::Share ? tolerance.value * gap : tolerance.value);
    std::vector<std::size_t> order(tolerances.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    std::ranges::stable_sort(order, std::greater {}, [&](std::size_t i) { return epsilon[i]; });
    path.models.resize(tolerances.size());
    for (const std::size_t i : order) {
        if (epsilon[i] >= gap) {
            path.models[i] = path.unconstrained;
            path.models[i].constraint.epsilon = epsilon[i];
            continue;
        }
        EH_TRY(path.models[i], solve(epsilon[i]));
    }
    return kOk;
}

double largestAlignment(const Eigen::VectorXd& means, const Eigen::MatrixXd& meanGram, double norm,
    const std::vector<std::size_t>& groups)
{
    double largest = 0.0;
    Index begin = 0;
    for (const std::size_t count : groups) {
        const Index end = begin + static_cast<Index>(count);
        for (Index a = begin; a < end; ++a)
            for (Index b = begin; b < a; ++b) {
                const double square = meanGram(a, a) + meanGram(b, b) - 2.0 * meanGram(a, b);
                const double length = std::sqrt(std::max(square, 0.0));
                if (length > 0.0 && norm > 0.0)
                    largest
                        = std::max(largest, std::min(1.0, std::abs(means[a] - means[b]) / (length * norm)));
            }
        begin = end;
    }
    return largest;
}

} // namespace evenhand
