#include "engine/data/propose_roles.h"
#include "engine/data/role_words.h"
#include "engine/io/read_table.h"
#include "tests/support/data.h"

#include <QtTest/QtTest>

#include <string>

using namespace evenhand;

namespace {

struct Described {
    Dataset data;
    std::vector<ColumnProfile> profiles;
    RoleProposal proposal;
};

Described describe(Dataset data)
{
    auto profiles = profileColumns(*data.table, {}).value();
    RoleProposal proposal = proposeRoles(*data.table, profiles);
    return {std::move(data), std::move(profiles), std::move(proposal)};
}
Described describe(const std::string& bytes)
{
    return describe(readTable(bytes, "test.csv", {}, {}).value());
}

/// A table with the given header and rows that repeat.
std::string repeated(const std::string& header, const std::vector<std::string>& rows, int times)
{
    std::string bytes = header + "\n";
    for (int i = 0; i < times; ++i)
        for (const std::string& row : rows)
            bytes += row + "\n";
    return bytes;
}

std::string all(const std::vector<Text>& texts)
{
    std::string joined;
    for (const Text& one : texts)
        joined += one.english() + "\n";
    return joined;
}

std::vector<std::string> favourable(const std::string& name, const std::vector<std::string>& levels)
{
    CategoricalColumn coded;
    for (std::size_t i = 0; i < levels.size(); ++i)
        coded.codes.push_back(static_cast<std::int32_t>(i));
    coded.levels = levels;
    return favourableCandidates({name, ColumnKind::Categorical, coded});
}

} // namespace

class TestProposeRoles : public QObject {
    Q_OBJECT

private slots:
    void mortgageTableIsUnderstood()
    {
        const Described hmda = describe(repeated(
            "deny,pirat,hirat,lvrat,chist,mhist,phist,unemp,selfemp,insurance,condomin,afam,single,hschool",
            {"no,0.221,0.221,0.8,5,2,no,3.9,no,no,no,no,no,yes",
                "yes,0.265,0.265,0.92,2,2,no,3.2,no,no,yes,yes,yes,yes",
                "no,0.372,0.248,0.92,1,2,yes,3.2,yes,no,no,no,no,no",
                "no,0.3,0.2,0.7,1,1,no,3.1,no,yes,no,yes,yes,yes",
                "yes,0.36,0.25,0.6,1,2,no,3.1,no,no,no,no,no,yes"},
            20));
        QCOMPARE(hmda.proposal.roles.task, Task::Classification);
        QCOMPARE(hmda.proposal.roles.target, std::string("deny"));
        QCOMPARE(hmda.proposal.roles.favourable, std::string("no"));
        QCOMPARE(hmda.proposal.roles.sensitive, std::vector<std::string> {"afam"});
    }

    void wageTableIsARegression()
    {
        std::string bytes = "wage,education,experience,ethnicity,smsa,region,parttime\n";
        for (int i = 0; i < 100; ++i)
            bytes += std::to_string(300 + 7 * i) + ".5," + std::to_string(i % 18) + ","
                + std::to_string(i % 40) + (i % 4 == 0 ? ",afam" : ",cauc") + ",yes,south,"
                + (i % 9 == 0 ? "yes\n" : "no\n");
        const Described cps = describe(bytes);
        QCOMPARE(cps.proposal.roles.task, Task::Regression);
        QCOMPARE(cps.proposal.roles.target, std::string("wage"));
        QCOMPARE(cps.proposal.roles.favourable, std::string());
        QCOMPARE(cps.proposal.roles.sensitive, std::vector<std::string> {"ethnicity"});
    }

    void sensitiveColumnsAreFoundByWholeWords_data()
    {
        QTest::addColumn<bool>("isSensitive");
        for (const char* const name :
            {"sex", "Gender", "RACE", "race1", "racePctWhite", "racepctblack", "ethnic_group", "age", "AGEP",
                "Geschlecht", "Religion", "nationalité", "native-country", "marital-status", "foreign_worker",
                "personal_status", "RAC1P", "disability", "afam", "minority", "Âge", "edad", "personAge"})
            QTest::newRow(name) << true;
        for (const char* const name : {"message", "average", "embrace", "essex", "stage", "wage",
                 "language_test_score_total", "score", "trace", "x", "", "package", "usage", "hours"})
            QTest::newRow(name) << (std::string_view(name) == "language_test_score_total");
    }
    void sensitiveColumnsAreFoundByWholeWords()
    {
        QFETCH(bool, isSensitive);
        ColumnProfile profile;
        profile.name = QTest::currentDataTag();
        profile.kind = ColumnKind::Categorical;
        QCOMPARE(!sensitiveReason(profile).empty(), isSensitive);
    }

    void favourableOutcomeIsTheOnePeopleHopeFor()
    {
        QCOMPARE(favourable("hired", {"no", "yes"}).front(), std::string("yes"));
        QCOMPARE(favourable("deny", {"yes", "no"}).front(), std::string("no"));
        QCOMPARE(favourable("readmitted", {">30", "<30", "NO"}).front(), std::string("NO"));
        QCOMPARE(favourable("income", {"<=50K", ">50K"}).front(), std::string(">50K"));
        QCOMPARE(favourable("credit_risk", {"bad", "good"}).front(), std::string("good"));
        QCOMPARE(favourable("loan_default", {"TRUE", "FALSE"}).front(), std::string("FALSE"));
        QCOMPARE(favourable("class", {"-", "+"}).front(), std::string("+"));
        const NumericColumn numbers {{0, 1, 1, 0, 0}};
        QCOMPARE(favourableCandidates({"approved", ColumnKind::Boolean, numbers}),
            (std::vector<std::string> {"1", "0"}));
        QCOMPARE(favourableCandidates({"default", ColumnKind::Boolean, numbers}),
            (std::vector<std::string> {"0", "1"}));
    }

    void whatIsNoFeatureIsExcludedWithAReason()
    {
        std::string bytes = "id,day,fnlwgt,const,remark,x,approved_code,gender,approved\n";
        for (int i = 0; i < 120; ++i)
            bytes += std::to_string(i) + ",2024-01-" + std::to_string(i % 28 + 1) + ","
                + std::to_string(1000 + i * 7 % 113) + ",5,some words " + std::to_string(i) + ","
                + std::to_string(i % 7) + (i % 3 == 0 ? ",A" : ",B") + (i % 2 == 0 ? ",f" : ",m")
                + (i % 3 == 0 ? ",yes\n" : ",no\n");
        const Described table = describe(bytes);
        QCOMPARE(table.proposal.roles.exclude,
            (std::vector<std::string> {"id", "day", "fnlwgt", "const", "remark", "approved_code"}));
        for (const std::string& name : table.proposal.roles.exclude)
            QVERIFY(std::ranges::any_of(
                table.proposal.reasons, [&](const auto& reason) { return reason.first == name; }));
    }

    void numericAttributeIsCutAtItsMedian()
    {
        std::string bytes = "x,age,hired\n";
        for (int i = 0; i < 101; ++i)
            bytes += std::to_string(i % 5) + "," + std::to_string(20 + i) + (i % 2 == 0 ? ",1\n" : ",0\n");
        const Described table = describe(bytes);
        QCOMPARE(table.proposal.roles.sensitive, std::vector<std::string> {"age"});
        QCOMPARE(table.proposal.roles.cuts.at("age"), std::vector<double> {70.0});
    }

    void doubtsAreSaid()
    {
        std::string bytes = "proxy,place,gender,hired\n";
        for (int i = 0; i < 200; ++i) {
            const bool female = i % 3 == 0;
            bytes += std::string(female ? "1" : "0") + ",town" + std::to_string(i % 60)
                + (female ? ",f" : ",m") + (female || i % 2 == 0 ? ",0\n" : ",1\n");
        }
        bytes += "1,town1,x,\n,town1,,1\n";
        const Described table = describe(bytes);
        const std::string doubts
            = all(checkTable(*table.data.table, table.profiles, table.proposal.roles, {}));
        for (const char* const part : {"“proxy” is a proxy of “gender” (association",
                 "no row of group “f” has the favourable outcome “1”", "“x” (1), “(missing)” (1)",
                 "1 of 202 rows have no value of the target", "1 of 202 rows have no value of “gender”",
                 "“place” (60)"})
            QVERIFY2(doubts.find(part) != std::string::npos, (std::string(part) + "\n" + doubts).c_str());
        QVERIFY(doubts.find("“place” is a proxy") == std::string::npos);
    }

    void oneGroupAndManyFeaturesAreSaid()
    {
        std::string header = "gender,hired";
        std::string row = "f,1";
        for (int i = 0; i < 20; ++i) {
            header += ",x" + std::to_string(i);
            row += "," + std::to_string(i);
        }
        std::string bytes = header + "\n";
        for (int i = 0; i < 10; ++i) {
            std::string line = "f," + std::to_string(i % 2);
            for (int k = 0; k < 20; ++k)
                line.append(",").append(std::to_string((i * 7 + k * k) % 11)).append(".5");
            bytes += line + "\n";
        }
        const Described table = describe(bytes);
        Roles roles;
        roles.target = "hired";
        roles.favourable = "1";
        roles.sensitive = {"gender"};
        const std::string doubts = all(checkTable(*table.data.table, table.profiles, roles, {}));
        QVERIFY2(doubts.find("only one group") != std::string::npos, doubts.c_str());
        QVERIFY2(
            doubts.find("20 features after encoding but only 10 rows") != std::string::npos, doubts.c_str());
    }

    void predictionsAreFoundByName_data()
    {
        QTest::addColumn<int>("meaning");
        const auto add = [](PredictionName meaning, const std::vector<const char*>& names) {
            for (const char* const name : names)
                QTest::newRow(name) << static_cast<int>(meaning);
        };
        add(PredictionName::Score,
            {"score", "risk_score", "decile_score", "model_score", "Risk Score", "modelScore"});
        add(PredictionName::Prediction,
            {"prediction", "predicted", "pred", "yhat", "y_hat", "y_pred", "label_pred", "predicted_label"});
        add(PredictionName::Probability,
            {"proba", "probability", "p_hat", "predicted_probability", "pred_proba"});
        add(PredictionName::No,
            {"exam_score", "math_score", "credit_score", "LSAT", "predictor", "scored", "score_text", "test",
                "problem", "Y", "decile3", "score2", "v_decile_score"});
    }
    void predictionsAreFoundByName()
    {
        QFETCH(int, meaning);
        QCOMPARE(static_cast<int>(predictionName(QTest::currentDataTag())), meaning);
    }

    void decisionsAndProbabilitiesBesideAnOutcomeAreProposed()
    {
        std::string bytes = "x,sex,y_true,y_pred,proba\n";
        for (int i = 0; i < 100; ++i)
            bytes += std::to_string(i % 7) + (i % 2 == 0 ? ",f," : ",m,") + (i % 3 == 0 ? "1," : "0,")
                + (i % 4 == 0 ? "1,0." : "0,0.") + std::to_string(i % 3 == 0 ? 60 + i % 9 : 10 + i % 9)
                + "\n";
        const RoleProposal proposal = describe(bytes).proposal;
        QCOMPARE(proposal.roles.target, std::string("y_true"));
        QCOMPARE(proposal.audit.prediction, std::string("y_pred"));
        QCOMPARE(proposal.audit.score, std::string("proba"));
        QVERIFY(!proposal.audit.threshold);
        QVERIFY(proposal.audit.highScoreIsFavourable);
        QCOMPARE(proposal.roles.exclude, (std::vector<std::string> {"y_pred", "proba"}));
        for (const char* const name : {"y_pred", "proba"})
            QVERIFY(std::ranges::any_of(
                proposal.reasons, [&](const auto& reason) { return reason.first == name; }));
    }
    void predictionsWithoutAnOutcomeNeedNone()
    {
        std::string bytes = "age_group,sex,prediction\n";
        for (int i = 0; i < 100; ++i)
            bytes += std::string(i % 3 == 0 ? "young" : "old") + (i % 2 == 0 ? ",f," : ",m,")
                + (i % 4 == 0 ? "yes\n" : "no\n");
        const RoleProposal proposal = describe(bytes).proposal;
        QCOMPARE(proposal.roles.target, std::string());
        QCOMPARE(proposal.audit.prediction, std::string("prediction"));
        QCOMPARE(proposal.roles.favourable, std::string("yes"));
    }
    void aScoreWithoutAnOutcomeIsTheOutcome()
    {
        std::string bytes = "x,sex,score\n";
        for (int i = 0; i < 100; ++i)
            bytes += std::to_string(i % 7) + (i % 2 == 0 ? ",f," : ",m,") + std::to_string(i % 10) + "\n";
        const RoleProposal proposal = describe(bytes).proposal;
        QCOMPARE(proposal.roles.target, std::string("score"));
        QVERIFY(!proposal.audit.hasPredictions());
    }
    void predictedNumbersOfARegressionAreProposed()
    {
        std::string bytes = "sex,wage,predicted_wage\n";
        for (int i = 0; i < 100; ++i)
            bytes += std::string(i % 2 == 0 ? "f," : "m,") + std::to_string(300 + 7 * i) + ".5,"
                + std::to_string(310 + 6 * i) + ".25\n";
        const RoleProposal proposal = describe(bytes).proposal;
        QCOMPARE(proposal.roles.target, std::string("wage"));
        QCOMPARE(proposal.roles.task, Task::Regression);
        QCOMPARE(proposal.audit.prediction, std::string("predicted_wage"));
    }

    void publishedPredictionsAreFound_data()
    {
        QTest::addColumn<QString>("prediction");
        QTest::addColumn<QString>("score");
        QTest::addColumn<double>("threshold");
        QTest::newRow("compas_scored.csv") << "score"
                                           << "" << -1.0;
        QTest::newRow("adult_rf_scored.csv") << "score"
                                             << "" << -1.0;
        QTest::newRow("nyc_sqf_scored.csv") << ""
                                            << "score" << -1.0; // all ones: one decision only
        QTest::newRow("compas-scores-two-years.csv") << ""
                                                     << "decile_score" << 5.0;
        for (const char* const file :
            {"adult.csv", "german.csv", "law_data.csv", "school.csv", "bank-full.csv", "law_school_clean.csv",
                "nlsy.csv", "student-mat.csv", "communities_crime.csv", "diabetic_data.csv.gz",
                "default_credit_card.csv", "arrhythmia.csv"})
            QTest::newRow(file) << ""
                                << "" << -1.0;
    }
    void publishedPredictionsAreFound()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        QFETCH(QString, prediction);
        QFETCH(QString, score);
        QFETCH(double, threshold);
        const Described table = describe(readTable(folder / QTest::currentDataTag(), {}, {}).value());
        const AuditSpec& audit = table.proposal.audit;
        QCOMPARE(QString::fromStdString(audit.prediction), prediction);
        QCOMPARE(QString::fromStdString(audit.score), score);
        QCOMPARE(audit.threshold.value_or(-1.0), threshold);
        if (!score.isEmpty())
            QVERIFY(!audit.highScoreIsFavourable); // they warn
    }

    void publishedTableIsUnderstood_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("favourable");
        QTest::addColumn<QString>("sensitive");
        const auto add = [](const char* file, const char* target, const char* good, const char* sensitive) {
            QTest::newRow(file) << QString::fromUtf8(target) << QString::fromUtf8(good)
                                << QString::fromUtf8(sensitive);
        };
        add("adult.csv", "income", ">50K", "sex");
        add("compas-scores-two-years.csv", "two_year_recid", "0", "sex");
        add("compas-scores-two-years-violent.csv", "two_year_recid", "0", "sex");
        add("german.csv", "credit", "1", "foreign_worker");
        add("south_german_credit.csv", "kredit", "1", "gastarb");
        add("communities_crime.csv", "ViolentCrimesPerPop", "", "racepctblack");
        add("communities_crime_fairml.csv.gz", "ViolentCrimesPerPop", "", "racepctblack");
        add("law_data.csv", "first_pf", "1", "sex");
        add("law_school_clean.csv", "pass_bar", "1", "male");
        add("law_school_admissions_fairml.csv", "bar", "TRUE", "gender");
        add("student-mat.csv", "G3", "", "sex");
        add("bank-full.csv", "y", "yes", "marital");
        add("bank-additional-full.csv.gz", "y", "yes", "marital");
        add("default_credit_card.csv", "default payment", "0", "SEX");
        add("arrhythmia.csv", "class", "1", "sex");
        add("nlsy.csv", "income90", "", "gender");
        add("obesity_levels.csv", "NObeyesdad", "Normal_Weight", "Gender");
        add("acs_income_ca2018_sample.csv", "PINCP", "1", "SEX");
        add("diabetic_data.csv.gz", "readmitted", "NO", "gender");
        add("cps1985.csv", "wage", "", "gender");
        add("cps1988.csv", "wage", "", "ethnicity");
        add("bank_wages.csv", "job", "manage", "gender");
        add("resume_names.csv", "call", "yes", "gender");
        add("credit_approval.csv", "class", "+", "");
        add("insurance.csv", "charges", "", "sex");
        add("school.csv", "exam_score", "", "gender");
        add("compas_scored.csv", "label_value", "0", "sex");
        add("nyc_sqf_scored.csv", "label_value", "0", "sex");
    }
    void publishedTableIsUnderstood()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        QFETCH(QString, target);
        QFETCH(QString, favourable);
        QFETCH(QString, sensitive);
        const Described table = describe(readTable(folder / QTest::currentDataTag(), {}, {}).value());
        const Roles& roles = table.proposal.roles;
        QCOMPARE(QString::fromStdString(roles.target), target);
        QCOMPARE(QString::fromStdString(roles.favourable), favourable);
        QCOMPARE(
            roles.sensitive.empty() ? QString() : QString::fromStdString(roles.sensitive.front()), sensitive);
    }
};

QTEST_GUILESS_MAIN(TestProposeRoles)
#include "tst_propose_roles.moc"
