#include "ui/explain/explain_panel.h"

#include <QScrollBar>

namespace evenhand::ui {

ExplainPanel::ExplainPanel(QWidget* parent)
    : QTextBrowser(parent)
{
    setAccessibleName(tr("Explanation of the view"));
    setOpenLinks(false);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(10);
    document()->setDefaultStyleSheet(QStringLiteral("b { font-weight: 600; }"));
}

void ExplainPanel::setPage(const QString& html)
{
    const int place = verticalScrollBar()->value();
    setHtml(html);
    verticalScrollBar()->setValue(place);
}

} // namespace evenhand::ui
