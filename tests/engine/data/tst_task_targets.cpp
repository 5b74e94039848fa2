#include "engine/data/task_targets.h"
#include "engine/pipeline/prepare.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

using Names = std::vector<std::string>;

namespace {

/// Eight people: two targets for everybody, two schools and one nobody is known of.
std::shared_ptr<const Table> people()
{
    return table({levels("income", "high low high low high low high low"), levels("sex", "F M F M F M F M"),
        numbers("hours", {30, 40, 50, 60, kMissing, 20, 40.5, 45}),
        levels("marital", "single civil armed widowed single civil - armed"),
        numbers("school", {7, 7, 12, 12, 12, kMissing, 7, 30}), numbers("flag", {0, 1, 0, 1, 0, 1, 0, 1}),
        numbers("same", {3, 3, 3, 3, 3, 3, 3, 3}, ColumnKind::Constant),
        numbers("nothing", std::vector<double>(8, kMissing), ColumnKind::Constant),
        words("essay", "a b c d e f g h"), numbers("w", {1, 1, 1, 1, 1, 1, 1, 1}),
        numbers("x", {1, 2, 3, 4, 5, 6, 7, 8})});
}

Roles rolesOf(std::vector<TaskTarget> tasks, std::string taskColumn = {})
{
    Roles roles;
    roles.target = "income";
    roles.favourable = "high";
    roles.sensitive = {"sex"};
    roles.weight = "w";
    roles.tasks = std::move(tasks);
    roles.taskColumn = std::move(taskColumn);
    return roles;
}

Result<TaskTargets> read(const Roles& roles)
{
    Eigen::VectorXd y(8);
    y << 1, 0, 1, 0, 1, 0, 1, kMissing;
    return readTasks(roles, *people(), y, {});
}

TaskTarget above(std::string column, double cut)
{
    return {std::move(column), Task::Classification, {}, cut};
}

TaskTarget oneOf(std::string column, Names favourable)
{
    return {std::move(column), Task::Classification, std::move(favourable), {}};
}

TaskTarget number(std::string column)
{
    return {std::move(column), Task::Regression, {}, {}};
}

} // namespace

class TstTaskTargets : public QObject {
    Q_OBJECT
private slots:
    void theStudysOwnTargetComesFirst()
    {
        const TaskTargets targets
            = read(rolesOf({above("hours", 40), oneOf("marital", {"civil", "armed"}), number("x")})).value();
        QCOMPARE(targets.names, (Names {"income = high", "hours > 40", "marital = civil or armed", "x"}));
        QVERIFY(!targets.byRow());
        QCOMPARE(targets.count(), std::size_t {4});
        QVERIFY(targets.kinds[0] == Task::Classification && targets.kinds[3] == Task::Regression);
        QCOMPARE(targets.value(0, 0), 1.0);
        QVERIFY(std::isnan(targets.value(0, 7)));
    }
    void aCutIsBelow()
    {
        const TaskTargets targets = read(rolesOf({above("hours", 40)})).value();
        QCOMPARE(targets.value(1, 1), 0.0);
        QCOMPARE(targets.value(1, 6), 1.0);
        QVERIFY(std::isnan(targets.value(1, 4)));
    }
    void severalValuesCount()
    {
        const TaskTargets targets = read(rolesOf({oneOf("marital", {"armed", "civil"})})).value();
        const Eigen::VectorXd y = targets.y.col(1);
        QCOMPARE(std::vector<double>(y.begin(), y.begin() + 6), (std::vector<double> {0, 1, 1, 0, 0, 1}));
        QVERIFY(std::isnan(y[6]));
    }
    void oneAndItsNumberAreTheSameValue()
    {
        const TaskTargets targets = read(rolesOf({oneOf("flag", {"1"})})).value();
        QCOMPARE(targets.names.back(), std::string("flag = 1"));
        QCOMPARE(targets.value(1, 1), 1.0);
    }
    void numbersStayAsTheyAre()
    {
        const TaskTargets targets = read(rolesOf({number("hours")})).value();
        QCOMPARE(targets.value(1, 3), 60.0);
        QVERIFY(std::isnan(targets.value(1, 4)));
    }
    void aRegressionIsNamedAfterItsTarget()
    {
        Roles roles = rolesOf({above("hours", 40)});
        roles.task = Task::Regression;
        roles.favourable.clear();
        QCOMPARE(read(roles).value().names.front(), std::string("income"));
    }
    void namesOfManyValuesStayShort()
    {
        QCOMPARE(taskName(oneOf("m", {"a", "b", "c"})), std::string("m = a, b or c"));
        QCOMPARE(taskName(oneOf("m", {"a", "b", "c", "d", "e"})), std::string("m = a, b or 3 others"));
        QCOMPARE(taskName(above("h", 0.5)), std::string("h > 0.5"));
    }
    void rowsBelongToTheTasksOfTheirColumn()
    {
        const TaskTargets targets = read(rolesOf({}, "school")).value();
        // School 30 has one row, whose target is unknown: there is nothing to learn in it.
        QCOMPARE(targets.names, (Names {"school 7", "school 12"}));
        QVERIFY(targets.byRow());
        QCOMPARE(targets.taskOfRow, (std::vector<std::int32_t> {0, 0, 1, 1, 1, -1, 0, -1}));
        QCOMPARE(targets.y.cols(), Eigen::Index {1});
        QCOMPARE(targets.value(1, 2), 1.0);
        QVERIFY(std::isnan(targets.value(0, 2)));
        QVERIFY(std::isnan(targets.value(1, 5)));
        const TaskTargets coded = read(rolesOf({}, "marital")).value();
        QCOMPARE(
            coded.names, (Names {"marital single", "marital civil", "marital armed", "marital widowed"}));
        QCOMPARE(coded.taskOfRow[6], -1);
    }
    void refusesWithASentence_data()
    {
        QTest::addColumn<std::vector<TaskTarget>>("tasks");
        QTest::addColumn<QString>("column");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, std::vector<TaskTarget> tasks, const char* column,
                             ErrorCode code, const char* says) {
            QTest::newRow(name) << std::move(tasks) << QString::fromUtf8(column) << static_cast<int>(code)
                                << QString::fromUtf8(says);
        };
        constexpr auto argument = ErrorCode::InvalidArgument;
        constexpr auto data = ErrorCode::InvalidData;
        row("unknown column", {above("hour", 1)}, "", argument, "hour");
        row("no column", {above("", 1)}, "", argument, "no column");
        row("unknown value", {oneOf("marital", {"civil", "divorced"})}, "", argument, "“divorced”");
        row("not a number", {oneOf("flag", {"one"})}, "", argument, "“one”");
        row("twice", {above("hours", 40), number("hours")}, "", argument,
            "“hours” is a further target twice");
        row("the target", {oneOf("income", {"low"})}, "", argument, "and the target at once");
        row("sensitive", {oneOf("sex", {"F"})}, "", argument, "and a sensitive attribute at once");
        row("weight", {number("w")}, "", argument, "and the weight at once");
        row("nothing said", {{"hours", Task::Classification, {}, {}}}, "", argument, "nothing says");
        row("two things said", {{"hours", Task::Classification, {"40"}, 40.0}}, "", argument, "both a cut");
        row("a number that counts", {{"hours", Task::Regression, {}, 40.0}}, "", argument, "is a number");
        row("infinite cut", {above("hours", std::numeric_limits<double>::infinity())}, "", argument,
            "finite");
        row("text", {oneOf("essay", {"a"})}, "", data, "too many different values");
        row("text as a number", {number("essay")}, "", data, "not a number");
        row("values as a number", {number("marital")}, "", data, "not a number");
        row("values above", {above("marital", 1)}, "", data, "cannot lie above 1");
        row("constant", {number("same")}, "", data, "only one value");
        row("no values", {number("nothing")}, "", data, "has no values");
        row("nobody above", {above("hours", 60)}, "", data, "“hours > 60” is the same for every row");
        row("everybody counts", {oneOf("marital", {"single", "civil", "armed", "widowed"})}, "", data,
            "the same for every row");
        row("both layouts", {above("hours", 40)}, "school", argument, "further targets, and “school”");
        row("unknown task column", {}, "schol", argument, "schol");
        row("task column is sensitive", {}, "sex", argument, "“sex” cannot be the task column");
        row("task column is the target", {}, "income", argument, "“income” cannot be the task column");
        row("task column is the weight", {}, "w", argument, "“w” cannot be the task column");
        row("one task", {}, "same", data, "only one value");
        row("no task", {}, "nothing", data, "no value in any row");
        row("text tasks", {}, "essay", data, "too many different values");
    }
    void refusesWithASentence()
    {
        QFETCH(std::vector<TaskTarget>, tasks);
        QFETCH(QString, column);
        QFETCH(int, code);
        QFETCH(QString, says);
        const auto targets = read(rolesOf(tasks, column.toStdString()));
        QVERIFY(targets.has_error());
        const std::string sentence = targets.error().english();
        QCOMPARE(static_cast<int>(targets.error().code), code);
        QVERIFY2(QString::fromStdString(sentence).contains(says), sentence.c_str());
    }
    void measurementsAreNotTasks()
    {
        std::vector<double> many(3000);
        for (std::size_t i = 0; i < many.size(); ++i)
            many[i] = 0.5 * static_cast<double>(i);
        const auto t = table({numbers("y", many), numbers("m", many)});
        Roles roles;
        roles.task = Task::Regression;
        roles.target = "y";
        roles.taskColumn = "m";
        const auto targets = readTasks(roles, *t, Eigen::VectorXd::Ones(3000), {});
        QVERIFY(targets.has_error());
        QVERIFY(targets.error().english().find("more than 1000") != std::string::npos);
    }
    void canBeStopped()
    {
        std::stop_source stop;
        stop.request_stop();
        const RunContext ctx(stop.get_token(), nullptr, 1);
        const auto targets
            = readTasks(rolesOf({above("hours", 40)}), *people(), Eigen::VectorXd::Ones(8), ctx);
        QVERIFY(targets.has_error() && targets.error().code == ErrorCode::Cancelled);
    }
    void tasksAreNeverFeatures()
    {
        const auto features
            = [](const Roles& roles) { return prepare(roles, *people(), {}).value().features; };
        const auto has = [&](const Roles& roles, const char* name) {
            return std::ranges::count(features(roles), std::string(name)) > 0;
        };
        QVERIFY(has(rolesOf({}), "hours") && has(rolesOf({}), "school"));
        QVERIFY(!has(rolesOf({above("hours", 40)}), "hours"));
        QVERIFY(!has(rolesOf({}, "school"), "school"));
        Roles asked = rolesOf({above("hours", 40)});
        asked.features = {"hours", "x"};
        QCOMPARE(features(asked), Names {"x"});
    }
    void aStudyWithoutTasksHasNone()
    {
        QCOMPARE(prepare(rolesOf({}), *people(), {}).value().tasks.count(), std::size_t {0});
        QCOMPARE(
            prepare(rolesOf({above("hours", 40)}), *people(), {}).value().tasks.count(), std::size_t {2});
        QVERIFY(prepare(rolesOf({above("hour", 40)}), *people(), {}).has_error());
    }
};

QTEST_GUILESS_MAIN(TstTaskTargets)
#include "tst_task_targets.moc"
