// Reads the tables given on the command line and prints how long it took: bench_csv [-t THREADS] [-r REPEATS]
// FILE… One line per file: seconds and megabytes per second of the fastest repeat, with the SHA-256 and
// without it, and the processor time of all threads together, which says more than the clock on a busy
// machine.

#include "engine/core/hash.h"
#include "engine/core/parallel.h"
#include "engine/io/csv_dialect.h"
#include "engine/io/csv_reader.h"
#include "engine/io/csv_source.h"
#include "engine/io/read_table.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string_view>

namespace {

using namespace evenhand;

struct Seconds {
    double clock = std::numeric_limits<double>::infinity();
    double processor = std::numeric_limits<double>::infinity();
};

double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

template <class Work> Seconds fastest(int repeats, const Work& work)
{
    Seconds best;
    for (int i = 0; i < repeats; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        const double before = processorSeconds();
        work();
        best.processor = std::min(best.processor, processorSeconds() - before);
        best.clock = std::min(
            best.clock, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

/// The reading alone: no hash, no kinds, no search for duplicates.
void parse(const char* file, const RunContext& ctx)
{
    constexpr std::size_t kPiece = std::size_t {1} << 20U;
    const auto bytes = FileBytes::open(file, ctx).value();
    const MissingMarkers markers(usualMissingMarkers());
    const TextScan scan = scanText(bytes.view(), kPiece, ctx).value();
    const CsvDialect dialect = recogniseDialect(bytes.view(), {}, markers).value();
    const CsvTask task {
        bytes.view(), dialect.dataBegin, dialect.columns, dialect.format, scan.oddQuotes, kPiece};
    (void)readCsv(task, markers, ctx).value();
}

} // namespace

int main(int argc, char** argv)
{
    int threads = defaultThreads();
    int repeats = 3;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if ((argument == "-t" || argument == "-r") && i + 1 < argc) {
            (argument == "-t" ? threads : repeats) = std::atoi(argv[++i]);
            continue;
        }
        const RunContext ctx({}, nullptr, threads);
        std::size_t rows = 0;
        const Seconds whole
            = fastest(repeats, [&] { rows = readTable(argv[i], {}, ctx).value().table->rows(); });
        const Seconds parsing = fastest(repeats, [&] { parse(argv[i], ctx); });
        const Seconds hashing = fastest(repeats, [&] { (void)sha256OfFile(argv[i], ctx).value(); });
        const double megabytes = static_cast<double>(std::filesystem::file_size(argv[i])) / 1e6;
        std::printf("%s: %zu rows, %.0f MB, %d threads\n", argv[i], rows, megabytes, threads);
        const auto print = [megabytes](const char* what, const Seconds& seconds) {
            std::printf("  %-14s %.3f s, processor %.3f s, %.0f MB/s\n", what, seconds.clock,
                seconds.processor, megabytes / seconds.clock);
        };
        print("readTable", whole);
        print("parsing alone", parsing);
        print("SHA-256 alone", hashing);
    }
    return 0;
}
