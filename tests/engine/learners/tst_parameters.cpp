#include "engine/learners/parameters.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {

std::vector<ParamSpec> specs()
{
    ParamSpec c;
    c.id = "C";
    c.minimum = 0.5;
    c.maximum = 10.0;
    c.defaultNumber = 1.0;
    ParamSpec folds = c;
    folds.id = "folds";
    folds.kind = ParamKind::Integer;
    folds.defaultNumber = 5.0;
    ParamSpec estimator;
    estimator.id = "estimator";
    estimator.kind = ParamKind::Choice;
    estimator.choices = {"smooth", "exact"};
    return {c, folds, estimator};
}

} // namespace

class TstParameters : public QObject {
    Q_OBJECT
private slots:
    void fillsInTheDefaults()
    {
        const ParamSet complete = completeParams("m", specs(), {{"C", 10.0}}).value();
        QCOMPARE(complete.size(), std::size_t {3});
        QCOMPARE(number(complete, "C"), 10.0);
        QCOMPARE(number(complete, "folds"), 5.0);
        QCOMPARE(choice(complete, "estimator"), std::string("smooth"));
    }
    void rejectsWhatIsWrong_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<double>("value");
        QTest::addColumn<QString>("word");
        QTest::addColumn<QString>("message");
        QTest::newRow("unknown") << "c" << 1.0 << ""
                                 << "“m” has no parameter “c”";
        QTest::newRow("below") << "C" << 0.4 << ""
                               << "parameter “C” of “m” is 0.4; it must be between 0.5 and 10";
        QTest::newRow("NaN") << "C" << std::nan("") << ""
                             << "parameter “C” of “m” is nan; it must be between 0.5 and 10";
        QTest::newRow("a word") << "C" << 0.0 << "much"
                                << "parameter “C” of “m” is a number, not “much”";
        QTest::newRow("a fraction") << "folds" << 2.5 << ""
                                    << "parameter “folds” of “m” is 2.5; it must be a whole number";
        QTest::newRow("no choice") << "estimator" << 0.0 << "rough"
                                   << "parameter “estimator” of “m” cannot be “rough”";
        QTest::newRow("number for choice") << "estimator" << 2.0 << ""
                                           << "parameter “estimator” of “m” cannot be “2”";
    }
    void rejectsWhatIsWrong()
    {
        QFETCH(QString, id);
        QFETCH(double, value);
        QFETCH(QString, word);
        QFETCH(QString, message);
        const ParamValue given = word.isEmpty() ? ParamValue(value) : ParamValue(word.toStdString());
        const auto complete = completeParams("m", specs(), {{id.toStdString(), given}});
        QVERIFY(complete.has_error());
        QCOMPARE(complete.error().code, ErrorCode::InvalidArgument);
        QCOMPARE(QString::fromStdString(complete.error().what.english()), message);
    }
    void expandsAGridWithTheLastNameFastest()
    {
        const auto all
            = expandGrid({{"a", {1.0, 2.0}}, {"b", {std::string("x"), std::string("y")}}, {"c", {3.0}}});
        QCOMPARE(all.size(), std::size_t {4});
        QCOMPARE(number(all[1], "a"), 1.0);
        QCOMPARE(choice(all[1], "b"), std::string("y"));
        QCOMPARE(number(all[2], "a"), 2.0);
        QCOMPARE(choice(all[2], "b"), std::string("x"));
        QCOMPARE(number(all[3], "c"), 3.0);
    }
    void makesOneSettingOfAnEmptyGrid()
    {
        QCOMPARE(expandGrid({}), std::vector<ParamSet> {ParamSet {}});
        QCOMPARE(expandGrid({{"a", {}}}), std::vector<ParamSet> {ParamSet {}});
    }
};

QTEST_GUILESS_MAIN(TstParameters)
#include "tst_parameters.moc"
