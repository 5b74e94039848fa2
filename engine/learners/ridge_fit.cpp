#include "engine/learners/ridge_fit.h"

#include "engine/learners/row_blocks.h"
#include "engine/learners/symmetric_solver.h"

#include <Eigen/Eigenvalues>

#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

constexpr Index kLargestDirect = 1000; ///< unknowns of a system solved by Cholesky's method
constexpr Index kLargestEigen = 200;   ///< beyond, an eigenvalue decomposition cannot be stopped soon enough
constexpr double kSingular = 1e-13;    ///< reciprocal condition number below which no digit is left to trust
constexpr double kTolerance = 1e-12;   ///< of conjugate gradients
constexpr int kMostIterations = 20'000;

class RidgeFit {
public:
    RidgeFit(const RidgeProblem& problem, const RunContext& ctx)
        : m_problem(problem)
        , m_ctx(ctx)
        , m_n(problem.x.rows())
        , m_d(problem.x.features())
    {
    }

    Result<RidgeSolution> run();
    Result<MatrixXd> respond(const MatrixXd& directions);

private:
    [[nodiscard]] Result<MatrixXd> system();
    [[nodiscard]] LinearOperator product() const;
    Result<void> prepare();
    Result<VectorXd> byFeatures();
    Result<VectorXd> byRows();
    Result<VectorXd> byProducts();
    Result<VectorXd> smallestNorm(const MatrixXd& gram);
    void warnUnlessConverged(const IterativeSolution& solution);

    const RidgeProblem& m_problem;
    const RunContext& m_ctx;
    Index m_n, m_d;
    VectorXd m_featureMeans; ///< weighted; zero without an intercept
    double m_mean = 0.0;     ///< weighted mean of y; zero without an intercept
    VectorXd m_right;        ///< Xᵀ·diag(weight)·(y - mean) of centred features
    std::vector<Text> m_warnings;
};

Result<void> RidgeFit::prepare()
{
    m_featureMeans = VectorXd::Zero(m_d);
    const double total = m_problem.weight.sum();
    if (m_problem.intercept) {
        m_mean = m_problem.weight.dot(m_problem.y) / total;
        EH_TRY(m_featureMeans, blockwiseTransposedTimes(m_problem.x, m_problem.weight, m_ctx));
        m_featureMeans /= total;
    }
    const VectorXd centred = (m_problem.weight.array() * (m_problem.y.array() - m_mean)).matrix();
    EH_TRY(m_right, blockwiseTransposedTimes(m_problem.x, centred, m_ctx));
    // The centred outcomes add up to zero but for rounding; what is left must not reach the features.
    m_right -= centred.sum() * m_featureMeans;
    return kOk;
}

void RidgeFit::warnUnlessConverged(const IterativeSolution& solution)
{
    if (!solution.converged)
        m_warnings.push_back(
            text("ridge regression did not converge in %1 steps: the relative residual is %2",
                solution.iterations, solution.relativeResidual));
}

Result<VectorXd> RidgeFit::smallestNorm(const MatrixXd& gram)
{
    Text dependent
        = text("ridge regression: the features are linearly dependent and the penalty does not decide; "
               "of the best solutions the one with the smallest coefficients was taken");
    if (m_d > kLargestEigen) {
        const LinearOperator apply = [&gram](const VectorXd& v) -> Result<VectorXd> {
            return (gram.selfadjointView<Eigen::Lower>() * v).eval();
        };
        EH_TRY(IterativeSolution solution,
            conjugateGradients(apply, m_right, {}, kTolerance, kMostIterations, m_ctx));
        m_warnings.push_back(std::move(dependent));
        warnUnlessConverged(solution);
        return std::move(solution.x);
    }
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(gram);
    const VectorXd& values = eigen.eigenvalues();
    const double threshold = static_cast<double>(m_d) * std::numeric_limits<double>::epsilon()
        * std::max(values.maxCoeff(), 0.0);
    VectorXd parts = eigen.eigenvectors().transpose() * m_right;
    Index rank = 0;
    for (Index j = 0; j < m_d; ++j) {
        rank += values[j] > threshold ? 1 : 0;
        parts[j] = values[j] > threshold ? parts[j] / values[j] : 0.0;
    }
    if (rank < m_d)
        m_warnings.push_back(std::move(dependent));
    return (eigen.eigenvectors() * parts).eval();
}

/// Lower triangle of H.
Result<MatrixXd> RidgeFit::system()
{
    EH_TRY(MatrixXd gram, blockwiseLowerGram(m_problem.x, m_problem.weight, m_ctx));
    if (m_problem.intercept)
        gram.selfadjointView<Eigen::Lower>().rankUpdate(m_featureMeans, -m_problem.weight.sum());
    gram.diagonal().array() += m_problem.lambda;
    EH_CHECK(m_ctx.checkpoint());
    return gram;
}

Result<VectorXd> RidgeFit::byFeatures()
{
    EH_TRY(const MatrixXd gram, system());
    PositiveDefiniteSolver solver;
    if (!solver.factorise(gram) || solver.reciprocalCondition() < kSingular)
        return smallestNorm(gram);
    return solver.solve(m_right);
}

/// The dual system (K + λ·diag(1/weight))·a = y - b with K = X·Xᵀ; then w = Xᵀ·a. The intercept is the b for
/// which the entries of a add up to zero.
Result<VectorXd> RidgeFit::byRows()
{
    MatrixXd kernel = MatrixXd::Zero(m_n, m_n);
    const DesignMatrix& x = m_problem.x;
    const Index step = rowsPerBlock(x, m_n * (x.dense.cols() + static_cast<Index>(x.blocks.size())));
    for (Index begin = 0; begin < m_n; begin += step) {
        EH_CHECK(m_ctx.checkpoint());
        const Index count = std::min(step, m_n - begin);
        if (x.dense.cols() > 0)
            kernel.middleRows(begin, count).noalias()
                = x.dense.middleRows(begin, count) * x.dense.transpose();
        for (const DesignMatrix::OneHot& block : x.blocks)
            for (Index j = 0; j < m_n; ++j)
                for (Index i = begin; i < begin + count; ++i)
                    if (const std::int32_t code = block.codes[static_cast<std::size_t>(i)];
                        code >= 0 && code == block.codes[static_cast<std::size_t>(j)])
                        kernel(i, j) += 1.0;
    }
    kernel.diagonal().array() += m_problem.lambda / m_problem.weight.array();
    EH_CHECK(m_ctx.checkpoint());
    PositiveDefiniteSolver solver;
    if (!solver.factorise(std::move(kernel)) || solver.reciprocalCondition() < kSingular)
        return byProducts();
    VectorXd a = solver.solve(m_problem.y);
    if (m_problem.intercept) {
        const VectorXd ones = solver.solve(VectorXd::Ones(m_n));
        a -= (a.sum() / ones.sum()) * ones;
    }
    return blockwiseTransposedTimes(x, a, m_ctx);
}

/// v ↦ H·v.
LinearOperator RidgeFit::product() const
{
    return [this](const VectorXd& v) -> Result<VectorXd> {
        EH_TRY(VectorXd z, blockwiseTimes(m_problem.x, v, m_ctx));
        z.array() = (z.array() - m_featureMeans.dot(v)) * m_problem.weight.array();
        EH_TRY(VectorXd image, blockwiseTransposedTimes(m_problem.x, z, m_ctx));
        image += m_problem.lambda * v - z.sum() * m_featureMeans;
        return image;
    };
}

Result<VectorXd> RidgeFit::byProducts()
{
    EH_TRY(IterativeSolution solution,
        conjugateGradients(product(), m_right, {}, kTolerance, kMostIterations, m_ctx));
    warnUnlessConverged(solution);
    if (m_problem.lambda == 0.0 && m_n < m_d)
        m_warnings.push_back(
            text("ridge regression: without a penalty, fewer rows (%1) than features (%2) do not decide "
                 "the coefficients; the smallest ones were taken",
                m_n, m_d));
    return std::move(solution.x);
}

Result<MatrixXd> RidgeFit::respond(const MatrixXd& directions)
{
    EH_CHECK(prepare());
    MatrixXd answers(directions.rows(), directions.cols());
    PositiveDefiniteSolver solver;
    const bool isDirect = m_d <= kLargestDirect;
    if (isDirect) {
        EH_TRY(const MatrixXd gram, system());
        if (!solver.factorise(gram) || solver.reciprocalCondition() < kSingular)
            return Failure {noAnswer(
                text("ridge regression: the features are linearly dependent and the penalty does not "
                     "decide, so a constraint on the means has no single answer"),
                text("choose a penalty λ above 0"))};
    }
    for (Index k = 0; k < directions.cols(); ++k) {
        if (isDirect) {
            answers.col(k) = solver.solve(directions.col(k));
            continue;
        }
        EH_TRY(const IterativeSolution solution,
            conjugateGradients(product(), directions.col(k), {}, kTolerance, kMostIterations, m_ctx));
        answers.col(k) = solution.x;
    }
    return answers;
}

Result<RidgeSolution> RidgeFit::run()
{
    EH_CHECK(prepare());
    const bool dual = m_n < m_d && m_n <= kLargestDirect;
    EH_TRY(VectorXd w, dual ? byRows() : m_d <= kLargestDirect ? byFeatures() : byProducts());
    RidgeSolution solution;
    solution.intercept = m_mean - m_featureMeans.dot(w);
    solution.coefficients = std::move(w);
    solution.warnings = std::move(m_warnings);
    return solution;
}

} // namespace

Result<RidgeSolution> fitRidge(const RidgeProblem& problem, const RunContext& ctx)
{
    return RidgeFit(problem, ctx).run();
}

Result<MatrixXd> ridgeResponse(const RidgeProblem& problem, const MatrixXd& directions, const RunContext& ctx)
{
    return RidgeFit(problem, ctx).respond(directions);
}

} // namespace evenhand
