#include "engine/learners/parameters.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

template <class Items, class Name> std::string listed(const Items& items, const Name& name)
{
    std::string all;
    for (const auto& item : items)
        all += (all.empty() ? "" : ", ") + std::string(name(item));
    return all;
}

Result<void> checkNumber(std::string_view owner, const ParamSpec& spec, const ParamValue& value)
{
    const double* const number = std::get_if<double>(&value);
    if (number == nullptr)
        return invalidArgument(text(
            "parameter “%1” of “%2” is a number, not “%3”", spec.id, owner, std::get<std::string>(value)));
    if (!(*number >= spec.minimum && *number <= spec.maximum))
        return invalidArgument(text("parameter “%1” of “%2” is %3; it must be between %4 and %5", spec.id,
            owner, *number, spec.minimum, spec.maximum));
    if (spec.kind == ParamKind::Integer && std::floor(*number) != *number)
        return invalidArgument(
            text("parameter “%1” of “%2” is %3; it must be a whole number", spec.id, owner, *number));
    return kOk;
}

Result<void> checkChoice(std::string_view owner, const ParamSpec& spec, const ParamValue& value)
{
    const std::string* const chosen = std::get_if<std::string>(&value);
    if (chosen != nullptr && std::ranges::find(spec.choices, *chosen) != spec.choices.end())
        return kOk;
    const std::string given = chosen != nullptr ? *chosen : exactNumber(std::get<double>(value));
    return invalidArgument(text("parameter “%1” of “%2” cannot be “%3”", spec.id, owner, given),
        text("it is one of: %1", listed(spec.choices, std::identity {})));
}

ParamValue defaultOf(const ParamSpec& spec)
{
    if (spec.kind == ParamKind::Choice)
        return std::string(spec.choices.front());
    return spec.defaultNumber;
}

} // namespace

Result<ParamSet> completeParams(
    std::string_view owner, const std::vector<ParamSpec>& specs, const ParamSet& given)
{
    for (const auto& [id, value] : given)
        if (std::ranges::find(specs, id, &ParamSpec::id) == specs.end())
            return invalidArgument(text("“%1” has no parameter “%2”", owner, id),
                specs.empty() ? text("it has no parameters")
                              : text("its parameters are: %1", listed(specs, std::mem_fn(&ParamSpec::id))));
    ParamSet complete;
    for (const ParamSpec& spec : specs) {
        const auto found = given.find(spec.id);
        ParamValue value = found == given.end() ? defaultOf(spec) : found->second;
        EH_CHECK(spec.kind == ParamKind::Choice ? checkChoice(owner, spec, value)
                                                : checkNumber(owner, spec, value));
        complete.emplace(spec.id, std::move(value));
    }
    return complete;
}

double number(const ParamSet& params, std::string_view id)
{
    const auto found = params.find(id);
    return std::get<double>(found->second);
}

const std::string& choice(const ParamSet& params, std::string_view id)
{
    const auto found = params.find(id);
    return std::get<std::string>(found->second);
}

std::vector<ParamSet> expandGrid(const ParamGrid& grid)
{
    std::vector<ParamSet> all {ParamSet {}};
    for (const auto& [id, values] : grid) {
        if (values.empty())
            continue;
        std::vector<ParamSet> longer;
        longer.reserve(all.size() * values.size());
        for (const ParamSet& begun : all) {
            for (const ParamValue& value : values) {
                longer.push_back(begun);
                longer.back().emplace(id, value);
            }
        }
        all = std::move(longer);
    }
    return all;
}

} // namespace evenhand
