#include "engine/figures/audit_curves.h"
#include "engine/figures/figure_parts.h"

namespace evenhand {

namespace {

Text medianSentence(const ScoreView& view, const std::vector<ShownGroup>& shown)
{
    const auto median
        = [&](std::size_t group) { return scoreNumber(view.task, view.path->quantile(group, 0.5, 0.0)); };
    if (shown.size() == 1)
        return text("The median score of “%1”, the only group with rows, is %2.",
            view.groupNames[shown.front().group], median(shown.front().group));
    const auto [low, high] = extremeMedians(view, shown);
    return text("The median score is lowest for “%1”, %2, and highest for “%3”, %4.", view.groupNames[low],
        median(low), view.groupNames[high], median(high));
}

Text scoreNameOf(const AuditReport& report)
{
    const std::string& column = report.spec.score.empty() ? report.spec.prediction : report.spec.score;
    if (!column.empty())
        return text("%1", column);
    return report.task == Task::Classification
        ? text("predicted probability of %1 = %2", report.roles.target, report.rows->favourable)
        : text("predicted %1", report.roles.target);
}

} // namespace

Figure auditDistributions(const AuditReport& report, std::size_t attribute, DistributionKind kind)
{
    const std::string id = "audit_distributions";
    const Text title = text("How the scores of each group are spread");
    const Text subtitle = auditDataLine(report, attribute);
    const AuditRows& rows = *report.rows;
    if (rows.score.empty())
        return emptyFigure(id, title, subtitle, text("There is no score, only decisions."));
    const AttributeAudit& audited = report.attributes[attribute];
    Result<ScorePath> path
        = ScorePath::create(rows.score, rows.score, audited.codes, rows.weight, audited.groups.size());
    if (path.has_error())
        return emptyFigure(id, title, subtitle, path.error().what);
    ScoreView view;
    view.path = std::make_shared<const ScorePath>(*std::move(path));
    view.groupNames = audited.readable();
    view.dataLine = subtitle;
    view.scoreName = scoreNameOf(report);
    view.task = report.task;
    view.threshold = rows.threshold;
    Figure figure = groupDistributions(view, kind, 0.0);
    figure.id = id;
    figure.title = title;
    const std::vector<ShownGroup> shown = shownGroups(countsOf(view));
    if (!shown.empty())
        figure.summary = medianSentence(view, shown);
    return figure;
}

} // namespace evenhand
