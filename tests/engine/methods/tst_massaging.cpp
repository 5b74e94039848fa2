#include "engine/core/rng.h"
#include "engine/methods/massaging.h"
#include "training_case.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

TrainingCase rowsOf(
    const Eigen::VectorXd& y, const std::vector<double>& group, const Eigen::VectorXd& weight = {})
{
    return {Eigen::MatrixXd::Zero(y.size(), 1), y, group, Task::Classification, weight};
}

Eigen::VectorXd massagedLabels(const TrainingCase& rows, const Eigen::VectorXd& score, double strength)
{
    return Massage::create(rows.rows, score, rows.groupNames.size(), {}).value().labels(strength);
}

/// Rows of @p n people in @p groups groups with random outcomes.
TrainingCase randomRows(std::size_t n, std::size_t groups, Rng& rng)
{
    Eigen::VectorXd y(static_cast<Eigen::Index>(n));
    std::vector<double> group;
    for (std::size_t i = 0; i < n; ++i) {
        group.push_back(static_cast<double>(i < groups ? i : rng.below(groups)));
        y[static_cast<Eigen::Index>(i)] = rng.uniform() < 0.2 + 0.15 * group.back() ? 1.0 : 0.0;
    }
    return rowsOf(y, group);
}

} // namespace

class TstMassaging : public QObject {
    Q_OBJECT
private slots:
    void changesTheRowsOfThePaper()
    {
        const boost::json::value file = readJson("methods/massaging.json");
        for (const boost::json::value& each : file.as_object().at("cases").as_array()) {
            const boost::json::object& json = each.as_object();
            const TrainingCase rows = rowsOf(vectorOf(json.at("y")), numbersOf(json.at("group")));
            const Eigen::VectorXd found = massagedLabels(rows, vectorOf(json.at("score")), 1.0);
            QVERIFY(found == vectorOf(json.at("expected")));
            const auto changed = static_cast<std::int64_t>((found - rows.rows.y).cwiseAbs().sum());
            QCOMPARE(changed, 2 * json.at("changed_pairs").to_number<std::int64_t>());
        }
    }
    void strengthChangesAShareOfTheRows()
    {
        // Base rates 1/4 and 3/4: two rows of each group change in all, one at half strength.
        const TrainingCase rows = rowsOf(Eigen::VectorXd {{1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 0}},
            {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1});
        const Eigen::VectorXd score {{.9, .1, .5, .3, .8, .2, .7, .4, .9, .4, .6, .2, .9, .6, .3, .1}};
        QVERIFY(massagedLabels(rows, score, 0.0) == rows.rows.y);
        Eigen::VectorXd half = rows.rows.y;
        half[10] = 1.0; // the best of the unfavourable rows of group 0
        half[5] = 0.0;  // the worst of the favourable rows of group 1
        QVERIFY(massagedLabels(rows, score, 0.5) == half);
        half[2] = 1.0;
        half[14] = 0.0;
        QVERIFY(massagedLabels(rows, score, 1.0) == half);
    }
    void noDiscriminationIsLeftBeyondOneRow()
    {
        Rng rng(3);
        for (int repeat = 0; repeat < 200; ++repeat) {
            const std::size_t groups = 2 + rng.below(5);
            const TrainingCase rows = randomRows(20 + rng.below(200), groups, rng);
            Eigen::VectorXd score(rows.rows.y.size());
            for (double& each : score)
                each = rng.uniform();
            const Eigen::VectorXd y = massagedLabels(rows, score, 1.0);
            QCOMPARE(y.sum(), rows.rows.y.sum());
            const double rate = y.mean();
            for (std::size_t g = 0; g < groups; ++g) {
                double favourable = 0.0;
                double total = 0.0;
                for (std::size_t i = 0; i < rows.rows.group.size(); ++i)
                    if (rows.rows.group[i] == static_cast<std::int32_t>(g)) {
                        total += 1.0;
                        favourable += y[static_cast<Eigen::Index>(i)];
                    }
                QVERIFY(std::abs(favourable - rate * total) < 1.0);
            }
        }
    }
    void weightsCountInsteadOfRows()
    {
        // Favourable weight 1 of 6 and 4 of 6: 1.5 has to move; one row of weight 2 is nearer than none.
        const TrainingCase rows = rowsOf(
            Eigen::VectorXd {{1, 0, 0, 1, 1, 0}}, {0, 0, 0, 1, 1, 1}, Eigen::VectorXd {{1, 2, 3, 2, 2, 2}});
        const Eigen::VectorXd score {{.9, .6, .1, .8, .3, .1}};
        QVERIFY(massagedLabels(rows, score, 1.0) == (Eigen::VectorXd {{1, 1, 0, 1, 0, 0}}));
    }
    void refusesScoresThatAreNoNumbers()
    {
        const TrainingCase rows = rowsOf(Eigen::VectorXd {{1, 0}}, {0, 1});
        QCOMPARE(Massage::create(rows.rows, Eigen::VectorXd {{NAN, 0.0}}, 2, {}).error().code,
            ErrorCode::InvalidArgument);
    }
};

QTEST_GUILESS_MAIN(TstMassaging)
#include "tst_massaging.moc"
