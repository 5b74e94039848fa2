#include "engine/figures/figure_parts.h"
#include "engine/figures/representation.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

constexpr std::size_t kMostLines = 4; ///< tasks with lines of their own; of more the mean is shown
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

using Epoch = TrainingCurve::Epoch;

std::vector<double> numbered(std::size_t n)
{
    std::vector<double> x(n);
    for (std::size_t i = 0; i < n; ++i)
        x[i] = static_cast<double>(i + 1);
    return x;
}

template <class Number>
FigureLayer curveLayer(const TrainingCurve& curve, Text name, int colour, Stroke stroke, const Number& number)
{
    FigureLayer layer;
    layer.name = std::move(name);
    layer.hue = Hue::Method;
    layer.index = colour;
    layer.stroke = stroke;
    layer.x = numbered(curve.epochs.size());
    for (const Epoch& epoch : curve.epochs)
        layer.y.push_back(number(epoch));
    return layer;
}

bool hasValues(const FigureLayer& layer)
{
    return std::ranges::any_of(layer.y, [](double value) { return std::isfinite(value); });
}

void addBest(Figure& figure, const TrainingCurve& curve)
{
    if (curve.best < 0 || static_cast<std::size_t>(curve.best) >= curve.epochs.size())
        return;
    FigureLayer best;
    best.mark = Mark::VerticalRule;
    best.name = text("epoch that is kept");
    best.hue = Hue::Accent;
    best.stroke = Stroke::Dashed;
    best.x = {curve.best + 1.0};
    figure.layers.push_back(std::move(best));
}

Text progressOf(const TrainingCurve& curve)
{
    const std::size_t done = curve.epochs.size();
    if (curve.stoppedByPerson)
        return text("stopped after epoch %1 of %2", done, curve.plannedEpochs);
    if (curve.stoppedEarly)
        return text("stopped by itself after epoch %1 of %2, %3 s", done, curve.plannedEpochs,
            shortNumber(curve.seconds, 2));
    return text("epoch %1 of %2, %3 s", done, curve.plannedEpochs, shortNumber(curve.seconds, 2));
}

Figure begun(const TrainingCurve& curve, std::string id, Text title)
{
    Figure figure;
    figure.id = std::move(id);
    figure.title = std::move(title);
    figure.subtitle = text("%1 · %2", curve.what, progressOf(curve).english());
    // From the first epoch to the last planned one: the axis stays while the curve grows.
    const auto last = std::max<double>(
        {static_cast<double>(curve.plannedEpochs), static_cast<double>(curve.epochs.size()), 2.0});
    const bool isOver = curve.stoppedEarly || curve.stoppedByPerson;
    figure.x = {text("epoch"), false, false, 1.0,
        isOver ? std::max(2.0, static_cast<double>(curve.epochs.size())) : last, {}};
    return figure;
}

Figure notBegun(const TrainingCurve& curve, std::string id, Text title)
{
    return emptyFigure(
        std::move(id), std::move(title), text("%1", curve.what), text("The first epoch is not done yet."));
}

void addShrinkageNote(Figure& figure, const TrainingCurve& curve)
{
    const double first = curve.epochs.front().rms;
    const double last = curve.epochs.back().rms;
    if (first > 0.0 && std::isfinite(last))
        addNote(figure,
            last < 0.5 * first
                ? text("The representation's spread (RMS) shrank from %1 to %2. The divergence is measured "
                       "after scaling, so shrinking alone does not lower it.",
                    fixedNumber(first, 2), fixedNumber(last, 2))
                : text("Spread (RMS) of the representation: %1 after the first epoch, %2 now.",
                    fixedNumber(first, 2), fixedNumber(last, 2)));
}

void addBatchNote(Figure& figure, const TrainingCurve& curve, const std::vector<std::string>& groups)
{
    if (curve.batchGroupCounts.empty() || groups.size() != curve.batchGroupCounts.size())
        return;
    std::string counts;
    for (std::size_t g = 0; g < groups.size(); ++g)
        counts += (g == 0 ? "" : ", ") + groups[g] + " " + shortNumber(curve.batchGroupCounts[g], 3);
    addNote(figure, text("Rows of each group in a batch: %1.", counts));
}

double mean(const std::vector<double>& values)
{
    double sum = 0.0;
    double n = 0.0;
    for (const double value : values)
        if (std::isfinite(value)) {
            sum += value;
            n += 1.0;
        }
    return n > 0.0 ? sum / n : kNone;
}

} // namespace

Figure trainingLosses(const TrainingCurve& curve, const std::vector<std::string>& groups)
{
    const std::string id = "training_losses";
    const Text title = text("What is minimised");
    if (curve.epochs.empty())
        return notBegun(curve, id, title);
    Figure figure = begun(curve, id, title);
    figure.y = {text("value, logarithmic"), false, true, {}, {}, {}};
    const auto add = [&](const char* name, int colour, Stroke stroke, double Epoch::*member) {
        FigureLayer layer = curveLayer(
            curve, text(name), colour, stroke, [&](const Epoch& epoch) { return epoch.*member; });
        if (hasValues(layer))
            figure.layers.push_back(std::move(layer));
    };
    add("objective", 0, Stroke::Solid, &Epoch::objective);
    add("objective, rows kept aside", 3, Stroke::DashDot, &Epoch::validationObjective);
    add("risk: loss of the tasks", 1, Stroke::Dashed, &Epoch::risk);
    add("divergence between the groups", 2, Stroke::Dotted, &Epoch::divergence);
    addBest(figure, curve);
    const Epoch& last = curve.epochs.back();
    const Epoch& first = curve.epochs.front();
    figure.summary = text(
        "After %1 of %2 epochs the loss of the tasks is %3 (%4 after the first), the divergence %5 (%6).",
        curve.epochs.size(), curve.plannedEpochs, shortNumber(last.risk, 3), shortNumber(first.risk, 3),
        shortNumber(last.divergence, 3), shortNumber(first.divergence, 3));
    addNote(figure, text("objective = risk + strength · divergence + a little weight decay"));
    addShrinkageNote(figure, curve);
    addBatchNote(figure, curve, groups);
    return figure;
}

Figure trainingTasks(const TrainingCurve& curve)
{
    const std::string id = "training_tasks";
    const Text title = text("Tasks: error and gap");
    if (curve.epochs.empty())
        return notBegun(curve, id, title);
    Figure figure = begun(curve, id, title);
    figure.y = {text("error (solid), gap between groups (dashed)"), false, false, 0.0, {}, {}};
    const std::size_t tasks = curve.tasks.size();
    const bool isMean = tasks > kMostLines;
    const auto at = [](const std::vector<double>& values, std::size_t task) {
        return task < values.size() ? values[task] : kNone;
    };
    const auto add = [&](Text error, Text gap, int colour, const auto& of) {
        for (const bool isGap : {false, true}) {
            FigureLayer layer
                = curveLayer(curve, isGap ? gap : error, colour, isGap ? Stroke::Dashed : Stroke::Solid,
                    [&](const Epoch& epoch) { return of(isGap ? epoch.taskGaps : epoch.taskErrors); });
            if (hasValues(layer))
                figure.layers.push_back(std::move(layer));
        }
    };
    for (std::size_t task = 0; task < tasks && !isMean; ++task)
        add(text("%1: error", curve.tasks[task]), text("%1: gap", curve.tasks[task]), static_cast<int>(task),
            [&](const std::vector<double>& values) { return at(values, task); });
    if (isMean)
        add(text("error, mean of %1 tasks", tasks), text("gap, mean of %1 tasks", tasks), 0,
            [](const std::vector<double>& values) { return mean(values); });
    addBest(figure, curve);
    const Epoch& last = curve.epochs.back();
    const Epoch& first = curve.epochs.front();
    figure.summary = text("After %1 epochs the mean error of the tasks is %2 (%3 after the first) and the "
                          "mean gap %4 (%5).",
        curve.epochs.size(), fixedNumber(mean(last.taskErrors), 3), fixedNumber(mean(first.taskErrors), 3),
        fixedNumber(mean(last.taskGaps), 3), fixedNumber(mean(first.taskGaps), 3));
    addNote(figure,
        text("On rows kept aside from training, where there are any. Error: share of "
             "wrong decisions, or squared error over the variance. Gap: difference of "
             "decision rates, or of means in standard deviations."));
    return figure;
}

} // namespace evenhand
