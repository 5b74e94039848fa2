#include "engine/metrics/cell_disparities.h"

#include "engine/metrics/inequality.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// The lowest and highest rate of the groups in which it is defined.
struct Extremes {
    double lowest = 0.0, highest = 0.0;
    std::size_t lowestGroup = 0, highestGroup = 0;
    std::size_t defined = 0;
};

Extremes extremesOf(std::span<const Confusion> cells, CellRate rate)
{
    Extremes extremes;
    for (std::size_t group = 0; group < cells.size(); ++group) {
        const CellValue own = rate(cells[group]);
        if (own.undefined != nullptr)
            continue;
        if (extremes.defined == 0 || own.value < extremes.lowest) {
            extremes.lowest = own.value;
            extremes.lowestGroup = group;
        }
        if (extremes.defined == 0 || own.value > extremes.highest) {
            extremes.highest = own.value;
            extremes.highestGroup = group;
        }
        ++extremes.defined;
    }
    return extremes;
}

Disparity lacks(Lack lack, CellRate rate, const char* reason)
{
    return {0.0, lack, rate, reason, Disparity::kNone, Disparity::kNone};
}

template <CellRate rate> Disparity difference(const GroupCells& groups)
{
    const Extremes extremes = extremesOf(groups.cells, rate);
    if (extremes.defined < 2)
        return lacks(Lack::TooFewGroups, rate, nullptr);
    return {extremes.highest - extremes.lowest, Lack::Nothing, nullptr, nullptr, extremes.lowestGroup,
        extremes.highestGroup};
}

const char* allZero(CellRate rate)
{
    return rate == selectionRate   ? "nobody is selected in any group"
        : rate == truePositiveRate ? "no actual positive is selected in any group"
                                   : "no actual negative is selected in any group";
}

template <CellRate rate> Disparity ratio(const GroupCells& groups)
{
    const Extremes extremes = extremesOf(groups.cells, rate);
    if (extremes.defined < 2)
        return lacks(Lack::TooFewGroups, rate, nullptr);
    if (extremes.highest == 0.0)
        return lacks(Lack::Other, rate, allZero(rate));
    return {extremes.lowest / extremes.highest, Lack::Nothing, nullptr, nullptr, extremes.lowestGroup,
        extremes.highestGroup};
}

Disparity equalizedOddsDifference(const GroupCells& groups)
{
    const Disparity opportunity = difference<truePositiveRate>(groups);
    const Disparity fallOut = difference<falsePositiveRate>(groups);
    if (opportunity.lack != Lack::Nothing || fallOut.lack != Lack::Nothing)
        return opportunity.lack != Lack::Nothing ? opportunity : fallOut;
    return opportunity.value >= fallOut.value ? opportunity : fallOut;
}

Disparity equalizedOddsRatio(const GroupCells& groups)
{
    const Disparity opportunity = ratio<truePositiveRate>(groups);
    const Disparity fallOut = ratio<falsePositiveRate>(groups);
    if (opportunity.lack != Lack::Nothing || fallOut.lack != Lack::Nothing)
        return opportunity.lack != Lack::Nothing ? opportunity : fallOut;
    return opportunity.value <= fallOut.value ? opportunity : fallOut;
}

Confusion everyoneElse(const GroupCells& groups)
{
    Confusion rest;
    for (std::size_t group = 0; group < groups.cells.size(); ++group)
        if (group != groups.reference)
            rest += groups.cells[group];
    return rest;
}

/// One rate of everyone else and of the reference group.
struct Pair {
    double rest = 0.0, reference = 0.0;
};

/// combine(pairs) for the rates, or what is lacking.
template <std::size_t N, class Combine>
Disparity againstReference(
    const GroupCells& groups, const std::array<CellRate, N>& rates, const Combine& combine)
{
    if (groups.cells.size() < 2)
        return lacks(Lack::TooFewGroups, rates.front(), nullptr);
    const Confusion rest = everyoneElse(groups);
    std::array<Pair, N> pairs;
    for (std::size_t i = 0; i < N; ++i) {
        const CellValue own = rates[i](groups.cells[groups.reference]);
        const CellValue other = rates[i](rest);
        if (own.undefined != nullptr)
            return lacks(Lack::Reference, rates[i], own.undefined);
        if (other.undefined != nullptr)
            return lacks(Lack::Rest, rates[i], other.undefined);
        pairs[i] = {other.value, own.value};
    }
    Disparity disparity = combine(pairs);
    disparity.groupA = Disparity::kRest;
    disparity.groupB = groups.reference;
    return disparity;
}

Disparity signedValue(double value)
{
    return {value, Lack::Nothing, nullptr, nullptr, Disparity::kNone, Disparity::kNone};
}

Disparity statisticalParityDifference(const GroupCells& groups)
{
    return againstReference(groups, std::array<CellRate, 1> {selectionRate},
        [](const auto& pairs) { return signedValue(pairs[0].rest - pairs[0].reference); });
}

Disparity disparateImpact(const GroupCells& groups)
{
    return againstReference(groups, std::array<CellRate, 1> {selectionRate}, [](const auto& pairs) {
        return pairs[0].reference > 0.0
            ? signedValue(pairs[0].rest / pairs[0].reference)
            : lacks(Lack::Other, selectionRate, "nobody is selected in the reference group");
    });
}

constexpr std::array<CellRate, 2> kOdds {falsePositiveRate, truePositiveRate};

Disparity averageOddsDifference(const GroupCells& groups)
{
    return againstReference(groups, kOdds, [](const auto& pairs) {
        return signedValue(
            0.5 * ((pairs[0].rest - pairs[0].reference) + (pairs[1].rest - pairs[1].reference)));
    });
}

Disparity averageAbsOddsDifference(const GroupCells& groups)
{
    return againstReference(groups, kOdds, [](const auto& pairs) {
        return signedValue(0.5
            * (std::abs(pairs[0].rest - pairs[0].reference) + std::abs(pairs[1].rest - pairs[1].reference)));
    });
}

template <int alpha> Disparity entropyOfBenefits(const GroupCells& groups)
{
    const std::array<Benefit, 3> benefits = benefitsOf(pooled(groups.cells));
    double weight = 0.0;
    double sum = 0.0;
    for (const Benefit& benefit : benefits) {
        weight += benefit.weight;
        sum += benefit.weight * benefit.value;
    }
    if (!(weight > 0.0))
        return lacks(Lack::Other, nullptr, "no rows");
    if (!(sum > 0.0))
        return lacks(Lack::Other, nullptr, "every row is an actual positive that is not selected");
    return signedValue(generalizedEntropy(benefits, alpha));
}

Text reasonOf(const Disparity& disparity, const GroupCells& groups, const std::vector<std::string>& excluded)
{
    const auto nameOf = [&](std::size_t group) { return (*groups.names)[group]; };
    switch (disparity.lack) {
    case Lack::TooFewGroups:
        break;
    case Lack::Reference:
        return text("the reference group “%1”: %2", nameOf(groups.reference), disparity.reason);
    case Lack::Rest:
        return text(
            "everyone outside the reference group “%1”: %2", nameOf(groups.reference), disparity.reason);
    case Lack::Other:
    case Lack::Nothing:
        return text(disparity.reason);
    }
    if (groups.cells.size() < 2 || excluded.empty())
        return text("there are fewer than two groups");
    std::size_t first = 0;
    while (disparity.lacking(groups.cells[first]).undefined == nullptr)
        ++first;
    return text("fewer than two groups have this rate; “%1”: %2", nameOf(first),
        disparity.lacking(groups.cells[first]).undefined);
}

/// The name of the rest: its own when it is one group.
std::string nameOfRest(const GroupCells& groups)
{
    std::size_t present = 0;
    std::size_t last = 0;
    for (std::size_t group = 0; group < groups.cells.size(); ++group) {
        if (group == groups.reference || !(groups.cells[group].all().rows > 0.0))
            continue;
        ++present;
        last = group;
    }
    return present == 1 ? (*groups.names)[last] : std::string(kEveryoneElse);
}

} // namespace

const CellDisparity kDemographicParityDifference {difference<selectionRate>, {selectionRate}};
const CellDisparity kDemographicParityRatio {ratio<selectionRate>, {selectionRate}};
const CellDisparity kEqualOpportunityDifference {difference<truePositiveRate>, {truePositiveRate}};
const CellDisparity kEqualOpportunityRatio {ratio<truePositiveRate>, {truePositiveRate}};
const CellDisparity kEqualizedOddsDifference {equalizedOddsDifference, {truePositiveRate, falsePositiveRate}};
const CellDisparity kEqualizedOddsRatio {equalizedOddsRatio, {truePositiveRate, falsePositiveRate}};
const CellDisparity kPredictiveParityDifference {difference<precisionRate>, {precisionRate}};
const CellDisparity kAccuracyDifference {difference<accuracyRate>, {accuracyRate}};
const CellDisparity kStatisticalParityDifference {statisticalParityDifference, {selectionRate}};
const CellDisparity kDisparateImpact {disparateImpact, {selectionRate}};
const CellDisparity kAverageOddsDifference {averageOddsDifference, {truePositiveRate, falsePositiveRate}};
const CellDisparity kAverageAbsOddsDifference {
    averageAbsOddsDifference, {truePositiveRate, falsePositiveRate}};
const CellDisparity kTheilIndex {entropyOfBenefits<1>, {}};
const CellDisparity kGeneralizedEntropyIndex {entropyOfBenefits<2>, {}};

MetricValue describe(const CellDisparity& disparity, const GroupCells& groups)
{
    std::vector<std::string> excluded;
    for (std::size_t group = 0; group < groups.cells.size(); ++group)
        if (std::ranges::any_of(disparity.rates, [&](CellRate rate) {
                return rate != nullptr && rate(groups.cells[group]).undefined != nullptr;
            }))
            excluded.push_back((*groups.names)[group]);
    const Disparity measured = disparity.measure(groups);
    MetricValue value = measured.lack == Lack::Nothing ? definedValue(measured.value)
                                                       : undefinedValue(reasonOf(measured, groups, excluded));
    value.excluded = std::move(excluded);
    if (measured.lack == Lack::Nothing && measured.groupB != Disparity::kNone)
        value.groups
            = {measured.groupA == Disparity::kRest ? nameOfRest(groups) : (*groups.names)[measured.groupA],
                (*groups.names)[measured.groupB]};
    return value;
}

std::optional<double> valueOf(const CellDisparity& disparity, const GroupCells& groups)
{
    const Disparity measured = disparity.measure(groups);
    return measured.lack == Lack::Nothing ? std::optional(measured.value) : std::nullopt;
}

} // namespace evenhand
