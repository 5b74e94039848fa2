#include "engine/figures/run_names.h"

#include "engine/figures/figure_parts.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// "ROC", "F1", "C" and "R²" keep their capitals.
std::string inSentence(std::string name)
{
    const bool isWord
        = name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
    if (isWord)
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return name;
}

/// Name of a method's parameter; an id that the registry does not know stays an id.
std::string parameterName(const RunResult& run, const std::string& id)
{
    const auto info = findMethod(run.method);
    if (info.has_error())
        return id;
    const auto found = std::ranges::find((*info)->params, id, &ParamSpec::id);
    return found == (*info)->params.end() ? id : inSentence(std::string(found->name));
}

/// A number, or a choice in words: "equal opportunity".
std::string valueWords(const ParamValue& value)
{
    if (std::holds_alternative<double>(value))
        return shortNumber(std::get<double>(value), 4);
    std::string words = std::get<std::string>(value);
    std::ranges::replace(words, '_', ' ');
    return words;
}

std::string described(const RunResult& run, const ParamSet& params)
{
    std::string words;
    for (const auto& [id, value] : params)
        words += (words.empty() ? "" : ", ") + parameterName(run, id) + " " + valueWords(value);
    return words;
}

} // namespace

std::string learnerName(const RunResult& run)
{
    const auto info = findLearner(run.learner);
    return info.has_value() ? std::string((*info)->name) : run.learner;
}

std::string methodName(const RunResult& run)
{
    if (run.method.empty())
        return "no repair";
    const auto info = findMethod(run.method);
    return info.has_value() ? std::string((*info)->name) : run.method;
}

std::string runName(const RunResult& run, bool withLearner)
{
    return withLearner ? learnerName(run) + " · " + methodName(run) : methodName(run);
}

std::string metricName(const std::string& metricId)
{
    constexpr std::array kPeople {"Kolmogorov", "Wasserstein", "Brier", "Theil", "Gini", "Sinkhorn"};
    const auto info = findMetric(metricId);
    std::string name = info.has_value() ? std::string((*info)->name) : metricId;
    const bool isPerson
        = std::ranges::any_of(kPeople, [&](const char* person) { return name.starts_with(person); });
    return isPerson ? name : inSentence(std::move(name));
}

bool hasSeveralLearners(const Report& report)
{
    return std::any_of(report.runs.begin(), report.runs.end(),
        [&](const RunResult& run) { return !isSameLearner(run, report.runs.front()); });
}

std::string metricNumber(const std::string& metricId, double value)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->isShare ? percentNumber(value) : shortNumber(value, 4);
}

const RepeatedMetric* findMetricOf(const std::vector<RepeatedMetric>& metrics, const std::string& id)
{
    const auto found
        = std::find_if(metrics.begin(), metrics.end(), [&](const RepeatedMetric& m) { return m.id == id; });
    return found == metrics.end() ? nullptr : &*found;
}

Text strengthWords(const RunResult& run)
{
    const auto strength = strengthOf(run);
    if (!strength)
        return {};
    const std::string name = parameterName(run, strengthIdOf(run));
    const std::string value = shortNumber(*strength, 3);
    // What the number of a tolerance counts is a choice of its own.
    const auto kind = run.methodParams.find("tolerance");
    const auto* const counts
        = kind == run.methodParams.end() ? nullptr : std::get_if<std::string>(&kind->second);
    if (counts != nullptr && *counts == "share")
        return text("%1 %2 of the unconstrained gap", name, value);
    if (counts != nullptr && *counts == "validation_gap")
        return text("%1 %2 for the gap in validation", name, value);
    return text("%1 %2", name, value);
}

std::string describeParameters(const RunResult& run)
{
    return described(run, run.methodParams);
}

std::string describeDifference(const RunResult& run, const RunResult& other)
{
    ParamSet own = run.methodParams;
    own.erase(strengthIdOf(run));
    std::erase_if(own, [&](const auto& parameter) {
        const auto its = other.methodParams.find(parameter.first);
        return its != other.methodParams.end() && its->second == parameter.second;
    });
    return described(run, own);
}

std::vector<std::pair<std::string, ParamValue>> chosenParameters(const RunResult& run)
{
    std::vector<std::pair<std::string, ParamValue>> chosen;
    if (!run.selection)
        return chosen;
    const auto add = [&](const ParamGrid& grid, const ParamSet& params) {
        for (const auto& [id, values] : grid)
            if (const auto found = params.find(id); values.size() > 1 && found != params.end())
                chosen.emplace_back(id, found->second);
    };
    add(run.selection->asked.learner.params, run.learnerParams);
    add(offeredToMethod(run), run.methodParams);
    return chosen;
}

std::string describeChoice(const RunResult& run)
{
    std::string described;
    for (const auto& [id, value] : chosenParameters(run)) {
        const double* const number = std::get_if<double>(&value);
        described += (described.empty() ? "chosen: " : ", ") + id + " "
            + (number != nullptr ? shortNumber(*number, 4) : std::get<std::string>(value));
    }
    if (described.empty() || run.selection->repeats.empty())
        return {};
    return described + " (" + std::to_string(run.selection->timesChosen) + " of "
        + std::to_string(run.selection->repeats.size()) + ")";
}

} // namespace evenhand
