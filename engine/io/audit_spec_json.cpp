#include "engine/io/audit_spec_json.h"

#include "engine/io/json_fields.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::array<std::string_view, 4> kConventions {"evenhand", "fairlearn", "aif360", "aequitas"};
constexpr std::uint64_t kMostReplicates = 1'000'000;

json::value textOrNull(const std::string& value)
{
    return value.empty() ? json::value(nullptr) : json::value(value);
}

Result<AuditPolicy> readPolicy(const json::value& value, const std::string& file)
{
    AuditPolicy policy;
    JsonFields fields(value, "audit.policy", file, {"by_ratio", "ratio", "tolerance"});
    fields.read("by_ratio", policy.byRatio);
    fields.read("ratio", policy.ratio);
    fields.read("tolerance", policy.tolerance);
    if (!(policy.ratio > 0.0 && policy.ratio <= 1.0))
        fields.fail("ratio", "a number above 0 and at most 1");
    if (!(policy.tolerance >= 0.0 && std::isfinite(policy.tolerance)))
        fields.fail("tolerance", "a number of at least 0");
    EH_CHECK(fields.outcome());
    return policy;
}

Error contradiction(Text what, Text hint, const std::string& file)
{
    return {ErrorCode::Unreadable, std::move(what), std::move(hint), {file, {}, {}}};
}

} // namespace

json::object auditSpecToJson(const AuditSpec& audit)
{
    json::object object;
    object["prediction"] = textOrNull(audit.prediction);
    object["score"] = textOrNull(audit.score);
    object["threshold"] = audit.threshold ? json::value(*audit.threshold) : json::value(nullptr);
    object["high_score_is_favourable"] = audit.highScoreIsFavourable;
    object["reference"] = textOrNull(audit.reference);
    object["condition"] = textOrNull(audit.condition);
    object["convention"] = audit.convention;
    object["confidence"] = audit.confidence;
    object["replicates"] = audit.replicates;
    object["seed"] = audit.seed;
    object["policy"] = json::object {{"by_ratio", audit.policy.byRatio}, {"ratio", audit.policy.ratio},
        {"tolerance", audit.policy.tolerance}};
    if (!audit.divergenceColumns.empty())
        object["divergence_columns"]
            = json::array(audit.divergenceColumns.begin(), audit.divergenceColumns.end());
    return object;
}

Result<AuditSpec> readAuditSpec(const json::value& value, const std::string& file)
{
    AuditSpec audit;
    JsonFields fields(value, "audit", file,
        {"prediction", "score", "threshold", "high_score_is_favourable", "reference", "condition",
            "convention", "confidence", "replicates", "seed", "policy", "divergence_columns"});
    fields.read("prediction", audit.prediction);
    fields.read("score", audit.score);
    if (fields.find("threshold") != nullptr) {
        audit.threshold = 0.0;
        fields.read("threshold", *audit.threshold);
    }
    fields.read("high_score_is_favourable", audit.highScoreIsFavourable);
    fields.read("reference", audit.reference);
    fields.read("condition", audit.condition);
    fields.read("convention", audit.convention);
    if (std::ranges::find(kConventions, audit.convention) == kConventions.end())
        fields.fail("convention", "“evenhand”, “fairlearn”, “aif360” or “aequitas”");
    fields.read("confidence", audit.confidence);
    if (!(audit.confidence > 0.5 && audit.confidence < 1.0))
        fields.fail("confidence", "a number between 0.5 and 1");
    std::uint64_t replicates = audit.replicates;
    fields.read("replicates", replicates);
    if (replicates > kMostReplicates)
        fields.fail("replicates", "a whole number of at most 1,000,000");
    audit.replicates = replicates;
    fields.read("seed", audit.seed);
    fields.read("divergence_columns", audit.divergenceColumns);
    if (const json::value* const policy = fields.find("policy")) {
        EH_TRY(audit.policy, readPolicy(*policy, file));
    }
    EH_CHECK(fields.outcome());
    return audit;
}

Result<void> checkAudit(const Study& study, const std::string& file)
{
    const AuditSpec& audit = study.audit;
    const std::string& target = study.roles.target;
    if (audit.hasPredictions() && audit.prediction == audit.score)
        return contradiction(
            text("“%1” is named both as “%2” and as “%3”", audit.score, "audit.prediction", "audit.score"),
            text("decisions go into “%1”, numbers behind them into “%2”", "audit.prediction", "audit.score"),
            file);
    for (const auto& [column, field] :
        {std::pair {&audit.prediction, "audit.prediction"}, {&audit.score, "audit.score"}}) {
        if (column->empty())
            continue;
        if (*column == target)
            return contradiction(
                text("“%1” is named both as “%2” and as “%3”", *column, "roles.target", field),
                text("a prediction is compared with the outcome, so they are two columns"), file);
        const auto& sensitive = study.roles.sensitive;
        if (std::ranges::find(sensitive, *column) != sensitive.end())
            return contradiction(
                text("“%1” is named both as “%2” and as “%3”", *column, "roles.sensitive", field),
                text("leave it out of one of them"), file);
    }
    if (audit.threshold && audit.score.empty())
        return contradiction(text("“%1” needs “%2”", "audit.threshold", "audit.score"),
            text("name the column that the threshold cuts"), file);
    return kOk;
}

} // namespace evenhand
