#include "engine/network/lbfgs.h"

#include <lbfgs.h>

#include <limits>
#include <memory>
#include <optional>

namespace evenhand {

namespace {

/// What the library's callbacks share; it knows pointers only.
struct Search {
    const LbfgsProblem& problem;
    Eigen::VectorXd point, gradient;
    std::optional<Error> failure {};
};

double evaluate(void* instance, const double* x, double* gradient, int n, double)
{
    auto& search = *static_cast<Search*>(instance);
    if (search.failure) // no step is taken any more; the library only has to notice
        return std::numeric_limits<double>::infinity();
    search.point = Eigen::Map<const Eigen::VectorXd>(x, n);
    Result<double> value = search.problem.evaluate(search.point, search.gradient);
    if (value.has_error()) {
        search.failure = std::move(value).error();
        return std::numeric_limits<double>::infinity();
    }
    Eigen::Map<Eigen::VectorXd>(gradient, n) = search.gradient;
    return *value;
}

int iterated(
    void* instance, const double* x, const double*, double, double, double, double, int n, int iteration, int)
{
    auto& search = *static_cast<Search*>(instance);
    if (search.failure)
        return 1;
    search.point = Eigen::Map<const Eigen::VectorXd>(x, n);
    return search.problem.iterated(iteration, search.point) ? 0 : 1;
}

} // namespace

Result<Eigen::VectorXd> minimiseLbfgs(const LbfgsProblem& problem, Eigen::VectorXd point)
{
    const auto n = static_cast<int>(point.size());
    Search search {problem, {}, Eigen::VectorXd(point.size())};
    lbfgs_parameter_t settings;
    lbfgs_parameter_init(&settings);
    settings.max_iterations = problem.iterations;
    settings.epsilon = 1e-8;
    // The library wants its numbers at addresses of its own choice.
    const std::unique_ptr<double, void (*)(double*)> x(lbfgs_malloc(n), lbfgs_free);
    std::copy_n(point.data(), n, x.get());
    // Its return code tells apart ways of ending, none of which is a failure of ours.
    lbfgs(n, x.get(), nullptr, evaluate, iterated, &search, &settings);
    if (search.failure)
        return Failure {std::move(*search.failure)};
    point = Eigen::Map<const Eigen::VectorXd>(x.get(), n);
    return point;
}

} // namespace evenhand
