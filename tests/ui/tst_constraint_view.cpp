#include "engine/figures/run_names.h"
#include "tests/support/constrained.h"
#include "tests/ui/fake_services.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/explain/explain_text.h"
#include "ui/main_window/main_window.h"
#include "ui/text/labels.h"
#include "ui/theme/theme.h"
#include "ui/views/constraint_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTabWidget>
#include <QTextDocument>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;
using test::constrainedReport;
using test::ConstrainedSpec;

namespace {

ViewContext contextOf(const ConstrainedSpec& spec, int run)
{
    ViewContext context;
    context.table = test::smallTable();
    context.report = constrainedReport(spec);
    context.run = run;
    return context;
}

QPushButton* segment(const QWidget& view, const QString& name)
{
    for (auto* const button : view.findChildren<QPushButton*>())
        if (button->text().remove(QLatin1Char('&')) == name)
            return button;
    return nullptr;
}

void press(const QWidget& view, const QString& name)
{
    QTest::mouseClick(segment(view, name), Qt::LeftButton);
}

void choose(QComboBox* combo, int index)
{
    combo->setCurrentIndex(index);
    emit combo->activated(index);
}

QString plain(const QString& html)
{
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText();
}

/// Where a run's point is, in the figure's viewport.
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

/// Runs the usual made-up study; every run with a method has the insights of a constraint.
ui::Services servicesOf(const ConstrainedSpec& spec)
{
    ui::Services services = test::fakeServices(1);
    services.run = [spec](const Study& study, const Dataset&, const RunContext&,
                       const PartialReport&) -> Result<std::shared_ptr<const Report>> {
        const auto plain = test::madeUpReport(study, static_cast<int>(spec.repeats), true);
        auto report = std::make_shared<Report>(*plain);
        for (RunResult& run : report->runs)
            for (std::size_t r = 0; r < spec.repeats && !run.method.empty(); ++r)
                run.insights.push_back(test::insight(spec, r, strengthOf(run).value_or(0.0)));
        return std::shared_ptr<const Report>(report);
    };
    return services;
}

} // namespace

class TstConstraintView : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    static void show(ConstraintView& view, const ViewContext& context)
    {
        view.resize(900, 500);
        view.setContext(context);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }

    std::unique_ptr<MainWindow> window(const ConstrainedSpec& spec)
    {
        auto made = std::make_unique<MainWindow>(servicesOf(spec), m_dir.filePath(QStringLiteral("state")));
        made->resize(1280, 800);
        made->show();
        made->openPath(QStringLiteral("small.csv"));
        [&] { QTRY_VERIFY(made->session()->table() != nullptr); }();
        made->session()->run();
        [&] { QTRY_VERIFY_WITH_TIMEOUT(made->session()->report() != nullptr, 10000); }();
        return made;
    }

    static int tab(const MainWindow& window)
    {
        auto* const tabs = window.findChild<QTabWidget*>();
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QStringLiteral("Constraint"))
                return i;
        return -1;
    }

private slots:
    void initTestCase()
    {
        loadResources();
        applyTheme(*qApp, QStringLiteral("light"));
    }

    void isThereOnlyForARunUnderAConstraint()
    {
        const ConstraintView view;
        QVERIFY(view.isFor(contextOf({}, 2)));
        QVERIFY(!view.isFor(contextOf({}, 0)));
        QVERIFY(!view.isFor(contextOf({}, -1)));
        ConstrainedSpec without;
        without.withInsight = false;
        QVERIFY(!view.isFor(contextOf(without, 2)));
        ViewContext audit = contextOf({}, 2);
        audit.auditsTable = true;
        QVERIFY(!view.isFor(audit));
    }
    void theTabFollowsTheSelectedRun()
    {
        const auto made = window({});
        const int at = tab(*made);
        QVERIFY(at >= 0);
        made->session()->selectRun(2);
        QVERIFY(made->tabs()->isTabVisible(at));
        made->session()->selectRun(0);
        QVERIFY(!made->tabs()->isTabVisible(at));
    }
    void theStudyFileRemembersTheTab()
    {
        const auto made = window({});
        made->session()->selectRun(2);
        made->tabs()->setCurrentIndex(tab(*made));
        QCOMPARE(made->session()->viewValue("tab"), std::string("constraint"));
    }
    void aClickOnAPointSelectsItsRun()
    {
        ConstraintView view;
        show(view, contextOf({}, 2));
        const QSignalSpy selected(&view, &View::runSelected);
        for (FigureView* const figure : view.findChildren<FigureView*>()) {
            if (!figure->isVisible())
                continue;
            QTest::mouseClick(
                figure->findChild<FigureCanvas*>()->viewport(), Qt::LeftButton, {}, placeOf(*figure, 4));
        }
        QCOMPARE(selected.size(), 2);
        QCOMPARE(selected.front().front().toInt(), 4);
    }
    void everyPageHasAFigureAndAnExplanation()
    {
        ConstraintView view;
        show(view, contextOf({}, 2));
        QStringList ids;
        QStringList texts;
        for (const char* const name : {"Path", "Weights", "Direction", "Guarantee"}) {
            press(view, QString::fromLatin1(name));
            QVERIFY(view.currentFigure() != nullptr && view.currentFigure()->isVisible());
            QVERIFY(!view.currentFigure()->figure().layers.empty());
            QVERIFY(!view.currentFigure()->accessibleName().isEmpty());
            ids << QString::fromStdString(view.currentFigure()->figure().id);
            texts << plain(view.explanation());
        }
        ids.removeDuplicates();
        texts.removeDuplicates();
        QCOMPARE(ids.size(), 4);
        QCOMPARE(texts.size(), 4);
    }
    void aKernelHasNoPagesOfWeights()
    {
        ConstraintView view;
        show(view, contextOf({}, 2));
        press(view, QStringLiteral("Weights"));
        ConstrainedSpec kernel;
        kernel.isLinear = false;
        view.setContext(contextOf(kernel, 2));
        QVERIFY(!segment(view, QStringLiteral("Weights"))->isVisible());
        QVERIFY(!segment(view, QStringLiteral("Direction"))->isVisible());
        QVERIFY(segment(view, QStringLiteral("Path"))->isChecked());
        QCOMPARE(view.currentFigure()->figure().id, std::string("constraint_scores"));
        QVERIFY(plain(view.explanation()).contains(QStringLiteral("kernel")));
    }
    void equalisedOddsHasAChoiceOfPeople()
    {
        ConstrainedSpec spec;
        spec.families = 2;
        ConstraintView view;
        show(view, contextOf(spec, 2));
        auto* const family = view.findChild<QComboBox*>(QStringLiteral("family"));
        QVERIFY(family->isVisible());
        QCOMPARE(family->count(), 2);
        press(view, QStringLiteral("Guarantee"));
        const auto first = view.currentFigure()->figure().y.categories;
        choose(family, 1);
        QCOMPARE(view.currentFigure()->figure().y.categories.back(),
            std::string("False positive rate, training rows"));
        QVERIFY(view.currentFigure()->figure().y.categories != first);
        QVERIFY(plain(view.explanation()).contains(QStringLiteral("unfavourable")));
        // Another run keeps what was chosen; one with a single set of people has no choice.
        view.setContext(contextOf(spec, 4));
        QCOMPARE(family->currentIndex(), 1);
        view.setContext(contextOf({}, 2));
        QVERIFY(!family->isVisible());
    }
    void aSingleRepeatCanBeLookedAt()
    {
        ConstraintView view;
        show(view, contextOf({}, 2));
        auto* const repeat = view.findChild<QComboBox*>(QStringLiteral("repeat"));
        QCOMPARE(repeat->count(), 4);
        press(view, QStringLiteral("Weights"));
        const double mean = view.currentFigure()->figure().layers.back().x.front();
        choose(repeat, 3);
        QVERIFY(view.currentFigure()->figure().subtitle.english().find("repeat 3 of 3") != std::string::npos);
        QVERIFY(view.currentFigure()->figure().layers.back().x.front() != mean);
        ConstrainedSpec once;
        once.repeats = 1;
        view.setContext(contextOf(once, 2));
        QVERIFY(!repeat->isVisible());
    }
    void aRegressionShowsScoresAlone()
    {
        ConstrainedSpec spec;
        spec.hasRates = false;
        ConstraintView view;
        show(view, contextOf(spec, 2));
        int visible = 0;
        for (const FigureView* const figure : view.findChildren<FigureView*>())
            visible += figure->isVisible() ? 1 : 0;
        QCOMPARE(visible, 1);
    }
    void theExplanationHasThisDatasNumbers()
    {
        const QString path = plain(explainConstraint(contextOf({}, 1), ConstraintPage::Path, 0, {}));
        for (const char* const part : {"people with the favourable outcome", "Male minus that of Female",
                 "ε = 0; without a constraint the gap would be 1.2",
                 "stood at 36.9° to u and now stand at 90.0°", "turns these features down most",
                 "not monotone", "true positive rate"})
            QVERIFY2(path.contains(QString::fromUtf8(part)), qPrintable(path));
        const QString inactive = plain(explainConstraint(contextOf({}, 6), ConstraintPage::Path, 0, {}));
        QVERIFY2(inactive.contains(QStringLiteral("inactive")), qPrintable(inactive));
        const QString promise = plain(explainConstraint(contextOf({}, 3), ConstraintPage::Guarantee, 0, {}));
        QVERIFY2(promise.contains(QStringLiteral("vacuous")), qPrintable(promise));
    }
    void namesOfTheDataAreLiteral()
    {
        ConstrainedSpec spec;
        spec.groups = {"<b>x</b>", "%1 %2"};
        spec.features = {"<i>y</i>", "=1+1", "%3 %1", "a & b"};
        for (const ConstraintPage page : {ConstraintPage::Path, ConstraintPage::Weights,
                 ConstraintPage::Direction, ConstraintPage::Guarantee}) {
            const QString html = explainConstraint(contextOf(spec, 1), page, 0, {});
            const QString text = plain(html);
            QVERIFY(!html.contains(QStringLiteral("<b>x</b>")));
            QVERIFY2(text.contains(QStringLiteral("of %1 %2 minus that of <b>x</b>")), qPrintable(text));
            if (page == ConstraintPage::Weights)
                QVERIFY2(text.contains(QStringLiteral("<i>y</i> (")), qPrintable(text));
        }
        ConstraintView view;
        show(view, contextOf(spec, 1));
        press(view, QStringLiteral("Weights"));
        QStringList drawn;
        for (const PlacedTick& tick : view.currentFigure()->canvas().renderer().picture().layout.yTicks)
            drawn << tick.label.text;
        drawn.sort();
        QCOMPARE(drawn,
            (QStringList {QStringLiteral("%3 %1"), QStringLiteral("<i>y</i>"), QStringLiteral("=1+1"),
                QStringLiteral("a & b")}));
    }
    void theTradeOffSaysWhatTheMethodAsksFor()
    {
        const QString text = plain(explainTradeoff(contextOf({}, 2)));
        QVERIFY2(text.contains(QStringLiteral("equal opportunity")), qPrintable(text));
        QVERIFY(notionSentence(RunResult {}).isEmpty());
    }
    void fitsIntoANarrowWindow()
    {
        ConstrainedSpec spec;
        spec.families = 2;
        spec.features = {"marital_status = Married-civ-spouse", "occupation = Machine-op-inspct",
            "native_country = Outlying-US(Guam-USVI-etc)", "education = Assoc-acdm"};
        for (int i = 0; i < 20; ++i)
            spec.features.push_back("workclass = Self-employed, kind " + std::to_string(i));
        const auto made = window(spec);
        made->resize(1280, 720);
        made->session()->selectRun(2);
        made->tabs()->setCurrentIndex(tab(*made));
        auto* const view = made->findChild<ConstraintView*>();
        const QTabBar* const bar = made->tabs()->tabBar();
        QVERIFY2(bar->tabRect(tab(*made)).right() <= bar->width(),
            qPrintable(QStringLiteral("%1 of %2").arg(bar->tabRect(tab(*made)).right()).arg(bar->width())));
        for (const char* const name : {"Path", "Weights", "Direction", "Guarantee"}) {
            press(*view, QString::fromLatin1(name));
            QTest::qWait(50);
            QVERIFY2(made->minimumSizeHint().width() <= 1280,
                qPrintable(QString::number(made->minimumSizeHint().width())));
            for (const PlacedTick& tick : view->currentFigure()->canvas().renderer().picture().layout.yTicks)
                QVERIFY2(!tick.label.text.contains(QStringLiteral("…")), qPrintable(tick.label.text));
        }
    }
};

QTEST_MAIN(TstConstraintView)
#include "tst_constraint_view.moc"
