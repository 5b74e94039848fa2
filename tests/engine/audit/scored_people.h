#pragma once

#include "engine/audit/audit.h"
#include "engine/core/rng.h"
#include "tests/support/tables.h"

#include <algorithm>
#include <cmath>

namespace evenhand::test {

inline Column categories(std::string name, std::vector<std::string> levels, std::vector<std::int32_t> codes)
{
    return {
        std::move(name), ColumnKind::Categorical, CategoricalColumn {std::move(codes), std::move(levels)}};
}

/// People of some groups with a score in (0, 1) and an outcome "yes" or "no".
struct ScoredPeople {
    std::vector<std::string> names {"north", "south"};
    std::vector<std::int32_t> group, outcome; ///< outcome 1: "yes"
    std::vector<double> score, weight;

    void add(std::int32_t code, double s, bool came, double w = 1.0)
    {
        group.push_back(code);
        score.push_back(s);
        outcome.push_back(came ? 1 : 0);
        weight.push_back(w);
    }
    /// @p n people whose outcome comes true with the probability of their score plus @p excess.
    void addMany(std::int32_t code, int n, double excess, Rng& rng)
    {
        for (int i = 0; i < n; ++i) {
            const double s = std::round(1000.0 * (0.2 + 0.6 * rng.uniform())) / 1000.0;
            add(code, s, rng.uniform() < s + excess, 0.5 + rng.uniform());
        }
    }
    [[nodiscard]] Dataset data() const
    {
        Dataset made;
        made.name = "people";
        made.table = table({categories("region", names, group), categories("paid", {"no", "yes"}, outcome),
            numbers("score", score), numbers("weight", weight)});
        return made;
    }
    [[nodiscard]] Result<std::shared_ptr<const AuditReport>> tryAudit(
        AuditSpec spec, bool weighted = false, const RunContext& ctx = {}) const
    {
        Roles roles;
        roles.target = "paid";
        roles.favourable = "yes";
        roles.sensitive = {"region"};
        if (weighted)
            roles.weight = "weight";
        return evenhand::audit(roles, spec, data(), ctx);
    }
    [[nodiscard]] std::shared_ptr<const AuditReport> audit(
        bool highIsFavourable = true, bool weighted = false, const RunContext& ctx = {}) const
    {
        AuditSpec spec;
        spec.score = "score";
        spec.highScoreIsFavourable = highIsFavourable;
        spec.replicates = 400;
        auto made = tryAudit(spec, weighted, ctx);
        if (made.has_error())
            throw std::logic_error(made.error().english());
        return *made;
    }
};

inline ScoredPeople twoRegions(int n = 600)
{
    ScoredPeople people;
    Rng rng(11, 3);
    people.addMany(0, n, 0.0, rng);
    people.addMany(1, n / 2, 0.1, rng);
    return people;
}

} // namespace evenhand::test
