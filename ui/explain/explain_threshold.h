#pragma once

#include "engine/figures/threshold_subject.h"
#include "ui/views/view.h"

namespace evenhand::ui {

/// What the Explain panel says about thresholds, as HTML made from escaped data.
/// @param subject     may be null;  @param thresholds  one per group
[[nodiscard]] QString explainThreshold(
    const ViewContext& context, const ThresholdSubject* subject, const std::vector<double>& thresholds);

} // namespace evenhand::ui
