#include "method_study.h"

#include <QtTest/QtTest>

#include <chrono>
#include <set>
#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

void addMethods()
{
    QTest::addColumn<QString>("id");
    for (const MethodInfo& info : methods())
        QTest::newRow(std::string(info.id).c_str()) << QString::fromStdString(std::string(info.id));
}

const MethodInfo& current()
{
    QFETCH_GLOBAL(QString, id);
    return *findMethod(id.toStdString()).value();
}

std::vector<Task> tasksOf(const MethodInfo& info)
{
    std::vector<Task> tasks;
    if (info.classification)
        tasks.push_back(Task::Classification);
    if (info.regression)
        tasks.push_back(Task::Regression);
    return tasks;
}

bool isSnakeCase(std::string_view id)
{
    return !id.empty() && id.front() >= 'a' && id.front() <= 'z'
        && std::all_of(id.begin(), id.end(),
            [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// Milliseconds from the wish to stop, @p after milliseconds into the work, to its end.
template <class Work> double timeToStop(const Work& work, int after)
{
    using Clock = std::chrono::steady_clock;
    std::stop_source stop;
    Clock::time_point ended;
    std::jthread worker([&] {
        work(RunContext(stop.get_token(), nullptr, 2));
        ended = Clock::now();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(after));
    const Clock::time_point asked = Clock::now();
    stop.request_stop();
    worker.join();
    return std::chrono::duration<double, std::milli>(ended - asked).count();
}

} // namespace

/// What every method of the registry must do; a new method is tested by being there.
class TstMethodRegistry : public QObject {
    Q_OBJECT
private slots:
    void initTestCase_data() { addMethods(); }

    void describesItself()
    {
        const MethodInfo& info = current();
        QVERIFY(isSnakeCase(info.id));
        QVERIFY(!info.name.empty() && !info.description.empty() && !info.citation.empty());
        QVERIFY(info.classification || info.regression);
        QVERIFY(info.make != nullptr);
        const auto count = std::count_if(
            methods().begin(), methods().end(), [&](const MethodInfo& other) { return other.id == info.id; });
        QCOMPARE(count, std::ptrdiff_t {1});
    }
    void parametersHaveUsableDefaults()
    {
        const MethodInfo& info = current();
        QVERIFY(completeParams(info.id, info.params, {}).has_value());
        std::set<std::string_view> ids;
        for (const ParamSpec& spec : info.params) {
            QVERIFY(isSnakeCase(spec.id) || spec.id.size() == 1);
            QVERIFY(!spec.name.empty() && !spec.description.empty());
            QVERIFY(ids.insert(spec.id).second);
            if (spec.kind == ParamKind::Choice)
                QVERIFY(!spec.choices.empty());
            else
                QVERIFY(spec.minimum <= spec.defaultNumber && spec.defaultNumber <= spec.maximum);
        }
    }
    void anUnknownMethodIsRefusedWithAList()
    {
        const Error error = findMethod("no_such_method").error();
        QCOMPARE(error.code, ErrorCode::InvalidArgument);
        QVERIFY(error.hint.english().find(current().id) != std::string::npos);
    }
    void givesTheSameBitsForAnyNumberOfThreads()
    {
        for (const Task task : tasksOf(current())) {
            const MethodStudy study(3000, 2, task, 1);
            const Scores one = study.repaired(current(), {}, RunContext({}, nullptr, 1)).value();
            const Scores eight = study.repaired(current(), {}, RunContext({}, nullptr, 8)).value();
            QVERIFY((one.array() == eight.array()).all());
        }
    }
    void takesMoreThanTwoGroupsIfItSaysSo()
    {
        for (const Task task : tasksOf(current())) {
            const Result<Scores> scores = MethodStudy(3000, 3, task, 2).repaired(current());
            QCOMPARE(scores.has_value(), current().multiGroup);
            if (scores)
                QVERIFY(scores->allFinite());
        }
    }
    void refusesASingleGroup()
    {
        for (const Task task : tasksOf(current())) {
            MethodStudy study(500, 2, task, 3);
            std::fill(study.rows.group.begin(), study.rows.group.end(), 1);
            study.calibrate();
            QCOMPARE(study.repaired(current()).error().code, ErrorCode::InvalidData);
        }
    }
    void orderOfRowsAndNamesOfGroupsDoNotMatter()
    {
        // What is trained on rows drawn by their number is another training in another order, but not another
        // finding.
        const double tolerance = current().drawsRows ? 0.5 : 1e-9;
        for (const Task task : tasksOf(current())) {
            const MethodStudy study(1500, 2, task, 4);
            const MethodStudy other = study.shuffled(9);
            const Scores expected = study.repaired(current()).value();
            const Scores found = other.repaired(current()).value();
            for (Eigen::Index i = 0; i < found.size(); ++i)
                QVERIFY(
                    std::abs(found(i) - expected(other.rows.row[static_cast<std::size_t>(i)])) <= tolerance);
        }
    }
    void stopsWithin200Milliseconds()
    {
        const MethodStudy study(1000000, 2, tasksOf(current()).front(), 5);
        for (const int after : {0, 5, 20, 40}) {
            // Other work on the machine can only add to the time, so the best of some attempts counts.
            double least = 1e9;
            for (int attempt = 0; attempt < 5 && least > 200.0; ++attempt)
                least = std::min(least,
                    timeToStop(
                        [&](const RunContext& ctx) { (void)study.repaired(current(), {}, ctx); }, after));
            QVERIFY2(least <= 200.0, std::to_string(least).c_str());
        }
        std::stop_source stop;
        stop.request_stop();
        const auto refused = study.repaired(current(), {}, RunContext(stop.get_token(), nullptr, 1));
        QCOMPARE(refused.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TstMethodRegistry)
#include "tst_method_registry.moc"
