#include "engine/io/load_dataset.h"
#include "engine/pipeline/run.h"
#include "engine/pipeline/transfer.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <cmath>
#include <map>

using namespace evenhand;
using namespace evenhand::test;

namespace {

std::vector<double> valuesOf(
    const Table& table, const std::string& name, const std::function<double(double)>& of)
{
    std::vector<double> values;
    for (const double value : table.column(name).value()->numeric()->values)
        values.push_back(of(value));
    return values;
}

/// The complete rows of Adult with age, its square, logarithms of gains and losses, workclass, occupation,
/// race and whether born in the United States as features; what is left are tasks.
std::shared_ptr<const Table> adult(const std::filesystem::path& folder)
{
    const Dataset data = loadDataset((folder / "adult.csv").string(), {}, "", {}).value();
    const Table& all = *data.table;
    std::vector<std::size_t> complete;
    for (std::size_t i = 0; i < all.rows(); ++i)
        if (std::ranges::none_of(
                all.columns(), [&](const Column& c) { return c.isMissing(i) || c.cell(i) == "?"; }))
            complete.push_back(i);
    const auto same = [](double v) { return v; };
    std::vector<Column> columns;
    const auto addNumbers = [&](const std::string& name, const std::vector<double>& values) {
        NumericColumn kept;
        for (const std::size_t row : complete)
            kept.values.push_back(values[row]);
        columns.push_back({name, ColumnKind::Numeric, std::move(kept)});
    };
    const auto addLevels = [&](const std::string& name, const std::function<std::string(std::string)>& of) {
        CategoricalColumn kept;
        std::map<std::string, std::int32_t> codes;
        for (const std::size_t row : complete) {
            const std::string level = of(all.column(name).value()->cell(row));
            const auto [at, isNew] = codes.emplace(level, static_cast<std::int32_t>(codes.size()));
            if (isNew)
                kept.levels.push_back(level);
            kept.codes.push_back(at->second);
        }
        columns.push_back({name, ColumnKind::Categorical, std::move(kept)});
    };
    addNumbers("age", valuesOf(all, "age", same));
    addNumbers("age squared", valuesOf(all, "age", [](double v) { return v * v; }));
    addNumbers("gain", valuesOf(all, "capital-gain", [](double v) { return std::log1p(v); }));
    addNumbers("loss", valuesOf(all, "capital-loss", [](double v) { return std::log1p(v); }));
    for (const char* const name : {"workclass", "occupation", "race", "sex", "income", "marital-status"})
        addLevels(name, [](std::string level) { return level; });
    addLevels("native-country",
        [](const std::string& level) { return level == "United-States" ? level : std::string("other"); });
    addNumbers("hours", valuesOf(all, "hours-per-week", same));
    addNumbers("education", valuesOf(all, "education-num", same));
    return Table::create(std::move(columns)).value();
}

Study adultStudy(int repeats)
{
    Study study;
    study.roles.target = "income";
    study.roles.favourable = ">50K";
    study.roles.sensitive = {"sex"};
    TaskTarget hours {"hours", Task::Classification, {}, 40.0};
    TaskTarget married {
        "marital-status", Task::Classification, {"Married-civ-spouse", "Married-AF-spouse"}, {}};
    TaskTarget bachelor {"education", Task::Classification, {}, 12.0};
    study.roles.tasks = {hours, married, bachelor};
    study.split.repeats = repeats;
    study.runs
        = {{{"logistic", {}}, {"fair_representation", {{"strength", {0.0}}, {"weight_decay", {1e-5}}}}}};
    return study;
}

/// Pupils of the mixed schools with at least ten girls and ten boys.
std::shared_ptr<const Table> mixedSchools(const std::filesystem::path& folder)
{
    const Dataset data = loadDataset((folder / "school.csv").string(), {}, "", {}).value();
    const Table& all = *data.table;
    const auto cell = [&](const char* name, std::size_t row) { return all.column(name).value()->cell(row); };
    std::map<std::string, std::map<std::string, int>> pupils;
    for (std::size_t i = 0; i < all.rows(); ++i)
        if (cell("school_type", i) == "mixed")
            ++pupils[cell("school", i)][cell("gender", i)];
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < all.rows(); ++i) {
        auto& own = pupils[cell("school", i)];
        if (own["male"] >= 10 && own["female"] >= 10 && !cell("gender", i).empty())
            kept.push_back(i);
    }
    std::vector<Column> columns;
    for (const char* const name : {"free_meals_percent", "vr_band1_percent", "exam_score"}) {
        NumericColumn values;
        for (const std::size_t row : kept)
            values.values.push_back(all.column(name).value()->numeric()->values[row]);
        columns.push_back({name, ColumnKind::Numeric, std::move(values)});
    }
    for (const char* const name : {"school", "year", "gender", "vr_band", "ethnic_group", "denomination"}) {
        CategoricalColumn values;
        for (const std::size_t row : kept) {
            const std::string level = "l" + cell(name, row);
            const auto at = std::ranges::find(values.levels, level);
            values.codes.push_back(static_cast<std::int32_t>(at - values.levels.begin()));
            if (at == values.levels.end())
                values.levels.push_back(level);
        }
        columns.push_back({name, ColumnKind::Categorical, std::move(values)});
    }
    return Table::create(std::move(columns)).value();
}

double gapOf(const TransferReport& report, TransferVariant variant)
{
    return *std::ranges::find(report.rows, variant, &TransferRow::variant)->gap->mean;
}
double errorOf(const TransferReport& report, TransferVariant variant)
{
    return *std::ranges::find(report.rows, variant, &TransferRow::variant)->error->mean;
}

} // namespace

/// The reference experiment of the third paper's method on real tables, with fewer seeds than in the docs.
class TstRepresentationReal : public QObject {
    Q_OBJECT

private slots:
    void adultWithoutFairness()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        Dataset data;
        data.table = adult(folder);
        QCOMPARE(data.table->rows(), std::size_t {45222});
        const auto report = run(adultStudy(2), data, RunContext({}, nullptr, 2)).value();
        const std::map<std::string, std::pair<double, double>> reference {{"income", {0.199, 0.077}},
            {"hours", {0.274, 0.112}}, {"marital", {0.304, 0.307}}, {"education", {0.180, 0.005}}};
        for (const auto& [task, wanted] : reference) {
            double error = 0.0, gap = 0.0;
            for (const auto& insight : report->runs[0].representations)
                for (const TaskReading& reading : insight->after.tasks)
                    if (reading.task.starts_with(task)) {
                        error += reading.error / 2.0;
                        gap += *reading.gap / 2.0;
                    }
            QVERIFY2(std::abs(error - wanted.first) < 0.01, qPrintable(QString::number(error)));
            QVERIFY2(std::abs(gap - wanted.second) < 0.02, qPrintable(QString::number(gap)));
        }
    }

    void adultTransfersToHours()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        TransferSpec spec;
        spec.leaveOut = {"hours > 40"};
        spec.params = {{"strength", 10.0}, {"weight_decay", 1e-5}};
        spec.repeats = 3;
        const auto report = transfer(adultStudy(3), *adult(folder), spec, RunContext({}, nullptr, 2)).value();
        const double error = errorOf(*report, TransferVariant::Unfair),
                     gap = gapOf(*report, TransferVariant::Unfair);
        QVERIFY(std::abs(error - 0.281) < 0.01);
        QVERIFY(std::abs(gap - 0.097) < 0.02);
        for (const TransferVariant fair : {TransferVariant::Mmd, TransferVariant::Sinkhorn}) {
            QVERIFY(gapOf(*report, fair) < 0.6 * gap);
            QVERIFY2(errorOf(*report, fair) < error + 0.015,
                qPrintable(QString::number(errorOf(*report, fair) - error)));
        }
    }

    void schoolsTransferToOtherSchools()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        Study study;
        study.roles.task = Task::Regression;
        study.roles.target = "exam_score";
        study.roles.sensitive = {"gender"};
        study.roles.sensitiveAsFeature = true;
        study.roles.taskColumn = "school";
        study.split.repeats = 3;
        TransferSpec spec;
        spec.params
            = {{"strength", 10.0}, {"weight_decay", 1e-3}, {"learning_rate", 5e-3}, {"epochs", 108.0}};
        spec.repeats = 3;
        const auto report = transfer(study, *mixedSchools(folder), spec, RunContext({}, nullptr, 2)).value();
        const double error = errorOf(*report, TransferVariant::Unfair),
                     gap = gapOf(*report, TransferVariant::Unfair);
        for (const TransferVariant fair :
            {TransferVariant::Mean, TransferVariant::Mmd, TransferVariant::Sinkhorn}) {
            QVERIFY(gapOf(*report, fair) < 0.4 * gap);
            QVERIFY(errorOf(*report, fair) < error + 0.02);
        }
    }
};

QTEST_APPLESS_MAIN(TstRepresentationReal)
#include "tst_representation_real.moc"
