#pragma once

#include "engine/io/results_json.h"

namespace evenhand {

/// A figure ready for a page: an SVG document and its text alternative.
struct PageFigure {
    std::string title;
    std::string summary;
    std::string svg; ///< a complete <svg> element
};

/// One self-contained HTML page: settings, the data's fingerprint, figures, tables with intervals, a methods
/// paragraph with citations, and the caveats that apply. Everything from the data is escaped.
[[nodiscard]] std::string reportHtml(const Report& report, const Provenance& provenance,
    const TradeoffAnswers& answers, const std::vector<PageFigure>& figures);

/// Text as HTML text or attribute: & < > " ' become entities.
[[nodiscard]] std::string htmlEscaped(std::string_view text);

} // namespace evenhand
