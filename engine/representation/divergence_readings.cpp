#include "engine/representation/divergence_readings.h"

#include "engine/core/rng.h"
#include "engine/divergence/permutation_null.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;

namespace {

constexpr std::size_t kLeastRows = 100; ///< of a group; fewer say too little
constexpr std::size_t kMostPairs = 3;   ///< groups that are still compared two by two
constexpr Index kMostRows = 500;        ///< of a group
constexpr int kMeanPermutations = 200;

/// norm(H): centred, and divided by the root mean square over all entries.
MatrixXd normalised(const MatrixXd& h)
{
    const MatrixXd centred = h.rowwise() - h.colwise().mean();
    const double rms
        = std::sqrt(centred.squaredNorm() / static_cast<double>(std::max<Index>(1, centred.size())));
    return rms > 0.0 ? MatrixXd(centred / rms) : centred;
}

/// Two sides of a comparison, at most kMostRows rows of each, by lot.
struct Sides {
    std::string nameA, nameB;
    MatrixXd a, b;
    std::uint64_t seed = 0;
};

MatrixXd drawn(const MatrixXd& h, std::vector<Index> rows, std::uint64_t seed)
{
    if (static_cast<Index>(rows.size()) > kMostRows) {
        Rng rng(seed, 3);
        rng.shuffle(std::span<Index>(rows));
        rows.resize(static_cast<std::size_t>(kMostRows));
        std::ranges::sort(rows);
    }
    return h(rows, Eigen::all);
}

std::vector<Sides> sidesOf(const MatrixXd& h, const ComparedRows& compared,
    const std::vector<std::string>& names, std::uint64_t seed)
{
    std::vector<std::vector<Index>> rows(names.size());
    for (std::size_t i = 0; i < compared.group.size(); ++i)
        if (compared.group[i] >= 0)
            rows[static_cast<std::size_t>(compared.group[i])].push_back(static_cast<Index>(i));
    std::vector<std::size_t> large;
    for (std::size_t g = 0; g < names.size(); ++g)
        if (rows[g].size() >= kLeastRows)
            large.push_back(g);
    std::vector<Sides> made;
    if (large.size() <= kMostPairs) {
        for (std::size_t i = 0; i < large.size(); ++i)
            for (std::size_t j = i + 1; j < large.size(); ++j)
                made.push_back({names[large[i]], names[large[j]], drawn(h, rows[large[i]], seed),
                    drawn(h, rows[large[j]], seed + 1), seed});
        return made;
    }
    for (const std::size_t g : large) {
        std::vector<Index> others;
        for (std::size_t other = 0; other < names.size(); ++other)
            if (other != g)
                others.insert(others.end(), rows[other].begin(), rows[other].end());
        std::ranges::sort(others);
        made.push_back({names[g], {}, drawn(h, rows[g], seed), drawn(h, std::move(others), seed + 1), seed});
    }
    return made;
}

DivergenceReading readingOf(const Sides& sides, const std::string& kind, const std::string& rows)
{
    DivergenceReading reading;
    reading.kind = kind;
    reading.rows = rows;
    reading.groupA = sides.nameA;
    reading.groupB = sides.nameB;
    reading.rowsA = static_cast<std::size_t>(sides.a.rows());
    reading.rowsB = static_cast<std::size_t>(sides.b.rows());
    return reading;
}

Result<DivergenceReading> tested(
    const Sides& sides, const std::string& kind, const std::string& rows, const RunContext& ctx)
{
    const auto r = static_cast<double>(sides.a.cols());
    PermutationSpec spec;
    spec.kind = kind == "mmd" ? DistanceKind::Mmd : DistanceKind::Sinkhorn;
    spec.bandwidth = std::sqrt(2.0 * r); // the median distance of normalised points
    spec.epsilon = 0.3 * r;
    spec.seed = sides.seed;
    EH_TRY(const PermutationTest found, permutationTest(sides.a, sides.b, spec, ctx));
    const double unit = kind == "mmd" ? 1.0 : r;
    DivergenceReading reading = readingOf(sides, kind, rows);
    reading.value = found.value / unit;
    reading.nullMean = found.nullMean / unit;
    reading.null95 = found.null95 / unit;
    reading.p = found.p;
    return reading;
}

/// The squared distance of the means per dimension; cheap enough to be permuted here.
DivergenceReading meanReading(const Sides& sides, const std::string& rows)
{
    MatrixXd all(sides.a.rows() + sides.b.rows(), sides.a.cols());
    all << sides.a, sides.b;
    const Eigen::RowVectorXd total = all.colwise().sum();
    const auto m = static_cast<double>(sides.a.rows()), n = static_cast<double>(sides.b.rows());
    std::vector<Index> order(static_cast<std::size_t>(all.rows()));
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = static_cast<Index>(i);
    const auto divergence = [&] {
        Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(all.cols());
        for (Index i = 0; i < sides.a.rows(); ++i)
            sum += all.row(order[static_cast<std::size_t>(i)]);
        return (sum / m - (total - sum) / n).squaredNorm() / static_cast<double>(all.cols());
    };
    DivergenceReading reading = readingOf(sides, "mean", rows);
    reading.value = divergence();
    std::vector<double> null;
    double atLeast = 0.0;
    Rng rng(sides.seed, 4);
    for (int k = 0; k < kMeanPermutations; ++k) {
        rng.shuffle(std::span<Index>(order));
        null.push_back(divergence());
        reading.nullMean += null.back() / kMeanPermutations;
        atLeast += null.back() >= reading.value ? 1.0 : 0.0;
    }
    std::ranges::sort(null);
    reading.null95 = null[static_cast<std::size_t>(std::ceil(0.95 * kMeanPermutations)) - 1];
    reading.p = (1.0 + atLeast) / (1.0 + kMeanPermutations);
    return reading;
}

} // namespace

Result<std::vector<DivergenceReading>> divergenceReadings(const MatrixXd& h,
    std::span<const ComparedRows> comparisons, const std::vector<std::string>& groupNames, std::uint64_t seed,
    const RunContext& ctx)
{
    const MatrixXd points = normalised(h);
    std::vector<DivergenceReading> readings;
    for (const ComparedRows& compared : comparisons)
        for (const Sides& sides : sidesOf(points, compared, groupNames, seed)) {
            readings.push_back(meanReading(sides, compared.rows));
            for (const char* const kind : {"mmd", "sinkhorn"}) {
                EH_TRY(DivergenceReading reading, tested(sides, kind, compared.rows, ctx));
                readings.push_back(std::move(reading));
            }
        }
    return readings;
}

} // namespace evenhand
