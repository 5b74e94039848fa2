#include "engine/methods/fair_representation.h"

#include "engine/network/batches.h"
#include "engine/representation/auditors.h"
#include "engine/representation/describe_representation.h"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <set>

namespace evenhand {

using Eigen::Index;

namespace {

constexpr Index kAuditedRows = 20'000; ///< training rows that are kept for auditors
using LearnedPtr = std::shared_ptr<const Representation>;

/// What the settings of one repeat share: the network without fairness, and what was read of it and of the
/// features. The readings are made once, by whoever asks first.
class Shared {
public:
    Shared(
        EncodedData train, std::vector<std::string> groupNames, Task task, Notion notion, std::uint64_t seed)
        : m_train(std::move(train))
        , m_groupNames(std::move(groupNames))
        , m_task(task)
        , m_notion(notion)
        , m_seed(seed)
    {
    }

    LearnedPtr plain; ///< null: stopped before its turn

    [[nodiscard]] Result<std::shared_ptr<const RepresentationInsight>> insight(const Representation& learned,
        const RepresentationRequest& request, const EncodedData& test, const RunContext& ctx) const;

private:
    [[nodiscard]] JudgedRows judged(const EncodedData& test) const
    {
        return {
            m_train, test, m_groupNames, comparedRows(m_notion, m_task, test, m_groupNames.size()), m_seed};
    }

    EncodedData m_train; ///< a sample
    std::vector<std::string> m_groupNames;
    Task m_task;
    Notion m_notion;
    std::uint64_t m_seed;
    mutable std::mutex m_mutex;
    mutable std::optional<RepresentationState> m_before;
    mutable std::optional<AuditorReadings> m_features;
};

Result<std::shared_ptr<const RepresentationInsight>> Shared::insight(const Representation& learned,
    const RepresentationRequest& request, const EncodedData& test, const RunContext& ctx) const
{
    auto made = std::make_shared<RepresentationInsight>();
    made->groups = m_groupNames;
    made->divergence = request.divergence;
    made->notion = kNotionIds[static_cast<std::size_t>(request.notion)];
    made->dimensions = learned.network().shape.dimensions();
    const JudgedRows rows = judged(test);
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_before && plain != nullptr && !ctx.stopRequested()) {
            EH_TRY(m_before, describeRepresentation(*plain, 0.0, rows, ctx));
            EH_TRY(m_features, unlessStopped(askAuditors(m_train, test, m_groupNames, m_seed, ctx)));
        }
        if (m_before) {
            made->before = *m_before;
            made->features = m_features.value_or(AuditorReadings {});
        }
    }
    if (&learned == plain.get() && m_before) {
        made->after = made->before;
    } else {
        EH_TRY(made->after,
            describeRepresentation(learned, request.settings.training.objective.strength, rows, ctx));
    }
    drawPoints(*made, made->before.training == nullptr ? nullptr : plain.get(), learned, test, m_seed);
    return std::shared_ptr<const RepresentationInsight>(std::move(made));
}

/// A learner on top of a representation.
class RepresentedPredictor final : public FairPredictor {
public:
    RepresentedPredictor(std::shared_ptr<const Shared> shared, LearnedPtr representation,
        RepresentationRequest request, std::shared_ptr<const Predictor> model)
        : m_shared(std::move(shared))
        , m_representation(std::move(representation))
        , m_request(std::move(request))
        , m_model(std::move(model))
    {
    }

    [[nodiscard]] Result<Scores> predict(
        const EncodedData& rows, const Scores&, const RunContext& ctx) const override
    {
        return m_model->predict(m_representation->apply(rows), ctx);
    }
    [[nodiscard]] Result<MethodInsight> insight(const EncodedData& test, const RunContext& ctx) const override
    {
        MethodInsight made;
        EH_TRY(made.representation, m_shared->insight(*m_representation, m_request, test, ctx));
        return made;
    }
    [[nodiscard]] std::vector<Text> warnings() const override
    {
        std::vector<Text> all = m_representation->network().warnings;
        const std::vector<Text> fitted = m_model->warnings();
        all.insert(all.end(), fitted.begin(), fitted.end());
        return all;
    }

private:
    std::shared_ptr<const Shared> m_shared;
    LearnedPtr m_representation;
    RepresentationRequest m_request;
    std::shared_ptr<const Predictor> m_model;
};

EncodedData auditedSample(const EncodedData& train, std::uint64_t seed)
{
    std::vector<Index> drawn = stratifiedSample(train.group, kAuditedRows, seed).rows;
    std::ranges::sort(drawn);
    return selectRows(train, drawn);
}

/// The same parameters without fairness.
ParamSet unfair(ParamSet params)
{
    params["strength"] = 0.0;
    return params;
}

/// Learns representations at settings that may repeat; each only once.
class Learning {
public:
    Learning(const FitInput& input, const RunContext& ctx)
        : m_input(input)
        , m_served(ServedTasks::all(input.task, input.targetName, input.tasks))
        , m_ctx(ctx)
    {
    }

    [[nodiscard]] Result<LearnedPtr> learn(const ParamSet& params)
    {
        if (const auto found = m_learned.find(params); found != m_learned.end())
            return found->second;
        RepresentationRequest request = representationRequest(params);
        request.settings.training.seed = m_input.seed;
        if (m_input.tasks == nullptr || !m_input.tasks->byRow())
            request.settings.training.objective.coupling = 0.0;
        EH_TRY(RepresentationProblem problem,
            representationProblem(m_input.train, m_served, request.notion, m_input.groupNames));
        problem.what = trainingName(request);
        EH_TRY(LearnedPtr learned, learnRepresentation(problem, request.settings, m_ctx));
        m_learned.emplace(params, learned);
        return learned;
    }

private:
    const FitInput& m_input;
    ServedTasks m_served;
    const RunContext& m_ctx;
    std::map<ParamSet, LearnedPtr> m_learned;
};

class FairRepresentation final : public Method {
public:
    [[nodiscard]] Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>& settings, const RunContext& ctx) const override
    {
        if (input.learner == nullptr || input.learnerParams == nullptr)
            return invalidArgument(text("a representation trains a model afterwards and was not told which"));
        Learning learning(input, ctx);
        std::vector<LearnedPtr> learned(settings.size());
        for (std::size_t i = 0; i < settings.size(); ++i) {
            Result<LearnedPtr> one = learning.learn(settings[i]);
            if (one.has_error()) {
                // Stopped: what was trained so far is kept.
                if (one.error().code != ErrorCode::Cancelled || i == 0)
                    return std::move(one).error();
                break;
            }
            learned[i] = *std::move(one);
        }
        std::map<ParamSet, std::shared_ptr<Shared>> shared;
        std::vector<std::shared_ptr<const FairPredictor>> made(settings.size());
        for (std::size_t i = 0; i < settings.size() && learned[i] != nullptr; ++i) {
            std::shared_ptr<Shared>& own = shared[unfair(settings[i])];
            const RepresentationRequest request = representationRequest(settings[i]);
            if (own == nullptr) {
                own = std::make_shared<Shared>(auditedSample(input.train, input.seed), input.groupNames,
                    input.task, request.notion, input.seed);
                Result<LearnedPtr> plain = learning.learn(unfair(settings[i]));
                if (plain.has_value())
                    own->plain = *std::move(plain);
                else if (plain.error().code != ErrorCode::Cancelled)
                    return std::move(plain).error();
            }
            EH_TRY(std::shared_ptr<const Predictor> model, fitModel(input, *learned[i], ctx));
            made[i]
                = std::make_shared<const RepresentedPredictor>(own, learned[i], request, std::move(model));
        }
        return made;
    }

    [[nodiscard]] Result<TransformedFeatures> transform(
        const FitInput& input, const ParamSet& params, const RunContext& ctx) const override
    {
        EH_TRY(const LearnedPtr learned, Learning(input, ctx).learn(params));
        EH_CHECK(ctx.checkpoint()); // what was kept of a stopped training is not written
        return TransformedFeatures {learned->apply(input.train).x, learned->network().warnings};
    }

private:
    /// The learner on a representation. After a stop there is little time: a sample of the rows has to do.
    static Result<std::shared_ptr<const Predictor>> fitModel(
        const FitInput& input, const Representation& representation, const RunContext& ctx)
    {
        const EncodedData rows = representation.apply(
            ctx.stopRequested() ? auditedSample(input.train, input.seed) : input.train);
        return input.learner->make()->fit(rows, *input.learnerParams, input.encoding, ctx.finishing());
    }
};

} // namespace

std::vector<ComparedRows> comparedRows(Notion notion, Task task, const EncodedData& rows, std::size_t groups)
{
    std::vector<std::int32_t> same(groups);
    std::iota(same.begin(), same.end(), 0);
    std::vector<ComparedRows> made;
    for (NotionFamily& family : familiesOf(notion, task, rows, same))
        made.push_back({std::move(family.rows), std::move(family.member)});
    return made;
}

Result<RepresentationProblem> representationProblem(
    const EncodedData& train, ServedTasks served, Notion notion, const std::vector<std::string>& groupNames)
{
    RepresentationProblem problem {train, std::move(served), groupNames.size(), {}, {}};
    for (ComparedRows& rows : comparedRows(notion, problem.tasks.own, train, groupNames.size())) {
        const std::set<std::int32_t> present(rows.group.begin(), rows.group.end());
        if (std::ranges::count_if(present, [](std::int32_t g) { return g >= 0; }) < 2)
            return Failure {invalidData(
                text("fewer than two groups have training rows that are compared (%1)", rows.rows),
                text("choose demographic parity, or another sensitive attribute"))};
        problem.comparisons.push_back(std::move(rows.group));
    }
    return problem;
}

std::string trainingName(const RepresentationRequest& request)
{
    const double strength = request.settings.training.objective.strength;
    return strength == 0.0 ? "without fairness" : request.divergence + ", strength " + shortNumber(strength);
}

MethodInfo fairRepresentation()
{
    MethodInfo info;
    info.id = "fair_representation";
    info.name = "Fair representation";
    info.description = "A network learns features for one or several tasks that are alike between groups "
                       "(MMD, Sinkhorn or "
                       "means), then trains any learner on them";
    info.family = Family::Pre;
    info.classification = true;
    info.regression = true;
    info.multitask = true;
    info.drawsRows = true;
    info.params = representationParams();
    info.start = {{"strength", {0.0, 1.0, 3.0, 10.0, 30.0}}};
    info.citation = "Oneto, Donini, Luise, Ciliberto, Maurer, Pontil (2020), Exploiting MMD and Sinkhorn "
                    "Divergences for "
                    "Fair and Transferable Representation Learning, NeurIPS";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<FairRepresentation>(); };
    return info;
}

} // namespace evenhand
