#include "engine/pipeline/fit_split.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

const TaskTargets* seenTasks = nullptr;
int timesAsked = 0;

/// Keeps what it was given to see.
class Probe final : public Method {
public:
    Result<std::vector<std::shared_ptr<const FairPredictor>>> fit(
        const FitInput& input, const std::vector<ParamSet>&, const RunContext&) const override
    {
        seenTasks = input.tasks;
        ++timesAsked;
        return std::vector<std::shared_ptr<const FairPredictor>> {};
    }
};

MethodInfo probe()
{
    MethodInfo info;
    info.id = "probe";
    info.make = []() -> std::unique_ptr<Method> { return std::make_unique<Probe>(); };
    return info;
}

/// Forty people with two targets.
std::shared_ptr<const Table> people()
{
    std::vector<double> x, second;
    std::string income, sex;
    for (int i = 0; i < 40; ++i) {
        x.push_back(i % 7);
        second.push_back(i % 5);
        income += i % 3 == 0 ? "high " : "low ";
        sex += i % 2 == 0 ? "F " : "M ";
    }
    return table({levels("income", income), levels("sex", sex), numbers("x", x), numbers("second", second)});
}

/// What a method that is fitted on a study's first split hears of its tasks.
void fitOn(const Study& study, const std::function<void(const Prepared&)>& check)
{
    const auto t = people();
    const RunContext ctx;
    const Prepared prepared = prepare(study.roles, *t, ctx).value();
    const StudyData data {study, *t, prepared};
    const Splitter splitter = Splitter::create(study.split, *t, prepared.rows, prepared.stratum).value();
    const Split split = splitter.split(0).value();
    StepCounter steps(10, ctx);
    const SplitWork work {data, split, *findLearner("logistic").value(), {}, 0, steps, ctx};
    const EncodedSplit rows = encodeSplit(work, false).value();
    const ParamSet params = completeParams("logistic", work.learner.params, {}).value();
    const BaseModel base = trainBase(work, rows, params, false, nullptr).value();
    QVERIFY(fitMethod(work, rows, base, probe(), {{}}).has_value());
    check(prepared);
}

} // namespace

class TstFitSplit : public QObject {
    Q_OBJECT
private slots:
    void methodsHearOfTheTasks()
    {
        Study study;
        study.roles.target = "income";
        study.roles.favourable = "high";
        study.roles.sensitive = {"sex"};
        study.roles.tasks = {{"second", Task::Classification, {}, 2.0}};
        timesAsked = 0;
        fitOn(study, [](const Prepared& prepared) {
            QVERIFY(seenTasks == &prepared.tasks);
            QCOMPARE(seenTasks->names.back(), std::string("second > 2"));
            QCOMPARE(seenTasks->y.rows(), Eigen::Index {40});
        });
        QCOMPARE(timesAsked, 1);
    }
    void withoutFurtherTasksThereAreNone()
    {
        Study study;
        study.roles.target = "income";
        study.roles.favourable = "high";
        study.roles.sensitive = {"sex"};
        timesAsked = 0;
        fitOn(study, [](const Prepared&) { QVERIFY(seenTasks == nullptr); });
        QCOMPARE(timesAsked, 1);
    }
};

QTEST_GUILESS_MAIN(TstFitSplit)
#include "tst_fit_split.moc"
