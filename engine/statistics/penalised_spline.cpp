#include "engine/statistics/penalised_spline.h"

#include "engine/core/rng.h"
#include "engine/statistics/normal.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Precision of the ridge: in log odds a standard deviation of 10 for each coefficient about the overall
/// rate, which no curve of real rates feels; of numbers, in units of their variance.
constexpr double kRidge = 0.01;

MatrixXd secondDifferencePenalty()
{
    MatrixXd difference = MatrixXd::Zero(kSplines - 2, kSplines);
    for (Index i = 0; i < kSplines - 2; ++i) {
        difference(i, i) = 1.0;
        difference(i, i + 1) = -2.0;
        difference(i, i + 2) = 1.0;
    }
    return difference.transpose() * difference;
}

double at(const SplineRow& row, const VectorXd& coefficients)
{
    double sum = 0.0;
    for (Index k = 0; k < 4; ++k)
        sum += row.values[static_cast<std::size_t>(k)] * coefficients[row.first + k];
    return sum;
}

/// log(1 + e^x) without overflow.
double softPlus(double x)
{
    return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x)));
}

/// The data in the form in which they are fitted: mean outcome 0 at coefficients 0.
struct Problem {
    std::vector<SplineRow> rows;
    std::vector<double> mean, weight;
    double within = 0.0, total = 0.0, offset = 0.0;
    bool isShare = true;

    /// Loss of the outcomes; its gradient and Hessian in the coefficients when asked for.
    double loss(const VectorXd& coefficients, VectorXd* gradient, MatrixXd* hessian) const
    {
        double sum = isShare ? 0.0 : 0.5 * within;
        if (gradient != nullptr) {
            gradient->setZero(kSplines);
            hessian->setZero(kSplines, kSplines);
        }
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const double eta = at(rows[i], coefficients) + (isShare ? offset : 0.0);
            const double p = isShare ? 1.0 / (1.0 + std::exp(-eta)) : eta;
            sum += weight[i]
                * (isShare ? softPlus(eta) - mean[i] * eta : 0.5 * (mean[i] - eta) * (mean[i] - eta));
            if (gradient != nullptr)
                addDerivatives(i, p, *gradient, *hessian);
        }
        return sum;
    }

    void addDerivatives(std::size_t i, double p, VectorXd& gradient, MatrixXd& hessian) const
    {
        const double slope = weight[i] * (p - mean[i]);
        const double curvature = weight[i] * (isShare ? p * (1.0 - p) : 1.0);
        for (Index k = 0; k < 4; ++k) {
            const double b = rows[i].values[static_cast<std::size_t>(k)];
            gradient[rows[i].first + k] += slope * b;
            for (Index l = 0; l <= k; ++l)
                hessian(rows[i].first + k, rows[i].first + l)
                    += curvature * b * rows[i].values[static_cast<std::size_t>(l)];
        }
    }
};

/// The fit at one smoothing parameter.
struct SmoothFit {
    VectorXd coefficients;
    MatrixXd covariance;
    double logEvidence = 0.0;
    double effectiveParameters = 0.0;
};

/// Newton's method with halved steps from @p start; the penalised loss is strictly convex.
Result<VectorXd> minimise(
    const Problem& problem, const MatrixXd& penalty, VectorXd coefficients, const RunContext& ctx)
{
    VectorXd gradient;
    MatrixXd hessian;
    const auto penalised = [&](const VectorXd& beta, VectorXd* g, MatrixXd* h) {
        return problem.loss(beta, g, h) + 0.5 * beta.dot(penalty * beta);
    };
    constexpr int kMostSteps = 100;
    for (int step = 0; step < kMostSteps; ++step) {
        EH_CHECK(ctx.checkpoint());
        const double now = penalised(coefficients, &gradient, &hessian);
        gradient += penalty * coefficients;
        hessian += penalty;
        const VectorXd move = hessian.selfadjointView<Eigen::Lower>().llt().solve(gradient);
        const double promise = gradient.dot(move);
        if (!(promise > 1e-11 * (1.0 + std::abs(now))))
            return coefficients;
        double length = 1.0;
        VectorXd next = coefficients - move;
        while (length > 1e-10 && !(penalised(next, nullptr, nullptr) <= now - 1e-4 * length * promise)) {
            length *= 0.5;
            next = coefficients - length * move;
        }
        if (!(length > 1e-10))
            return coefficients;
        coefficients = std::move(next);
    }
    return Failure {Error {ErrorCode::Internal, text("a smooth curve could not be fitted"), {}, {}}};
}

Result<SmoothFit> fitAt(const Problem& problem, const MatrixXd& penalty, const VectorXd& start,
    double logPriorDeterminant, const RunContext& ctx)
{
    SmoothFit fit;
    EH_TRY(fit.coefficients, minimise(problem, penalty, start, ctx));
    VectorXd gradient;
    MatrixXd data;
    const double loss = problem.loss(fit.coefficients, &gradient, &data);
    data.triangularView<Eigen::StrictlyUpper>() = data.transpose();
    const double roughness = 0.5 * fit.coefficients.dot(penalty * fit.coefficients);
    const Eigen::LLT<MatrixXd> cholesky(data + penalty);
    const double logDeterminant = 2.0 * cholesky.matrixLLT().diagonal().array().log().sum();
    fit.covariance = cholesky.solve(MatrixXd::Identity(kSplines, kSplines));
    fit.effectiveParameters = (fit.covariance * data).trace();
    const double determinants = 0.5 * (logPriorDeterminant - logDeterminant);
    if (problem.isShare) {
        fit.logEvidence = determinants - loss - roughness;
        return fit;
    }
    // The variance of the outcomes is profiled out of the evidence, and estimated from what the curve leaves.
    fit.logEvidence = determinants - 0.5 * problem.total * std::log(2.0 * (loss + roughness));
    fit.covariance *= 2.0 * loss / std::max(problem.total - fit.effectiveParameters, 1.0);
    return fit;
}

/// Four rows of the overall rate, spread evenly over the range: where outcomes are separated, log odds would
/// run away and their standard errors with them, and the band would forget what the rows say.
void addPriorRows(double rate, const SplineFit& fit, Problem& problem)
{
    constexpr double kPriorRows = 4.0;
    const auto segments = static_cast<double>(kSplineSegments);
    for (Index i = 0; i < kSplineSegments; ++i) {
        const double middle = (static_cast<double>(i) + 0.5) / segments;
        problem.rows.push_back(splineRow(fit.low + middle * (fit.high - fit.low), fit.low, fit.high));
        problem.mean.push_back(rate);
        problem.weight.push_back(kPriorRows / segments);
    }
}

Problem problemOf(const SplineBins& bins, SplineFit& fit)
{
    const auto [low, high] = std::ranges::minmax(bins.x);
    fit.low = low;
    fit.high = high;
    Problem problem;
    problem.isShare = bins.isShare;
    problem.weight = bins.weight;
    problem.mean = bins.mean;
    double sum = 0.0;
    for (std::size_t i = 0; i < bins.x.size(); ++i) {
        problem.rows.push_back(splineRow(bins.x[i], low, high));
        problem.total += bins.weight[i];
        sum += bins.weight[i] * bins.mean[i];
    }
    const double mean = sum / problem.total;
    if (bins.isShare) {
        problem.offset = fit.offset = std::log(mean / (1.0 - mean));
        addPriorRows(mean, fit, problem);
        return problem;
    }
    double squares = bins.withinSquares;
    for (std::size_t i = 0; i < bins.x.size(); ++i)
        squares += bins.weight[i] * (bins.mean[i] - mean) * (bins.mean[i] - mean);
    fit.offset = mean;
    fit.scale = squares > 0.0 ? std::sqrt(squares / problem.total) : 1.0;
    problem.within = bins.withinSquares / (fit.scale * fit.scale);
    for (double& value : problem.mean)
        value = (value - mean) / fit.scale;
    return problem;
}

} // namespace

SplineRow splineRow(double x, double low, double high)
{
    const double t = (x - low) / (high - low) * static_cast<double>(kSplineSegments);
    const double segment = std::clamp(std::floor(t), 0.0, static_cast<double>(kSplineSegments - 1));
    const double u = t - segment;
    const double v = 1.0 - u;
    return {static_cast<Index>(segment),
        {v * v * v / 6.0, (3.0 * u * u * u - 6.0 * u * u + 4.0) / 6.0,
            (3.0 * v * v * v - 6.0 * v * v + 4.0) / 6.0, u * u * u / 6.0}};
}

Result<SplineFit> fitPenalisedSpline(const SplineBins& bins, const RunContext& ctx)
{
    SplineFit made;
    const Problem problem = problemOf(bins, made);
    const MatrixXd penalty = secondDifferencePenalty();
    const VectorXd eigenvalues = Eigen::SelfAdjointEigenSolver<MatrixXd>(penalty).eigenvalues().cwiseMax(0.0);
    VectorXd gradient;
    MatrixXd data;
    (void)problem.loss(VectorXd::Zero(kSplines), &gradient, &data);
    const double unit = data.trace() / penalty.trace();
    // From a straight line to nearly no smoothing, in steps of half a power of ten.
    constexpr int kSteps = 17;
    std::vector<SmoothFit> fits;
    VectorXd start = VectorXd::Zero(kSplines);
    for (int i = 0; i < kSteps; ++i) {
        const double lambda = unit * std::pow(10.0, 4.0 - 0.5 * i);
        const MatrixXd all = lambda * penalty + kRidge * MatrixXd::Identity(kSplines, kSplines);
        const double logPrior = (lambda * eigenvalues.array() + kRidge).log().sum();
        EH_TRY(SmoothFit fit, fitAt(problem, all, start, logPrior, ctx));
        start = fit.coefficients;
        fits.push_back(std::move(fit));
    }
    const double best = std::ranges::max(fits, {}, &SmoothFit::logEvidence).logEvidence;
    double sum = 0.0;
    made.coefficients = VectorXd::Zero(kSplines);
    made.covariance = MatrixXd::Zero(kSplines, kSplines);
    for (const SmoothFit& fit : fits) {
        const double share = std::exp(fit.logEvidence - best);
        sum += share;
        made.coefficients += share * fit.coefficients;
        made.covariance += share * (fit.covariance + fit.coefficients * fit.coefficients.transpose());
        made.effectiveParameters += share * fit.effectiveParameters;
    }
    made.coefficients /= sum;
    made.covariance /= sum;
    made.covariance -= made.coefficients * made.coefficients.transpose();
    made.effectiveParameters /= sum;
    return made;
}

Result<SplineCurve> splineCurve(const SplineFit& fit, std::span<const double> points, double confidence,
    std::uint64_t seed, const RunContext& ctx)
{
    const auto n = static_cast<Index>(points.size());
    MatrixXd basis = MatrixXd::Zero(n, kSplines);
    for (Index i = 0; i < n; ++i) {
        const SplineRow row = splineRow(points[static_cast<std::size_t>(i)], fit.low, fit.high);
        for (Index k = 0; k < 4; ++k)
            basis(i, row.first + k) = row.values[static_cast<std::size_t>(k)];
    }
    SplineCurve curve;
    curve.value = (fit.scale * (basis * fit.coefficients).array() + fit.offset).matrix();
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(fit.covariance);
    const VectorXd spread = eigen.eigenvalues().cwiseMax(0.0).cwiseSqrt();
    MatrixXd deviations = basis * (eigen.eigenvectors() * spread.asDiagonal());
    VectorXd errors = deviations.rowwise().norm();
    curve.standardError = fit.scale * errors;
    for (Index i = 0; i < n; ++i)
        deviations.row(i) /= errors[i] > 0.0 ? errors[i] : 1.0;

    constexpr Index kDraws = 4000;
    constexpr Index kBlock = 250;
    std::vector<double> largest;
    MatrixXd normals(kSplines, kBlock);
    for (Index block = 0; block < kDraws / kBlock; ++block) {
        EH_CHECK(ctx.checkpoint());
        Rng rng(seed, static_cast<std::uint64_t>(block));
        for (double& normal : normals.reshaped())
            normal = rng.normal();
        const MatrixXd drawn = deviations * normals;
        for (Index j = 0; j < kBlock; ++j)
            largest.push_back(drawn.col(j).cwiseAbs().maxCoeff());
    }
    const auto rank = largest.begin() + static_cast<std::ptrdiff_t>(confidence * (kDraws - 1));
    std::ranges::nth_element(largest, rank);
    // One point alone needs the normal quantile; simulation must not fall below it.
    curve.critical = std::max(*rank, twoSidedQuantile(confidence));
    return curve;
}

} // namespace evenhand
