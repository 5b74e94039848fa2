#include "engine/figures/figure_parts.h"
#include "engine/figures/representation_parts.h"
#include "engine/figures/transfer_names.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<const TransferRow*> rowsOf(const TransferReport& report, const std::string& task)
{
    std::vector<const TransferRow*> rows;
    for (const TransferRow& row : report.rows)
        if (row.task == task)
            rows.push_back(&row);
    return rows;
}

bool isDrawn(const TransferRow& row)
{
    return row.error && row.error->mean && row.gap && row.gap->mean;
}

std::optional<double> meanOf(const std::optional<RepeatedMetric>& metric)
{
    return metric ? metric->mean : std::nullopt;
}

/// Repeats in which the head decides alike for everybody.
std::size_t degenerateIn(const TransferRow& row)
{
    return static_cast<std::size_t>(std::ranges::count_if(row.repeats, &TaskReading::degenerate));
}

FigureLayer pointOf(const TransferRow& row)
{
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("%1", transferVariantName(row));
    layer.hue = Hue::Method;
    layer.index = static_cast<int>(row.variant);
    layer.hollow = 2 * degenerateIn(row) > row.repeats.size();
    layer.x = {*row.gap->mean};
    layer.y = {*row.error->mean};
    layer.xLow = {row.gap->low ? std::max(0.0, *row.gap->low) : kNone};
    layer.xHigh = {row.gap->high.value_or(kNone)};
    layer.low = {row.error->low ? std::max(0.0, *row.error->low) : kNone};
    layer.high = {row.error->high.value_or(kNone)};
    layer.labels = {text(
        "%1\nerror %2\ngap %3", transferVariantName(row), withInterval(*row.error), withInterval(*row.gap))};
    return layer;
}

Text summaryOf(const std::vector<const TransferRow*>& rows, const std::string& task)
{
    const TransferRow* unfair = nullptr;
    const TransferRow* fairest = nullptr;
    for (const TransferRow* const row : rows) {
        if (!isDrawn(*row))
            continue;
        if (row->variant == TransferVariant::Unfair)
            unfair = row;
        else if (row->variant != TransferVariant::RawFeatures
            && (fairest == nullptr || *row->gap->mean < *fairest->gap->mean))
            fairest = row;
    }
    if (unfair == nullptr || fairest == nullptr)
        return text("A representation learned without “%1”, serving it afterwards.", task);
    return text("On “%1”, which it has never seen, the representation without fairness has a gap of %2 and "
                "an error of %3; the one with the smallest gap (%4) has %5 and %6.",
        task, withInterval(*unfair->gap), withInterval(*unfair->error), transferVariantName(*fairest),
        withInterval(*fairest->gap), withInterval(*fairest->error));
}

void addNotes(Figure& figure, const TransferReport& report, const std::vector<const TransferRow*>& rows)
{
    std::string degenerate;
    for (const TransferRow* const row : rows)
        if (2 * degenerateIn(*row) > row->repeats.size())
            degenerate += (degenerate.empty() ? "" : ", ") + transferVariantName(*row);
    if (!degenerate.empty())
        addNote(figure,
            text("Outlined: decides (nearly) alike for everybody, so its small gap means nothing (%1).",
                degenerate));
    const auto undefined = std::ranges::count_if(rows, [](const TransferRow* row) { return !isDrawn(*row); });
    if (undefined > 0)
        addNote(
            figure, text("%1 of %2 variants have no gap: a group has too few rows.", undefined, rows.size()));
    if (!report.complete)
        addNote(figure, text("Not finished: only the repeats that are done are here."));
}

} // namespace

std::string transferVariantName(const TransferRow& row)
{
    switch (row.variant) {
    case TransferVariant::RawFeatures:
        return "features themselves";
    case TransferVariant::Unfair:
        return "without fairness";
    case TransferVariant::Mean:
        return "means, strength " + shortNumber(row.strength, 4);
    case TransferVariant::Mmd:
        return "MMD, strength " + shortNumber(row.strength, 4);
    case TransferVariant::Sinkhorn:
        return "Sinkhorn, strength " + shortNumber(row.strength, 4);
    }
    return {};
}

std::vector<std::string> transferTasks(const TransferReport& report)
{
    std::vector<std::string> tasks;
    for (const TransferRow& row : report.rows)
        if (std::ranges::find(tasks, row.task) == tasks.end())
            tasks.push_back(row.task);
    return tasks;
}

Figure transferFigure(const TransferReport& report, const std::string& task)
{
    const std::string id = "transfer";
    const Text title = text("A new task: %1", task);
    const std::vector<const TransferRow*> rows = rowsOf(report, task);
    std::size_t repeats = 0;
    for (const TransferRow* const row : rows)
        repeats = std::max(repeats, row->repeats.size());
    const Text subtitle = repeats > 1 ? text("left out while the representation was learned · mean of %1 "
                                             "repeats, 95 % intervals",
                              repeats)
                                      : text("left out while the representation was learned · one repeat");
    if (std::ranges::none_of(rows, [](const TransferRow* row) { return isDrawn(*row); }))
        return emptyFigure(id, title, subtitle, text("No variant has both an error and a gap."));
    const bool isClass = rows.front()->kind == Task::Classification;
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    figure.summary = summaryOf(rows, task);
    figure.x
        = {isClass ? text("gap of the decision rates") : text("gap of the means, in standard deviations"),
            isClass, false, 0.0, {}, {}};
    figure.y = {isClass ? text("error: share of wrong decisions") : text("squared error over the variance"),
        isClass, false, {}, {}, {}};
    if (const auto trivial = meanOf(rows.front()->trivialError)) {
        FigureLayer rule;
        rule.mark = Mark::HorizontalRule;
        rule.name = isClass ? text("always the majority") : text("always the mean");
        rule.hue = Hue::Muted;
        rule.stroke = Stroke::Dashed;
        rule.y = {*trivial};
        figure.layers.push_back(std::move(rule));
    }
    for (const TransferRow* const row : rows)
        if (isDrawn(*row))
            figure.layers.push_back(pointOf(*row));
    addNotes(figure, report, rows);
    return figure;
}

} // namespace evenhand
