#include "tests/ui/charts/sample_figures.h"
#include "ui/charts/figure_canvas.h"
#include "ui/charts/figure_table_model.h"
#include "ui/charts/figure_view.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest/QtTest>

#include <ctime>

using namespace evenhand;
using namespace evenhand::ui;

class TstFigureView : public QObject {
    Q_OBJECT

    static QWidget* viewportOf(FigureView& view) { return view.findChild<FigureCanvas*>()->viewport(); }

    static void show(FigureView& view, const Figure& figure)
    {
        view.resize(800, 500);
        view.setFigure(figure);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
    }

    static double milliseconds(std::clock_t ticks)
    {
        return 1e3 * static_cast<double>(ticks) / CLOCKS_PER_SEC;
    }

    /// Where the point with an id is, in the viewport.
    static QPoint placeOf(const FigureView& view, int id)
    {
        const ChartPicture& picture = view.canvas().renderer().picture();
        for (const PointRef& ref : pointsInOrder(picture)) {
            if (idOf(picture.figure, ref) == id)
                return picture.pointAt(ref).toPoint();
        }
        return {};
    }

private slots:
    void titleAndSummaryAreTheTextAlternative()
    {
        FigureView view;
        view.setFigure(samples::ecdfs());
        QCOMPARE(view.accessibleName(), QStringLiteral("Shares at or below each score"));
        QCOMPARE(
            view.accessibleDescription(), QStringLiteral("The largest gap between “yes” and “no” is 0.21."));
    }

    void clickOnAPointActivatesItsRun()
    {
        FigureView view;
        show(view, samples::tradeoff());
        QSignalSpy activated(&view, &FigureView::pointActivated);
        QTest::mouseClick(viewportOf(view), Qt::LeftButton, {}, placeOf(view, 0));
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.front().front().toInt(), 0);
        QTest::mouseClick(viewportOf(view), Qt::LeftButton, {}, QPoint(3, 3));
        QCOMPARE(activated.size(), 1);
    }

    void arrowsWalkOverThePointsAndEnterActivates()
    {
        FigureView view;
        show(view, samples::tradeoff());
        QSignalSpy hovered(&view, &FigureView::pointHovered);
        QSignalSpy activated(&view, &FigureView::pointActivated);
        QWidget* const canvas = view.findChild<FigureCanvas*>();
        QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_Right);
        QTest::keyClick(canvas, Qt::Key_Return);
        QCOMPARE(hovered.size(), 2);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated.front().front(), hovered.back().front());
        QVERIFY(view.readoutText().contains(QStringLiteral("strength")));
        QTest::keyClick(canvas, Qt::Key_Escape);
        QVERIFY(view.readoutText().isEmpty());
    }

    void mouseOverLinesReadsEveryGroupOff()
    {
        FigureView view;
        show(view, samples::quantiles(samples::groupNames(3)));
        const ChartPicture& picture = view.canvas().renderer().picture();
        const QPoint at = picture.layout.toScene({0.5, 700.0}).toPoint();
        QTest::mouseMove(viewportOf(view), at);
        const QString text = view.readoutText();
        for (const char* const name : {"white: ", "black: ", "Hispanic: ", "barycenter: "})
            QVERIFY2(text.contains(QLatin1String(name)), qPrintable(text));
        QVERIFY2(text.startsWith(QStringLiteral("rank inside the own group: ")), qPrintable(text));
    }

    void arrowsReadLinesOffWithoutAMouse()
    {
        FigureView view;
        show(view, samples::quantiles(samples::groupNames(2)));
        QTest::keyClick(view.findChild<FigureCanvas*>(), Qt::Key_Right);
        const QString first = view.readoutText();
        QTest::keyClick(view.findChild<FigureCanvas*>(), Qt::Key_Right);
        QVERIFY(!first.isEmpty() && view.readoutText() != first);
    }

    void sameLayersAreReplacedInPlace()
    {
        FigureView view;
        show(view, samples::densities(samples::groupNames(4)));
        const int before = view.canvas().renderer().rebuilds();
        Figure moved = samples::densities(samples::groupNames(4));
        for (FigureLayer& layer : moved.layers) {
            for (double& y : layer.high)
                y *= 0.5;
        }
        view.setFigure(moved);
        QCOMPARE(view.canvas().renderer().rebuilds(), before);
        view.setFigure(samples::densities(samples::groupNames(5)));
        QVERIFY(view.canvas().renderer().rebuilds() > before);
    }

    void sliderOverEightGroupsKeepsUpWithTheDisplay()
    {
        FigureView view;
        show(view, samples::densities(samples::groupNames(8)));
        std::vector<Figure> frames;
        for (int i = 0; i < 50; ++i) {
            frames.push_back(samples::densities(samples::groupNames(8)));
            for (FigureLayer& layer : frames.back().layers) {
                for (double& y : layer.high)
                    y *= 1.0 - 0.01 * i;
            }
        }
        // Time of this process alone: the machine may be busy with other work.
        std::clock_t begin = std::clock();
        for (const Figure& frame : frames)
            view.setFigure(frame);
        const double data = milliseconds(std::clock() - begin) / 50.0;
        begin = std::clock();
        for (const Figure& frame : frames) {
            view.setFigure(frame);
            viewportOf(view)->repaint();
        }
        const double all = milliseconds(std::clock() - begin) / 50.0;
        qInfo("8 areas of 512 points: %.2f ms to replace, %.2f ms with painting", data, all);
        QVERIFY(data < 40.0); // 8 ms meant; machines that build meanwhile are slower, sanitizers much slower
    }

    void darkPaletteReColoursTheFigure()
    {
        FigureView view;
        show(view, samples::tradeoff());
        QVERIFY(view.canvas().renderer().picture().palette.background.lightness() > 200);
        QPalette dark;
        dark.setColor(QPalette::Window, Qt::black);
        dark.setColor(QPalette::Base, QColor(20, 20, 20));
        dark.setColor(QPalette::WindowText, Qt::white);
        view.setPalette(dark);
        QVERIFY(view.canvas().renderer().picture().palette.background.lightness() < 60);
    }

    void tableHasTheNumbers()
    {
        FigureView view;
        show(view, samples::rates({"<b>x</b>", "b"}));
        QSignalSpy toggled(&view, &FigureView::tableToggled);
        view.setTableShown(true);
        QCOMPARE(toggled.size(), 1);
        const QAbstractItemModel* const model = view.findChild<QTableView*>()->model();
        QCOMPARE(model->rowCount(), 4);
        QCOMPARE(model->index(0, 0).data().toString(), QStringLiteral("<b>x</b>, before"));
        QCOMPARE(model->index(0, 1).data().toString(), QStringLiteral("46\u00a0%"));
        QCOMPARE(model->index(0, 1).data(FigureTableModel::kSortRole).toDouble(), 0.35 + 0.11);
        QCOMPARE(model->index(0, 2).data().toString(), QStringLiteral("<b>x</b>"));
        view.setTableShown(false);
        QVERIFY(!view.isTableShown());
    }

    void tableModelKeepsTheRulesOfModels()
    {
        FigureTableModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setFigure(samples::tradeoff());
        QVERIFY(model.rowCount() > 10);
        model.setFigure({});
        QCOMPARE(model.rowCount(), 0);
    }

    void controlCCopiesPictureAndNumbers()
    {
        FigureView view;
        show(view, samples::ecdfs());
        view.activateWindow();
        view.copy();
        const QMimeData* const mime = QApplication::clipboard()->mimeData();
        QVERIFY(mime->hasImage());
        QVERIFY(mime->hasFormat(QStringLiteral("text/csv")));
        QCOMPARE(view.figureActions().front()->shortcut(), QKeySequence(QKeySequence::Copy));
    }

    void destroyedWhileShownAndFilled()
    {
        auto view = std::make_unique<FigureView>();
        show(*view, samples::tradeoff());
        view->setFigure(samples::empty());
        view->setFigure(samples::densities(samples::groupNames(8), true));
        view->setFigure({});
        view.reset();
        QVERIFY(view == nullptr);
    }

    void smallestSizesAreSurvived()
    {
        FigureView view;
        view.setFigure(samples::rates(samples::groupNames(8)));
        for (const QSize size : {QSize(1, 1), QSize(40, 400), QSize(400, 40), QSize(220, 150)}) {
            view.resize(size);
            QVERIFY(!view.grab().isNull());
        }
    }
};

QTEST_MAIN(TstFigureView)
#include "tst_figure_view.moc"
