#include "engine/figures/threshold_subject.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"
#include "engine/learners/learner.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

/// The columns that thresholds are made from; high scores are selected.
struct Columns {
    std::span<const double> score, y, weight;
    std::span<const std::int32_t> group;
    std::size_t nGroups = 0;
};

std::span<const double> spanOf(const Eigen::VectorXd& v)
{
    return {v.data(), static_cast<std::size_t>(v.size())};
}

/// ">50K" speaks for itself, "yes" is "hired = yes".
std::string nameOf(const std::string& column, const std::string& outcome)
{
    const std::string name = outcomeName(column, outcome);
    const bool isPlain = name == "“" + outcome + "”" || name == column + " " + outcome;
    return isPlain ? outcome : name;
}

OutcomeNames namesOf(const std::string& column, const std::string& favourable, const std::string& other)
{
    return {nameOf(column, favourable), other.empty() ? std::string() : nameOf(column, other)};
}

/// Curves, bars, range and lattice.
Result<void> measure(const Columns& columns, ThresholdSubject& subject, const RunContext& ctx)
{
    EH_TRY(subject.curves,
        thresholdCurves(columns.score, columns.y, columns.weight, columns.group, columns.nGroups, ctx));
    subject.low = std::numeric_limits<double>::infinity();
    subject.high = -subject.low;
    for (const GroupCurve& curve : subject.curves.weighted) {
        subject.counts.push_back(curve.rows);
        if (curve.size() > 1) {
            subject.low = std::min(subject.low, curve.threshold.back());
            subject.high = std::max(subject.high, curve.threshold[1]);
        }
    }
    if (!(subject.low <= subject.high))
        return invalidData(text("there are no rows with scores"));
    subject.step = latticeStep(subject.curves.weighted);
    subject.bars = scoreBars(subject.curves.weighted, subject.low, subject.high, subject.step);
    return kOk;
}

/// The threshold that selects as many rows as decisions did; of tied scores all or none, whichever is nearer.
double asManyAs(const ThresholdSubject& subject, double selected)
{
    std::vector<double> cuts {subject.beyond()};
    for (const GroupCurve& curve : subject.curves.weighted)
        cuts.insert(cuts.end(), curve.threshold.begin() + 1, curve.threshold.end());
    std::ranges::sort(cuts, std::greater {});
    const auto rowsFrom = [&](double cut) {
        double rows = 0.0;
        for (std::size_t g = 0; g < subject.groupNames.size(); ++g) {
            const GroupCurve& curve = subject.curves.rowsOf(g);
            const std::size_t k = curve.entryAt(cut);
            rows += curve.truePositive[k] + curve.falsePositive[k];
        }
        return rows;
    };
    const auto enough
        = std::ranges::partition_point(cuts, [&](double cut) { return rowsFrom(cut) < selected; });
    if (enough == cuts.end())
        return cuts.back();
    if (enough == cuts.begin())
        return cuts.front();
    const double above = rowsFrom(*enough) - selected;
    const double below = selected - rowsFrom(*(enough - 1));
    return above <= below ? *enough : *(enough - 1);
}

Text scoreNameOf(const Report& report, const RunResult& run)
{
    const auto learner = findLearner(run.learner);
    const bool isProbability = learner.has_error() || (*learner)->scoreKind == ScoreKind::Probability;
    const Roles& roles = report.study.roles;
    return isProbability ? text("predicted probability of %1 = %2", roles.target, roles.favourable)
                         : text("decision value for %1 = %2", roles.target, roles.favourable);
}

/// The lowest score that differs from @p cut by rounding only; @p cut itself if there is none.
double lowestNear(const std::vector<GroupCurve>& curves, double cut, double reach)
{
    double lowest = cut;
    for (const GroupCurve& curve : curves) {
        const std::size_t k = curve.entryAt(cut - reach);
        if (k > 0 && curve.threshold[k] < cut)
            lowest = std::min(lowest, curve.threshold[k]);
    }
    return lowest;
}

double highestNear(const std::vector<GroupCurve>& curves, double cut, double reach)
{
    double highest = cut;
    for (const GroupCurve& curve : curves) {
        const std::size_t k = curve.entryAt(cut - reach);
        if (k > 0 && curve.threshold[k] < cut + reach)
            highest = std::max(highest, curve.threshold[k]);
    }
    return highest;
}

void startAt(const AuditRows& rows, ThresholdSubject& subject)
{
    if (rows.threshold) {
        const double cut = *rows.threshold;
        // Of low scores those below the threshold are selected, not the threshold itself.
        subject.start = subject.drawable(
            subject.lowIsSelected ? std::nextafter(-cut, std::numeric_limits<double>::infinity()) : cut);
        return;
    }
    const double selected
        = static_cast<double>(std::ranges::count_if(rows.decision, [](double d) { return d == 1.0; }));
    subject.start = subject.drawable(asManyAs(subject, selected));
    subject.startInWords
        = text("The decisions in the table were not made by one threshold on these scores; the start is the "
               "threshold that selects as many people.");
}

} // namespace

double ThresholdSubject::beyond() const
{
    return step ? high + *step : std::nextafter(high, std::numeric_limits<double>::infinity());
}

double ThresholdSubject::drawable(double threshold) const
{
    const double inside = std::clamp(threshold, low, beyond());
    if (!step || inside > high)
        return inside > high ? beyond() : inside;
    // All scores lie on the lattice up to rounding: the next one up decides alike.
    const double place = (inside - low) / *step;
    double cut = low + std::floor(place + 1e-6) * *step;
    if (inside > highestNear(curves.weighted, cut, 0.25 * *step))
        cut += *step;
    return lowestNear(curves.weighted, cut, 0.25 * *step);
}

Result<ThresholdSubject> runThresholds(const Report& report, std::size_t run, std::size_t repeat,
    const std::string& otherOutcome, const RunContext& ctx)
{
    if (run >= report.runs.size() || repeat >= report.runs[run].scores.size())
        return invalidArgument(text("this run has no finished repeat %1", repeat + 1));
    const Roles& roles = report.study.roles;
    if (roles.task != Task::Classification)
        return noAnswer(text("a predicted number has no threshold: nobody is selected"));
    const RunResult& selected = report.runs[run];
    const RepeatScores& rows = *report.baseScores[static_cast<std::size_t>(selected.learnerIndex)][repeat];
    const Eigen::VectorXd& scores = selected.decides ? rows.base : *selected.scores[repeat];
    ThresholdSubject subject;
    subject.groupNames = readableGroupNames(report.groups);
    subject.outcomes = namesOf(roles.target, roles.favourable, otherOutcome);
    subject.isTest = true;
    subject.scoreName = scoreNameOf(report, selected);
    subject.rowsInWords = text("%1 test rows", rows.row.size());
    subject.dataLine
        = text("%1 · %2 · %3 · repeat %4 of %5 · %6 test rows", report.dataName, report.groups.attribute,
            runName(selected, true), repeat + 1, selected.scores.size(), rows.row.size());
    if (selected.decides)
        subject.startInWords
            = text("The selected run gives decisions, not scores; shown are the scores of the model that it "
                   "starts from.");
    EH_CHECK(
        measure({spanOf(scores), spanOf(rows.y), spanOf(rows.weight), rows.group, subject.groupNames.size()},
            subject, ctx));
    subject.start = subject.drawable(rows.threshold);
    return subject;
}

bool hasThresholds(const AuditReport& audit)
{
    return audit.task == Task::Classification && audit.rows && !audit.rows->score.empty()
        && !audit.rows->y.empty() && !audit.attributes.empty();
}

Result<ThresholdSubject> auditThresholds(
    const AuditReport& audit, std::size_t attribute, const std::string& otherOutcome, const RunContext& ctx)
{
    if (!hasThresholds(audit))
        return noAnswer(text("there are no scores with a true outcome to try thresholds on"));
    if (attribute >= audit.attributes.size())
        return invalidArgument(text("there is no attribute %1", attribute + 1));
    const AuditRows& rows = *audit.rows;
    const AttributeAudit& audited = audit.attributes[attribute];
    ThresholdSubject subject;
    subject.groupNames = audited.readable();
    subject.outcomes = namesOf(audit.roles.target, rows.favourable, otherOutcome);
    subject.lowIsSelected = !audit.spec.highScoreIsFavourable;
    subject.scoreName = text("%1", audit.spec.score);
    subject.rowsInWords = text("%1 rows", rows.size());
    subject.dataLine
        = text("%1 · %2 · %3 · %4 rows", audit.dataName, audited.name, audit.source.english(), rows.size());
    std::vector<double> turned;
    if (subject.lowIsSelected) {
        turned.resize(rows.score.size());
        std::ranges::transform(rows.score, turned.begin(), [](double score) { return -score; });
    }
    EH_CHECK(measure({subject.lowIsSelected ? std::span<const double>(turned) : rows.score, rows.y,
                         rows.weight, audited.codes, subject.groupNames.size()},
        subject, ctx));
    startAt(rows, subject);
    return subject;
}

} // namespace evenhand
