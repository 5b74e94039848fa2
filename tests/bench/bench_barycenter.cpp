// Times of the barycenter map and of one step of its slider.
//
//   bench_barycenter [ROWS [GROUPS [THREADS [FILE]]]]
//
// FILE holds the rows to use: ROWS calibration scores and ROWS scores to map (doubles), then the group of
// each (int32), in the machine's byte order. Without FILE they are drawn. Prints one JSON object, seconds,
// best of five.
#include "engine/core/rng.h"
#include "engine/transport/barycenter_map.h"
#include "engine/transport/distances.h"
#include "engine/transport/score_path.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>

using namespace evenhand;

namespace {

struct Rows {
    std::vector<double> calibration, scores;
    std::vector<std::int32_t> calibrationGroup, group;
};

Rows drawn(std::size_t n, std::size_t groups)
{
    Rows rows;
    Rng rng(1);
    for (std::size_t i = 0; i < 2 * n; ++i) {
        const auto g = static_cast<std::int32_t>(rng.below(groups));
        const double score = rng.normal() + 0.5 * g;
        (i < n ? rows.calibration : rows.scores).push_back(score);
        (i < n ? rows.calibrationGroup : rows.group).push_back(g);
    }
    return rows;
}

template <class T> void readInto(std::ifstream& file, std::vector<T>& values, std::size_t n)
{
    values.resize(n);
    file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(n * sizeof(T)));
}

Rows fromFile(const std::string& path, std::size_t n)
{
    std::ifstream file(path, std::ios::binary);
    Rows rows;
    readInto(file, rows.calibration, n);
    readInto(file, rows.scores, n);
    readInto(file, rows.calibrationGroup, n);
    readInto(file, rows.group, n);
    return rows;
}

double best(const std::function<void()>& work)
{
    double least = 1e300;
    for (int k = 0; k < 5; ++k) {
        const auto start = std::chrono::steady_clock::now();
        work();
        least = std::min(
            least, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    return least;
}

void print(const std::string& name, double seconds)
{
    std::printf("  \"%s\": %.6f,\n", name.c_str(), seconds);
}

void timeMaps(const Rows& rows, std::size_t groups, const RunContext& ctx)
{
    std::vector<double> out(rows.scores.size());
    for (std::size_t e = 0; e < kBarycenterEstimatorIds.size(); ++e) {
        const auto estimator = static_cast<BarycenterEstimator>(e);
        const std::string name(kBarycenterEstimatorIds[e]);
        const auto fit = [&] {
            return BarycenterMap::fit(rows.calibration, rows.calibrationGroup, {}, groups, estimator, {}, ctx)
                .value();
        };
        const BarycenterMap map = fit();
        print(name + "_fit", best([&] { (void)fit(); }));
        print(name + "_apply", best([&] {
            (void)map.apply({rows.scores, rows.group, {}, 0}, out, ctx).value();
        }));
    }
}

/// What a window asks for when the slider is moved by one step.
void timeSlider(const Rows& rows, std::size_t groups)
{
    std::vector<double> repaired(rows.scores.size());
    const BarycenterMap map
        = BarycenterMap::fit(rows.calibration, rows.calibrationGroup, {}, groups, BarycenterEstimator::Smooth)
              .value();
    (void)map.apply({rows.scores, rows.group, {}, 0}, repaired).value();
    print("path_create",
        best([&] { (void)ScorePath::create(rows.scores, repaired, rows.group, {}, groups).value(); }));
    const ScorePath path = ScorePath::create(rows.scores, repaired, rows.group, {}, groups).value();
    const auto [low, high] = path.range();
    double sink = 0.0;
    for (const double t : {0.0, 0.5, 0.9, 1.0}) {
        const std::string at = "_t" + shortNumber(t);
        print("density" + at, best([&] {
            for (std::size_t g = 0; g < groups; ++g)
                sink += path.density(g, low, high, 512, path.bandwidth(g), t)[7];
        }));
        print("ecdf" + at, best([&] {
            for (std::size_t g = 0; g < groups; ++g) {
                for (int k = 0; k < 512; ++k)
                    sink += path.ecdf(g, low + (high - low) * k / 511.0, t);
            }
        }));
        print("quantile" + at, best([&] {
            for (std::size_t g = 0; g < groups; ++g) {
                for (int k = 0; k < 512; ++k)
                    sink += path.quantile(g, (k + 0.5) / 512.0, t);
            }
        }));
        print("ks" + at, best([&] { sink += path.ks(t).distance; }));
    }
    std::printf("  \"sink\": %g,\n", sink);
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int index, std::size_t fallback) {
        std::size_t value = fallback;
        if (index < argc) {
            const std::string_view given = argv[index];
            std::from_chars(given.data(), given.data() + given.size(), value);
        }
        return value;
    };
    const std::size_t n = argument(1, 1000000);
    const std::size_t groups = argument(2, 2);
    const auto threads = static_cast<int>(argument(3, 1));
    const Rows rows = argc > 4 ? fromFile(argv[4], n) : drawn(n, groups);
    std::printf("{\n");
    timeMaps(rows, groups, RunContext({}, nullptr, threads));
    timeSlider(rows, groups);
    print("ks_from_rows", best([&] { (void)ksDistance(rows.scores, rows.group, {}, groups).value(); }));
    print("unfairness_from_rows",
        best([&] { (void)barycenterUnfairness(rows.scores, rows.group, {}, groups).value(); }));
    std::printf("  \"rows\": %zu, \"groups\": %zu, \"threads\": %d\n}\n", n, groups, threads);
    return 0;
}
