#include "engine/metrics/rates.h"

namespace evenhand {

namespace {

MetricValue share(const RowSum& part, const RowSum& whole, const char* undefined)
{
    if (!(whole.weight > 0.0))
        return undefinedValue(text(undefined));
    MetricValue rate = definedValue(part.weight / whole.weight);
    rate.numerator = part.weight;
    rate.denominator = whole.weight;
    rate.effectiveCount = whole.effectiveCount();
    return rate;
}

void count(const MetricInput& input, std::size_t row, Confusion& cells)
{
    const bool selected = input.score[row] >= input.threshold;
    const bool positive = !input.y.empty() && input.y[row] == 1.0;
    RowSum& cell = selected ? (positive ? cells.truePositive : cells.falsePositive)
                            : (positive ? cells.falseNegative : cells.trueNegative);
    cell.add(weightOf(input, row));
}

} // namespace

MetricValue definedValue(double value)
{
    MetricValue defined;
    defined.value = value;
    return defined;
}

MetricValue undefinedValue(Text reason)
{
    MetricValue undefined;
    undefined.undefined = std::move(reason);
    return undefined;
}

Text missingInput(const MetricInput& input, bool needsOutcome)
{
    if (input.score.empty())
        return text("no rows");
    if (needsOutcome && input.y.empty())
        return text("no true outcomes");
    return {};
}

MetricValue selectionRateOf(const Confusion& cells)
{
    return share(cells.selected(), cells.all(), "no rows");
}

MetricValue truePositiveRateOf(const Confusion& cells)
{
    return share(cells.truePositive, cells.positives(), "no actual positives");
}

MetricValue falsePositiveRateOf(const Confusion& cells)
{
    return share(cells.falsePositive, cells.negatives(), "no actual negatives");
}

MetricValue precisionOf(const Confusion& cells)
{
    return share(cells.truePositive, cells.selected(), "nobody is selected");
}

MetricValue baseRateOf(const Confusion& cells)
{
    return share(cells.positives(), cells.all(), "no rows");
}

MetricValue accuracyOf(const Confusion& cells)
{
    return share(cells.truePositive + cells.trueNegative, cells.all(), "no rows");
}

MetricValue balancedAccuracyOf(const Confusion& cells)
{
    const MetricValue sensitivity = truePositiveRateOf(cells);
    const MetricValue fallOut = falsePositiveRateOf(cells);
    if (!sensitivity.value || !fallOut.value)
        return undefinedValue(sensitivity.value ? fallOut.undefined : sensitivity.undefined);
    return definedValue(0.5 * (*sensitivity.value + (1.0 - *fallOut.value)));
}

Confusion confusionOf(const MetricInput& input)
{
    Confusion cells;
    for (std::size_t row = 0; row < input.score.size(); ++row)
        count(input, row, cells);
    return cells;
}

std::vector<Confusion> confusionByGroup(const MetricInput& input)
{
    std::vector<Confusion> cells(input.groupNames->size());
    for (std::size_t row = 0; row < input.score.size(); ++row)
        count(input, row, cells[static_cast<std::size_t>(input.group[row])]);
    return cells;
}

} // namespace evenhand
