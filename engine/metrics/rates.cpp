#include "engine/metrics/rates.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr const char* kNoRows = "no rows";
constexpr const char* kNoPositives = "no actual positives";
constexpr const char* kNoNegatives = "no actual negatives";
constexpr const char* kNobodySelected = "nobody is selected";
constexpr const char* kEverybodySelected = "everybody is selected";

CellValue share(const RowSum& part, const RowSum& whole, const char* undefined)
{
    if (!(whole.weight > 0.0))
        return {0.0, undefined, {}, {}};
    return {part.weight / whole.weight, nullptr, part, whole};
}

} // namespace

CellValue selectionRate(const Confusion& cells)
{
    return share(cells.selected(), cells.all(), kNoRows);
}

CellValue truePositiveRate(const Confusion& cells)
{
    return share(cells.truePositive, cells.positives(), kNoPositives);
}

CellValue falsePositiveRate(const Confusion& cells)
{
    return share(cells.falsePositive, cells.negatives(), kNoNegatives);
}

CellValue trueNegativeRate(const Confusion& cells)
{
    return share(cells.trueNegative, cells.negatives(), kNoNegatives);
}

CellValue falseNegativeRate(const Confusion& cells)
{
    return share(cells.falseNegative, cells.positives(), kNoPositives);
}

CellValue precisionRate(const Confusion& cells)
{
    return share(cells.truePositive, cells.selected(), kNobodySelected);
}

CellValue negativePredictiveValue(const Confusion& cells)
{
    return share(cells.trueNegative, cells.notSelected(), kEverybodySelected);
}

CellValue falseDiscoveryRate(const Confusion& cells)
{
    return share(cells.falsePositive, cells.selected(), kNobodySelected);
}

CellValue falseOmissionRate(const Confusion& cells)
{
    return share(cells.falseNegative, cells.notSelected(), kEverybodySelected);
}

CellValue accuracyRate(const Confusion& cells)
{
    return share(cells.truePositive + cells.trueNegative, cells.all(), kNoRows);
}

CellValue baseRate(const Confusion& cells)
{
    return share(cells.positives(), cells.all(), kNoRows);
}

CellValue balancedAccuracy(const Confusion& cells)
{
    const CellValue sensitivity = truePositiveRate(cells);
    const CellValue specificity = trueNegativeRate(cells);
    if (sensitivity.undefined != nullptr || specificity.undefined != nullptr)
        return {
            0.0, sensitivity.undefined != nullptr ? sensitivity.undefined : specificity.undefined, {}, {}};
    return {0.5 * (sensitivity.value + specificity.value), nullptr, {}, {}};
}

CellValue f1Score(const Confusion& cells)
{
    const double agreed = 2.0 * cells.truePositive.weight;
    const double whole = agreed + cells.falsePositive.weight + cells.falseNegative.weight;
    if (!(whole > 0.0))
        return {0.0, "nobody is selected and there are no actual positives", {}, {}};
    return {agreed / whole, nullptr, {}, {}};
}

CellValue rowsOf(const Confusion& cells)
{
    return {cells.all().rows, nullptr, {}, {}};
}

MetricValue describe(const CellValue& value)
{
    if (value.undefined != nullptr)
        return undefinedValue(text(value.undefined));
    MetricValue described = definedValue(value.value);
    if (value.whole.weight > 0.0) {
        described.numerator = value.part.weight;
        described.denominator = value.whole.weight;
        described.effectiveCount = value.whole.effectiveCount();
    }
    return described;
}

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

std::size_t rowCount(const MetricInput& input)
{
    return std::max({input.score.size(), input.decision.size(), input.y.size(), input.scoreOutcome.size(),
        input.group.size()});
}

Text missingInput(const MetricInput& input, const MetricNeeds& needs)
{
    if (rowCount(input) == 0)
        return text("no rows");
    if (needs.decision && input.decision.empty() && input.score.empty())
        return text("no decisions");
    if (needs.score && input.score.empty())
        return text("no scores");
    if (input.y.empty() && (needs.outcome || (needs.scoreOutcome && input.scoreOutcome.empty())))
        return text("no true outcomes");
    return {};
}

} // namespace evenhand
