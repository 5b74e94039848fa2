#include "engine/io/audit_impossibility_json.h"

namespace evenhand {

namespace {

json::object ratesToJson(const ErrorRates& rates)
{
    json::object object;
    using enum ErrorRate;
    for (const ErrorRate rate : {Precision, FalsePositiveRate, FalseNegativeRate})
        object[errorRateId(rate)] = rates.of(rate);
    return object;
}

json::object choiceToJson(const ForcedRate& choice, const std::vector<std::string>& names)
{
    json::object object;
    object["equal"] = json::array {errorRateId(choice.first), errorRateId(choice.second)};
    object["forced"] = errorRateId(choice.forced);
    json::object values;
    for (std::size_t i = 0; i < names.size(); ++i)
        values[names[i]] = jsonNumber(choice.values[i]);
    object["values"] = std::move(values);
    object["feasible"] = choice.isFeasible;
    object["gap"] = choice.isFeasible ? jsonNumber(choice.gap) : json::value();
    return object;
}

json::object compromiseToJson(const RateCompromise& best, const std::vector<std::string>& names)
{
    json::object object;
    object["largest_gap"] = best.epsilon;
    object["today"] = best.today;
    json::object rates;
    rates[names[best.low]] = ratesToJson(best.lowRates);
    rates[names[best.high]] = ratesToJson(best.highRates);
    object["rates"] = std::move(rates);
    return object;
}

} // namespace

json::object impossibilityToJson(const AttributeAudit& attribute, double confidence)
{
    const Impossibility result = impossibility(attribute, confidence);
    json::object object;
    if (!result.undefined.empty()) {
        object["undefined"] = result.undefined.english();
        return object;
    }
    std::vector<std::string> names;
    json::object baseRates;
    for (std::size_t i = 0; i < result.groups.size(); ++i) {
        names.push_back(attribute.groups[result.groups[i]].name);
        baseRates[names.back()] = result.baseRates[i];
    }
    object["base_rates"] = std::move(baseRates);
    object["base_rate_difference"]
        = json::object {{"value", result.baseRates[result.high] - result.baseRates[result.low]},
            {"low", result.baseRateGap.low}, {"high", result.baseRateGap.high},
            {"groups", {names[result.low], names[result.high]}}};
    object["base_rates_differ"] = result.baseRatesDiffer;
    object["can_all_hold"] = result.canAllHold;
    object["pooled"] = ratesToJson(result.pooled);
    json::array choices;
    for (const ForcedRate& choice : result.choices)
        choices.push_back(choiceToJson(choice, names));
    object["choices"] = std::move(choices);
    object["compromise"]
        = result.compromise ? json::value(compromiseToJson(*result.compromise, names)) : json::value();
    json::array leftOut;
    for (const auto* const groups : {&result.small, &result.oneSided})
        for (const std::size_t group : *groups)
            leftOut.emplace_back(attribute.groups[group].name);
    object["excluded"] = std::move(leftOut);
    json::array sentences;
    for (const Text& sentence : result.sentences)
        sentences.emplace_back(sentence.english());
    object["sentences"] = std::move(sentences);
    return object;
}

} // namespace evenhand
