// Times of fitting the linear learners, one line "NAME SECONDS" each: the fastest and the median of several
// fits. Adult is read from the folder given as the first argument and left out without one; the rest is
// simulated. learners_peers.py runs this and scikit-learn on the same data and prints the ratios.

#include "engine/data/encoder.h"
#include "engine/io/read_table.h"
#include "engine/learners/learner.h"
#include "tests/support/encoded.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <ctime>

using namespace evenhand;

namespace {

void measure(const char* name, std::string_view learner, const EncodedData& data)
{
    constexpr int kFits = 7;
    const LearnerInfo& info = *findLearner(learner).value();
    const ParamSet params = completeParams(learner, info.params, {}).value();
    std::vector<double> seconds;
    double processor = HUGE_VAL;
    for (int fit = 0; fit < kFits; ++fit) {
        const auto begin = std::chrono::steady_clock::now();
        const std::clock_t clock = std::clock();
        const auto model = info.make()->fit(data, params, {}, {}).value();
        seconds.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        processor = std::min(processor, static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC);
        for (const Text& warning : model->warnings())
            std::printf("# %s\n", warning.english().c_str());
    }
    std::ranges::sort(seconds);
    std::printf("%s %.6f %.6f %.6f\n", name, seconds.front(), seconds[seconds.size() / 2], processor);
    std::fflush(stdout);
}

EncodedData adult(const std::filesystem::path& folder)
{
    const Dataset read = readTable(folder / "adult.csv", {}, {}).value();
    const std::vector<std::string> features {"age", "workclass", "education", "education-num",
        "marital-status", "occupation", "relationship", "race", "capital-gain", "capital-loss",
        "hours-per-week", "native-country"};
    // 70 % of the rows, as a holdout split trains on.
    std::vector<Eigen::Index> rows;
    for (std::size_t row = 0; row < read.table->rows(); ++row)
        if (row % 10 < 7)
            rows.push_back(static_cast<Eigen::Index>(row));
    EncodedData data;
    data.x = Encoder::fit(*read.table, features, rows, {}).value().transform(*read.table, rows).value();
    data.y.resize(data.x.rows());
    const Column& income = *read.table->column("income").value();
    for (std::size_t i = 0; i < rows.size(); ++i)
        data.y[static_cast<Eigen::Index>(i)]
            = income.cell(static_cast<std::size_t>(rows[i])) == ">50K" ? 1.0 : 0.0;
    data.weight = Eigen::VectorXd::Ones(data.x.rows());
    data.group.assign(rows.size(), 0);
    data.row = rows;
    return data;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc > 1) {
        const EncodedData data = adult(argv[1]);
        measure("adult_logistic", "logistic", data);
        measure("adult_ridge", "ridge", data);
    }
    measure("dense_20000x200_logistic", "logistic", test::simulatedRows(20'000, 200, {}, true, 1));
    measure("dense_20000x200_ridge", "ridge", test::simulatedRows(20'000, 200, {}, false, 1));
    measure("levels_20000x5000_logistic", "logistic", test::simulatedRows(20'000, 5, {4000, 1000}, true, 1));
    measure("levels_20000x5000_ridge", "ridge", test::simulatedRows(20'000, 5, {4000, 1000}, false, 1));
    measure("wide_500x5000_ridge", "ridge", test::simulatedRows(500, 5000, {}, false, 1));
    return 0;
}
