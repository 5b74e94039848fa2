#include "engine/data/propose_roles.h"

#include "engine/data/column_names.h"
#include "engine/data/propose_audit.h"
#include "engine/data/role_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace evenhand {

namespace {

constexpr std::size_t kMostClasses = 20;
constexpr std::size_t kMostGroups = 50;

/// A column with a number that says how well it fits.
struct Rated {
    std::size_t column = 0;
    int score = 0;
};

std::vector<std::string> namesOf(const std::vector<Rated>& rated, const std::vector<ColumnProfile>& profiles)
{
    std::vector<std::string> names;
    for (const Rated& one : rated)
        names.push_back(profiles[one.column].name);
    return names;
}

bool isFeatureless(const ColumnProfile& profile)
{
    return profile.kind == ColumnKind::Identifier || profile.kind == ColumnKind::Date
        || profile.kind == ColumnKind::Text || profile.kind == ColumnKind::Constant;
}

bool isNumberColumn(const ColumnProfile& profile)
{
    return profile.minimum.has_value();
}

std::vector<Rated> rateSensitive(const std::vector<ColumnProfile>& profiles)
{
    std::vector<Rated> rated;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const ColumnProfile& profile = profiles[i];
        const int weight = sensitiveName(profile.name).weight;
        if (weight == 0 || profile.distinct < 2 || profile.kind == ColumnKind::Identifier
            || profile.kind == ColumnKind::Date || profile.kind == ColumnKind::Text)
            continue;
        // Groups that are there already are preferred to numbers that have to be cut first.
        const bool needsCuts = isNumberColumn(profile) && profile.distinct > kMostClasses;
        const bool hasManyGroups = !isNumberColumn(profile) && profile.distinct > kMostGroups;
        rated.push_back({i, weight - (needsCuts ? 30 : 0) - (hasManyGroups ? 30 : 0)});
    }
    std::ranges::stable_sort(rated, [](const Rated& a, const Rated& b) { return a.score > b.score; });
    return rated;
}

/// "recid (2)": a name that stood in the file twice.
bool isCopyName(const std::string& name)
{
    return name.size() > 4 && name.ends_with(')') && name.find(" (") != std::string::npos;
}

std::vector<Rated> rateTargets(const std::vector<ColumnProfile>& profiles)
{
    constexpr int kLast = 50;
    constexpr int kTwoClasses = 15;
    constexpr int kSomeClasses = 8;
    constexpr int kSaysTarget = 100;
    const bool isTargetNamed = std::ranges::any_of(
        profiles, [](const ColumnProfile& profile) { return targetWeight(profile.name) >= kSaysTarget; });
    std::vector<Rated> rated;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const ColumnProfile& profile = profiles[i];
        const PredictionName prediction = predictionName(profile.name);
        if (prediction != PredictionName::No && prediction != PredictionName::Score)
            continue;
        const bool hasTooManyClasses = !isNumberColumn(profile) && profile.distinct > kMostClasses;
        const bool isMostlyMissing = profile.missing * 2 > profile.rows;
        if (isFeatureless(profile) || hasTooManyClasses || isMostlyMissing || meansWeight(profile.name)
            || sensitiveName(profile.name).weight > 40)
            continue;
        int score = targetWeight(profile.name);
        // A score beside a target is a prediction of it, wherever it stands.
        const bool isScored = isTargetNamed && prediction == PredictionName::Score;
        score += i + 1 == profiles.size() && !isScored ? kLast : 0;
        score -= isCopyName(profile.name) ? kLast + kLast : 0;
        score += profile.distinct == 2 ? kTwoClasses : profile.distinct <= kMostClasses ? kSomeClasses : 0;
        rated.push_back({i, score});
    }
    // Of equals, the later column: targets stand at the end.
    std::ranges::stable_sort(rated, [](const Rated& a, const Rated& b) {
        return a.score != b.score ? a.score > b.score : a.column > b.column;
    });
    return rated;
}

Task taskOf(const ColumnProfile& target)
{
    const bool areClasses = !isNumberColumn(target) || target.distinct <= 2
        || (target.distinct <= kMostClasses && meansClass(target.name));
    return areClasses ? Task::Classification : Task::Regression;
}

double median(const NumericColumn& numbers)
{
    std::vector<double> present;
    std::ranges::copy_if(
        numbers.values, std::back_inserter(present), [](double v) { return !std::isnan(v); });
    if (present.empty())
        return 0.0;
    const auto middle = present.begin() + static_cast<std::ptrdiff_t>((present.size() - 1) / 2);
    std::nth_element(present.begin(), middle, present.end());
    return *middle;
}

/// The class of every row as a small number, -1 where there is none; nothing if there are more than @p most.
std::optional<std::vector<std::int32_t>> classesOf(const Column& column, std::size_t most)
{
    if (const CategoricalColumn* const coded = column.categorical())
        return coded->levels.size() <= most ? std::optional(coded->codes) : std::nullopt;
    const NumericColumn* const numbers = column.numeric();
    if (numbers == nullptr)
        return std::nullopt;
    std::map<double, std::int32_t> numberOf;
    std::vector<std::int32_t> classes;
    classes.reserve(numbers->values.size());
    for (const double value : numbers->values) {
        if (std::isnan(value)) {
            classes.push_back(-1);
            continue;
        }
        classes.push_back(
            numberOf.try_emplace(value, static_cast<std::int32_t>(numberOf.size())).first->second);
        if (numberOf.size() > most)
            return std::nullopt;
    }
    return classes;
}

/// Share of the rows whose target is the most frequent one of their class.
double purity(const std::vector<std::int32_t>& classes, const std::vector<std::int32_t>& target)
{
    std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> counts;
    for (std::size_t row = 0; row < classes.size(); ++row)
        if (target[row] >= 0)
            ++counts[{classes[row], target[row]}];
    std::map<std::int32_t, std::size_t> most;
    std::size_t rows = 0;
    for (const auto& [pair, count] : counts) {
        most[pair.first] = std::max(most[pair.first], count);
        rows += count;
    }
    std::size_t right = 0;
    for (const auto& [ignored, count] : most)
        right += count;
    return rows == 0 ? 0.0 : static_cast<double>(right) / static_cast<double>(rows);
}

/// Columns that would tell the model the answer.
class LeakFinder {
public:
    LeakFinder(const Table& table, const std::vector<ColumnProfile>& profiles, std::size_t target)
        : m_table(table)
        , m_profiles(profiles)
        , m_target(target)
        , m_words(wordsOf(profiles[target].name))
        , m_classes(classesOf(table.columns()[target], kMostClasses))
    {
    }

    [[nodiscard]] Text reason(std::size_t column) const
    {
        constexpr double kTellsAll = 0.995;
        constexpr std::size_t kEnoughRows = 50;
        const std::string& target = m_profiles[m_target].name;
        if (isAnotherOutcome(column))
            return text("its name says that it is another form of the target “%1”", target);
        if (!m_classes || m_profiles[m_target].distinct > 10)
            return {};
        if (m_table.rows() < kEnoughRows || majority() >= kTellsAll)
            return {};
        const auto classes = classesOf(m_table.columns()[column], kMostClasses);
        if (classes && purity(*classes, *m_classes) >= kTellsAll)
            return text("it determines the target “%1” (nearly) completely", target);
        return {};
    }

private:
    /// income96 beside income90; is_recid beside two_year_recid, if both have two classes.
    [[nodiscard]] bool isAnotherOutcome(std::size_t column) const
    {
        constexpr std::size_t kRealWord = 4;
        const std::vector<std::string> words = wordsOf(m_profiles[column].name);
        const bool areAmounts = isNumberColumn(m_profiles[column]) && m_profiles[column].distinct > 2
            && m_profiles[m_target].distinct > 2;
        if (areAmounts)
            return words == m_words && !words.empty() && words.front().size() >= kRealWord;
        if (m_profiles[column].distinct > 2 || m_profiles[m_target].distinct > 2)
            return false;
        return std::ranges::any_of(words, [this](const std::string& word) {
            return word.size() >= kRealWord && std::ranges::find(m_words, word) != m_words.end()
                && targetWeight(word) > 0;
        });
    }
    [[nodiscard]] double majority() const
    {
        return purity(std::vector<std::int32_t>(m_classes->size(), 0), *m_classes);
    }

    const Table& m_table;
    const std::vector<ColumnProfile>& m_profiles;
    std::size_t m_target;
    std::vector<std::string> m_words;
    std::optional<std::vector<std::int32_t>> m_classes;
};

Text exclusionReason(const ColumnProfile& profile)
{
    switch (profile.kind) {
    case ColumnKind::Identifier:
        return text("it names the rows instead of describing them");
    case ColumnKind::Date:
        return text("dates are not used as features");
    case ColumnKind::Text:
        return text("free text is not used as a feature");
    case ColumnKind::Constant:
        return text("it has only one value or none");
    case ColumnKind::Numeric:
    case ColumnKind::Categorical:
    case ColumnKind::Boolean:
        break;
    }
    if (meansWeight(profile.name))
        return text("its name says that it is a survey weight");
    if (isIdentifierName(profile.name) && profile.distinct * 2 > profile.rows)
        return text("it names the rows instead of describing them");
    return {};
}

void proposeTarget(const Table& table, const std::vector<ColumnProfile>& profiles, RoleProposal& proposal,
    std::optional<std::size_t>& target)
{
    constexpr std::size_t kShown = 8;
    std::vector<Rated> rated = rateTargets(profiles);
    // Beside predictions only a column that is called an outcome is one: audits need none.
    const bool hasPredictions = std::ranges::any_of(profiles, [](const ColumnProfile& profile) {
        const PredictionName name = predictionName(profile.name);
        return name == PredictionName::Prediction || name == PredictionName::Probability;
    });
    if (rated.empty() || (hasPredictions && targetWeight(profiles[rated.front().column].name) == 0))
        return;
    target = rated.front().column;
    rated.resize(std::min(rated.size(), kShown));
    proposal.targetCandidates = namesOf(rated, profiles);
    const ColumnProfile& profile = profiles[*target];
    Roles& roles = proposal.roles;
    roles.target = profile.name;
    roles.task = taskOf(profile);
    if (targetWeight(profile.name) > 0)
        proposal.reasons.emplace_back(profile.name, text("target: its name means an outcome"));
    else if (*target + 1 == profiles.size())
        proposal.reasons.emplace_back(profile.name, text("target: it is the last column"));
    else
        proposal.reasons.emplace_back(profile.name, text("target: no other column fits better"));
    if (roles.task != Task::Classification)
        return;
    const std::vector<std::string> favourable = favourableCandidates(table.columns()[*target]);
    if (favourable.empty())
        return;
    roles.favourable = favourable.front();
    proposal.reasons.emplace_back(
        profile.name, text("“%1” seems to be the outcome people hope for", roles.favourable));
}

void proposeSensitive(const Table& table, const std::vector<ColumnProfile>& profiles, RoleProposal& proposal)
{
    std::vector<Rated> rated = rateSensitive(profiles);
    std::erase_if(
        rated, [&](const Rated& one) { return profiles[one.column].name == proposal.roles.target; });
    proposal.sensitiveCandidates = namesOf(rated, profiles);
    if (rated.empty())
        return;
    const ColumnProfile& profile = profiles[rated.front().column];
    proposal.roles.sensitive = {profile.name};
    proposal.reasons.emplace_back(profile.name, sensitiveReason(profile));
    const NumericColumn* const numbers = table.columns()[rated.front().column].numeric();
    if (numbers != nullptr && profile.distinct > kMostClasses) {
        const double cut = median(*numbers);
        proposal.roles.cuts[profile.name] = {cut};
        proposal.reasons.emplace_back(profile.name, text("cut at its median, %1, into two groups", cut));
    }
}

} // namespace

RoleProposal proposeRoles(const Table& table, const std::vector<ColumnProfile>& profiles)
{
    RoleProposal proposal;
    std::optional<std::size_t> target;
    proposeTarget(table, profiles, proposal, target);
    proposeSensitive(table, profiles, proposal);
    AuditProposal audit = proposeAudit(table, profiles, proposal.roles);
    proposal.audit = std::move(audit.audit);
    if (const auto decision = table.indexOf(proposal.audit.prediction);
        decision && !target && proposal.roles.task == Task::Classification) {
        const auto levels = favourableCandidates(table.columns()[*decision]);
        proposal.roles.favourable = levels.empty() ? std::string() : levels.front();
    }
    std::ranges::move(audit.reasons, std::back_inserter(proposal.reasons));
    std::optional<LeakFinder> leaks;
    if (target)
        leaks.emplace(table, profiles, *target);
    for (std::size_t i = 0; i < profiles.size(); ++i) {
        const ColumnProfile& profile = profiles[i];
        const bool hasRole
            = (target && i == *target) || std::ranges::count(proposal.roles.sensitive, profile.name) > 0;
        if (hasRole)
            continue;
        if (profile.name == proposal.audit.prediction || profile.name == proposal.audit.score) {
            proposal.roles.exclude.push_back(profile.name);
            continue;
        }
        Text reason = exclusionReason(profile);
        if (reason.empty() && leaks)
            reason = leaks->reason(i);
        if (reason.empty())
            continue;
        proposal.roles.exclude.push_back(profile.name);
        proposal.reasons.emplace_back(profile.name, std::move(reason));
    }
    return proposal;
}

Text sensitiveReason(const ColumnProfile& profile)
{
    if (profile.kind == ColumnKind::Identifier || profile.kind == ColumnKind::Constant)
        return {};
    return sensitiveName(profile.name).reason;
}

std::vector<std::string> favourableCandidates(const Column& target)
{
    constexpr std::size_t kMost = 1000;
    std::vector<std::pair<std::string, std::size_t>> levels;
    if (const CategoricalColumn* const coded = target.categorical()) {
        std::vector<std::size_t> counts(coded->levels.size());
        for (const std::int32_t code : coded->codes)
            if (code >= 0)
                ++counts[static_cast<std::size_t>(code)];
        for (std::size_t i = 0; i < counts.size(); ++i)
            levels.emplace_back(coded->levels[i], counts[i]);
    } else if (const NumericColumn* const numbers = target.numeric()) {
        std::map<double, std::size_t> counts;
        for (const double value : numbers->values) {
            if (!std::isnan(value))
                ++counts[value];
            if (counts.size() > kMost)
                return {};
        }
        // Larger numbers first, so that without better knowledge "1" comes before "0" and "2" after neither.
        for (auto it = counts.rbegin(); it != counts.rend(); ++it)
            levels.emplace_back(exactNumber(it->first), it->second);
    }
    const bool isHarm = meansHarm(target.name);
    const auto worth = [&](const std::pair<std::string, std::size_t>& level) {
        bool isPlain = false;
        const int value = levelWorth(level.first, isPlain);
        return isPlain && isHarm ? -value : value;
    };
    std::ranges::stable_sort(levels, [&](const auto& a, const auto& b) {
        return worth(a) != worth(b) ? worth(a) > worth(b) : a.second > b.second;
    });
    std::vector<std::string> names;
    for (auto& [name, ignored] : levels)
        names.push_back(std::move(name));
    return names;
}

} // namespace evenhand
