#include "engine/figures/threshold_subject.h"
#include "tests/support/audits.h"
#include "tests/support/constrained.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

#include <numeric>

using namespace evenhand;

namespace {

/// Deciles of eight people, a high one being bad news.
std::shared_ptr<const AuditReport> decileAudit(const AuditSpec& asked)
{
    CategoricalColumn race, again;
    NumericColumn decile;
    race.levels = {"red", "blue"};
    again.levels = {"no", "yes"};
    decile.values = {1, 2, 3, 4, 5, 6, 9, 10};
    race.codes = {0, 1, 0, 1, 0, 1, 0, 1};
    again.codes = {0, 0, 0, 1, 0, 1, 1, 1};
    Dataset data;
    data.name = "deciles.csv";
    data.table = test::table({{"race", ColumnKind::Categorical, race},
        {"decile", ColumnKind::Numeric, decile}, {"again", ColumnKind::Categorical, again}});
    Roles roles;
    roles.target = "again";
    roles.favourable = "no";
    roles.sensitive = {"race"};
    AuditSpec spec = asked;
    spec.score = "decile";
    spec.highScoreIsFavourable = false;
    spec.replicates = 100;
    const auto made = audit(roles, spec, data, RunContext {});
    if (made.has_error())
        throw std::logic_error(made.error().english());
    return *made;
}

double sum(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

double selectedAt(const ThresholdSubject& subject, double threshold)
{
    return thresholdState(subject.curves, std::vector<double>(subject.groupNames.size(), threshold), {})
        .all.selected()
        .rows;
}

} // namespace

class TstThresholdFigure : public QObject {
    Q_OBJECT

private slots:
    void theBarsOfAnOutcomeAddUpToOne()
    {
        const auto audit = test::auditOf(test::scoredPeople(), test::quickSpec());
        for (std::size_t attribute = 0; attribute < audit->attributes.size(); ++attribute) {
            const auto subject = auditThresholds(*audit, attribute, "no", RunContext {});
            QVERIFY(subject.has_value());
            for (std::size_t g = 0; g < subject->groupNames.size(); ++g) {
                const GroupCurve& curve = subject->curves.weighted[g];
                QVERIFY(
                    std::abs(sum(subject->bars.favourable[g]) - (curve.positives > 0.0 ? 1.0 : 0.0)) < 1e-12);
                QVERIFY(std::abs(sum(subject->bars.unfavourable[g]) - (curve.negatives > 0.0 ? 1.0 : 0.0))
                    < 1e-12);
            }
        }
    }
    void decisionsWithoutAThresholdStartWhereAsManyAreSelected()
    {
        const auto audit = test::auditOf(test::scoredPeople(), test::quickSpec());
        const auto subject = auditThresholds(*audit, 0, "no", RunContext {});
        // The decisions of the sample are score ≥ 0.5, which nobody says.
        QCOMPARE(selectedAt(*subject, subject->start), audit->overall.cells.selected().rows);
        QVERIFY(!subject->startInWords.empty());
        QCOMPARE(subject->outcomes.favourable, std::string("outcome = yes"));
        QCOMPARE(subject->outcomes.unfavourable, std::string("outcome = no"));
    }
    void lowScoresAreSelectedWhereHighOnesAreBad()
    {
        AuditSpec spec;
        spec.threshold = 5.0;
        const auto audit = decileAudit(spec);
        const auto subject = auditThresholds(*audit, 0, "yes", RunContext {});
        QVERIFY(subject.has_value());
        QVERIFY(subject->lowIsSelected);
        QCOMPARE(subject->step, std::optional(1.0));
        // The audit selects who is below 5: the four deciles 1 to 4.
        QCOMPARE(subject->shown(subject->start), 4.0);
        QCOMPARE(selectedAt(*subject, subject->start), 4.0);
        QCOMPARE(selectedAt(*subject, subject->start), audit->overall.cells.selected().rows);
        const std::vector<double> thresholds(2, subject->start);
        const Figure figure = thresholdFigure(*subject, thresholds);
        QCOMPARE(figure.x.minimum, std::optional(0.0));
        QCOMPARE(figure.x.maximum, std::optional(10.0));
        for (const FigureLayer& layer : figure.layers)
            QVERIFY(std::ranges::is_sorted(layer.x));
    }
    void aDrawableThresholdDecidesTheSame()
    {
        const auto deciles = decileAudit([] {
            AuditSpec spec;
            spec.threshold = 5.0;
            return spec;
        }());
        const auto people = test::auditOf(test::scoredPeople(), test::quickSpec());
        for (const auto& made : {auditThresholds(*deciles, 0, {}, RunContext {}),
                 auditThresholds(*people, 0, {}, RunContext {})}) {
            const ThresholdSubject& subject = *made;
            std::vector<double> asked {-std::numeric_limits<double>::infinity(),
                std::numeric_limits<double>::infinity(), subject.low, subject.high, subject.beyond()};
            for (const GroupCurve& curve : subject.curves.weighted)
                for (std::size_t k = 1; k < curve.size(); ++k) {
                    asked.push_back(curve.threshold[k]);
                    asked.push_back(curve.threshold[k] - 1e-4);
                    asked.push_back(curve.threshold[k] + 1e-4);
                }
            for (const double threshold : asked) {
                const double drawn = subject.drawable(threshold);
                QVERIFY(drawn >= subject.low && drawn <= subject.beyond());
                QCOMPARE(selectedAt(subject, drawn), selectedAt(subject, threshold));
            }
        }
    }
    void aRunThatTrainedItselfHasItsOwnScores()
    {
        const auto report = test::constrainedReport({});
        const auto own = runThresholds(*report, 1, 0, {}, RunContext {});
        const auto base = runThresholds(*report, 0, 0, {}, RunContext {});
        QVERIFY(own.has_value() && base.has_value());
        // Group 1 has the scores -0.1 and 0.9 in the base model, 0.9 and 0.9 in the run.
        QCOMPARE(own->curves.weighted[1].threshold.back(), 0.9);
        QCOMPARE(base->curves.weighted[1].threshold.back(), -0.1);
        QVERIFY(own->isTest);
    }
    void aRunThatDecidesShowsTheScoresThatItStartsFrom()
    {
        auto report = std::make_shared<Report>(*test::constrainedReport({}));
        report->runs[1].decides = true;
        const auto subject = runThresholds(*report, 1, 0, {}, RunContext {});
        QCOMPARE(subject->curves.weighted[1].threshold.back(), -0.1);
        QVERIFY(!subject->startInWords.empty());
    }
    void regressionHasNoThreshold()
    {
        auto report = std::make_shared<Report>(*test::constrainedReport({}));
        report->study.roles.task = Task::Regression;
        QCOMPARE(runThresholds(*report, 0, 0, {}, RunContext {}).error().code, ErrorCode::NoAnswer);
        QCOMPARE(runThresholds(*report, 99, 0, {}, RunContext {}).error().code, ErrorCode::InvalidArgument);
    }
    void theFigureSaysWhatTheThresholdsDecide()
    {
        AuditSpec spec;
        spec.threshold = 5.0;
        const auto subject = auditThresholds(*decileAudit(spec), 0, "yes", RunContext {});
        const Figure figure = thresholdFigure(*subject, std::vector<double> {subject->start, -9.0});
        QCOMPARE(figure.y.categories, (std::vector<std::string> {"blue", "red"}));
        const auto segments = std::ranges::count(figure.layers, Mark::Segment, &FigureLayer::mark);
        QCOMPARE(segments, std::ptrdiff_t(2));
        const auto isOfY = [](const Text& note) {
            return note.english()
                == "blue: cut at 9, 3 selected, of them 2 wrongly; 1 rejected, of them 0 wrongly.";
        };
        QVERIFY(std::ranges::any_of(figure.notes, isOfY));
        QVERIFY(figure.summary.english().find("threshold for each group") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TstThresholdFigure)
#include "tst_threshold_figure.moc"
