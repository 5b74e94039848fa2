// Times of an audit, as JSON: bench_audit ROWS GROUPS RESAMPLES THREADS. The table is made in memory from the
// seed; loading is not timed. audit_peers.py times Fairlearn on the same numbers of rows and resamples.

#include "engine/audit/audit.h"
#include "engine/audit/cell_resampling.h"
#include "engine/core/rng.h"
#include "engine/metrics/cell_disparities.h"

#include <chrono>
#include <cstdlib>
#include <iostream>

using namespace evenhand;

namespace {

struct Made {
    Dataset data;
    std::vector<double> decision, y;
    std::vector<std::int32_t> group;
    std::vector<std::string> names;
};

Made make(std::size_t rows, std::size_t groups)
{
    Made made;
    CategoricalColumn group;
    NumericColumn y;
    NumericColumn score;
    Rng rng(1);
    for (std::size_t g = 0; g < groups; ++g)
        made.names.push_back("group " + std::to_string(g));
    group.levels = made.names;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::uint64_t g = rng.below(groups);
        const double truth = rng.uniform() < 0.3 + 0.05 * static_cast<double>(g) ? 1.0 : 0.0;
        const double given
            = std::min(0.999, std::max(0.001, 0.35 + 0.3 * truth + 0.2 * (rng.uniform() - 0.5)));
        group.codes.push_back(static_cast<std::int32_t>(g));
        y.values.push_back(truth);
        score.values.push_back(given);
        made.decision.push_back(given >= 0.5 ? 1.0 : 0.0);
    }
    made.y = y.values;
    made.group = group.codes;
    made.data.table = *Table::create({{"group", ColumnKind::Categorical, std::move(group)},
        {"y", ColumnKind::Numeric, std::move(y)}, {"score", ColumnKind::Numeric, std::move(score)}});
    return made;
}

template <class Body> double secondsOf(const Body& body)
{
    double best = 1e9;
    for (int turn = 0; turn < 5; ++turn) {
        const auto begin = std::chrono::steady_clock::now();
        body();
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
        best = std::min(best, taken.count());
    }
    return best;
}

/// Every group rate and every disparity of decisions, without and with resampling.
double cellSeconds(const Made& made, std::size_t resamples, const RunContext& ctx)
{
    std::vector<const MetricInfo*> disparities;
    for (const MetricInfo& metric : metrics())
        if (metric.ofGroupCells != nullptr)
            disparities.push_back(&metric);
    return secondsOf([&] {
        MetricInput input;
        input.decision = made.decision;
        input.y = made.y;
        input.group = made.group;
        input.groupNames = &made.names;
        const std::vector<Confusion> cells = *confusionByGroup(input, ctx);
        const GroupCells groups {cells, &made.names, 0};
        for (const MetricInfo& metric : metrics())
            for (const Confusion& own : cells)
                if (metric.ofCells != nullptr)
                    (void)metric.ofCells(own);
        for (const MetricInfo* const metric : disparities)
            (void)metric->ofGroupCells(groups);
        if (resamples > 0)
            (void)*resampledValues(
                cells, disparities.size(),
                [&](std::span<const Confusion> drawn, std::span<double> values) {
                    const GroupCells own {drawn, &made.names, 0};
                    for (std::size_t i = 0; i < disparities.size(); ++i)
                        values[i] = disparities[i]->valueOfGroupCells(own).value_or(0.0);
                },
                resamples, 1, ctx);
    });
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int i, std::size_t otherwise) {
        return argc > i ? static_cast<std::size_t>(std::atoll(argv[i])) : otherwise;
    };
    const std::size_t rows = argument(1, 50'000);
    const std::size_t groups = argument(2, 2);
    const std::size_t resamples = argument(3, 100);
    const RunContext ctx({}, nullptr, static_cast<int>(argument(4, 2)));
    const Made made = make(rows, groups);
    Roles roles;
    roles.target = "y";
    roles.favourable = "1";
    roles.sensitive = {"group"};
    AuditSpec spec;
    spec.score = "score";
    spec.replicates = std::max<std::size_t>(100, resamples);
    const double cells = cellSeconds(made, 0, ctx);
    const double resampled = cellSeconds(made, resamples, ctx);
    const double whole = secondsOf([&] { (void)*audit(roles, spec, made.data, ctx); });
    std::cout << "{\"rows\": " << rows << ", \"groups\": " << groups << ", \"resamples\": " << resamples
              << ", \"metrics_seconds\": " << cells << ", \"metrics_with_resamples_seconds\": " << resampled
              << ", \"whole_audit_seconds\": " << whole << "}\n";
    return 0;
}
