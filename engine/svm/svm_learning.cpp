#include "engine/svm/svm_learning.h"

#include "engine/learners/linear_predictor.h"
#include "engine/learners/row_blocks.h"
#include "engine/learners/tolerance_path.h"
#include "engine/svm/constrained_svm.h"
#include "engine/svm/distinct_rows.h"
#include "engine/svm/kernel_predictor.h"
#include "engine/svm/nystroem.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

/// Kernel rows that one solver keeps.
constexpr std::size_t kCacheBytes = std::size_t {1} << 30U;
/// Rows per feature from which on a linear machine is solved by its features: a Newton step costs d³, and a
/// few dozen of them more than pairs and free sets of the dual unless there are many rows.
constexpr Index kManyRows = 8;

class SvmTraining {
public:
    SvmTraining(const EncodedData& train, const SvmSettings& settings, const MeanConstraints& constraints,
        const RunContext& ctx)
        : m_train(train)
        , m_settings(settings)
        , m_constraints(constraints)
        , m_ctx(ctx)
        , m_groups(groupCounts(constraints))
    {
    }

    Result<ConstrainedPath> path(const std::vector<Tolerance>& tolerances);

private:
    Result<void> prepare();
    Result<std::unique_ptr<Gram>> makeGram();
    [[nodiscard]] Result<ConstrainedModel> modelOf(const SvmSolution& solution, double epsilon);
    [[nodiscard]] Result<std::shared_ptr<const Predictor>> predictorOf(
        const SvmSolution& solution, ConstraintState& state, std::vector<Text> warnings);
    [[nodiscard]] std::vector<Text> warningsOf(const SvmSolution& solution) const;

    const EncodedData& m_train;
    const SvmSettings& m_settings;
    const MeanConstraints& m_constraints;
    const RunContext& m_ctx;
    std::vector<std::size_t> m_groups;
    DistinctRows m_distinct;
    DesignMatrix m_x;                         ///< the distinct rows
    std::shared_ptr<const KernelRows> m_rows; ///< of a machine solved in its kernel
    std::optional<NystroemFeatures> m_nystroem;
    DesignMatrix m_features;                ///< of m_nystroem
    const DesignMatrix* m_linear = nullptr; ///< features of a machine solved by its features
    std::unique_ptr<ConstrainedSvm> m_svm;
};

Result<std::unique_ptr<Gram>> SvmTraining::makeGram()
{
    const Index n = m_x.rows();
    const Index d = m_x.features();
    const bool isLinear = m_settings.kernel.kind == KernelKind::Linear;
    if (isLinear && (kManyRows * d <= n || n > kMostExactRows)) {
        m_linear = &m_x;
    } else if (n > kMostExactRows) {
        const Index landmarks = m_settings.landmarks > 0 ? m_settings.landmarks : defaultLandmarks(n);
        EH_TRY(m_nystroem, nystroemFeatures(m_x, m_settings.kernel, landmarks, m_ctx));
        m_features.dense.swap(m_nystroem->features);
        m_features.featureNames.resize(static_cast<std::size_t>(m_features.dense.cols()));
        m_linear = &m_features;
    }
    if (m_linear != nullptr)
        return std::unique_ptr<Gram>(std::make_unique<LinearGram>(*m_linear));
    m_rows = std::make_shared<const KernelRows>(m_x, m_settings.kernel);
    return std::unique_ptr<Gram>(std::make_unique<KernelGram>(m_rows, kCacheBytes));
}

Result<void> SvmTraining::prepare()
{
    EH_CHECK(m_ctx.checkpoint());
    const Index n = m_train.y.size();
    const VectorXd signs = (2.0 * m_train.y.array() - 1.0).matrix();
    EH_TRY(m_distinct, distinctRows(m_train.x, signs, m_ctx));
    m_x = m_train.x.select(m_distinct.first);
    VectorXd cost = m_settings.cost * m_distinct.sums(m_train.weight);
    EH_TRY(std::unique_ptr<Gram> gram, makeGram());
    EH_TRY(m_svm,
        ConstrainedSvm::create(std::move(gram), m_linear, signs(m_distinct.first), std::move(cost),
            m_distinct.sums(meanWeights(m_constraints, n)), m_settings.intercept, m_ctx));
    return kOk;
}

std::vector<Text> SvmTraining::warningsOf(const SvmSolution& solution) const
{
    constexpr double kEnough = 1e-6;
    std::vector<Text> warnings;
    if (m_nystroem)
        warnings.push_back(
            text("%1: with more than %2 different training rows the kernel is approximated by %3 "
                 "landmarks (Nyström features)",
                m_settings.name, kMostExactRows, m_nystroem->landmarks->rows()));
    if (!solution.converged && solution.dualityGap > kEnough)
        warnings.push_back(text("%1 was stopped at a relative duality gap of %2 (wanted: %3)",
            m_settings.name, solution.dualityGap, kEnough));
    return warnings;
}

Result<std::shared_ptr<const Predictor>> SvmTraining::predictorOf(
    const SvmSolution& solution, ConstraintState& state, std::vector<Text> warnings)
{
    if (m_nystroem) {
        EH_TRY(const VectorXd w, blockwiseTransposedTimes(m_features, solution.theta, m_ctx));
        return std::make_shared<KernelPredictor>(
            m_nystroem->landmarks, m_nystroem->coefficients(w), solution.bias, std::move(warnings));
    }
    if (m_settings.kernel.kind == KernelKind::Linear) {
        EH_TRY(state.coefficients, blockwiseTransposedTimes(m_x, solution.theta, m_ctx));
        return std::make_shared<LinearPredictor>(
            state.coefficients, solution.bias, Link::Identity, std::move(warnings));
    }
    std::vector<Index> used;
    for (Index i = 0; i < solution.theta.size(); ++i)
        if (solution.theta[i] != 0.0)
            used.push_back(i);
    return std::make_shared<KernelPredictor>(
        std::make_shared<const KernelRows>(m_x.select(used), m_settings.kernel), solution.theta(used),
        solution.bias, std::move(warnings));
}

Result<ConstrainedModel> SvmTraining::modelOf(const SvmSolution& solution, double epsilon)
{
    if (!std::isfinite(solution.objective) || !std::isfinite(solution.bias) || !solution.theta.allFinite())
        return noAnswer(text("%1: the solution is not finite", m_settings.name),
            text("try features on a smaller scale (standardise), a smaller C or γ"));
    ConstrainedModel model;
    ConstraintState& state = model.constraint;
    state.epsilon = epsilon;
    state.means = byFamily(solution.response.means, m_groups);
    state.multipliers = byFamily(solution.response.forces, m_groups);
    state.intercept = solution.bias;
    state.norm = std::sqrt(std::max(solution.squaredNorm, 0.0));
    state.objective = solution.objective;
    state.dualityGap = solution.dualityGap;
    state.alignment = largestAlignment(solution.response.means, m_svm->meanGram(), state.norm, m_groups);
    EH_TRY(model.predictor, predictorOf(solution, state, warningsOf(solution)));
    model.linear = solution.value(m_distinct.kind);
    return model;
}

Result<ConstrainedPath> SvmTraining::path(const std::vector<Tolerance>& tolerances)
{
    EH_CHECK(prepare());
    const auto q = static_cast<Index>(m_svm->meanGram().cols());
    EH_TRY(const SvmSolution plain, m_svm->solve({MatrixXd(q, 0), VectorXd(0)}, m_ctx));
    ConstrainedPath path;
    for (Index i = 0; i < m_x.rows(); ++i)
        path.radius = std::max(path.radius, std::sqrt(std::max(m_svm->gram().diagonal(i), 0.0)));
    MeanWindows windows(m_groups);
    const double gap = q > 0 ? windows.largestGap(plain.response.means) : 0.0;
    EH_TRY(path.unconstrained, modelOf(plain, gap));

    const auto solveAt = [&](double epsilon) -> Result<ConstrainedModel> {
        SvmSolution last;
        const auto solve = [&](const MeanEquations& equations) -> Result<MeanResponse> {
            EH_TRY(last, m_svm->solve(equations, m_ctx));
            return last.response;
        };
        EH_CHECK(windows.solve(epsilon, plain.response, solve));
        return modelOf(last, epsilon);
    };
    EH_CHECK(followTolerances(path, tolerances, gap, solveAt));
    return path;
}

} // namespace

Result<ConstrainedPath> trainSvm(const EncodedData& train, const SvmSettings& settings,
    const MeanConstraints& constraints, const std::vector<Tolerance>& tolerances, const RunContext& ctx)
{
    if (train.y.size() == 0)
        return invalidData(text("%1: there is no training row", settings.name));
    return SvmTraining(train, settings, constraints, ctx).path(tolerances);
}

} // namespace evenhand
