#include "engine/io/samples.h"

#include "engine/core/rng.h"

#include <array>
#include <cmath>

namespace evenhand {

const std::vector<SampleInfo>& samples()
{
    static const std::vector<SampleInfo> kSamples {
        { "hmda", "Mortgages in Boston", "Was an application denied, and did it depend on being African-American? 2,380 rows.",
            "hmda.csv", "hmda.evenhand" },
        { "cps1988", "Wages in the United States", "Weekly wages of 28,155 men in 1988, by ethnicity: a regression.",
            "cps1988.csv", "cps1988.evenhand" },
        { "simulated", "A simulated table", "Made from a seed with a bias that you set, so the right answer is known.", "", "" },
    };
    return kSamples;
}

namespace {

    constexpr std::array<std::array<double, 3>, 2> kShares { { { 0.6, 0.4, 0.0 }, { 0.5, 0.3, 0.2 } } };

    std::int32_t drawGroup(double uniform, int groups)
    {
        const auto& shares = kShares[static_cast<std::size_t>(groups) - 2];
        std::int32_t group = 0;
        for (double reached = shares[0]; uniform >= reached && group + 1 < groups; reached += shares[static_cast<std::size_t>(group)])
            ++group;
        return group;
    }

    struct Person {
        std::int32_t group = 0;
        double testScore = 0.0, experience = 0.0, meritScore = 0.0;
        bool hasReferral = false, isHired = false;
    };

    Person drawPerson(const SimulationSpec& spec, std::uint64_t row)
    {
        Rng rng(spec.seed, row); // a stream per row: the first rows of a longer table are the same people
        Person person;
        person.group = drawGroup(rng.uniform(), spec.groups);
        const double merit = rng.normal();
        const double penalty = spec.bias * person.group / (spec.groups - 1);
        person.testScore = merit - penalty + spec.noise * rng.normal();
        person.experience = std::max(0.0, std::round(10.0 * (5.0 + 2.0 * merit + 2.0 * rng.normal())) / 10.0);
        person.hasReferral = rng.uniform() < 1.0 / (1.0 + std::exp(-(merit - penalty)));
        person.meritScore = merit - penalty;
        person.isHired = rng.uniform() < 1.0 / (1.0 + std::exp(-2.0 * (merit - penalty)));
        return person;
    }

} // namespace

Result<Dataset> simulateTable(const SimulationSpec& spec)
{
    if (spec.groups < 2 || spec.groups > 3)
        return invalidArgument(text("the simulated table has 2 or 3 groups, not %1", spec.groups));
    if (spec.rows < 30)
        return invalidArgument(text("the simulated table needs at least 30 rows, not %1", spec.rows));
    if (!(spec.bias >= 0.0) || !(spec.noise >= 0.0) || !std::isfinite(spec.bias) || !std::isfinite(spec.noise))
        return invalidArgument(text("bias and noise of the simulated table must be 0 or more"));

    CategoricalColumn group { {}, {} };
    for (int g = 0; g < spec.groups; ++g)
        group.levels.emplace_back(1, static_cast<char>('A' + g));
    CategoricalColumn referral { {}, { "no", "yes" } };
    CategoricalColumn hired { {}, { "no", "yes" } };
    NumericColumn testScore;
    NumericColumn experience;
    NumericColumn meritScore;
    for (std::uint64_t row = 0; row < spec.rows; ++row) {
        const Person person = drawPerson(spec, row);
        group.codes.push_back(person.group);
        testScore.values.push_back(person.testScore);
        experience.values.push_back(person.experience);
        referral.codes.push_back(person.hasReferral ? 1 : 0);
        meritScore.values.push_back(person.meritScore);
        hired.codes.push_back(person.isHired ? 1 : 0);
    }
    std::vector<Column> columns;
    columns.push_back({ "group", ColumnKind::Categorical, std::move(group) });
    columns.push_back({ "test_score", ColumnKind::Numeric, std::move(testScore) });
    columns.push_back({ "experience", ColumnKind::Numeric, std::move(experience) });
    columns.push_back({ "referral", ColumnKind::Boolean, std::move(referral) });
    columns.push_back({ "merit_score", ColumnKind::Numeric, std::move(meritScore) });
    columns.push_back({ "hired", ColumnKind::Boolean, std::move(hired) });

    Dataset data;
    EH_TRY(data.table, Table::create(std::move(columns)));
    data.name = "simulated";
    data.path = "simulated:rows=" + std::to_string(spec.rows) + ",groups=" + std::to_string(spec.groups)
        + ",bias=" + exactNumber(spec.bias) + ",noise=" + exactNumber(spec.noise) + ",seed=" + std::to_string(spec.seed);
    data.dialect = text("made by the program from seed %1", spec.seed);
    return data;
}

Study simulatedStudy()
{
    Study study;
    study.roles.target = "hired";
    study.roles.favourable = "yes";
    study.roles.sensitive = { "group" };
    study.roles.exclude = { "merit_score" };
    study.errorMetric = "accuracy";
    study.unfairnessMetric = "ks_distance";
    const Component learner { "logistic", { { "C", { 1.0 } } } };
    Component method { "wasserstein_barycenter", { { "estimator", { std::string("smooth") } } } };
    for (int step = 0; step <= 10; ++step)
        method.params["strength"].emplace_back(step / 10.0);
    study.runs = { { learner, {} }, { learner, method } };
    return study;
}

} // namespace evenhand
