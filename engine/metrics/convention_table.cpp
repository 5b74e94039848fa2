#include "engine/metrics/convention_table.h"

#include "engine/core/number_text.h"
#include "engine/metrics/cell_disparities.h"
#include "engine/metrics/convention_aequitas.h"
#include "engine/metrics/convention_cells.h"
#include "engine/metrics/convention_numbers.h"

#include <algorithm>
#include <cmath>

namespace evenhand {

namespace {

/// A quantity and the disparity by which each tool gives it.
struct Quantity {
    std::string_view id, name, evenhand, fairlearn, aif360, aequitas;
    bool needsOutcomes = true;
};

constexpr std::array<Quantity, 7> kQuantities {{
    {"selection_rate_difference", "Selection rate difference", "demographic_parity_difference",
        "demographic_parity_difference", "statistical_parity_difference", "", false},
    {"selection_rate_ratio", "Selection rate ratio, disparate impact", "demographic_parity_ratio",
        "demographic_parity_ratio", "disparate_impact", "disparate_impact", false},
    {"equal_opportunity", "Equal opportunity", "equal_opportunity_difference", "equal_opportunity_difference",
        "equal_opportunity_difference", "equal_opportunity_ratio"},
    {"equalized_odds", "Equalized odds", "equalized_odds_difference", "equalized_odds_difference",
        "equalized_odds_difference", "equalized_odds_ratio"},
    {"average_odds", "Average odds difference", "average_odds_difference", "equalized_odds_mean",
        "average_odds_difference", ""},
    {"predictive_parity", "Predictive parity", "predictive_parity_difference", "predictive_parity_difference",
        "predictive_parity_difference", "predictive_parity_ratio"},
    {"false_positive_rate", "False positive rate disparity", "false_positive_rate_difference",
        "false_positive_rate_difference", "false_positive_rate_difference", "false_positive_rate_ratio"},
}};

constexpr const char* kNotDefined = "not defined";
constexpr const char* kNoNumber = "–";

std::string shownNumber(double value)
{
    if (std::isnan(value))
        return "NaN";
    return std::isinf(value) ? "∞" : fixedNumber(value, 3);
}

/// Not a metric of the registry: equalized odds contain it.
Disparity falsePositiveDifference(const GroupCells& groups)
{
    Disparity largest {
        0.0, Lack::TooFewGroups, falsePositiveRate, nullptr, Disparity::kNone, Disparity::kNone};
    for (std::size_t low = 0; low < groups.cells.size(); ++low)
        for (std::size_t high = 0; high < groups.cells.size(); ++high) {
            const CellValue less = falsePositiveRate(groups.cells[low]);
            const CellValue more = falsePositiveRate(groups.cells[high]);
            const double gap = more.value - less.value;
            const bool isFirst = largest.lack != Lack::Nothing;
            if (low != high && less.undefined == nullptr && more.undefined == nullptr && gap >= 0.0
                && (isFirst || gap > largest.value))
                largest = {gap, Lack::Nothing, nullptr, nullptr, low, high};
        }
    return largest;
}

constexpr CellDisparity kFalsePositiveDifference {falsePositiveDifference, {falsePositiveRate}};

MetricValue ownValue(const Quantity& quantity, const GroupCells& groups)
{
    if (quantity.id == "false_positive_rate")
        return describe(kFalsePositiveDifference, groups);
    return *inConvention(Convention::Evenhand, quantity.evenhand, groups);
}

ConventionCell ownCell(const Quantity& quantity, const MetricValue& own)
{
    if (own.value)
        return {std::string(quantity.evenhand), shownNumber(*own.value), own.value, {}};
    return {std::string(quantity.evenhand), kNotDefined, std::nullopt, own.undefined};
}

Text fairlearnReason(const Quantity& quantity, const MetricValue& own)
{
    if (quantity.id == "average_odds")
        return text("the mean of the largest differences of both rates between two groups, without a sign");
    if (!own.excluded.empty())
        return text("Fairlearn counts a rate of 0/0 as 0 and compares “%1”, which has no such rate",
            own.excluded.front());
    return text("Fairlearn counts a rate of 0/0 as 0");
}

Text aif360Reason(const Quantity& quantity, const MetricValue& own, const GroupCells& groups)
{
    const std::string& reference = (*groups.names)[groups.reference];
    const bool hasUndefined = !own.excluded.empty();
    if (quantity.id == "predictive_parity" && hasUndefined)
        return text("AI Fairness 360 counts a predictive value of 0/0 as 0");
    if (quantity.id == "equalized_odds" && !own.value)
        return text("one of the two rates is 0/0; AI Fairness 360 then gives the difference of the other");
    if (quantity.id == "equalized_odds")
        return text("everyone outside the reference group “%1” together is compared with it", reference);
    if (quantity.id == "selection_rate_ratio")
        return text(
            "everyone outside the reference group “%1” together, divided by it; may be above 1", reference);
    return text("everyone outside the reference group “%1” together minus it, with its sign", reference);
}

Text aequitasReason(const ToolNumber& number, const GroupCells& groups)
{
    const std::string& group = number.groups.front();
    const std::string& reference = (*groups.names)[groups.reference];
    if (number.value == aequitas::kDivisionByZero)
        return text("“%1” divided by the reference group “%2”; Aequitas writes 10 for a division by 0", group,
            reference);
    const bool isWeighted = std::ranges::any_of(
        groups.cells, [](const Confusion& cells) { return unweighted(cells) != cells; });
    return isWeighted
        ? text("rate of “%1” divided by that of the reference group “%2”, without weights", group, reference)
        : text("rate of “%1” divided by that of the reference group “%2”", group, reference);
}

ConventionCell toolCell(
    Convention convention, const Quantity& quantity, const MetricValue& own, const GroupCells& groups)
{
    const std::string_view id = convention == Convention::Fairlearn ? quantity.fairlearn
        : convention == Convention::Aif360                          ? quantity.aif360
                                                                    : quantity.aequitas;
    const std::optional<ToolNumber> number = toolNumber(convention, id, groups);
    if (!number)
        return {{}, kNoNumber, std::nullopt, text("Aequitas compares groups by ratios only")};
    ConventionCell cell {std::string(number->function), shownNumber(number->value), std::nullopt, {}};
    if (!std::isfinite(number->value)) {
        cell.reason = number->reason;
        return cell;
    }
    cell.value = number->value;
    if (isSameNumber(cell.value, own.value))
        return cell;
    cell.reason = convention == Convention::Fairlearn ? fairlearnReason(quantity, own)
        : convention == Convention::Aif360            ? aif360Reason(quantity, own, groups)
                                                      : aequitasReason(*number, groups);
    return cell;
}

/// A rate and what it is called where a group does not have it.
struct UndefinedRate {
    std::string_view metric;
    CellRate rate;
    const char* name;
};

constexpr std::array<UndefinedRate, 3> kUndefinedRates {{
    {"true_positive_rate", truePositiveRate, "True positive rate of “%1”, which has no actual positives"},
    {"false_positive_rate", falsePositiveRate, "False positive rate of “%1”, which has no actual negatives"},
    {"precision", precisionRate, "Precision of “%1”, in which nobody is selected"},
}};

ConventionRow undefinedRow(const GroupCells& groups)
{
    const UndefinedRate* found = nullptr;
    std::size_t of = 0;
    for (const UndefinedRate& rate : kUndefinedRates)
        for (std::size_t group = 0; group < groups.cells.size() && found == nullptr; ++group)
            if (rate.rate(groups.cells[group]).undefined != nullptr) {
                found = &rate;
                of = group;
            }
    const Confusion cells = found != nullptr ? groups.cells[of] : Confusion {};
    ConventionRow row {"undefined_rate",
        found != nullptr ? text(found->name, (*groups.names)[of])
                         : text("True positive rate of a group without actual positives"),
        {}};
    const std::string_view metric = found != nullptr ? found->metric : kUndefinedRates.front().metric;
    row.tools[0] = {std::string(metric), kNotDefined, std::nullopt,
        inConvention(Convention::Evenhand, metric, cells)->undefined};
    for (std::size_t i = 1; i < kAllConventions.size(); ++i) {
        const double value = *toolRate(kAllConventions[i], metric, cells);
        row.tools[i] = {std::string(toolRateName(kAllConventions[i], metric)), shownNumber(value),
            std::isnan(value) ? std::nullopt : std::optional(value),
            text(std::isnan(value) ? "%1 gives NaN for this rate of 0/0" : "%1 counts this rate of 0/0 as 0",
                nameOf(kAllConventions[i]))};
    }
    return row;
}

} // namespace

std::vector<ConventionRow> compareConventions(const GroupCells& groups, bool hasOutcomes)
{
    std::vector<ConventionRow> rows;
    for (const Quantity& quantity : kQuantities) {
        if (groups.cells.empty() || (quantity.needsOutcomes && !hasOutcomes))
            continue;
        const MetricValue own = ownValue(quantity, groups);
        ConventionRow row {std::string(quantity.id), text(quantity.name), {}};
        row.tools[0] = ownCell(quantity, own);
        for (std::size_t i = 1; i < kAllConventions.size(); ++i)
            row.tools[i] = toolCell(kAllConventions[i], quantity, own, groups);
        rows.push_back(std::move(row));
    }
    if (hasOutcomes)
        rows.push_back(undefinedRow(groups));
    return rows;
}

} // namespace evenhand
