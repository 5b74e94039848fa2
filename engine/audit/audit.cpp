#include "engine/audit/audit.h"

#include "engine/audit/apply_convention.h"
#include "engine/audit/divergence_audit.h"
#include "engine/audit/measure.h"
#include "engine/audit/verdicts.h"
#include "engine/data/groups.h"
#include "engine/metrics/convention.h"
#include "engine/metrics/decision.h"
#include "engine/statistics/significance.h"

#include <algorithm>
#include <chrono>

namespace evenhand {

namespace {

/// Groups that the audited rows are in: those of the whole table without the ones nobody is left in.
Groups groupsOfRows(Groups groups, const AuditRows& rows)
{
    std::vector<std::int32_t> codes(rows.size());
    std::vector<std::int32_t> renumbered(groups.names.size(), -1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        codes[i] = groups.codes[static_cast<std::size_t>(rows.row[i])];
        renumbered[static_cast<std::size_t>(codes[i])] = 0;
    }
    std::vector<std::string> names;
    for (std::size_t group = 0; group < renumbered.size(); ++group)
        if (renumbered[group] == 0) {
            renumbered[group] = static_cast<std::int32_t>(names.size());
            names.push_back(std::move(groups.names[group]));
        }
    for (std::int32_t& code : codes)
        code = renumbered[static_cast<std::size_t>(code)];
    return {std::move(groups.attribute), std::move(names), std::move(codes)};
}

std::size_t referenceOf(const std::vector<GroupAudit>& groups, const std::string& wanted)
{
    const auto named = std::ranges::find(groups, wanted, &GroupAudit::name);
    const auto found
        = named != groups.end() ? named : std::ranges::max_element(groups, {}, &GroupAudit::weight);
    return static_cast<std::size_t>(found - groups.begin());
}

/// Cells of an intersection that no row is in, as long as a person would read them.
std::vector<std::string> absentCells(const AuditReport& report, const AttributeAudit& intersection)
{
    constexpr std::size_t kMost = 200;
    std::vector<std::string> products {""};
    for (const AttributeAudit& attribute : report.attributes) {
        std::vector<std::string> longer;
        for (const std::string& prefix : products)
            for (const GroupAudit& group : attribute.groups)
                longer.push_back(prefix.empty() ? group.name : prefix + "," + group.name);
        products = std::move(longer);
        if (products.size() > kMost * kMost)
            return {};
    }
    std::vector<std::string> present = intersection.names();
    std::ranges::sort(present);
    std::vector<std::string> absent;
    for (std::string& product : products)
        if (!std::ranges::binary_search(present, product) && absent.size() < kMost)
            absent.push_back(std::move(product));
    return absent;
}

Result<AttributeAudit> auditAttribute(const AuditReport& report, const Table& table,
    const std::vector<std::string>& sensitive, const RunContext& ctx)
{
    EH_TRY(Groups all, makeGroups(table, sensitive, report.roles.cuts));
    EH_CHECK(ctx.checkpoint());
    Groups groups = groupsOfRows(std::move(all), *report.rows);
    AttributeAudit attribute;
    attribute.name = groups.attribute;
    attribute.isIntersection = sensitive.size() > 1;
    const std::vector<std::string> readable = readableGroupNames(groups);
    EH_TRY(attribute.groups, measureGroups(report, groups.codes, groups.names, readable, ctx));
    attribute.codes = std::move(groups.codes);
    attribute.reference = referenceOf(attribute.groups, report.spec.reference);
    EH_TRY(attribute.disparities, measureDisparities(report, attribute, ctx));
    EH_TRY(attribute.verdicts, verdictsOf(report, attribute, ctx));
    if (!attribute.isIntersection) {
        EH_TRY(DivergenceAudit divergence, divergenceAudit(report, attribute, table, ctx));
        attribute.divergence = std::make_shared<const DivergenceAudit>(std::move(divergence));
    }
    return attribute;
}

/// q-values over every test that the report shows.
void adjustForNumber(AuditReport& report)
{
    std::vector<std::optional<double>> p;
    for (const AttributeAudit& attribute : report.attributes)
        for (const DisparityAudit& disparity : attribute.disparities)
            p.push_back(disparity.p);
    const std::vector<std::optional<double>> q = benjaminiHochberg(p);
    std::size_t next = 0;
    for (AttributeAudit& attribute : report.attributes)
        for (DisparityAudit& disparity : attribute.disparities)
            disparity.q = q[next++];
}

Result<void> checkSpec(const AuditReport& report)
{
    const AuditSpec& spec = report.spec;
    if (report.roles.sensitive.empty())
        return invalidArgument(text("no sensitive attribute is chosen"),
            text("choose the column whose groups are to be compared"));
    if (!(spec.confidence > 0.5 && spec.confidence < 1.0))
        return invalidArgument(text("a confidence of %1 makes no interval", spec.confidence),
            text("choose a number between 0.5 and 1, such as 0.95"));
    constexpr std::size_t kFewest = 100;
    constexpr std::size_t kMost = 1'000'000;
    if (spec.replicates < kFewest || spec.replicates > kMost)
        return invalidArgument(text("%1 bootstrap replicates cannot be used", spec.replicates),
            text("choose between %1 and %2", kFewest, kMost));
    EH_CHECK(findConvention(spec.convention));
    return kOk;
}

void warnOfReference(AuditReport& report)
{
    if (report.spec.reference.empty())
        return;
    const bool isKnown = std::ranges::any_of(report.attributes, [&](const AttributeAudit& attribute) {
        return std::ranges::find(attribute.groups, report.spec.reference, &GroupAudit::name)
            != attribute.groups.end();
    });
    if (!isKnown)
        report.warnings.push_back(text(
            "there is no group “%1” to compare with; the largest group is taken", report.spec.reference));
}

void warnOfBackwardScore(AuditReport& report)
{
    const auto auc = report.metricIndex("roc_auc");
    if (!auc || !report.overall.metrics[*auc].high || *report.overall.metrics[*auc].high >= 0.5)
        return;
    report.warnings.push_back(report.spec.highScoreIsFavourable
            ? text("high scores go with the unfavourable outcome (area under the ROC curve %1); if the score "
                   "is of that outcome, say so",
                *report.overall.metrics[*auc].value)
            : text("high scores go with the favourable outcome although they are said to be unfavourable "
                   "(area under the ROC curve %1)",
                *report.overall.metrics[*auc].value));
}

/// Everything after the rows are known.
Result<std::shared_ptr<const AuditReport>> auditOf(
    std::shared_ptr<AuditReport> report, const Table& table, const RunContext& ctx)
{
    const auto begin = std::chrono::steady_clock::now();
    EH_CHECK(checkSpec(*report));
    report->task = report->rows->task;
    report->warnings = report->rows->warnings;
    report->metricIds = auditMetricIds(report->task);
    const std::vector<std::int32_t> everybody(report->rows->size(), 0);
    EH_TRY(std::vector<GroupAudit> overall, measureGroups(*report, everybody, {""}, {""}, ctx));
    report->overall = std::move(overall.front());
    std::vector<std::vector<std::string>> wanted;
    for (const std::string& name : report->roles.sensitive)
        wanted.push_back({name});
    if (wanted.size() > 1)
        wanted.push_back(report->roles.sensitive);
    for (const std::vector<std::string>& sensitive : wanted) {
        EH_TRY(AttributeAudit attribute, auditAttribute(*report, table, sensitive, ctx));
        if (attribute.isIntersection)
            attribute.absent = absentCells(*report, attribute);
        report->attributes.push_back(std::move(attribute));
    }
    adjustForNumber(*report);
    explainChance(*report);
    warnOfReference(*report);
    warnOfBackwardScore(*report);
    EH_CHECK(applyConvention(*report));
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    report->seconds = seconds.count();
    return std::shared_ptr<const AuditReport>(std::move(report));
}

} // namespace

Result<std::shared_ptr<const AuditReport>> audit(
    const Roles& roles, const AuditSpec& spec, const Dataset& data, const RunContext& ctx)
{
    auto report = std::make_shared<AuditReport>();
    report->roles = roles;
    report->spec = spec;
    report->dataName = data.name;
    report->source = spec.prediction.empty() ? text("the scores “%1”", spec.score)
                                             : text("the predictions “%1”", spec.prediction);
    EH_TRY(AuditRows rows, auditRows(roles, spec, *data.table, ctx));
    report->rows = std::make_shared<const AuditRows>(std::move(rows));
    return auditOf(std::move(report), *data.table, ctx);
}

Result<std::shared_ptr<const AuditReport>> auditRun(const Report& report, std::size_t run, std::size_t repeat,
    bool unrepaired, const AuditSpec& spec, const Dataset& data, const RunContext& ctx)
{
    if (run >= report.runs.size() || repeat >= report.runs[run].scores.size())
        return invalidArgument(text("this run has no finished repeat %1", repeat + 1));
    const RunResult& selected = report.runs[run];
    const RepeatScores& test = *report.baseScores[static_cast<std::size_t>(selected.learnerIndex)][repeat];
    const Eigen::VectorXd& scores = unrepaired ? test.base : *selected.scores[repeat];
    auto audited = std::make_shared<AuditReport>();
    audited->roles = report.study.roles;
    audited->spec = spec;
    audited->dataName = report.dataName;
    audited->source = unrepaired || selected.method.empty()
        ? text("%1 without repair, test rows of repeat %2", selected.learner, repeat + 1)
        : text("%1 with %2, test rows of repeat %3", selected.learner, selected.method, repeat + 1);
    AuditRows rows;
    rows.task = report.study.roles.task;
    rows.row = test.row;
    rows.score.assign(scores.begin(), scores.end());
    rows.y.assign(test.y.begin(), test.y.end());
    rows.favourable = report.study.roles.favourable;
    rows.outcomeName = outcomeName(report.study.roles.target, rows.favourable);
    if (!report.study.roles.weight.empty())
        rows.weight.assign(test.weight.begin(), test.weight.end());
    const bool decides = selected.decides && !unrepaired;
    if (decides) {
        // What a person would get: one draw where the method draws.
        rows.score.clear();
        for (std::size_t i = 0; i < rows.row.size(); ++i)
            rows.decision.push_back(
                drawnDecision(scores[static_cast<Eigen::Index>(i)], report.study.split.seed, rows.row[i]));
    } else if (rows.task == Task::Classification) {
        rows.threshold = test.threshold;
        rows.scoreIsProbability
            = std::ranges::all_of(rows.score, [](double score) { return score >= 0.0 && score <= 1.0; });
        for (const double score : rows.score)
            rows.decision.push_back(score >= test.threshold ? 1.0 : 0.0);
    }
    audited->rows = std::make_shared<const AuditRows>(std::move(rows));
    return auditOf(std::move(audited), *data.table, ctx);
}

} // namespace evenhand
