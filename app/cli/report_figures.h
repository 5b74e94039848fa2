#pragma once

#include "engine/core/run_context.h"
#include "engine/figures/figure.h"
#include "engine/io/report_html.h"

#include <filesystem>

namespace evenhand::cli {

/// The figures of a finished study: the trade-off, and of its strongest repair the distributions, the
/// barycenter, the transport maps, the KS distance and the group rates.
[[nodiscard]] std::vector<Figure> reportFigures(
    const Report& report, const TradeoffAnswers& answers, const RunContext& ctx);

/// Draws figures as SVG and PNG into a folder, without a display.
/// @return the figures for the page; empty in a build without Qt Charts
[[nodiscard]] Result<std::vector<PageFigure>> drawFigures(
    const std::vector<Figure>& figures, const std::filesystem::path& folder);

} // namespace evenhand::cli
