#pragma once

#include "engine/audit/pair_matrix.h"

#include <QString>

namespace evenhand::ui {

// What stands above the tables of the Groups view, plain text.

[[nodiscard]] QString confusionCaption(const AuditReport& audit, std::size_t attribute);
[[nodiscard]] QString pairsCaption(const PairMatrix& matrix);

} // namespace evenhand::ui
