#include "engine/figures/representation.h"
#include "tests/support/figure_parts.h"
#include "tests/support/represented.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::has;
using test::layer;
using test::notesOf;

class TstTrainingFigures : public QObject {
    Q_OBJECT
private slots:
    void trainingShowsWhatItMinimises()
    {
        const auto curve = test::trainingCurve({}, 10.0);
        const Figure losses = trainingLosses(*curve, {"Female", "Male"});
        for (const char* const name : {"objective", "validation", "risk", "divergence"})
            QVERIFY2(layer(losses, name, Mark::Line), name);
        const FigureLayer* const best = layer(losses, "kept", Mark::VerticalRule);
        QVERIFY(best != nullptr);
        QCOMPARE(best->x.front(), 11.0);
        QVERIFY(has(notesOf(losses), "Female 256, Male 256"));
        const FigureLayer errors = *layer(trainingErrors(*curve), "hours > 40", Mark::Line);
        const FigureLayer gaps = *layer(trainingGaps(*curve), "hours > 40", Mark::Line);
        QCOMPARE(errors.y.back(), curve->epochs.back().taskErrors[1]);
        QCOMPARE(gaps.y.back(), curve->epochs.back().taskGaps[1]);
        QCOMPARE(errors.index, gaps.index); // a task looks the same in both
    }
    void aTrainingWithoutRowsAsideHasNoSuchLine()
    {
        TrainingCurve curve = *test::trainingCurve({}, 10.0);
        for (TrainingCurve::Epoch& epoch : curve.epochs)
            epoch.validationObjective = std::numeric_limits<double>::quiet_NaN();
        curve.best = -1;
        const Figure losses = trainingLosses(curve);
        QVERIFY(!layer(losses, "validation", Mark::Line));
        QVERIFY(!layer(losses, "kept", Mark::VerticalRule));
    }
    void aGrowingCurveKeepsItsAxis()
    {
        const Figure early = trainingLosses(*test::trainingCurve({}, 10.0, 3, 60));
        const Figure late = trainingLosses(*test::trainingCurve({}, 10.0, 50, 60));
        QVERIFY(early.x.maximum == late.x.maximum && *early.x.maximum == 60.0);
        QVERIFY(has(early.subtitle.english(), "epoch 3 of 60"));
        TrainingCurve stopped = *test::trainingCurve({}, 10.0, 20, 60);
        stopped.stoppedEarly = true;
        QCOMPARE(*trainingLosses(stopped).x.maximum, 20.0);
        QVERIFY(trainingLosses({}).layers.empty());
        QVERIFY(trainingErrors({}).layers.empty() && trainingGaps({}).layers.empty());
    }
    void shrinkingIsSaid()
    {
        TrainingCurve curve = *test::trainingCurve({}, 10.0);
        QVERIFY(!has(notesOf(trainingLosses(curve)), "shrank"));
        curve.epochs.back().rms = 0.2;
        QVERIFY(has(notesOf(trainingLosses(curve)), "shrank from 0.74 to 0.20"));
    }
    void manyTasksShareALine()
    {
        test::RepresentedSpec spec;
        spec.tasks.assign(60, "school");
        const Figure tasks = trainingErrors(*test::trainingCurve(spec, 10.0));
        QVERIFY(layer(tasks, "mean of 60 tasks", Mark::Line));
        QVERIFY(tasks.layers.size() <= 2);
    }
};

QTEST_GUILESS_MAIN(TstTrainingFigures)
#include "tst_training_figures.moc"
