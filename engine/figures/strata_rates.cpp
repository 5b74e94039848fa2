#include "engine/figures/strata_rates.h"

#include "engine/figures/figure_parts.h"
#include "engine/figures/run_names.h"

#include <algorithm>

namespace evenhand {

namespace {

constexpr double kSpread = 0.3;
constexpr std::size_t kMostStrata = 20;

std::string numberOf(const ConditionalAudit& audit, double value)
{
    return audit.isShare ? percentNumber(value) : shortNumber(value, 4);
}

void addDot(FigureLayer& layer, const ConditionalAudit& audit, const std::string& place,
    const MetricValue& value, double rows, double y)
{
    layer.x.push_back(*value.value);
    layer.y.push_back(y);
    layer.xLow.push_back(value.low.value_or(*value.value));
    layer.xHigh.push_back(value.high.value_or(*value.value));
    layer.labels.push_back(text("%1, %2\n%3: %4\n%5 % interval %6 to %7\n%8 rows", layer.name.english(),
        place, audit.metricName, numberOf(audit, *value.value), shortNumber(100.0 * audit.confidence),
        numberOf(audit, layer.xLow.back()), numberOf(audit, layer.xHigh.back()), shortNumber(rows, 12)));
}

} // namespace

Figure strataRates(const ConditionalAudit& audit, const Text& subtitle)
{
    Figure figure;
    figure.id = "strata_rates_" + audit.metricId;
    figure.title = text("The %1 of each group, with %2 held fixed", audit.metricName, audit.condition);
    figure.subtitle = subtitle;
    figure.summary = audit.summary;
    figure.x = {text("%1, with %2 % interval", audit.metricName, shortNumber(100.0 * audit.confidence)),
        audit.isShare, false, {}, {}, {}};
    const std::size_t strata = std::min(audit.strata.size(), kMostStrata);
    for (std::size_t s = strata; s > 0; --s)
        figure.y.categories.push_back(audit.condition + " = " + audit.strata[s - 1].name);
    figure.y.categories.emplace_back("all rows");
    const std::vector<ShownGroup> shown = shownGroups(audit.groupRows);
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const std::size_t g = shown[i].group;
        FigureLayer layer = groupLayer(Mark::Points, shown[i], audit.groupNames, false);
        const double offset = shown.size() < 2
            ? 0.0
            : kSpread - 2.0 * kSpread * static_cast<double>(i) / static_cast<double>(shown.size() - 1);
        if (audit.crude[g].value)
            addDot(layer, audit, "all rows", audit.crude[g], audit.groupRows[g],
                static_cast<double>(strata) + offset);
        for (std::size_t s = 0; s < strata; ++s) {
            const ConditionalStratum& stratum = audit.strata[s];
            if (stratum.groups[g].value)
                addDot(layer, audit, stratum.name, stratum.groups[g], stratum.rows[g],
                    static_cast<double>(strata - 1 - s) + offset);
        }
        if (!layer.x.empty())
            figure.layers.push_back(std::move(layer));
    }
    if (audit.strata.size() > strata)
        figure.notes.push_back(text(
            "Of %1 strata the first %2 are shown; the comparison uses all.", audit.strata.size(), strata));
    for (const ConditionalPair& pair : audit.pairs)
        if (!pair.sentence.empty() && pair.sentence != audit.summary)
            figure.notes.push_back(pair.sentence);
    for (const ConditionalPair& pair : audit.pairs)
        for (const Text& caveat : pair.caveats)
            if (std::ranges::find(figure.notes, caveat) == figure.notes.end())
                figure.notes.push_back(caveat);
    return figure;
}

} // namespace evenhand
