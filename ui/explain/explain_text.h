#pragma once

#include "ui/views/score_source.h"
#include "ui/views/view.h"

#include <QString>

namespace evenhand::ui {

// What the Explain panel says about each view: two paragraphs in plain words with this data's own names and
// numbers, then formula, how to read it, caveats and citation. HTML; whatever comes from the data is escaped.

[[nodiscard]] QString explainWelcome();
[[nodiscard]] QString explainData(const ViewContext& context);
/// @param metricId  the group rate that is shown
[[nodiscard]] QString explainGroups(const ViewContext& context, const std::string& metricId);
/// @param scores  may be null
[[nodiscard]] QString explainBarycenter(
    const ViewContext& context, const SelectedScores* scores, double strength);
[[nodiscard]] QString explainTradeoff(const ViewContext& context);
/// @param attribute  index of the one shown;  @param notion  of the verdict looked at; empty: the first
[[nodiscard]] QString explainOverview(
    const ViewContext& context, std::size_t attribute, const std::string& notion);

} // namespace evenhand::ui
