// Searches worst subgroups of made-up tables: bench_subgroups [ROWS [COLUMNS [THREADS [PERMUTATIONS]]]].
// Prints the seconds of a search with a planted subgroup, and in how many of the permutations of its labels
// anything has q < 0.05.

#include "tests/engine/audit/subgroup_data.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace evenhand;
using namespace evenhand::test;

namespace {

template <class Work> double secondsOf(const Work& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::size_t argument(int argc, char** argv, int place, std::size_t otherwise)
{
    return argc > place ? std::strtoul(argv[place], nullptr, 10) : otherwise;
}

} // namespace

int main(int argc, char** argv)
{
    const std::size_t nRows = argument(argc, argv, 1, 50'000);
    const std::size_t nColumns = argument(argc, argv, 2, 10);
    const RunContext ctx({}, nullptr, static_cast<int>(argument(argc, argv, 3, 2)));
    const std::size_t nPermutations = argument(argc, argv, 4, 0);
    const auto table = mixedTable(nRows, nColumns, 1);
    CodedColumns coded;
    const double coding = secondsOf([&] { coded = codedColumns(*table, ctx); });
    std::vector<double> hit = hitsOf(nRows, 1, [&](std::size_t row) {
        return coded.columns[0].codes[row] == 0 && coded.columns[1].codes[row] == 1 ? 0.35 : 0.2;
    });
    SubgroupReport report;
    const double search = secondsOf([&] { report = findSubgroups(coded.columns, hit, {}, {}, ctx).value(); });
    std::printf("%zu rows, %zu columns, %zu subgroups: coding %.3f s, search %.3f s; first %s\n", nRows,
        nColumns, report.tested, coding, search, report.found.front().name().c_str());
    Rng rng(2);
    std::size_t reported = 0;
    for (std::size_t i = 0; i < nPermutations; ++i) {
        rng.shuffle(std::span(hit));
        report = findSubgroups(coded.columns, hit, {}, {}, ctx).value();
        const bool isAny = std::ranges::any_of(report.found, [](const Subgroup& s) { return s.q < 0.05; });
        reported += isAny ? 1U : 0U;
    }
    if (nPermutations > 0)
        std::printf("%zu of %zu permutations report something\n", reported, nPermutations);
    return 0;
}
