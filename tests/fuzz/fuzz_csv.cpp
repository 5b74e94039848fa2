// Any bytes are either a table that keeps its promises or a refusal with a sentence; the outcome is the same
// for one piece and for many tiny ones.

#include "engine/data/propose_roles.h"
#include "engine/io/csv_dialect.h"
#include "engine/io/csv_reader.h"
#include "engine/io/read_table.h"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace evenhand;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

ImportOptions optionsFrom(std::uint8_t choice)
{
    ImportOptions options;
    if ((choice & 1U) != 0)
        options.hasHeader = (choice & 2U) != 0;
    if ((choice & 4U) != 0)
        options.delimiter = ",;\t| "[(choice >> 3U) % 5];
    if ((choice & 64U) != 0)
        options.comment = '#';
    if ((choice & 128U) != 0)
        options.skipLines = 1;
    return options;
}

std::string summary(std::string_view text, const CsvDialect& dialect, std::size_t pieceSize)
{
    const RunContext ctx;
    const MissingMarkers markers(usualMissingMarkers());
    const CsvTask task {text, dialect.dataBegin, dialect.columns, dialect.format,
        scanText(text, pieceSize, ctx).value().oddQuotes, pieceSize};
    const Result<CsvContent> content = readCsv(task, markers, ctx);
    if (content.has_error())
        return content.error().english();
    std::string all = std::to_string(content->rows) + " " + std::to_string(content->blankLines) + " "
        + std::to_string(content->strayQuotes);
    for (const CsvColumn& read : content->columns) {
        Column column;
        std::visit([&column](const auto& data) { column.data = data; }, read.data);
        all += "\n" + std::to_string(read.trimmed) + " " + std::to_string(read.infinite);
        for (std::size_t row = 0; row < content->rows; ++row)
            all += (column.isMissing(row) ? "?" : "|") + column.cell(row);
    }
    return all;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2)
        return 0;
    const ImportOptions options = optionsFrom(data[0]);
    const std::string_view bytes(
        reinterpret_cast<const char*>(data) + 1, size - 1); // NOLINT: libFuzzer's interface
    const RunContext ctx;

    const Result<Dataset> dataset = readTable(bytes, "fuzz", options, ctx);
    if (dataset.has_error()) {
        require(!dataset.error().what.empty() && dataset.error().code != ErrorCode::Internal);
    } else {
        const auto profiles = profileColumns(*dataset->table, ctx);
        require(profiles.has_value() && profiles->size() == dataset->table->columns().size());
        const RoleProposal proposal = proposeRoles(*dataset->table, *profiles);
        (void)checkTable(*dataset->table, *profiles, proposal.roles, ctx);
    }

    const MissingMarkers markers(usualMissingMarkers());
    const Result<CsvDialect> dialect = recogniseDialect(bytes, options, markers);
    if (dialect.has_error() || dialect->columns * size > 4'000'000)
        return 0;
    const std::size_t pieceSize = 1 + data[0] % 37U;
    require(summary(bytes, *dialect, pieceSize) == summary(bytes, *dialect, std::size_t {1} << 20U));
    return 0;
}
