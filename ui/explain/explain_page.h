#pragma once

#include <QString>

namespace evenhand::ui {

/// The parts of an explanation, all HTML; those that are empty are left out.
struct ExplainPage {
    QString title;
    QString first, second; ///< paragraphs in plain words
    QString formula;
    QString reading; ///< how to read the figure
    QString caveats;
    QString citation;

    [[nodiscard]] QString html() const;
};

} // namespace evenhand::ui
