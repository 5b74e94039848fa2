#pragma once

#include "engine/statistics/interval.h"

#include <optional>

namespace evenhand {

// Intervals of shares, and of differences and ratios of two shares of disjoint rows. A share lies in [0,1];
// its effective count (> 0) is the number of rows, or Kish's (Σw)²/Σw² when they are weighted; the confidence
// lies in (0,1).

/// Wilson's score interval of a share.
/// @source Wilson (1927), Probable inference, the law of succession, and statistical inference
[[nodiscard]] Interval wilsonInterval(double share, double effectiveCount, double confidence = 0.95);

/// The interval of Clopper and Pearson from quantiles of beta distributions: for whole counts it covers the
/// true share at least as often as it says, whatever that share is. Effective counts need not be whole.
/// @source Clopper, Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the
/// binomial
[[nodiscard]] Interval clopperPearsonInterval(double share, double effectiveCount, double confidence = 0.95);

/// Interval of shareA - shareB that joins the two Wilson intervals; it stays inside [-1, 1] and does not
/// collapse when a share is 0 or 1.
/// @source Newcombe (1998), Interval estimation for the difference between independent proportions, method 10
[[nodiscard]] Interval newcombeDifferenceInterval(
    double shareA, double countA, double shareB, double countB, double confidence = 0.95);

/// Interval of shareA / shareB that joins the two Wilson intervals (MOVER): the counterpart for ratios of
/// Newcombe's. It begins at 0 when shareA is 0 and has a width when both shares are 1.
/// @return absent when shareB is 0: there is no ratio
/// @source Donner, Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard
/// deviation, equation 6
[[nodiscard]] std::optional<Interval> moverRatioInterval(
    double shareA, double countA, double shareB, double countB, double confidence = 0.95);

/// Interval of shareA / shareB from the normal approximation of its logarithm. That approximation says
/// nothing when a share is 0 and leaves out a share that is 1; there the interval is moverRatioInterval's.
/// @return absent when shareB is 0: there is no ratio
/// @source Katz, Baptista, Azen, Pike (1978), Obtaining confidence intervals for the risk ratio, method C
[[nodiscard]] std::optional<Interval> logRatioInterval(
    double shareA, double countA, double shareB, double countB, double confidence = 0.95);

} // namespace evenhand
