#include "engine/core/rng.h"
#include "engine/figures/build.h"
#include "ui/charts/figure_view.h"
#include "ui/charts/fonts.h"

#include <QElapsedTimer>
#include <QGridLayout>
#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::ui;

/// The strength slider on a million rows: from the strength to painted pixels.
class TstSliderSpeed : public QObject {
    Q_OBJECT

    static ScoreView millionRows()
    {
        constexpr std::size_t kRows = 1'000'000;
        std::vector<double> base(kRows), repaired(kRows);
        std::vector<std::int32_t> group(kRows);
        Rng rng(1);
        for (std::size_t i = 0; i < kRows; ++i) {
            group[i] = static_cast<std::int32_t>(i % 3 == 0);
            const double fair = rng.normal();
            repaired[i] = 1.0 / (1.0 + std::exp(-fair));
            base[i] = 1.0 / (1.0 + std::exp(-(fair - 0.8 * group[i])));
        }
        ScoreView view;
        view.path = std::make_shared<const ScorePath>(*ScorePath::create(base, repaired, group, {}, 2));
        view.groupNames = {"A", "B"};
        view.dataLine = text("made up");
        view.scoreName = text("predicted probability");
        return view;
    }

private slots:
    void aStepTakesAFractionOfASecondOnAMillionRows()
    {
        const ScoreView view = millionRows();
        QWidget page;
        QGridLayout grid(&page);
        std::array<FigureView*, 4> figures {};
        for (std::size_t i = 0; i < figures.size(); ++i) {
            figures[i] = new FigureView(&page);
            grid.addWidget(figures[i], static_cast<int>(i) / 2, static_cast<int>(i) % 2);
        }
        page.resize(1100, 760);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        std::vector<double> build, whole;
        for (int step = 0; step <= 100; ++step) {
            const double t = 0.01 * step;
            QElapsedTimer clock;
            clock.start();
            const std::array<Figure, 4> made {barycenterQuantiles(view, t), transportMaps(view, t),
                barycenterDensities(view, t), ksFigure(view, t)};
            build.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
            for (std::size_t i = 0; i < figures.size(); ++i)
                figures[i]->setFigure(made[i]);
            page.repaint();
            QCoreApplication::processEvents();
            whole.push_back(static_cast<double>(clock.nsecsElapsed()) * 1e-6);
        }
        const auto median = [](std::vector<double> ms) {
            std::nth_element(ms.begin(), ms.begin() + 50, ms.end());
            return ms[50];
        };
        qInfo("median of 101 steps: %.1f ms to make the four figures, %.1f ms with drawing", median(build),
            median(whole));
        // Far above what it takes, so that a busy machine does not fail it and a step that visits every row
        // does.
        QVERIFY2(median(whole) < 250.0, qPrintable(QString::number(median(whole))));
    }
};

QTEST_MAIN(TstSliderSpeed)
#include "tst_slider_speed.moc"
