#include "tests/ui/fake_services.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/palette.h"
#include "ui/main_window/main_window.h"
#include "ui/session/audit_controller.h"
#include "ui/study_panel/import_dialog.h"
#include "ui/views/barycenter_view.h"
#include "ui/widgets/cut_editor.h"
#include "ui/widgets/message_bar.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSlider>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QToolButton>
#include <QTreeWidget>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

namespace {

/// What a screen reader would say of a control.
QString spokenName(const QWidget* widget)
{
    if (!widget->accessibleName().isEmpty())
        return widget->accessibleName();
    if (const auto* const button = qobject_cast<const QAbstractButton*>(widget))
        return button->text();
    return {};
}

} // namespace

class TstMainWindow : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    int m_folders = 0;

    std::unique_ptr<MainWindow> shown(Services services)
    {
        auto window
            = std::make_unique<MainWindow>(std::move(services), m_dir.filePath(QString::number(++m_folders)));
        window->resize(1280, 800);
        window->show();
        [&] { QVERIFY(QTest::qWaitForWindowExposed(window.get())); }();
        return window;
    }

private slots:
    void initTestCase() { applyTheme(*qApp, QStringLiteral("light")); }

    void aSampleIsLoadedRunAndShownWithOneClick()
    {
        const auto window = shown(Services::engine());
        QAbstractButton* card = nullptr;
        for (auto* const button : window->findChildren<QAbstractButton*>())
            if (button->text().contains(QStringLiteral("Boston")))
                card = button;
        QVERIFY(card != nullptr);
        QTest::mouseClick(card, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(window->session()->freshness() == Freshness::Current, 120000);
        QCOMPARE(window->tabs()->tabText(window->tabs()->currentIndex()), QStringLiteral("Barycenter"));
        QVERIFY(window->messages()->texts().isEmpty());
        auto* const view = window->findChild<BarycenterView*>();
        QTRY_VERIFY(!view->currentFigure()->figure().layers.empty());
        const auto drawn = [view] {
            std::vector<double> all;
            for (const FigureLayer& layer : view->currentFigure()->figure().layers)
                all.insert(all.end(), layer.y.begin(), layer.y.end());
            return all;
        };
        QTRY_VERIFY_WITH_TIMEOUT(window->audit()->audit() && window->audit()->before(), 60000);
        QVERIFY(!window->audit()->audit()->attributes.front().verdicts.empty());
        const std::vector<double> repaired = drawn();
        view->setStrength(0.0);
        QTRY_VERIFY(drawn() != repaired);
    }
    void everyControlHasAName_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("run") << QStringLiteral("small.csv");
        QTest::newRow("audit") << QStringLiteral("decided.csv");
    }
    void everyControlHasAName()
    {
        QFETCH(QString, file);
        const auto window = shown(test::fakeServices(1));
        window->openPath(file);
        QTRY_VERIFY(window->session()->table() != nullptr);
        if (auditsTable(window->session()->state())) {
            window->session()->edit({}, {}, [](SessionState& s) {
                s.study.roles.sensitive = {"group", "age"};
            });
            QTRY_VERIFY(window->audit()->audit() != nullptr);
        } else {
            window->session()->run();
            QTRY_COMPARE_WITH_TIMEOUT(window->session()->freshness(), Freshness::Current, 30000);
        }
        for (int tab = 0; tab < window->tabs()->count(); ++tab) {
            if (!window->tabs()->isTabVisible(tab))
                continue;
            window->tabs()->setCurrentIndex(tab);
            // A figure has a name once it is drawn, which waits for its scores.
            const auto* const view = qobject_cast<View*>(window->tabs()->currentWidget());
            if (view->currentFigure() != nullptr)
                QTRY_VERIFY(!view->currentFigure()->accessibleName().isEmpty());
        }
        QStringList nameless;
        for (const QWidget* const widget : window->findChildren<QWidget*>()) {
            // Lists that drop down, lines inside spin boxes and surfaces inside scroll areas speak for their
            // owners.
            const bool isPart = widget->window() != window.get()
                || qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) != nullptr
                || widget->objectName().startsWith(QStringLiteral("qt_"))
                || qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr
                || qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr;
            const bool isAbsent = std::ranges::any_of(window->findChildren<View*>(),
                [&](View* view) { return view->isAncestorOf(widget) && !view->isFor(view->context()); });
            if ((widget->focusPolicy() & Qt::TabFocus) != 0 && !isPart && !isAbsent
                && spokenName(widget).isEmpty())
                nameless << QStringLiteral("%1 (%2)").arg(
                    QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
    }
    void theMainJobNeedsNoMouse()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(window->session()->freshness(), Freshness::Current, 30000);
        QTest::keyClick(window.get(), Qt::Key_6, Qt::ControlModifier);
        QCOMPARE(window->tabs()->tabText(window->tabs()->currentIndex()), QStringLiteral("Trade-off"));
        QTest::keyClick(window.get(), Qt::Key_5, Qt::ControlModifier);
        QCOMPARE(window->tabs()->tabText(window->tabs()->currentIndex()), QStringLiteral("Barycenter"));
        auto* const view = window->findChild<BarycenterView*>();
        auto* const slider = view->findChild<QSlider*>();
        QTRY_VERIFY(slider->isVisible());
        const int before = slider->value();
        QTest::keyClick(slider, before > 50 ? Qt::Key_Left : Qt::Key_Right);
        QCOMPARE(std::abs(slider->value() - before), 1);
        const bool hidden = window->findChild<QWidget*>(QStringLiteral("explain"))->isHidden();
        QTest::keyClick(window.get(), Qt::Key_F1);
        QCOMPARE(window->findChild<QWidget*>(QStringLiteral("explain"))->isHidden(), !hidden);
        QTest::keyClick(window.get(), Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(window.get(), Qt::Key_Y, Qt::ControlModifier);
    }
    void aBadFileIsToldAndTheStudyStays()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        window->openPath(QStringLiteral("bad.csv"));
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        const QString message = window->messages()->texts().front();
        QVERIFY2(message.contains(QStringLiteral("quote")) && message.contains(QStringLiteral("line 12"))
                && message.contains(QStringLiteral("Close it")),
            qPrintable(message));
        QVERIFY(window->windowTitle().contains(QStringLiteral("small.csv")));
    }
    void theMessageOfATableThatIsReadWronglyLeadsToTheImportOptions()
    {
        const QString path = m_dir.filePath(QStringLiteral("notes-first.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# made by hand\n# in two lines\nsex,age,hired\n");
        for (int i = 0; i < 40; ++i)
            file.write(QByteArray(i % 2 == 0 ? "f" : "m") + ',' + QByteArray::number(20 + i)
                + (i % 3 == 0 ? ",yes\n" : ",no\n"));
        file.close();
        const auto window = shown(Services::engine());
        window->openPath(path);
        QTRY_COMPARE(window->messages()->texts().size(), 1);
        auto* const button = window->messages()->findChild<QPushButton*>();
        QVERIFY(button != nullptr);
        QTest::mouseClick(button, Qt::LeftButton);
        auto* const dialog = window->findChild<ImportDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY(window->messages()->texts().front().contains(QLatin1Char('#'))); // still there to be read
        ImportOptions options;
        options.comment = '#';
        emit dialog->chosen(options);
        QTRY_VERIFY(window->session()->table() != nullptr);
        QCOMPARE(window->session()->table()->data.table->columns().size(), std::size_t(3));
        QVERIFY(window->messages()->texts().isEmpty());
    }
    void f6WalksThroughThePanels()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        QTest::keyClick(window.get(), Qt::Key_F5);
        QTRY_COMPARE_WITH_TIMEOUT(window->session()->freshness(), Freshness::Current, 30000);
        const auto panel = [&] {
            for (const char* const name : {"study", "runs", "explain"})
                if (window->findChild<QWidget*>(QString::fromLatin1(name))
                        ->isAncestorOf(window->focusWidget()))
                    return std::string(name);
            return std::string("view");
        };
        QStringList visited;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(window.get(), Qt::Key_F6);
            visited << QString::fromStdString(panel());
        }
        visited.sort();
        QCOMPARE(visited.join(QLatin1Char(' ')), QStringLiteral("explain runs study view"));
    }
    void selectingAnotherRunReachesTheViews()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        window->session()->run();
        QTRY_COMPARE_WITH_TIMEOUT(window->session()->freshness(), Freshness::Current, 30000);
        window->tabs()->setCurrentIndex(5);
        auto* const tradeoff = static_cast<View*>(window->tabs()->currentWidget());
        emit tradeoff->currentFigure()->pointActivated(4);
        QCOMPARE(window->session()->selectedRun(), 4);
        QCOMPARE(tradeoff->context().run, 4);
        for (auto* const table : window->findChildren<QTableView*>())
            if (table->accessibleName() == QStringLiteral("Runs"))
                QCOMPARE(table->currentIndex().row(), 4);
    }
    void predictionsAreAuditedAtOnceWithoutRun()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("decided.csv"));
        QTRY_VERIFY(window->audit()->audit() != nullptr);
        QCOMPARE(window->tabs()->tabText(window->tabs()->currentIndex()), QStringLiteral("Overview"));
        QVERIFY(window->findChild<QWidget*>(QStringLiteral("runs"))->isHidden());
        for (const char* const absent : {"learner", "method"})
            QVERIFY(!window->findChild<QTreeWidget*>(QString::fromLatin1(absent))->isVisible());
        for (const char* const present : {"prediction", "score", "reference", "condition", "policy"})
            QVERIFY(window->findChild<QComboBox*>(QString::fromLatin1(present))->isVisible());
        for (int i = 0; i < window->tabs()->count(); ++i)
            if (window->tabs()->tabText(i) == QStringLiteral("Barycenter")
                || window->tabs()->tabText(i) == QStringLiteral("Trade-off"))
                QVERIFY(!window->tabs()->isTabVisible(i));
    }
    void aFileWithPredictionsShowsVerdicts()
    {
        const QString path = m_dir.filePath(QStringLiteral("decisions.csv"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("sex,y_true,y_pred\n");
        for (int i = 0; i < 600; ++i)
            file.write(QByteArray(i % 2 == 0 ? "f," : "m,") + (i % 3 == 0 ? "1," : "0,")
                + (i % (i % 2 == 0 ? 5 : 3) == 0 ? "1\n" : "0\n"));
        file.close();
        const auto window = shown(Services::engine());
        window->openPath(path);
        QTRY_VERIFY_WITH_TIMEOUT(window->audit()->audit() || window->audit()->error(), 60000);
        QVERIFY2(!window->audit()->error(),
            window->audit()->error() ? window->audit()->error()->english().c_str() : "");
        QVERIFY(!window->audit()->audit()->attributes.front().verdicts.empty());
        QVERIFY(window->messages()->texts().isEmpty());
    }
    void theKeyboardGoesThroughTheAuditFromTopToBottom()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("decided.csv"));
        QTRY_VERIFY(window->audit()->audit() != nullptr);
        window->session()->edit({}, {}, [](SessionState& s) {
            s.study.roles.sensitive = {"group", "age"};
            s.study.audit.prediction.clear();
            s.study.audit.score = "score";
        });
        auto* const first = window->findChild<QWidget*>(QStringLiteral("auditMode"));
        int y = -1;
        QStringList visited;
        for (QWidget* widget = first; widget->objectName() != QStringLiteral("confidence");
             widget = widget->nextInFocusChain()) {
            if (!widget->objectName().isEmpty() && widget->isVisible())
                visited << widget->objectName();
            if (!widget->isVisible() || (widget->focusPolicy() & Qt::TabFocus) == 0
                || qobject_cast<QAbstractScrollArea*>(widget) != nullptr)
                continue;
            const int top = widget->mapTo(window.get(), QPoint()).y();
            QVERIFY2(top >= y - 4, qPrintable(widget->accessibleName()));
            y = top;
        }
        QStringList wanted {QStringLiteral("auditMode"), QStringLiteral("trainMode"),
            QStringLiteral("prediction"), QStringLiteral("score"), QStringLiteral("threshold"),
            QStringLiteral("target"), QStringLiteral("reference"), QStringLiteral("condition"),
            QStringLiteral("weight"), QStringLiteral("policy"), QStringLiteral("ratio")};
        visited.removeIf([&](const QString& name) { return !wanted.contains(name); });
        QCOMPARE(visited, wanted);
    }
    void trainingInsteadIsOneStepThatCanBeUndone()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("decided.csv"));
        QTRY_VERIFY(window->audit()->audit() != nullptr);
        SessionController* const session = window->session();
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("trainMode")), Qt::LeftButton);
        QVERIFY(!auditsTable(session->state()));
        QCOMPARE(session->undoStack()->count(), 1);
        QCOMPARE(session->state().study.roles.exclude, std::vector<std::string> {"decided"});
        QVERIFY(window->findChild<QTreeWidget*>(QStringLiteral("learner"))->isVisible());
        QVERIFY(!window->findChild<QWidget*>(QStringLiteral("runs"))->isHidden());
        QVERIFY(!window->audit()->audit());
        session->undoStack()->undo();
        QVERIFY(auditsTable(session->state()));
        QTRY_VERIFY(window->audit()->audit() != nullptr);
    }
    void aTableWithoutPredictionsCanBeAuditedOnceTheyAreChosen()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        QVERIFY(!auditsTable(window->session()->state()));
        QTest::mouseClick(window->findChild<QPushButton*>(QStringLiteral("auditMode")), Qt::LeftButton);
        QTRY_VERIFY(window->audit()->error().has_value());
        QVERIFY(window->messages()->texts().isEmpty());
        auto* const score = window->findChild<QComboBox*>(QStringLiteral("score"));
        score->setCurrentIndex(score->findData(QStringLiteral("merit")));
        emit score->activated(score->currentIndex());
        QTRY_VERIFY(window->audit()->audit() != nullptr);
        QVERIFY(window->session()->state().study.audit.threshold.has_value()); // merit goes from 0 to 6
        QVERIFY(window->findChild<QWidget*>(QStringLiteral("threshold"))->isVisible());
    }
    void severalColumnsAreCutWhereTheirValuesSay()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("decided.csv"));
        QTRY_VERIFY(window->audit()->audit() != nullptr);
        SessionController* const session = window->session();
        session->edit(QStringLiteral("age"), {}, [](SessionState& s) {
            s.study.roles.sensitive = {"group", "age"};
            s.study.roles.cuts["age"] = {40};
        });
        const auto lines = window->findChildren<CutEditor*>();
        QCOMPARE(lines.size(), 1);
        auto* const line = lines.front()->findChild<QLineEdit*>();
        QCOMPARE(line->text(), QStringLiteral("40"));
        line->setText(QStringLiteral("45, 25 25"));
        emit line->editingFinished();
        QCOMPARE(session->state().study.roles.cuts.at("age"), (std::vector<double> {25, 45}));
        for (const char* const wrong : {"old", "25, 200", ""}) {
            line->setText(QString::fromLatin1(wrong));
            emit line->editingFinished();
            QVERIFY(!line->accessibleDescription().isEmpty());
            QCOMPARE(session->state().study.roles.cuts.at("age").size(), std::size_t(2));
        }
        for (QAction* const action : lines.front()->findChild<QToolButton*>()->menu()->actions())
            if (action->text().contains(QStringLiteral("ecades")))
                action->trigger();
        QCOMPARE(session->state().study.roles.cuts.at("age"), (std::vector<double> {20, 30, 40, 50, 60}));
        session->undoStack()->undo();
        QCOMPARE(line->text(), QStringLiteral("25, 45"));
    }
    void closesWhileRunning()
    {
        for (int i = 0; i < 3; ++i) {
            const auto window = shown(test::fakeServices(30));
            window->openPath(QStringLiteral("small.csv"));
            QTRY_VERIFY(window->session()->table() != nullptr);
            window->session()->run();
            QTest::qWait(5 * i);
            QVERIFY(window->close());
        }
    }
    void bothPalettesAreReadable_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::newRow("light") << QStringLiteral("light");
        QTest::newRow("dark") << QStringLiteral("dark");
    }
    void bothPalettesAreReadable()
    {
        QFETCH(QString, theme);
        const ThemeColours c = themeColours(theme == QStringLiteral("dark"));
        for (const QColor& back : {c.window, c.panel, c.surface, c.alternate, c.hover, c.selection}) {
            QVERIFY(contrast(c.text, back) >= 7.0);
            QVERIFY2(contrast(c.muted, back) >= 4.5, qPrintable(back.name()));
            QVERIFY2(contrast(c.accent, back) >= 3.0, qPrintable(back.name()));
        }
        QVERIFY(contrast(Qt::white, c.button) >= 4.5);
        QVERIFY(contrast(c.warnText, c.warnBack) >= 4.5);
        for (const QColor& back : {c.noteBack, c.warnBack, c.errorBack})
            QVERIFY(contrast(c.text, back) >= 7.0);
    }
    void fitsIntoASmallScreen()
    {
        const auto window = shown(test::fakeServices(1));
        window->openPath(QStringLiteral("small.csv"));
        QTRY_VERIFY(window->session()->table() != nullptr);
        window->session()->run();
        QTRY_COMPARE_WITH_TIMEOUT(window->session()->freshness(), Freshness::Current, 30000);
        for (int tab = 0; tab < window->tabs()->count(); ++tab) {
            window->tabs()->setCurrentIndex(tab);
            QTest::qWait(1);
            const QSize least = window->minimumSizeHint();
            QVERIFY2(least.width() <= 1280 && least.height() <= 800,
                qPrintable(QStringLiteral("%1 × %2").arg(least.width()).arg(least.height())));
        }
    }
};

QTEST_MAIN(TstMainWindow)
#include "tst_main_window.moc"
