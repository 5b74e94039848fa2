#include "engine/data/groups.h"
#include "engine/data/propose_roles.h"
#include "engine/data/role_words.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace evenhand {

namespace {

constexpr std::size_t kTinyGroup = 30;
constexpr std::size_t kManyGroups = 50;
constexpr std::size_t kManyLevels = 50;

/// Collects what is doubtful about a table in the given roles.
class TableCheck {
public:
    TableCheck(
        const Table& table, const std::vector<ColumnProfile>& profiles, Roles roles, const RunContext& ctx)
        : m_table(table)
        , m_profiles(profiles)
        , m_roles(std::move(roles))
        , m_ctx(ctx)
    {
    }

    std::vector<Text> run()
    {
        checkTarget();
        for (const std::string& attribute : m_roles.sensitive) {
            if (m_ctx.stopRequested())
                return {};
            checkAttribute(attribute);
        }
        if (m_roles.sensitive.size() > 1)
            checkGroups(m_roles.sensitive);
        checkFeatures();
        return std::move(m_doubts);
    }

private:
    void say(Text doubt) { m_doubts.push_back(std::move(doubt)); }

    [[nodiscard]] const ColumnProfile* profile(const std::string& name) const
    {
        const auto found = std::ranges::find(m_profiles, name, &ColumnProfile::name);
        return found == m_profiles.end() ? nullptr : &*found;
    }
    [[nodiscard]] bool isFeature(const ColumnProfile& one) const
    {
        if (one.name == m_roles.target || one.name == m_roles.weight || one.kind == ColumnKind::Constant
            || std::ranges::count(m_roles.sensitive, one.name) > 0 || one.name == m_roles.taskColumn
            || std::ranges::count(m_roles.tasks, one.name, &TaskTarget::column) > 0)
            return false;
        if (!m_roles.features.empty())
            return std::ranges::count(m_roles.features, one.name) > 0;
        return std::ranges::count(m_roles.exclude, one.name) == 0;
    }

    void checkTarget()
    {
        const ColumnProfile* const target = profile(m_roles.target);
        if (target == nullptr)
            return;
        if (target->missing > 0)
            say(text("%1 of %2 rows have no value of the target “%3” and are left out", target->missing,
                target->rows, target->name));
        if (m_roles.task == Task::Classification && target->distinct > 2)
            say(text("the target “%1” has %2 classes; “%3” counts as favourable and all others do not",
                target->name, target->distinct, m_roles.favourable));
        if (target->kind == ColumnKind::Constant || target->distinct < 2)
            say(text("the target “%1” has fewer than two different values", target->name));
    }

    void checkAttribute(const std::string& attribute)
    {
        const ColumnProfile* const column = profile(attribute);
        if (column == nullptr)
            return;
        if (column->missing > 0)
            say(text("%1 of %2 rows have no value of “%3”; they form the group “%4”", column->missing,
                column->rows, attribute, kMissingGroup));
        const bool isContinuous
            = column->minimum && column->distinct > 20 && !m_roles.cuts.contains(attribute);
        if (isContinuous) {
            say(text("“%1” has %2 different numbers; choose cuts to make groups of them", attribute,
                column->distinct));
            return;
        }
        checkGroups({attribute});
    }

    void checkGroups(const std::vector<std::string>& attributes)
    {
        const Result<Groups> groups = makeGroups(m_table, attributes, m_roles.cuts);
        if (groups.has_error()) {
            say(groups.error().what);
            return;
        }
        std::vector<std::size_t> sizes(groups->names.size());
        for (const std::int32_t code : groups->codes)
            ++sizes[static_cast<std::size_t>(code)];
        if (sizes.size() == 1)
            say(text("“%1” has only one group, so there is nothing to compare", groups->attribute));
        if (sizes.size() > kManyGroups)
            say(text("“%1” has %2 groups; many measures of so many small groups are unreliable",
                groups->attribute, sizes.size()));
        else
            checkSizes(*groups, sizes);
        checkFavourable(*groups, sizes);
        if (attributes.size() == 1 && sizes.size() > 1)
            checkProxies(*groups);
    }

    void checkSizes(const Groups& groups, const std::vector<std::size_t>& sizes)
    {
        constexpr std::size_t kShown = 8;
        std::string list;
        std::size_t tiny = 0;
        for (std::size_t g = 0; g < sizes.size(); ++g) {
            if (sizes[g] >= kTinyGroup)
                continue;
            if (++tiny <= kShown)
                list += (list.empty() ? "“" : ", “") + groups.names[g] + "” (" + std::to_string(sizes[g])
                    + ")";
        }
        if (tiny > kShown)
            list += ", …";
        if (tiny > 0)
            say(text("groups of “%1” with fewer than %2 rows, whose rates are unreliable: %3",
                groups.attribute, kTinyGroup, list));
    }

    /// Groups in which nobody, or everybody, has the favourable outcome: some rates are undefined there.
    void checkFavourable(const Groups& groups, const std::vector<std::size_t>& sizes)
    {
        const std::optional<std::size_t> position = m_table.indexOf(m_roles.target);
        if (!position || m_roles.task != Task::Classification || m_roles.favourable.empty()
            || sizes.size() > kManyGroups)
            return;
        const Column& target = m_table.columns()[*position];
        std::vector<std::size_t> favourable(sizes.size());
        std::vector<std::size_t> known(sizes.size());
        const std::optional<std::int32_t> code = codeOf(target, m_roles.favourable);
        for (std::size_t row = 0; row < m_table.rows(); ++row) {
            if (target.isMissing(row))
                continue;
            const auto group = static_cast<std::size_t>(groups.codes[row]);
            ++known[group];
            const bool hasIt
                = code ? target.categorical()->codes[row] == *code : target.cell(row) == m_roles.favourable;
            favourable[group] += hasIt ? 1U : 0U;
        }
        for (std::size_t g = 0; g < sizes.size(); ++g) {
            if (known[g] > 0 && favourable[g] == 0)
                say(text("no row of group “%1” has the favourable outcome “%2”; its true positive rate is "
                         "undefined",
                    groups.names[g], m_roles.favourable));
            else if (known[g] > 0 && favourable[g] == known[g])
                say(text("every row of group “%1” has the favourable outcome “%2”; its false positive rate "
                         "is undefined",
                    groups.names[g], m_roles.favourable));
        }
    }
    static std::optional<std::int32_t> codeOf(const Column& column, const std::string& level)
    {
        const CategoricalColumn* const coded = column.categorical();
        if (coded == nullptr)
            return std::nullopt;
        return static_cast<std::int32_t>(std::ranges::find(coded->levels, level) - coded->levels.begin());
    }

    void checkProxies(const Groups& groups)
    {
        constexpr double kStrong = 0.8;
        constexpr std::size_t kShown = 5;
        std::vector<std::pair<double, std::string>> proxies;
        for (std::size_t i = 0; i < m_profiles.size(); ++i) {
            if (m_ctx.stopRequested())
                return;
            const ColumnProfile& one = m_profiles[i];
            if (!isFeature(one) || one.kind == ColumnKind::Identifier || one.kind == ColumnKind::Date
                || one.kind == ColumnKind::Text)
                continue;
            const double strength = association(i, groups);
            if (strength >= kStrong)
                proxies.emplace_back(strength, one.name);
        }
        std::ranges::stable_sort(proxies, [](const auto& a, const auto& b) { return a.first > b.first; });
        proxies.resize(std::min(proxies.size(), kShown));
        for (const auto& [strength, name] : proxies)
            say(text("“%1” is a proxy of “%2” (association %3 of at most 1)", name, groups.attribute,
                shortNumber(std::round(strength * 100) / 100, 3)));
    }

    /// Classes of a column: its levels, or the 20 bins of its profile.
    [[nodiscard]] std::vector<std::int32_t> classes(std::size_t column, std::size_t& count) const
    {
        const Column& data = m_table.columns()[column];
        const ColumnProfile& one = m_profiles[column];
        if (const CategoricalColumn* const coded = data.categorical()) {
            count = coded->levels.size();
            return coded->codes;
        }
        std::vector<std::int32_t> bins;
        count = one.binCounts.size();
        for (const double value : data.numeric()->values) {
            if (std::isnan(value) || count == 0) {
                bins.push_back(-1);
                continue;
            }
            const auto above
                = std::upper_bound(one.binEdges.begin(), one.binEdges.end(), value) - one.binEdges.begin();
            bins.push_back(static_cast<std::int32_t>(
                std::clamp<std::ptrdiff_t>(above - 1, 0, std::ssize(one.binCounts) - 1)));
        }
        return bins;
    }

    /// Cramér's V, corrected for the number of classes so that many levels alone do not look like an
    /// association.
    /// @source Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T
    [[nodiscard]] double association(std::size_t column, const Groups& groups) const
    {
        std::size_t count = 0;
        const std::vector<std::int32_t> rows = classes(column, count);
        std::map<std::pair<std::int32_t, std::int32_t>, double> cells;
        std::vector<double> ofClass(count);
        std::vector<double> ofGroup(groups.names.size());
        double n = 0.0;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (rows[row] < 0)
                continue;
            cells[{rows[row], groups.codes[row]}] += 1.0;
            ofClass[static_cast<std::size_t>(rows[row])] += 1.0;
            ofGroup[static_cast<std::size_t>(groups.codes[row])] += 1.0;
            n += 1.0;
        }
        const auto occurring = [](const std::vector<double>& sums) {
            return static_cast<double>(std::ranges::count_if(sums, [](double sum) { return sum > 0.0; }));
        };
        const double r = occurring(ofClass);
        const double k = occurring(ofGroup);
        if (n < 10.0 || r < 2.0 || k < 2.0)
            return 0.0;
        double ratio = 0.0; // chi-squared / n + 1
        for (const auto& [cell, observed] : cells)
            ratio += observed * observed
                / (ofClass[static_cast<std::size_t>(cell.first)]
                    * ofGroup[static_cast<std::size_t>(cell.second)]);
        const double squared = std::max(0.0, ratio - 1.0 - (r - 1.0) * (k - 1.0) / (n - 1.0));
        const double rows_ = r - (r - 1.0) * (r - 1.0) / (n - 1.0);
        const double groups_ = k - (k - 1.0) * (k - 1.0) / (n - 1.0);
        return std::sqrt(squared / std::max(1e-12, std::min(rows_, groups_) - 1.0));
    }

    void checkFeatures()
    {
        constexpr std::size_t kShown = 8;
        std::size_t encoded = 0;
        std::string list;
        std::size_t many = 0;
        for (const ColumnProfile& one : m_profiles) {
            if (!isFeature(one))
                continue;
            encoded += one.minimum ? 1 : one.distinct;
            if (one.minimum || one.distinct <= kManyLevels)
                continue;
            if (++many <= kShown)
                list += (list.empty() ? "“" : ", “") + one.name + "” (" + std::to_string(one.distinct) + ")";
        }
        if (many > kShown)
            list += ", …";
        if (many > 0)
            say(text("features with more than %1 levels, each of which becomes a column of its own: %2",
                kManyLevels, list));
        if (encoded > m_table.rows())
            say(text("there are %1 features after encoding but only %2 rows; only a strongly regularised "
                     "model can be trained",
                encoded, m_table.rows()));
    }

    const Table& m_table;
    const std::vector<ColumnProfile>& m_profiles;
    Roles m_roles;
    const RunContext& m_ctx;
    std::vector<Text> m_doubts;
};

} // namespace

std::vector<Text> checkTable(
    const Table& table, const std::vector<ColumnProfile>& profiles, const Roles& roles, const RunContext& ctx)
{
    const bool isUndecided = roles.target.empty() && roles.sensitive.empty();
    return TableCheck(table, profiles, isUndecided ? proposeRoles(table, profiles).roles : roles, ctx).run();
}

} // namespace evenhand
