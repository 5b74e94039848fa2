#include "engine/figures/audit_rates.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace evenhand {

namespace {

/// Half of the height of a row over which the dots of several groups are spread at most, and how far two of
/// them are apart at most.
constexpr double kSpread = 0.32;
constexpr double kFarthest = 0.26;

/// Height of the i-th of n dots above the middle of its row, the first on top.
double placeOf(std::size_t i, std::size_t n)
{
    if (n < 2)
        return 0.0;
    const double step = std::min(kFarthest, 2.0 * kSpread / static_cast<double>(n - 1));
    return step * (0.5 * static_cast<double>(n - 1) - static_cast<double>(i));
}

bool isShare(const std::string& metricId)
{
    const auto info = findMetric(metricId);
    return info.has_value() && (*info)->isShare;
}

std::string capitalised(std::string name)
{
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z')
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string numberOf(const std::string& metricId, const MetricValue& value)
{
    if (isShare(metricId) && value.low && value.high)
        return supportedPercent(*value.value, *value.high - *value.low);
    return metricNumber(metricId, *value.value);
}

std::string confidenceOf(const AuditReport& audit)
{
    return shortNumber(100.0 * audit.spec.confidence) + " %";
}

Text labelOf(
    const AuditReport& audit, const GroupAudit& group, const std::string& metricId, const MetricValue& value)
{
    const std::string rows = shortNumber(group.rows, 12) + (group.isSmall ? " rows: a small group" : " rows");
    const std::string number = numberOf(metricId, value);
    if (!value.low || !value.high)
        return text("%1\n%2: %3\n%4", group.readable, metricName(metricId), number, rows);
    return text("%1\n%2: %3\n%4 interval %5 to %6\n%7", group.readable, metricName(metricId), number,
        confidenceOf(audit), metricNumber(metricId, *value.low), metricNumber(metricId, *value.high), rows);
}

/// Groups with rows from top to bottom.
std::vector<std::size_t> ordered(
    const AttributeAudit& attribute, std::optional<std::size_t> metric, GroupOrder order, std::size_t most)
{
    const std::vector<GroupAudit>& groups = attribute.groups;
    std::vector<std::size_t> chosen;
    for (std::size_t g = 0; g < groups.size(); ++g)
        if (groups[g].rows > 0.0)
            chosen.push_back(g);
    const auto isLarger = [&](std::size_t a, std::size_t b) { return groups[a].rows > groups[b].rows; };
    if (chosen.size() > most) {
        std::ranges::stable_sort(chosen, isLarger);
        chosen.resize(most);
        std::ranges::sort(chosen);
    }
    if (order == GroupOrder::BySize)
        std::ranges::stable_sort(chosen, isLarger);
    if (order == GroupOrder::ByValue && metric) {
        const auto value = [&](std::size_t g) { return groups[g].metrics[*metric].value; };
        // Groups without a value go to the end: an absent optional is smaller than every number.
        std::ranges::stable_sort(chosen, [&](std::size_t a, std::size_t b) { return value(a) > value(b); });
    }
    return chosen;
}

FigureLayer dot(const AuditReport& audit, const AttributeAudit& attribute, std::size_t group,
    const std::string& metricId, std::size_t metric, double y)
{
    const GroupAudit& shown = attribute.groups[group];
    const MetricValue& value = shown.metrics[metric];
    const std::optional<int> colour = groupColours(attribute)[group];
    FigureLayer layer;
    layer.mark = Mark::Points;
    layer.name = text("%1", shown.readable);
    layer.hue = colour ? Hue::Group : Hue::Neutral;
    layer.index = colour.value_or(0);
    layer.hollow = shown.isSmall;
    layer.inLegend = false;
    layer.x = {*value.value};
    layer.y = {y};
    if (value.low && value.high) {
        layer.xLow = {*value.low};
        layer.xHigh = {*value.high};
    }
    layer.labels = {labelOf(audit, shown, metricId, value)};
    return layer;
}

struct Extremes {
    std::size_t low = 0, high = 0;
};

/// The groups with the lowest and the highest value; small ones only when nothing else is left.
std::optional<Extremes> extremesOf(const AttributeAudit& attribute, std::size_t metric)
{
    for (const bool withSmall : {false, true}) {
        std::vector<std::size_t> groups;
        for (std::size_t g = 0; g < attribute.groups.size(); ++g)
            if (attribute.groups[g].metrics[metric].value && (withSmall || !attribute.groups[g].isSmall))
                groups.push_back(g);
        if (groups.size() < 2)
            continue;
        const auto value = [&](std::size_t g) { return *attribute.groups[g].metrics[metric].value; };
        return Extremes {
            *std::ranges::min_element(groups, {}, value), *std::ranges::max_element(groups, {}, value)};
    }
    return std::nullopt;
}

Text sentenceOf(const AttributeAudit& attribute, const std::string& metricId, std::size_t metric)
{
    const std::optional<Extremes> found = extremesOf(attribute, metric);
    if (!found)
        return text("The %1 is defined in fewer than two groups.", metricName(metricId));
    const auto& groups = attribute.groups;
    const MetricValue& low = groups[found->low].metrics[metric];
    const MetricValue& high = groups[found->high].metrics[metric];
    const auto bound = [&](const std::optional<double>& b) { return b ? metricNumber(metricId, *b) : "–"; };
    return text("The %1 is lowest for “%2”, %3 (%4 to %5), and highest for “%6”, %7 (%8 to %9).",
        metricName(metricId), groups[found->low].readable, numberOf(metricId, low), bound(low.low),
        bound(low.high), groups[found->high].readable, numberOf(metricId, high), bound(high.low),
        bound(high.high));
}

std::string joined(const std::vector<std::string>& names)
{
    constexpr std::size_t kMostNamed = 6;
    std::string all;
    for (std::size_t i = 0; i < std::min(names.size(), kMostNamed); ++i)
        all += (i == 0 ? "" : ", ") + names[i];
    return names.size() > kMostNamed ? all + ", …" : all;
}

std::string quoted(const std::string& name)
{
    return text("“%1”", name).english();
}

void addGroupNotes(Figure& figure, const AttributeAudit& attribute, std::span<const std::size_t> shown)
{
    std::size_t present = 0;
    std::vector<std::string> small;
    std::vector<std::string> absent;
    for (const GroupAudit& group : attribute.groups)
        present += group.rows > 0.0 ? 1 : 0;
    for (const std::size_t g : shown) {
        const GroupAudit& group = attribute.groups[g];
        if (group.isSmall)
            small.push_back(quoted(group.readable) + " (" + shortNumber(group.rows, 12) + ")");
    }
    for (const std::string& name : attribute.absent)
        absent.push_back(quoted(name));
    if (present > shown.size())
        figure.notes.push_back(text("Of %1 groups the %2 largest are shown.", present, shown.size()));
    if (!small.empty())
        figure.notes.push_back(text(
            "Hollow marks: small groups, with fewer than %1 rows: %2.", kSmallAuditGroup, joined(small)));
    if (!absent.empty())
        figure.notes.push_back(text("Nobody is in %1.", joined(absent)));
}

void addUndefinedNotes(Figure& figure, const AttributeAudit& attribute, const std::string& metricId,
    std::size_t metric, std::span<const std::size_t> groups)
{
    for (const std::size_t g : groups) {
        const MetricValue& value = attribute.groups[g].metrics[metric];
        if (!value.value)
            figure.notes.push_back(
                text("“%1” has no %2: %3.", attribute.groups[g].readable, metricName(metricId),
                    value.undefined.empty() ? "it was not measured" : value.undefined.english()));
    }
}

} // namespace

std::vector<std::optional<int>> groupColours(const AttributeAudit& attribute)
{
    std::vector<double> counts;
    for (const GroupAudit& group : attribute.groups)
        counts.push_back(group.rows);
    std::vector<std::optional<int>> colours(counts.size());
    for (const ShownGroup& shown : shownGroups(counts))
        colours[shown.group] = shown.colour;
    return colours;
}

Text auditSubtitle(const AuditReport& audit, std::size_t attribute)
{
    return text("%1 · %2 · %3 · %4 rows", audit.dataName, audit.attributes[attribute].name,
        audit.source.english(), shortNumber(audit.overall.rows, 12));
}

std::vector<std::string> mainRates(const AuditReport& audit)
{
    constexpr std::array kMain {
        "selection_rate", "true_positive_rate", "false_positive_rate", "precision", "accuracy"};
    std::vector<std::string> found;
    for (const char* const id : kMain)
        if (audit.metricIndex(id))
            found.emplace_back(id);
    return found;
}

Figure attributeRate(
    const AuditReport& audit, std::size_t attribute, const std::string& metricId, GroupOrder order)
{
    const AttributeAudit& groups = audit.attributes[attribute];
    const Text title {capitalised(metricName(metricId)) + ", group by group", {}};
    const std::optional<std::size_t> metric = audit.metricIndex(metricId);
    if (!metric)
        return emptyFigure("audit_rates_" + metricId, title, auditSubtitle(audit, attribute),
            text("The audit has no %1.", metricName(metricId)));
    Figure figure;
    figure.id = "audit_rates_" + metricId;
    figure.title = title;
    figure.subtitle = auditSubtitle(audit, attribute);
    figure.summary = sentenceOf(groups, metricId, *metric);
    figure.x = {text("%1, with %2 interval", metricName(metricId), confidenceOf(audit)), isShare(metricId),
        false, {}, {}, {}};
    const std::vector<std::size_t> shown = ordered(groups, metric, order, kMostRateRows);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const GroupAudit& group = groups.groups[shown[i]];
        figure.y.categories.insert(figure.y.categories.begin(), group.readable);
        if (group.metrics[*metric].value)
            figure.layers.push_back(
                dot(audit, groups, shown[i], metricId, *metric, static_cast<double>(shown.size() - 1 - i)));
    }
    const MetricValue& overall = audit.overall.metrics[*metric];
    if (overall.value && !figure.layers.empty()) {
        FigureLayer rule;
        rule.mark = Mark::VerticalRule;
        rule.name = text("all rows");
        rule.hue = Hue::Muted;
        rule.stroke = Stroke::Dashed;
        rule.x = {*overall.value};
        figure.layers.insert(figure.layers.begin(), std::move(rule));
        figure.notes.push_back(text("Dashed line: all rows together, %1.", numberOf(metricId, overall)));
    }
    addGroupNotes(figure, groups, shown);
    addUndefinedNotes(figure, groups, metricId, *metric, shown);
    return figure;
}

Figure attributeRates(
    const AuditReport& audit, std::size_t attribute, std::span<const std::string> metricIds, GroupOrder order)
{
    const AttributeAudit& groups = audit.attributes[attribute];
    std::vector<std::pair<std::string, std::size_t>> rates;
    for (const std::string& id : metricIds)
        if (const auto metric = audit.metricIndex(id))
            rates.emplace_back(id, *metric);
    if (rates.empty())
        return emptyFigure("audit_rates", text("Rates, group by group"), auditSubtitle(audit, attribute),
            text("The audit has none of these rates."));
    Figure figure;
    figure.id = "audit_rates";
    figure.title = text("Rates, group by group");
    figure.subtitle = auditSubtitle(audit, attribute);
    figure.summary = sentenceOf(groups, rates.front().first, rates.front().second);
    figure.x = {
        text("Rate, with %1 interval", confidenceOf(audit)), isShare(rates.front().first), false, {}, {}, {}};
    const std::vector<std::size_t> shown
        = ordered(groups, rates.front().second, order, std::min(kMostGroups, groups.groups.size()));
    FigureLayer overall;
    overall.mark = Mark::Segment;
    overall.name = text("all rows");
    overall.hue = Hue::Muted;
    overall.stroke = Stroke::Dashed;
    std::vector<FigureLayer> layers(shown.size());
    for (std::size_t r = 0; r < rates.size(); ++r) {
        const double row = static_cast<double>(rates.size() - 1 - r);
        figure.y.categories.insert(figure.y.categories.begin(), capitalised(metricName(rates[r].first)));
        if (const auto& value = audit.overall.metrics[rates[r].second].value) {
            overall.x.push_back(*value);
            overall.low.push_back(row - kSpread - 0.08);
            overall.high.push_back(row + kSpread + 0.08);
        }
        for (std::size_t i = 0; i < shown.size(); ++i) {
            const double place = placeOf(i, shown.size());
            if (!groups.groups[shown[i]].metrics[rates[r].second].value)
                continue;
            FigureLayer one = dot(audit, groups, shown[i], rates[r].first, rates[r].second, row + place);
            one.inLegend = true;
            if (layers[i].x.empty()) {
                layers[i] = std::move(one);
                continue;
            }
            layers[i].x.push_back(one.x[0]);
            layers[i].y.push_back(one.y[0]);
            layers[i].labels.push_back(one.labels[0]);
            // Error bars of a layer are all there or none; a rate without one has a bar of no length.
            layers[i].xLow.push_back(one.xLow.empty() ? one.x[0] : one.xLow[0]);
            layers[i].xHigh.push_back(one.xHigh.empty() ? one.x[0] : one.xHigh[0]);
        }
        addUndefinedNotes(figure, groups, rates[r].first, rates[r].second, shown);
    }
    std::erase_if(layers, [](const FigureLayer& layer) { return layer.x.empty(); });
    if (!overall.x.empty())
        layers.insert(layers.begin(), std::move(overall));
    figure.layers = std::move(layers);
    figure.notes.insert(figure.notes.begin(), text("Dashed: all rows together."));
    addGroupNotes(figure, groups, shown);
    return figure;
}

} // namespace evenhand
