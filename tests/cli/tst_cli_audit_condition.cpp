#include "tests/support/process.h"

#include "engine/io/json.h"

#include <QtTest/QtTest>

#include <array>

using namespace evenhand;
using test::Outcome;
using test::runCli;

namespace {

/// Admitted and rejected men and women of the six largest departments, University of California, Berkeley,
/// autumn 1973. Bickel, Hammel, O'Connell (1975), Sex bias in graduate admissions.
struct Department {
    const char* name;
    int menIn, menOut, womenIn, womenOut;
};
constexpr std::array<Department, 6> kBerkeley {{{"A", 512, 313, 89, 19}, {"B", 353, 207, 17, 8},
    {"C", 120, 205, 202, 391}, {"D", 138, 279, 131, 244}, {"E", 53, 138, 94, 299}, {"F", 22, 351, 24, 317}}};

QByteArray berkeleyCsv()
{
    QByteArray csv = "department,sex,campus,admitted\n";
    const auto add = [&](const char* department, const char* sex, const char* admitted, int times) {
        for (int i = 0; i < times; ++i)
            csv += QByteArray(department) + ',' + sex + ',' + (i % 2 == 0 ? "east" : "west") + ',' + admitted
                + '\n';
    };
    for (const Department& d : kBerkeley) {
        add(d.name, "man", "yes", d.menIn);
        add(d.name, "man", "no", d.menOut);
        add(d.name, "woman", "yes", d.womenIn);
        add(d.name, "woman", "no", d.womenOut);
    }
    return csv;
}

Outcome audited(const QStringList& more)
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("berkeley.csv")));
    if (file.open(QIODevice::WriteOnly))
        file.write(berkeleyCsv());
    file.close();
    return runCli(QStringList {"audit", file.fileName(), "--prediction", "admitted", "--favourable", "yes",
                      "--bootstrap", "200"}
        + more);
}

json::object jsonOf(const QByteArray& bytes)
{
    return parseJson({bytes.constData(), static_cast<std::size_t>(bytes.size())}, "output")->get_object();
}

bool isNear(const json::value& number, double expected, double tolerance)
{
    return std::abs(number.to_number<double>() - expected) <= tolerance;
}

} // namespace

class TstCliAuditCondition : public QObject {
    Q_OBJECT
private slots:
    void berkeleyTurnsItsSignAtTheSameDepartment()
    {
        const Outcome done = audited({"--sensitive", "sex", "--condition", "department", "--json"});
        QVERIFY2(done.code == 0, done.err.constData());
        const json::object attribute = jsonOf(done.out).at("attributes").get_array()[0].get_object();
        const json::object conditional = attribute.at("conditional").get_object();
        QCOMPARE(std::string(conditional.at("column").get_string()), std::string("department"));
        QCOMPARE(std::string(conditional.at("metric").get_string()), std::string("selection_rate"));
        QCOMPARE(conditional.at("strata").get_array().size(), std::size_t {6});
        const json::object first = conditional.at("strata").get_array()[0].get_object();
        QVERIFY(isNear(first.at("share"), 933.0 / 4526.0, 1e-12));
        QCOMPARE(first.at("groups").get_array()[1].at("rows").to_number<int>(), 108);
        QVERIFY(isNear(first.at("groups").get_array()[1].at("value"), 89.0 / 108.0, 1e-12));
        QVERIFY(isNear(conditional.at("crude").at("value"), 557.0 / 1835.0 - 1198.0 / 2691.0, 1e-12));
        QVERIFY(conditional.at("weighted").at("value").to_number<double>() > 0.0);
        QVERIFY(conditional.at("standardised").at("value").to_number<double>() > 0.0);
        // R 4, mantelhaen.test(UCBAdmissions, correct = FALSE): p = 0.2169.
        QVERIFY(isNear(conditional.at("p"), 0.2169, 5e-5));
        QVERIFY(conditional.at("homogeneity_p").to_number<double>() < 0.01);
        QVERIFY(conditional.at("sign_turns").get_bool());
        QCOMPARE(std::string(conditional.at("groups").get_array()[0].get_string()), std::string("woman"));
        const std::string sentence(conditional.at("sentences").get_array()[0].get_string());
        QVERIFY2(sentence.find("14.2 points lower") != std::string::npos
                && sentence.find("Simpson") != std::string::npos,
            sentence.c_str());
    }

    void textSaysIt()
    {
        const Outcome done = audited({"--sensitive", "sex", "--condition", "department"});
        QVERIFY2(done.code == 0, done.err.constData());
        QVERIFY(done.out.contains("== sex, with department held fixed"));
        QVERIFY(done.out.contains("14.2 points lower") && done.out.contains("Simpson"));
    }

    void withoutAConditionNothingIsAdded()
    {
        const Outcome done = audited({"--sensitive", "sex", "--json"});
        QVERIFY(!jsonOf(done.out).at("attributes").get_array()[0].get_object().contains("conditional"));
    }

    void attributeThatIsTheConditionIsLeftOut()
    {
        const Outcome done = audited({"--sensitive", "sex,campus", "--condition", "campus", "--json"});
        QVERIFY2(done.code == 0, done.err.constData());
        const json::array attributes = jsonOf(done.out).at("attributes").get_array();
        QVERIFY(attributes[0].get_object().contains("conditional"));
        QVERIFY(!attributes[1].get_object().contains("conditional"));
        QVERIFY(!attributes[2].get_object().contains("conditional"));
    }

    void conditionThatCannotBeHeldFixedIsAnError()
    {
        const Outcome own = audited({"--sensitive", "sex", "--condition", "sex"});
        QCOMPARE(own.code, 2);
        QVERIFY2(own.err.contains("cannot be held fixed"), own.err.constData());
        const Outcome unknown = audited({"--sensitive", "sex", "--condition", "luck"});
        QCOMPARE(unknown.code, 2);
        QVERIFY2(unknown.err.contains("luck"), unknown.err.constData());
    }
};

QTEST_GUILESS_MAIN(TstCliAuditCondition)
#include "tst_cli_audit_condition.moc"
