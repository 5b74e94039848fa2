#include "tests/support/process.h"

#include "engine/io/json.h"

#include <QtTest/QtTest>

using namespace evenhand;
using test::Outcome;
using test::runCli;

namespace {

/// Everybody of more than 40 years is selected, and every third of the others; sex alternates.
QByteArray people()
{
    QByteArray csv = "age,sex,actual,decided\n";
    for (int i = 0; i < 600; ++i) {
        const int age = 20 + i % 50;
        const bool isSelected = age > 40 || (i / 50) % 3 == 0;
        csv += QByteArray::number(age) + (i / 50 % 2 == 0 ? ",F," : ",M,")
            + ((i / 7) % 2 == 0 ? "yes," : "no,") + (isSelected ? "yes\n" : "no\n");
    }
    return csv;
}

QStringList arguments(const QStringList& more)
{
    return QStringList {"audit", "-", "--sensitive", "sex", "--target", "actual", "--prediction", "decided",
               "--favourable", "yes", "--bootstrap", "100"}
    + more;
}

} // namespace

class TstCliCurve : public QObject {
    Q_OBJECT
private slots:
    void jsonHasTheCurveAndItsBand()
    {
        const Outcome done = runCli(arguments({"--curve", "age", "--json"}), people());
        QVERIFY2(done.code == 0, done.err.constData());
        const json::object object
            = parseJson({done.out.constData(), static_cast<std::size_t>(done.out.size())}, "output")
                  .value()
                  .get_object();
        const json::object& curve = object.at("curves").get_array().at(0).get_object();
        QCOMPARE(std::string(curve.at("metric").get_string()), std::string("selection_rate"));
        const json::array& value = curve.at("value").get_array();
        QCOMPARE(value.size(), std::size_t(50));
        QCOMPARE(value.front().to_number<double>(), 20.0);
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto number
                = [&](const char* key) { return curve.at(key).get_array().at(i).to_number<double>(); };
            QVERIFY(number("low") < number("rate") && number("rate") < number("high"));
        }
        QVERIFY(curve.at("rate").get_array().back().to_number<double>() > 0.9);
        QCOMPARE(curve.at("constant_fits").get_bool(), false);
    }
    void jsonSaysWhichNotionsCanHoldTogether()
    {
        const Outcome done = runCli(arguments({"--json"}), people());
        QVERIFY2(done.code == 0, done.err.constData());
        const json::object object
            = parseJson({done.out.constData(), static_cast<std::size_t>(done.out.size())}, "output")
                  .value()
                  .get_object();
        QVERIFY(!object.contains("curves"));
        const json::object& found
            = object.at("attributes").get_array().at(0).get_object().at("impossibility").get_object();
        QCOMPARE(found.at("choices").get_array().size(), std::size_t(3));
        const json::object& best = found.at("compromise").get_object();
        QVERIFY(best.at("largest_gap").to_number<double>() <= best.at("today").to_number<double>());
        QVERIFY(found.at("sentences").get_array().size() >= 6);
    }
    void textSaysWhereTheRateRises()
    {
        const Outcome done = runCli(arguments({"--curve", "age"}), people());
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(done.out.contains("The selection rate rises from "));
        QVERIFY(done.out.contains("What can hold together"));
    }
    void columnThatIsNoNumberIsAnError()
    {
        const Outcome done = runCli(arguments({"--curve", "sex"}), people());
        QVERIFY(done.code != 0);
        QVERIFY(done.err.contains("not numeric"));
        QVERIFY(done.out.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TstCliCurve)
#include "tst_cli_curve.moc"
