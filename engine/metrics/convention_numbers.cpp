#include "engine/metrics/convention_numbers.h"

#include "engine/metrics/cell_disparities.h"
#include "engine/metrics/convention_aequitas.h"
#include "engine/metrics/convention_aif360.h"
#include "engine/metrics/convention_cells.h"
#include "engine/metrics/convention_fairlearn.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What the tools call a group metric; empty where a tool has none.
struct RateNames {
    std::string_view id, fairlearn, aif360, aequitas;
};

constexpr std::array<RateNames, 14> kRateNames {{
    {"count", "count", "", "group_size"},
    {"selection_rate", "selection_rate", "selection_rate", "pprev"},
    {"true_positive_rate", "true_positive_rate", "TPR", "tpr"},
    {"false_positive_rate", "false_positive_rate", "FPR", "fpr"},
    {"true_negative_rate", "true_negative_rate", "TNR", "tnr"},
    {"false_negative_rate", "false_negative_rate", "FNR", "fnr"},
    {"precision", "precision_score", "PPV", "precision"},
    {"negative_predictive_value", "", "NPV", "npv"},
    {"false_discovery_rate", "", "FDR", "fdr"},
    {"false_omission_rate", "", "FOR", "for"},
    {"accuracy", "accuracy_score", "ACC", "accuracy"},
    {"balanced_accuracy", "balanced_accuracy_score", "", ""},
    {"f1", "f1_score", "", ""},
    {"base_rate", "", "base_rate", "prev"},
}};

struct FairlearnRow {
    std::string_view id, function, metric;
    bool isRatio = false;
};

constexpr std::array<FairlearnRow, 7> kFairlearn {{
    {"demographic_parity_difference", "demographic_parity_difference", "selection_rate"},
    {"demographic_parity_ratio", "demographic_parity_ratio", "selection_rate", true},
    {"equal_opportunity_difference", "equal_opportunity_difference", "true_positive_rate"},
    {"equal_opportunity_ratio", "equal_opportunity_ratio", "true_positive_rate", true},
    {"predictive_parity_difference", "MetricFrame(precision_score).difference", "precision_score"},
    {"accuracy_difference", "MetricFrame(accuracy_score).difference", "accuracy_score"},
    {"false_positive_rate_difference", "MetricFrame(false_positive_rate).difference", "false_positive_rate"},
}};

struct Aif360Row {
    std::string_view id, function, metric; ///< metric: of classificationMetric, or a performance measure
    std::array<CellRate, 2> rates {};      ///< that both sides need
};

constexpr std::array<Aif360Row, 13> kAif360 {{
    {"demographic_parity_difference", "statistical_parity_difference", "statistical_parity_difference",
        {selectionRate}},
    {"statistical_parity_difference", "statistical_parity_difference", "statistical_parity_difference",
        {selectionRate}},
    {"demographic_parity_ratio", "disparate_impact", "disparate_impact", {selectionRate}},
    {"disparate_impact", "disparate_impact", "disparate_impact", {selectionRate}},
    {"equal_opportunity_difference", "equal_opportunity_difference", "equal_opportunity_difference",
        {truePositiveRate}},
    {"equalized_odds_difference", "equalized_odds_difference", "equalized_odds_difference",
        {falsePositiveRate, truePositiveRate}},
    {"average_odds_difference", "average_odds_difference", "average_odds_difference",
        {falsePositiveRate, truePositiveRate}},
    {"average_abs_odds_difference", "average_abs_odds_difference", "average_abs_odds_difference",
        {falsePositiveRate, truePositiveRate}},
    {"false_positive_rate_difference", "false_positive_rate_difference", "false_positive_rate_difference",
        {falsePositiveRate}},
    {"predictive_parity_difference", "positive_predictive_value", "PPV", {}},
    {"accuracy_difference", "accuracy", "ACC", {accuracyRate}},
    {"theil_index", "theil_index", "theil_index", {}},
    {"generalized_entropy_index", "generalized_entropy_index", "generalized_entropy_index[alpha=2]", {}},
}};

struct AequitasRow {
    std::string_view id;
    std::array<std::string_view, 2> rates {}, functions {};
};

constexpr std::array<AequitasRow, 6> kAequitas {{
    {"demographic_parity_ratio", {"pprev"}, {"pprev_disparity"}},
    {"disparate_impact", {"pprev"}, {"pprev_disparity"}},
    {"equal_opportunity_ratio", {"tpr"}, {"tpr_disparity"}},
    {"equalized_odds_ratio", {"tpr", "fpr"}, {"tpr_disparity", "fpr_disparity"}},
    {"predictive_parity_ratio", {"precision"}, {"precision_disparity"}},
    {"false_positive_rate_ratio", {"fpr"}, {"fpr_disparity"}},
}};

template <class Rows> const typename Rows::value_type* rowOf(const Rows& rows, std::string_view id)
{
    const auto* const found = std::ranges::find(rows, id, &Rows::value_type::id);
    return found == rows.end() ? nullptr : found;
}

/// Evenhand's reason for the same comparison; Fairlearn lacks a value only where Evenhand does.
Text ownReason(std::string_view id, const GroupCells& groups)
{
    for (const MetricInfo& metric : metrics())
        if (metric.id == id && metric.ofGroupCells != nullptr)
            if (const MetricValue own = metric.ofGroupCells(groups); !own.value)
                return own.undefined;
    return text("there are fewer than two groups");
}

std::vector<std::string> extremeGroups(const GroupCells& groups, fairlearn::Metric metric)
{
    const double low = fairlearn::lowest(groups.cells, metric);
    const double high = fairlearn::highest(groups.cells, metric);
    std::vector<std::string> names;
    for (const double wanted : {low, high})
        for (std::size_t group = 0; group < groups.cells.size(); ++group)
            if (groups.cells[group].all().rows > 0.0 && metric(groups.cells[group]) == wanted) {
                names.push_back((*groups.names)[group]);
                break;
            }
    return names;
}

std::optional<ToolNumber> fairlearnNumber(std::string_view id, const GroupCells& groups)
{
    using fairlearn::Aggregate;
    using fairlearn::Method;
    const Confusion overall = pooled(groups.cells);
    ToolNumber number;
    if (id == "equalized_odds_difference" || id == "equalized_odds_mean") {
        number.function = "equalized_odds_difference";
        number.value = fairlearn::equalizedOddsDifference(groups.cells, overall, Method::BetweenGroups,
            id == "equalized_odds_mean" ? Aggregate::Mean : Aggregate::WorstCase);
    } else if (id == "equalized_odds_ratio") {
        number.function = "equalized_odds_ratio";
        number.value = fairlearn::equalizedOddsRatio(
            groups.cells, overall, Method::BetweenGroups, Aggregate::WorstCase);
    } else {
        const FairlearnRow* const row = rowOf(kFairlearn, id);
        if (row == nullptr)
            return std::nullopt;
        const fairlearn::Metric metric = fairlearn::findMetric(row->metric);
        number.function = row->function;
        number.value = row->isRatio
            ? fairlearn::ratio(groups.cells, overall, metric, Method::BetweenGroups)
            : fairlearn::difference(groups.cells, overall, metric, Method::BetweenGroups);
        number.groups = extremeGroups(groups, metric);
    }
    if (std::isnan(number.value))
        number.reason = ownReason(id, groups);
    return number;
}

/// Why one of the rates cannot be compared between everyone else and the reference group.
Text lackOfSides(const std::array<CellRate, 2>& rates, const GroupCells& groups)
{
    const std::string& reference = (*groups.names)[groups.reference];
    const Confusion rest = everyoneElse(groups);
    for (const CellRate rate : rates) {
        if (rate == nullptr)
            continue;
        if (const char* const own = rate(groups.cells[groups.reference]).undefined; own != nullptr)
            return text("the reference group “%1”: %2", reference, own);
        if (const char* const other = rate(rest).undefined; other != nullptr)
            return text("everyone outside the reference group “%1”: %2", reference, other);
    }
    if (rates[0] == selectionRate)
        return text("nobody is selected in the reference group");
    return {};
}

std::optional<ToolNumber> aif360Number(std::string_view id, const GroupCells& groups)
{
    const Aif360Row* const row = rowOf(kAif360, id);
    if (row == nullptr || groups.cells.empty())
        return std::nullopt;
    ToolNumber number;
    number.function = row->function;
    if (const auto found = aif360::classificationMetric(row->metric, groups))
        number.value = *found;
    else
        number.value = aif360::performanceMeasure(row->metric, everyoneElse(groups)).value_or(kNaN)
            - aif360::performanceMeasure(row->metric, groups.cells[groups.reference]).value_or(kNaN);
    const bool isOfPersons = row->id == "theil_index" || row->id == "generalized_entropy_index";
    if (!isOfPersons && std::isfinite(number.value))
        number.groups
            = {groups.cells.size() == 2 ? (*groups.names)[1 - groups.reference] : std::string(kEveryoneElse),
                (*groups.names)[groups.reference]};
    if (!std::isfinite(number.value))
        number.reason = isOfPersons ? ownReason(id, groups) : lackOfSides(row->rates, groups);
    return number;
}

std::optional<ToolNumber> aequitasNumber(std::string_view id, const GroupCells& groups)
{
    const AequitasRow* const row = rowOf(kAequitas, id);
    if (row == nullptr || groups.cells.empty())
        return std::nullopt;
    ToolNumber number {row->functions[0], kNaN, {}, {}, {}};
    double farthest = -1.0;
    for (std::size_t i = 0; i < row->rates.size() && !row->rates[i].empty(); ++i)
        for (std::size_t group = 0; group < groups.cells.size(); ++group) {
            if (group == groups.reference)
                continue;
            const double ratio
                = aequitas::disparity(row->rates[i], groups, group, aequitas::Baseline::Predefined);
            const std::string& name = (*groups.names)[group];
            if (std::isnan(ratio)) {
                if (std::ranges::find(number.excluded, name) == number.excluded.end())
                    number.excluded.push_back(name);
                continue;
            }
            if (const double distance = std::abs(std::log(ratio)); distance > farthest) {
                farthest = distance;
                number.function = row->functions[i];
                number.value = ratio;
                number.groups = {name, (*groups.names)[groups.reference]};
            }
        }
    if (std::isnan(number.value))
        number.reason
            = text("no group has a ratio to the reference group “%1”", (*groups.names)[groups.reference]);
    return number;
}

} // namespace

std::optional<ToolNumber> toolNumber(Convention convention, std::string_view id, const GroupCells& groups)
{
    switch (convention) {
    case Convention::Evenhand:
        break;
    case Convention::Fairlearn:
        return fairlearnNumber(id, groups);
    case Convention::Aif360:
        return aif360Number(id, groups);
    case Convention::Aequitas:
        return aequitasNumber(id, groups);
    }
    return std::nullopt;
}

std::string_view toolRateName(Convention convention, std::string_view metricId)
{
    const RateNames* const names = rowOf(kRateNames, metricId);
    if (names == nullptr || convention == Convention::Evenhand)
        return {};
    return convention == Convention::Fairlearn ? names->fairlearn
        : convention == Convention::Aif360     ? names->aif360
                                               : names->aequitas;
}

std::optional<double> toolRate(Convention convention, std::string_view metricId, const Confusion& cells)
{
    const std::string_view name = toolRateName(convention, metricId);
    if (name.empty())
        return std::nullopt;
    if (convention == Convention::Fairlearn)
        return fairlearn::findMetric(name)(cells);
    if (convention == Convention::Aequitas)
        return aequitas::crosstab(name, {std::span(&cells, 1), nullptr, 0}, 0);
    if (name == "base_rate") {
        const CellValue value = baseRate(cells);
        return value.undefined == nullptr ? value.value : kNaN;
    }
    return aif360::performanceMeasure(name, cells);
}

} // namespace evenhand
