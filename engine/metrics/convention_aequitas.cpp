#include "engine/metrics/convention_aequitas.h"

#include "engine/metrics/convention_cells.h"
#include "engine/metrics/rates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace evenhand::aequitas {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct NamedRate {
    std::string_view name;
    CellRate rate;
};

constexpr std::array<NamedRate, 11> kRates {{
    {"accuracy", accuracyRate},
    {"tpr", truePositiveRate},
    {"tnr", trueNegativeRate},
    {"for", falseOmissionRate},
    {"fdr", falseDiscoveryRate},
    {"fpr", falsePositiveRate},
    {"fnr", falseNegativeRate},
    {"npv", negativePredictiveValue},
    {"precision", precisionRate},
    {"pprev", selectionRate},
    {"prev", baseRate},
}};

struct NamedCount {
    std::string_view name;
    double (*count)(const Confusion&);
};

constexpr std::array<NamedCount, 9> kCounts {{
    {"pp", [](const Confusion& c) { return c.selected().rows; }},
    {"pn", [](const Confusion& c) { return c.notSelected().rows; }},
    {"fp", [](const Confusion& c) { return c.falsePositive.rows; }},
    {"fn", [](const Confusion& c) { return c.falseNegative.rows; }},
    {"tn", [](const Confusion& c) { return c.trueNegative.rows; }},
    {"tp", [](const Confusion& c) { return c.truePositive.rows; }},
    {"group_label_pos", [](const Confusion& c) { return c.positives().rows; }},
    {"group_label_neg", [](const Confusion& c) { return c.negatives().rows; }},
    {"group_size", [](const Confusion& c) { return c.all().rows; }},
}};

/// A parity that looks at one disparity.
struct SingleParity {
    std::string_view name, rate;
};

constexpr std::array<SingleParity, 10> kSingle {{
    {"Statistical Parity", "ppr"},
    {"Impact Parity", "pprev"},
    {"FDR Parity", "fdr"},
    {"FPR Parity", "fpr"},
    {"FOR Parity", "for"},
    {"FNR Parity", "fnr"},
    {"TPR Parity", "tpr"},
    {"TNR Parity", "tnr"},
    {"NPV Parity", "npv"},
    {"Precision Parity", "precision"},
}};

/// A parity that is two parities at once.
struct DoubleParity {
    std::string_view name, first, second;
};

constexpr std::array<DoubleParity, 5> kDouble {{
    {"TypeI Parity", "FDR Parity", "FPR Parity"},
    {"TypeII Parity", "FOR Parity", "FNR Parity"},
    {"Equalized Odds", "FPR Parity", "TPR Parity"},
    {"Unsupervised Fairness", "Statistical Parity", "Impact Parity"},
    {"Supervised Fairness", "TypeI Parity", "TypeII Parity"},
}};

double rateOf(std::string_view rate, const GroupCells& groups, std::size_t group)
{
    return crosstab(rate, groups, group).value_or(kNaN);
}

} // namespace

std::optional<double> crosstab(std::string_view column, const GroupCells& groups, std::size_t group)
{
    const Confusion cells = unweighted(groups.cells[group]);
    if (const auto* const found = std::ranges::find(kRates, column, &NamedRate::name);
        found != kRates.end()) {
        const CellValue value = found->rate(cells);
        return value.undefined == nullptr ? value.value : kNaN;
    }
    if (const auto* const found = std::ranges::find(kCounts, column, &NamedCount::name);
        found != kCounts.end())
        return found->count(cells);
    const Confusion all = pooled(groups.cells);
    if (column == "total_entities")
        return all.all().rows;
    if (column == "k")
        return all.selected().rows;
    if (column == "ppr") // of everybody who is selected, the share that is in this group; 0/0 is NaN
        return cells.selected().rows / all.selected().rows;
    return std::nullopt;
}

std::size_t referenceOf(std::string_view rate, const GroupCells& groups, Baseline baseline)
{
    if (baseline == Baseline::Predefined)
        return groups.reference;
    std::size_t best = 0;
    double bestKey = std::numeric_limits<double>::infinity();
    for (std::size_t group = 0; group < groups.cells.size(); ++group) {
        const double key
            = baseline == Baseline::Largest ? -groups.cells[group].all().rows : rateOf(rate, groups, group);
        if (key < bestKey) {
            bestKey = key;
            best = group;
        }
    }
    return best;
}

double disparity(std::string_view rate, const GroupCells& groups, std::size_t group, Baseline baseline)
{
    const double own = rateOf(rate, groups, group);
    const double quotient = own / rateOf(rate, groups, referenceOf(rate, groups, baseline));
    return std::isinf(quotient) ? kDivisionByZero : quotient;
}

std::optional<bool> parity(
    std::string_view name, const GroupCells& groups, std::size_t group, Baseline baseline, double tau)
{
    if (const auto* const found = std::ranges::find(kSingle, name, &SingleParity::name);
        found != kSingle.end()) {
        const double ratio = disparity(found->rate, groups, group, baseline);
        return std::isnan(ratio) ? std::nullopt : std::optional(tau <= ratio && ratio <= 1.0 / tau);
    }
    const auto* const found = std::ranges::find(kDouble, name, &DoubleParity::name);
    if (found == kDouble.end())
        return std::nullopt;
    const std::optional<bool> first = parity(found->first, groups, group, baseline, tau);
    const std::optional<bool> second = parity(found->second, groups, group, baseline, tau);
    if (!first && !second)
        return std::nullopt;
    return first.value_or(false) && second.value_or(false);
}

} // namespace evenhand::aequitas
