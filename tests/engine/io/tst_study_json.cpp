#include "engine/io/study_json.h"

#include <QtTest/QtTest>

using namespace evenhand;

namespace {
const char* const kContractExample = R"({ "format": "evenhand-study", "version": 1,
  "data": { "path": "adult.csv", "sha256": "ab" },
  "roles": { "task": "classification", "target": "income", "favourable": ">50K", "sensitive": ["sex"],
             "exclude": ["fnlwgt"], "weight": null, "sensitive_as_feature": false },
  "split": { "kind": "holdout", "test_fraction": 0.3, "calibration_fraction": 0.0, "repeats": 10, "seed": 1 },
  "encoding": { "standardise": true, "intercept": true },
  "runs": [
    { "learner": { "id": "logistic", "C": 1.0 } },
    { "learner": { "id": "ridge", "lambda": [0.1, 1, 10] }, "method": { "id": "wasserstein_barycenter", "strength": [0, 0.25, 1], "estimator": "exact" } } ],
  "report": { "error": "accuracy", "unfairness": "demographic_parity_difference" },
  "view": { "tab": "groups" } })";
}

class TstStudyJson : public QObject {
    Q_OBJECT
private slots:
    void readsTheDocumentedExample()
    {
        const StudyFile file = parseStudyFile(kContractExample, "s").value();
        const Study& study = file.study;
        QCOMPARE(study.roles.favourable, std::string(">50K"));
        QCOMPARE(study.roles.sensitive, std::vector<std::string> {"sex"});
        QCOMPARE(study.split.repeats, 10);
        QCOMPARE(study.runs.size(), std::size_t {2});
        QCOMPARE(std::get<double>(study.runs[1].learner.params.at("lambda")[2]), 10.0);
        QCOMPARE(std::get<std::string>(study.runs[1].method.params.at("estimator")[0]), std::string("exact"));
        QCOMPARE(file.view.at("tab"), std::string("groups"));
    }
    void writtenStudyReadsBackEqual()
    {
        StudyFile file = parseStudyFile(kContractExample, "s").value();
        file.study.roles.cuts["age"] = {25, 40.5};
        file.study.split.seed = 18446744073709551615ULL;
        file.study.split.testFraction = 0.1 + 0.2;
        const StudyFile again = parseStudyFile(writeStudy(file.study, file.view), "s").value();
        QVERIFY(again.study == file.study);
        QCOMPARE(again.view, file.view);
    }
    void aSelectionReadsBackEqual()
    {
        Study study = parseStudy(kContractExample, "s").value();
        study.runs[0].selection = SelectionSpec {};
        study.runs[1].selection = SelectionSpec {SelectionKind::BestError, 7, 0.1 + 0.2, "ks_distance"};
        QVERIFY(parseStudy(writeStudy(study), "s").value() == study);
        QVERIFY(writeStudy(study).find("\"version\": 1,") != std::string::npos);
        const std::string kindOnly = R"({"format":"evenhand-study","version":1,"runs":[)"
                                     R"({"learner":{"id":"ridge"},"selection":{"kind":"two_step"}}]})";
        QVERIFY(parseStudy(kindOnly, "s").value().runs[0].selection == SelectionSpec {});
    }
    void furtherTargetsReadBackEqual()
    {
        const Study study = parseStudy(R"({"format":"evenhand-study","version":1,"roles":{"target":"y",
            "tasks":[{"column":"hours-per-week","above":40},
                {"column":"marital-status","favourable":["Married-civ-spouse","Married-AF-spouse"]},
                {"column":"age","task":"regression"},{"column":"flag","favourable":1}]}})",
            "s")
                                .value();
        using Names = std::vector<std::string>;
        const std::vector<TaskTarget> expected {{"hours-per-week", Task::Classification, {}, 40.0},
            {"marital-status", Task::Classification, Names {"Married-civ-spouse", "Married-AF-spouse"}, {}},
            {"age", Task::Regression, {}, {}}, {"flag", Task::Classification, Names {"1"}, {}}};
        QVERIFY(study.roles.tasks == expected);
        QVERIFY(parseStudy(writeStudy(study), "s").value() == study);
        Study schools;
        schools.roles.taskColumn = "school";
        QVERIFY(parseStudy(writeStudy(schools), "s").value() == schools);
        QVERIFY(writeStudy({}).find("task_column") == std::string::npos);
        QVERIFY(writeStudy({}).find("tasks") == std::string::npos);
    }
    void importChoicesReadBackEqual()
    {
        Study study;
        study.import.delimiter = '\t';
        study.import.hasHeader = false;
        study.import.comment = '#';
        study.import.skipLines = 2;
        study.import.encoding = TextEncoding::Windows1252;
        study.import.decimalPoint = ',';
        study.import.missingMarkers = {"unknown", ""};
        QVERIFY(parseStudy(writeStudy(study), "s").value() == study);
        QVERIFY(parseStudy(writeStudy({}), "s").value() == Study {});
    }
    void anAuditReadsBackEqual()
    {
        Study study;
        study.roles.sensitive = {"race"};
        study.audit.score = "decile_score";
        study.audit.threshold = 5.0;
        study.audit.highScoreIsFavourable = false;
        study.audit.reference = "Caucasian";
        study.audit.condition = "c_charge_degree";
        study.audit.convention = "aequitas";
        study.audit.confidence = 0.99;
        study.audit.replicates = 500;
        study.audit.seed = 18446744073709551615ULL;
        study.audit.policy = {false, 0.7, 0.1};
        QVERIFY(parseStudy(writeStudy(study), "s").value() == study); // without a true outcome
    }
    void anAuditLikeTheDefaultIsNotWritten()
    {
        QVERIFY(writeStudy({}).find("audit") == std::string::npos);
        const Study study
            = parseStudy(QByteArray("{'format':'evenhand-study','version':1,'audit':{'prediction':'p'}}")
                             .replace('\'', '"')
                             .toStdString(),
                "s")
                  .value();
        AuditSpec expected;
        expected.prediction = "p";
        QVERIFY(study.audit == expected);
    }
    void splitByColumnReadsBackEqual()
    {
        Study study;
        study.split.kind = SplitKind::Column;
        study.split.column = "part";
        study.split.trainValues = {"a", "b"};
        study.split.testValues = {"c"};
        study.roles.features = {"x"};
        const Study again = parseStudy(writeStudy(study), "s").value();
        QCOMPARE(again.split.trainValues, study.split.trainValues);
        QCOMPARE(again.roles.features, study.roles.features);
    }
    void aNumericFavourableOutcomeIsItsLevel()
    {
        const Study study = parseStudy(
            R"({"format":"evenhand-study","version":1,"roles":{"target":"y","favourable":1}})", "s")
                                .value();
        QCOMPARE(study.roles.favourable, std::string("1"));
    }
    void namesTheFieldThatIsWrong_data()
    {
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("named");
        QTest::newRow("misspelt") << R"("roles":{"sensitve":["sex"]})"
                                  << "roles.sensitve";
        QTest::newRow("type") << R"("split":{"repeats":"ten"})"
                              << "split.repeats";
        QTest::newRow("kind") << R"("split":{"kind":"thirds"})"
                              << "split.kind";
        QTest::newRow("list") << R"("runs":{})"
                              << "runs";
        QTest::newRow("learner") << R"("runs":[{"learner":{}}])"
                                 << "runs[0].learner";
        QTest::newRow("grid") << R"("runs":[{"learner":{"id":"ridge","lambda":[]}}])"
                              << "runs[0].learner.lambda";
        const auto selection = [](const char* fields) {
            return QString(R"("runs":[{"learner":{"id":"ridge"},"selection":{%1}}])").arg(fields);
        };
        QTest::newRow("selection") << R"("runs":[{"learner":{"id":"ridge"},"selection":"two_step"}])"
                                   << "runs[0].selection";
        QTest::newRow("selection kind") << selection("\"folds\":5") << "runs[0].selection.kind";
        QTest::newRow("selection folds")
            << selection("\"kind\":\"two_step\",\"folds\":1") << "runs[0].selection.folds";
        QTest::newRow("selection keep")
            << selection("\"kind\":\"two_step\",\"keep\":1.5") << "runs[0].selection.keep";
        QTest::newRow("selection metric") << selection("\"kind\":\"two_step\",\"unfairness\":\"accuracy\"")
                                          << "runs[0].selection.unfairness";
        QTest::newRow("selection field")
            << selection("\"kind\":\"two_step\",\"fold\":5") << "runs[0].selection.fold";
        QTest::newRow("import") << R"("data":{"import":{"encoding":"ebcdic"}})"
                                << "data.import.encoding";
        QTest::newRow("cuts") << R"("roles":{"cuts":{"age":"old"}})"
                              << "roles.cuts";
        const auto task = [](const char* fields) { return QString(R"("roles":{"tasks":[%1]})").arg(fields); };
        QTest::newRow("tasks") << R"("roles":{"tasks":"hours"})"
                               << "roles.tasks";
        QTest::newRow("task") << task("\"hours\"") << "roles.tasks[0]";
        QTest::newRow("task without column") << task(R"({"above":40})") << "roles.tasks[0].column";
        QTest::newRow("task cut") << task(R"({"column":"h","above":40},{"column":"a","above":"old"})")
                                  << "roles.tasks[1].above";
        QTest::newRow("task values") << task(R"({"column":"m","favourable":["a",["b"]]})")
                                     << "roles.tasks[0].favourable";
        QTest::newRow("task kind") << task(R"({"column":"m","task":"ranking"})") << "roles.tasks[0].task";
        QTest::newRow("task field") << task(R"({"column":"m","below":3})") << "roles.tasks[0].below";
        QTest::newRow("task column") << R"("roles":{"task_column":["school"]})"
                                     << "roles.task_column";
        QTest::newRow("audit threshold") << "\"audit\":{\"score\":\"s\",\"threshold\":\"high\"}"
                                         << "audit.threshold";
        QTest::newRow("audit confidence") << "\"audit\":{\"score\":\"s\",\"confidence\":95}"
                                          << "audit.confidence";
        QTest::newRow("audit convention") << "\"audit\":{\"score\":\"s\",\"convention\":\"mine\"}"
                                          << "audit.convention";
        QTest::newRow("audit policy") << "\"audit\":{\"score\":\"s\",\"policy\":{\"ratio\":0}}"
                                      << "audit.policy.ratio";
        QTest::newRow("audit field") << "\"audit\":{\"predictions\":\"s\"}"
                                     << "audit.predictions";
        QTest::newRow("audit twice") << "\"audit\":{\"score\":\"s\",\"prediction\":\"s\"}"
                                     << "audit.prediction";
        QTest::newRow("audit target") << "\"roles\":{\"target\":\"s\"},\"audit\":{\"score\":\"s\"}"
                                      << "roles.target";
        QTest::newRow("audit group") << "\"roles\":{\"sensitive\":[\"s\"]},\"audit\":{\"score\":\"s\"}"
                                     << "roles.sensitive";
        QTest::newRow("audit no score") << "\"audit\":{\"prediction\":\"s\",\"threshold\":1}"
                                        << "audit.score";
    }
    void namesTheFieldThatIsWrong()
    {
        QFETCH(QString, body);
        QFETCH(QString, named);
        const std::string file = R"({"format":"evenhand-study","version":1,)" + body.toStdString() + "}";
        const Error error = parseStudy(file, "s").error();
        QCOMPARE(error.code, ErrorCode::Unreadable);
        QVERIFY2(QString::fromStdString(error.english()).contains(named), error.english().c_str());
    }
    void refusesANewerVersion()
    {
        const Error error = parseStudy(R"({"format":"evenhand-study","version":99})", "s").error();
        QCOMPARE(error.code, ErrorCode::UnsupportedVersion);
        QVERIFY(error.english().find("99") != std::string::npos);
    }
    void findsTheTableBesideTheStudy()
    {
        Study study;
        study.dataPath = "adult.csv";
        QCOMPARE(dataPathOf(study, "/home/x/study.evenhand"), std::filesystem::path("/home/x/adult.csv"));
        study.dataPath = "/data/adult.csv";
        QCOMPARE(dataPathOf(study, "/home/x/study.evenhand"), std::filesystem::path("/data/adult.csv"));
    }
};

QTEST_GUILESS_MAIN(TstStudyJson)
#include "tst_study_json.moc"
