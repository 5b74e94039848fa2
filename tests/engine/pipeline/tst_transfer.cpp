#include "engine/pipeline/transfer.h"
#include "tests/support/several_tasks.h"

#include <QtTest/QtTest>

#include <thread>

using namespace evenhand;
using namespace evenhand::test;

namespace {

const TransferRow& row(const TransferReport& report, const std::string& task, TransferVariant variant)
{
    for (const TransferRow& one : report.rows)
        if (one.task.find(task) != std::string::npos && one.variant == variant)
            return one;
    throw std::logic_error("no such row: " + task);
}

/// The same table with other values in a column.
Dataset withColumn(
    const Dataset& data, const std::string& name, const std::function<double(std::size_t, double)>& change)
{
    std::vector<Column> columns = data.table->columns();
    auto& values = std::get<NumericColumn>(columns[*data.table->indexOf(name)].data).values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = change(i, values[i]);
    Dataset changed = data;
    changed.table = Table::create(std::move(columns)).value();
    return changed;
}

} // namespace

/// A representation that serves a task which it has never seen.
class TstTransfer : public QObject {
    Q_OBJECT

private slots:
    void everyTaskInTurnUnderEveryVariant()
    {
        const Dataset data = severalTasks(1500);
        TransferSpec spec;
        spec.params = {{"strength", 100.0}, {"epochs", 40.0}};
        spec.repeats = 2;
        const auto report
            = transfer(severalTasksStudy(), *data.table, spec, RunContext({}, nullptr, 2)).value();
        QCOMPARE(report->rows.size(), std::size_t {15});
        for (const char* const task : {"first", "second", "third"}) {
            const TransferRow& raw = row(*report, task, TransferVariant::RawFeatures);
            const TransferRow& unfair = row(*report, task, TransferVariant::Unfair);
            QCOMPARE(raw.repeats.size(), std::size_t {2});
            QVERIFY(*raw.error->mean < *unfair.error->mean + 0.05);
            QVERIFY(*unfair.error->mean < 0.9 * *unfair.trivialError->mean);
        }
        for (const TransferVariant fair :
            {TransferVariant::Mean, TransferVariant::Mmd, TransferVariant::Sinkhorn}) {
            double ratio = 0.0;
            for (const char* const task : {"first", "second", "third"})
                ratio += *row(*report, task, fair).gap->mean
                    / *row(*report, task, TransferVariant::Unfair).gap->mean / 3.0;
            QVERIFY2(ratio < 0.95, qPrintable(QStringLiteral("%1").arg(ratio)));
        }
        QVERIFY(report->complete);
    }

    void whatTheNovelTaskHasNeverEntersTheRepresentation()
    {
        // Predictions of a novel class depend on its labels through the head alone, so labels that are turned
        // round turn the decisions round and leave error and gap as they are, if the network never saw them.
        const Dataset data = severalTasks(1500);
        const Dataset turned = withColumn(data, "second", [](std::size_t, double v) { return -v; });
        TransferSpec spec;
        spec.repeats = 1;
        spec.params = {{"epochs", 5.0}};
        Study study = severalTasksStudy();
        spec.leaveOut = {"second > 0"};
        const auto one = transfer(study, *data.table, spec, {}).value();
        const auto other = transfer(study, *turned.table, spec, {}).value();
        for (std::size_t r = 0; r < one->rows.size(); ++r) {
            QVERIFY(std::abs(*one->rows[r].error->mean - *other->rows[r].error->mean) < 1e-9);
            QVERIFY(std::abs(*one->rows[r].gap->mean - *other->rows[r].gap->mean) < 1e-9);
        }
    }

    void novelRowsOfATaskColumnNeverEnterTheRepresentation()
    {
        // Rows of the novel sites get absurd features in training rows only through the encoder or the
        // network: shifting the *target* of the novel sites must not move the heads that start from the known
        // ones.
        const Dataset data = severalTasks(1500);
        TransferSpec spec;
        spec.params = {{"strength", 100.0}, {"epochs", 40.0}};
        spec.repeats = 2;
        const auto report
            = transfer(taskColumnStudy(), *data.table, spec, RunContext({}, nullptr, 2)).value();
        QCOMPARE(report->rows.size(), std::size_t {5});
        const TransferRow& unfair = row(*report, "", TransferVariant::Unfair);
        QVERIFY(*unfair.error->mean < 0.5);
        QVERIFY(*row(*report, "", TransferVariant::Mmd).gap->mean < 0.7 * *unfair.gap->mean);
        // The scale of the numbers is that of the known tasks.
        const auto* const site = data.table->columns()[*data.table->indexOf("site")].categorical();
        const Dataset moved = withColumn(
            data, "third", [&](std::size_t i, double v) { return site->codes[i] == 3 ? v + 1000.0 : v; });
        spec.leaveOut = {"site s3"};
        const auto a = transfer(taskColumnStudy(), *data.table, spec, {}).value();
        const auto b = transfer(taskColumnStudy(), *moved.table, spec, {}).value();
        // A constant added to the novel task alone is taken up by its head's intercept.
        for (std::size_t r = 0; r < a->rows.size(); ++r)
            QVERIFY(std::abs(*a->rows[r].error->mean - *b->rows[r].error->mean)
                < 1e-6 * (1.0 + *a->rows[r].error->mean));
    }

    void sameBitsForAnyNumberOfThreads()
    {
        const Dataset data = severalTasks(900);
        TransferSpec spec;
        spec.repeats = 2;
        spec.params = {{"epochs", 2.0}};
        const auto one = transfer(severalTasksStudy(), *data.table, spec, RunContext({}, nullptr, 1)).value();
        const auto many
            = transfer(severalTasksStudy(), *data.table, spec, RunContext({}, nullptr, 5)).value();
        for (std::size_t r = 0; r < one->rows.size(); ++r)
            QVERIFY(one->rows[r].error->mean == many->rows[r].error->mean);
    }

    void stoppingKeepsFinishedRepeats()
    {
        const Dataset data = severalTasks(2000);
        TransferSpec spec;
        spec.repeats = 500;
        spec.params = {{"epochs", 5.0}};
        std::stop_source stop;
        std::chrono::steady_clock::time_point asked;
        const auto heard = [&](const std::shared_ptr<const TransferReport>& growing) {
            QVERIFY(!growing->complete);
            asked = std::chrono::steady_clock::now();
            stop.request_stop();
        };
        const auto report = transfer(
            severalTasksStudy(), *data.table, spec, RunContext(stop.get_token(), nullptr, 1), heard)
                                .value();
        QVERIFY(std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count() < 0.2);
        QVERIFY(!report->complete);
        QCOMPARE(report->rows.front().repeats.size(), std::size_t {1});
        std::stop_source atOnce;
        atOnce.request_stop();
        QCOMPARE(transfer(severalTasksStudy(), *data.table, spec, RunContext(atOnce.get_token(), nullptr, 1))
                     .error()
                     .code,
            ErrorCode::Cancelled);
    }

    void refusesWhatCannotBeTransferred()
    {
        const Dataset data = severalTasks(300);
        Study single = severalTasksStudy();
        single.roles.tasks.clear();
        QVERIFY(transfer(single, *data.table, {}, {}).error().english().find("two or more tasks")
            != std::string::npos);
        TransferSpec unknown;
        unknown.leaveOut = {"fourth"};
        const Error error = transfer(severalTasksStudy(), *data.table, unknown, {}).error();
        QVERIFY(error.english().find("no task is called “fourth”") != std::string::npos);
        QVERIFY(error.hint.english().find("second > 0") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstTransfer)
#include "tst_transfer.moc"
