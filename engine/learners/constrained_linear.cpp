#include "engine/learners/constrained_linear.h"

#include "engine/learners/row_blocks.h"
#include "engine/learners/tolerance_path.h"

#include <Eigen/Eigenvalues>

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

VectorXd WeightEquations::projected(VectorXd v) const
{
    if (!empty()) {
        auto weights = v.head(basis.rows());
        weights -= basis * (basis.transpose() * weights);
    }
    return v;
}

namespace {

class LinearPath {
public:
    LinearPath(const EncodedData& train, const MeanConstraints& constraints, Link link,
        const FitUnderEquations& fit, const RunContext& ctx)
        : m_train(train)
        , m_link(link)
        , m_fit(fit)
        , m_ctx(ctx)
        , m_groups(groupCounts(constraints))
        , m_weights(meanWeights(constraints, train.y.size()))
    {
    }

    Result<ConstrainedPath> run(const std::vector<Tolerance>& tolerances);

private:
    [[nodiscard]] WeightEquations weightEquations(const MeanEquations& equations);
    [[nodiscard]] MeanResponse responseOf(const LinearFit& fit, const MeanEquations& equations) const;
    [[nodiscard]] Result<ConstrainedModel> modelOf(
        const LinearFit& fit, const MeanResponse& response, double epsilon) const;

    const EncodedData& m_train;
    Link m_link;
    const FitUnderEquations& m_fit;
    const RunContext& m_ctx;
    std::vector<std::size_t> m_groups;
    MatrixXd m_weights; ///< (n, q)
    MatrixXd m_means;   ///< (d, q)
    MatrixXd m_u;       ///< (d, m) of the last equations
};

WeightEquations LinearPath::weightEquations(const MeanEquations& equations)
{
    m_u = m_means * equations.combination;
    WeightEquations made {MatrixXd(m_means.rows(), 0), VectorXd(0)};
    if (m_u.cols() == 0)
        return made;
    // Directions in which the means do not differ carry no equation.
    const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(m_u.transpose() * m_u);
    const double scale = m_means.colwise().squaredNorm().maxCoeff();
    const double cut = 1e-12 * std::max(eigen.eigenvalues().maxCoeff(), scale);
    std::vector<Index> kept;
    for (Index k = 0; k < m_u.cols(); ++k)
        if (eigen.eigenvalues()[k] > cut)
            kept.push_back(k);
    made.basis.resize(m_means.rows(), static_cast<Index>(kept.size()));
    made.right.resize(static_cast<Index>(kept.size()));
    for (std::size_t k = 0; k < kept.size(); ++k) {
        const VectorXd scaled = eigen.eigenvectors().col(kept[k]) / std::sqrt(eigen.eigenvalues()[kept[k]]);
        made.basis.col(static_cast<Index>(k)) = m_u * scaled;
        made.right[static_cast<Index>(k)] = equations.right.dot(scaled);
    }
    return made;
}

MeanResponse LinearPath::responseOf(const LinearFit& fit, const MeanEquations& equations) const
{
    MeanResponse response {m_means.transpose() * fit.coefficients, VectorXd::Zero(m_means.cols())};
    if (m_u.cols() > 0) {
        // gradient + U·λ = 0 at the optimum.
        const VectorXd lambda = -m_u.colPivHouseholderQr().solve(fit.gradient);
        response.forces = equations.combination * lambda;
    }
    return response;
}

Result<ConstrainedModel> LinearPath::modelOf(
    const LinearFit& fit, const MeanResponse& response, double epsilon) const
{
    ConstrainedModel model;
    ConstraintState& state = model.constraint;
    state.epsilon = epsilon;
    state.means = byFamily(response.means, m_groups);
    state.multipliers = byFamily(response.forces, m_groups);
    state.coefficients = fit.coefficients;
    state.intercept = fit.intercept;
    state.norm = fit.coefficients.norm();
    state.objective = fit.objective;
    state.alignment = largestAlignment(response.means, m_means.transpose() * m_means, state.norm, m_groups);
    const auto predictor
        = std::make_shared<LinearPredictor>(fit.coefficients, fit.intercept, m_link, fit.warnings);
    EH_TRY(model.linear, predictor->linearPart(m_train.x, m_ctx));
    model.predictor = predictor;
    return model;
}

Result<ConstrainedPath> LinearPath::run(const std::vector<Tolerance>& tolerances)
{
    const Index q = m_weights.cols();
    m_means.resize(m_train.x.features(), q);
    for (Index k = 0; k < q; ++k) {
        EH_TRY(m_means.col(k), blockwiseTransposedTimes(m_train.x, m_weights.col(k), m_ctx));
    }
    const MeanEquations none {MatrixXd(q, 0), VectorXd(0)};
    EH_TRY(const LinearFit plain, m_fit(weightEquations(none)));
    const MeanResponse response = responseOf(plain, none);
    MeanWindows windows(m_groups);
    const double gap = windows.largestGap(response.means);
    ConstrainedPath path;
    EH_TRY(path.unconstrained, modelOf(plain, response, gap));
    VectorXd squares = m_train.x.dense.rowwise().squaredNorm();
    for (const DesignMatrix::OneHot& block : m_train.x.blocks)
        for (Index i = 0; i < squares.size(); ++i)
            squares[i] += block.codes[static_cast<std::size_t>(i)] >= 0 ? 1.0 : 0.0;
    path.radius = std::sqrt(squares.maxCoeff());

    const auto solveAt = [&](double epsilon) -> Result<ConstrainedModel> {
        LinearFit last;
        const auto solve = [&](const MeanEquations& equations) -> Result<MeanResponse> {
            EH_TRY(last, m_fit(weightEquations(equations)));
            return responseOf(last, equations);
        };
        EH_TRY(const MeanResponse held, windows.solve(epsilon, response, solve));
        return modelOf(last, held, epsilon);
    };
    EH_CHECK(followTolerances(path, tolerances, gap, solveAt));
    return path;
}

} // namespace

Result<ConstrainedPath> constrainedLinearPath(const EncodedData& train, const MeanConstraints& constraints,
    const std::vector<Tolerance>& tolerances, Link link, const FitUnderEquations& fit, const RunContext& ctx)
{
    return LinearPath(train, constraints, link, fit, ctx).run(tolerances);
}

} // namespace evenhand
