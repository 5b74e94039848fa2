#include "engine/tradeoff/run_comparison.h"

#include "engine/core/run_context.h"
#include "engine/figures/run_changes.h"
#include "engine/metrics/decision.h"

#include <QtTest/QtTest>

#include <cmath>
#include <numbers>

using namespace evenhand;

namespace {

Eigen::VectorXd vectorOf(const std::vector<double>& values)
{
    return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size()));
}

std::shared_ptr<const Eigen::VectorXd> shared(const std::vector<double>& values)
{
    return std::make_shared<const Eigen::VectorXd>(vectorOf(values));
}

/// Six people, three of each group, the first two of each turned out favourable.
std::shared_ptr<RepeatScores> sixPeople(Eigen::Index firstRow)
{
    auto rows = std::make_shared<RepeatScores>();
    for (Eigen::Index i = 0; i < 6; ++i)
        rows->row.push_back(firstRow + i);
    rows->group = {0, 0, 0, 1, 1, 1};
    rows->y = vectorOf({1, 1, 0, 1, 1, 0});
    rows->weight = Eigen::VectorXd::Ones(6);
    rows->base = Eigen::VectorXd::Zero(6);
    return rows;
}

RepeatedMetric metric(const std::string& id, std::vector<std::optional<double>> values)
{
    return summarise(id, std::move(values), 0.5);
}

/// Two runs of two learners over two repeats of the same test rows.
Report twoRuns()
{
    Report report;
    report.groups = {"sex", {"woman", "man"}, {}};
    report.usedRows = 18; // 6 of them tested: test to train is 1/2
    report.baseScores = {{sixPeople(0), sixPeople(100)}, {sixPeople(0), sixPeople(100)}};
    RunResult a, b;
    a.learner = "logistic";
    b.learner = "linear_svm";
    b.learnerIndex = 1;
    a.repeatsDone = b.repeatsDone = 2;
    a.scores = {shared({0.9, 0.1, 0.1, 0.9, 0.9, 0.1}), shared({0.9, 0.1, 0.1, 0.9, 0.9, 0.1})};
    // In the first repeat one woman gains and one man loses; in the second two women gain.
    b.scores = {shared({0.9, 0.8, 0.1, 0.9, 0.2, 0.1}), shared({0.9, 0.8, 0.7, 0.9, 0.9, 0.1})};
    a.metrics = {metric("accuracy", {0.80, 0.70})};
    b.metrics = {metric("accuracy", {0.83, 0.74})};
    a.groups = {{"woman", 3, 3, {metric("selection_rate", {1.0 / 3, 1.0 / 3})}},
        {"man", 3, 3, {metric("selection_rate", {2.0 / 3, 2.0 / 3})}}};
    b.groups = {{"woman", 3, 3, {metric("selection_rate", {2.0 / 3, 1.0})}},
        {"man", 3, 3, {metric("selection_rate", {1.0 / 3, 2.0 / 3})}}};
    report.runs = {a, b};
    return report;
}

RunComparison compared(const Report& report)
{
    return compareRuns(report, 0, 1, RunContext {}).value();
}

constexpr double kExact = 1e-12; ///< sums of a few numbers

bool isNear(double a, double b, double tolerance = kExact)
{
    return std::abs(a - b) <= tolerance;
}

} // namespace

class TstRunComparison : public QObject {
    Q_OBJECT
private slots:
    void countsWhoChangesByGroupAndOutcome()
    {
        const RunComparison comparison = compared(twoRuns());
        QCOMPARE(comparison.repeats, 2);
        QVERIFY(!comparison.expected);
        QCOMPARE(comparison.groups.size(), std::size_t(3));
        QVERIFY(comparison.groups[0].group.empty());
        const GroupChange& women = comparison.groups[1];
        const GroupChange& men = comparison.groups[2];
        QCOMPARE(women.group, std::string("woman"));
        QCOMPARE(women.everybody.rows, 3.0);
        QVERIFY(isNear(women.everybody.rowsToYes, 1.5)); // one, then two
        QVERIFY(isNear(*women.everybody.toYes.mean, 0.5));
        QCOMPARE(*women.everybody.toNo.mean, 0.0);
        QVERIFY(isNear(*women.favourable.toYes.mean, 0.5));   // 1 of 2 in both
        QVERIFY(isNear(*women.unfavourable.toYes.mean, 0.5)); // 0 of 1, then 1 of 1
        QCOMPARE(men.everybody.toYes.mean, std::optional(0.0));
        QVERIFY(isNear(*men.everybody.toNo.mean, 1.0 / 6.0)); // 1 of 3, then nobody
        QVERIFY(isNear(*men.favourable.toNo.mean, 0.25));
        QVERIFY(isNear(*comparison.groups[0].everybody.toYes.mean, 0.25)); // 1 and 2 of 6
        QVERIFY(isNear(men.everybody.stay(), 2.5));
    }
    void intervalsAreThoseOfTheResampledMean()
    {
        const RunComparison comparison = compared(twoRuns());
        const RepeatedMetric& share = comparison.groups[1].everybody.toYes;
        const RepeatedMetric expected = summarise("x", {1.0 / 3.0, 2.0 / 3.0}, 0.5);
        QVERIFY(isNear(*share.low, *expected.low, 1e-9));
        QVERIFY(isNear(*share.high, *expected.high, 1e-9));
        // t quantile of one degree of freedom is tan(0.475 π); s² = 1/18; √((1/2 + 1/2)·s²).
        const double half = std::tan(0.475 * std::numbers::pi) * std::sqrt(1.0 / 18.0);
        QVERIFY(isNear(*share.high - *share.mean, half, 1e-6));
    }
    void differencesArePaired()
    {
        const RunComparison comparison = compared(twoRuns());
        QCOMPARE(comparison.differences.size(), std::size_t(3));
        const PairedDifference& accuracy = comparison.differences.front();
        QCOMPARE(accuracy.metric, std::string("accuracy"));
        QVERIFY(accuracy.group.empty());
        QVERIFY(isNear(*accuracy.first, 0.75));
        QVERIFY(isNear(*accuracy.second, 0.785));
        QVERIFY(isNear(*accuracy.difference.mean, 0.035));
        // The accuracies differ by 0.1 between the repeats, their differences by 0.01 only.
        QVERIFY(isNear(*accuracy.difference.sd, 0.01 / std::sqrt(2.0)));
        // The net change of decisions is the change of the selection rate.
        for (std::size_t g = 1; g < 3; ++g) {
            const DecisionChange& change = comparison.groups[g].everybody;
            QCOMPARE(comparison.differences[g].group, comparison.groups[g].group);
            QVERIFY(
                isNear(*comparison.differences[g].difference.mean, *change.toYes.mean - *change.toNo.mean));
        }
    }
    void chanceIsTheSameForTheSamePerson()
    {
        Report report = twoRuns();
        const std::vector<double> before {0.2, 0.5, 1.0, 0.0, 0.7, 0.3};
        const std::vector<double> after {0.6, 0.5, 0.4, 1.0, 0.6, 0.3};
        report.runs[0].decides = report.runs[1].decides = true;
        report.runs[0].scores = {shared(before)};
        report.runs[1].scores = {shared(after)};
        const RunComparison comparison = compared(report);
        QVERIFY(comparison.expected);
        const DecisionChange& women = comparison.groups[1].everybody;
        const DecisionChange& men = comparison.groups[2].everybody;
        QVERIFY(isNear(women.rowsToYes, 0.4)); // max(0, p₂ − p₁): 0.4, 0, 0
        QVERIFY(isNear(women.rowsToNo, 0.6));
        QVERIFY(isNear(men.rowsToYes, 1.0));
        QVERIFY(isNear(men.rowsToNo, 0.1));
        // The draws of the program average to that: 4000 of them have a standard error below 0.012.
        double drawn = 0.0;
        for (std::uint64_t seed = 0; seed < 4000; ++seed)
            for (std::size_t i = 0; i < 3; ++i) {
                const auto row = static_cast<std::ptrdiff_t>(i);
                drawn += drawnDecision(after[i], seed, row) > drawnDecision(before[i], seed, row) ? 1.0 : 0.0;
            }
        QVERIFY(isNear(drawn / 4000.0, women.rowsToYes, 0.04));
    }
    void equalChancesChangeNobody()
    {
        Report report = twoRuns();
        report.runs[0].decides = report.runs[1].decides = true;
        report.runs[1].scores = report.runs[0].scores = {shared({0.2, 0.5, 0.9, 0.1, 0.7, 0.3})};
        const DecisionChange all = compared(report).groups[0].everybody;
        QCOMPARE(all.rowsToYes, 0.0);
        QCOMPARE(all.rowsToNo, 0.0);
        QVERIFY(runChanges(report, compared(report), ChangedPeople::Everybody)
                    .summary.english()
                    .starts_with("Nobody is decided otherwise"));
    }
    void eachRunHasItsOwnThreshold()
    {
        Report report = twoRuns();
        auto rows = sixPeople(0);
        rows->threshold = 0.0; // decision values
        report.baseScores[1] = {rows};
        report.runs[1].scores = {shared({0.2, -0.1, -2.0, 0.1, 3.0, -0.4})};
        const DecisionChange all = compared(report).groups[0].everybody;
        QCOMPARE(all.rowsToYes + all.rowsToNo, 0.0);
    }
    void weightsCount()
    {
        Report report = twoRuns();
        auto rows = sixPeople(0);
        rows->weight = vectorOf({1, 6, 1, 1, 1, 1}); // the second woman gains
        report.baseScores[0] = report.baseScores[1] = {rows};
        const DecisionChange women = compared(report).groups[1].everybody;
        QVERIFY(isNear(*women.toYes.mean, 6.0 / 8.0));
        QCOMPARE(women.rowsToYes, 1.0);
    }
    void repeatsAreFoundByTheirRows()
    {
        Report report = twoRuns();
        std::swap(report.baseScores[1][0], report.baseScores[1][1]);
        std::swap(report.runs[1].scores[0], report.runs[1].scores[1]);
        report.runs[1].metrics = {metric("accuracy", {0.74, 0.83})};
        const RunComparison comparison = compared(report);
        QCOMPARE(comparison.repeats, 2);
        QVERIFY(isNear(*comparison.groups[1].everybody.toYes.mean, 0.5));
        QVERIFY(isNear(*comparison.differences.front().difference.sd, 0.01 / std::sqrt(2.0)));
    }
    void aMissingKindOfPeopleIsUndefinedNotZero()
    {
        Report report = twoRuns();
        for (auto& base : report.baseScores)
            for (auto& repeat : base) {
                auto rows = std::make_shared<RepeatScores>(*repeat);
                rows->y = vectorOf({1, 1, 1, 1, 1, 0});
                repeat = rows;
            }
        const GroupChange women = compared(report).groups[1];
        QVERIFY(!women.unfavourable.toYes.mean);
        QVERIFY(!women.unfavourable.toYes.undefined.empty());
    }
    void regressionHasShiftsInsteadOfDecisions()
    {
        Report report = twoRuns();
        report.study.roles.task = Task::Regression;
        const RunComparison comparison = compared(report);
        // Women: 0.7 in all, then 1.3; men: -0.7, then 0.
        QVERIFY(isNear(*comparison.groups[1].shift.mean, (0.7 + 1.3) / 6.0));
        QVERIFY(isNear(*comparison.groups[2].shift.mean, -0.7 / 6.0));
        QVERIFY(!comparison.groups[1].everybody.toYes.mean);
        QCOMPARE(
            runChanges(report, comparison, ChangedPeople::Everybody).y.categories.size(), std::size_t(3));
    }
    void refusesWhatCannotBeCompared()
    {
        Report report = twoRuns();
        QCOMPARE(compareRuns(report, 0, 2, RunContext {}).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(compareRuns(report, 1, 1, RunContext {}).error().code, ErrorCode::InvalidArgument);
        report.baseScores[1] = {sixPeople(7), sixPeople(8)};
        const auto others = compareRuns(report, 0, 1, RunContext {});
        QVERIFY(others.has_error());
        QVERIFY(others.error().english().find("same test rows") != std::string::npos);
        report.runs[1].scores.clear();
        QVERIFY(compareRuns(report, 0, 1, RunContext {}).has_error());
    }
    void aSingleRepeatHasNoInterval()
    {
        Report report = twoRuns();
        report.runs[1].scores.pop_back();
        const RunComparison comparison = compared(report);
        QCOMPARE(comparison.repeats, 1);
        QVERIFY(!comparison.groups[1].everybody.toYes.low);
        QVERIFY(!comparison.differences.front().difference.low);
        const Figure figure = runChanges(report, comparison, ChangedPeople::Everybody);
        QVERIFY(std::ranges::any_of(
            figure.notes, [](const Text& note) { return note.english().starts_with("A single repeat"); }));
    }
    void figureHasLossesLeftAndGainsRight()
    {
        const Report report = twoRuns();
        const Figure figure = runChanges(report, compared(report), ChangedPeople::Everybody);
        QCOMPARE(figure.y.categories, (std::vector<std::string> {"man", "woman", "all together"}));
        std::size_t seen = 0;
        for (const FigureLayer& layer : figure.layers) {
            if (layer.mark != Mark::Points)
                continue;
            ++seen;
            QCOMPARE(layer.x.size(), std::size_t(2));
            QVERIFY(layer.x[0] <= 0.0 && layer.x[1] >= 0.0);
            for (std::size_t i = 0; i < 2; ++i)
                QVERIFY(layer.xLow[i] <= layer.x[i] && layer.x[i] <= layer.xHigh[i]);
        }
        QCOMPARE(seen, std::size_t(3));
        QVERIFY(figure.summary.english().find("“woman” moves most") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TstRunComparison)
#include "tst_run_comparison.moc"
