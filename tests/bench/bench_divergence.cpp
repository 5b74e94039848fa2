// Times of divergences of two clouds, value with gradient, fastest of some rounds. Arguments: a file of
// doubles in machine order (the first cloud's rows, then the second's, equally many), columns, threads,
// bandwidth, epsilon, FOLDER for the gradients. Prints "NAME SECONDS VALUE MARGINAL_ERROR" per line and
// writes FOLDER/NAME.bin (row by row). divergence_peers.py runs it beside geomloss.

#include "engine/divergence/mmd.h"
#include "engine/divergence/sinkhorn.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>

using namespace evenhand;

namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

RowMajor readRows(const char* file, Eigen::Index columns)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(stream), {}};
    const auto rows = static_cast<Eigen::Index>(bytes.size() / sizeof(double)) / columns;
    RowMajor all(rows, columns);
    std::copy_n(bytes.data(), static_cast<std::size_t>(all.size()) * sizeof(double),
        reinterpret_cast<char*>(all.data()));
    return all;
}

void measure(
    const std::string& name, const std::string& folder, const std::function<DivergenceGradient()>& work)
{
    double fastest = 1e300;
    double spent = 0.0;
    DivergenceGradient found;
    for (int round = 0; round < 200 && (round < 3 || spent < 1.0); ++round) {
        const auto begin = std::chrono::steady_clock::now();
        found = work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        fastest = std::min(fastest, took.count());
        spent += took.count();
    }
    RowMajor gradient(found.dx.rows() + found.dy.rows(), found.dx.cols());
    gradient << found.dx, found.dy;
    std::ofstream(folder + "/" + name + ".bin", std::ios::binary)
        .write(
            reinterpret_cast<const char*>(gradient.data()), gradient.size() * Eigen::Index {sizeof(double)});
    std::printf("%s %.6f %.17g %.3g\n", name.c_str(), fastest, found.value, found.marginalError);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 7)
        return 1;
    const RowMajor all = readRows(argv[1], std::atol(argv[2]));
    const RunContext ctx({}, nullptr, std::atoi(argv[3]));
    const double bandwidth = std::atof(argv[4]);
    const double epsilon = std::atof(argv[5]);
    const std::string folder = argv[6];
    const PointCloud x {all.topRows(all.rows() / 2), {}};
    const PointCloud y {all.bottomRows(all.rows() / 2), {}};
    const MmdKernel kernel {MmdKernelKind::Gaussian, {bandwidth}};
    measure("mmd", folder, [&] { return squaredMmd(x, y, kernel, MmdEstimate::Biased, true, ctx).value(); });
    measure("energy", folder, [&] {
        return squaredMmd(x, y, {MmdKernelKind::Energy, {}}, MmdEstimate::Biased, true, ctx).value();
    });
    SinkhornSpec training = trainingSinkhorn();
    training.epsilon = epsilon;
    measure("sinkhorn", folder, [&] { return sinkhornDivergence(x, y, training, true, ctx).value(); });
    SinkhornSpec exact = displayedSinkhorn();
    exact.epsilon = epsilon;
    exact.tolerance = 1e-12;
    const DivergenceGradient reference = sinkhornDivergence(x, y, exact, true, ctx).value();
    RowMajor gradient(all.rows(), all.cols());
    gradient << reference.dx, reference.dy;
    std::ofstream(folder + "/exact.bin", std::ios::binary)
        .write(
            reinterpret_cast<const char*>(gradient.data()), gradient.size() * Eigen::Index {sizeof(double)});
    std::printf("exact 0 %.17g %.3g\n", reference.value, reference.marginalError);
    return 0;
}
