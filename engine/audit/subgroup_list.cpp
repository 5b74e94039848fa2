#include "engine/audit/subgroup_list.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace evenhand {

namespace {

/// Candidates looked at for the list: each costs a pass over the rows.
constexpr std::size_t kMostLookedAt = 1000;

struct Moments {
    double weights = 0.0, squares = 0.0, count = 0.0; ///< Σ1/v, Σgap²/v, number

    [[nodiscard]] double variance() const
    {
        return weights > 0.0 ? std::max(0.0, (squares - count) / weights) : 0.0;
    }
};

/// About the largest of m standard normal numbers.
double chanceLimit(std::size_t m)
{
    return std::sqrt(2.0 * std::log(std::max(2.0, static_cast<double>(m))));
}

/// Conditions as one number, -1 at @p without left out.
std::uint64_t keyOf(const SubgroupCandidate& candidate, std::size_t without)
{
    std::uint64_t key = 0;
    for (std::size_t d = 0; d < candidate.depth(); ++d)
        if (d != without)
            key = (key << 20U) | (static_cast<std::uint64_t>(candidate.column[d] + 1) << 8U)
                | static_cast<std::uint64_t>(candidate.condition[d]);
    return key;
}

/// Whether a child is further out than its parent by more than chance makes some child look.
bool isBeyond(const SubgroupCandidate& child, const SubgroupCandidate& parent, double gap, double limit)
{
    if (parent.sums.hits == 0.0 || parent.sums.hits == parent.sums.weight)
        return false; // the same rate in all of the parent
    const RateGap inside = gapOf(child.sums, parent.sums);
    return std::copysign(1.0, gap) * inside.gap() > limit * std::sqrt(inside.variance);
}

/// Lets no child have more than a parent that it does not differ from. Parents come before their children.
void limitByParents(
    std::span<const SubgroupCandidate> candidates, double limit, std::vector<double>& shrunken)
{
    constexpr std::size_t kNone = 3;
    std::unordered_map<std::uint64_t, std::size_t> parents;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const std::size_t depth = candidates[i].depth();
        for (std::size_t d = 0; d < depth && depth > 1; ++d) {
            const auto parent = parents.find(keyOf(candidates[i], d));
            if (parent == parents.end()
                || isBeyond(candidates[i], candidates[parent->second], shrunken[i], limit))
                continue;
            // A parent with the other sign says that nothing is left of the child's gap.
            const double sign = std::copysign(1.0, shrunken[i]);
            const double most = std::max(0.0, sign * shrunken[parent->second]);
            shrunken[i] = sign * std::min(sign * shrunken[i], most);
        }
        if (depth < 3)
            parents.emplace(keyOf(candidates[i], kNone), i);
    }
}

/// The first places by descending |shrunken gap|; of equals those with fewer conditions, then
/// those with more evidence.
std::vector<std::size_t> leading(
    std::span<const SubgroupCandidate> candidates, std::span<const double> shrunken)
{
    std::vector<std::size_t> order(candidates.size());
    std::iota(order.begin(), order.end(), std::size_t {0});
    const auto isBefore = [&](std::size_t a, std::size_t b) {
        const double sizeA = std::abs(shrunken[a]);
        const double sizeB = std::abs(shrunken[b]);
        if (sizeA != sizeB)
            return sizeA > sizeB;
        if (candidates[a].depth() != candidates[b].depth())
            return candidates[a].depth() < candidates[b].depth();
        if (candidates[a].p != candidates[b].p)
            return candidates[a].p < candidates[b].p;
        return a < b;
    };
    const std::size_t n = std::min(order.size(), kMostLookedAt);
    std::ranges::partial_sort(order, order.begin() + static_cast<std::ptrdiff_t>(n), isBefore);
    order.resize(n);
    return order;
}

/// The rows divided by the listed subgroups: rows of one part belong to the same ones.
class Parts {
public:
    explicit Parts(const SubgroupRows& rows)
        : m_rows(rows)
        , m_part(rows.size(), 0)
        , m_all(1)
    {
        for (std::size_t row = 0; row < rows.size(); ++row)
            add(m_all[0], row);
    }

    /// Notes which rows the candidate has.
    void look(const SubgroupCandidate& candidate)
    {
        m_inside.assign(m_all.size(), {});
        m_members.clear();
        const std::size_t depth = candidate.depth();
        std::array<LevelRange, 3> ranges;
        std::array<const std::int32_t*, 3> codes {};
        for (std::size_t d = 0; d < depth; ++d) {
            const CodedColumn& column = m_rows.columns[static_cast<std::size_t>(candidate.column[d])];
            ranges[d] = conditionsOf(column)[static_cast<std::size_t>(candidate.condition[d])];
            codes[d] = column.codes.data();
        }
        for (std::size_t row = 0; row < m_rows.size(); ++row) {
            bool isMember = true;
            for (std::size_t d = 0; d < depth && isMember; ++d)
                isMember = codes[d][row] >= ranges[d].first && codes[d][row] <= ranges[d].last;
            if (isMember) {
                m_members.push_back(row);
                add(m_inside[m_part[row]], row);
            }
        }
    }

    /// The gap of the candidate inside the parts; absent where there is next to nothing to compare.
    [[nodiscard]] std::optional<double> adjustedGap() const
    {
        double sum = 0.0;
        double weights = 0.0;
        for (std::size_t part = 0; part < m_all.size(); ++part) {
            const Sums in = m_inside[part];
            const Sums out {
                m_all[part].rows - in.rows, m_all[part].weight - in.weight, m_all[part].hits - in.hits};
            if (in.rows == 0.0 || out.rows == 0.0)
                continue;
            const double weight = in.weight * out.weight / m_all[part].weight;
            sum += weight * (in.hits / in.weight - out.hits / out.weight);
            weights += weight;
        }
        return weights > kComparable * wholeWeight() ? std::optional(sum / weights) : std::nullopt;
    }

    /// The candidate last looked at is listed: it divides the parts that it has some but not all rows of.
    void take()
    {
        std::vector<std::uint32_t> inner(m_all.size());
        for (std::size_t part = 0; part < inner.size(); ++part) {
            const Sums in = m_inside[part];
            const bool isDivided = in.rows > 0.0 && in.rows < m_all[part].rows;
            inner[part] = static_cast<std::uint32_t>(isDivided ? m_all.size() : part);
            if (!isDivided)
                continue;
            m_all[part].rows -= in.rows;
            m_all[part].weight -= in.weight;
            m_all[part].hits -= in.hits;
            m_all.push_back(in);
        }
        for (const std::size_t row : m_members)
            m_part[row] = inner[m_part[row]];
    }

private:
    /// Of the weight that the undivided comparison has.
    static constexpr double kComparable = 0.1;

    struct Sums {
        double rows = 0.0, weight = 0.0, hits = 0.0;
    };
    [[nodiscard]] double wholeWeight() const
    {
        double in = 0.0;
        double all = 0.0;
        for (std::size_t part = 0; part < m_all.size(); ++part) {
            in += m_inside[part].weight;
            all += m_all[part].weight;
        }
        return in * (all - in) / all;
    }
    void add(Sums& sums, std::size_t row) const
    {
        const double w = m_rows.weightAt(row);
        sums.rows += 1.0;
        sums.weight += w;
        sums.hits += w * m_rows.hit[row];
    }

    SubgroupRows m_rows;
    std::vector<std::uint32_t> m_part; ///< (n,) 0 before anything is listed
    std::vector<Sums> m_all, m_inside; ///< of every part; of the candidate's rows in it
    std::vector<std::size_t> m_members;
};

} // namespace

std::vector<double> shrunkenGaps(std::span<const SubgroupCandidate> candidates, const SubgroupSums& all)
{
    std::array<Moments, 4> moments;
    for (const SubgroupCandidate& candidate : candidates) {
        const RateGap rates = gapOf(candidate.sums, all);
        Moments& ofDepth = moments[candidate.depth()];
        ofDepth.weights += 1.0 / rates.variance;
        ofDepth.squares += rates.gap() * rates.gap() / rates.variance;
        ofDepth.count += 1.0;
    }
    const double limit = chanceLimit(candidates.size());
    std::vector<double> shrunken(candidates.size());
    std::ranges::transform(candidates, shrunken.begin(), [&](const SubgroupCandidate& candidate) {
        const RateGap rates = gapOf(candidate.sums, all);
        const double prior = moments[candidate.depth()].variance();
        const double size = std::abs(rates.gap());
        const double left
            = std::max(size * prior / (prior + rates.variance), size - limit * std::sqrt(rates.variance));
        return std::copysign(left, rates.gap());
    });
    limitByParents(candidates, limit, shrunken);
    return shrunken;
}

Result<ListedSubgroups> listSubgroups(const SubgroupRows& rows, std::span<const SubgroupCandidate> candidates,
    std::span<const double> shrunken, std::size_t most, const RunContext& ctx)
{
    constexpr double kExplained = 0.5;
    const SubgroupSums all = sumsOf(rows);
    const std::vector<std::size_t> order = leading(candidates, shrunken);
    Parts parts(rows);
    ListedSubgroups listed;
    for (const std::size_t place : order) {
        if (listed.places.size() == most)
            return listed;
        EH_CHECK(ctx.checkpoint());
        const double gap = gapOf(candidates[place].sums, all).gap();
        parts.look(candidates[place]);
        const std::optional<double> adjusted = parts.adjustedGap();
        const bool isExplained
            = !adjusted || std::copysign(*adjusted, *adjusted * gap) < kExplained * std::abs(gap);
        if (!listed.places.empty() && isExplained)
            continue;
        parts.take();
        listed.places.push_back(place);
    }
    listed.isComplete = order.size() == candidates.size() || listed.places.size() == most;
    return listed;
}

} // namespace evenhand
