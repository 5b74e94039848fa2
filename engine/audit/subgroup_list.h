#pragma once

#include "engine/audit/subgroup_counts.h"

namespace evenhand {

/// Gaps after shrinkage, one per candidate.
///
/// The gaps of all combinations with the same number of conditions are taken as normal around 0 with a
/// variance τ² estimated from their moments; with sampling variance v a gap is multiplied by τ²/(τ² + v). A
/// single bad subgroup among thousands of fair ones makes τ² small and would itself be shrunken away, so
/// the translation is limited: no gap is moved by more than √(2 log m)·√v, about the largest of m gaps that
/// chance alone makes.
///
/// Some child of a bad subgroup always looks worse than it by chance. So a combination whose rate differs by
/// less than the same limit from the rest of its parent (one condition fewer) has at most the parent's
/// shrunken gap.
/// @source DerSimonian, Laird (1986), Meta-analysis in clinical trials, equation for τ², with the mean known
/// to be 0; Efron, Morris (1972), Limiting the risk of Bayes and empirical Bayes estimators, part II; the
/// limit: Donoho, Johnstone (1994), Ideal spatial adaptation by wavelet shrinkage
[[nodiscard]] std::vector<double> shrunkenGaps(
    std::span<const SubgroupCandidate> candidates, const SubgroupSums& all);

struct ListedSubgroups {
    std::vector<std::size_t> places; ///< of the candidates listed, by descending |shrunken gap|
    bool isComplete = true;          ///< false: candidates further down were not looked at
};

/// Chooses the subgroups to list.
///
/// Candidates come in the order of |shrunken gap|. One is left out if those already listed explain its gap:
/// rows are divided by which of the listed subgroups they belong to, and the gap inside these parts, averaged
/// with the weights of Cochran, Mantel and Haenszel, has the other sign, is less than half of the whole gap,
/// or has less than a tenth of the weight to compare. A child that differs from its listed parent stays, as
/// does a parent that differs without its listed child; complements and neighbouring ranges of listed
/// subgroups go. The first is always listed.
/// @source Mantel, Haenszel (1959); Greenland, Robins (1985) for the risk difference
/// @errors Cancelled
[[nodiscard]] Result<ListedSubgroups> listSubgroups(const SubgroupRows& rows,
    std::span<const SubgroupCandidate> candidates, std::span<const double> shrunken, std::size_t most,
    const RunContext& ctx);

} // namespace evenhand
