#include "engine/figures/figure_parts.h"
#include "engine/figures/representation_parts.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kBeside = 0.15;
constexpr std::size_t kMostTasks = 10; ///< rows that the figure has room for

/// What a row of the figure shows.
struct Row {
    std::string name;
    const RepeatedMetric* before = nullptr;
    const RepeatedMetric* after = nullptr;
    const RepeatedMetric* trivial = nullptr; ///< of errors
    bool degenerate = false;                 ///< after: decides alike for everybody in most repeats
};

bool isDegenerate(std::size_t times, std::size_t repeats)
{
    return 2 * times > repeats;
}

struct Subject {
    const Report& report;
    const RunResult& result;
    Representations all;
    std::vector<TaskChange> tasks;  ///< those with a row, plus the mean of all where some have none
    std::vector<TaskChange> hidden; ///< the others
};

/// A number averaged over the tasks of every repeat, then over the repeats.
template <class Number>
RepeatedMetric meanOverTasks(const Subject& subject, RepresentationPart part, const Number& number)
{
    return overRepresentations(subject.report, subject.result, subject.all,
        [&](const RepresentationInsight& insight) -> std::optional<double> {
            double sum = 0.0;
            double n = 0.0;
            for (const TaskReading& reading : stateOf(insight, part).tasks)
                if (const std::optional<double> value = number(reading)) {
                    sum += *value;
                    n += 1.0;
                }
            return n > 0.0 ? std::optional(sum / n) : std::nullopt;
        });
}

/// The tasks with the largest gaps before have rows of their own; all of them share one row where these are
/// not all.
Subject subjectOf(const Report& report, const RunResult& result, std::optional<std::size_t> repeat)
{
    Subject subject {report, result, representationsOf(result, repeat), {}, {}};
    subject.tasks = taskChanges(report, result, subject.all);
    if (subject.tasks.size() <= kMostTasks)
        return subject;
    const std::size_t tasks = subject.tasks.size();
    std::ranges::stable_sort(subject.tasks, std::greater {},
        [](const TaskChange& change) { return change.gapBefore.mean.value_or(-1.0); });
    subject.hidden.assign(subject.tasks.begin() + kMostTasks, subject.tasks.end());
    subject.tasks.resize(kMostTasks);
    constexpr auto before = RepresentationPart::Before;
    constexpr auto after = RepresentationPart::After;
    const auto error = [](const TaskReading& r) { return std::optional(r.error); };
    const auto trivial = [](const TaskReading& r) { return std::optional(r.trivialError); };
    const auto gap = [](const TaskReading& r) { return r.gap; };
    TaskChange mean;
    mean.task = text("mean of %1 tasks", tasks).english();
    mean.kind = subject.tasks.front().kind;
    mean.errorBefore = meanOverTasks(subject, before, error);
    mean.errorAfter = meanOverTasks(subject, after, error);
    mean.trivial = meanOverTasks(subject, after, trivial);
    mean.gapBefore = meanOverTasks(subject, before, gap);
    mean.gapAfter = meanOverTasks(subject, after, gap);
    mean.repeats = subject.all.size();
    subject.tasks.insert(subject.tasks.begin(), std::move(mean));
    return subject;
}

void addPoint(FigureLayer& layer, const RepeatedMetric& value, double y, const std::string& name)
{
    if (!value.mean)
        return;
    layer.x.push_back(*value.mean);
    layer.y.push_back(y);
    // Neither an error nor a gap can be negative, whatever the t interval of few repeats says.
    layer.xLow.push_back(value.low ? std::max(*value.low, 0.0) : kNone);
    layer.xHigh.push_back(value.high.value_or(kNone));
    layer.labels.push_back(text("%1\n%2", name, withInterval(value)));
}

double highestOf(const std::vector<Row>& rows)
{
    double highest = 0.0;
    for (const Row& row : rows)
        for (const RepeatedMetric* const value : {row.before, row.after, row.trivial})
            if (value != nullptr && value->mean)
                highest = std::max({highest, *value->mean, value->high.value_or(0.0)});
    return highest;
}

void addRows(Figure& figure, const std::vector<Row>& rows)
{
    FigureLayer before;
    before.mark = Mark::Points;
    before.name = text("before");
    before.hue = Hue::Method;
    before.index = 1;
    before.hollow = true;
    FigureLayer after = before;
    after.name = text("after");
    after.index = 0;
    after.hollow = false;
    FigureLayer degenerate = before;
    degenerate.name = text("after, degenerate");
    degenerate.index = 4;
    FigureLayer trivial = before;
    trivial.name = text("without looking");
    trivial.hue = Hue::Neutral;
    trivial.index = 2;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const auto y = static_cast<double>(rows.size() - 1 - i);
        figure.y.categories.insert(figure.y.categories.begin(), row.name);
        addPoint(before, *row.before, y + kBeside, row.name);
        addPoint(row.degenerate ? degenerate : after, *row.after, y - kBeside, row.name);
        if (row.trivial != nullptr)
            addPoint(trivial, *row.trivial, y, row.name);
    }
    trivial.xLow.clear();
    trivial.xHigh.clear();
    for (FigureLayer* const layer : {&trivial, &before, &after, &degenerate})
        if (!layer->x.empty())
            figure.layers.push_back(std::move(*layer));
}

void addNotes(Figure& figure, const Subject& subject)
{
    for (const TaskChange& task : subject.tasks) {
        if (task.degenerateAfter > 0)
            addNote(figure,
                isDegenerate(task.degenerateAfter, task.repeats)
                    ? text("“%1” is degenerate: it decides (nearly) alike for everybody, so its small gap "
                           "means nothing.",
                        task.task)
                    : text("“%1” decides (nearly) alike for everybody in %2 of %3 repeats.", task.task,
                        task.degenerateAfter, task.repeats));
        if (!task.gapAfter.mean)
            addNote(
                figure, text("“%1”: the gap is not defined, because a group has too few rows.", task.task));
    }
    if (!subject.hidden.empty())
        addNote(figure,
            text("Of %1 tasks the %2 with the largest gaps before have a row of their own.",
                subject.hidden.size() + subject.tasks.size() - 1, subject.tasks.size() - 1));
}

bool allOfKind(const std::vector<TaskChange>& tasks, Task kind)
{
    return std::ranges::all_of(tasks, [kind](const TaskChange& task) { return task.kind == kind; });
}

Text axisOf(const std::vector<TaskChange>& tasks, bool isGap)
{
    if (allOfKind(tasks, Task::Classification))
        return isGap ? text("gap of the groups' decision rates") : text("error: share of wrong decisions");
    if (allOfKind(tasks, Task::Regression))
        return isGap ? text("gap of the groups' means, in standard deviations")
                     : text("error: squared error over the variance");
    return isGap ? text("gap of decision rates, or of means in standard deviations")
                 : text("error: share wrong, or squared error over the variance");
}

Figure tasksFigure(const Report& report, std::size_t run, std::optional<std::size_t> repeat, bool isGap)
{
    const std::string id = isGap ? "representation_gaps" : "representation_errors";
    const Text title = isGap ? text("Gap of every task") : text("Error of every task");
    if (run >= report.runs.size() || representationsOf(report.runs[run], repeat).empty())
        return noRepresentation(report, run, repeat, id, title);
    const Subject subject = subjectOf(report, report.runs[run], repeat);
    const Text subtitle = representationSubtitle(report, report.runs[run], repeat);
    std::vector<Row> rows;
    for (const TaskChange& task : subject.tasks) {
        const RepeatedMetric& after = isGap ? task.gapAfter : task.errorAfter;
        if (after.mean)
            rows.push_back({task.task, isGap ? &task.gapBefore : &task.errorBefore, &after,
                isGap ? nullptr : &task.trivial, isDegenerate(task.degenerateAfter, task.repeats)});
    }
    if (rows.empty())
        return emptyFigure(id, title, subtitle,
            isGap ? text("No task has a gap: a group has too few rows.") : text("No task was served."));
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = subtitle;
    // Zero has room for its marks.
    figure.x = {axisOf(subject.tasks, isGap), allOfKind(subject.tasks, Task::Classification), false,
        -0.03 * highestOf(rows), {}, {}};
    addRows(figure, rows);
    if (!isGap)
        addNote(figure, text("Without looking: always the majority, or the mean."));
    const TaskChange& first = subject.tasks.front();
    figure.summary = isGap
        ? text("The gap of “%1” goes from %2 to %3.", first.task, withInterval(first.gapBefore),
            withInterval(first.gapAfter))
        : text("The error of “%1” goes from %2 to %3; deciding without looking has %4.", first.task,
            withInterval(first.errorBefore), withInterval(first.errorAfter), withInterval(first.trivial));
    addNotes(figure, subject);
    return figure;
}

} // namespace

Figure representationErrors(const Report& report, std::size_t run, std::optional<std::size_t> repeat)
{
    return tasksFigure(report, run, repeat, false);
}

Figure representationGaps(const Report& report, std::size_t run, std::optional<std::size_t> repeat)
{
    return tasksFigure(report, run, repeat, true);
}

} // namespace evenhand
