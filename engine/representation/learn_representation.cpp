#include "engine/representation/learn_representation.h"

#include "engine/core/rng.h"

#include <numeric>

namespace evenhand {

using Eigen::Index;

namespace {

/// Rows that train, and rows that judge, in random order.
struct Parts {
    std::vector<Index> train, validation;
};

/// Stratum of a row: its place in every comparison, and the class of the own target. So the batches have the
/// rows that the divergence compares.
std::vector<std::int32_t> strataOf(const RepresentationProblem& problem)
{
    const EncodedData& rows = problem.train;
    const auto groups = static_cast<std::int32_t>(problem.groups) + 1;
    std::vector<std::int32_t> stratum(rows.group.size());
    for (std::size_t i = 0; i < stratum.size(); ++i) {
        stratum[i] = rows.group[i] + 1;
        if (problem.comparisons.size() > 1 || problem.comparisons.front()[i] < 0) {
            const bool outcome = rows.y[static_cast<Index>(i)] > 0.5;
            stratum[i] += outcome ? groups : 0;
        }
    }
    return stratum;
}

Parts dealOut(std::span<const std::int32_t> stratum, double share, std::uint64_t seed)
{
    Parts parts;
    const auto n = static_cast<Index>(stratum.size());
    const auto kept = static_cast<Index>(share * static_cast<double>(n));
    std::vector<bool> judges(stratum.size(), false);
    if (kept > 0) {
        parts.validation = stratifiedSample(stratum, kept, seed).rows;
        Rng rng(seed, 1U << 20U);
        rng.shuffle(std::span<Index>(parts.validation));
        for (const Index row : parts.validation)
            judges[static_cast<std::size_t>(row)] = true;
    }
    for (Index i = 0; i < n; ++i)
        if (!judges[static_cast<std::size_t>(i)])
            parts.train.push_back(i);
    return parts;
}

Result<NetworkRows> networkRows(const RepresentationProblem& problem, const std::vector<Index>& rows,
    const TargetScale& scale, const RunContext& ctx)
{
    const EncodedData part = selectRows(problem.train, rows);
    NetworkRows made;
    EH_CHECK(ctx.checkpoint());
    made.x = InputRows(part.x);
    EH_CHECK(ctx.checkpoint());
    made.targets = headTargets(problem.tasks, part, scale);
    made.group = part.group;
    made.groups = problem.groups;
    for (const std::vector<std::int32_t>& all : problem.comparisons) {
        std::vector<std::int32_t>& own = made.comparisons.emplace_back();
        for (const Index row : rows)
            own.push_back(all[static_cast<std::size_t>(row)]);
    }
    if ((part.weight.array() != 1.0).any())
        made.weight = part.weight;
    return made;
}

} // namespace

EncodedData withFeatures(const EncodedData& rows, const Eigen::MatrixXd& h)
{
    EncodedData made {{h, {}, {}}, rows.y, rows.weight, rows.group, rows.row};
    for (Index k = 0; k < h.cols(); ++k)
        made.x.featureNames.push_back("h" + std::to_string(k + 1));
    return made;
}

Eigen::MatrixXd Representation::of(const EncodedData& rows) const
{
    return represent(m_network.shape, m_network.parameters, InputRows(rows.x));
}

EncodedData Representation::apply(const EncodedData& rows) const
{
    return withFeatures(rows, of(rows));
}

Result<std::shared_ptr<const Representation>> learnRepresentation(
    const RepresentationProblem& problem, const RepresentationSettings& settings, const RunContext& ctx)
{
    const std::vector<std::int32_t> stratum = strataOf(problem);
    EH_CHECK(ctx.checkpoint());
    const Parts parts = dealOut(stratum, settings.validation, settings.training.seed);
    EH_CHECK(ctx.checkpoint());
    if (parts.train.size() < 2)
        return Failure {invalidData(text("there are too few training rows to learn a representation from"))};
    TargetScale scale = targetScale(problem.tasks, selectRows(problem.train, parts.train));
    EH_CHECK(ctx.checkpoint());
    EH_TRY(const NetworkRows train, networkRows(problem, parts.train, scale, ctx));
    EH_CHECK(ctx.checkpoint());
    EH_TRY(const NetworkRows validation, networkRows(problem, parts.validation, scale, ctx));
    std::vector<std::int32_t> own;
    for (const Index row : parts.train)
        own.push_back(stratum[static_cast<std::size_t>(row)]);
    NetworkShape shape;
    shape.inputs = problem.train.x.features();
    shape.hidden = settings.hidden;
    shape.activation = settings.activation;
    shape.tasks = static_cast<Index>(problem.tasks.count());
    TrainingSpec training = settings.training;
    training.what = problem.what;
    training.taskNames = problem.tasks.names();
    EH_TRY(TrainedNetwork network,
        trainNetwork(shape, train, own, parts.validation.empty() ? nullptr : &validation, training, ctx));
    return std::make_shared<const Representation>(std::move(network), problem.tasks, std::move(scale));
}

} // namespace evenhand
