// Times of the exact threshold frontier, fastest of some rounds. Arguments: ROWS GROUPS THREADS makes scores
// up and prints "NAME SECONDS" per line: sorting, all three notions at 21 tolerances with drawn rules, the
// same with single thresholds, and the band. FILE THREADS reads the columns score, y, group as doubles in
// machine order (equally long) and prints "NOTION SECONDS COST" of the drawn rules at tolerance 0, sorting
// included: frontier_peers.py runs it beside Fairlearn.

#include "engine/core/rng.h"
#include "engine/thresholds/frontier_band.h"

#include <algorithm>
#include <array>
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

struct Rows {
    std::vector<double> score, y;
    std::vector<std::int32_t> group;
    std::size_t nGroups = 0;

    [[nodiscard]] std::vector<GroupCurve> curves(const RunContext& ctx) const
    {
        return groupCurves(score, y, {}, group, nGroups, ctx).value();
    }
};

Rows madeUp(std::size_t n, std::size_t nGroups)
{
    Rows rows;
    rows.nGroups = nGroups;
    Rng rng(1);
    for (std::size_t i = 0; i < n; ++i) {
        const std::uint64_t g = rng.below(nGroups);
        const double place = static_cast<double>(g) / static_cast<double>(nGroups);
        const double y = rng.uniform() < 0.2 + 0.5 * place ? 1.0 : 0.0;
        rows.group.push_back(static_cast<std::int32_t>(g));
        rows.y.push_back(y);
        rows.score.push_back(1.0 / (1.0 + std::exp(-(1.5 - place) * y - rng.normal() - place)));
    }
    return rows;
}

Rows readRows(const char* file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes {std::istreambuf_iterator<char>(stream), {}};
    const std::size_t n = bytes.size() / sizeof(double) / 3;
    std::vector<double> all(3 * n);
    std::copy_n(bytes.data(), bytes.size(), reinterpret_cast<char*>(all.data()));
    Rows rows;
    for (std::size_t i = 0; i < n; ++i) {
        rows.score.push_back(all[i]);
        rows.y.push_back(all[n + i]);
        rows.group.push_back(static_cast<std::int32_t>(all[2 * n + i]));
        rows.nGroups = std::max(rows.nGroups, static_cast<std::size_t>(rows.group.back()) + 1);
    }
    return rows;
}

double seconds(const std::function<void()>& work)
{
    double fastest = 1e300;
    double spent = 0.0;
    for (int round = 0; round < 100 && (round < 3 || spent < 2.0); ++round) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        fastest = std::min(fastest, took.count());
        spent += took.count();
    }
    return fastest;
}

constexpr std::array kNotions {Notion::DemographicParity, Notion::EqualOpportunity, Notion::EqualizedOdds};

void measureMadeUp(std::size_t n, std::size_t nGroups, const RunContext& ctx)
{
    const Rows rows = madeUp(n, nGroups);
    std::vector<double> tolerances;
    for (int i = 0; i <= 20; ++i)
        tolerances.push_back(0.01 * i);
    const auto frontier = [&](Notion notion, ThresholdRules rules) {
        (void)thresholdFrontier(rows.curves(ctx), notion, rules, {}, tolerances, ctx).value();
    };
    std::printf("sorting %.5f\n", seconds([&] { (void)rows.curves(ctx); }));
    std::printf("drawn_all %.5f\n", seconds([&] {
        const std::vector<GroupCurve> curves = rows.curves(ctx);
        for (const Notion notion : kNotions)
            (void)thresholdFrontier(curves, notion, ThresholdRules::Randomised, {}, tolerances, ctx).value();
    }));
    for (const Notion notion : kNotions) {
        const std::string id(kNotionIds[static_cast<std::size_t>(notion)]);
        std::printf(
            "drawn_%s %.5f\n", id.c_str(), seconds([&] { frontier(notion, ThresholdRules::Randomised); }));
        std::printf("single_%s %.5f\n", id.c_str(),
            seconds([&] { frontier(notion, ThresholdRules::Deterministic); }));
    }
    const ScoredRows scored {rows.score, rows.y, {}, rows.group, nGroups};
    std::printf("band_200 %.5f\n", seconds([&] {
        (void)frontierBand(
            scored, Notion::DemographicParity, ThresholdRules::Randomised, {}, tolerances, {}, ctx)
            .value();
    }));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 4) {
        measureMadeUp(static_cast<std::size_t>(std::atol(argv[1])),
            static_cast<std::size_t>(std::atol(argv[2])), RunContext({}, nullptr, std::atoi(argv[3])));
        return 0;
    }
    if (argc != 3)
        return 1;
    const Rows rows = readRows(argv[1]);
    const RunContext ctx({}, nullptr, std::atoi(argv[2]));
    const std::vector<double> tolerances {0.0};
    for (const Notion notion : kNotions) {
        double cost = 0.0;
        const double took = seconds([&] {
            cost
                = thresholdFrontier(rows.curves(ctx), notion, ThresholdRules::Randomised, {}, tolerances, ctx)
                      .value()
                      .front()
                      .cost;
        });
        std::printf(
            "%s %.6f %.17g\n", std::string(kNotionIds[static_cast<std::size_t>(notion)]).c_str(), took, cost);
    }
    return 0;
}
