#include "engine/representation/describe_representation.h"

#include "engine/network/batches.h"
#include "engine/representation/auditors.h"
#include "engine/representation/principal_components.h"
#include "engine/representation/task_readings.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

using Eigen::Index;
using Eigen::MatrixXd;

namespace {

constexpr std::size_t kDrawnRows = 2000; ///< of a group in a picture

double rootMeanSquare(const MatrixXd& h)
{
    const MatrixXd centred = h.rowwise() - h.colwise().mean();
    return std::sqrt(centred.squaredNorm() / static_cast<double>(std::max<Index>(1, centred.size())));
}

/// At most kDrawnRows of every group, in the order of the table.
std::vector<Index> drawnRows(const EncodedData& test, std::uint64_t seed)
{
    std::vector<std::size_t> taken;
    std::vector<Index> drawn;
    // Every row comes up, in random order inside its group.
    for (const Index row : stratifiedSample(test.group, test.y.size(), seed).rows) {
        const auto group = static_cast<std::size_t>(test.group[static_cast<std::size_t>(row)]);
        if (group >= taken.size())
            taken.resize(group + 1, 0);
        if (taken[group]++ < kDrawnRows)
            drawn.push_back(row);
    }
    std::ranges::sort(drawn);
    return drawn;
}

void placePoints(RepresentationState& state, const PrincipalPlane& plane, const MatrixXd& points)
{
    state.points = plane.coordinates(points);
    const std::array<double, 2> explained = plane.explained(points);
    std::ranges::copy(explained, state.explained);
}

/// With a task column the tasks are many and small: what they are together comes first.
Result<void> addPooled(RepresentationState& state, const Representation& representation,
    const HeadTargets& targets, const MatrixXd& h, const JudgedRows& rows, const RunContext& ctx)
{
    if (!targets.byRow())
        return kOk;
    EH_TRY(TaskReading pooled,
        pooledReading({representation.tasks().names(), targets, representation.outputs(h), rows.test,
                          rows.groupNames.size()},
            kAllTasks, ctx));
    state.tasks.insert(state.tasks.begin(), std::move(pooled));
    return kOk;
}

} // namespace

Result<RepresentationState> describeRepresentation(
    const Representation& representation, double strength, const JudgedRows& rows, const RunContext& ctx)
{
    const RunContext last = ctx.finishing();
    RepresentationState state;
    state.strength = strength;
    state.training = representation.network().curve;
    const MatrixXd h = representation.of(rows.test);
    state.rms = rootMeanSquare(h);
    const HeadTargets targets = headTargets(representation.tasks(), rows.test, representation.scale());
    EH_TRY(state.tasks,
        taskReadings({representation.tasks().names(), targets, representation.outputs(h), rows.test,
                         rows.groupNames.size()},
            last));
    EH_CHECK(addPooled(state, representation, targets, h, rows, last));
    EH_TRY(state.divergences,
        unlessStopped(divergenceReadings(h, rows.comparisons, rows.groupNames, rows.seed, ctx)));
    EH_TRY(state.auditors,
        unlessStopped(askAuditors(
            representation.apply(rows.train), withFeatures(rows.test, h), rows.groupNames, rows.seed, ctx)));
    return state;
}

void drawPoints(RepresentationInsight& insight, const Representation* before, const Representation& after,
    const EncodedData& test, std::uint64_t seed)
{
    const std::vector<Index> drawn = drawnRows(test, seed);
    const EncodedData rows = selectRows(test, drawn);
    insight.row = rows.row;
    insight.group = rows.group;
    insight.y.assign(rows.y.begin(), rows.y.end());
    const MatrixXd own = after.of(rows);
    const MatrixXd plain = before == nullptr ? MatrixXd(0, own.cols()) : before->of(rows);
    const PrincipalPlane plane(plain, own);
    placePoints(insight.after, plane, own);
    if (before != nullptr)
        placePoints(insight.before, plane, plain);
}

} // namespace evenhand
