#include "engine/io/audit_conditional_json.h"

#include "engine/io/audit_json.h"

#include <algorithm>

namespace evenhand {

namespace {

/// Pairs with the one that the summary speaks of first.
std::vector<const ConditionalPair*> orderedPairs(const ConditionalAudit& audit)
{
    std::vector<const ConditionalPair*> pairs;
    for (const ConditionalPair& pair : audit.pairs)
        pairs.push_back(&pair);
    std::stable_partition(pairs.begin(), pairs.end(),
        [&](const ConditionalPair* pair) { return pair->sentence == audit.summary; });
    return pairs;
}

json::object pairToJson(const ConditionalPair& pair, const std::vector<GroupAudit>& groups)
{
    json::object object;
    object["groups"] = json::array {groups[pair.group].name, groups[pair.reference].name};
    object["crude"] = metricValueToJson(pair.crude);
    object["weighted"] = metricValueToJson(pair.weighted);
    object["standardised"] = metricValueToJson(pair.standardised);
    object["odds_ratio"] = jsonNumber(pair.oddsRatio);
    object["p"] = pair.test ? jsonNumber(pair.test->p) : nullptr;
    object["homogeneity_p"] = pair.homogeneity ? jsonNumber(pair.homogeneity->p) : nullptr;
    object["sign_turns"] = pair.signTurns;
    json::array leftOut;
    for (const std::string& name : pair.leftOut)
        leftOut.emplace_back(name);
    object["left_out"] = std::move(leftOut);
    return object;
}

json::object stratumToJson(const ConditionalStratum& stratum, const std::vector<GroupAudit>& groups)
{
    json::object object;
    object["name"] = stratum.name;
    object["share"] = stratum.share;
    json::array rates;
    for (std::size_t g = 0; g < groups.size(); ++g) {
        json::object rate = metricValueToJson(stratum.groups[g]);
        rate["group"] = groups[g].name;
        rate["rows"] = static_cast<std::int64_t>(stratum.rows[g]);
        rates.push_back(std::move(rate));
    }
    object["groups"] = std::move(rates);
    return object;
}

/// Each pair's sentence, followed by what limits it.
std::vector<Text> sentencesOf(const ConditionalAudit& audit)
{
    std::vector<Text> sentences;
    for (const ConditionalPair* const pair : orderedPairs(audit)) {
        sentences.push_back(pair->sentence);
        sentences.insert(sentences.end(), pair->caveats.begin(), pair->caveats.end());
    }
    if (sentences.empty())
        sentences.push_back(audit.summary);
    return sentences;
}

json::object conditionalToJson(const ConditionalAudit& audit, const std::vector<GroupAudit>& groups)
{
    json::object object;
    object["column"] = audit.condition;
    object["metric"] = audit.metricId;
    json::array strata;
    for (const ConditionalStratum& stratum : audit.strata)
        strata.push_back(stratumToJson(stratum, groups));
    object["strata"] = std::move(strata);
    json::array pairs;
    for (const ConditionalPair* const pair : orderedPairs(audit))
        pairs.push_back(pairToJson(*pair, groups));
    if (!pairs.empty())
        for (const auto& [key, value] : pairs.front().get_object())
            object[key] = value;
    object["pairs"] = std::move(pairs);
    json::array sentences;
    for (const Text& sentence : sentencesOf(audit))
        sentences.emplace_back(sentence.english());
    object["sentences"] = std::move(sentences);
    return object;
}

} // namespace

void addConditionalJson(const AuditReport& report, const ConditionalAudits& audits, json::object& object)
{
    json::array& attributes = object.at("attributes").get_array();
    for (std::size_t i = 0; i < audits.size(); ++i)
        if (audits[i])
            attributes[i].get_object()["conditional"]
                = conditionalToJson(*audits[i], report.attributes[i].groups);
}

std::string conditionalText(const AuditReport& report, const ConditionalAudits& audits)
{
    std::string all;
    for (std::size_t i = 0; i < audits.size(); ++i) {
        if (!audits[i])
            continue;
        all += "\n== " + printable(report.attributes[i].name) + ", with " + printable(audits[i]->condition)
            + " held fixed\n\n";
        for (const Text& sentence : sentencesOf(*audits[i]))
            all += "  " + printable(sentence.english()) + "\n";
    }
    return all;
}

} // namespace evenhand
