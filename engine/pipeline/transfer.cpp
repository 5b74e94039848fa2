#include "engine/pipeline/transfer.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"
#include "engine/data/encoder.h"
#include "engine/data/split.h"
#include "engine/methods/fair_representation.h"
#include "engine/pipeline/encode_rows.h"
#include "engine/pipeline/fit_split.h"
#include "engine/pipeline/transfer_heads.h"
#include "engine/representation/task_readings.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr std::array kVariants {TransferVariant::RawFeatures, TransferVariant::Unfair, TransferVariant::Mean,
    TransferVariant::Mmd, TransferVariant::Sinkhorn};
constexpr double kNovelShare = 0.25; ///< of the tasks of a task column
constexpr std::uint64_t kNovelStream = 77;

/// Tasks that are left out together.
struct NovelSet {
    std::string name;
    std::vector<std::size_t> tasks; ///< empty: drawn in every repeat
};

/// What all repeats share.
struct Work {
    const Study& study;
    const Table& table;
    const Prepared& prepared;
    const ParamSet& params;
    std::vector<NovelSet> sets;
};

/// Readings of one repeat of one set: [variant][task of the set, or one for all].
using Readings = std::vector<std::vector<TaskReading>>;

Result<std::size_t> taskNamed(const TaskTargets& tasks, const std::string& name)
{
    const auto found = std::ranges::find(tasks.names, name);
    if (found == tasks.names.end()) {
        std::string known;
        for (std::size_t t = 0; t < std::min<std::size_t>(tasks.count(), 12); ++t)
            known += (known.empty() ? "“" : ", “") + tasks.names[t] + "”";
        return invalidArgument(text("no task is called “%1”", name), text("the tasks are: %1", known));
    }
    return static_cast<std::size_t>(found - tasks.names.begin());
}

Result<std::vector<NovelSet>> novelSets(const TaskTargets& tasks, const std::vector<std::string>& leaveOut)
{
    std::vector<NovelSet> sets;
    if (leaveOut.empty() && tasks.byRow())
        return std::vector<NovelSet> {{"a quarter of the tasks", {}}};
    std::vector<std::string> names = leaveOut.empty() ? tasks.names : leaveOut;
    NovelSet together {"the tasks left out", {}};
    for (const std::string& name : names) {
        EH_TRY(const std::size_t task, taskNamed(tasks, name));
        if (tasks.byRow())
            together.tasks.push_back(task);
        else
            sets.push_back({name, {task}});
    }
    if (tasks.byRow()) {
        std::ranges::sort(together.tasks);
        sets.push_back(std::move(together));
    }
    for (const NovelSet& set : sets)
        if (set.tasks.size() >= tasks.count())
            return invalidArgument(
                text("no task is left to learn a representation from"), text("leave fewer tasks out"));
    return sets;
}

std::vector<std::size_t> drawnTasks(const TaskTargets& tasks, std::uint64_t seed, std::size_t repeat)
{
    std::vector<std::size_t> all(tasks.count());
    for (std::size_t t = 0; t < all.size(); ++t)
        all[t] = t;
    Rng rng(seed, (static_cast<std::uint64_t>(repeat) << 8U) + kNovelStream);
    rng.shuffle(std::span<std::size_t>(all));
    all.resize(
        std::max<std::size_t>(1, static_cast<std::size_t>(kNovelShare * static_cast<double>(all.size()))));
    std::ranges::sort(all);
    return all;
}

ServedTasks only(const Work& work, const std::vector<std::size_t>& tasks, bool inside)
{
    ServedTasks made {work.study.roles.task, work.study.roles.target, &work.prepared.tasks, {}};
    for (std::size_t t = 0; t < work.prepared.tasks.count(); ++t)
        if (std::ranges::binary_search(tasks, t) == inside)
            made.served.push_back(t);
    return made;
}

/// Rows of a split that may be used for some tasks: with a task column only the tasks' own.
std::vector<Index> rowsFor(const Work& work, const std::vector<Index>& rows, const ServedTasks& tasks)
{
    const TaskTargets& all = work.prepared.tasks;
    if (!all.byRow())
        return rows;
    std::vector<Index> kept;
    for (const Index row : rows) {
        const std::int32_t task = all.taskOfRow[static_cast<std::size_t>(row)];
        if (task >= 0 && std::ranges::binary_search(tasks.served, static_cast<std::size_t>(task)))
            kept.push_back(row);
    }
    return kept;
}

ParamSet paramsOf(ParamSet params, TransferVariant variant)
{
    if (variant == TransferVariant::Unfair)
        params["strength"] = 0.0;
    else if (variant != TransferVariant::RawFeatures)
        params["divergence"] = std::string(idOf(variant));
    return params;
}

/// One repeat of one set.
class Unit {
public:
    Unit(const Work& work, const std::vector<std::size_t>& novel, std::uint64_t seed, const RunContext& ctx)
        : m_work(work)
        , m_known(only(work, novel, false))
        , m_novel(only(work, novel, true))
        , m_seed(seed)
        , m_ctx(ctx)
    {
    }

    Result<Readings> compute(const Split& split)
    {
        const std::vector<Index> trainRows = rowsFor(m_work, split.train, m_known);
        EH_TRY(const Encoder encoder,
            Encoder::fit(m_work.table, m_work.prepared.features, trainRows, m_work.study.encoding));
        EH_TRY(m_train, encodeRows(m_work.table, m_work.prepared, encoder, trainRows));
        EH_TRY(m_novelTrain,
            encodeRows(m_work.table, m_work.prepared, encoder, rowsFor(m_work, split.train, m_novel)));
        EH_TRY(
            m_test, encodeRows(m_work.table, m_work.prepared, encoder, rowsFor(m_work, split.test, m_novel)));
        // With a task column there is one target for all; what is known of it comes from the known tasks.
        m_scale = m_work.prepared.tasks.byRow() ? targetScale(m_known, m_train)
                                                : targetScale(m_novel, m_novelTrain);
        Readings readings;
        for (const TransferVariant variant : kVariants) {
            EH_TRY(std::vector<TaskReading> own, serve(variant));
            readings.push_back(std::move(own));
        }
        return readings;
    }

private:
    Result<std::vector<TaskReading>> serve(TransferVariant variant)
    {
        const ParamSet params = paramsOf(m_work.params, variant);
        RepresentationRequest request = representationRequest(params);
        const bool byRow = m_work.prepared.tasks.byRow();
        const double coupling = byRow ? request.settings.training.objective.coupling : 0.0;
        std::optional<PooledHead> pooled;
        if (variant == TransferVariant::RawFeatures) {
            if (byRow && m_work.study.roles.task == Task::Regression) {
                EH_TRY(pooled, fitPooledHead(m_train, m_known, m_scale, m_ctx));
            }
            return read(m_novelTrain, m_test, pooled, coupling);
        }
        request.settings.training.seed = m_seed;
        request.settings.training.objective.coupling = coupling;
        EH_TRY(RepresentationProblem problem,
            representationProblem(m_train, m_known, request.notion, m_work.prepared.groups.names));
        problem.what = trainingName(request);
        EH_TRY(const auto learned, learnRepresentation(problem, request.settings, m_ctx));
        EH_CHECK(m_ctx.checkpoint()); // a training that was cut short is not compared
        if (byRow && m_work.study.roles.task == Task::Regression) {
            const TrainedNetwork& network = learned->network();
            const NetworkParts<const Eigen::VectorXd> net(network.shape, network.parameters);
            pooled = PooledHead {net.heads().rowwise().mean(), net.headBias().mean()};
        }
        return read(learned->apply(m_novelTrain), learned->apply(m_test), pooled, coupling);
    }

    Result<std::vector<TaskReading>> read(const EncodedData& train, const EncodedData& test,
        const std::optional<PooledHead>& pooled, double coupling) const
    {
        EH_TRY(const Eigen::MatrixXd outputs,
            novelOutputs({train, test, m_novel, m_scale}, pooled ? &*pooled : nullptr, coupling, m_ctx));
        const HeadTargets targets = headTargets(m_novel, test, m_scale);
        const HeadPredictions predictions {
            m_novel.names(), targets, outputs, test, m_work.prepared.groups.names.size()};
        if (!m_work.prepared.tasks.byRow())
            return taskReadings(predictions, m_ctx);
        EH_TRY(TaskReading all, pooledReading(predictions, "pooled", m_ctx));
        return std::vector<TaskReading> {std::move(all)};
    }

    const Work& m_work;
    ServedTasks m_known, m_novel;
    std::uint64_t m_seed;
    const RunContext& m_ctx;
    EncodedData m_train, m_novelTrain, m_test;
    TargetScale m_scale;
};

/// Every finished repeat of every set.
using Finished = std::vector<std::vector<std::shared_ptr<const Readings>>>;

std::optional<RepeatedMetric> over(
    std::string id, const std::vector<TaskReading>& repeats, double testToTrain, const auto& valueOf)
{
    std::vector<std::optional<double>> values;
    for (const TaskReading& reading : repeats)
        values.push_back(valueOf(reading));
    if (std::ranges::none_of(values, [](const auto& v) { return v.has_value(); }))
        return std::nullopt;
    return summarise(std::move(id), std::move(values), testToTrain);
}

void summariseRow(TransferRow& row, double ratio)
{
    using Value = std::optional<double>;
    const auto& all = row.repeats;
    row.error = over("error", all, ratio, [](const TaskReading& r) { return Value(r.error); });
    row.trivialError
        = over("trivial_error", all, ratio, [](const TaskReading& r) { return Value(r.trivialError); });
    row.gap = over("gap", all, ratio, [](const TaskReading& r) { return r.gap; });
    row.softGap = over("soft_gap", all, ratio, [](const TaskReading& r) { return r.softGap; });
    row.ks = over("ks", all, ratio, [](const TaskReading& r) { return r.ks; });
    row.auc = over("auc", all, ratio, [](const TaskReading& r) { return r.auc; });
}

std::shared_ptr<TransferReport> assembleTransfer(
    const Work& work, const TransferSpec& spec, const Finished& finished, double testToTrain)
{
    auto report = std::make_shared<TransferReport>();
    report->spec = spec;
    report->spec.params = work.params;
    report->groups = work.prepared.groups.names;
    report->warnings = work.prepared.warnings;
    for (std::size_t s = 0; s < work.sets.size(); ++s)
        for (std::size_t v = 0; v < kVariants.size(); ++v) {
            TransferRow row;
            row.task = work.sets[s].name;
            row.kind = work.prepared.tasks.byRow() ? work.study.roles.task
                                                   : work.prepared.tasks.kinds[work.sets[s].tasks.front()];
            row.variant = kVariants[v];
            row.strength = v < 2 ? 0.0 : number(work.params, "strength");
            for (const auto& readings : finished[s])
                if (readings != nullptr)
                    row.repeats.push_back((*readings)[v].front());
            summariseRow(row, testToTrain);
            report->rows.push_back(std::move(row));
        }
    return report;
}

} // namespace

std::string_view idOf(TransferVariant variant)
{
    switch (variant) {
    case TransferVariant::RawFeatures:
        return "raw";
    case TransferVariant::Unfair:
        return "none";
    case TransferVariant::Mean:
        return "mean";
    case TransferVariant::Mmd:
        return "mmd";
    case TransferVariant::Sinkhorn:
        return "sinkhorn";
    }
    return {};
}

Result<std::shared_ptr<const TransferReport>> transfer(const Study& study, const Table& table,
    const TransferSpec& spec, const RunContext& ctx, const PartialTransfer& partial)
{
    const auto start = std::chrono::steady_clock::now();
    const MethodInfo method = fairRepresentation();
    EH_TRY(const ParamSet params, completeParams(method.id, method.params, spec.params));
    EH_TRY(const Prepared prepared, prepare(study.roles, table, ctx));
    if (prepared.tasks.count() < 2)
        return invalidArgument(text("a representation can be transferred only between two or more tasks"),
            text("choose further targets, or a column that says which task a row belongs to"));
    EH_TRY(std::vector<NovelSet> sets, novelSets(prepared.tasks, spec.leaveOut));
    SplitSpec splitSpec = study.split;
    splitSpec.repeats = spec.repeats;
    EH_TRY(const Splitter splits, Splitter::create(splitSpec, table, prepared.rows, prepared.stratum));
    const Work work {study, table, prepared, params, std::move(sets)};

    Finished finished(work.sets.size(), std::vector<std::shared_ptr<const Readings>>(splits.count()));
    EH_TRY(const Split first, splits.split(0));
    const double ratio = static_cast<double>(first.test.size()) / static_cast<double>(first.train.size());
    std::mutex mutex;
    std::size_t done = 0;
    const std::size_t units = splits.count() * work.sets.size();
    const auto computeUnit = [&](std::size_t unit) -> Result<void> {
        const std::size_t repeat = unit / work.sets.size(), set = unit % work.sets.size();
        EH_TRY(const Split split, splits.split(repeat));
        const std::vector<std::size_t> novel = work.sets[set].tasks.empty()
            ? drawnTasks(prepared.tasks, study.split.seed, repeat)
            : work.sets[set].tasks;
        const RunContext own = ctx.silent(1);
        Unit one(work, novel, seedFor(study.split.seed, repeat, SeedPurpose::Method), own);
        EH_TRY(Readings readings, one.compute(split));
        const std::scoped_lock lock(mutex);
        finished[set][repeat] = std::make_shared<const Readings>(std::move(readings));
        static_cast<void>(ctx.checkpoint(static_cast<double>(++done) / static_cast<double>(units)));
        if (partial) {
            auto growing = assembleTransfer(work, spec, finished, ratio);
            growing->complete = false;
            partial(std::move(growing));
        }
        return kOk;
    };
    ctx.say(text("learning without the novel task"));
    const Result<void> ended = parallelFor(units, ctx, computeUnit);
    if (ended.has_error() && (ended.error().code != ErrorCode::Cancelled || done == 0))
        return ended.error();
    const auto report = assembleTransfer(work, spec, finished, ratio);
    report->complete = !ended.has_error();
    report->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return std::shared_ptr<const TransferReport>(report);
}

} // namespace evenhand
