#include "engine/tradeoff/run_comparison.h"

#include "engine/core/run_context.h"

#include <algorithm>
#include <array>

namespace evenhand {

namespace {

/// A repeat that both runs have finished: the same rows under two sets of scores.
struct PairedRepeat {
    std::size_t first = 0, second = 0; ///< places in the runs' own lists of repeats
    const RepeatScores* rows = nullptr;
    double firstThreshold = 0.5, secondThreshold = 0.5;
};

const std::vector<std::shared_ptr<const RepeatScores>>& rowsOf(const Report& report, const RunResult& run)
{
    static const std::vector<std::shared_ptr<const RepeatScores>> kNone;
    const auto base = static_cast<std::size_t>(run.learnerIndex);
    return base < report.baseScores.size() ? report.baseScores[base] : kNone;
}

/// Repeats are found by their rows, not by their number: of a stopped study two learners may have finished
/// different ones.
std::vector<PairedRepeat> pairRepeats(const Report& report, const RunResult& a, const RunResult& b)
{
    const auto& ofA = rowsOf(report, a);
    const auto& ofB = rowsOf(report, b);
    std::vector<bool> isTaken(std::min(ofB.size(), b.scores.size()), false);
    std::vector<PairedRepeat> pairs;
    for (std::size_t i = 0; i < std::min(ofA.size(), a.scores.size()); ++i) {
        if (!ofA[i] || !a.scores[i])
            continue;
        for (std::size_t j = 0; j < isTaken.size(); ++j) {
            if (isTaken[j] || !ofB[j] || !b.scores[j] || !(ofA[i] == ofB[j] || ofA[i]->row == ofB[j]->row))
                continue;
            isTaken[j] = true;
            pairs.push_back({i, j, ofA[i].get(), ofA[i]->threshold, ofB[j]->threshold});
            break;
        }
    }
    return pairs;
}

/// Probability of a favourable decision.
double decisionOf(const RunResult& run, double score, double threshold)
{
    if (run.decides)
        return std::clamp(score, 0.0, 1.0);
    return score >= threshold ? 1.0 : 0.0;
}

/// Sums over some rows of one repeat.
struct Sums {
    double rows = 0.0, weight = 0.0;
    double rowsToYes = 0.0, rowsToNo = 0.0, weightToYes = 0.0, weightToNo = 0.0;
    double shift = 0.0; ///< weighted

    void addDecision(double before, double after, double w)
    {
        const double toYes = std::max(0.0, after - before);
        const double toNo = std::max(0.0, before - after);
        rows += 1.0;
        weight += w;
        rowsToYes += toYes;
        rowsToNo += toNo;
        weightToYes += w * toYes;
        weightToNo += w * toNo;
    }
    void addPrediction(double before, double after, double w)
    {
        rows += 1.0;
        weight += w;
        shift += w * (after - before);
    }
};

/// Of one repeat and one group: everybody, who turned out favourable, who did not.
using GroupSums = std::array<Sums, 3>;

class Counter {
public:
    Counter(const Report& report, const RunResult& a, const RunResult& b)
        : m_a(a)
        , m_b(b)
        , m_isClass(report.study.roles.task == Task::Classification)
        , m_nGroups(report.groups.names.size())
    {
    }

    /// All rows in front, then group by group.
    [[nodiscard]] Result<std::vector<GroupSums>> count(const PairedRepeat& pair, const RunContext& ctx)
    {
        constexpr std::size_t kBlock = 65'536;
        const Eigen::VectorXd& before = *m_a.scores[pair.first];
        const Eigen::VectorXd& after = *m_b.scores[pair.second];
        const RepeatScores& rows = *pair.rows;
        std::vector<GroupSums> sums(m_nGroups + 1);
        for (std::size_t i = 0; i < rows.row.size(); ++i) {
            if (i % kBlock == 0) {
                EH_CHECK(ctx.checkpoint());
            }
            const auto at = static_cast<Eigen::Index>(i);
            GroupSums& own = sums[static_cast<std::size_t>(rows.group[i]) + 1];
            for (GroupSums* const to : {sums.data(), &own})
                add(*to, pair, {before[at], after[at], rows.y[at], rows.weight[at]});
        }
        return sums;
    }
    [[nodiscard]] bool isExpected() const { return m_isExpected; }

private:
    struct Row {
        double before, after, y, weight;
    };
    void add(GroupSums& sums, const PairedRepeat& pair, const Row& row)
    {
        if (!m_isClass) {
            sums[0].addPrediction(row.before, row.after, row.weight);
            return;
        }
        const double before = decisionOf(m_a, row.before, pair.firstThreshold);
        const double after = decisionOf(m_b, row.after, pair.secondThreshold);
        const auto isCertain = [](double p) { return p <= 0.0 || p >= 1.0; };
        m_isExpected = m_isExpected || !isCertain(before) || !isCertain(after);
        sums[0].addDecision(before, after, row.weight);
        sums[row.y > 0.5 ? 1 : 2].addDecision(before, after, row.weight);
    }

    const RunResult& m_a;
    const RunResult& m_b;
    bool m_isClass;
    std::size_t m_nGroups;
    bool m_isExpected = false;
};

std::optional<double> shareOf(double part, double weight)
{
    return weight > 0.0 ? std::optional(part / weight) : std::nullopt;
}

/// The sums of one group in every paired repeat, summed up.
class Summary {
public:
    Summary(const std::vector<std::vector<GroupSums>>& repeats, std::size_t group, double testToTrain)
        : m_repeats(repeats)
        , m_group(group)
        , m_testToTrain(testToTrain)
    {
    }

    [[nodiscard]] DecisionChange decisions(std::size_t people) const
    {
        DecisionChange change;
        change.rows = mean(people, &Sums::rows);
        change.rowsToYes = mean(people, &Sums::rowsToYes);
        change.rowsToNo = mean(people, &Sums::rowsToNo);
        change.toYes = shares("to_yes", people, &Sums::weightToYes);
        change.toNo = shares("to_no", people, &Sums::weightToNo);
        return change;
    }
    [[nodiscard]] double mean(std::size_t people, double Sums::*member) const
    {
        double sum = 0.0;
        for (const auto& repeat : m_repeats)
            sum += repeat[m_group][people].*member;
        return sum / static_cast<double>(m_repeats.size());
    }
    [[nodiscard]] RepeatedMetric shares(std::string id, std::size_t people, double Sums::*member) const
    {
        std::vector<std::optional<double>> values;
        for (const auto& repeat : m_repeats)
            values.push_back(shareOf(repeat[m_group][people].*member, repeat[m_group][people].weight));
        RepeatedMetric summary = summarise(std::move(id), std::move(values), m_testToTrain);
        if (!summary.mean)
            summary.undefined = text("no test row of this kind in any repeat");
        return summary;
    }

private:
    const std::vector<std::vector<GroupSums>>& m_repeats;
    std::size_t m_group;
    double m_testToTrain;
};

/// Test rows by training rows, as the study's own intervals have it.
double testToTrainOf(const Report& report, const std::vector<PairedRepeat>& pairs)
{
    double test = 0.0;
    for (const PairedRepeat& pair : pairs)
        test += static_cast<double>(pair.rows->row.size()) / static_cast<double>(pairs.size());
    const auto used = static_cast<double>(report.usedRows);
    const double held
        = report.study.split.kind == SplitKind::Column ? 0.0 : report.study.split.calibrationFraction * used;
    const double train = used - test - held;
    return train > 0.0 ? test / train : 0.0;
}

PairedDifference differenceOf(const RepeatedMetric& a, const RepeatedMetric& b, const std::string& group,
    const std::vector<PairedRepeat>& pairs, double testToTrain)
{
    PairedDifference paired {group, a.id, {}, {}, {}};
    std::vector<std::optional<double>> values;
    double sumA = 0.0;
    double sumB = 0.0;
    double defined = 0.0;
    for (const PairedRepeat& pair : pairs) {
        const auto at = [](const RepeatedMetric& metric, std::size_t i) {
            return i < metric.repeats.size() ? metric.repeats[i] : std::nullopt;
        };
        const std::optional<double> valueA = at(a, pair.first);
        const std::optional<double> valueB = at(b, pair.second);
        if (!valueA || !valueB) {
            values.emplace_back();
            continue;
        }
        values.emplace_back(*valueB - *valueA);
        sumA += *valueA;
        sumB += *valueB;
        defined += 1.0;
    }
    paired.difference = summarise(a.id, std::move(values), testToTrain);
    if (defined > 0.0) {
        paired.first = sumA / defined;
        paired.second = sumB / defined;
    } else {
        const Text& why = !a.undefined.empty() ? a.undefined : b.undefined;
        paired.difference.undefined = why.empty() ? text("defined for both runs in no repeat") : why;
    }
    return paired;
}

void addDifferences(RunComparison& comparison, const std::string& group,
    const std::vector<RepeatedMetric>& ofA, const std::vector<RepeatedMetric>& ofB,
    const std::vector<PairedRepeat>& pairs, double testToTrain)
{
    for (const RepeatedMetric& a : ofA) {
        const auto b = std::ranges::find(ofB, a.id, &RepeatedMetric::id);
        if (b != ofB.end())
            comparison.differences.push_back(differenceOf(a, *b, group, pairs, testToTrain));
    }
}

Result<std::vector<PairedRepeat>> checkedPairs(const Report& report, std::size_t first, std::size_t second)
{
    if (first >= report.runs.size() || second >= report.runs.size())
        return invalidArgument(
            text("the report has %1 runs", report.runs.size()), text("choose two of them"));
    if (first == second)
        return invalidArgument(text("a run cannot be compared with itself"), text("choose two runs"));
    const RunResult& a = report.runs[first];
    const RunResult& b = report.runs[second];
    if (a.scores.empty() || b.scores.empty())
        return invalidArgument(text("one of the runs has no finished repeat yet"),
            text("compare them when both have finished one"));
    std::vector<PairedRepeat> pairs = pairRepeats(report, a, b);
    if (pairs.empty())
        return invalidArgument(text("the two runs have judged no repeat on the same test rows, so nobody can "
                                    "be followed from one to the other"),
            text("run both with the same data, roles and split"));
    return pairs;
}

} // namespace

Result<RunComparison> compareRuns(
    const Report& report, std::size_t first, std::size_t second, const RunContext& ctx)
{
    EH_TRY(const std::vector<PairedRepeat> pairs, checkedPairs(report, first, second));
    const RunResult& a = report.runs[first];
    const RunResult& b = report.runs[second];
    Counter counter(report, a, b);
    std::vector<std::vector<GroupSums>> sums;
    for (const PairedRepeat& pair : pairs) {
        EH_TRY(std::vector<GroupSums> counted, counter.count(pair, ctx));
        sums.push_back(std::move(counted));
    }
    RunComparison comparison;
    comparison.first = first;
    comparison.second = second;
    comparison.repeats = static_cast<int>(pairs.size());
    comparison.expected = counter.isExpected();
    const double testToTrain = testToTrainOf(report, pairs);
    for (std::size_t g = 0; g <= report.groups.names.size(); ++g) {
        const Summary summary(sums, g, testToTrain);
        GroupChange& change = comparison.groups.emplace_back();
        change.group = g == 0 ? std::string() : report.groups.names[g - 1];
        change.rows = summary.mean(0, &Sums::rows);
        if (report.study.roles.task == Task::Classification) {
            change.everybody = summary.decisions(0);
            change.favourable = summary.decisions(1);
            change.unfavourable = summary.decisions(2);
        } else {
            change.shift = summary.shares("shift", 0, &Sums::shift);
        }
    }
    addDifferences(comparison, {}, a.metrics, b.metrics, pairs, testToTrain);
    for (const GroupResult& group : a.groups) {
        const auto other = std::ranges::find(b.groups, group.group, &GroupResult::group);
        if (other != b.groups.end())
            addDifferences(comparison, group.group, group.metrics, other->metrics, pairs, testToTrain);
    }
    return comparison;
}

} // namespace evenhand
