// Times of support vector machines without and with fairness constraints, one line "NAME SECONDS" each: the
// fastest of some fits. The arguments are CSV files with a header, y in {-1, 1} first, the sensitive
// feature's column number in the header's first cell ("y9"), as ferm_peers.py writes them: linear.csv rbf.csv
// large.csv.

#include "engine/core/parallel.h"
#include "engine/methods/notion.h"
#include "engine/svm/svm_learning.h"
#include "tests/support/encoded.h"

#include <sys/resource.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iterator>

using namespace evenhand;

namespace {

EncodedData readMatrix(const char* file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::string text {std::istreambuf_iterator<char>(stream), {}};
    const std::size_t header = text.find('\n');
    int sensitive = 0;
    std::from_chars(text.data() + 1, text.data() + text.find(','), sensitive);
    const auto columns = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(header), ',');
    std::vector<double> cells;
    for (const char* at = text.data() + header + 1; at < text.data() + text.size(); ++at) {
        double value = 0.0;
        at = std::from_chars(at, text.data() + text.size(), value).ptr;
        cells.push_back(value);
    }
    const auto n = static_cast<Eigen::Index>(cells.size()) / (columns + 1);
    EncodedData data;
    data.x.dense.resize(n, columns);
    data.x.featureNames.resize(static_cast<std::size_t>(columns));
    data.y.resize(n);
    data.weight = Eigen::VectorXd::Ones(n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto row = static_cast<std::size_t>(i * (columns + 1));
        data.y[i] = cells[row] > 0.0 ? 1.0 : 0.0;
        for (Eigen::Index j = 0; j < columns; ++j)
            data.x.dense(i, j) = cells[row + 1 + static_cast<std::size_t>(j)];
        data.row.push_back(i);
    }
    const double largest = data.x.dense.col(sensitive).maxCoeff();
    for (Eigen::Index i = 0; i < n; ++i)
        data.group.push_back(data.x.dense(i, sensitive) == largest ? 0 : 1);
    return data;
}

void measure(const char* name, const EncodedData& data, const SvmSettings& settings,
    const std::vector<Tolerance>& tolerances, int fits)
{
    const auto notion
        = constrainNotion(Notion::EqualOpportunity, Task::Classification, data, {"a", "b"}).value();
    const RunContext ctx({}, nullptr, defaultThreads());
    double fastest = HUGE_VAL;
    double gap = 0.0;
    for (int fit = 0; fit < fits; ++fit) {
        const auto begin = std::chrono::steady_clock::now();
        const ConstrainedPath path = tolerances.empty()
            ? trainSvm(data, settings, {}, {}, ctx).value()
            : trainSvm(data, settings, notion.constraints, tolerances, ctx).value();
        fastest = std::min(
            fastest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        gap = std::abs(path.unconstrained.constraint.dualityGap);
        for (const ConstrainedModel& model : path.models)
            gap = std::max(gap, std::abs(model.constraint.dualityGap));
    }
    rusage use {};
    getrusage(RUSAGE_SELF, &use);
    std::printf("%s %.4f\n# largest relative duality gap %.1e; memory so far %.0f MB\n", name, fastest, gap,
        static_cast<double>(use.ru_maxrss) / 1024.0);
    std::fflush(stdout);
}

void measureAll(const std::string& name, const EncodedData& data, const SvmSettings& settings, int fits)
{
    const std::vector<Tolerance> zero {{Tolerance::Kind::Number, 0.0}};
    std::vector<Tolerance> path;
    for (int k = 0; k < 50; ++k)
        path.push_back({Tolerance::Kind::Share, 1.0 - (k + 1) / 50.0});
    measure((name + "_plain").c_str(), data, settings, {}, fits);
    measure((name + "_ferm").c_str(), data, settings, zero, fits);
    measure((name + "_path50").c_str(), data, settings, path, fits);
}

} // namespace

int main(int argc, char** argv)
{
    SvmSettings linear;
    linear.name = "linear";
    linear.kernel.kind = KernelKind::Linear;
    linear.cost = 0.1;
    SvmSettings rbf;
    rbf.name = "rbf";
    rbf.kernel.gamma = 0.1;
    rbf.cost = 1.0;
    if (argc > 1)
        measureAll("linear", readMatrix(argv[1]), linear, 5);
    if (argc > 2)
        measureAll("rbf", readMatrix(argv[2]), rbf, 5);
    if (argc > 3) {
        const EncodedData large = readMatrix(argv[3]);
        measure("large_plain", large, rbf, {}, 1);
        measure("large_ferm", large, rbf, {{Tolerance::Kind::Number, 0.0}}, 1);
    }
    // Beyond the exact size: Nyström features, up to a million rows.
    for (const Eigen::Index n : {50'000, 1'000'000}) {
        EncodedData data = test::simulatedRows(n, 8, {6}, true, 1);
        for (Eigen::Index i = 0; i < n; ++i)
            data.group[static_cast<std::size_t>(i)] = data.x.dense(i, 0) > 0.3 ? 0 : 1;
        measure(n == 50'000 ? "nystroem_50000_ferm" : "nystroem_1000000_ferm", data, rbf,
            {{Tolerance::Kind::Number, 0.0}}, 1);
    }
    return 0;
}
