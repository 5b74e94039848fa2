#include "engine/data/propose_audit.h"

#include "engine/data/outcome.h"
#include "engine/data/role_words.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace evenhand {

namespace {

enum class Part : std::uint8_t { None, Decision, Score, Number };

std::set<std::string> levelsOf(const Column& column)
{
    const std::vector<std::string> levels = outcomeLevels(column);
    return {levels.begin(), levels.end()};
}

bool holdsIntegers(const NumericColumn& numbers)
{
    return std::ranges::all_of(
        numbers.values, [](double value) { return std::isnan(value) || value == std::floor(value); });
}

/// Tells by content which part a column can play whose name speaks for a prediction.
class PartFinder {
public:
    PartFinder(const Table& table, const std::vector<ColumnProfile>& profiles, const Roles& roles)
        : m_table(table)
        , m_profiles(profiles)
        , m_roles(roles)
    {
        if (const auto index = table.indexOf(roles.target); index && !roles.target.empty())
            m_target = &table.columns()[*index];
        if (m_target != nullptr && roles.task == Task::Classification)
            m_levels = levelsOf(*m_target);
    }

    [[nodiscard]] Part part(std::size_t column) const
    {
        const ColumnProfile& profile = m_profiles[column];
        const PredictionName name = predictionName(profile.name);
        const bool hasRole
            = profile.name == m_roles.target || std::ranges::count(m_roles.sensitive, profile.name) > 0;
        if (name == PredictionName::No || hasRole || profile.distinct == 0
            || profile.missing * 2 > profile.rows)
            return Part::None;
        if (name == PredictionName::Score && m_target == nullptr)
            return Part::None;
        if (m_target != nullptr && m_roles.task == Task::Regression)
            return name == PredictionName::Prediction && profile.minimum ? Part::Number : Part::None;
        if (profile.distinct == 2 && name != PredictionName::Probability
            && fitsOutcome(m_table.columns()[column]))
            return Part::Decision;
        return isScore(column, name) ? Part::Score : Part::None;
    }

private:
    /// The outcome's own values, or 0 and 1, which are understood beside any outcome.
    [[nodiscard]] bool fitsOutcome(const Column& column) const
    {
        const std::set<std::string> levels = levelsOf(column);
        return m_target == nullptr || levels == m_levels || levels == std::set<std::string> {"0", "1"};
    }
    [[nodiscard]] bool isScore(std::size_t column, PredictionName name) const
    {
        constexpr double kLargestGrade = 100.0;
        const ColumnProfile& profile = m_profiles[column];
        const NumericColumn* const numbers = m_table.columns()[column].numeric();
        if (numbers == nullptr || !profile.minimum || !profile.maximum)
            return false;
        if (*profile.minimum >= 0.0 && *profile.maximum <= 1.0)
            return true;
        if (name == PredictionName::Probability)
            return false;
        return name == PredictionName::Prediction
            || (*profile.minimum >= 0.0 && *profile.maximum <= kLargestGrade && holdsIntegers(*numbers));
    }

    const Table& m_table;
    const std::vector<ColumnProfile>& m_profiles;
    const Roles& m_roles;
    const Column* m_target = nullptr;
    std::set<std::string> m_levels;
};

/// Sign of the covariance of a score with the favourable outcome; 0 when it says nothing.
int agreement(const NumericColumn& score, const Column& target, const std::string& favourable)
{
    const auto test = OutcomeTest::create(target, favourable, "target");
    if (test.has_error())
        return 0;
    double rows = 0.0;
    double good = 0.0;
    double scores = 0.0;
    double both = 0.0;
    for (std::size_t row = 0; row < score.values.size(); ++row) {
        if (std::isnan(score.values[row]) || target.isMissing(row))
            continue;
        const double holds = test->holds(row) ? 1.0 : 0.0;
        rows += 1.0;
        good += holds;
        scores += score.values[row];
        both += holds * score.values[row];
    }
    const double covariance = both * rows - good * scores;
    return covariance > 0.0 ? 1 : covariance < 0.0 ? -1 : 0;
}

double medianOf(const NumericColumn& numbers)
{
    std::vector<double> present;
    std::ranges::copy_if(
        numbers.values, std::back_inserter(present), [](double v) { return !std::isnan(v); });
    const auto middle = present.begin() + static_cast<std::ptrdiff_t>(present.size() / 2);
    std::nth_element(present.begin(), middle, present.end());
    return *middle;
}

} // namespace

void proposeScore(
    const Table& table, const ColumnProfile& profile, const Roles& roles, AuditProposal& proposal)
{
    constexpr double kFirstHighDecile = 5.0; // "medium or high" in the tables with deciles from 1 to 10
    proposal.audit.score = profile.name;
    const auto index = table.indexOf(profile.name);
    const NumericColumn* const numbers = index ? table.columns()[*index].numeric() : nullptr;
    if (numbers == nullptr || !profile.minimum || !profile.maximum)
        return;
    const auto target = roles.target.empty() ? std::nullopt : table.indexOf(roles.target);
    const int sign = target ? agreement(*numbers, table.columns()[*target], roles.favourable) : 0;
    // Without better knowledge a score speaks of the target's 1, which may be what nobody hopes for.
    const bool isOfHarm
        = meansHarm(profile.name) || meansRisk(profile.name) || (target && meansHarm(roles.target));
    proposal.audit.highScoreIsFavourable = sign == 0 ? !isOfHarm : sign > 0;
    if (sign != 0)
        proposal.reasons.emplace_back(profile.name,
            text(sign > 0 ? "rows with the outcome “%1” have the higher scores"
                          : "rows with the outcome “%1” have the lower scores",
                roles.favourable));
    proposal.audit.threshold.reset();
    if (*profile.minimum >= 0.0 && *profile.maximum <= 1.0)
        return;
    const bool areDeciles = *profile.minimum >= 1.0 && *profile.maximum > kFirstHighDecile
        && *profile.maximum <= 10.0 && holdsIntegers(*numbers);
    proposal.audit.threshold = areDeciles ? kFirstHighDecile : medianOf(*numbers);
    proposal.reasons.emplace_back(profile.name,
        areDeciles ? text("deciles from %1 on are often called high", *proposal.audit.threshold)
                   : text("its median, %1, is proposed as the threshold", *proposal.audit.threshold));
}

AuditProposal proposeAudit(const Table& table, const std::vector<ColumnProfile>& profiles, const Roles& roles)
{
    AuditProposal proposal;
    const PartFinder finder(table, profiles, roles);
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const std::string& name = profiles[i].name;
        switch (finder.part(i)) {
        case Part::None:
            break;
        case Part::Decision:
        case Part::Number:
            if (!proposal.audit.prediction.empty())
                break;
            proposal.audit.prediction = name;
            proposal.reasons.emplace_back(name, text("its name means a prediction of the outcome"));
            break;
        case Part::Score:
            if (!proposal.audit.score.empty())
                break;
            proposal.reasons.emplace_back(name, text("its name means a score of the outcome"));
            proposeScore(table, profiles[i], roles, proposal);
            break;
        }
    }
    // Decisions need no threshold.
    if (!proposal.audit.prediction.empty())
        proposal.audit.threshold.reset();
    return proposal;
}

} // namespace evenhand
