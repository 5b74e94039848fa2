#include "engine/pipeline/encode_rows.h"

namespace evenhand {

using Eigen::Index;

Result<EncodedData> encodeRows(
    const Table& table, const Prepared& prepared, const Encoder& encoder, const std::vector<Index>& rows)
{
    EncodedData encoded;
    EH_TRY(encoded.x, encoder.transform(table, rows));
    encoded.y = prepared.y(rows);
    encoded.weight = prepared.weight(rows);
    encoded.group.reserve(rows.size());
    for (const Index row : rows)
        encoded.group.push_back(prepared.groups.codes[static_cast<std::size_t>(row)]);
    encoded.row = rows;
    return encoded;
}

} // namespace evenhand
