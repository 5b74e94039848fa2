#include "engine/io/repaired_csv.h"

#include "engine/io/csv_write.h"

namespace evenhand {

std::string repairedCsv(const Table& table, const RepairedScores& repaired)
{
    std::string name = "fair_score";
    for (int i = 2; table.indexOf(name); ++i)
        name = "fair_score (" + std::to_string(i) + ")";
    std::string csv;
    for (const Column& column : table.columns())
        csv += csvText(column.name) + ",";
    csv += name + "\n";
    for (std::size_t row = 0; row < table.rows(); ++row) {
        for (const Column& column : table.columns()) {
            const NumericColumn* const numbers = column.numeric();
            csv += numbers != nullptr ? csvNumber(numbers->values[row]) : csvText(column.cell(row));
            csv += ',';
        }
        csv += csvNumber(repaired.fairScore[row]) + "\n";
    }
    return csv;
}

} // namespace evenhand
