#include "engine/metrics/convention_cells.h"

namespace evenhand {

Confusion unweighted(Confusion cells)
{
    for (RowSum* const sum :
        {&cells.truePositive, &cells.falsePositive, &cells.falseNegative, &cells.trueNegative})
        *sum = {sum->rows, sum->rows, sum->rows};
    return cells;
}

Confusion everyoneElse(const GroupCells& groups)
{
    Confusion rest;
    for (std::size_t group = 0; group < groups.cells.size(); ++group)
        if (group != groups.reference)
            rest += groups.cells[group];
    return rest;
}

} // namespace evenhand
