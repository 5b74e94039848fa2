#include "engine/pipeline/selection.h"

#include <algorithm>

namespace evenhand {

namespace {

/// All folds of one configuration together.
struct Pool {
    std::vector<Confusion> cells;
    double squaredError = 0.0;
    double weight = 0.0;
    bool isConstant = true;
    double unfairness = 0.0; ///< sum over the folds that have one
    int definedFolds = 0;
    int folds = 0;
    bool isTrained = true;
};

/// @param counts  which folds count: those in which any configuration could be trained
Pool poolOf(const FoldOutcomes& folds, const std::vector<bool>& counts)
{
    Pool pool;
    for (std::size_t k = 0; k < folds.size(); ++k) {
        if (!counts[k])
            continue;
        pool.isTrained = pool.isTrained && folds[k].has_value();
        if (!folds[k])
            continue;
        const FoldOutcome& fold = *folds[k];
        ++pool.folds;
        pool.cells.resize(std::max(pool.cells.size(), fold.cells.size()));
        for (std::size_t g = 0; g < fold.cells.size(); ++g)
            pool.cells[g] += fold.cells[g];
        pool.squaredError += fold.squaredError;
        pool.weight += fold.weight;
        pool.isConstant = pool.isConstant && fold.isConstant;
        pool.unfairness += fold.unfairness.value_or(0.0);
        pool.definedFolds += fold.unfairness ? 1 : 0;
    }
    return pool;
}

std::optional<double> errorOf(const Pool& pool, Task task)
{
    if (!pool.isTrained || pool.folds == 0)
        return std::nullopt;
    if (task == Task::Regression)
        return pool.weight > 0.0 ? std::optional(pool.squaredError / pool.weight) : std::nullopt;
    const Confusion all = pooled(pool.cells);
    const double weight = all.all().weight;
    return weight > 0.0 ? std::optional((all.truePositive + all.trueNegative).weight / weight) : std::nullopt;
}

/// Whether a model is fair only because it tells nobody apart.
Exclusion trivialityOf(const Pool& pool, Task task)
{
    if (task == Task::Regression)
        return pool.isConstant ? Exclusion::Constant : Exclusion::None;
    const Confusion all = pooled(pool.cells);
    if (all.selected().weight <= 0.0 || all.notSelected().weight <= 0.0)
        return Exclusion::Constant;
    bool anyPositives = false;
    for (const Confusion& own : pool.cells) {
        const double positives = own.positives().weight;
        if (positives <= 0.0)
            continue;
        anyPositives = true;
        if (own.truePositive.weight >= kLowestRate * positives)
            return Exclusion::None;
    }
    return anyPositives ? Exclusion::LowRates : Exclusion::None;
}

/// Folds in which at least one configuration could be trained.
std::vector<bool> usableFolds(const std::vector<FoldOutcomes>& outcomes)
{
    std::vector<bool> usable(outcomes.front().size(), false);
    for (const FoldOutcomes& folds : outcomes)
        for (std::size_t k = 0; k < folds.size(); ++k)
            usable[k] = usable[k] || folds[k].has_value();
    return usable;
}

/// Compares configurations by what the steps look at.
class Judge {
public:
    Judge(Task task, const std::vector<ConfigurationScore>& scores)
        : m_isRegression(task == Task::Regression)
        , m_scores(scores)
    {
    }
    [[nodiscard]] bool hasSmallerError(std::size_t a, std::size_t b) const
    {
        return m_isRegression ? *m_scores[a].error < *m_scores[b].error
                              : *m_scores[a].error > *m_scores[b].error;
    }
    [[nodiscard]] bool isNear(std::size_t one, std::size_t best, double keep) const
    {
        return m_isRegression ? *m_scores[one].error <= *m_scores[best].error / keep
                              : *m_scores[one].error >= keep * *m_scores[best].error;
    }
    /// The first of the given ones with the smallest error.
    [[nodiscard]] std::size_t mostAccurate(const std::vector<std::size_t>& among) const
    {
        return *std::ranges::min_element(
            among, [this](std::size_t a, std::size_t b) { return hasSmallerError(a, b); });
    }
    /// Of those with a defined unfairness, if there are any, the fairest; ties by error, then the first.
    [[nodiscard]] std::size_t fairest(const std::vector<std::size_t>& among) const
    {
        return *std::ranges::min_element(among, [this](std::size_t a, std::size_t b) {
            const auto& mine = m_scores[a].unfairness;
            const auto& other = m_scores[b].unfairness;
            if (mine.has_value() != other.has_value())
                return mine.has_value();
            if (mine && *mine != *other)
                return *mine < *other;
            return hasSmallerError(a, b);
        });
    }

private:
    bool m_isRegression;
    const std::vector<ConfigurationScore>& m_scores;
};

/// The second step, among those that the first one kept.
void chooseFairest(Choice& choice, const Judge& judge, const std::vector<std::size_t>& kept,
    const std::vector<Exclusion>& triviality)
{
    std::vector<std::size_t> sensible;
    for (const std::size_t one : kept)
        if (triviality[one] == Exclusion::None)
            sensible.push_back(one);
    const std::size_t unguarded = judge.fairest(kept);
    choice.isTrivial = sensible.empty();
    choice.chosen = sensible.empty() ? unguarded : judge.fairest(sensible);
    if (!sensible.empty() && triviality[unguarded] != Exclusion::None)
        choice.setAside = unguarded;
    const bool anyDefined = choice.scores[choice.chosen].unfairness.has_value();
    for (const std::size_t one : kept) {
        Exclusion& exclusion = choice.scores[one].exclusion;
        exclusion = triviality[one];
        if (exclusion == Exclusion::None && anyDefined && !choice.scores[one].unfairness)
            exclusion = Exclusion::Undefined;
    }
}

} // namespace

std::string_view reasonOf(Exclusion exclusion)
{
    switch (exclusion) {
    case Exclusion::None:
        return {};
    case Exclusion::Untrained:
        return "could not be trained in every fold";
    case Exclusion::Error:
        return "error too large";
    case Exclusion::Constant:
        return "decides the same for everybody";
    case Exclusion::LowRates:
        return "true positive rate below 0.05 in every group";
    case Exclusion::Undefined:
        return "unfairness undefined in every fold";
    }
    return {};
}

Result<Choice> chooseConfiguration(
    const SelectionSpec& selection, Task task, const std::vector<FoldOutcomes>& outcomes)
{
    const std::vector<bool> usable = usableFolds(outcomes);
    Choice choice;
    choice.untrainedFolds = static_cast<int>(std::ranges::count(usable, false));
    std::vector<Exclusion> triviality;
    std::vector<std::size_t> trained;
    for (const FoldOutcomes& folds : outcomes) {
        const Pool pool = poolOf(folds, usable);
        ConfigurationScore& score = choice.scores.emplace_back();
        score.error = errorOf(pool, task);
        score.undefinedFolds = pool.folds - pool.definedFolds;
        if (pool.definedFolds > 0)
            score.unfairness = pool.unfairness / pool.definedFolds;
        triviality.push_back(trivialityOf(pool, task));
        if (score.error)
            trained.push_back(choice.scores.size() - 1);
        else
            score.exclusion = Exclusion::Untrained;
    }
    if (trained.empty())
        return noAnswer(text("the selection could not train any configuration in every fold"),
            text("use fewer folds, or choose the parameters yourself"));
    const Judge judge(task, choice.scores);
    const std::size_t best = judge.mostAccurate(trained);
    const double keep = selection.kind == SelectionKind::BestError ? 1.0 : selection.keep;
    std::vector<std::size_t> kept;
    for (const std::size_t one : trained) {
        choice.scores[one].isKept = judge.isNear(one, best, keep);
        if (choice.scores[one].isKept)
            kept.push_back(one);
        else
            choice.scores[one].exclusion = Exclusion::Error;
    }
    choice.chosen = best;
    if (selection.kind == SelectionKind::TwoStep)
        chooseFairest(choice, judge, kept, triviality);
    return choice;
}

std::vector<Text> warningsOf(const Choice& choice, Task task, std::string_view learner)
{
    std::vector<Text> warnings;
    const bool isClass = task == Task::Classification;
    const auto numberOf = [&](std::size_t one) { return choice.scores[one].error.value_or(0.0); };
    // The learner stands first: the report merges repeats that say the same about the same one.
    if (choice.setAside) {
        const std::size_t one = *choice.setAside;
        if (choice.scores[one].exclusion == Exclusion::LowRates)
            warnings.push_back(
                text("for “%1” the two-step selection would have taken a model that finds fewer "
                     "than 5 % of the favourable outcomes in every group (accuracy %2); it was "
                     "set aside",
                    learner, numberOf(one)));
        else if (isClass)
            warnings.push_back(text("for “%1” the two-step selection would have taken a model that decides "
                                    "the same for everybody (accuracy %2); it was set aside",
                learner, numberOf(one)));
        else
            warnings.push_back(text("for “%1” the two-step selection would have taken a model that predicts "
                                    "the same for everybody (mean squared error %2); it was set aside",
                learner, numberOf(one)));
    }
    if (choice.isTrivial)
        warnings.push_back(isClass
                ? text("for “%1” the two-step selection took a model that decides the same for nearly "
                       "everybody (accuracy %2): no other was accurate enough to be kept",
                    learner, numberOf(choice.chosen))
                : text("for “%1” the two-step selection took a model that predicts the same for "
                       "everybody (mean squared error %2): no other was accurate enough to be kept",
                    learner, numberOf(choice.chosen)));
    if (choice.untrainedFolds > 0)
        warnings.push_back(text("for “%1” the selection left out %2 of its folds, in which no model could be "
                                "trained",
            learner, choice.untrainedFolds));
    return warnings;
}

std::string unfairnessMetricOf(const SelectionSpec& selection, Task task)
{
    if (!selection.unfairness.empty())
        return selection.unfairness;
    return task == Task::Classification ? "equal_opportunity_difference" : "ks_distance";
}

Result<const MetricInfo*> checkSelection(const SelectionSpec& selection, Task task, const std::string& path)
{
    if (selection.folds < kMinimumSelectionFolds || selection.folds > kMaximumSelectionFolds)
        return invalidArgument(text("“%1.folds” is %2; it must be between %3 and %4", path, selection.folds,
            kMinimumSelectionFolds, kMaximumSelectionFolds));
    if (!(selection.keep > 0.0 && selection.keep <= 1.0))
        return invalidArgument(
            text("“%1.keep” is %2; it must be above 0 and at most 1", path, selection.keep));
    const std::string id = unfairnessMetricOf(selection, task);
    EH_TRY(const MetricInfo* const metric, findMetric(id));
    const bool fitsTask = task == Task::Classification ? metric->classification : metric->regression;
    if (metric->role != MetricRole::Unfairness || !fitsTask)
        return invalidArgument(
            text("“%1.unfairness” cannot be “%2”: it must be an unfairness metric of this task", path, id));
    return metric;
}

} // namespace evenhand
