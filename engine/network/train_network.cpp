#include "engine/network/train_network.h"

#include "engine/network/adam.h"
#include "engine/network/lbfgs.h"
#include "engine/network/task_measures.h"

#include <chrono>
#include <limits>
#include <numeric>

namespace evenhand {

using Eigen::Index;
using Eigen::VectorXd;

namespace {

constexpr int kLeastEpochs = 12, kLeastSteps = 650;
constexpr int kIterationsPerEpoch = 20; ///< of L-BFGS
constexpr Index kDivergenceRows = 1000; ///< that judge the divergence after an epoch
constexpr Index kMeasuredRows = 5000;   ///< training rows that stand in where none are kept aside
constexpr double kLeastGapRows = 16.0;  ///< of a group in a task

/// Trains one network and keeps its best.
class Training {
public:
    Training(const NetworkShape& shape, const NetworkRows& rows, std::span<const std::int32_t> stratum,
        const NetworkRows* validation, const TrainingSpec& spec, const RunContext& ctx);

    Result<TrainedNetwork> run();

private:
    Result<void> runAdam();
    Result<void> runLbfgs();
    /// Means over the steps of an epoch, gathered while they are taken.
    void addStep(const ObjectiveValue& step);
    /// Judges the parameters; false: it is time to end.
    Result<bool> finishEpoch();
    Result<void> judge(TrainingCurve::Epoch& epoch);
    [[nodiscard]] bool isExhausted() const;

    const NetworkShape& m_shape;
    const NetworkRows& m_rows;
    const NetworkRows* m_validation;
    const TrainingSpec& m_spec;
    const RunContext& m_ctx;
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
    BatchDrawer m_drawer;
    int m_epochs;
    Objective m_objective;
    VectorXd m_parameters, m_best;
    TrainingCurve m_curve;
    ObjectiveValue m_sum;
    double m_steps = 0.0;
    bool m_converged = true;
};

std::vector<Index> firstRows(Index n)
{
    std::vector<Index> rows(static_cast<std::size_t>(n));
    std::iota(rows.begin(), rows.end(), Index {0});
    return rows;
}

/// Mean number of rows of each group in the batches.
std::vector<double> groupCounts(const std::vector<Batch>& batches, const NetworkRows& rows)
{
    std::vector<double> counts(rows.groups, 0.0);
    for (const Batch& batch : batches)
        for (const Index row : batch.rows)
            if (const std::int32_t group = rows.group[static_cast<std::size_t>(row)]; group >= 0)
                counts[static_cast<std::size_t>(group)] += 1.0 / static_cast<double>(batches.size());
    return counts;
}

int epochsOf(const TrainingSpec& spec, std::size_t batchesPerEpoch)
{
    if (spec.epochs > 0)
        return spec.epochs;
    const auto batches = static_cast<int>(batchesPerEpoch);
    return spec.optimiser == Optimiser::Lbfgs ? kLeastEpochs
                                              : std::max(kLeastEpochs, (kLeastSteps + batches - 1) / batches);
}

double rmsOf(const Eigen::MatrixXd& h)
{
    const Eigen::MatrixXd centred = h.rowwise() - h.colwise().mean();
    return std::sqrt(centred.squaredNorm() / static_cast<double>(std::max<Index>(1, centred.size())));
}

Training::Training(const NetworkShape& shape, const NetworkRows& rows, std::span<const std::int32_t> stratum,
    const NetworkRows* validation, const TrainingSpec& spec, const RunContext& ctx)
    : m_shape(shape)
    , m_rows(rows)
    , m_validation(validation)
    , m_spec(spec)
    , m_ctx(ctx)
    , m_drawer(stratum, spec.optimiser == Optimiser::Adam ? spec.batch : 0, spec.leastGroupRows, spec.seed)
    , m_epochs(epochsOf(spec, m_drawer.perEpoch()))
    , m_objective(shape, rows, spec.objective)
    , m_parameters(initialParameters(shape, spec.seed))
    , m_best(m_parameters)
{
    m_curve.what = spec.what;
    m_curve.tasks = spec.taskNames;
    m_curve.plannedEpochs = m_epochs;
}

void Training::addStep(const ObjectiveValue& step)
{
    m_sum.objective += step.objective;
    m_sum.risk += step.risk;
    m_sum.divergence += step.divergence;
    m_converged = m_converged && step.converged;
    m_steps += 1.0;
}

Result<void> Training::judge(TrainingCurve::Epoch& epoch)
{
    const NetworkRows& rows = m_validation != nullptr ? *m_validation : m_rows;
    const Index n = m_validation != nullptr ? rows.x.rows() : std::min(kMeasuredRows, rows.x.rows());
    Batch all {firstRows(n), {}};
    ObjectiveSpec plain = m_spec.objective;
    plain.dropout = 0.0;
    ObjectiveSpec riskOnly = plain;
    riskOnly.strength = 0.0;
    Objective judged(m_shape, rows, riskOnly);
    EH_TRY(const ObjectiveValue risk, judged.at(m_parameters, all, nullptr, 0, m_ctx));
    double objective = risk.risk;
    if (plain.strength > 0.0) {
        Batch some {firstRows(std::min(n, kDivergenceRows)), {}};
        Objective compared(m_shape, rows, plain);
        const Result<ObjectiveValue> divergence = compared.at(m_parameters, some, nullptr, 0, m_ctx);
        if (divergence.has_error() && divergence.error().code != ErrorCode::NoAnswer)
            return divergence.error();
        // Among few rows a small group may have none to compare: then the training rows have to do.
        objective += plain.strength * (divergence.has_value() ? divergence->divergence : epoch.divergence);
    }
    epoch.validationObjective
        = m_validation != nullptr ? objective : std::numeric_limits<double>::quiet_NaN();
    return kOk;
}

Result<bool> Training::finishEpoch()
{
    TrainingCurve::Epoch epoch;
    const double steps = std::max(1.0, m_steps);
    epoch.objective = m_sum.objective / steps;
    epoch.risk = m_sum.risk / steps;
    epoch.divergence = m_sum.divergence / steps;
    m_sum = {};
    m_steps = 0.0;
    if (!std::isfinite(epoch.objective) || !m_parameters.allFinite())
        return Failure {
            noAnswer(text("the training of the representation diverged: its objective is not a number"),
                text("take a smaller learning rate or strength"))};
    EH_CHECK(judge(epoch));
    const NetworkRows& rows = m_validation != nullptr ? *m_validation : m_rows;
    const Eigen::MatrixXd h = represent(m_shape, m_parameters, rows.x);
    epoch.rms = rmsOf(h);
    const VectorXd weight = rows.weight.size() > 0 ? rows.weight : VectorXd::Ones(h.rows());
    double gaps = 0.0, counted = 0.0;
    for (const TaskMeasures& task : measureTasks(rows.targets, headOutputs(m_shape, m_parameters, h),
             rows.group, rows.groups, weight, kLeastGapRows)) {
        epoch.taskErrors.push_back(task.error);
        epoch.taskGaps.push_back(task.gap.value_or(std::numeric_limits<double>::quiet_NaN()));
        gaps += task.gap.value_or(0.0);
        counted += task.gap ? 1.0 : 0.0;
    }
    epoch.gap = counted > 0.0 ? gaps / counted : std::numeric_limits<double>::quiet_NaN();
    const int number = static_cast<int>(m_curve.epochs.size());
    if (m_validation == nullptr || m_curve.best < 0
        || epoch.validationObjective
            < m_curve.epochs[static_cast<std::size_t>(m_curve.best)].validationObjective) {
        m_curve.best = number;
        m_best = m_parameters;
    }
    m_curve.epochs.push_back(std::move(epoch));
    m_curve.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    m_ctx.show(std::make_shared<const TrainingCurve>(m_curve));
    if (m_spec.patience > 0 && number - m_curve.best >= m_spec.patience) {
        m_curve.stoppedEarly = true;
        return false;
    }
    return true;
}

Result<void> Training::runAdam()
{
    Adam adam(m_parameters.size());
    VectorXd gradient(m_parameters.size());
    const std::size_t total = static_cast<std::size_t>(m_epochs) * m_drawer.perEpoch();
    std::size_t step = 0;
    for (int epoch = 0; epoch < m_epochs; ++epoch) {
        EH_CHECK(m_ctx.checkpoint());
        const std::vector<Batch> batches = m_drawer.epoch(epoch);
        EH_CHECK(m_ctx.checkpoint());
        if (epoch == 0)
            m_curve.batchGroupCounts = groupCounts(batches, m_rows);
        for (const Batch& batch : batches) {
            EH_CHECK(m_ctx.checkpoint(static_cast<double>(step) / static_cast<double>(total)));
            EH_TRY(const ObjectiveValue value,
                m_objective.at(m_parameters, batch, &gradient, m_spec.seed + step, m_ctx));
            addStep(value);
            adam.step(m_parameters, gradient, m_spec.learningRate * (4 * step >= 3 * total ? 0.2 : 1.0));
            ++step;
        }
        EH_TRY(const bool goesOn, finishEpoch());
        if (!goesOn)
            break;
    }
    return kOk;
}

Result<void> Training::runLbfgs()
{
    const std::vector<Batch> batches = m_drawer.epoch(0);
    m_curve.batchGroupCounts = groupCounts(batches, m_rows);
    const Batch& all = batches.front();
    std::optional<Error> failure;
    LbfgsProblem problem;
    problem.iterations = m_epochs * kIterationsPerEpoch;
    problem.evaluate = [&](const VectorXd& point, VectorXd& gradient) -> Result<double> {
        EH_CHECK(m_ctx.checkpoint());
        // The same units are dropped in every evaluation: a line search needs one function.
        EH_TRY(const ObjectiveValue value, m_objective.at(point, all, &gradient, m_spec.seed, m_ctx));
        m_sum = value;
        m_steps = 1.0;
        m_converged = value.converged;
        return value.objective;
    };
    problem.iterated = [&](int iteration, const VectorXd& point) {
        m_parameters = point;
        if (iteration % kIterationsPerEpoch != 0)
            return true;
        Result<bool> goesOn = finishEpoch();
        if (goesOn.has_error())
            failure = goesOn.error();
        return goesOn.has_value() && *goesOn;
    };
    EH_TRY(m_parameters, minimiseLbfgs(problem, m_parameters));
    if (failure)
        return std::move(*failure);
    if (static_cast<int>(m_curve.epochs.size()) < m_epochs && !m_curve.stoppedEarly)
        EH_CHECK(finishEpoch()); // ended between two epochs: there is nothing left to gain
    return kOk;
}

Result<TrainedNetwork> Training::run()
{
    const Result<void> done = m_spec.optimiser == Optimiser::Adam ? runAdam() : runLbfgs();
    if (done.has_error()) {
        if (done.error().code != ErrorCode::Cancelled || m_curve.best < 0)
            return done.error();
        m_curve.stoppedByPerson = true;
    }
    m_curve.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    TrainedNetwork trained {m_shape, m_best, std::make_shared<const TrainingCurve>(m_curve), {}};
    if (m_curve.stoppedByPerson)
        trained.warnings.push_back(
            text("training was stopped after %1 of %2 epochs; the best network so far is kept",
                m_curve.epochs.size(), m_epochs));
    if (!m_converged)
        trained.warnings.push_back(
            text("the Sinkhorn divergence had not converged in training; take a larger "
                 "epsilon or more iterations"));
    return trained;
}

} // namespace

Result<TrainedNetwork> trainNetwork(const NetworkShape& shape, const NetworkRows& rows,
    std::span<const std::int32_t> stratum, const NetworkRows* validation, const TrainingSpec& spec,
    const RunContext& ctx)
{
    return Training(shape, rows, stratum, validation, spec, ctx).run();
}

} // namespace evenhand
