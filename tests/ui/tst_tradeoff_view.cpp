#include "tests/support/tradeoffs.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/models/ranking_model.h"
#include "ui/theme/theme.h"
#include "ui/views/target_pane.h"
#include "ui/views/tradeoff_view.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

ViewContext contextOf(int run, const char* unfairness = "demographic_parity_difference")
{
    auto report = std::make_shared<Report>(test::usualTradeoff(400, 6).report);
    report->study.unfairnessMetric = unfairness;
    report->pareto = {0};
    ViewContext context;
    context.table = test::smallTable();
    context.report = report;
    context.run = run;
    return context;
}

QAbstractButton* button(const QWidget& view, const QString& name)
{
    for (auto* const one : view.findChildren<QAbstractButton*>())
        if (one->text().remove(QLatin1Char('&')) == name)
            return one;
    return nullptr;
}

bool hasLayer(const TradeoffView& view, const char* name)
{
    return std::ranges::any_of(view.currentFigure()->figure().layers,
        [&](const FigureLayer& layer) { return layer.name.english() == name; });
}

QPoint placeOf(const FigureView& view, int id)
{
    const ChartPicture& picture = view.canvas().renderer().picture();
    for (std::size_t i = 0; i < picture.figure.layers.size(); ++i) {
        const auto& ids = picture.figure.layers[i].ids;
        const auto found = std::ranges::find(ids, id);
        if (found != ids.end())
            return picture.pointAt({i, static_cast<std::size_t>(found - ids.begin())}).toPoint();
    }
    return {};
}

} // namespace

class TstTradeoffView : public QObject {
    Q_OBJECT

    /// Shows the view and waits until everything is worked out.
    static void show(TradeoffView& view, const ViewContext& context)
    {
        view.resize(900, 600);
        view.setContext(context);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QTRY_VERIFY_WITH_TIMEOUT(view.findChild<TargetPane*>()->choice().has_value(), 10000);
    }

private slots:
    void initTestCase()
    {
        loadResources();
        applyTheme(*qApp, QStringLiteral("light"));
    }

    void theFrontierIsBehindThePointsAndHasASwitch()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        QVERIFY(hasLayer(view, "Group thresholds"));
        QVERIFY(hasLayer(view, "One threshold"));
        QTest::mouseClick(button(view, QStringLiteral("Frontier")), Qt::LeftButton, {}, {8, 8});
        QVERIFY(!hasLayer(view, "Group thresholds"));
        QVERIFY(hasLayer(view, "One threshold"));
        QTest::mouseClick(button(view, QStringLiteral("One threshold")), Qt::LeftButton, {}, {8, 8});
        QVERIFY(!hasLayer(view, "One threshold"));
    }

    void withoutAnExactFrontierItSaysWhy()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0, "ks_distance"));
        QVERIFY(!hasLayer(view, "Group thresholds"));
        const auto& notes = view.currentFigure()->figure().notes;
        QVERIFY(std::ranges::any_of(
            notes, [](const Text& note) { return note.english().starts_with("No frontier"); }));
        QVERIFY(view.findChild<QLabel*>(QStringLiteral("judgement"))
                    ->text()
                    .contains(QStringLiteral("is not compared")));
    }

    void theSelectedRunIsJudgedBesideThresholds()
    {
        TradeoffView view(nullptr);
        ViewContext context = contextOf(5);
        show(view, context);
        const auto* const label = view.findChild<QLabel*>(QStringLiteral("judgement"));
        QVERIFY(label->isVisible());
        QVERIFY2(label->text().contains(QStringLiteral("dominated by thresholds at this tolerance")),
            qPrintable(label->text()));
        QVERIFY(label->text().contains(QStringLiteral("without knowing anybody's group")));
        context.run = 0;
        view.setContext(context);
        QVERIFY(!label->text().contains(QStringLiteral(": dominated")));
    }

    void aTargetRecommendsARunAndAButtonSelectsIt()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        QTest::mouseClick(button(view, QStringLiteral("Target")), Qt::LeftButton);
        auto* const pane = view.findChild<TargetPane*>();
        QVERIFY(pane->isVisible());
        auto* const kind = view.findChild<QComboBox*>(QStringLiteral("targetKind"));
        auto* const value = view.findChild<QDoubleSpinBox*>(QStringLiteral("targetValue"));
        kind->setCurrentIndex(1);
        value->setValue(20.0); // per cent of the gap
        QCOMPARE(pane->target(), (Target {TargetKind::GapAtMost, 0.2}));
        const auto recommended = pane->choice()->recommended;
        QVERIFY(recommended && *recommended != 0);
        const QString sentence = view.findChild<QLabel*>(QStringLiteral("targetSentence"))->text();
        QVERIFY2(sentence.contains(QStringLiteral("On rows kept aside")), qPrintable(sentence));
        const QSignalSpy selected(&view, &View::runSelected);
        QTest::mouseClick(button(*pane, QStringLiteral("Select this run")), Qt::LeftButton);
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toInt(), static_cast<int>(*recommended));
        // Values of other kinds are kept.
        kind->setCurrentIndex(2);
        QCOMPARE(pane->target(), (Target {TargetKind::TwoStep, 0.9}));
        kind->setCurrentIndex(1);
        QCOMPARE(value->value(), 20.0);
    }

    void anUnmetTargetOffersNoRun()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        QTest::mouseClick(button(view, QStringLiteral("Target")), Qt::LeftButton);
        view.findChild<QComboBox*>(QStringLiteral("targetKind"))->setCurrentIndex(1);
        view.findChild<QDoubleSpinBox*>(QStringLiteral("targetValue"))->setValue(0.0);
        QVERIFY(view.findChild<QLabel*>(QStringLiteral("targetSentence"))
                    ->text()
                    .contains(QStringLiteral("No run meets the target")));
        QVERIFY(!button(view, QStringLiteral("Select this run"))->isEnabled());
    }

    void theRecommendedRunCannotBeSelectedTwice()
    {
        TradeoffView view(nullptr);
        ViewContext context = contextOf(0);
        show(view, context);
        context.run = static_cast<int>(*view.findChild<TargetPane*>()->choice()->recommended);
        view.setContext(context);
        QVERIFY(!button(view, QStringLiteral("Select this run"))->isEnabled());
    }

    void methodsAreRanked()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        QTest::mouseClick(button(view, QStringLiteral("Ranking")), Qt::LeftButton);
        auto* const table = view.findChild<QTableView*>(QStringLiteral("ranking"));
        QVERIFY(table->isVisible());
        QCOMPARE(table->model()->rowCount(), 3);
        const auto cell
            = [&](int row, int column) { return table->model()->index(row, column).data().toString(); };
        QVERIFY(cell(0, RankingModel::Method).contains(QStringLiteral("Wasserstein")));
        QVERIFY(cell(0, RankingModel::Hypervolume).contains(QStringLiteral(" to ")));
        const QSignalSpy selected(&view, &View::runSelected);
        emit table->activated(table->model()->index(0, 0));
        QCOMPARE(selected.front().front().toInt(), 1);
    }

    void aClickOnAPointSelectsItsRun()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        const QSignalSpy selected(&view, &View::runSelected);
        QTest::mouseClick(view.currentFigure()->findChild<FigureCanvas*>()->viewport(), Qt::LeftButton, {},
            placeOf(*view.currentFigure(), 3));
        QCOMPARE(selected.size(), 1);
        QCOMPARE(selected.front().front().toInt(), 3);
    }

    void theExplanationHasTheFrontiersNumbers()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        const QString text = view.explanation();
        QVERIFY(text.contains(QStringLiteral("without any gap")));
        QVERIFY(text.contains(QStringLiteral("Hypervolume")));
        QVERIFY(text.contains(QStringLiteral("upper bound")));
    }

    void everyControlHasANameAndATip()
    {
        TradeoffView view(nullptr);
        show(view, contextOf(0));
        for (const QCheckBox* const box : view.findChildren<QCheckBox*>())
            QVERIFY(!box->toolTip().isEmpty() && !box->text().isEmpty());
        for (const QComboBox* const box : view.findChildren<QComboBox*>())
            QVERIFY(!box->toolTip().isEmpty());
        for (const auto* const box : view.findChildren<QDoubleSpinBox*>())
            QVERIFY(!box->toolTip().isEmpty() && !box->accessibleName().isEmpty());
    }

    void aViewThatGoesWhileItWorksGoesQuietly()
    {
        auto view = std::make_unique<TradeoffView>(nullptr);
        view->resize(900, 600);
        view->setContext(contextOf(0));
        view->show();
        view.reset();
    }
};

QTEST_MAIN(TstTradeoffView)
#include "tst_tradeoff_view.moc"
