#include "engine/pipeline/select_run.h"

#include "engine/core/parallel.h"
#include "engine/core/rng.h"

#include <algorithm>

namespace evenhand {

using Eigen::Index;

namespace {

std::span<const double> spanOf(const Eigen::VectorXd& values)
{
    return {values.data(), static_cast<std::size_t>(values.size())};
}

/// Places of the configurations of a search in one list: learner setting, method, method setting.
class Layout {
public:
    explicit Layout(const Search& search)
    {
        for (const SearchedMethod& method : search.methods) {
            m_offset.push_back(m_perLearner);
            m_perLearner += method.settings.size();
        }
        m_size = m_perLearner * search.learnerSettings.size();
    }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t perLearner() const { return m_perLearner; }
    [[nodiscard]] std::size_t at(std::size_t learner, std::size_t method, std::size_t setting) const
    {
        return learner * m_perLearner + m_offset[method] + setting;
    }

private:
    std::vector<std::size_t> m_offset;
    std::size_t m_perLearner = 0;
    std::size_t m_size = 0;
};

/// One fold of a search. Training that has no answer leaves outcomes absent; only a stop or a fault ends the
/// search.
class FoldSearch {
public:
    FoldSearch(
        const SplitWork& work, std::size_t number, const Search& search, const Layout& layout, bool calibrate)
        : m_work(work)
        , m_number(number)
        , m_search(search)
        , m_layout(layout)
        , m_calibrate(calibrate)
        , m_outcomes(layout.size())
    {
    }

    Result<void> run()
    {
        if (m_work.split.train.empty() || m_work.split.test.empty())
            return kOk;
        return forgiven(judgeAll());
    }
    [[nodiscard]] FoldOutcomes& outcomes() { return m_outcomes; }
    /// The first reason why something could not be trained.
    [[nodiscard]] const std::optional<Error>& reason() const { return m_reason; }

private:
    Result<void> forgiven(Result<void> done)
    {
        if (!done.has_error()
            || (done.error().code != ErrorCode::NoAnswer && done.error().code != ErrorCode::InvalidData))
            return done;
        if (!m_reason)
            m_reason = done.error();
        ++m_failures;
        return kOk;
    }

    Result<void> judgeAll()
    {
        findKnown();
        EH_CHECK(m_work.steps.skip(m_knownSteps));
        std::vector<std::size_t> learners; ///< that something is missing of
        std::vector<ParamSet> settings;
        for (std::size_t learner = 0; learner < m_missing.size(); ++learner)
            if (!m_missing[learner].empty()) {
                learners.push_back(learner);
                settings.push_back(m_search.learnerSettings[learner]);
            }
        if (learners.empty())
            return kOk;
        EH_TRY(const EncodedSplit rows, encodeSplit(m_work, m_calibrate));
        std::vector<Scores> outOfFold;
        if (m_calibrate && calibratesOutOfFold(m_work.data.study.split)) {
            EH_TRY(outOfFold, outOfFoldScores(m_work, settings));
        }
        for (std::size_t i = 0; i < learners.size(); ++i)
            EH_CHECK(forgiven(judgeLearner(rows, learners[i], outOfFold.empty() ? nullptr : &outOfFold[i])));
        return kOk;
    }

    [[nodiscard]] std::string keyOf(std::size_t learner, std::size_t method) const
    {
        const UnitPlace place {m_work.repeat, m_work.learner.id, m_search.learnerSettings[learner]};
        return m_work.data.cache.fold(place, m_search.selection, m_number, m_search.methods[method]);
    }

    /// Takes what the cache has and lists the methods whose outcomes are missing, by learner setting.
    void findKnown()
    {
        for (std::size_t learner = 0; learner < m_search.learnerSettings.size(); ++learner) {
            std::vector<std::size_t>& missing = m_missing.emplace_back();
            std::size_t steps = 0;
            for (std::size_t method = 0; method < m_search.methods.size(); ++method) {
                const std::size_t settings = m_search.methods[method].settings.size();
                auto known = m_work.data.cache.find<FoldUnit>(keyOf(learner, method));
                if (known && known->outcomes.size() == settings) {
                    const auto place = static_cast<std::ptrdiff_t>(m_layout.at(learner, method, 0));
                    std::ranges::move(known->outcomes, m_outcomes.begin() + place);
                    steps += settings;
                } else {
                    missing.push_back(method);
                }
            }
            if (missing.empty() && m_calibrate && calibratesOutOfFold(m_work.data.study.split))
                steps += static_cast<std::size_t>(m_work.data.study.split.calibrationFolds);
            m_knownSteps += steps + (missing.empty() ? 1 : 0);
        }
    }

    Result<void> judgeLearner(const EncodedSplit& rows, std::size_t learner, const Scores* outOfFold)
    {
        EH_TRY(const BaseModel base,
            trainBase(m_work, rows, m_search.learnerSettings[learner], m_calibrate, outOfFold));
        EH_CHECK(m_work.step("searching"));
        for (const std::size_t method : m_missing[learner])
            EH_CHECK(forgiven(judgeMethod(rows, base, learner, method)));
        return kOk;
    }

    Result<void> judgeMethod(
        const EncodedSplit& rows, const BaseModel& base, std::size_t learner, std::size_t method)
    {
        const SearchedMethod& searched = m_search.methods[method];
        std::vector<std::shared_ptr<const FairPredictor>> predictors;
        if (searched.method != nullptr) {
            EH_TRY(predictors, fitMethod(m_work, rows, base, *searched.method, searched.settings));
            EH_CHECK(m_work.ctx.checkpoint()); // what was kept of a stopped training is not compared
        }
        const std::size_t failuresBefore = m_failures;
        FoldUnit unit;
        for (std::size_t setting = 0; setting < searched.settings.size(); ++setting) {
            FoldOutcomes::value_type& outcome = m_outcomes[m_layout.at(learner, method, setting)];
            const FairPredictor* const predictor = predictors.empty() ? nullptr : predictors[setting].get();
            const bool decides = givesDecisions(searched.method, m_work.data.study.roles.task);
            EH_CHECK(forgiven(judgeSetting(rows.test, base, predictor, decides, outcome)));
            unit.outcomes.push_back(outcome);
            EH_CHECK(m_work.step("searching"));
        }
        // Failures are not kept: they come with a reason, and soon.
        if (m_failures == failuresBefore)
            m_work.keep(keyOf(learner, method), unit);
        return kOk;
    }

    Result<void> judgeSetting(const EncodedData& rows, const BaseModel& base, const FairPredictor* predictor,
        bool decides, FoldOutcomes::value_type& outcome) const
    {
        if (predictor == nullptr) {
            outcome = judged(rows, base.test, false);
            return kOk;
        }
        EH_TRY(const Scores scores, predictor->predict(rows, base.test, m_work.ctx));
        if (!scores.allFinite())
            return noAnswer(text("a configuration gave a score that is not a number"));
        outcome = judged(rows, scores, decides);
        return kOk;
    }

    [[nodiscard]] FoldOutcome judged(const EncodedData& rows, const Scores& scores, bool decides) const
    {
        FoldOutcome outcome;
        MetricInput input;
        input.task = m_work.data.study.roles.task;
        input.groupNames = &m_work.data.prepared.groups.names;
        input.threshold = thresholdOf(m_work.learner.scoreKind);
        (decides ? input.decision : input.score) = spanOf(scores);
        input.y = spanOf(rows.y);
        input.weight = spanOf(rows.weight);
        input.group = {rows.group.data(), rows.group.size()};
        if (input.task == Task::Classification) {
            outcome.cells = confusionByGroup(input);
        } else {
            outcome.squaredError = (rows.weight.array() * (rows.y - scores).array().square()).sum();
            outcome.weight = rows.weight.sum();
            // Equal but for rounding: one unit in the twelfth digit.
            const double largest = scores.cwiseAbs().maxCoeff();
            outcome.isConstant = scores.maxCoeff() - scores.minCoeff() <= 1e-12 * std::max(1.0, largest);
        }
        const MetricInfo& metric = *m_search.unfairness;
        const GroupCells cells {outcome.cells, input.groupNames, largestGroup(outcome.cells)};
        const bool fromCells = metric.ofGroupCells != nullptr && input.task == Task::Classification;
        const MetricValue value = fromCells ? metric.ofGroupCells(cells) : metric.compute(input);
        if (value.value)
            outcome.unfairness = badness(metric, *value.value);
        return outcome;
    }

    const SplitWork& m_work;
    std::size_t m_number; ///< of the fold
    const Search& m_search;
    const Layout& m_layout;
    bool m_calibrate;
    FoldOutcomes m_outcomes;                         ///< one per configuration
    std::vector<std::vector<std::size_t>> m_missing; ///< [learner setting] methods that the cache lacks
    std::size_t m_knownSteps = 0;
    std::size_t m_failures = 0;
    std::optional<Error> m_reason;
};

/// The training rows of a repeat without one fold; the fold is the test part.
std::vector<Split> foldsOf(
    const StudyData& data, const Split& split, const SelectionSpec& selection, std::size_t repeat)
{
    std::vector<std::int32_t> stratum;
    for (const Index row : split.train)
        stratum.push_back(stratumOf(data, row));
    const std::uint64_t seed = seedFor(data.study.split.seed, repeat, SeedPurpose::SelectionFolds);
    const std::vector<std::int32_t> fold = stratifiedFolds(stratum, selection.folds, seed);
    std::vector<Split> folds(static_cast<std::size_t>(selection.folds));
    for (std::size_t k = 0; k < folds.size(); ++k) {
        for (std::size_t i = 0; i < split.train.size(); ++i) {
            const bool isOutside = fold[i] == static_cast<std::int32_t>(k);
            (isOutside ? folds[k].test : folds[k].train).push_back(split.train[i]);
        }
        folds[k].calibrate = split.calibrate; // rows of their own are in no fold
    }
    return folds;
}

SplitSeeds seedsOfFold(std::uint64_t studySeed, std::size_t repeat, std::size_t fold)
{
    const auto own
        = [&](SeedPurpose purpose) { return Rng(seedFor(studySeed, repeat, purpose), fold).bits(); };
    return {own(SeedPurpose::SelectionCalibration), own(SeedPurpose::SelectionMethod)};
}

/// What all folds together say about the configurations of one run.
Result<SearchedRun> chooseFor(const StudyData& data, const LearnerJob& job, std::size_t method,
    std::size_t place, const std::vector<FoldOutcomes>& folds)
{
    const Search& search = *job.search;
    const Layout layout(search);
    const SearchedMethod& searched = search.methods[method];
    auto repeat = std::make_shared<RepeatChoice>();
    std::vector<FoldOutcomes> outcomes;
    for (std::size_t learner = 0; learner < search.learnerSettings.size(); ++learner)
        for (std::size_t k = 0; k < searched.perRun; ++k) {
            const std::size_t setting = place * searched.perRun + k;
            FoldOutcomes& own = outcomes.emplace_back();
            for (const FoldOutcomes& fold : folds)
                own.push_back(fold[layout.at(learner, method, setting)]);
            repeat->configurations.push_back(
                {search.learnerSettings[learner], searched.settings[setting], {}});
        }
    const Task task = data.study.roles.task;
    EH_TRY(const Choice choice, chooseConfiguration(search.selection, task, outcomes));
    for (std::size_t i = 0; i < choice.scores.size(); ++i)
        repeat->configurations[i].score = choice.scores[i];
    repeat->chosen = choice.chosen;
    return SearchedRun {searched.runs[place], repeat, warningsOf(choice, task, job.learner->id)};
}

} // namespace

Result<std::vector<SearchedRun>> searchParameters(const StudyData& data, const LearnerJob& job,
    const Split& split, std::size_t repeat, StepCounter& steps, const RunContext& ctx)
{
    const Search& search = *job.search;
    const Layout layout(search);
    const std::vector<Split> splits = foldsOf(data, split, search.selection, repeat);
    std::vector<FoldOutcomes> outcomes(splits.size());
    std::vector<std::optional<Error>> reasons(splits.size());
    const int inner = std::max(1, ctx.threads() / static_cast<int>(splits.size()));
    const RunContext silent = ctx.silent(inner);
    const Result<void> judged = parallelFor(splits.size(), ctx, [&](std::size_t k) -> Result<void> {
        EH_CHECK(ctx.checkpoint());
        const SplitWork work {data, splits[k], *job.learner, seedsOfFold(data.study.split.seed, repeat, k),
            repeat, steps, silent};
        FoldSearch fold(work, k, search, layout, job.needsCalibration());
        EH_CHECK(fold.run());
        outcomes[k] = std::move(fold.outcomes());
        reasons[k] = fold.reason();
        return kOk;
    });
    EH_CHECK(judged);
    std::vector<SearchedRun> runs;
    for (std::size_t method = 0; method < search.methods.size(); ++method)
        for (std::size_t place = 0; place < search.methods[method].runs.size(); ++place) {
            Result<SearchedRun> run = chooseFor(data, job, method, place, outcomes);
            const auto reason
                = std::ranges::find_if(reasons, [](const auto& each) { return each.has_value(); });
            if (run.has_error() && reason != reasons.end())
                return **reason; // says more than that nothing could be trained
            EH_TRY(SearchedRun found, std::move(run));
            runs.push_back(std::move(found));
        }
    return runs;
}

std::size_t searchStepsOf(const LearnerJob& job, const SplitSpec& split)
{
    const Search& search = *job.search;
    std::size_t perSetting = 1 + Layout(search).perLearner();
    if (job.needsCalibration() && calibratesOutOfFold(split))
        perSetting += static_cast<std::size_t>(split.calibrationFolds);
    return static_cast<std::size_t>(search.selection.folds) * search.learnerSettings.size() * perSetting;
}

std::vector<LearnerJob> chosenJobs(const LearnerJob& job, const std::vector<SearchedRun>& searched)
{
    std::vector<LearnerJob> jobs;
    for (const SearchedMethod& method : job.search->methods)
        for (const std::size_t run : method.runs) {
            const auto found = std::ranges::find(searched, run, &SearchedRun::run);
            const RepeatChoice::Configuration& choice = found->choice->choice();
            auto own = std::ranges::find(jobs, choice.learnerParams, &LearnerJob::params);
            if (own == jobs.end())
                own = jobs.insert(jobs.end(), {job.learner, choice.learnerParams, {}, {}});
            auto fit = std::ranges::find(own->methods, method.method, &MethodJob::method);
            if (fit == own->methods.end())
                fit = own->methods.insert(own->methods.end(), {method.method, {}, {}});
            fit->settings.push_back(choice.methodParams);
            fit->runs.push_back(run);
        }
    return jobs;
}

} // namespace evenhand
