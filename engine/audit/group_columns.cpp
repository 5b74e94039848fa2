#include "engine/audit/group_columns.h"

namespace evenhand {

namespace {

std::vector<double> taken(const std::vector<double>& from, const std::vector<std::size_t>& rows)
{
    std::vector<double> chosen;
    if (from.empty())
        return chosen;
    chosen.reserve(rows.size());
    for (const std::size_t row : rows)
        chosen.push_back(from[row]);
    return chosen;
}

} // namespace

std::vector<GroupColumns> splitColumns(
    const AuditRows& rows, const std::vector<std::int32_t>& codes, std::size_t nGroups)
{
    std::vector<GroupColumns> columns(nGroups);
    if (nGroups == 1) {
        columns[0].score = rows.score;
        columns[0].y = rows.y;
        columns[0].scoreOutcome = rows.scoreOutcome;
        columns[0].weight = rows.weight;
        return columns;
    }
    std::vector<std::vector<std::size_t>> members(nGroups);
    for (std::size_t row = 0; row < codes.size(); ++row)
        members[static_cast<std::size_t>(codes[row])].push_back(row);
    for (std::size_t group = 0; group < nGroups; ++group) {
        GroupColumns& own = columns[group];
        own.ownScore = taken(rows.score, members[group]);
        own.ownY = taken(rows.y, members[group]);
        own.ownOutcome = taken(rows.scoreOutcome, members[group]);
        own.ownWeight = taken(rows.weight, members[group]);
        own.score = own.ownScore;
        own.y = own.ownY;
        own.scoreOutcome = own.ownOutcome;
        own.weight = own.ownWeight;
    }
    return columns;
}

} // namespace evenhand
