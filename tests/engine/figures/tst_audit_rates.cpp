#include "engine/figures/audit_rates.h"
#include "tests/support/audits.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

std::vector<const FigureLayer*> dotsOf(const Figure& figure)
{
    std::vector<const FigureLayer*> found;
    for (const FigureLayer& layer : figure.layers)
        if (layer.mark == Mark::Points)
            found.push_back(&layer);
    return found;
}

bool hasNote(const Figure& figure, const std::string& part)
{
    return std::ranges::any_of(
        figure.notes, [&](const Text& note) { return note.english().find(part) != std::string::npos; });
}

} // namespace

class TstAuditRates : public QObject {
    Q_OBJECT

    Dataset m_data = test::scoredPeople();
    std::shared_ptr<const AuditReport> m_audit = test::auditOf(m_data, test::quickSpec());

private slots:
    void everyGroupHasADotAtItsRateWithItsInterval()
    {
        const Figure figure = attributeRate(*m_audit, 0, "selection_rate", GroupOrder::AsInData);
        const auto dots = dotsOf(figure);
        QCOMPARE(dots.size(), std::size_t(2));
        const std::size_t metric = *m_audit->metricIndex("selection_rate");
        for (std::size_t g = 0; g < 2; ++g) {
            const MetricValue& rate = m_audit->attributes[0].groups[g].metrics[metric];
            QCOMPARE(dots[g]->x.at(0), *rate.value);
            QCOMPARE(dots[g]->xLow.at(0), *rate.low);
            QCOMPARE(dots[g]->xHigh.at(0), *rate.high);
            QCOMPARE(dots[g]->index, static_cast<int>(g));
        }
        QCOMPARE(figure.layers.front().mark, Mark::VerticalRule);
        QCOMPARE(figure.layers.front().x.at(0), *m_audit->overall.metrics[metric].value);
    }
    void orderByValuePutsTheLargestOnTop()
    {
        const Figure figure = attributeRate(*m_audit, 0, "selection_rate", GroupOrder::ByValue);
        QCOMPARE(figure.y.categories.back(), std::string("man"));
        const Figure asInData = attributeRate(*m_audit, 0, "selection_rate", GroupOrder::AsInData);
        QCOMPARE(asInData.y.categories.back(), std::string("woman"));
    }
    void orderBySizePutsTheSmallestAtTheBottom()
    {
        const Figure figure = attributeRate(*m_audit, 1, "selection_rate", GroupOrder::BySize);
        QCOMPARE(figure.y.categories.front(), std::string("far"));
    }
    void smallGroupsAreHollowAndNamed()
    {
        const Figure figure = attributeRate(*m_audit, 1, "selection_rate", GroupOrder::AsInData);
        for (const FigureLayer* const layer : dotsOf(figure))
            QCOMPARE(layer->hollow, layer->name.english() == "far");
        QVERIFY(hasNote(figure, "“far” (10)"));
    }
    void cellsWithNobodyAreSaidToBeAbsent()
    {
        const Figure figure = attributeRate(*m_audit, 2, "selection_rate", GroupOrder::AsInData);
        QVERIFY(!m_audit->attributes[2].absent.empty());
        QVERIFY(hasNote(figure, "Nobody is in “" + m_audit->attributes[2].absent.front()));
    }
    void undefinedRatesAreNamedAndNotDrawn()
    {
        AuditReport changed = *m_audit;
        const std::size_t metric = *changed.metricIndex("precision");
        changed.attributes[0].groups[0].metrics[metric] = {};
        changed.attributes[0].groups[0].metrics[metric].undefined = text("nobody is selected");
        const Figure figure = attributeRate(changed, 0, "precision", GroupOrder::ByValue);
        QCOMPARE(dotsOf(figure).size(), std::size_t(1));
        QVERIFY(hasNote(figure, "“woman” has no precision: nobody is selected"));
    }
    void severalRatesStandUnderEachOther()
    {
        const std::vector<std::string> rates = mainRates(*m_audit);
        QCOMPARE(rates.size(), std::size_t(5));
        const Figure figure = attributeRates(*m_audit, 0, rates, GroupOrder::AsInData);
        QCOMPARE(figure.y.categories.size(), rates.size());
        QCOMPARE(figure.y.categories.back(), std::string("Selection rate"));
        for (const FigureLayer* const layer : dotsOf(figure)) {
            QCOMPARE(layer->x.size(), rates.size());
            QCOMPARE(layer->xLow.size(), rates.size());
            QCOMPARE(layer->labels.size(), rates.size());
        }
    }
    void aMetricThatTheAuditLacksGivesAnEmptyFigure()
    {
        const Figure figure = attributeRate(*m_audit, 0, "mean_error", GroupOrder::AsInData);
        QVERIFY(figure.layers.empty());
        QVERIFY(!figure.summary.empty());
    }
};

QTEST_APPLESS_MAIN(TstAuditRates)
#include "tst_audit_rates.moc"
