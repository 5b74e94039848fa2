#include "engine/figures/run_names.h"

#include "engine/figures/figure_parts.h"
#include "engine/learners/learner.h"
#include "engine/methods/method.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// Id of the method's strength parameter; empty if it has none.
std::string strengthId(const RunResult& run)
{
    const auto info = findMethod(run.method);
    if (info.has_value()) {
        for (const ParamSpec& spec : (*info)->params) {
            if (spec.isStrength)
                return std::string(spec.id);
        }
        return {};
    }
    return run.methodParams.contains("strength") ? "strength" : "";
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
    // "ROC", "F1" and "R²" keep their capitals, too.
    const bool isWord
        = name.size() > 1 && name[0] >= 'A' && name[0] <= 'Z' && name[1] >= 'a' && name[1] <= 'z';
    if (isWord && !isPerson)
        name[0] = static_cast<char>(name[0] - 'A' + 'a');
    return name;
}

bool hasSeveralLearners(const Report& report)
{
    return std::any_of(report.runs.begin(), report.runs.end(),
        [&](const RunResult& run) { return run.learnerIndex != report.runs.front().learnerIndex; });
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

std::optional<double> strengthOf(const RunResult& run)
{
    const auto found = run.methodParams.find(strengthId(run));
    if (found == run.methodParams.end() || !std::holds_alternative<double>(found->second))
        return {};
    return std::get<double>(found->second);
}

bool isSamePath(const RunResult& a, const RunResult& b)
{
    ParamSet paramsA = a.methodParams;
    ParamSet paramsB = b.methodParams;
    paramsA.erase(strengthId(a));
    paramsB.erase(strengthId(b));
    return a.learnerIndex == b.learnerIndex && a.method == b.method && paramsA == paramsB;
}

std::string describeParameters(const RunResult& run)
{
    std::string described;
    for (const auto& [id, value] : run.methodParams) {
        const std::string shown = std::holds_alternative<double>(value)
            ? shortNumber(std::get<double>(value), 4)
            : std::get<std::string>(value);
        described += (described.empty() ? "" : ", ") + id + " " + shown;
    }
    return described;
}

} // namespace evenhand
