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
    best.name = text("kept");
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

/// One line per task, of many tasks one for their mean.
Figure tasksFigure(const TrainingCurve& curve, std::string id, Text title, std::vector<double> Epoch::*member)
{
    if (curve.epochs.empty())
        return notBegun(curve, std::move(id), std::move(title));
    Figure figure = begun(curve, std::move(id), std::move(title));
    figure.y.minimum = 0.0;
    const std::size_t tasks = curve.tasks.size();
    const auto add = [&](Text name, int colour, const auto& of) {
        FigureLayer layer = curveLayer(curve, std::move(name), colour, Stroke::Solid,
            [&](const Epoch& epoch) -> double { return of(epoch.*member); });
        if (hasValues(layer))
            figure.layers.push_back(std::move(layer));
    };
    for (std::size_t task = 0; task < tasks && tasks <= kMostLines; ++task)
        add(text("%1", curve.tasks[task]), static_cast<int>(task), [task](const std::vector<double>& values) {
            return task < values.size() ? values[task] : kNone;
        });
    if (tasks > kMostLines)
        add(text("mean of %1 tasks", tasks), 0,
            [](const std::vector<double>& values) { return mean(values); });
    addBest(figure, curve);
    const double first = mean(curve.epochs.front().*member);
    const double last = mean(curve.epochs.back().*member);
    figure.summary = text("Mean over the tasks: %1 after the first epoch, %2 after %3.",
        fixedNumber(first, 3), fixedNumber(last, 3), curve.epochs.size());
    return figure;
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
    add("validation", 3, Stroke::DashDot, &Epoch::validationObjective);
    add("risk", 1, Stroke::Dashed, &Epoch::risk);
    add("divergence", 2, Stroke::Dotted, &Epoch::divergence);
    addBest(figure, curve);
    const Epoch& last = curve.epochs.back();
    const Epoch& first = curve.epochs.front();
    figure.summary = text(
        "After %1 of %2 epochs the loss of the tasks is %3 (%4 after the first), the divergence %5 (%6).",
        curve.epochs.size(), curve.plannedEpochs, shortNumber(last.risk, 3), shortNumber(first.risk, 3),
        shortNumber(last.divergence, 3), shortNumber(first.divergence, 3));
    addNote(figure,
        text("Objective = risk (mean loss of the tasks) + strength · divergence between the groups + weight "
             "decay. Validation: the same on rows kept aside."));
    addShrinkageNote(figure, curve);
    addBatchNote(figure, curve, groups);
    return figure;
}

Figure trainingErrors(const TrainingCurve& curve)
{
    Figure figure = tasksFigure(curve, "training_errors", text("Error of the tasks"), &Epoch::taskErrors);
    if (!figure.layers.empty())
        addNote(figure,
            text(
                "On rows kept aside, where there are any: share wrong, or squared error over the variance."));
    return figure;
}

Figure trainingGaps(const TrainingCurve& curve)
{
    Figure figure = tasksFigure(curve, "training_gaps", text("Gap of the tasks"), &Epoch::taskGaps);
    if (!figure.layers.empty())
        addNote(
            figure, text("Difference of the groups' decision rates, or of means in standard deviations."));
    return figure;
}

} // namespace evenhand
