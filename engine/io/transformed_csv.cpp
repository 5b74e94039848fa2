#include "engine/io/transformed_csv.h"

#include "engine/io/csv_write.h"

#include <algorithm>

namespace evenhand {

std::string transformedCsv(const Table& table, const Roles& roles, const TransformedTable& transformed)
{
    std::vector<std::string> kept {roles.target};
    kept.insert(kept.end(), roles.sensitive.begin(), roles.sensitive.end());
    for (const TaskTarget& task : roles.tasks)
        kept.push_back(task.column);
    for (const std::string& name : {roles.taskColumn, roles.weight})
        if (!name.empty())
            kept.push_back(name);
    std::string csv;
    for (const std::string& name : transformed.names) {
        // A sensitive column that is a feature, too, is there twice: transformed and as it was.
        const bool isTaken = std::ranges::find(kept, name) != kept.end();
        csv += csvText(isTaken ? name + " (transformed)" : name) + ",";
    }
    for (std::size_t k = 0; k < kept.size(); ++k)
        csv += csvText(kept[k]) + (k + 1 < kept.size() ? "," : "\n");
    for (std::size_t i = 0; i < transformed.rows.size(); ++i) {
        for (Eigen::Index j = 0; j < transformed.features.cols(); ++j)
            csv += csvNumber(transformed.features(static_cast<Eigen::Index>(i), j)) + ",";
        const auto row = static_cast<std::size_t>(transformed.rows[i]);
        for (std::size_t k = 0; k < kept.size(); ++k) {
            const Column& column = table.columns()[*table.indexOf(kept[k])];
            const NumericColumn* const numbers = column.numeric();
            csv += numbers != nullptr ? csvNumber(numbers->values[row]) : csvText(column.cell(row));
            csv += k + 1 < kept.size() ? ',' : '\n';
        }
    }
    return csv;
}

} // namespace evenhand
