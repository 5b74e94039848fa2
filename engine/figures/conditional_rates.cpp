#include "engine/audit/verdict_text.h"
#include "engine/figures/audit_curves.h"
#include "engine/figures/figure_parts.h"

#include <algorithm>
#include <numeric>

namespace evenhand {

namespace {

/// Positions of the two lines that compare everybody; the strata are above them.
constexpr double kWeightedLine = 0.0;
constexpr double kCrudeLine = 1.0;
constexpr std::size_t kLinesBelow = 2;

std::string rateNumber(const ConditionalAudit& audit, double rate)
{
    return audit.isShare ? percentNumber(rate) : shortNumber(rate);
}

Text capitalised(std::string sentence)
{
    if (sentence[0] >= 'a' && sentence[0] <= 'z')
        sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
    return text("%1", sentence);
}

/// The strata that are shown, in their own order.
std::vector<std::size_t> shownStrata(const ConditionalAudit& audit)
{
    std::vector<std::size_t> shown(audit.strata.size());
    std::iota(shown.begin(), shown.end(), std::size_t {0});
    if (shown.size() > kMostStrataShown) {
        std::ranges::stable_sort(shown,
            [&](std::size_t a, std::size_t b) { return audit.strata[a].share > audit.strata[b].share; });
        shown.resize(kMostStrataShown);
        std::ranges::sort(shown);
    }
    return shown;
}

/// Where a group's points go: one beside the other on the line of a stratum, the first group on top.
class GroupPoints {
public:
    GroupPoints(const ConditionalAudit& audit, const ShownGroup& shown, double offset)
        : m_audit(audit)
        , m_layer(groupLayer(Mark::Points, shown, audit.groupNames, false))
        , m_offset(offset)
    {
    }
    void add(const MetricValue& rate, double line, const Text& where)
    {
        if (!rate.value)
            return;
        m_layer.x.push_back(*rate.value);
        m_layer.y.push_back(line + m_offset);
        m_layer.xLow.push_back(rate.low.value_or(*rate.value));
        m_layer.xHigh.push_back(rate.high.value_or(*rate.value));
        const auto number = [&](double value) { return rateNumber(m_audit, value); };
        m_layer.labels.push_back(rate.low && rate.high
                ? text("%1, %2\n%3 %4\n%5 interval %6 to %7", m_layer.name.english(), where.english(),
                    m_audit.metricName, number(*rate.value), confidenceName(m_audit.confidence),
                    number(*rate.low), number(*rate.high))
                : text("%1, %2\n%3 %4", m_layer.name.english(), where.english(), m_audit.metricName,
                    number(*rate.value)));
    }
    [[nodiscard]] FigureLayer take() { return std::move(m_layer); }

private:
    const ConditionalAudit& m_audit;
    FigureLayer m_layer;
    double m_offset = 0.0;
};

/// The reference group's rate over all rows, and from there as far as the weighted difference says.
MetricValue weightedRate(const ConditionalAudit& audit, std::size_t group)
{
    const std::size_t reference = audit.pairs.front().reference;
    if (group == reference) {
        MetricValue rate = audit.crude[reference];
        rate.low = rate.high = std::nullopt; // here it is the point from which the others are measured
        return rate;
    }
    const auto pair = std::ranges::find(audit.pairs, group, &ConditionalPair::group);
    if (pair == audit.pairs.end() || !pair->weighted.value || !audit.crude[reference].value)
        return undefinedValue(text("no value of the condition has enough rows of both groups"));
    const double base = *audit.crude[reference].value;
    MetricValue rate = definedValue(base + *pair->weighted.value);
    if (pair->weighted.low && pair->weighted.high) {
        rate.low = base + *pair->weighted.low;
        rate.high = base + *pair->weighted.high;
    }
    return rate;
}

/// The line that parts the strata from the comparison of everybody.
FigureLayer partingLine()
{
    FigureLayer rule;
    rule.mark = Mark::HorizontalRule;
    rule.name = text("everybody, below");
    rule.hue = Hue::Muted;
    rule.inLegend = false;
    rule.y = {0.5 * (kCrudeLine + static_cast<double>(kLinesBelow))};
    return rule;
}

void addNotes(const ConditionalAudit& audit, std::size_t nShown, Figure& figure)
{
    if (nShown < audit.strata.size())
        figure.notes.push_back(
            text("Of %1 values of “%2” the %3 with the most rows are shown; all of them count "
                 "in the comparison.",
                audit.strata.size(), audit.condition, nShown));
    figure.notes.push_back(
        text("The last line shows “%1” at its rate over all rows, and each other group as far from it as the "
             "weighted mean of the differences at the same “%2” (Mantel-Haenszel).",
            audit.groupNames[audit.pairs.front().reference], audit.condition));
    for (const ConditionalPair& pair : audit.pairs)
        figure.notes.insert(figure.notes.end(), pair.caveats.begin(), pair.caveats.end());
}

} // namespace

Figure conditionalRates(const ConditionalAudit& audit, const Text& dataLine)
{
    const std::string id = std::string("conditional_").append(audit.metricId);
    const Text title = text("%1 by %2, with %3 held fixed", capitalised(audit.metricName).english(),
        audit.attribute, audit.condition);
    const std::vector<ShownGroup> shown = shownGroups(audit.groupRows);
    if (audit.pairs.empty() || shown.empty())
        return emptyFigure(id, title, dataLine, audit.summary);
    const std::vector<std::size_t> strata = shownStrata(audit);
    Figure figure;
    figure.id = id;
    figure.title = title;
    figure.subtitle = dataLine;
    figure.summary = audit.summary;
    figure.x = {text("%1, with %2 interval", audit.metricName, confidenceName(audit.confidence)),
        audit.isShare, false, {}, {}, {}};
    figure.notes = groupNotes(audit.groupRows, audit.groupNames);
    addNotes(audit, strata.size(), figure);
    const Text crude = text("all rows");
    const Text weighted = text("at the same %1", audit.condition);
    figure.y.categories = {weighted.english(), crude.english()};
    for (auto k = strata.rbegin(); k != strata.rend(); ++k)
        figure.y.categories.push_back(audit.strata[*k].name);
    figure.layers.push_back(partingLine());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        constexpr double kRoom = 0.6; // of the distance between two lines
        const double place
            = shown.size() == 1 ? 0.0 : 0.5 - static_cast<double>(i) / static_cast<double>(shown.size() - 1);
        GroupPoints points(audit, shown[i], kRoom * place);
        const std::size_t group = shown[i].group;
        for (std::size_t k = 0; k < strata.size(); ++k) {
            const ConditionalStratum& stratum = audit.strata[strata[k]];
            const double line = static_cast<double>(kLinesBelow + strata.size() - 1 - k);
            points.add(stratum.groups[group], line, text("%1 = %2", audit.condition, stratum.name));
        }
        points.add(audit.crude[group], kCrudeLine, crude);
        points.add(weightedRate(audit, group), kWeightedLine, weighted);
        figure.layers.push_back(points.take());
    }
    return figure;
}

} // namespace evenhand
