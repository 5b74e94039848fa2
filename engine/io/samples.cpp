#include "engine/io/samples.h"

#include "engine/core/rng.h"

#include <array>
#include <charconv>
#include <cmath>

namespace evenhand {

const std::vector<SampleInfo>& samples()
{
    static const std::vector<SampleInfo> kSamples {
        {"hmda", "Mortgages in Boston",
            "Was an application denied, and did it depend on being African-American? 2,380 rows.", "hmda.csv",
            "hmda.evenhand"},
        {"cps1988", "Wages in the United States",
            "Weekly wages of 28,155 men in 1988, by ethnicity: a regression.", "cps1988.csv",
            "cps1988.evenhand"},
        {"simulated", "A simulated table",
            "Made from a seed with a bias that you set, so the right answer is known.", "", ""},
    };
    return kSamples;
}

namespace {

constexpr std::array<std::array<double, 3>, 2> kShares {{{0.6, 0.4, 0.0}, {0.5, 0.3, 0.2}}};

std::int32_t drawGroup(double uniform, int groups)
{
    const auto& shares = kShares[static_cast<std::size_t>(groups) - 2];
    std::int32_t group = 0;
    for (double reached = shares[0]; uniform >= reached && group + 1 < groups;
         reached += shares[static_cast<std::size_t>(group)])
        ++group;
    return group;
}

constexpr std::string_view kSimulated = "simulated:";

template <class Number> bool readWhole(std::string_view digits, Number& target)
{
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), target);
    return read.ec == std::errc() && read.ptr == digits.data() + digits.size();
}

bool setPart(SimulationSpec& spec, std::string_view key, std::string_view value)
{
    if (key == "rows")
        return readWhole(value, spec.rows);
    if (key == "groups")
        return readWhole(value, spec.groups);
    if (key == "bias")
        return readWhole(value, spec.bias);
    if (key == "noise")
        return readWhole(value, spec.noise);
    return key == "seed" && readWhole(value, spec.seed);
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
    if (!(spec.bias >= 0.0) || !(spec.noise >= 0.0) || !std::isfinite(spec.bias)
        || !std::isfinite(spec.noise))
        return invalidArgument(text("bias and noise of the simulated table must be 0 or more"));

    CategoricalColumn group {{}, {}};
    for (int g = 0; g < spec.groups; ++g)
        group.levels.emplace_back(1, static_cast<char>('A' + g));
    CategoricalColumn referral {{}, {"no", "yes"}};
    CategoricalColumn hired {{}, {"no", "yes"}};
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
    columns.push_back({"group", ColumnKind::Categorical, std::move(group)});
    columns.push_back({"test_score", ColumnKind::Numeric, std::move(testScore)});
    columns.push_back({"experience", ColumnKind::Numeric, std::move(experience)});
    columns.push_back({"referral", ColumnKind::Boolean, std::move(referral)});
    columns.push_back({"merit_score", ColumnKind::Numeric, std::move(meritScore)});
    columns.push_back({"hired", ColumnKind::Boolean, std::move(hired)});

    Dataset data;
    EH_TRY(data.table, Table::create(std::move(columns)));
    data.name = "simulated";
    data.path = simulationPath(spec);
    data.dialect = text("made by the program from seed %1", spec.seed);
    return data;
}

std::string simulationPath(const SimulationSpec& spec)
{
    return std::string(kSimulated) + "rows=" + std::to_string(spec.rows)
        + ",groups=" + std::to_string(spec.groups) + ",bias=" + exactNumber(spec.bias)
        + ",noise=" + exactNumber(spec.noise) + ",seed=" + std::to_string(spec.seed);
}

bool isSimulationPath(std::string_view path)
{
    return path.starts_with(kSimulated);
}

Result<SimulationSpec> parseSimulationPath(std::string_view path)
{
    const auto malformed = [&] {
        return invalidArgument(text("“%1” does not describe a simulated table", path),
            text("write simulated:rows=3000,groups=2,bias=1,noise=0.5,seed=1"));
    };
    if (!isSimulationPath(path))
        return malformed();
    SimulationSpec spec;
    std::string_view rest = path.substr(kSimulated.size());
    while (!rest.empty()) {
        const std::string_view part = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), part.size() + 1));
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos
            || !setPart(spec, part.substr(0, equals), part.substr(equals + 1)))
            return malformed();
    }
    return spec;
}

Study simulatedStudy()
{
    Study study;
    study.roles.target = "hired";
    study.roles.favourable = "yes";
    study.roles.sensitive = {"group"};
    study.roles.exclude = {"merit_score"};
    study.errorMetric = "accuracy";
    study.unfairnessMetric = "ks_distance";
    const Component learner {"logistic", {{"C", {1.0}}}};
    Component method {"wasserstein_barycenter", {{"estimator", {std::string("smooth")}}}};
    for (int step = 0; step <= 10; ++step)
        method.params["strength"].emplace_back(step / 10.0);
    study.runs = {{learner, {}}, {learner, method}};
    return study;
}

} // namespace evenhand
