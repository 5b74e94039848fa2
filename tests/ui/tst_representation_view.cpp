#include "tests/support/represented.h"
#include "tests/ui/represented_session.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_view.h"
#include "ui/main_window/main_window.h"
#include "ui/session/transfer_controller.h"
#include "ui/theme/theme.h"
#include "ui/views/representation_view.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTextDocument>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;
using test::representedReport;
using test::RepresentedSpec;

namespace {

const char* const kPages[] {"Before and after", "Training", "Who can tell?", "Tasks", "Transfer"};

ViewContext contextOf(const RepresentedSpec& spec, int run)
{
    ViewContext context;
    context.table = test::smallTable();
    context.report = representedReport(spec);
    context.run = run;
    return context;
}

QPushButton* segment(const QWidget& view, const char* name)
{
    for (auto* const button : view.findChildren<QPushButton*>())
        if (button->text().remove(QLatin1Char('&')) == QString::fromLatin1(name))
            return button;
    return nullptr;
}

void press(const QWidget& view, const char* name)
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

std::vector<FigureView*> visibleFigures(const QWidget& view)
{
    std::vector<FigureView*> shown;
    for (FigureView* const figure : view.findChildren<FigureView*>())
        if (figure->isVisible())
            shown.push_back(figure);
    return shown;
}

} // namespace

class TstRepresentationView : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<MainWindow> window(const RepresentedSpec& spec, int epochs = 0)
    {
        const QString folder = m_dir.filePath(QString::number(++m_folders));
        auto made = std::make_unique<MainWindow>(test::representedServices(spec, epochs), folder);
        made->resize(1280, 800);
        made->show();
        made->openPath(QStringLiteral("small.csv"));
        [&] { QTRY_VERIFY(made->session()->table() != nullptr); }();
        made->session()->edit({}, {}, [](SessionState& s) {
            s.study.roles.tasks = {{"merit", Task::Classification, {}, 3.0}};
        });
        made->session()->run();
        return made;
    }
    static int tab(const MainWindow& window)
    {
        auto* const tabs = window.findChild<QTabWidget*>();
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i) == QStringLiteral("Representation"))
                return i;
        return -1;
    }
    static void show(RepresentationView& view, const ViewContext& context)
    {
        view.resize(900, 560);
        view.setContext(context);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }
    /// A view of made-up insights; the session behind its Transfer page has another study.
    struct Shown {
        std::unique_ptr<SessionController> session;
        std::unique_ptr<TransferController> transfer;
        std::unique_ptr<RepresentationView> view;
    };
    Shown shown(const RepresentedSpec& spec, int run)
    {
        Shown made;
        made.session = test::representedSession(spec, true, m_dir.filePath(QString::number(++m_folders)));
        made.transfer = std::make_unique<TransferController>(made.session.get());
        made.view = std::make_unique<RepresentationView>(made.transfer.get());
        show(*made.view, contextOf(spec, run));
        return made;
    }

private slots:
    void initTestCase()
    {
        loadResources();
        applyTheme(*qApp, QStringLiteral("light"));
    }

    void isThereForARunWithARepresentationOrATraining()
    {
        const Shown made = shown({}, 1);
        QVERIFY(made.view->isFor(contextOf({}, 1)));
        QVERIFY(!made.view->isFor(contextOf({}, 0)));
        QVERIFY(!made.view->isFor({}));
        ViewContext live;
        live.training = test::trainingCurve({}, 10.0);
        QVERIFY(made.view->isFor(live)); // even before there is any result
        live.auditsTable = true;
        QVERIFY(!made.view->isFor(live));
    }
    void everyPageHasFiguresAndAnExplanation()
    {
        const Shown made = shown({}, 2);
        QStringList ids;
        QStringList texts;
        for (const char* const name : kPages) {
            press(*made.view, name);
            texts << plain(made.view->explanation());
            if (QByteArray(name) == "Transfer")
                continue;
            const auto figures = visibleFigures(*made.view);
            QCOMPARE(figures.size(), std::size_t {QByteArray(name) == "Training" ? 3U : 2U});
            for (FigureView* const figure : figures) {
                QVERIFY(!figure->figure().layers.empty());
                QVERIFY(!figure->accessibleName().isEmpty());
                ids << QString::fromStdString(figure->figure().id);
            }
            const auto place = [](const FigureView* figure) { return figure->mapToGlobal(QPoint()).x(); };
            QVERIFY(
                place(made.view->currentFigure()) == place(*std::ranges::min_element(figures, {}, place)));
        }
        ids.removeDuplicates();
        texts.removeDuplicates();
        QCOMPARE(ids.size(), 9);
        QCOMPARE(texts.size(), 5);
    }
    void pointsAndTrainingsHaveNoMean()
    {
        const Shown made = shown({}, 2);
        auto* const repeat = made.view->findChild<QComboBox*>(QStringLiteral("repeat"));
        QCOMPARE(repeat->count(), 3);
        press(*made.view, "Who can tell?");
        QCOMPARE(repeat->count(), 4);
        choose(repeat, 2);
        const auto& figure = made.view->currentFigure()->figure();
        QVERIFY(figure.subtitle.english().find("repeat 2 of 3") != std::string::npos);
        press(*made.view, "Before and after");
        QCOMPARE(repeat->currentText(), QStringLiteral("2")); // what was chosen is kept
        press(*made.view, "Transfer");
        QVERIFY(!repeat->isVisible());
    }
    void aNetworkInTrainingIsDrawnLive()
    {
        const auto made = window({}, 60);
        auto* const view = made->findChild<RepresentationView*>();
        QTRY_VERIFY_WITH_TIMEOUT(made->tabs()->isTabVisible(tab(*made)), 5000);
        made->tabs()->setCurrentIndex(tab(*made));
        QTRY_VERIFY(segment(*view, "Training")->isChecked());
        const auto epochs = [&] {
            const Figure& figure = view->currentFigure()->figure();
            return figure.layers.empty() ? std::size_t {0} : figure.layers.front().x.size();
        };
        QTRY_VERIFY(epochs() > 0);
        const std::size_t before = epochs();
        QTRY_VERIFY(epochs() > before);
        QVERIFY(plain(view->explanation()).contains(QStringLiteral("being trained")));
        QTRY_VERIFY_WITH_TIMEOUT(!made->session()->isRunning(), 10000);
        QVERIFY(made->session()->liveTraining() == nullptr);
        QTRY_COMPARE(epochs(), std::size_t {12}); // of the finished run
        made->session()->selectRun(0);
        QVERIFY(!made->tabs()->isTabVisible(tab(*made)));
    }
    void aStoppedTrainingIsShownNoMore()
    {
        const auto made = window({}, 2000);
        QTRY_VERIFY_WITH_TIMEOUT(made->tabs()->isTabVisible(tab(*made)), 5000);
        made->session()->stop();
        QTRY_VERIFY(!made->tabs()->isTabVisible(tab(*made)));
    }
    void theStudyFileRemembersTheTab()
    {
        const auto made = window({});
        QTRY_VERIFY_WITH_TIMEOUT(made->session()->report() != nullptr, 10000);
        QTRY_VERIFY(!made->session()->isRunning());
        made->session()->selectRun(2);
        made->tabs()->setCurrentIndex(tab(*made));
        QCOMPARE(made->session()->viewValue("tab"), std::string("representation"));
    }
    void everyControlHasAName()
    {
        const Shown made = shown({}, 1);
        for (const QWidget* const widget : made.view->findChildren<QWidget*>())
            if ((widget->focusPolicy() & Qt::TabFocus) != 0
                && (qobject_cast<const QComboBox*>(widget) != nullptr
                    || qobject_cast<const QSpinBox*>(widget) != nullptr))
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
    }
    void theExplanationHasThisDatasNumbers()
    {
        const auto explained = [](RepresentationPage page) {
            return plain(explainRepresentation(contextOf({}, 2), page, {}));
        };
        const QString auditors = explained(RepresentationPage::Auditors);
        for (const char* const part : {"Female and Male", "linear auditor", "nonlinear one", "0.5 is chance",
                 "16 numbers", "nonlinear auditor blind", "Oneto"})
            QVERIFY2(auditors.contains(QString::fromUtf8(part)), qPrintable(auditors));
        QVERIFY(
            explained(RepresentationPage::Clouds).contains(QStringLiteral("may lie apart in the others")));
        QVERIFY(explained(RepresentationPage::Tasks).contains(QStringLiteral("wrong aim")));
        const auto transfer = test::transferReport({});
        const QString compared = plain(
            explainRepresentation(contextOf({}, 2), RepresentationPage::Transfer, {}, transfer.get()));
        QVERIFY2(compared.contains(QStringLiteral("without fairness: error")), qPrintable(compared));
    }
    void theWindowNeverSaysThatTheGroupIsGone()
    {
        for (const RepresentationPage page : {RepresentationPage::Clouds, RepresentationPage::Training,
                 RepresentationPage::Auditors, RepresentationPage::Tasks, RepresentationPage::Transfer}) {
            const QString text = plain(explainRepresentation(contextOf({}, 2), page, {}));
            for (const char* const word : {"removed", "removes", "erased", "forgotten", "no longer contains"})
                QVERIFY2(!text.contains(QString::fromLatin1(word)), qPrintable(text));
        }
    }
    void namesOfTheDataAreLiteral()
    {
        RepresentedSpec spec;
        spec.groups = {"<b>x</b>", "%1 %2"};
        spec.tasks = {"<u>t</u>", "%5", "u"};
        for (const RepresentationPage page :
            {RepresentationPage::Clouds, RepresentationPage::Auditors, RepresentationPage::Tasks}) {
            const QString html = explainRepresentation(contextOf(spec, 1), page, {});
            QVERIFY(!html.contains(QStringLiteral("<b>x</b>")) && !html.contains(QStringLiteral("<u>t</u>")));
            QVERIFY2(plain(html).contains(QStringLiteral("<b>x</b> and %1 %2")), qPrintable(plain(html)));
        }
    }
    void fitsIntoANarrowWindow()
    {
        RepresentedSpec spec;
        spec.tasks = {"income = >50K", "hours-per-week > 40",
            "marital-status = Married-civ-spouse or Married-AF-spouse", "education = Bachelors or 3 others"};
        const auto made = window(spec);
        QTRY_VERIFY_WITH_TIMEOUT(made->session()->report() != nullptr, 10000);
        QTRY_VERIFY(!made->session()->isRunning());
        made->session()->selectRun(2);
        made->tabs()->setCurrentIndex(tab(*made));
        auto* const view = made->findChild<RepresentationView*>();
        const QTabBar* const bar = made->tabs()->tabBar();
        // Whatever the screen of the test is, 1280 pixels leave this much between the docks.
        constexpr int kBetweenDocks = 733;
        const int wide = bar->tabRect(tab(*made)).right() - bar->tabRect(0).left();
        QVERIFY2(wide <= kBetweenDocks, qPrintable(QString::number(wide)));
        for (const char* const name : kPages) {
            press(*view, name);
            QTest::qWait(50);
            QVERIFY2(made->minimumSizeHint().width() <= 1280,
                qPrintable(QString::number(made->minimumSizeHint().width())));
        }
    }
    /// EVENHAND_PICTURES=folder keeps a picture of every page, to look at.
    void canBeLookedAt()
    {
        const QString folder = qEnvironmentVariable("EVENHAND_PICTURES");
        if (folder.isEmpty())
            QSKIP("EVENHAND_PICTURES is not set");
        RepresentedSpec spec;
        spec.rowsPerGroup = 1000;
        spec.degenerate = true;
        spec.tasks = {"income = >50K", "hours-per-week > 40",
            "marital-status = Married-civ-spouse or Married-AF-spouse", "education = Bachelors or 3 others"};
        for (const char* const theme : {"light", "dark"}) {
            applyTheme(*qApp, QString::fromLatin1(theme));
            const auto made = window(spec);
            QTRY_VERIFY_WITH_TIMEOUT(made->session()->report() != nullptr, 10000);
            QTRY_VERIFY(!made->session()->isRunning());
            made->session()->selectRun(2);
            made->tabs()->setCurrentIndex(tab(*made));
            auto* const view = made->findChild<RepresentationView*>();
            int i = 0;
            for (const char* const name : kPages) {
                press(*view, name);
                if (i == 4) {
                    view->findChild<QPushButton*>(QStringLiteral("compare"))->click();
                    QTest::qWait(600);
                }
                QTest::qWait(300);
                made->grab().save(
                    QStringLiteral("%1/%2_%3.png").arg(folder, QString::fromLatin1(theme)).arg(i++));
            }
        }
        applyTheme(*qApp, QStringLiteral("light"));
    }
};

QTEST_MAIN(TstRepresentationView)
#include "tst_representation_view.moc"
