#include "engine/pipeline/selection.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

RowSum rows(double n)
{
    return {n, n, n};
}

/// One group's decisions: true and false positives, false and true negatives.
Confusion cells(double tp, double fp, double fn, double tn)
{
    return {rows(tp), rows(fp), rows(fn), rows(tn)};
}

/// A fold of 100 rows of two groups with equal rates, so that only accuracy and the given unfairness count.
FoldOutcome fold(double correct, std::optional<double> unfairness)
{
    FoldOutcome outcome;
    const double wrong = 100.0 - correct;
    outcome.cells = {cells(correct / 4, wrong / 4, wrong / 4, correct / 4),
        cells(correct / 4, wrong / 4, wrong / 4, correct / 4)};
    outcome.unfairness = unfairness;
    return outcome;
}

/// Nobody is selected: correct are those without the favourable outcome.
FoldOutcome constantFold(double correct)
{
    FoldOutcome outcome;
    const double wrong = 100.0 - correct;
    outcome.cells = {cells(0, 0, wrong / 2, correct / 2), cells(0, 0, wrong / 2, correct / 2)};
    outcome.unfairness = 0.0;
    return outcome;
}

FoldOutcome regressionFold(double meanSquaredError, double unfairness, bool isConstant = false)
{
    FoldOutcome outcome;
    outcome.squaredError = 10.0 * meanSquaredError;
    outcome.weight = 10.0;
    outcome.unfairness = unfairness;
    outcome.isConstant = isConstant;
    return outcome;
}

Choice choose(const std::vector<FoldOutcomes>& outcomes, double keep = 0.9,
    SelectionKind kind = SelectionKind::TwoStep, Task task = Task::Classification)
{
    SelectionSpec selection;
    selection.kind = kind;
    selection.keep = keep;
    return chooseConfiguration(selection, task, outcomes).value();
}

std::string sentences(const Choice& choice, Task task = Task::Classification)
{
    std::string all;
    for (const Text& warning : warningsOf(choice, task, "logistic"))
        all += warning.english() + "\n";
    return all;
}

} // namespace

class TstSelection : public QObject {
    Q_OBJECT
private slots:
    void keepsWhatIsNearlyAsAccurateAndTakesTheFairest()
    {
        const Choice choice = choose(
            {{fold(90, 0.3), fold(90, 0.3)}, {fold(82, 0.1), fold(82, 0.1)}, {fold(72, 0.0), fold(80, 0.0)}});
        QCOMPARE(choice.chosen, std::size_t {1});
        QVERIFY(choice.scores[0].isKept && choice.scores[1].isKept && !choice.scores[2].isKept);
        QCOMPARE(choice.scores[2].exclusion, Exclusion::Error);
        QCOMPARE(*choice.scores[2].error, 0.76);
        QVERIFY(sentences(choice).empty());
    }
    void theLimitItselfIsKept()
    {
        // 0.8 of the best is representable exactly, as 80 of 100 rows are.
        QCOMPARE(choose({{fold(80, 0.3)}, {fold(40, 0.1)}}, 0.5).chosen, std::size_t {1});
        QCOMPARE(choose({{fold(80, 0.3)}, {fold(39, 0.1)}}, 0.5).chosen, std::size_t {0});
    }
    void accuracyIsPooledOverRowsNotOverFolds()
    {
        FoldOutcome small;
        small.cells = {cells(1, 0, 0, 1)};
        small.unfairness = 0.2;
        const Choice choice = choose({{fold(50, 0.2), small}});
        QVERIFY(std::abs(*choice.scores[0].error - 52.0 / 102.0) < 1e-15);
    }
    void rowsCountByTheirWeight()
    {
        FoldOutcome outcome;
        outcome.cells = {{{3.0, 9.0, 1.0}, {1.0, 1.0, 1.0}, {0, 0, 0}, {0.5, 0.25, 1.0}}};
        outcome.unfairness = 0.0;
        QCOMPARE(*choose({{outcome}}).scores[0].error, 3.5 / 4.5);
    }
    void bestErrorLooksAtNothingElse()
    {
        const std::vector<FoldOutcomes> outcomes {{fold(80, 0.0)}, {fold(85, 0.5)}, {fold(85, 0.1)}};
        const Choice choice = choose(outcomes, 0.9, SelectionKind::BestError);
        QCOMPARE(choice.chosen, std::size_t {1}); // the first of equals
        QVERIFY(!choice.scores[0].isKept);
        QCOMPARE(choose({{constantFold(90)}, {fold(85, 0.1)}}, 0.9, SelectionKind::BestError).chosen,
            std::size_t {0}); // no guard: it does not win by being fair
    }
    void tiesGoToTheMoreAccurateThenToTheFirst()
    {
        QCOMPARE(choose({{fold(80, 0.1)}, {fold(82, 0.1)}, {fold(82, 0.1)}}).chosen, std::size_t {1});
        QCOMPARE(choose({{fold(82, 0.1)}, {fold(82, 0.1)}}).chosen, std::size_t {0});
    }
    void undefinedFoldsAreSkipped()
    {
        // Counted as 0 the first would win with 0.1, counted as 1 it would lose with 0.6.
        const Choice choice = choose({{fold(80, 0.2), fold(80, {})}, {fold(80, 0.3), fold(80, 0.05)}});
        QCOMPARE(*choice.scores[0].unfairness, 0.2);
        QCOMPARE(choice.scores[0].undefinedFolds, 1);
        QCOMPARE(choice.chosen, std::size_t {1});
    }
    void undefinedEverywhereIsChosenOnlyIfAllAre()
    {
        const Choice some = choose({{fold(90, {})}, {fold(85, 0.4)}});
        QCOMPARE(some.chosen, std::size_t {1});
        QCOMPARE(some.scores[0].exclusion, Exclusion::Undefined);
        const Choice all = choose({{fold(85, {})}, {fold(90, {})}});
        QCOMPARE(all.chosen, std::size_t {1});
        QCOMPARE(all.scores[0].exclusion, Exclusion::None);
    }
    void aConstantModelIsSetAsideAndSaidSo()
    {
        // The numbers of the Drug data: nobody selected is 77.4 % accurate and perfectly fair.
        const Choice choice = choose({{constantFold(77.4)}, {fold(81, 0.2)}, {fold(80, 0.1)}});
        QCOMPARE(choice.chosen, std::size_t {2});
        QCOMPARE(choice.scores[0].exclusion, Exclusion::Constant);
        QVERIFY(choice.scores[0].isKept);
        QCOMPARE(choice.setAside, std::optional<std::size_t>(0));
        const std::string said = sentences(choice);
        QVERIFY2(said.find("decides the same for everybody (accuracy 0.774); it was set aside")
                != std::string::npos,
            said.c_str());
    }
    void nothingIsSaidWhenTheGuardChangedNothing()
    {
        FoldOutcome unfair = constantFold(80);
        unfair.unfairness = 0.5;
        const Choice choice = choose({{unfair}, {fold(81, 0.2)}});
        QCOMPARE(choice.chosen, std::size_t {1});
        QVERIFY(!choice.setAside && sentences(choice).empty());
    }
    void hardlyAnyTruePositiveInEveryGroupIsTrivialToo()
    {
        FoldOutcome low = constantFold(80);
        low.cells = {cells(1, 0, 49, 50), cells(2, 0, 48, 50)};
        low.unfairness = 0.02;
        const Choice choice = choose({{low}, {fold(54, 0.2)}}, 0.9);
        QCOMPARE(choice.scores[0].exclusion, Exclusion::LowRates);
        QCOMPARE(choice.chosen, std::size_t {1});
        QVERIFY(sentences(choice).find("fewer than 5 %") != std::string::npos);
        low.cells[1] = cells(30, 0, 20, 50); // one group with true positives is enough
        QCOMPARE(choose({{low}, {fold(60, 0.2)}}).chosen, std::size_t {0});
    }
    void aTrivialModelIsTakenWhenNothingElseIsLeft()
    {
        const Choice choice = choose({{constantFold(90)}, {fold(70, 0.1)}});
        QCOMPARE(choice.chosen, std::size_t {0});
        QVERIFY(choice.isTrivial && !choice.setAside);
        QVERIFY(sentences(choice).find("0.9") != std::string::npos);
    }
    void regressionKeepsSmallErrorsAndTakesTheFairest()
    {
        const auto chosen = [](const std::vector<FoldOutcomes>& outcomes) {
            return choose(outcomes, 0.9, SelectionKind::TwoStep, Task::Regression);
        };
        // 1/0.9 = 1.11…: 1.1 is kept, 1.2 is not.
        const Choice choice
            = chosen({{regressionFold(1.0, 0.5)}, {regressionFold(1.1, 0.2)}, {regressionFold(1.2, 0.0)}});
        QCOMPARE(choice.chosen, std::size_t {1});
        QVERIFY(!choice.scores[2].isKept);
        const Choice guarded = chosen({{regressionFold(1.05, 0.0, true)}, {regressionFold(1.0, 0.5)}});
        QCOMPARE(guarded.chosen, std::size_t {1});
        QVERIFY(sentences(guarded, Task::Regression).find("predicts the same for everybody")
            != std::string::npos);
    }
    void aConfigurationThatOthersBeatInTrainingIsOut()
    {
        const Choice choice = choose({{fold(99, 0.0), {}}, {fold(80, 0.3), fold(80, 0.3)}});
        QCOMPARE(choice.chosen, std::size_t {1});
        QCOMPARE(choice.scores[0].exclusion, Exclusion::Untrained);
        QVERIFY(!choice.scores[0].error);
    }
    void aFoldInWhichNothingCouldBeTrainedIsLeftOut()
    {
        const Choice choice = choose({{fold(80, 0.1), {}}, {fold(90, 0.3), {}}});
        QCOMPARE(choice.untrainedFolds, 1);
        QCOMPARE(choice.chosen, std::size_t {1});
        QVERIFY(sentences(choice).find("left out 1 of its folds") != std::string::npos);
        QCOMPARE(chooseConfiguration({}, Task::Classification, {{{}, {}}}).error().code, ErrorCode::NoAnswer);
    }
    void settingsThatCannotBeUsedAreNamed_data()
    {
        QTest::addColumn<int>("folds");
        QTest::addColumn<double>("keep");
        QTest::addColumn<QString>("metric");
        QTest::addColumn<QString>("named");
        QTest::newRow("folds") << 1 << 0.9 << ""
                               << "runs[2].selection.folds";
        QTest::newRow("keep") << 5 << 0.0 << ""
                              << "runs[2].selection.keep";
        QTest::newRow("not a number") << 5 << std::nan("") << ""
                                      << "runs[2].selection.keep";
        QTest::newRow("error metric") << 5 << 0.9 << "accuracy"
                                      << "runs[2].selection.unfairness";
        QTest::newRow("unknown") << 5 << 0.9 << "kindness"
                                 << "kindness";
    }
    void settingsThatCannotBeUsedAreNamed()
    {
        QFETCH(int, folds);
        QFETCH(double, keep);
        QFETCH(QString, metric);
        QFETCH(QString, named);
        SelectionSpec selection;
        selection.folds = folds;
        selection.keep = keep;
        selection.unfairness = metric.toStdString();
        const auto checked = checkSelection(selection, Task::Classification, "runs[2].selection");
        QVERIFY(checked.has_error());
        const std::string sentence = checked.error().english();
        QVERIFY2(QString::fromStdString(sentence).contains(named), sentence.c_str());
    }
    void theMetricFollowsTheTaskUnlessNamed()
    {
        QCOMPARE(checkSelection({}, Task::Classification, "s").value()->id,
            std::string_view("equal_opportunity_difference"));
        QCOMPARE(checkSelection({}, Task::Regression, "s").value()->id, std::string_view("ks_distance"));
    }
};

QTEST_GUILESS_MAIN(TstSelection)
#include "tst_selection.moc"
