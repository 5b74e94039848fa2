// Times and quality of reductions with logistic regression. Arguments: files that reductions_peers.py writes:
// doubles n and columns, then column by column part (0 training, 1 test), group, outcome and features.
// Prints per file and method "NAME SECONDS PROCESSOR_SECONDS" (the fastest of some fits, the base model's own
// included) and "#NAME PART ERROR GAP", the gap that of a group to all rows.

#include "engine/core/parallel.h"
#include "engine/methods/exponentiated_gradient.h"
#include "engine/methods/grid_search.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>

using namespace evenhand;
using Eigen::Index;

namespace {

constexpr int kFits = 5;

struct Rows {
    EncodedData train, test;
    std::vector<std::string> groups;
};

void take(const Eigen::MatrixXd& cells, const std::vector<Index>& rows, EncodedData& data)
{
    const auto n = static_cast<Index>(rows.size());
    data.x.dense = cells(rows, Eigen::seq(3, Eigen::last));
    data.x.featureNames.resize(static_cast<std::size_t>(cells.cols() - 3));
    data.y = cells(rows, 2);
    data.weight = Eigen::VectorXd::Ones(n);
    for (const Index row : rows) {
        data.group.push_back(static_cast<std::int32_t>(cells(row, 1)));
        data.row.push_back(row);
    }
}

Rows readRows(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    double shape[2] = {0.0, 0.0};
    stream.read(reinterpret_cast<char*>(shape), sizeof shape);
    Eigen::MatrixXd cells(static_cast<Index>(shape[0]), static_cast<Index>(shape[1]));
    stream.read(reinterpret_cast<char*>(cells.data()),
        static_cast<std::streamsize>(cells.size()) * static_cast<std::streamsize>(sizeof(double)));
    std::vector<Index> part[2];
    for (Index i = 0; i < cells.rows(); ++i)
        part[cells(i, 0) > 0.5 ? 1 : 0].push_back(i);
    Rows made;
    take(cells, part[0], made.train);
    take(cells, part[1], made.test);
    for (int g = 0; g <= static_cast<int>(cells.col(1).maxCoeff()); ++g)
        made.groups.push_back(std::to_string(g));
    return made;
}

double meanWhere(const EncodedData& rows, const Scores& values, int group, double outcome)
{
    double sum = 0.0, count = 0.0;
    for (Index i = 0; i < values.size(); ++i)
        if ((group < 0 || rows.group[static_cast<std::size_t>(i)] == group)
            && (outcome < 0.0 || rows.y[i] == outcome)) {
            sum += values[i];
            count += 1.0;
        }
    return sum / count;
}

void judge(const std::string& name, const char* part, const EncodedData& rows, const Scores& accepts,
    int groups, bool odds)
{
    double gap = 0.0;
    for (const double outcome : odds ? std::vector<double> {0.0, 1.0} : std::vector<double> {-1.0})
        for (int g = 0; g < groups; ++g)
            gap = std::max(
                gap, std::abs(meanWhere(rows, accepts, g, outcome) - meanWhere(rows, accepts, -1, outcome)));
    std::printf("#%s %s %.5f %.5f\n", name.c_str(), part, (rows.y - accepts).cwiseAbs().mean(), gap);
}

double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

void measure(const std::string& name, const Rows& rows, const MethodInfo& method, const ParamSet& given)
{
    const LearnerInfo& learner = *findLearner("logistic").value();
    const ParamSet learnerParams = completeParams(learner.id, learner.params, {}).value();
    const ParamSet params = completeParams(method.id, method.params, given).value();
    const RunContext ctx({}, nullptr, defaultThreads());
    const CalibrationData none {};
    double fastest = HUGE_VAL, processor = HUGE_VAL;
    std::shared_ptr<const FairPredictor> fair;
    for (int fit = 0; fit < kFits; ++fit) {
        const auto begin = std::chrono::steady_clock::now();
        const double used = processorSeconds();
        const auto base = learner.make()->fit(rows.train, learnerParams, {}, ctx).value();
        const FitInput input {
            rows.train, none, base, rows.groups, Task::Classification, {}, 1, &learner, &learnerParams};
        fair = method.make()->fit(input, {params}, ctx).value().front();
        processor = std::min(processor, processorSeconds() - used);
        fastest = std::min(
            fastest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    std::printf("%s %.5f %.5f\n", name.c_str(), fastest, processor);
    const auto decided = [&](const EncodedData& part) -> Scores {
        const Scores scores = fair->predict(part, {}, ctx).value();
        return method.decides ? scores : Scores((scores.array() >= 0.5).cast<double>());
    };
    const bool odds = choice(params, "notion") == "equalized_odds";
    const auto groups = static_cast<int>(rows.groups.size());
    judge(name, "train", rows.train, decided(rows.train), groups, odds);
    judge(name, "test", rows.test, decided(rows.test), groups, odds);
    for (const Text& warning : fair->warnings())
        std::printf("# %s\n", warning.english().c_str());
    std::fflush(stdout);
}

} // namespace

int main(int argc, char** argv)
{
    for (int i = 1; i < argc; ++i) {
        const std::filesystem::path file = argv[i];
        const Rows rows = readRows(file);
        const std::string name = file.stem().string();
        for (const char* const notion : {"demographic_parity", "equalized_odds"}) {
            const ParamSet setting {{"notion", std::string(notion)}};
            measure(name + "_eg_" + notion, rows, exponentiatedGradient(), setting);
        }
        measure(name + "_grid_demographic_parity", rows, gridSearch(), {{"grid_size", 10.0}});
    }
    return 0;
}
