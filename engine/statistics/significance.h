#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace evenhand {

// Tests of equal shares in groups, from counts.

/// Whole numbers of rows: two groups, each with those that have a property and those that have not.
struct TwoByTwo {
    std::int64_t withA = 0, withoutA = 0, withB = 0, withoutB = 0;
};

struct FisherTest {
    double pValue = 1.0;
    /// withA·withoutB / (withoutA·withB), as scipy has it; absent when its denominator is 0
    std::optional<double> oddsRatio;
};

/// Fisher's exact test, two-sided: the probability, given all margins, of the tables that are no more
/// probable than this one. Tables whose probability is equal within a relative 1e-9 count as equal. Counts
/// may be large: the sums run over the tables that matter, about 20 standard deviations. Below 1e-300 the
/// result may be 0.
/// @param table  counts ≥ 0; effective counts of weighted rows are to be rounded by the caller
/// @return p is 1 when a margin is 0
/// @source Fisher (1935), The logic of inductive inference; scipy.stats.fisher_exact
[[nodiscard]] FisherTest fisherExactTest(const TwoByTwo& table);

struct ChiSquareTest {
    double statistic = 0.0;
    double degreesOfFreedom = 0.0;
    double pValue = 1.0;
};

/// Pearson's test that a share is the same in G groups. Groups without rows are left out.
/// @param with, without  (G,) rows of each group that have the property and that have not; ≥ 0, may be
/// effective counts
/// @param yates  continuity correction; used for two groups only
/// @return absent when fewer than two groups have rows, or no row (or every row) has the property
/// @source Pearson (1900); Yates (1934); as scipy.stats.chi2_contingency
[[nodiscard]] std::optional<ChiSquareTest> chiSquareTest(
    std::span<const double> with, std::span<const double> without, bool yates = false);

struct ZTest {
    double z = 0.0;
    double pValue = 1.0; ///< two-sided
};

/// Test of equal shares with the pooled share in the standard error.
/// @param shareA, shareB  in [0,1];  @param countA, countB  > 0, effective counts when rows are weighted
/// @return absent when the pooled share is 0 or 1
[[nodiscard]] std::optional<ZTest> pooledZTest(double shareA, double countA, double shareB, double countB);

/// Adjusted p-values (q-values) that control the false discovery rate over all comparisons shown together:
/// q_(i) = min_{j ≥ i} p_(j)·m/j. Missing ones stay missing and do not count towards m.
/// @source Benjamini, Hochberg (1995), Controlling the false discovery rate, procedure (1)
[[nodiscard]] std::vector<std::optional<double>> benjaminiHochberg(
    std::span<const std::optional<double>> pValues);

} // namespace evenhand
