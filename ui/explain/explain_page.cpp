#include "ui/explain/explain_page.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>

namespace evenhand::ui {

QString ExplainPage::html() const
{
    const ThemeColours colours = currentColours();
    QString page = QStringLiteral("<div style='line-height:135%'>");
    page
        += QStringLiteral("<p style='font-size:12pt; font-weight:600; margin:2px 0 8px 0'>%1</p>").arg(title);
    for (const QString& paragraph : {first, second})
        if (!paragraph.isEmpty())
            page += QStringLiteral("<p style='margin:0 0 9px 0'>%1</p>").arg(paragraph);
    if (!formula.isEmpty())
        page += QStringLiteral("<p style='margin:0; font-size:3pt'>&nbsp;</p>")
            + QStringLiteral(
                "<table width='100%' cellpadding='9' cellspacing='0' style='margin:2px 0 10px 0'><tr>"
                "<td bgcolor='%1' style='font-size:10.5pt'>%2</td></tr></table>")
                  .arg(colours.hover.name(), formula);
    const auto part = [&](const char* heading, const QString& words) {
        if (!words.isEmpty())
            page += QStringLiteral("<p style='margin:6px 0 2px 0; color:%1; font-weight:600'>%2</p>"
                                   "<p style='margin:0 0 8px 0'>%3</p>")
                        .arg(colours.muted.name(), QCoreApplication::translate("explain", heading), words);
    };
    part(QT_TRANSLATE_NOOP("explain", "How to read it"), reading);
    part(QT_TRANSLATE_NOOP("explain", "Caveats"), caveats);
    if (!citation.isEmpty())
        page += QStringLiteral("<p style='margin:8px 0 4px 0; color:%1; font-size:8.5pt'>%2</p>")
                    .arg(colours.muted.name(), citation);
    return page + QStringLiteral("</div>");
}

} // namespace evenhand::ui
