#include "engine/data/encoder.h"
#include "engine/io/read_table.h"
#include "engine/learners/learner.h"
#include "engine/learners/linear_predictor.h"
#include "tests/engine/learners/scikit_learn_coefficients.h"
#include "tests/support/data.h"
#include "tests/support/tables.h"

#include <QtTest/QtTest>

using namespace evenhand;
using namespace evenhand::test;

namespace {

/// All rows of a table, encoded, with the outcome 1[target = favourable] or the target's number.
EncodedData encoded(const Table& table, const std::vector<std::string>& features, const std::string& target,
    const std::string& favourable)
{
    const std::vector<Eigen::Index> rows = firstRows(table.rows());
    EncodedData data;
    data.x = Encoder::fit(table, features, rows, {}).value().transform(table, rows).value();
    data.row = rows;
    data.group.assign(rows.size(), 0);
    data.weight = Eigen::VectorXd::Ones(data.x.rows());
    data.y.resize(data.x.rows());
    const Column& column = *table.column(target).value();
    for (std::size_t i = 0; i < rows.size(); ++i)
        data.y[static_cast<Eigen::Index>(i)] = favourable.empty() ? column.numeric()->values[i]
            : column.cell(i) == favourable                        ? 1.0
                                                                  : 0.0;
    return data;
}

std::shared_ptr<const LinearPredictor> fitDefault(std::string_view id, const EncodedData& data)
{
    const LearnerInfo& info = *findLearner(id).value();
    const ParamSet params = completeParams(id, info.params, {}).value();
    return std::dynamic_pointer_cast<const LinearPredictor>(info.make()->fit(data, params, {}, {}).value());
}

/// Largest difference from the reference, by feature name; infinite when the names differ.
double largestDifference(
    const LinearPredictor& model, const EncodedData& data, const NamedCoefficients& reference)
{
    if (reference.size() != data.x.featureNames.size() + 1)
        return HUGE_VAL;
    double largest = 0.0;
    for (const auto& [name, value] : reference) {
        const auto found = std::ranges::find(data.x.featureNames, name);
        if (found == data.x.featureNames.end() && name != "(intercept)")
            return HUGE_VAL;
        const double own = name == "(intercept)" ? model.intercept()
                                                 : model.coefficients()[found - data.x.featureNames.begin()];
        largest = std::max(largest, std::abs(own - value));
    }
    return largest;
}

/// 16 applicants with two numbers and two categories, one number and one category missing.
std::shared_ptr<const Table> smallTable()
{
    return table({numbers("age", {25, 38, 28, 44, 18, 34, 29, 63, 24, 55, 65, 36, 26, 58, 48, kMissing}),
        numbers("hours", {40, 50, 40, 40, 30, 30, 40, 32, 40, 10, 40, 40, 39, 35, 48, 50}),
        levels("work", "p p l p - p - s p p p f p - p p"), levels("sex", "M M M M F M M M F M M M F M M M"),
        numbers("high", {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1}),
        numbers(
            "wage", {7.1, 9.5, 12.2, 14.0, 5.3, 8.8, 7.9, 15.1, 6.6, 8.2, 13.7, 9.9, 7.0, 9.1, 13.0, 14.4})});
}

const std::vector<std::string> kSmallFeatures {"age", "hours", "work", "sex"};

// tests/engine/learners/scikit_learn_small.py prints these (scikit-learn 1.9.1).
const NamedCoefficients kSmallLogistic {
    {"age", 0.8967299309697443},
    {"age (missing)", 0.3274231175490118},
    {"hours", 0.7080908183828388},
    {"work = p", -0.0037256889557586},
    {"work = l", 0.6108421454826507},
    {"work = s", 0.3160596503406292},
    {"work = f", -0.29520233006012636},
    {"work = (missing)", -0.6279737768073946},
    {"sex = M", 0.29234279345588127},
    {"sex = F", -0.2923427934558811},
    {"(intercept)", -0.8325519888972593},
};
const NamedCoefficients kSmallRidge {
    {"age", 1.7262206752996707},
    {"age (missing)", 1.3715409186741745},
    {"hours", 1.0770667413536952},
    {"work = p", -0.5073989126797891},
    {"work = l", 1.2666654625327716},
    {"work = s", 1.1324814498576576},
    {"work = f", -0.3517376585613189},
    {"work = (missing)", -1.5400103411493182},
    {"sex = M", 0.6275167940159166},
    {"sex = F", -0.6275167940159164},
    {"(intercept)", 10.11249387734896},
};

/// What the reference itself is sure of.
constexpr double kAgreement = 1e-10;

} // namespace

class TstScikitLearn : public QObject {
    Q_OBJECT
private slots:
    void logisticAgreesOnASmallTable()
    {
        const EncodedData data = encoded(*smallTable(), kSmallFeatures, "high", "1");
        QVERIFY(largestDifference(*fitDefault("logistic", data), data, kSmallLogistic) < kAgreement);
    }
    void ridgeAgreesOnASmallTable()
    {
        const EncodedData data = encoded(*smallTable(), kSmallFeatures, "wage", "");
        QVERIFY(largestDifference(*fitDefault("ridge", data), data, kSmallRidge) < kAgreement);
    }
    void logisticAgreesOnAdult()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        const Dataset adult = readTable(folder / "adult.csv", {}, {}).value();
        const EncodedData data = encoded(*adult.table,
            {"age", "workclass", "education", "education-num", "marital-status", "occupation", "relationship",
                "race", "capital-gain", "capital-loss", "hours-per-week", "native-country"},
            "income", ">50K");
        const double difference = largestDifference(*fitDefault("logistic", data), data, kAdultLogistic);
        QVERIFY2(difference < kAgreement, qPrintable(QString::number(difference)));
    }
    void ridgeAgreesOnLawSchool()
    {
        EVENHAND_NEEDS_REAL_DATA(folder);
        const Dataset law = readTable(folder / "law_school_admissions_fairml.csv", {}, {}).value();
        const EncodedData data = encoded(*law.table,
            {"age", "decile1", "decile3", "fam_inc", "lsat", "gender", "cluster", "fulltime", "bar"}, "ugpa",
            "");
        const double difference = largestDifference(*fitDefault("ridge", data), data, kLawRidge);
        QVERIFY2(difference < kAgreement, qPrintable(QString::number(difference)));
    }
};

QTEST_GUILESS_MAIN(TstScikitLearn)
#include "tst_scikit_learn.moc"
