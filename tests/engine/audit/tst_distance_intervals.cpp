#include "engine/audit/audit.h"
#include "engine/core/rng.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

/// Two groups of n predictions each, uniform on [0,1], those of the second moved by @p shift.
Dataset uniformGroups(std::size_t n, double shift, std::uint64_t seed)
{
    Rng rng(seed, 77);
    CategoricalColumn group;
    group.levels = {"a", "b"};
    NumericColumn predicted;
    for (std::size_t i = 0; i < 2 * n; ++i) {
        group.codes.push_back(i < n ? 0 : 1);
        predicted.values.push_back(rng.uniform() + (i < n ? 0.0 : shift));
    }
    Dataset data;
    data.table = *Table::create({{"group", ColumnKind::Categorical, std::move(group)},
        {"predicted", ColumnKind::Numeric, std::move(predicted)}});
    return data;
}

} // namespace

class TestDistanceIntervals : public QObject {
    Q_OBJECT
private slots:
    void coverTheTrueDistance_data()
    {
        QTest::addColumn<double>("shift");
        QTest::newRow("equal groups") << 0.0;
        QTest::newRow("a small difference") << 0.1;
        QTest::newRow("a large difference") << 0.4;
    }
    // The laws of the two groups are uniform, so both KS and W1 are exactly the shift.
    void coverTheTrueDistance()
    {
        QFETCH(double, shift);
        constexpr int kTables = 300;
        Roles roles;
        roles.task = Task::Regression;
        roles.sensitive = {"group"};
        AuditSpec spec;
        spec.prediction = "predicted";
        spec.replicates = 200;
        int coveredKs = 0;
        int coveredW1 = 0;
        for (int table = 0; table < kTables; ++table) {
            const auto report
                = audit(roles, spec, uniformGroups(200, shift, static_cast<std::uint64_t>(table + 1)), {});
            QVERIFY(report.has_value());
            for (const DisparityAudit& disparity : (*report)->attributes.front().disparities) {
                const bool covers
                    = *disparity.value.low <= shift + 1e-12 && shift <= *disparity.value.high + 1e-12;
                coveredKs += disparity.id == "ks_distance" && covers ? 1 : 0;
                coveredW1 += disparity.id == "wasserstein_1" && covers ? 1 : 0;
            }
        }
        qInfo("shift %.1f: KS covered in %.1f %%, W1 in %.1f %% of %d tables", shift,
            100.0 * coveredKs / kTables, 100.0 * coveredW1 / kTables, kTables);
        QVERIFY(coveredKs >= 0.92 * kTables);
        QVERIFY(coveredW1 >= 0.92 * kTables);
    }
};

QTEST_GUILESS_MAIN(TestDistanceIntervals)
#include "tst_distance_intervals.moc"
