#pragma once

#include "engine/audit/audit.h"
#include "tests/support/tables.h"

namespace evenhand::test {

/// People with the columns sex, region, age, score, decision and outcome: women are selected less often, the
/// region "far" has few people, and nobody is a woman of that region.
inline Dataset scoredPeople(std::size_t n = 600)
{
    CategoricalColumn sex, region, decision, outcome;
    NumericColumn age, score;
    sex.levels = {"woman", "man"};
    region.levels = {"north", "south", "far"};
    decision.levels = outcome.levels = {"yes", "no"};
    for (std::size_t i = 0; i < n; ++i) {
        const bool isFar = i % 60 == 1;
        const bool isMan = i % 2 == 1;
        sex.codes.push_back(isMan ? 1 : 0);
        region.codes.push_back(isFar ? 2 : static_cast<std::int32_t>(i / 2 % 2));
        age.values.push_back(20.0 + static_cast<double>(i * 7 % 45));
        const double merit = static_cast<double>(i * 37 % 101) / 101.0;
        score.values.push_back(isMan ? merit : 0.8 * merit);
        decision.codes.push_back(score.values.back() >= 0.5 ? 0 : 1);
        outcome.codes.push_back(merit + 0.3 * static_cast<double>(i * 13 % 17) / 17.0 >= 0.6 ? 0 : 1);
    }
    Dataset data;
    data.name = "people.csv";
    data.table = table({{"sex", ColumnKind::Categorical, sex}, {"region", ColumnKind::Categorical, region},
        {"age", ColumnKind::Numeric, age}, {"score", ColumnKind::Numeric, score},
        {"decision", ColumnKind::Categorical, decision}, {"outcome", ColumnKind::Categorical, outcome}});
    return data;
}

/// Their audit by sex, region and both together.
inline std::shared_ptr<const AuditReport> auditOf(const Dataset& data, const AuditSpec& spec)
{
    Roles roles;
    roles.target = "outcome";
    roles.favourable = "yes";
    roles.sensitive = {"sex", "region"};
    const auto made = audit(roles, spec, data, RunContext {});
    if (made.has_error())
        throw std::logic_error(made.error().english());
    return *made;
}

inline AuditSpec quickSpec()
{
    AuditSpec spec;
    spec.prediction = "decision";
    spec.score = "score";
    spec.replicates = 100;
    return spec;
}

} // namespace evenhand::test
