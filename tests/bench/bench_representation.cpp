// Times of training a fair representation, one line "NAME SECONDS" each: the fastest of some trainings. Rows
// are made up in the shape of the Adult census: 45,000 rows, 4 numbers, 4 categorical columns with 28 levels,
// three binary tasks, two groups of a third and two thirds; 16 tanh units, batches of 512, 12 epochs.
// representation_peers.py times PyTorch and geomloss on rows of the same shape.

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/network/train_network.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace evenhand;

namespace {

constexpr Eigen::Index kRows = 45'000;

NetworkRows madeUpRows()
{
    Rng rng(1);
    DesignMatrix x;
    x.dense.resize(kRows, 4);
    x.blocks = {{4, 7, {}}, {11, 14, {}}, {25, 5, {}}, {30, 2, {}}};
    x.featureNames.assign(32, "x");
    NetworkRows rows;
    rows.targets.kinds.assign(3, Task::Classification);
    rows.targets.y.resize(kRows, 3);
    for (Eigen::Index i = 0; i < kRows; ++i) {
        const bool group = rng.below(3) == 0;
        rows.group.push_back(group ? 1 : 0);
        for (Eigen::Index j = 0; j < 4; ++j)
            x.dense(i, j) = rng.normal() + (group ? 0.4 : 0.0);
        for (DesignMatrix::OneHot& block : x.blocks)
            block.codes.push_back(
                static_cast<std::int32_t>(rng.below(static_cast<std::uint64_t>(block.levels))));
        for (Eigen::Index t = 0; t < 3; ++t)
            rows.targets.y(i, t) = x.dense(i, t) + rng.normal() > 0.5 ? 1.0 : 0.0;
    }
    rows.x = InputRows(x);
    rows.groups = 2;
    rows.comparisons = {rows.group};
    setShares(rows.targets, Eigen::VectorXd::Ones(kRows));
    return rows;
}

void measure(const char* name, const NetworkRows& rows, DivergenceKind kind, double strength, int fits,
    const RunContext& ctx)
{
    TrainingSpec spec;
    spec.objective.strength = strength;
    spec.objective.divergence.kind = kind;
    const NetworkShape shape {32, {16}, Activation::Tanh, 3};
    double best = 1e300;
    for (int fit = 0; fit < fits; ++fit) {
        const auto start = std::chrono::steady_clock::now();
        const auto trained = trainNetwork(shape, rows, rows.group, nullptr, spec, ctx);
        if (trained.has_error()) {
            std::fprintf(stderr, "%s\n", trained.error().english().c_str());
            std::exit(1);
        }
        best
            = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::printf("%s %.4f\n", name, best);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    const RunContext ctx({}, nullptr, argc > 1 ? std::atoi(argv[1]) : 1);
    const NetworkRows rows = madeUpRows();
    measure("plain", rows, DivergenceKind::Mmd, 0.0, 5, ctx);
    measure("mmd", rows, DivergenceKind::Mmd, 10.0, 3, ctx);
    measure("sinkhorn", rows, DivergenceKind::Sinkhorn, 10.0, 2, ctx);
    return 0;
}
