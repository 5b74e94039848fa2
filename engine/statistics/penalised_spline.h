#pragma once

#include "engine/core/run_context.h"

#include <Eigen/Core>

#include <array>
#include <span>
#include <vector>

namespace evenhand {

/// The four cubic B-splines that are not zero at a point, on equal segments.
struct SplineRow {
    Eigen::Index first = 0; ///< number of the first of the four
    std::array<double, 4> values {};
};

inline constexpr Eigen::Index kSplineSegments = 15;
inline constexpr Eigen::Index kSplines = kSplineSegments + 3;

/// @param x  in [low, high], low < high
[[nodiscard]] SplineRow splineRow(double x, double low, double high);

/// Rows of equal x taken together.
struct SplineBins {
    std::vector<double> x;      ///< (n,) finite, at least two different ones
    std::vector<double> mean;   ///< (n,) of the outcomes; in [0,1] of shares, not all 0 and not all 1
    std::vector<double> weight; ///< (n,) > 0; so many equally heavy rows
    double withinSquares = 0.0; ///< Σ w (y - mean of its bin)², of numbers
    bool isShare = true;        ///< binomial outcomes with logistic link; else numbers as they are
};

/// A smooth curve f(x) = offset + scale · Σ b_k(x)·β_k on the scale of the link, as the normal law of β.
struct SplineFit {
    double low = 0.0, high = 1.0; ///< range of x
    double offset = 0.0, scale = 1.0;
    Eigen::VectorXd coefficients; ///< (kSplines,) posterior mean
    Eigen::MatrixXd covariance;   ///< (kSplines, kSplines)
    double effectiveParameters = 0.0;
};

/// Penalised cubic B-splines with a penalty on second differences. The curve is averaged over a grid of
/// smoothing parameters by their marginal likelihood (Laplace's approximation), and the covariance contains
/// what the choice of the smoothing parameter leaves open. Of shares, four rows of the overall rate are added
/// evenly over the range, which keeps separated outcomes finite.
/// @errors Cancelled;  Internal  Newton's method lost its way
/// @source Eilers, Marx (1996), Flexible smoothing with B-splines and penalties; Wood (2011), Fast stable
/// restricted maximum likelihood and marginal likelihood estimation of semiparametric generalized linear
/// models; of the added rows: Clogg, Rubin, Schenker, Schultz, Weidman (1991), Multiple imputation of
/// industry and occupation codes in census public-use samples using Bayesian logistic regression
[[nodiscard]] Result<SplineFit> fitPenalisedSpline(const SplineBins& bins, const RunContext& ctx);

/// A curve on the scale of the link with pointwise standard errors.
struct SplineCurve {
    Eigen::VectorXd value, standardError;
    double critical = 0.0; ///< so many standard errors on both sides hold the whole curve at once
};

/// The curve at some points with the critical value of its simultaneous band: the quantile of the largest
/// |deviation| in standard errors over the points, from simulated coefficients.
/// @source Ruppert, Wand, Carroll (2003), Semiparametric Regression, section 6.5
[[nodiscard]] Result<SplineCurve> splineCurve(const SplineFit& fit, std::span<const double> points,
    double confidence, std::uint64_t seed, const RunContext& ctx);

} // namespace evenhand
