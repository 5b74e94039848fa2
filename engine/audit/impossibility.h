#pragma once

#include "engine/audit/audit_report.h"
#include "engine/statistics/interval.h"

#include <array>

namespace evenhand {

/// The three rates that cannot all be equal between groups whose base rates differ.
enum class ErrorRate : std::uint8_t { Precision, FalsePositiveRate, FalseNegativeRate };
[[nodiscard]] const char* errorRateId(ErrorRate rate);   ///< "precision"
[[nodiscard]] const char* errorRateName(ErrorRate rate); ///< "false positive rate"

/// The three rates of one group.
struct ErrorRates {
    double precision = 0.0, falsePositiveRate = 0.0, falseNegativeRate = 0.0;

    [[nodiscard]] double of(ErrorRate rate) const;
};

/// Two of the three rates held at their pooled values in every group, and what that forces the third to be.
struct ForcedRate {
    ErrorRate first = ErrorRate::Precision, second = ErrorRate::FalsePositiveRate; ///< held equal
    ErrorRate forced = ErrorRate::FalseNegativeRate;
    std::vector<double> values; ///< one per compared group; outside [0,1]: no decisions can do that
    bool isFeasible = false;    ///< all values are in [0,1]
    double gap = 0.0;           ///< largest minus smallest value; means something when feasible
};

/// Decisions for two groups, with as many false positives and as many false negatives as today, whose three
/// gaps are as small as they can be at once.
struct RateCompromise {
    std::size_t low = 0, high = 0; ///< the two groups, by base rate; positions in Impossibility::groups
    double epsilon = 0.0;          ///< the largest of the three gaps; no decisions have a smaller one
    ErrorRates lowRates, highRates;
    double today = 0.0; ///< the largest of the gaps that the two groups have now
};

/// Which notions of fairness can hold together in these groups.
struct Impossibility {
    Text undefined;                    ///< why nothing can be said; empty: the rest is filled
    std::vector<std::size_t> groups;   ///< compared: indices into AttributeAudit::groups
    std::vector<std::size_t> small;    ///< left out: fewer than kSmallAuditGroup rows
    std::vector<std::size_t> oneSided; ///< left out: nobody actually positive, or nobody actually negative
    std::vector<double> baseRates;     ///< of the compared groups
    std::size_t low = 0, high = 0; ///< the pair whose base rates differ most surely; positions in `groups`
    Interval baseRateGap;          ///< of that pair's difference, widened for having picked the pair
    bool baseRatesDiffer = false;  ///< that interval is above 0
    ErrorRates pooled;             ///< of the compared groups together
    bool canAllHold = false;       ///< base rates exactly equal, or nobody is selected wrongly
    std::array<ForcedRate, 3> choices;
    std::optional<RateCompromise> compromise; ///< absent: the two groups have no true positive
    std::vector<Text> sentences; ///< the base rates, what follows from them, one per choice; then the rest
};

/// What the base rates of an attribute's groups allow precision, false positive rate and false negative rate
/// to be at once.
///
/// In every group with base rate p the three are tied by FPR = p/(1-p) · (1-PPV)/PPV · (1-FNR), so two of
/// them fix the third. The compromise is that of the two groups whose base rates differ most surely (by the
/// ends of their intervals), with their own totals of mistakes.
/// @param confidence  of the interval of the base rates' difference
/// @source Chouldechova (2017), Fair prediction with disparate impact, equation 2.6; Kleinberg, Mullainathan,
/// Raghavan (2016), Inherent trade-offs in the fair determination of risk scores
[[nodiscard]] Impossibility impossibility(const AttributeAudit& attribute, double confidence);

/// The solution for two groups from their cells alone; the first has the smaller base rate. Both need actual
/// positives and negatives, and one of them a true positive.
[[nodiscard]] RateCompromise bestCompromise(const Confusion& low, const Confusion& high);

/// The sentences of an Impossibility whose numbers are filled.
[[nodiscard]] std::vector<Text> impossibilitySentences(
    const AttributeAudit& attribute, const Impossibility& result);

} // namespace evenhand
