#pragma once

#include "ui/views/tradeoff_source.h"

#include <QString>

namespace evenhand::ui {

/// What is behind and below the points of the trade-off: the frontier of thresholds, dominance, the honest
/// choice and the hypervolume, with this study's numbers.
/// @param answers  may be null while they are worked out
[[nodiscard]] QString explainBehindPoints(const ViewContext& context, const TradeoffAnswers* answers);

} // namespace evenhand::ui
