#include "engine/metrics/convention_aif360.h"

#include "engine/metrics/convention_cells.h"
#include "engine/metrics/rates.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace evenhand::aif360 {

namespace {

struct Named {
    std::string_view name;
    CellRate rate;
    double undefined;
};

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<Named, 10> kMeasures {{
    {"TPR", truePositiveRate, kNaN},
    {"TNR", trueNegativeRate, kNaN},
    {"FPR", falsePositiveRate, kNaN},
    {"FNR", falseNegativeRate, kNaN},
    {"PPV", precisionRate, 0.0},
    {"NPV", negativePredictiveValue, 0.0},
    {"FDR", falseDiscoveryRate, 0.0},
    {"FOR", falseOmissionRate, 0.0},
    {"ACC", accuracyRate, kNaN},
    {"selection_rate", selectionRate, kNaN},
}};

double measure(std::string_view name, const Confusion& cells)
{
    return performanceMeasure(name, cells).value_or(kNaN);
}

/// The unprivileged and the privileged rows.
struct Sides {
    Confusion rest, reference;

    [[nodiscard]] double difference(std::string_view name) const
    {
        return measure(name, rest) - measure(name, reference);
    }
    [[nodiscard]] double ratio(std::string_view name) const
    {
        return measure(name, rest) / measure(name, reference);
    }
};

/// Benefits in which every row of a group has the group's mean benefit.
std::vector<Benefit> groupMeans(std::span<const Confusion> groups)
{
    std::vector<Benefit> means;
    for (const Confusion& group : groups) {
        const double rows = group.all().rows;
        if (rows > 0.0)
            means.push_back({1.0 + (group.falsePositive.rows - group.falseNegative.rows) / rows, rows});
    }
    return means;
}

double variation(std::span<const Benefit> benefits)
{
    return std::sqrt(2.0 * generalizedEntropyIndex(benefits, 2.0));
}

/// Largest |log ratio| of the smoothed shares (k + 1/2)/(n + 1) and their complements between two groups.
double differentialFairness(std::span<const Confusion> cells, RowSum (Confusion::*counted)() const)
{
    double most = 0.0;
    for (const Confusion& a : cells)
        for (const Confusion& b : cells) {
            const double shareA = ((a.*counted)().weight + 0.5) / (a.all().weight + 1.0);
            const double shareB = ((b.*counted)().weight + 0.5) / (b.all().weight + 1.0);
            most = std::max({most, std::log(shareA / shareB), std::log((1.0 - shareA) / (1.0 - shareB))});
        }
    return most;
}

std::optional<double> inequality(std::string_view name, const GroupCells& groups, const Sides& sides)
{
    const std::array<Benefit, 3> persons = benefitsOf(unweighted(pooled(groups.cells)));
    // AIF360 recodes a protected attribute as privileged or not, so these two are all groups there are.
    const std::array<Confusion, 2> both {sides.rest, sides.reference};
    const std::vector<Benefit> two = groupMeans(both);
    const bool ofPersons = name.starts_with("generalized_entropy_index[");
    if (ofPersons || name.starts_with("between_group_generalized_entropy_index[")) {
        const double alpha = name[name.size() - 2] - '0';
        return ofPersons ? generalizedEntropyIndex(persons, alpha) : generalizedEntropyIndex(two, alpha);
    }
    if (name == "theil_index")
        return generalizedEntropyIndex(persons, 1.0);
    if (name == "coefficient_of_variation")
        return variation(persons);
    if (name == "between_group_theil_index")
        return generalizedEntropyIndex(two, 1.0);
    if (name == "between_group_coefficient_of_variation")
        return variation(two);
    if (name == "between_all_groups_theil_index")
        return generalizedEntropyIndex(two, 1.0);
    if (name == "differential_fairness_bias_amplification")
        return differentialFairness(both, &Confusion::selected)
            - differentialFairness(both, &Confusion::positives);
    return std::nullopt;
}

/// "false_positive_rate_difference" and its like.
std::optional<double> compared(std::string_view name, const Sides& sides)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kStems {{
        {"true_positive_rate", "TPR"},
        {"false_positive_rate", "FPR"},
        {"false_negative_rate", "FNR"},
        {"false_omission_rate", "FOR"},
        {"false_discovery_rate", "FDR"},
    }};
    for (const auto& [stem, rate] : kStems)
        if (name.starts_with(stem))
            return name.ends_with("_ratio") ? sides.ratio(rate) : sides.difference(rate);
    const double wrongRest = 1.0 - measure("ACC", sides.rest);
    const double wrongReference = 1.0 - measure("ACC", sides.reference);
    if (name == "error_rate_difference")
        return wrongRest - wrongReference;
    if (name == "error_rate_ratio")
        return wrongRest / wrongReference;
    return std::nullopt;
}

} // namespace

std::optional<double> performanceMeasure(std::string_view name, const Confusion& cells)
{
    const auto* const found = std::ranges::find(kMeasures, name, &Named::name);
    if (found == kMeasures.end())
        return std::nullopt;
    const CellValue value = found->rate(cells);
    return value.undefined == nullptr ? value.value : found->undefined;
}

std::optional<double> classificationMetric(std::string_view name, const GroupCells& groups)
{
    const Sides sides {everyoneElse(groups), groups.cells[groups.reference]};
    if (name == "disparate_impact")
        return sides.ratio("selection_rate");
    if (name == "statistical_parity_difference")
        return sides.difference("selection_rate");
    if (name == "equal_opportunity_difference")
        return sides.difference("TPR");
    const double fallOut = sides.difference("FPR");
    const double opportunity = sides.difference("TPR");
    if (name == "average_odds_difference")
        return 0.5 * (fallOut + opportunity);
    if (name == "average_abs_odds_difference")
        return 0.5 * (std::abs(fallOut) + std::abs(opportunity));
    if (name == "average_predictive_value_difference")
        return 0.5 * (sides.difference("PPV") + sides.difference("FOR"));
    // Python's max() keeps its first argument unless the second is larger, so NaN counts only in front.
    if (name == "equalized_odds_difference")
        return std::abs(opportunity) > std::abs(fallOut) ? std::abs(opportunity) : std::abs(fallOut);
    if (const auto value = compared(name, sides))
        return value;
    return inequality(name, groups, sides);
}

double generalizedEntropyIndex(std::span<const Benefit> benefits, double alpha)
{
    const double value = generalizedEntropy(benefits, alpha);
    if (alpha != 0.0)
        return value;
    double rows = 0.0;
    double sum = 0.0;
    for (const Benefit& benefit : benefits) {
        rows += benefit.weight;
        sum += benefit.weight * benefit.value;
    }
    return value * rows / sum;
}

std::optional<double> binaryLabelMetric(std::string_view name, const GroupCells& groups)
{
    const std::array<Confusion, 2> both {everyoneElse(groups), groups.cells[groups.reference]};
    const auto shareOf = [](const Confusion& cells) { return cells.positives().weight / cells.all().weight; };
    if (name == "base_rate[overall]")
        return shareOf(pooled(groups.cells));
    if (name == "base_rate[unprivileged]")
        return shareOf(both[0]);
    if (name == "base_rate[privileged]")
        return shareOf(both[1]);
    if (name == "disparate_impact")
        return shareOf(both[0]) / shareOf(both[1]);
    if (name == "statistical_parity_difference")
        return shareOf(both[0]) - shareOf(both[1]);
    if (name == "smoothed_empirical_differential_fairness")
        return differentialFairness(both, &Confusion::positives);
    return std::nullopt;
}

} // namespace evenhand::aif360
